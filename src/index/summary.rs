//! What is looked at of every document to choose among them, in one entry.
//!
//! A filter looks at all documents. To read their cards for it took longer than all the rest of a search: each is found,
//! decompressed and copied by itself. So each commit writes this table beside them; its rows are read where they lie.
//! Their status on a day stands in [`super::standing`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use super::entry::DocCard;
use super::error::IndexError;
use crate::law::model::Kind;
use crate::text::normalize::canonical;

/// A document as it is looked at among all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary<'t> {
    /// Key of its entries.
    pub key: u64,
    /// Kind.
    pub kind: Kind,
    /// Draft.
    pub draft: bool,
    /// Number of articles.
    pub articles: u32,
    /// Title, [`comparable`].
    pub title: Option<&'t str>,
    /// 制定机关, [`comparable`].
    pub issuer: Option<&'t str>,
    /// Key of its 文号.
    pub number: Option<&'t str>,
    /// 统一编号.
    pub unified_number: Option<&'t str>,
    /// Path of its file as kept in the index, in an archive with the path inside it.
    pub path: &'t str,
    dated: Day,
    published: Day,
    effective: Day,
    last: Day,
}

impl Summary<'_> {
    /// 成文日期.
    pub fn dated(&self) -> Option<Date> {
        self.dated.date()
    }

    /// 公布日期.
    pub fn published(&self) -> Option<Date> {
        self.published.date()
    }

    /// 施行日期.
    pub fn effective(&self) -> Option<Date> {
        self.effective.date()
    }

    /// Last day in force.
    pub fn last_day(&self) -> Option<Date> {
        self.last.date()
    }
}

/// What names are compared by: canonical, without blanks, in lower case.
pub fn comparable(name: &str) -> String {
    canonical(name)
        .text
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase()
}

/// A day as a number of decimal digits, 20260630; 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Day(u32);

impl Day {
    fn of(date: Option<Date>) -> Self {
        let number = |date: Date| {
            let year = u32::try_from(date.year()).unwrap_or(0);
            year * 10_000 + date.month() as u32 * 100 + date.day() as u32
        };
        Self(date.map_or(0, number))
    }

    fn date(self) -> Option<Date> {
        let year = i16::try_from(self.0 / 10_000).ok()?;
        Date::new(year, (self.0 / 100 % 100) as i8, (self.0 % 100) as i8).ok()
    }
}

/// See the module.
pub struct Summaries {
    rows: OwnedBytes,
}

impl Summaries {
    /// The table of all documents of a corpus, as it is stored.
    pub fn table<'c>(cards: impl Iterator<Item = &'c DocCard>) -> Vec<u8> {
        let mut table = Vec::new();
        for card in cards {
            let place = card.place();
            let title = card.title.as_deref().map(comparable);
            let issuer = card.issuer.as_deref().map(comparable);
            let row = Summary {
                key: card.key,
                kind: card.kind,
                draft: card.draft,
                articles: card.articles,
                title: title.as_deref(),
                issuer: issuer.as_deref(),
                number: card.number.as_ref().map(|number| number.key.as_str()),
                unified_number: card.unified_number.as_deref(),
                path: &place,
                dated: Day::of(card.dated),
                published: Day::of(card.published),
                effective: Day::of(card.effective),
                last: Day::of(card.last_day()),
            };
            // Writing to memory cannot fail, and every row is a plain derive.
            table = postcard::to_extend(&row, table).unwrap_or_default();
        }
        table
    }

    /// Opens a stored table; an empty one has no documents.
    pub fn open(rows: OwnedBytes) -> Self {
        Self { rows }
    }

    /// Shows every document to `each`.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the table is damaged.
    pub fn for_each(&self, mut each: impl FnMut(&Summary<'_>)) -> Result<(), IndexError> {
        let mut rest = self.rows.as_slice();
        while !rest.is_empty() {
            let (row, after) = postcard::take_from_bytes::<Summary<'_>>(rest).map_err(|error| {
                IndexError::Engine(tantivy::TantivyError::InternalError(format!(
                    "table of documents cannot be decoded: {error}"
                )))
            })?;
            each(&row);
            rest = after;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::LastDay;
    use jiff::civil::date;

    #[test]
    fn the_table_says_what_the_cards_say() {
        let cards = [
            DocCard {
                key: 7,
                path: "法规/a.zip".to_owned(),
                member: Some("b.docx".to_owned()),
                title: Some("韶州市科技企业孵化器管理办法".to_owned()),
                dated: Some(date(2026, 6, 30)),
                expires: Some(date(2029, 6, 30)),
                moved: Some(LastDay {
                    day: date(2031, 12, 31),
                    source: "由通知延长".to_owned(),
                }),
                ..DocCard::default()
            },
            DocCard {
                key: 3,
                draft: true,
                ..DocCard::default()
            },
        ];
        let table = Summaries::open(OwnedBytes::new(Summaries::table(cards.iter())));
        let mut seen = Vec::new();
        table
            .for_each(|row| {
                let card = &cards[seen.len()];
                assert_eq!((row.key, row.draft), (card.key, card.draft));
                assert_eq!(row.title, card.title.as_deref());
                assert_eq!(row.path, card.place());
                assert_eq!((row.dated(), row.published()), (card.dated, None));
                assert_eq!(row.last_day(), card.last_day());
                seen.push(row.key);
            })
            .expect("read");
        assert_eq!(seen, [7, 3]);
    }

    #[test]
    fn a_damaged_table_is_an_error() {
        let table = Summaries::open(OwnedBytes::new(vec![0xFF; 40]));
        assert!(table.for_each(|_| {}).is_err());
    }
}
