//! A document that is open on the screen, and the place in it.

use std::sync::Arc;

use crate::index::entry::DocCard;
use crate::law::model::{Citation, Clause, Relation};
use crate::law::references::article_label;

use super::page;

/// A document with its text.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// What is known of it.
    pub card: Arc<DocCard>,
    /// Its clauses in order.
    pub clauses: Vec<Clause>,
    /// Its citations.
    pub citations: Vec<Citation>,
}

impl Opened {
    /// The place of the clause with an ordinal.
    pub fn place(&self, ordinal: u32) -> usize {
        self.clauses
            .iter()
            .position(|clause| clause.ordinal == ordinal)
            .unwrap_or(0)
    }

    /// The citations of a clause that lead somewhere, in the order they stand.
    pub fn citations_of(&self, ordinal: u32) -> Vec<&Citation> {
        let article = self
            .clauses
            .iter()
            .find(|clause| clause.ordinal == ordinal)
            .and_then(|clause| article_label(&clause.label));
        let mut found: Vec<&Citation> = self
            .citations
            .iter()
            .filter(|citation| {
                citation.clause == ordinal
                    && leads(citation, article.as_deref())
                    && !citation.nested
                    && !citation.span.is_empty()
            })
            .collect();
        found.sort_by_key(|citation| (citation.span.start, citation.span.end));
        found.dedup_by_key(|citation| citation.span);
        found
    }
}

/// Whether a citation names something a reader would look up: not the history of the document itself, nor 本办法
/// without an article, nor (前款) the article in which it stands.
pub fn leads(citation: &Citation, article: Option<&str>) -> bool {
    match citation.relation {
        Relation::History => false,
        Relation::Itself => citation
            .articles
            .iter()
            .any(|cited| Some(cited.as_str()) != article),
        _ => true,
    }
}

/// The first row on the screen: a clause and a row of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Top {
    /// Place of the clause.
    pub clause: usize,
    /// Row of it.
    pub row: usize,
}

/// An open document with the place in it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub opened: Arc<Opened>,
    /// Place of the clause that commands are about.
    pub at: usize,
    /// The first row on the screen.
    pub top: Top,
    /// The citation under the cursor, among those of the clause.
    pub citation: Option<usize>,
}

/// A place to come back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Key of the document.
    pub key: u64,
    /// Ordinal of the clause.
    pub ordinal: u32,
    /// The first row on the screen.
    pub top: Top,
}

/// The room for text: cells and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Cells of a row.
    pub cells: usize,
    /// Rows.
    pub rows: usize,
}

impl Reading {
    /// A document at one of its clauses.
    pub fn new(opened: Arc<Opened>, at: usize) -> Self {
        let at = at.min(opened.clauses.len().saturating_sub(1));
        Self {
            opened,
            at,
            top: Top { clause: at, row: 0 },
            citation: None,
        }
    }

    /// The clause commands are about.
    pub fn clause(&self) -> Option<&Clause> {
        self.opened.clauses.get(self.at)
    }

    /// Where one is.
    pub fn here(&self) -> Place {
        Place {
            key: self.opened.card.key,
            ordinal: self.clause().map_or(0, |clause| clause.ordinal),
            top: self.top,
        }
    }

    fn height(&self, at: usize, room: Room) -> usize {
        page::height(&self.opened, at, room.cells)
    }

    /// The lowest place for the first row: the end of the text stands on the last row then.
    fn lowest(&self, room: Room) -> Top {
        let mut left = room.rows;
        let mut clause = self.opened.clauses.len();
        while clause > 0 {
            clause -= 1;
            let height = self.height(clause, room);
            if height >= left {
                return Top {
                    clause,
                    row: height - left,
                };
            }
            left -= height;
        }
        Top::default()
    }

    fn down(&self, mut top: Top, mut by: usize, room: Room) -> Top {
        while top.clause < self.opened.clauses.len() {
            let height = self.height(top.clause, room);
            if top.row + by < height {
                top.row += by;
                break;
            }
            by -= (height - top.row.min(height)).min(by);
            top = Top {
                clause: top.clause + 1,
                row: 0,
            };
        }
        top.min(self.lowest(room))
    }

    fn up(&self, mut top: Top, mut by: usize, room: Room) -> Top {
        while by > top.row {
            if top.clause == 0 {
                return Top::default();
            }
            by -= top.row + 1;
            top.clause -= 1;
            top.row = self.height(top.clause, room).saturating_sub(1);
        }
        top.row -= by;
        top
    }

    /// Moves the text by rows; the clause in hand goes along when it leaves the screen.
    pub fn scroll(&mut self, by: isize, room: Room) {
        self.top = if by < 0 {
            self.up(self.top, by.unsigned_abs(), room)
        } else {
            self.down(self.top, by.unsigned_abs(), room)
        };
        let (first, last) = self.visible(room);
        if !(first..=last).contains(&self.at) {
            // A clause that begins on the screen rather than the end of the one before.
            let at = if self.at < first && self.top.row > 0 && first < last {
                first + 1
            } else if self.at < first {
                first
            } else {
                last
            };
            self.at = at;
            self.citation = None;
        }
    }

    /// The first and the last clause on the screen.
    fn visible(&self, room: Room) -> (usize, usize) {
        let mut clause = self.top.clause;
        let mut rows = self.height(clause, room).saturating_sub(self.top.row);
        while rows < room.rows && clause + 1 < self.opened.clauses.len() {
            clause += 1;
            rows += self.height(clause, room);
        }
        (self.top.clause, clause)
    }

    /// Puts the clause in hand on the screen, with a little of what stands before it; `row` is the row of it
    /// that has to be seen.
    pub fn reveal(&mut self, row: usize, room: Room) {
        let begin = Top {
            clause: self.at,
            row: 0,
        };
        let before = if room.rows >= 16 { room.rows / 5 } else { 0 };
        let past = (row + before + 2).saturating_sub(room.rows);
        self.top = if past > 0 && row > 0 {
            let wanted = Top {
                clause: self.at,
                row,
            };
            self.up(wanted, room.rows / 3, room)
        } else {
            self.up(begin, before, room)
        }
        .min(self.lowest(room));
    }

    /// Goes to another clause.
    pub fn go(&mut self, at: usize, room: Room) {
        self.at = at.min(self.opened.clauses.len().saturating_sub(1));
        self.citation = None;
        self.reveal(0, room);
    }

    /// Puts the cursor on the next citation of the clause, and that on the screen; whether there is one.
    pub fn next_citation(&mut self, room: Room) -> bool {
        let Some(clause) = self.clause() else {
            return false;
        };
        let citations = self.opened.citations_of(clause.ordinal);
        if citations.is_empty() {
            return false;
        }
        let next = self.citation.map_or(0, |at| (at + 1) % citations.len());
        let start = citations[next].span.start;
        let row = page::row_of(&self.opened, self.at, room.cells, start);
        self.citation = Some(next);
        let top = Top {
            clause: self.at,
            row,
        };
        let bottom = self.down(self.top, room.rows.saturating_sub(1), room);
        if top < self.top || top > bottom {
            self.reveal(row, room);
        }
        true
    }

    /// The citation under the cursor.
    pub fn under_cursor(&self) -> Option<&Citation> {
        let clause = self.clause()?;
        self.opened
            .citations_of(clause.ordinal)
            .get(self.citation?)
            .copied()
    }

    /// Keeps the place after the room has changed.
    pub fn refit(&mut self, room: Room) {
        self.top = Top {
            clause: self.at,
            row: 0,
        };
        self.reveal(0, room);
    }
}
