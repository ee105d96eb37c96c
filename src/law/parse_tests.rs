use proptest::prelude::*;

use super::*;
use crate::law::model::{Clause, Field, Kind};
use crate::law::structure::line::is_blank;

fn raw(text: &str) -> RawText {
    RawText {
        text: text.to_owned(),
        format: "txt".to_owned(),
        ..RawText::default()
    }
}

fn parse(text: &str) -> ParsedFile {
    parse_file(&raw(text), "韶州.txt")
}

fn labels(document: &Document, level: Level) -> Vec<&str> {
    document
        .clauses
        .iter()
        .filter(|c| c.level == level)
        .map(|c| c.label.as_str())
        .collect()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// Path headings and texts in the order of the file. A heading whose chapter has text of its own
/// stands in that clause already and is not given again; `wanted` tells it from a second one of the
/// same words.
fn rebuilt(file: &ParsedFile, wanted: &str) -> String {
    let mut documents: Vec<&Document> = file.documents.iter().collect();
    documents.sort_by_key(|d| d.clauses.iter().filter_map(Clause::line).min());
    let mut out = String::new();
    for document in documents {
        let mut path: &[String] = &[];
        let mut before: Option<&Clause> = None;
        for clause in &document.clauses {
            let same = clause.shared_headings(path);
            let headings: Vec<String> = clause.path.iter().map(|h| without_blanks(h)).collect();
            let text = without_blanks(&clause.text);
            // Headings given before may be left out; which ones are is told by what must follow.
            let given = |depth: usize| {
                depth < same
                    || before.is_some_and(|b| {
                        b.level != Level::Note
                            && without_blanks(&b.text).starts_with(&headings[depth])
                    })
            };
            let rest = wanted.get(out.len()..).unwrap_or_default();
            let ways = (0..1u32 << headings.len().min(8)).map(|left_out| {
                let shown = headings
                    .iter()
                    .enumerate()
                    .filter(|(d, _)| !(given(*d) && left_out & (1 << d) != 0));
                shown
                    .map(|(_, h)| h.as_str())
                    .chain([text.as_str()])
                    .collect::<String>()
            });
            let ways: Vec<String> = ways.collect();
            out.push_str(
                ways.iter()
                    .find(|w| rest.starts_with(*w))
                    .unwrap_or(&ways[0]),
            );
            path = &clause.path;
            before = Some(clause);
        }
    }
    out
}

/// The file's text less its noise.
fn less_noise(text: &str, file: &ParsedFile) -> String {
    let mut noise = file.noise.iter().peekable();
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        while noise.peek().is_some_and(|n| (n.end as usize) <= at) {
            noise.next();
        }
        if !is_blank(c) && noise.peek().is_none_or(|n| n.start as usize > at) {
            out.push(c);
        }
    }
    out
}

const MEASURES: &str = "\
韶州市科学技术局关于印发《韶州市科技创新券管理办法（试行）》的通知
韶州科规〔2021〕7 号

各县（市、区）科技主管部门，各有关单位：
　　现将《韶州市科技创新券管理办法（试行）》印发给你们，请遵照执行。

　　　　　　　　　　　　　韶州市科学技术局
　　　　　　　　　　　　　　2021年5月20日

（此件公开发布）

韶州市科技创新券管理办法
（试行）

第一章
总　则
　　第一条　为规范科技创新券管理，根据
有关规定，制定本办法。
　　第二条　申请人应当符合本办法
第三条规定的条件。
　　前款所称申请人，是指中小企业。

— 2 —

第二章　条　件
　　第三条　申请人应当具备下列条件：
　　（一）在本市注册；
　　（二）有研发活动：
　　1.自主研发；
　　2.合作研发。
　　第三条之一　个体工商户参照执行。
第三章　附　则
　　第四条　本办法自2021年7月1日起试行，试行期两年。

抄送：市府办公室。
";

#[test]
fn a_notice_and_what_it_issues_are_two_documents() {
    let file = parse(MEASURES);
    let [measures, notice] = file.documents.as_slice() else {
        panic!("{:?}", file.documents.len())
    };
    assert_eq!(
        (measures.part, notice.part),
        (PartRole::Issued, PartRole::Notice)
    );
    assert_eq!(
        measures.title.as_deref(),
        Some("韶州市科技创新券管理办法（试行）")
    );
    assert_eq!(
        notice.title.as_deref(),
        Some("韶州市科学技术局关于印发《韶州市科技创新券管理办法（试行）》的通知")
    );
    for document in [measures, notice] {
        assert_eq!(
            document.number.as_ref().map(|n| n.key.as_str()),
            Some("韶州科规〔2021〕7号")
        );
        assert_eq!(document.issuer.as_deref(), Some("韶州市科学技术局"));
        assert_eq!(
            document.dated.map(|d| d.to_string()).as_deref(),
            Some("2021-05-20")
        );
    }
    assert_eq!(
        (measures.kind, notice.kind),
        (Kind::NormativeDocument, Kind::Notice)
    );
    assert_eq!(
        labels(measures, Level::Article),
        ["第一条", "第二条", "第三条", "第三条之一", "第四条"]
    );
}

