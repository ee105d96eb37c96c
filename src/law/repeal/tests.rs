//! The ways of repealing, one by one, and what only looks like them. All names are invented.

use super::*;
use crate::law::model::Clause;

/// A document of one article a line; lines that begin with `附件` are annexes.
fn document(text: &str) -> Document {
    let clauses = text
        .split("\n\n")
        .enumerate()
        .map(|(i, block)| Clause {
            ordinal: i as u32,
            label: block
                .split([' ', '\n'])
                .next()
                .unwrap_or_default()
                .to_owned(),
            level: if block.starts_with("附件") {
                Level::Annex
            } else {
                Level::Article
            },
            path: Vec::new(),
            heading: None,
            text: block.to_owned(),
            lines: (1..=block.lines().count() as u32)
                .map(|n| i as u32 * 100 + n)
                .collect(),
            page: None,
        })
        .collect();
    Document {
        title: Some("韶州市科技小院管理办法".into()),
        effective: "2021-06-01".parse().ok(),
        published: "2021-05-08".parse().ok(),
        clauses,
        ..Document::default()
    }
}

fn repeals(text: &str) -> Vec<Repeal> {
    read(&document(text))
}

/// Kind and title (or number) of each repeal.
fn short(text: &str) -> Vec<(RepealKind, String)> {
    repeals(text)
        .into_iter()
        .map(|r| (r.kind, r.title.or(r.number).unwrap_or_default()))
        .collect()
}

fn titles(text: &str) -> Vec<String> {
    short(text).into_iter().map(|(_, title)| title).collect()
}

#[test]
fn objects_before_the_verb() {
    use RepealKind::{AmendingDecision, Whole};
    for (text, wanted) in [
        ("《甲办法》同时废止。", vec![(Whole, "甲办法")]),
        (
            "《甲办法》和《乙规定》同时废止。",
            vec![(Whole, "甲办法"), (Whole, "乙规定")],
        ),
        (
            "《甲办法》、《乙规定》以及《丙细则》即行废止。",
            vec![(Whole, "甲办法"), (Whole, "乙规定"), (Whole, "丙细则")],
        ),
        (
            "《甲办法》《乙规定》均予以废止。",
            vec![(Whole, "甲办法"), (Whole, "乙规定")],
        ),
        (
            "本办法自2021年6月1日起施行，《甲办法》同时废止。",
            vec![(Whole, "甲办法")],
        ),
        (
            "本办法施行后，《甲办法》（韶州科〔2016〕3号）同时废止。",
            vec![(Whole, "甲办法")],
        ),
        (
            "自本办法公布之日起，《甲办法》即行废止。",
            vec![(Whole, "甲办法")],
        ),
        (
            "《甲办法》自本办法公布之日起不再执行。",
            vec![(Whole, "甲办法")],
        ),
        (
            "本解释发布实施后，《甲解释》不再适用。",
            vec![(Whole, "甲解释")],
        ),
        (
            "韶州市人民政府发布的《甲办法》同时废止。",
            vec![(Whole, "甲办法")],
        ),
        (
            "1998年1月1日起施行的《甲办法》同时废止。",
            vec![(Whole, "甲办法")],
        ),
        ("原《甲办法》停止执行。", vec![(Whole, "甲办法")]),
        (
            "《关于甲事的通知》和《关于乙事的补充通知》都同时废止。",
            vec![(Whole, "关于甲事的通知"), (Whole, "关于乙事的补充通知")],
        ),
        (
            "《甲办法》和《关于修改〈甲办法〉的决定》同时废止。",
            vec![
                (Whole, "甲办法"),
                (AmendingDecision, "关于修改〈甲办法〉的决定"),
            ],
        ),
        (
            "《甲办法》等2件规范性文件同时废止。",
            vec![(Whole, "甲办法")],
        ),
        (
            "《甲办法》（韶州科〔2016〕3号）和《乙办法》（韶州科〔2017〕4号）两文件予以废止，请遵照执行。",
            vec![(Whole, "甲办法"), (Whole, "乙办法")],
        ),
        (
            "《关于印发〈甲办法〉的通知》（韶州科〔2016〕3号）宣布失效。",
            vec![(Whole, "关于印发〈甲办法〉的通知")],
        ),
        (
            "韶州科〔2016〕3号文同时废止。",
            vec![(Whole, "韶州科〔2016〕3号")],
        ),
    ] {
        let wanted: Vec<_> = wanted.into_iter().map(|(k, t)| (k, t.to_owned())).collect();
        assert_eq!(short(text), wanted, "{text}");
    }
}

