//! What can lie over the results and the text.

use std::sync::Arc;

use super::compare_rows::Compared;
use super::effect::{RefRow, VersionRow};
use super::filters::{Choice, Field};
use super::input::LineInput;

/// A list with a cursor.
#[derive(Clone, Debug)]
pub struct Menu<T> {
    /// The lines.
    pub rows: Vec<T>,
    /// The line under the cursor.
    pub cursor: usize,
}

impl<T> Menu<T> {
    /// A list with the cursor on its first line.
    pub fn new(rows: Vec<T>) -> Self {
        Self { rows, cursor: 0 }
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.rows.len().saturating_sub(1));
    }

    /// The line under the cursor.
    pub fn chosen(&self) -> Option<&T> {
        self.rows.get(self.cursor)
    }
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The file a clause is added to.
    Append,
    /// The file the marked clauses are written to.
    Export,
}

/// Something over the screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The keys.
    Help {
        /// First line shown.
        top: usize,
    },
    /// The filters.
    Filter {
        /// The field.
        field: Field,
        /// What can be chosen.
        choices: Menu<Choice>,
    },
    /// What a clause cites and what cites it.
    References {
        /// What it cites.
        cites: Menu<RefRow>,
        /// What cites it.
        cited_by: Menu<RefRow>,
        /// Whether what cites it is shown.
        reverse: bool,
    },
    /// The versions of a document.
    Versions {
        /// The versions, oldest first.
        versions: Menu<VersionRow>,
        /// Place of the one in hand.
        current: usize,
    },
    /// Two versions side by side.
    Compare {
        /// They and what differs.
        compared: Arc<Compared>,
        /// First row shown.
        top: usize,
        /// Whether what did not change is shown too.
        all: bool,
    },
    /// The marked clauses; the cursor is on the state's list.
    Marks {
        /// The line under the cursor.
        cursor: usize,
    },
    /// A line to type.
    Prompt {
        /// What for.
        purpose: Purpose,
        /// The line.
        line: LineInput,
    },
    /// Something to read.
    Note {
        /// What it is about.
        title: String,
        /// The text.
        text: String,
    },
}
