//! Everything that is on the screen.

use std::sync::Arc;

use jiff::civil::Date;

use super::action::Focus;
use super::effect::Effect;
use super::filters::Filters;
use super::input::LineInput;
use super::layout::Areas;
use super::looks::{Look, Theme};
use super::overlay::Overlay;
use super::reading::{Place, Reading, Room};
use crate::index::entry::DocCard;
use crate::index::payload::Counts;
use crate::law::model::{Clause, PartRole, Status};
use crate::report::excerpts::Excerpt;
use crate::search::Hit;
use crate::text::span::CharSpan;

/// Hits asked for at first.
pub const PAGE: usize = 50;

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The query with its filters, as it was asked.
    pub query: String,
    /// Whether nothing was looked for but what was typed.
    pub exact: bool,
    /// Whether what was probably meant was looked for, too.
    pub mended: bool,
    /// Clauses that match.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
    /// How many were asked for.
    pub limit: usize,
    /// What the reader should know.
    pub notes: Vec<String>,
    /// Why there is no answer.
    pub error: Option<String>,
}

/// A line at the foot of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The text.
    pub text: String,
    /// Good or bad.
    pub look: Look,
}

/// A document of the index to try things with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its title.
    pub title: String,
    /// Its 文号.
    pub number: String,
}

impl Example {
    /// One with a short title and a few articles, in force if there is such a one.
    pub fn of(cards: &[DocCard], as_of: Date) -> Option<Self> {
        cards
            .iter()
            .filter(|card| !card.draft && card.part == PartRole::Issued && card.articles >= 3)
            .filter_map(|card| {
                let (title, number) = (card.title.as_ref()?, card.number.as_ref()?);
                let over = card.status(as_of).0 != Status::InForce;
                Some(((over, title.chars().count()), title, number))
            })
            .min_by_key(|(rank, ..)| *rank)
            .map(|(_, title, number)| Self {
                title: title.clone(),
                number: number.key.clone(),
            })
    }
}

/// What the screen is started with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The query.
    pub query: String,
    /// Filters in the query language.
    pub given: String,
    /// The day status is given for.
    pub as_of: Date,
    /// Whether colours may be used.
    pub color: bool,
    /// Columns and rows.
    pub size: (u16, u16),
    /// What the index holds.
    pub counts: Counts,
    /// A document of the index for the examples of the empty screen.
    pub example: Option<Example>,
    /// What the reader should know of the index.
    pub notes: Vec<String>,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct State {
    /// Columns and rows.
    pub size: (u16, u16),
    /// Colour or not.
    pub theme: Theme,
    /// The day status is given for.
    pub as_of: Date,
    /// What the index holds.
    pub counts: Counts,
    /// A document of the index for the examples of the empty screen.
    pub example: Option<Example>,
    /// What the reader should know of the index.
    pub standing: Vec<String>,
    /// The query.
    pub query: LineInput,
    /// Look for nothing but what was typed.
    pub exact: bool,
    /// The filters.
    pub filters: Filters,
    /// What was found.
    pub found: Found,
    /// The chosen hit.
    pub chosen: usize,
    /// The first hit shown.
    pub first: usize,
    /// The open document.
    pub reading: Option<Reading>,
    /// Places to go back to, the last at the end.
    pub back: Vec<Place>,
    /// Places to go forward to, the next at the end.
    pub forward: Vec<Place>,
    /// Marked clauses in the order they were marked.
    pub marks: Vec<Excerpt>,
    /// Where keys go.
    pub focus: Focus,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// A message, until the next key.
    pub message: Option<Message>,
    /// Queries something was done with, the last at the end.
    pub asked: Vec<String>,
    /// The file a clause was added to last.
    pub append_to: Option<String>,
}

