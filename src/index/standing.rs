//! What ranking needs of every document, in one small entry: its role, and its status over time.
//!
//! A search weighs some hundred clauses by their documents' status. Reading each document for that would
//! cost more than all the rest of the search, so that each commit writes this table beside the documents. It is
//! looked up where it lies: documents in the order of their keys, rows of one length in the order of days, nothing is
//! decoded before it is needed.

use jiff::civil::Date;
use tantivy::directory::OwnedBytes;

use super::entry::{DocCard, Role};
use crate::law::model::Status;

/// The roles by their number in the table.
const ROLES: [Role; 2] = [Role::Own, Role::Reference];

/// The statuses by their number in the table.
const STATUSES: [Status; 6] = [
    Status::InForce,
    Status::NotYetEffective,
    Status::Amended,
    Status::Repealed,
    Status::Expired,
    Status::Unknown,
];

/// What stands in the table for days of which nothing is known.
const NOTHING: u8 = 15;

/// Bytes of a document in the first part of the table: its key (`u64`) and the number of its first row (`u32`), all
/// numbers little-endian.
const DOCUMENT: usize = 12;

/// Bytes of a row in the second part: the first day it holds for (`i32`), status with the role in the upper four bits.
/// It holds until the next row of the document.
const ROW: usize = 5;

/// Bytes before the first part: the usual role, the number of documents (`u32`).
const HEAD: usize = 5;

/// A day as a number in the order of days: 2026-06-30 → 20260630.
fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

/// The rows of a document: from what day on it has what status.
fn rows(card: &DocCard) -> Vec<(i32, u8)> {
    let mut rows = Vec::new();
    // The day up to which something is known.
    let mut known: Option<Date> = None;
    for interval in &card.intervals {
        let from = interval.from.map_or(i32::MIN, number);
        if let Some(next) = known.and_then(|day| day.tomorrow().ok())
            && number(next) < from
        {
            rows.push((number(next), NOTHING));
        }
        let status = STATUSES
            .iter()
            .position(|&status| status == interval.status);
        rows.push((from, status.map_or(NOTHING, |status| status as u8)));
        known = interval.to;
    }
    if let Some(next) = known.and_then(|day| day.tomorrow().ok()) {
        rows.push((number(next), NOTHING));
    }
    if rows.is_empty() {
        rows.push((i32::MIN, NOTHING));
    }
    rows
}

/// See the module. Documents that are in force whatever the day and of the usual role do not stand in it.
pub struct Standings {
    usual: Role,
    documents: OwnedBytes,
    rows: OwnedBytes,
}

impl Default for Standings {
    fn default() -> Self {
        Self::open(OwnedBytes::empty())
    }
}

