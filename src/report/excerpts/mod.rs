//! Clauses taken out of their documents: with a proper citation for pasting, and as a file of several.

#[cfg(feature = "office")]
pub mod docx;
pub mod md;
pub mod xlsx;

use std::sync::Arc;

use jiff::civil::Date;

use super::names;
use crate::index::entry::DocCard;
use crate::law::model::{Clause, Level, Status};

/// A clause with its document.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The document.
    pub card: Arc<DocCard>,
    /// The clause.
    pub clause: Clause,
}

/// The title of a document in title marks; marks inside it become single ones (GB/T 15834).
pub fn title(card: &DocCard) -> String {
    let inner: String = card
        .title
        .as_deref()
        .unwrap_or("无标题")
        .chars()
        .map(|c| match c {
            '《' => '〈',
            '》' => '〉',
            c => c,
        })
        .collect();
    format!("《{inner}》")
}

/// The citation of a clause: `《韶州市创新券管理办法》（韶州科〔2021〕1号）第七条`.
pub fn citation(card: &DocCard, clause: &Clause) -> String {
    let mut text = title(card);
    if let Some(number) = &card.number {
        text.push_str(&format!("（{}）", number.key));
    }
    if !matches!(clause.level, Level::Note | Level::Paragraph) {
        text.push_str(clause.label.trim());
    }
    text
}

/// What a reader of an excerpt has to know of the document's status; nothing where it is in force.
pub fn caution(card: &DocCard, as_of: Date) -> Option<String> {
    let (status, reason) = card.status(as_of);
    if card.draft {
        return Some("草案，尚未印发".to_owned());
    }
    if status == Status::InForce {
        return None;
    }
    let mut text = format!("截至{as_of}，{}", names::status(status));
    if let Some(reason) = reason {
        text.push_str(&format!("：{reason}"));
    }
    Some(text)
}

/// The status of a document in a word.
pub fn status(card: &DocCard, as_of: Date) -> String {
    if card.draft {
        return "草案".to_owned();
    }
    names::status(card.status(as_of).0).to_owned()
}

/// The text of a clause without blanks at the ends of its lines.
pub fn lines(clause: &Clause) -> Vec<&str> {
    clause
        .text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect()
}

/// A clause for pasting: its citation, its words, and a caution where it is not in force.
pub fn quote(card: &DocCard, clause: &Clause, as_of: Date) -> String {
    let mut text = format!("{}：\n", citation(card, clause));
    for line in lines(clause) {
        text.extend([line, "\n"]);
    }
    if let Some(caution) = caution(card, as_of) {
        text.push_str(&format!("（{caution}）\n"));
    }
    text
}

/// The line under the heading of a file of excerpts.
fn subtitle(excerpts: &[Excerpt], as_of: Date) -> String {
    format!("共 {} 条，时效截至 {as_of}", excerpts.len())
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::law::model::{DocNumber, StatusInterval};

    pub(crate) const TODAY: Date = date(2026, 11, 22);

    pub(crate) fn sample() -> Vec<Excerpt> {
        let card = Arc::new(DocCard {
            title: Some("韶州市贯彻《创新券指引》实施办法".to_owned()),
            number: Some(DocNumber {
                text: "韶州科[2021]1号".to_owned(),
                key: "韶州科〔2021〕1号".to_owned(),
            }),
            issuer: Some("韶州市科学技术局".to_owned()),
            path: "规范性文件/创新券.txt".to_owned(),
            effective: Some(date(2021, 3, 1)),
            intervals: vec![StatusInterval {
                from: None,
                to: None,
                status: Status::Repealed,
                reason: Some("被《韶州市创新券管理办法》废止".to_owned()),
                by: None,
                certain: true,
            }],
            ..DocCard::default()
        });
        let clause = |ordinal: u32, label: &str, level, text: &str| Excerpt {
            card: Arc::clone(&card),
            clause: Clause {
                ordinal,
                label: label.to_owned(),
                level,
                path: vec!["第一章　总则".to_owned()],
                heading: None,
                text: text.to_owned(),
                lines: Vec::new(),
                page: None,
            },
        };
        vec![
            clause(
                1,
                "第七条",
                Level::Article,
                "第七条　申请创新券，应当符合下列条件：  \n（一）在<韶州>注册；\n（二）有*研发*活动 & 记录。",
            ),
            clause(9, "题注", Level::Note, "=1+1"),
        ]
    }

    #[test]
    fn a_clause_for_pasting() {
        let sample = sample();
        insta::assert_snapshot!(quote(&sample[0].card, &sample[0].clause, TODAY));
        assert!(citation(&sample[1].card, &sample[1].clause).ends_with("号）"));
    }
}
