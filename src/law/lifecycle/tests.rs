//! Effect and expiry, formula by formula (DOMAIN §3). All documents are about the invented 韶州市.

use jiff::civil::Date;

use super::*;
use crate::law::model::{Clause, HistoryNote, Level};
use crate::law::reference::unit;

fn day(text: &str) -> Option<Date> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

/// A document of one clause a line; lines that begin with 第…条 are articles.
fn document(title: &str, text: &str) -> Document {
    let clauses = text
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let mut rest = line;
            let article = unit::article(&mut rest).is_ok();
            Clause {
                ordinal: i as u32,
                label: if article {
                    line[..line.len() - rest.len()].to_owned()
                } else {
                    String::new()
                },
                level: if article {
                    Level::Article
                } else {
                    Level::Paragraph
                },
                path: Vec::new(),
                heading: None,
                text: line.to_owned(),
                lines: vec![i as u32 + 1],
                page: None,
            }
        })
        .collect();
    Document {
        title: Some(title.to_owned()),
        clauses,
        ..Document::default()
    }
}

/// Title, 成文日期, text → effective, last day in force. Empty: none.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const OWN: &str = "韶州市科技小院管理办法";

const CASES: &[Case] = &[
    // A fixed day.
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自２０２１年６月１日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2009-05-08",
        "第九条 本办法自二○○九年六月一日起实施。",
        "2009-06-01",
        "",
    ),
    (
        OWN,
        "1990-05-08",
        "第九条 本办法自一九九0年六月一日起执行。",
        "1990-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自 2021 年 6 月 1 日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月l日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日实施。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日零时起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法从2021年6月1日起正式施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法于2021年6月1日起试行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "1984-12-30",
        "第九条 本办法自1985年度起施行。",
        "1985-01-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法由市科技局负责解释，自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
    (
        "韶州市稳岗十条",
        "2023-05-30",
        "以上政策自2023年6月1日起施行。",
        "2023-06-01",
        "",
    ),
    // The day of an event.
    (
        OWN,
        "2020-03-02",
        "第九条 本办法自印发之日起施行。",
        "2020-03-02",
        "",
    ),
    (
        OWN,
        "2020-03-02",
        "第九条 本办法自发布之日起执行。",
        "2020-03-02",
        "",
    ),
    (
        OWN,
        "2020-03-02",
        "第九条 本办法自公布之日起施行。",
        "2020-03-02",
        "",
    ),
    (
        OWN,
        "2020-03-02",
        "本通知自下发之日起执行。",
        "2020-03-02",
        "",
    ),
    (
        OWN,
        "2020-03-02",
        "第九条 本办法自公布之日起30日后施行。",
        "2020-04-02",
        "",
    ),
    (
        OWN,
        "2020-03-02",
        "第九条 本办法自颁布之日起三十日后施行。",
        "2020-04-02",
        "",
    ),
    (
        OWN,
        "1980-03-02",
        "第九条 本规定自国务院批准之日起施行。",
        "",
        "",
    ),
    (
        OWN,
        "2020-03-02",
        "第九条 本办法即日起施行。",
        "2020-03-02",
        "",
    ),
    // N years: the day before the anniversary.
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期5年。",
        "2021-07-01",
        "2026-06-30",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期五年。",
        "2021-07-01",
        "2026-06-30",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期为５年。",
        "2021-07-01",
        "2026-06-30",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期36个月。",
        "2021-07-01",
        "2024-06-30",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期两年。",
        "2021-07-01",
        "2023-06-30",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期限3年，由市科技局解释。",
        "2021-07-01",
        "2024-06-30",
    ),
    (
        OWN,
        "2024-02-20",
        "第九条 本办法自2024年2月29日起施行，有效期一年。",
        "2024-02-29",
        "2025-02-28",
    ),
    (
        OWN,
        "2020-02-20",
        "第九条 本办法自2020年2月29日起施行，有效期4年。",
        "2020-02-29",
        "2024-02-28",
    ),
    (
        OWN,
        "2020-03-02",
        "第九条 本办法自印发之日起施行，有效期三年，有效期届满自动失效。",
        "2020-03-02",
        "2023-03-01",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行。有效期5年。",
        "2021-07-01",
        "2026-06-30",
    ),
    (
        OWN,
        "2021-05-08",
        "第八条 本办法有效期为5年。\n第九条 本办法自2021年7月1日起施行。",
        "2021-07-01",
        "2026-06-30",
    ),
    // A named last day.
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期至2024年12月31日。",
        "2021-07-01",
        "2024-12-31",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，有效期至2024年12月31日止。",
        "2021-07-01",
        "2024-12-31",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，至2024年12月31日止。",
        "2021-07-01",
        "2024-12-31",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起执行，执行至2024年12月31日。",
        "2021-07-01",
        "2024-12-31",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年7月1日起施行，2024年12月31日自行失效。",
        "2021-07-01",
        "2024-12-31",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法有效期自2021年7月1日至2024年6月30日。",
        "2021-07-01",
        "2024-06-30",
    ),
    // Trial terms.
    (
        "韶州市科技小院管理办法（试行）",
        "2022-09-15",
        "第九条 本办法自2022年10月1日起试行，试行期两年。",
        "2022-10-01",
        "2024-09-30",
    ),
    (
        "韶州市科技小院管理办法（试行）",
        "2022-09-15",
        "第九条 本办法自2022年10月1日起施行，试行三年。",
        "2022-10-01",
        "2025-09-30",
    ),
    (
        "韶州市科技小院管理办法（试行）",
        "2022-09-15",
        "第九条 本办法自2022年10月1日起施行，试行期限为一年。",
        "2022-10-01",
        "2023-09-30",
    ),
    (
        OWN,
        "2019-01-07",
        "第九条 本办法自2019年2月1日起施行，暂定执行三年。",
        "2019-02-01",
        "2022-01-31",
    ),
    (
        "韶州市科技小院管理办法（试行）",
        "2022-09-15",
        "第九条 本办法自公布之日起试行。",
        "2022-09-15",
        "",
    ),
    // The date of the old rule is not the document's.
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日起施行。2016年5月1日起施行的《韶州市科技小院暂行办法》同时废止。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 2016年5月1日起施行的《韶州市科技小院暂行办法》同时废止。本办法自2021年6月1日起施行，有效期5年。",
        "2021-06-01",
        "2026-05-31",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 自本办法施行之日起，自2016年5月1日起施行的《韶州市科技小院暂行办法》同时废止。",
        "",
        "",
    ),
    // The validity of something else.
    (
        OWN,
        "2021-05-08",
        "第七条 科技小院证书有效期为三年。\n第九条 本办法自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第七条 许可证自发证之日起生效，有效期5年。\n第九条 本办法自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日起施行。《申报书》有效期为一年。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日起施行，入库名单有效期3年。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第七条 服务合同自签订之日起生效，有效期至2024年12月31日。\n第九条 本办法自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第七条 项目执行期一般为三年。\n第九条 本办法自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
    // Not to be computed.
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日起施行，有效期三至五年。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "第九条 本办法自2021年6月1日起施行，有效期与《韶州市科技专项办法》一致。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "",
        "第九条 本办法自印发之日起施行，有效期5年。",
        "",
        "",
    ),
    (
        OWN,
        "",
        "第九条 本办法自　年　月　日起施行，有效期3年。",
        "",
        "",
    ),
    (
        OWN,
        "",
        "第九条 本办法自2024年X月XX日起施行，有效期3年。",
        "",
        "",
    ),
    // Only a part begins on another day.
    (
        OWN,
        "2021-05-08",
        "第九条 本办法第四条自2022年1月1日起施行。\n第十条 本办法自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
    (
        OWN,
        "2021-05-08",
        "三、按月提取（按月提取自2022年12月1日起施行）。\n四、本通知自2021年6月1日起施行。",
        "2021-06-01",
        "",
    ),
];