impl State {
    /// The screen as it begins; nothing has been searched yet.
    pub fn new(start: Start) -> Self {
        Self {
            size: start.size,
            theme: Theme { color: start.color },
            as_of: start.as_of,
            counts: start.counts,
            example: start.example,
            standing: start.notes,
            query: LineInput::new(&start.query),
            exact: false,
            filters: Filters {
                given: start.given,
                ..Filters::default()
            },
            found: Found::default(),
            chosen: 0,
            first: 0,
            reading: None,
            back: Vec::new(),
            forward: Vec::new(),
            marks: Vec::new(),
            focus: Focus::Query,
            overlay: None,
            message: None,
            asked: Vec::new(),
            append_to: None,
        }
    }

    /// Where things stand.
    pub fn areas(&self) -> Areas {
        Areas::new(self.size.0, self.size.1, self.focus)
    }

    /// The room for text.
    pub fn room(&self) -> Room {
        let areas = self.areas();
        Room {
            cells: areas.cells(),
            rows: areas.rows(),
        }
    }

    /// The query with its filters.
    pub fn full_query(&self) -> String {
        format!("{}{}", self.query.text(), self.filters.text(None))
    }

    /// Whether what was found is not what is asked for now.
    pub fn is_behind(&self) -> bool {
        self.found.query != self.full_query() || self.found.exact != self.exact
    }

    /// The search for what is asked for now.
    pub fn search(&mut self) -> Vec<Effect> {
        let query = self.full_query();
        if query.trim().is_empty() {
            self.found = Found {
                query,
                exact: self.exact,
                ..Found::default()
            };
            self.chosen = 0;
            self.first = 0;
            self.reading = None;
            return Vec::new();
        }
        vec![Effect::Search {
            query,
            exact: self.exact,
            mend: false,
            limit: PAGE,
        }]
    }

    /// Whether nothing was found for words that may be misspelt. They are mended when the reader pauses: words
    /// that are still being typed are not misspelt.
    pub fn could_be_mended(&self) -> bool {
        !self.is_behind()
            && !self.found.mended
            && !self.exact
            && self.found.hits.is_empty()
            && self.found.error.is_none()
            && !self.query.is_empty()
    }

    /// The chosen hit.
    pub fn hit(&self) -> Option<&Hit> {
        self.found.hits.get(self.chosen)
    }

    /// Keeps the chosen hit among those shown.
    pub fn keep_in_sight(&mut self) {
        let shown = self.areas().hits();
        self.chosen = self.chosen.min(self.found.hits.len().saturating_sub(1));
        self.first = self
            .first
            .min(self.chosen)
            .max((self.chosen + 1).saturating_sub(shown));
    }

    /// The matches in a clause of a document, if it was found.
    pub fn matches(&self, key: u64, ordinal: u32) -> &[CharSpan] {
        self.found
            .hits
            .iter()
            .find(|hit| hit.card.key == key && hit.clause.ordinal == ordinal)
            .map_or(&[], |hit| &hit.highlights)
    }

    /// The clause commands are about: the one in hand in the text, or the chosen hit.
    pub fn current(&self) -> Option<(Arc<DocCard>, &Clause)> {
        let reading = self.reading.as_ref()?;
        Some((Arc::clone(&reading.opened.card), reading.clause()?))
    }

    /// Whether a clause is marked.
    pub fn is_marked(&self, key: u64, ordinal: u32) -> bool {
        self.mark_at(key, ordinal).is_some()
    }

    /// Place of a clause among the marks.
    pub fn mark_at(&self, key: u64, ordinal: u32) -> Option<usize> {
        self.marks
            .iter()
            .position(|mark| mark.card.key == key && mark.clause.ordinal == ordinal)
    }

    /// Says something at the foot.
    pub fn say(&mut self, text: impl Into<String>, look: Look) {
        self.message = Some(Message {
            text: text.into(),
            look,
        });
    }

    /// Remembers the query as one that led somewhere.
    pub fn remember_query(&mut self) {
        let query = self.query.text();
        if !query.trim().is_empty() && self.asked.last() != Some(&query) {
            self.asked.retain(|known| *known != query);
            self.asked.push(query);
        }
    }
}
