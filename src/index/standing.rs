//! What ranking needs of every document, in one small entry: its role, and its status over time.
//!
//! A search weighs some hundred clauses by their documents' status. Reading each document for that would
//! cost more than all the rest of the search, so that each commit writes this table beside the documents. It is
//! looked up where it lies: rows of one length, ordered by key and day, nothing is decoded before it is needed.

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

/// Bytes of a row: key of the document (`u64`), role, status, first and last day (`i32`), all little-endian.
const ROW: usize = 18;

/// A day as a number in the order of days: 2026-06-30 → 20260630.
fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

/// A document with its status on some days.
struct Row {
    key: u64,
    role: Role,
    status: Status,
    from: i32,
    to: i32,
}

impl Row {
    fn write(&self, out: &mut Vec<u8>) {
        let place = |at: Option<usize>| at.unwrap_or(0) as u8;
        out.extend(self.key.to_le_bytes());
        out.push(place(ROLES.iter().position(|&role| role == self.role)));
        out.push(place(
            STATUSES.iter().position(|&status| status == self.status),
        ));
        out.extend(self.from.to_le_bytes());
        out.extend(self.to.to_le_bytes());
    }

    fn read(row: &[u8]) -> Option<Self> {
        let (key, rest) = row.split_first_chunk()?;
        let (&[role, status], rest) = rest.split_first_chunk()?;
        let (from, rest) = rest.split_first_chunk()?;
        let (to, _) = rest.split_first_chunk()?;
        Some(Self {
            key: u64::from_le_bytes(*key),
            role: *ROLES.get(usize::from(role))?,
            status: *STATUSES.get(usize::from(status))?,
            from: i32::from_le_bytes(*from),
            to: i32::from_le_bytes(*to),
        })
    }
}

/// See the module. Documents that are in force whatever the day and of the usual role have no row.
pub struct Standings {
    usual: Role,
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
        let mut rows: Vec<Row> = Vec::new();
        for card in cards {
            let row = |status, from: Option<Date>, to: Option<Date>| Row {
                key: card.key,
                role: card.role,
                status,
                from: from.map_or(i32::MIN, number),
                to: to.map_or(i32::MAX, number),
            };
            match &card.intervals[..] {
                [] => rows.push(row(Status::Unknown, None, None)),
                [only]
                    if only.from.is_none()
                        && only.to.is_none()
                        && only.status == Status::InForce
                        && card.role == usual => {}
                intervals => rows.extend(
                    intervals
                        .iter()
                        .map(|interval| row(interval.status, interval.from, interval.to)),
                ),
            }
        }
        rows.sort_by_key(|row| (row.key, row.from));
        let mut table = Vec::with_capacity(1 + rows.len() * ROW);
        table.push(u8::from(usual == Role::Reference));
        for row in &rows {
            row.write(&mut table);
        }
        table
    }

    /// Opens a stored table; an empty one says that all is in force and the bureau's own.
    pub fn open(table: OwnedBytes) -> Self {
        let usual = table
            .first()
            .and_then(|&role| ROLES.get(usize::from(role)))
            .copied()
            .unwrap_or_default();
        Self {
            usual,
            rows: table.slice(table.len().min(1)..table.len()),
        }
    }

    fn row(&self, at: usize) -> Option<Row> {
        Row::read(self.rows.get(at * ROW..(at + 1) * ROW)?)
    }

    /// A document's status on a day, whether it is a plan whose period is over, and its role.
    pub fn get(&self, key: u64, as_of: Date) -> (Status, bool, Role) {
        let as_of = number(as_of);
        // The first row of the document.
        let (mut low, mut high) = (0, self.rows.len() / ROW);
        while low < high {
            let middle = low.midpoint(high);
            if self.row(middle).is_some_and(|row| row.key < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut rows = (low..)
            .map_while(|at| self.row(at))
            .take_while(|row| row.key == key)
            .peekable();
        let Some(role) = rows.peek().map(|row| row.role) else {
            return (Status::InForce, false, self.usual);
        };
        let (status, since) = rows
            .find(|row| row.from <= as_of && as_of <= row.to)
            .map_or((Status::Unknown, i32::MIN), |row| (row.status, row.from));
        (status, status == Status::Unknown && since > i32::MIN, role)
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
            card(
                6,
                Role::Own,
                vec![
                    interval(None, Some(last), Status::InForce),
                    interval(Some(date(2026, 7, 1)), None, Status::Unknown),
                ],
            ),
        ];
        let stored = Standings::table(cards.iter());
        assert_eq!(
            stored.len(),
            1 + 5 * ROW,
            "what is simply in force takes no room"
        );
        let table = Standings::open(OwnedBytes::new(stored));
        for card in &cards {
            for day in [date(2000, 1, 1), last, date(2026, 7, 1)] {
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
