//! Citations rule by rule. All documents are invented but for a few laws.

use super::*;
use crate::law::model::{Clause, RepealKind};
use crate::law::repeal;

fn document(clauses: &[(&str, Level, &str)]) -> Document {
    let clauses = clauses
        .iter()
        .enumerate()
        .map(|(i, &(label, level, text))| Clause {
            ordinal: i as u32,
            label: label.to_owned(),
            level,
            path: Vec::new(),
            heading: None,
            text: text.to_owned(),
            lines: vec![i as u32 + 1],
            page: None,
        })
        .collect();
    Document {
        title: Some("韶州市科技小院管理办法".into()),
        clauses,
        ..Document::default()
    }
}

fn citations(text: &str) -> Vec<Citation> {
    let label: String = text.chars().take_while(|c| !c.is_whitespace()).collect();
    read(&document(&[(&label, Level::Article, text)]))
}

/// Printed text and relation.
fn short(text: &str) -> Vec<(String, Relation)> {
    citations(text)
        .into_iter()
        .map(|c| (c.text, c.relation))
        .collect()
}

#[test]
fn a_title_with_its_places() {
    let found =
        citations("第三条 依照《甲办法》第二十五条第（二）项、第（三）项或者第（四）项规定处理。");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].title.as_deref(), Some("甲办法"));
    assert_eq!(found[0].articles, ["第二十五条"]);
    assert_eq!(
        found[0].item.as_deref(),
        Some("第（二）项、第（三）项、第（四）项")
    );
    assert_eq!(
        found[0].text,
        "《甲办法》第二十五条第（二）项、第（三）项或者第（四）项"
    );
}

#[test]
fn ranges_are_expanded() {
    let found = citations("第三条 《甲办法》第八条至第十一条、第十五条不适用。");
    assert_eq!(
        found[0].articles,
        ["第八条", "第九条", "第十条", "第十一条", "第十五条"]
    );
}

#[test]
fn a_number_belongs_to_its_title() {
    let found = citations("第三条 按照《甲办法》（韶州科[2016]3号）第三条执行。");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].number.as_deref(), Some("韶州科〔2016〕3号"));
    assert_eq!(found[0].articles, ["第三条"]);
    let found = citations("第三条 韶州市质监局令第150号公布的《甲规定》继续有效。");
    assert_eq!(found[0].number.as_deref(), Some("韶州市质监局令第150号"));
}

#[test]
fn the_basis_of_the_document() {
    let found = short(
        "第一条 为了规范管理，根据《甲法》《乙条例》等法律、法规，结合本市实际，制定本办法。",
    );
    assert_eq!(
        found,
        [
            ("《甲法》".to_owned(), Relation::Basis),
            ("《乙条例》".to_owned(), Relation::Basis),
            ("本办法".to_owned(), Relation::Itself)
        ]
    );
    let found = short("第九条 根据《甲法》第三条，应当备案。");
    assert_eq!(found[0].1, Relation::Reference);
}

#[test]
fn short_names_are_followed() {
    let found = citations(
        "第一条 根据《中华人民共和国韶石法》（以下简称韶石法），制定本办法。依照韶石法第三条办理。",
    );
    let definition = found
        .iter()
        .find(|c| c.relation == Relation::Definition)
        .unwrap();
    assert_eq!(
        (definition.text.as_str(), definition.title.as_deref()),
        ("韶石法", Some("中华人民共和国韶石法"))
    );
    let later = found.iter().find(|c| c.text == "韶石法第三条").unwrap();
    assert_eq!(later.title.as_deref(), Some("中华人民共和国韶石法"));
    let found = citations("第一条 根据《韶州市甲条例》（以下简称《条例》），制定本办法。");
    assert_eq!(
        definitions(&found),
        [("条例".to_owned(), "韶州市甲条例".to_owned())]
    );
}

#[test]
fn short_names_may_hold_brackets() {
    let found = citations("第一条 根据《某法修正案（六）》（以下简称《修正案（六）》）的规定。");
    let definition = found
        .iter()
        .find(|c| c.relation == Relation::Definition)
        .unwrap();
    assert_eq!(definition.title.as_deref(), Some("修正案（六）"));
}