impl Standings {
    /// The table of all documents of a corpus, as it is stored.
    pub fn table<'c>(cards: impl Iterator<Item = &'c DocCard> + Clone) -> Vec<u8> {
        let total = cards.clone().count();
        let own = cards.clone().filter(|card| card.role == Role::Own).count();
        let usual = if own * 2 > total {
            Role::Own
        } else {
            Role::Reference
        };
        let mut documents: Vec<&DocCard> = cards
            .filter(|card| {
                let simple = matches!(&card.intervals[..], [only]
                    if only.from.is_none() && only.to.is_none() && only.status == Status::InForce);
                !simple || card.role != usual
            })
            .collect();
        documents.sort_by_key(|card| card.key);
        let mut table = vec![u8::from(usual == Role::Reference)];
        table.extend((documents.len() as u32).to_le_bytes());
        let mut second = Vec::new();
        for card in documents {
            table.extend(card.key.to_le_bytes());
            table.extend(((second.len() / ROW) as u32).to_le_bytes());
            let role = ROLES.iter().position(|&role| role == card.role);
            for (from, status) in rows(card) {
                second.extend(from.to_le_bytes());
                second.push(status | (role.unwrap_or(0) as u8) << 4);
            }
        }
        table.append(&mut second);
        table
    }

    /// Opens a stored table; an empty one says that all is in force and the bureau's own.
    pub fn open(table: OwnedBytes) -> Self {
        let usual = table
            .first()
            .and_then(|&role| ROLES.get(usize::from(role)))
            .copied()
            .unwrap_or_default();
        let count = number_at(&table, 1).unwrap_or(0) as usize;
        let head = table.len().min(HEAD);
        let middle = count
            .saturating_mul(DOCUMENT)
            .saturating_add(head)
            .min(table.len());
        Self {
            usual,
            documents: table.slice(head..middle),
            rows: table.slice(middle..table.len()),
        }
    }

    /// Key and first row of a document, by its place in the table.
    fn document(&self, at: usize) -> Option<(u64, usize)> {
        let document = self.documents.get(at * DOCUMENT..(at + 1) * DOCUMENT)?;
        let (key, _) = document.split_first_chunk()?;
        Some((u64::from_le_bytes(*key), number_at(document, 8)? as usize))
    }

    /// A row: its first day, role and status; `None` for the status where nothing is known.
    fn row(&self, at: usize) -> Option<(i32, Role, Option<Status>)> {
        let row = self.rows.get(at * ROW..(at + 1) * ROW)?;
        let from = number_at(row, 0)?.cast_signed();
        let role = *ROLES.get(usize::from(row[4] >> 4))?;
        Some((from, role, STATUSES.get(usize::from(row[4] & 15)).copied()))
    }

    /// A document's status on a day, whether it is a plan whose period is over, and its role.
    pub fn get(&self, key: u64, as_of: Date) -> (Status, bool, Role) {
        let as_of = number(as_of);
        let documents = self.documents.len() / DOCUMENT;
        let (mut low, mut high) = (0, documents);
        while low < high {
            let middle = low.midpoint(high);
            if self.document(middle).is_some_and(|(found, _)| found < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let Some((_, first)) = self.document(low).filter(|&(found, _)| found == key) else {
            return (Status::InForce, false, self.usual);
        };
        let next = self
            .document(low + 1)
            .map_or(self.rows.len() / ROW, |(_, next)| next);
        let role = self.row(first).map_or(self.usual, |(_, role, _)| role);
        let holds = (first..next)
            .map_while(|at| self.row(at))
            .take_while(|&(from, ..)| from <= as_of)
            .last();
        match holds {
            Some((since, _, Some(status))) => {
                (status, status == Status::Unknown && since > i32::MIN, role)
            }
            _ => (Status::Unknown, false, role),
        }
    }
}

/// Four bytes of a table as a number.
fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let (number, _) = bytes.get(at..)?.split_first_chunk()?;
    Some(u32::from_le_bytes(*number))
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
            card(
                6,
                Role::Own,
                vec![
                    interval(None, Some(last), Status::InForce),
                    interval(Some(date(2026, 7, 1)), None, Status::Unknown),
                ],
            ),
            // Days of which nothing is known before, between and behind.
            card(
                9,
                Role::Reference,
                vec![
                    interval(
                        Some(date(2020, 1, 1)),
                        Some(date(2026, 6, 1)),
                        Status::Repealed,
                    ),
                    interval(
                        Some(date(2026, 7, 1)),
                        Some(date(2027, 1, 1)),
                        Status::InForce,
                    ),
                ],
            ),
        ];
        let stored = Standings::table(cards.iter());
        assert_eq!(
            stored.len(),
            HEAD + 4 * DOCUMENT + 9 * ROW,
            "what is simply in force takes no room"
        );
        let table = Standings::open(OwnedBytes::new(stored));
        for card in &cards {
            for day in [date(2000, 1, 1), last, date(2026, 7, 1), date(2030, 1, 1)] {
                assert_eq!(
                    table.get(card.key, day),
                    (card.status(day).0, card.is_past(day), card.role)
                );
            }
        }
        assert_eq!(
            table.get(99, last),
            (Status::InForce, false, Role::Reference),
            "a document without a row"
        );
    }
}