#[test]
fn articles_keep_their_headings_lines_and_text() {
    let file = parse(MEASURES);
    let second = file.documents[0]
        .clauses
        .iter()
        .find(|c| c.label == "第二条")
        .expect("第二条");
    assert_eq!(second.path, ["第一章 总 则"]);
    assert_eq!(second.lines, [19, 20, 21]);
    assert_eq!(
        second.text,
        "第二条　申请人应当符合本办法\n第三条规定的条件。\n　　前款所称申请人，是指中小企业。"
    );
    let page_mark = file.noise.iter().any(|n| n.slice(MEASURES) == "— 2 —");
    assert!(page_mark, "{:?}", file.noise);
}

#[test]
fn evidence_points_at_the_words() {
    let file = parse(MEASURES);
    let notice = &file.documents[1];
    let evidence = &notice.evidence[&Field::Dated];
    let clause = &notice.clauses[evidence.clause as usize];
    assert_eq!(evidence.span.slice(&clause.text), "2021年5月20日");
    assert_eq!(evidence.line, Some(8));
}

#[test]
fn a_report_is_cut_at_its_smallest_numbered_parts() {
    let file = parse(
        "# 韶州市科学技术局\n\n# 韶州市科学技术局关于 2021 年度 工作情况的报告\n\n2021年工作如下:\n\n#### 一、主要成效\n\n\
         (一)推进改革。完成任务一是改革，二是\n\n创新。\n\n## (二) 完善制度\n\n制定三项制度。\n\n- 1. 公开制度。按期公开。\n- 2. 考核制度。\n\n\
         二、下一步打算\n\n继续努力。\n",
    );
    let report = &file.documents[0];
    assert_eq!(
        report.title.as_deref(),
        Some("韶州市科学技术局关于2021年度工作情况的报告")
    );
    assert_eq!(
        (report.kind, report.issuer.as_deref()),
        (Kind::Report, Some("韶州市科学技术局"))
    );
    assert_eq!(
        labels(report, Level::Numbered),
        ["一、(一)", "一、(二)", "一、(二)1.", "一、(二)2.", "二、"]
    );
    let first = report
        .clauses
        .iter()
        .find(|c| c.label == "一、(一)")
        .expect("part");
    assert_eq!(first.path, ["一、主要成效"]);
    assert_eq!(first.heading.as_deref(), Some("推进改革"));
}

#[test]
fn quoted_amendments_are_no_articles_of_the_decision() {
    let file = parse(
        "韶州市人民政府关于修改《韶州市养犬办法》的决定\n韶州市人民政府决定，对《韶州市养犬办法》作如下修改：\n\
         一、第三条修改为：“市公安局负责养犬管理。\n第四条　养犬人应当登记。\n（一）个人；\n（二）单位。”\n二、删去第五条。\n\
         本决定自公布之日起施行。\n",
    );
    let decision = &file.documents[0];
    assert_eq!(labels(decision, Level::Article), Vec::<&str>::new());
    assert_eq!(labels(decision, Level::Numbered), ["一、", "二、"]);
    assert!(
        decision.clauses.iter().any(|c| c.label == "结尾"),
        "{:?}",
        decision.clauses
    );
}

#[test]
fn contents_make_no_chapters() {
    let file = parse(
        "韶州市科普条例\n（2020年3月2日韶州市第十届人民代表大会常务委员会第五次会议通过）\n目　录\n第一章　总则\n第二章　附则\n\
         第一章　总则\n第一条　为了科普，制定本条例。\n第二章　附则\n第二条　本条例自2020年5月1日起施行。\n",
    );
    let rule = &file.documents[0];
    let contents: Vec<&Clause> = rule.clauses.iter().filter(|c| c.label == "目录").collect();
    assert_eq!(contents.len(), 1);
    assert_eq!(contents[0].lines.len(), 3);
    assert_eq!(
        rule.clauses
            .iter()
            .filter(|c| c.level == Level::Chapter)
            .count(),
        0
    );
    assert_eq!(rule.issuer.as_deref(), Some("韶州市人民代表大会常务委员会"));
    assert_eq!(
        rule.adopted.map(|d| d.to_string()).as_deref(),
        Some("2020-03-02")
    );
    assert_eq!(rule.kind, Kind::LocalRegulation);
}

