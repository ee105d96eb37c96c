//! What identifies a document, a title and a finding, whatever file it stands in.

use jiff::civil::Date;

use super::finding::Finding;
use crate::index::entry::DocCard;
use crate::text::normalize::canonical;

/// A title as it is compared: canonical, without blanks, book marks and 中华人民共和国.
pub(super) fn title_key(title: &str) -> String {
    let folded: String = canonical(title)
        .text
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>' | '“' | '”' | '"')
        })
        .collect();
    let bare = folded.replace("中华人民共和国", "");
    if bare.is_empty() { folded } else { bare }
}

/// The day a version of a document is known by: of its publication, signing or effect.
pub(super) fn version_date(card: &DocCard) -> Option<Date> {
    card.published.or(card.dated).or(card.effective)
}

/// The stable key of a finding (DESIGN D7): rule, work, version, words and target; never the path.
pub(super) fn key(card: &DocCard, finding: &Finding) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(text.as_bytes()).update(&[0x1F]);
    };
    part(finding.rule);
    part(&title_key(card.title.as_deref().unwrap_or_default()));
    part(&title_key(card.issuer.as_deref().unwrap_or_default()));
    match (&card.number, version_date(card)) {
        (Some(number), _) => part(&number.key),
        (None, Some(date)) => part(&date.to_string()),
        // Nothing tells the version: its text does.
        (None, None) => part(&card.text_hash),
    }
    part(&words(&finding.quote));
    part(&words(finding.term.as_deref().unwrap_or_default()));
    if let Some(related) = &finding.related {
        part(&title_key(&related.title));
        part(related.number.as_deref().unwrap_or_default());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// Words as they are compared: canonical letters and digits only, so that blanks and punctuation that
/// were tidied up change nothing.
fn words(text: &str) -> String {
    canonical(text)
        .text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::finding::{Certainty, Suggestion};
    use crate::law::model::DocNumber;

    fn finding(quote: &str) -> Finding {
        Finding {
            rule: "stale-body",
            certainty: Certainty::Probable,
            document: 0,
            clause: Some(3),
            line: Some(9),
            quote: quote.into(),
            term: Some("市工商局".into()),
            message: String::new(),
            basis: String::new(),
            related: None,
            suggestion: Suggestion::Amend,
            verified: true,
            key: String::new(),
        }
    }

    fn card(path: &str, number: &str) -> DocCard {
        DocCard {
            path: path.into(),
            title: Some("韶州市科技创新券管理办法".into()),
            number: Some(DocNumber {
                text: number.into(),
                key: number.into(),
            }),
            ..DocCard::default()
        }
    }

    #[test]
    fn keys_do_not_know_the_path_but_the_version() {
        let one = key(
            &card("甲.txt", "韶州科〔2021〕1号"),
            &finding("报市工商局备案。"),
        );
        assert_eq!(
            one,
            key(
                &card("乙/丙.md", "韶州科〔2021〕1号"),
                &finding("报 市工商局备案。")
            )
        );
        assert_ne!(
            one,
            key(
                &card("甲.txt", "韶州科〔2023〕5号"),
                &finding("报市工商局备案。")
            )
        );
        assert_ne!(
            one,
            key(
                &card("甲.txt", "韶州科〔2021〕1号"),
                &finding("由市工商局备案。")
            )
        );
    }

    #[test]
    fn titles_are_compared_without_marks() {
        assert_eq!(title_key("《中华人民共和国合同法》"), "合同法");
        assert_eq!(
            title_key("韶州市实施〈中华人民共和国科学技术普及法〉办法"),
            "韶州市实施科学技术普及法办法"
        );
    }
}