#[test]
fn the_verb_before_the_objects() {
    assert_eq!(titles("一、废止《甲办法》（1994年3月2日发布）"), ["甲办法"]);
    assert_eq!(
        titles("经研究，现决定废止《甲办法》《乙规定》。"),
        ["甲办法", "乙规定"]
    );
}

#[test]
fn parts_are_partial() {
    for (text, articles) in [
        ("《甲条例》中关于乙事的规定同时废止。", vec![]),
        (
            "《甲办法》第三条、第五条同时废止。",
            vec!["第三条", "第五条"],
        ),
        (
            "《甲办法》第八条至第十条停止执行。",
            vec!["第八条", "第九条", "第十条"],
        ),
        ("公告附件《甲名单目录》同时废止。", vec![]),
    ] {
        let found = repeals(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].kind, RepealKind::Partial, "{text}");
        assert_eq!(found[0].articles, articles, "{text}");
    }
}

#[test]
fn a_decision_in_the_attribution_is_no_object() {
    assert_eq!(
        titles(
            "1995年3月2日通过、根据1997年4月6日《关于修改〈甲条例〉的决定》修正的《甲条例》同时废止。"
        ),
        ["甲条例"]
    );
    assert_eq!(titles("根据《甲法》制定的《乙办法》同时废止。"), ["乙办法"]);
    assert_eq!(
        titles("《新办法》自2021年6月1日起施行，《旧办法》同时废止。"),
        ["旧办法"]
    );
}

#[test]
fn what_the_sentence_says_of_the_object() {
    let found = repeals("2012年12月29日原韶州市质量技术监督局令第150号公布的《甲规定》同时废止。");
    assert_eq!(found[0].date, "2012-12-29".parse().ok());
    assert_eq!(
        found[0].number.as_deref(),
        Some("韶州市质量技术监督局令第150号")
    );
    let found = repeals(
        "韶州市人民政府1989年3月29日公布的《甲规定》和1991年2月22日公布的《乙规定》同时废止。",
    );
    assert_eq!(found[0].date, "1989-03-29".parse().ok());
    assert_eq!(found[1].date, "1991-02-22".parse().ok());
    assert_eq!(found[0].issuer.as_deref(), Some("韶州市人民政府"));
}

#[test]
fn when_it_takes_effect() {
    assert_eq!(
        repeals("《甲办法》同时废止。")[0].effective,
        "2021-06-01".parse().ok()
    );
    assert_eq!(
        repeals("《甲办法》自2022年1月1日起废止。")[0].effective,
        "2022-01-01".parse().ok()
    );
    assert_eq!(
        repeals("自本办法公布之日起，《甲办法》即行废止。")[0].effective,
        "2021-05-08".parse().ok()
    );
    let dated = repeals("自1997年2月5日起施行的《甲办法》同时废止。");
    assert_eq!(
        (dated[0].effective, dated[0].date),
        ("2021-06-01".parse().ok(), "1997-02-05".parse().ok())
    );
}