#[test]
fn a_note_under_the_title_may_run_over_lines() {
    let file = parse(
        "韶州市科普条例\n（2020年3月2日韶州市第十届人民代表大会\n\n常务委员会第五次会议通过 根据2022年5月6日《韶州市人民代表大会常务\n委员会关于修改〈韶州市科普条例〉的决定》修正）\n\n目录\n\n第一章 总则\n\n第二章 附则\n\n\
         第一章 总则\n第一条 为了科普，制定本条例。\n第二章 附则\n第二条 本条例自2020年5月1日起施行。\n",
    );
    let rule = &file.documents[0];
    assert_eq!(rule.notes.len(), 2, "{:?}", rule.notes);
    assert_eq!(rule.issuer.as_deref(), Some("韶州市人民代表大会常务委员会"));
    assert_eq!(
        rule.published.map(|d| d.to_string()).as_deref(),
        Some("2022-05-06")
    );
    assert_eq!(labels(rule, Level::Article), ["第一条", "第二条"]);
    assert!(rule.clauses.iter().any(|c| c.label == "目录"));
}

#[test]
fn portal_headers_are_claims() {
    let file = parse(
        "索引号：\nSZ-2023-001\n发布机构：韶州市科学技术局\n成文日期：\n2023-05-06\n发布日期：2023-05-0810:24:51\n文号：\n韶州科〔2023〕9号\n\
         时效性：\n已失效\n【已失效】韶州市科学技术局关于申报项目的通知\n各有关单位：\n请于6月前申报。\n",
    );
    let notice = &file.documents[0];
    assert_eq!(
        notice.title.as_deref(),
        Some("韶州市科学技术局关于申报项目的通知")
    );
    assert_eq!(notice.claims["status"], "已失效");
    assert_eq!(
        notice.number.as_ref().map(|n| n.key.as_str()),
        Some("韶州科〔2023〕9号")
    );
    assert_eq!(
        notice.published.map(|d| d.to_string()).as_deref(),
        Some("2023-05-08")
    );
    assert_eq!(
        notice.dated.map(|d| d.to_string()).as_deref(),
        Some("2023-05-06")
    );
}

#[test]
fn an_order_over_two_lines_issues_a_rule() {
    let file = parse(
        "韶州市人民政府令\n第12号\n《韶州市科普规定》已经市政府常务会议通过，现予公布，自2020年5月1日起施行。\n市长　某某某\n2020年3月20日\n\
         韶州市科普规定\n第一条　为了科普，制定本规定。\n第二条　本规定自2020年5月1日起施行。\n",
    );
    let rule = &file.documents[0];
    assert_eq!(
        rule.number.as_ref().map(|n| n.key.as_str()),
        Some("韶州市人民政府令第12号")
    );
    assert_eq!(
        (rule.kind, rule.issuer.as_deref()),
        (Kind::Rule, Some("韶州市人民政府"))
    );
    assert_eq!(labels(rule, Level::Article).len(), 2);
}

#[test]
fn blanks_for_the_date_make_a_draft() {
    let file = parse(
        "韶州市技术转移办法\n第一条　为促进转移，制定本办法。\n第二条　本办法自2023年　月　日起施行。\n",
    );
    assert!(file.documents[0].draft);
    assert!(file.documents[0].evidence.contains_key(&Field::Draft));
}

#[test]
fn texts_that_are_cut_off_are_marked() {
    let cut = parse(
        "韶州市养犬条例\n第一章　总则\n第一条　为了管理，制定本条例。\n第二章　登记\n第二条　养犬人应当自取得",
    );
    assert!(cut.documents[0].truncated, "{:?}", cut.documents[0]);
    let late = parse("第八条　申请人可以直接办理。\n第九条　本办法自2021年1月1日起施行。\n");
    assert!(late.documents[0].truncated);
    assert!(!parse(MEASURES).documents[0].truncated);
}

#[test]
fn no_text_no_document() {
    assert!(parse("\n \n<!-- 空 -->\n").documents.is_empty());
}