#[test]
fn laws_without_marks() {
    let found = citations("第二条 民事诉讼法第十九条第一项规定的案件。");
    assert_eq!(found[0].title.as_deref(), Some("民事诉讼法"));
    assert_eq!(
        (found[0].articles.as_slice(), found[0].item.as_deref()),
        (&["第十九条".to_owned()][..], Some("第（一）项"))
    );
    assert!(citations("第二条 依照有关合同法规规定执行。").is_empty());
}

#[test]
fn what_is_no_document() {
    for text in [
        "第二条 取得《甲许可证》的企业。",
        "第二条 填写《项目申请表》一式三份。",
        "第二条 在《韶州日报》上公告。",
        "第二条 提交《项目任务书》和《企业法人营业执照》复印件。",
    ] {
        assert!(citations(text).is_empty(), "{text}: {:?}", short(text));
    }
}

#[test]
fn the_document_itself() {
    let found = citations("第五条 违反本办法第三条第一款规定的，依照前款处理。");
    assert_eq!(found[0].text, "本办法第三条第一款");
    assert_eq!(
        (found[0].articles.as_slice(), found[0].paragraph.as_deref()),
        (&["第三条".to_owned()][..], Some("第一款"))
    );
    assert_eq!(found[1].articles, ["第五条"]);
    let found = citations("第五条 《韶州市科技小院管理办法》另有规定的，从其规定。");
    assert_eq!(found[0].relation, Relation::Itself);
}

#[test]
fn relative_references_resolve_in_the_article() {
    let document = document(&[
        ("第四条", Level::Article, "第四条 甲。"),
        (
            "第五条",
            Level::Article,
            "第五条 第一款。\n第二款：\n（一）项；\n（二）项。\n前两款规定的，适用前条。",
        ),
    ]);
    let found = read(&document);
    assert_eq!(
        (found[0].text.as_str(), found[0].paragraph.as_deref()),
        ("前两款", Some("第一款、第二款"))
    );
    assert_eq!(
        (found[1].text.as_str(), found[1].articles.as_slice()),
        ("前条", &["第四条".to_owned()][..])
    );
}

#[test]
fn nested_titles_are_marked() {
    let found = citations("第五条 依照《韶州市实施〈甲法〉办法》办理。");
    assert_eq!(found.len(), 2);
    assert!(!found[0].nested && found[1].nested);
    assert_eq!(found[1].title.as_deref(), Some("甲法"));
}

#[test]
fn amendments_and_history() {
    assert_eq!(short("一、修改《甲解释》")[0].1, Relation::Amend);
    assert_eq!(
        short("一、将《甲解释》第三条修改为：")[0].1,
        Relation::Amend
    );
    assert_eq!(
        short("一、在《解释》第三条后增加一条")[0].1,
        Relation::Amend
    );
    let note = document(&[(
        "题注",
        Level::Note,
        "2020年1月2日会议《关于修改〈甲条例〉的决定》第二次修正",
    )]);
    assert!(read(&note).iter().all(|c| c.relation == Relation::History));
}

#[test]
fn objects_of_repeals() {
    let mut document = document(&[(
        "第九条",
        Level::Article,
        "第九条 《甲办法》同时废止。依照《乙法》处理。",
    )]);
    document.repeals = repeal::read(&document);
    assert_eq!(document.repeals[0].kind, RepealKind::Whole);
    let found = read(&document);
    assert_eq!(
        found.iter().map(|c| c.relation).collect::<Vec<_>>(),
        [Relation::Repeal, Relation::Reference]
    );
}

#[test]
fn articles_of_its_own() {
    let found = citations("第九条 依照第十五条的规定处罚。");
    assert_eq!(
        (found[0].relation, found[0].articles.as_slice()),
        (Relation::Itself, &["第十五条".to_owned()][..])
    );
}

#[test]
fn spans_point_into_the_clause() {
    let text = "第三条 依照《甲办法》\n第三条和本办法执行。";
    for citation in citations(text) {
        assert_eq!(tidy(citation.span.slice(text)), citation.text);
    }
}