#[test]
fn without_a_name() {
    for (text, kind) in [
        ("过去各部门制定的有关办法即行废止。", RepealKind::Class),
        ("各地制定的科技小院办法同时停止执行。", RepealKind::Class),
        (
            "以前发布的规定与本办法不一致的，不再适用。",
            RepealKind::CatchAll,
        ),
        (
            "各县的有关办法，与本办法相抵触的，同时停止执行。",
            RepealKind::CatchAll,
        ),
        (
            "不符合本办法规定的，自本办法施行之日起停止执行。",
            RepealKind::CatchAll,
        ),
    ] {
        let found = repeals(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(
            (found[0].kind, found[0].title.as_deref()),
            (kind, None),
            "{text}"
        );
    }
}

#[test]
fn one_sentence_two_parts() {
    let found = short("《甲解释》同时废止；以前发布的解释与本解释不一致的，不再适用。");
    assert_eq!(
        found,
        [
            (RepealKind::Whole, "甲解释".to_owned()),
            (RepealKind::CatchAll, String::new())
        ]
    );
    assert_eq!(
        titles("《甲解释》同时废止；以前发布的解释与本解释不一致的，以本解释为准。"),
        ["甲解释"]
    );
}

#[test]
fn what_is_no_repeal() {
    for text in [
        "地方性法规的修改和废止程序，适用本条例。",
        "制定、修改、废止规范性文件，应当公开征求意见。",
        "规范性文件被废止的，应当公布。",
        "应当及时予以修改或者废止。",
        "许可证期满自行失效。",
        "《采矿许可证》自行废止。",
        "逾期不改正的，由原批准机关予以撤销。",
        "复议期间决定不停止执行。",
        "裁定停止执行死刑。",
        "行业标准在国家标准实施后自行废止。",
        "审查意见与本办法不一致的，以本办法为准。",
        "最高限额不再执行。",
        "任何单位可以建议废止规范性文件。",
        "公司章程与《甲条例》不一致的，应当修改。",
        "按照《甲办法》规定领取的补贴停止执行后，不再发放。",
    ] {
        assert!(repeals(text).is_empty(), "{text}: {:?}", short(text));
    }
}

#[test]
fn a_list_below_the_sentence() {
    let text = "对下列3件规范性文件宣布失效：\n1．关于甲事的若干规定（韶州科〔2011〕3号）\n2．韶州市乙管理办法（韶州科〔2012〕4号）\n3．关于丙事的通知";
    let found = repeals(text);
    assert_eq!(
        found.iter().map(|r| r.kind).collect::<Vec<_>>(),
        [RepealKind::AnnexList; 3]
    );
    assert_eq!(
        titles(text),
        ["关于甲事的若干规定", "韶州市乙管理办法", "关于丙事的通知"]
    );
    assert_eq!(found[1].number.as_deref(), Some("韶州科〔2012〕4号"));
    assert_eq!(found[1].line, Some(3));
}

#[test]
fn an_annex_that_ends_and_one_that_keeps() {
    let text = "列于本办法附件一的规定，自本办法施行之日起予以废止。\n\n附件一\n市科技局制定的下列规定，自本办法施行之日起，予以废止：\n1．关于甲事的补充规定\n2．关于乙事的决定\n\n附件二\n市科技局制定的下列规定予以保留：\n1．关于丙事的补充规定";
    assert_eq!(titles(text), ["关于甲事的补充规定", "关于乙事的决定"]);
}

#[test]
fn a_table_with_a_verdict_in_each_row() {
    let text = "附件2\n废止和失效的规范性文件目录\n序号\t文件名称\t文号\n1\t韶州市甲管理办法\t韶州科〔2011〕3号\n2\t关于乙事的通知\t韶州科〔2012〕4号";
    assert_eq!(titles(text), ["韶州市甲管理办法", "关于乙事的通知"]);
    let kept = "附件1\n继续有效的规范性文件目录\n1\t韶州市甲管理办法\t韶州科〔2011〕3号";
    assert!(repeals(kept).is_empty());
}

#[test]
fn several_tables_in_one_annex() {
    let text = "附件1\n附件1　继续有效的规范性文件目录\n| 序号 | 文件名称 | 文号 | 清理意见 |\n| 1 | 韶州市甲办法 | 韶州科〔2011〕3号 | 继续有效 |\n附件2　废止的规范性文件目录\n| 序号 | 文件名称 | 文号 | 清理意见 |\n| 1 | 韶州市乙办法 | 韶州科〔2012〕4号 | 废止 |\n附件3　宣布失效的规范性文件目录\n| 序号 | 文件名称 | 文号 | 清理意见 |\n| 1 | 韶州市丙暂行办法 | 韶州科〔2013〕5号 | 宣布失效 |";
    assert_eq!(titles(text), ["韶州市乙办法", "韶州市丙暂行办法"]);
    let mixed = "附件\n清理结果一览表\n序号\t文件名称\t清理意见\n1\t韶州市甲办法\t继续有效\n2\t韶州市乙办法\t废止\n3\t韶州市丙办法\t拟废止";
    let found = repeals(mixed);
    assert_eq!(
        found
            .iter()
            .map(|r| (r.title.as_deref(), r.operative))
            .collect::<Vec<_>>(),
        [(Some("韶州市乙办法"), true), (Some("韶州市丙办法"), false)]
    );
}

#[test]
fn drafts_and_plans_do_not_operate() {
    let mut draft = document("《甲办法》同时废止。");
    draft.draft = true;
    assert!(read(&draft).iter().all(|r| !r.operative));
    assert!(repeals("拟废止《甲办法》。").iter().all(|r| !r.operative));
}

#[test]
fn a_document_does_not_repeal_itself() {
    let mut own = document("《韶州市科技小院管理办法》（韶州科〔2021〕9号）同时废止。");
    own.number = crate::law::number::parse_number("韶州科〔2021〕9号");
    assert!(read(&own).is_empty());
}
