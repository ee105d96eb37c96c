//! What ranking needs of every document, in one small entry: its role, and its status over time.
//!
//! A search weighs some hundred clauses by their documents' status. Reading each document for that would
//! cost more than all the rest of the search, so that each commit writes this table beside the documents.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::entry::{DocCard, Role};
use crate::law::model::Status;

/// A document that is not simply in force, or not of the usual role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    key: u64,
    role: Role,
    periods: Vec<Period>,
}

/// A status and the days it holds on, both included. Days are kept as [`number`]s: thousands of dates read
/// from text would take longer than the search they serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Period {
    from: Option<i32>,
    to: Option<i32>,
    status: Status,
}

/// A day as a number in the order of days: 2026-06-30 → 20260630.
fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standings {
    usual: Role,
    rows: Vec<Row>,
}

impl Standings {
    /// The table of all documents of a corpus.
    pub fn of<'c>(cards: impl Iterator<Item = &'c DocCard> + Clone) -> Self {
        let total = cards.clone().count();
        let own = cards.clone().filter(|card| card.role == Role::Own).count();
        let usual = if own * 2 > total {
            Role::Own
        } else {
            Role::Reference
        };
        let mut rows: Vec<Row> = cards
            .filter_map(|card| {
                let plain = matches!(
                    &card.intervals[..],
                    [only] if only.from.is_none() && only.to.is_none() && only.status == Status::InForce
                );
                (!plain || card.role != usual).then(|| Row {
                    key: card.key,
                    role: card.role,
                    periods: card
                        .intervals
                        .iter()
                        .map(|interval| Period {
                            from: interval.from.map(number),
                            to: interval.to.map(number),
                            status: interval.status,
                        })
                        .collect(),
                })
            })
            .collect();
        rows.sort_by_key(|row| row.key);
        Self { usual, rows }
    }

    /// A document's status on a day, and its role.
    pub fn get(&self, key: u64, as_of: Date) -> (Status, Role) {
        let Ok(at) = self.rows.binary_search_by_key(&key, |row| row.key) else {
            return (Status::InForce, self.usual);
        };
        let row = &self.rows[at];
        let as_of = number(as_of);
        let status = row
            .periods
            .iter()
            .find(|period| {
                period.from.is_none_or(|from| from <= as_of)
                    && period.to.is_none_or(|to| as_of <= to)
            })
            .map_or(Status::Unknown, |period| period.status);
        (status, row.role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::StatusInterval;
    use jiff::civil::date;

    fn card(key: u64, role: Role, intervals: Vec<StatusInterval>) -> DocCard {
        DocCard {
            key,
            role,
            intervals,
            ..DocCard::default()
        }
    }

    fn interval(from: Option<Date>, to: Option<Date>, status: Status) -> StatusInterval {
        StatusInterval {
            from,
            to,
            status,
            reason: None,
            by: None,
            certain: true,
        }
    }

    #[test]
    fn the_table_says_what_the_cards_say() {
        let last = date(2026, 6, 30);
        let cards = [
            card(
                7,
                Role::Reference,
                vec![interval(None, None, Status::InForce)],
            ),
            card(
                3,
                Role::Own,
                vec![
                    interval(None, Some(last), Status::InForce),
                    interval(Some(date(2026, 7, 1)), None, Status::Expired),
                ],
            ),
            card(5, Role::Reference, vec![]),
        ];
        let table = Standings::of(cards.iter());
        for card in &cards {
            for day in [date(2000, 1, 1), last, date(2026, 7, 1)] {
                assert_eq!(table.get(card.key, day), (card.status(day).0, card.role));
            }
        }
        assert_eq!(table.rows.len(), 2, "what is simply in force takes no room");
    }
}
