//! The facts that stand in sentences: life cycle, repeals, extensions, citations, in the order they
//! need each other, over clauses that are prepared once.

use super::model::Document;
use super::reference::passage::{Passage, passages};
use super::{citation, extension, lifecycle, repeal};

/// Reads them all. `wrapper` is the notice that issues the document. Gives the canonical text of each clause, which
/// they were read from.
pub fn read(document: &mut Document, wrapper: Option<&Document>) -> Vec<String> {
    // The readers see the clauses through prepared passages only, so the document can take facts while
    // they are borrowed.
    let clauses = std::mem::take(&mut document.clauses);
    let prepared = passages(&clauses);
    let outer = wrapper.map(|w| passages(&w.clauses)).unwrap_or_default();
    lifecycle::read_in(document, &prepared, wrapper, &outer);
    document.extensions = extension::read_in(document, &prepared);
    document.repeals = repeal::read_in(document, &prepared);
    document.citations = citation::read_in(document, &prepared);
    let texts = prepared.into_iter().map(Passage::into_text).collect();
    document.clauses = clauses;
    texts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::law::model::{Clause, Level};
    use crate::law::reference::passage::tidy;

    /// Fragments that every reader reacts to, whole and broken.
    const FRAGMENTS: &[&str] = &[
        "《甲办法》",
        "《",
        "》",
        "〈乙法〉",
        "<丙条例>",
        "（韶州科〔2018〕5号）",
        "（",
        "）",
        "同时废止",
        "废止",
        "即行失效",
        "，",
        "。",
        "；",
        "\n",
        "第三条",
        "第八条至第十条",
        "第（二）项",
        "第",
        "条",
        "、",
        "和",
        "本办法",
        "前款",
        "前两条",
        "该法第一条",
        "行政处罚法",
        "中华人民共和国",
        "自2021年7月1日起施行",
        "自印发之日起",
        "30日后施行",
        "有效期5年",
        "有效期至",
        "二○二六年六月三十日",
        "止",
        "试行期两年",
        "年",
        "月",
        "日",
        "（以下简称《条例》）",
        "（以下简称乙法）",
        "延长至2026年12月31日",
        "有效期",
        "根据",
        "制定本办法",
        "下列文件予以废止：",
        "1．关于丁的通知",
        "附件1",
        "废止目录",
        "\t",
        "|",
        "与本办法不一致的",
        "不再适用",
        "　",
        "l",
        "令第5号",
        "公告",
        "２０２１",
        "𠀀",
        "a",
    ];

    proptest! {
        #[test]
        fn no_text_makes_a_reader_fail(parts in proptest::collection::vec(0..FRAGMENTS.len(), 0..40), level in 0usize..4) {
            let text: String = parts.iter().map(|&i| FRAGMENTS[i]).collect();
            let level = [Level::Article, Level::Paragraph, Level::Annex, Level::Note][level];
            let lines = (1..=text.split('\n').count() as u32).collect();
            let clause = Clause {
                ordinal: 0,
                label: "第一条".into(),
                level,
                path: Vec::new(),
                heading: None,
                text: text.clone(),
                lines,
                page: None,
            };
            let mut document = Document { title: Some("韶州市甲办法".into()), clauses: vec![clause], ..Document::default() };
            let notice = document.clone();
            read(&mut document, Some(&notice));
            let length = text.chars().count() as u32;
            for citation in &document.citations {
                prop_assert!(citation.span.start <= citation.span.end && citation.span.end <= length);
                prop_assert_eq!(tidy(citation.span.slice(&text)), citation.text.clone());
                prop_assert!(citation.line.is_some());
            }
            for evidence in document.evidence.values() {
                prop_assert_eq!(evidence.span.slice(&text), evidence.text.as_str());
            }
        }

        #[test]
        fn nor_does_any_other(text in "\\PC{0,200}") {
            let clause = Clause {
                ordinal: 0,
                label: String::new(),
                level: Level::Article,
                path: Vec::new(),
                heading: None,
                text,
                lines: Vec::new(),
                page: None,
            };
            let mut document = Document { clauses: vec![clause], ..Document::default() };
            read(&mut document, None);
        }
    }
}