/// Lines of the sort that files are made of.
fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# 韶州市科技办法",
        "## 第一章 总则",
        "第二章",
        "附　则",
        "第一条 为了管理，制定本办法。",
        "第二条　申请人应当",
        "第三条规定的条件。",
        "第三条之一 参照执行。",
        "第十条",
        "一、加强领导",
        "二、保障措施：",
        "（一）建立台账；",
        "(二)完善制度。",
        "1. 公开。",
        "- 2. 考核。",
        "（1）甲",
        "①乙",
        "附件1",
        "附件：1.申报表",
        "附表2 名单",
        "韶州市科学技术局",
        "2021年5月20日",
        "（试行）",
        "（征求意见稿）",
        "索引号：",
        "文号：韶州科〔2021〕1号",
        "成文日期：2021-05-20",
        "各有关单位：",
        "现将《韶州市科技办法》印发给你们。",
        "韶州市科学技术局关于印发《韶州市科技办法》的通知",
        "韶州市科技办法",
        "— 2 —",
        "- 3 -",
        "第 2 页 共 5 页",
        "<!-- INFO END -->",
        "<!--",
        "-->",
        "---",
        "**第四条** 本办法自公布之日起施行。",
        "> 引文",
        "目录",
        "第一章 总则 …… 1",
        "本通知自印发之日起施行。",
        "抄送：市府办。",
        "（此件公开发布）",
        "第五条修改为：“第五条 甲。",
        "乙。”",
        "",
        "",
        "　　",
        "\t",
        "序号\t名称",
        "| 甲 | 乙 |",
        "| --- | --- |",
        "2020年1月1日 韶州市第十届人民代表大会常务委员会第五次会议通过",
        "市长：某某",
        "甲**乙**丙",
        "******",
        "#",
        "*",
        "附：",
    ]);
    prop::collection::vec(line, 0..40).prop_map(|l| l.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_character_stands_in_one_clause_heading_or_noise(text in lines()) {
        let file = parse(&text);
        let wanted = less_noise(&text, &file);
        prop_assert_eq!(rebuilt(&file, &wanted), wanted);
        for document in &file.documents {
            for (n, clause) in document.clauses.iter().enumerate() {
                prop_assert_eq!(clause.ordinal as usize, n);
                prop_assert_eq!(clause.text.split('\n').count(), clause.lines.len());
            }
        }
    }

    #[test]
    fn mutated_texts_neither_panic_nor_lose_text(
        cuts in prop::collection::vec((0usize..700, 0usize..30), 0..4),
        marks in prop::collection::vec((0usize..700, prop::sample::select(vec!["\n", "“", "》", "（", "第一条", "#", "**", "\t", "　", "一、", "-->", "〔"])), 0..6),
    ) {
        let mut chars: Vec<char> = MEASURES.chars().collect();
        for (at, len) in cuts {
            let at = at.min(chars.len());
            let end = (at + len).min(chars.len());
            chars.drain(at..end);
        }
        for (at, mark) in marks {
            let at = at.min(chars.len());
            chars.splice(at..at, mark.chars());
        }
        let text: String = chars.into_iter().collect();
        let file = parse(&text);
        let wanted = less_noise(&text, &file);
        prop_assert_eq!(rebuilt(&file, &wanted), wanted);
    }

    #[test]
    fn any_text_at_all(text in "[\\PC\n\t]{0,120}") {
        let file = parse(&text);
        let wanted = less_noise(&text, &file);
        prop_assert_eq!(rebuilt(&file, &wanted), wanted);
    }
}

/// All files of the shared corpus: needs the folder named when the package is built.
#[test]
#[cfg_attr(not(tiaowen_shared), ignore = "needs TIAOWEN_SHARED")]
fn no_file_of_the_corpus_loses_text() {
    let Some(shared) = option_env!("TIAOWEN_SHARED_DIR") else {
        return;
    };
    let mut folders = vec![std::path::PathBuf::from(shared).join("corpus")];
    let (mut files, mut articles) = (0usize, 0usize);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("a file");
            let Ok(raw) = crate::extract::plain::read(&bytes, None) else {
                continue;
            };
            let file = parse_file(&raw, "");
            let wanted = less_noise(&raw.text, &file);
            assert_eq!(rebuilt(&file, &wanted), wanted, "{}", path.display());
            files += 1;
            articles += file
                .documents
                .iter()
                .flat_map(|d| &d.clauses)
                .filter(|c| c.level == Level::Article)
                .count();
        }
    }
    assert!(
        files > 3_400 && articles > 140_000,
        "{files} files, {articles} articles"
    );
}
