//! What the container of a text says about it: the table above a document on a government site, its
//! `<meta>` elements. It is kept as a claim; where the text itself does not say, number, maker and dates
//! are taken from it and marked.

use super::header::{self, Field as Label};
use super::model::{Document, Field};
use super::{date, issuer, metadata, number};

/// Keeps what `meta` says as claims, and fills facts the text does not state.
pub fn read(document: &mut Document, meta: &[(String, String)]) {
    let labelled = meta
        .iter()
        .filter_map(|(name, value)| Some((header::by_label(name)?, value.trim())));
    let mut stated = false;
    for (label, value) in labelled {
        stated |= keep(document, label, value) && label == Label::Published;
    }
    fill(document, stated);
    metadata::tell_kind(document);
    // The stamp of a content system says when a page was put up, perhaps years after the document: it is
    // a claim, and no fact is taken from it.
    for (name, label) in [
        ("ArticleTitle", Label::Title),
        ("PubDate", Label::Published),
    ] {
        if let Some((_, value)) = meta.iter().find(|(key, _)| key == name) {
            keep(document, label, value.trim());
        }
    }
}

/// Keeps a claim, unless the text or a surer place made it already.
fn keep(document: &mut Document, label: Label, value: &str) -> bool {
    let value = match label {
        Label::Dated | Label::Published | Label::Effective | Label::Expires => {
            let days = date::find_bytes(value);
            match days.first().and_then(|day| day.date.full()) {
                Some(day) => day.to_string(),
                None => return false,
            }
        }
        _ => value.to_owned(),
    };
    let key = label.key();
    if value.is_empty() || document.claims.contains_key(key) {
        return false;
    }
    document.claims.insert(key.to_owned(), value);
    true
}

/// Takes facts from the claims.
fn fill(document: &mut Document, published: bool) {
    let claim = |document: &Document, key: &str| document.claims.get(key).cloned();
    let day = |document: &Document, key: &str| {
        claim(document, key).and_then(|value| value.parse::<jiff::civil::Date>().ok())
    };
    let mut taken = Vec::new();
    if document.number.is_none()
        && let Some(value) = claim(document, "number")
        && let Some((_, found)) = number::find_numbers(&value).into_iter().next()
    {
        taken.push((Field::Number, "文号", found.text.clone()));
        document.number = Some(found);
    }
    if document.unified_number.is_none()
        && let Some(value) = claim(document, "unified_number")
        && let Some((_, found)) = number::find_unified_numbers(&value).into_iter().next()
    {
        taken.push((Field::UnifiedNumber, "统一编号", found.clone()));
        document.unified_number = Some(found);
    }
    if document.issuer.is_none()
        && let Some(value) = claim(document, "issuer")
        && let Some(names) = issuer::join(&issuer::organs_in(&value))
    {
        taken.push((Field::Issuer, "机关", names.clone()));
        document.issuer = Some(names);
    }
    if document.dated.is_none()
        && let Some(found) = day(document, "dated")
    {
        taken.push((Field::Dated, "成文日期", found.to_string()));
        document.dated = Some(found);
    }
    if document.published.is_none()
        && published
        && let Some(found) = day(document, "published")
    {
        taken.push((Field::Published, "公布日期", found.to_string()));
        document.published = Some(found);
    }
    for (field, name, value) in taken {
        document.claimed.push(field);
        document
            .warnings
            .push(format!("{name}“{value}”取自网页所附信息，正文未载明"));
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::RawText;
    use crate::law::model::{Document, Field};
    use crate::law::parse::parse_file;

    fn page(text: &str) -> Document {
        let meta = [
            ("发文字号", "韶州科〔2021〕7号"),
            ("发布机构", "韶州市科学技术局"),
            ("成文日期", "2021年06月01日"),
            ("发布日期", "2021-06-03"),
            ("有效性", "现行有效"),
            ("主题分类", "科技"),
            ("PubDate", "2024-01-05 10:00"),
            ("ArticleTitle", "韶州市科技创新券管理办法"),
        ];
        let raw = RawText {
            text: text.to_owned(),
            format: "html".to_owned(),
            meta: meta
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..RawText::default()
        };
        parse_file(&raw, "a.html").documents.swap_remove(0)
    }

    const BODY: &str = "第一条 为了管理，制定本办法。\n第二条 本办法自2021年7月1日起施行。\n";

    #[test]
    fn what_only_the_page_says_is_taken_and_marked() {
        let document = page(&format!("韶州市科技创新券管理办法\n{BODY}"));
        let number = document.number.as_ref().expect("number");
        assert_eq!(number.text, "韶州科〔2021〕7号");
        assert_eq!(document.issuer.as_deref(), Some("韶州市科学技术局"));
        assert_eq!(document.dated.expect("day").to_string(), "2021-06-01");
        assert_eq!(document.published.expect("day").to_string(), "2021-06-03");
        for field in [Field::Number, Field::Issuer, Field::Dated, Field::Published] {
            assert!(document.claimed.contains(&field), "{field:?}");
            assert!(!document.evidence.contains_key(&field), "{field:?}");
        }
        assert!(
            document
                .warnings
                .iter()
                .any(|w| w.contains("文号“韶州科〔2021〕7号”取自网页"))
        );
        assert_eq!(document.claims["status"], "现行有效");
        assert_eq!(document.claims["published"], "2021-06-03");
    }

    #[test]
    fn what_the_text_says_holds() {
        let document = page(&format!(
            "韶州市科技创新券管理办法\n韶州科〔2021〕8号\n{BODY}韶州市财政局\n2021年5月31日\n"
        ));
        assert_eq!(
            document.number.as_ref().expect("number").text,
            "韶州科〔2021〕8号"
        );
        assert_eq!(document.issuer.as_deref(), Some("韶州市财政局"));
        assert_eq!(document.dated.expect("day").to_string(), "2021-05-31");
        assert_eq!(document.claims["number"], "韶州科〔2021〕7号");
        assert_eq!(document.claimed, [Field::Published]);
    }
}