#[test]
fn every_formula() {
    let mut wrong = Vec::new();
    for &(title, dated, text, effective, expires) in CASES {
        let mut document = document(title, text);
        document.dated = day(dated);
        read(&mut document, None);
        if document.effective != day(effective) || document.expires != day(expires) {
            wrong.push(format!(
                "{text}\n   wanted {effective:?} {expires:?}, got {:?} {:?}",
                document.effective, document.expires
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn there_are_enough_cases() {
    assert!(CASES.len() >= 40);
}

fn note(date: &str, text: &str) -> HistoryNote {
    HistoryNote {
        date: day(date),
        text: text.to_owned(),
    }
}

#[test]
fn an_amended_law_keeps_its_first_day_of_publication() {
    let mut law = document("中华人民共和国韶石法", "第九条 本法自公布之日起施行。");
    law.issuer = Some("全国人民代表大会常务委员会".into());
    law.notes = vec![
        note(
            "1992-04-03",
            "1992年4月3日第七届全国人民代表大会常务委员会第五次会议通过",
        ),
        note("2009-08-27", "2009年8月27日《关于修改部分法律的决定》修正"),
    ];
    law.published = day("2009-08-27");
    read(&mut law, None);
    assert_eq!(law.effective, day("1992-04-03"));
}

#[test]
fn a_revised_regulation_begins_with_the_publication_of_its_revision() {
    let mut rule = document("韶石条例", "第九条 本条例自公布之日起施行。");
    rule.issuer = Some("国务院".into());
    rule.notes = vec![
        note("1996-01-29", "1996年1月29日国务院令第193号发布"),
        note("2008-08-01", "2008年8月1日国务院第20次常务会议修订通过"),
        note("2008-08-05", "2008年8月5日国务院令第532号公布"),
    ];
    rule.published = day("2008-08-05");
    read(&mut rule, None);
    assert_eq!(rule.effective, day("2008-08-05"));
}

#[test]
fn an_unknown_day_of_publication_stays_unknown() {
    let mut rule = document("韶州市养犬条例", "第九条 本条例自公布之日起施行。");
    rule.issuer = Some("韶州市人民代表大会常务委员会".into());
    rule.notes = vec![
        note(
            "2015-12-03",
            "2015年12月3日韶州市人民代表大会常务委员会通过",
        ),
        note(
            "2018-03-29",
            "2018年3月29日韶州市人民代表大会常务委员会修订",
        ),
    ];
    rule.published = day("2018-03-29");
    read(&mut rule, None);
    assert_eq!(rule.effective, None);
    assert!(
        rule.warnings.iter().any(|w| w.contains("公布")),
        "{:?}",
        rule.warnings
    );
}

#[test]
fn the_notice_speaks_for_what_it_issues() {
    let mut rule = document(OWN, "第九条 本办法由市科技局负责解释。");
    let mut notice = document(
        "韶州市科学技术局关于印发《韶州市科技小院管理办法》的通知",
        "现将《韶州市科技小院管理办法》印发给你们。《韶州市科技小院管理办法》自2020年9月1日起实施，有效期3年。",
    );
    notice.dated = day("2020-08-25");
    read(&mut rule, Some(&notice));
    assert_eq!(
        (rule.effective, rule.expires),
        (day("2020-09-01"), day("2023-08-31"))
    );
}

#[test]
fn the_notice_may_give_the_term_only() {
    let mut rule = document(OWN, "第九条 本办法自2020年9月1日起实施。");
    let notice = document(
        "韶州市科学技术局关于印发《韶州市科技小院管理办法》的通知",
        "本办法有效期5年。",
    );
    read(&mut rule, Some(&notice));
    assert_eq!(rule.expires, day("2025-08-31"));
}

#[test]
fn the_day_of_printing_is_in_the_colophon() {
    let mut rule = document(
        OWN,
        "第九条 本办法自印发之日起施行，有效期5年。\n韶州市科学技术局办公室 2024年7月29日印发",
    );
    rule.clauses[1].level = Level::Note;
    rule.dated = day("2024-07-26");
    read(&mut rule, None);
    assert_eq!(
        (rule.effective, rule.expires),
        (day("2024-07-29"), day("2029-07-28"))
    );
}

#[test]
fn a_header_that_contradicts_the_text_is_reported() {
    let mut rule = document(OWN, "第九条 本办法自2025年6月1日起施行，有效期1年。");
    rule.claims.insert("expires".into(), "2026-06-01".into());
    read(&mut rule, None);
    assert_eq!(rule.expires, day("2026-05-31"));
    assert!(
        rule.warnings
            .iter()
            .any(|w| w.contains("2026-06-01") && w.contains("2026-05-31")),
        "{:?}",
        rule.warnings
    );
}

#[test]
fn what_cannot_be_computed_is_said() {
    for text in [
        "第九条 本办法自2021年6月1日起施行，有效期三至五年。",
        "第九条 本办法自2021年6月1日起施行，有效期与《韶州市科技专项办法》一致。",
        "第九条 本办法自印发之日起施行，有效期5年。",
    ] {
        let mut rule = document(OWN, text);
        read(&mut rule, None);
        assert!(rule.validity.is_some(), "{text}");
        assert_eq!(rule.validity.as_ref().unwrap().until, None);
        assert!(!rule.warnings.is_empty(), "{text}");
    }
}

#[test]
fn evidence_points_at_the_words() {
    let mut rule = document(
        OWN,
        "第一条 目的。\n第九条 本办法自2021年7月1日起施行，有效期5年。",
    );
    read(&mut rule, None);
    let effective = &rule.evidence[&Field::Effective];
    assert_eq!((effective.clause, effective.line), (1, Some(2)));
    assert_eq!(effective.span.slice(&rule.clauses[1].text), effective.text);
    assert!(effective.text.contains("2021年7月1日"));
    let validity = rule.validity.unwrap();
    assert_eq!((validity.text.as_str(), validity.clause), ("有效期5年", 1));
}
