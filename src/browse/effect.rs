//! What the screen asks for, and what comes back.

use std::sync::Arc;

use crate::law::model::Relation;
use crate::report::excerpts::Excerpt;
use crate::search::SearchResult;
use crate::text::span::CharSpan;

use super::compare_rows::Compared;
use super::filters::{Choice, Field};
use super::reading::{Opened, Place};

/// How one comes to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It was chosen from the results.
    Chosen,
    /// By a citation, a version or a mark: one can go back.
    Jump,
    /// Back or forward.
    Return,
}

/// Something that has to be done beyond the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Search; the best `limit` clauses are wanted.
    Search {
        /// The query with its filters.
        query: String,
        /// Look for nothing but what was typed.
        exact: bool,
        /// Look for what was probably meant, too.
        mend: bool,
        /// Clauses wanted.
        limit: usize,
    },
    /// Count what can be chosen for a filter.
    Count {
        /// The query without the filter on the field.
        query: String,
        /// Look for nothing but what was typed.
        exact: bool,
        /// The field.
        field: Field,
    },
    /// Open a document.
    Show {
        /// Where.
        place: Place,
        /// How one comes there.
        way: Way,
    },
    /// Find what a clause cites and what cites it.
    References {
        /// Key of the document.
        key: u64,
        /// Ordinal of the clause.
        ordinal: u32,
    },
    /// Find what one citation means.
    Follow {
        /// Key of the document.
        key: u64,
        /// Ordinal of the clause.
        ordinal: u32,
        /// The citation in the text of the clause.
        span: CharSpan,
    },
    /// List the versions of a document.
    Versions {
        /// Key of the document.
        key: u64,
    },
    /// Compare two versions.
    Compare {
        /// Key of the older one.
        old: u64,
        /// Key of the newer one.
        new: u64,
        /// Key and ordinal of the clause in hand.
        at: (u64, u32),
    },
    /// Outside: put a text on the clipboard.
    Copy {
        /// The text.
        text: String,
    },
    /// Outside: add a text to the end of a file.
    Append {
        /// The file.
        path: String,
        /// The text.
        text: String,
    },
    /// Outside: write clauses to a new file; the ending of its name says how.
    Export {
        /// The file.
        path: String,
        /// The clauses.
        excerpts: Vec<Excerpt>,
    },
    /// Outside: open a source file.
    Open {
        /// Path as shown.
        path: String,
    },
    /// Outside: draw everything anew.
    Redraw,
    /// Outside: end the program.
    Quit,
}

/// A citation, from either end.
#[derive(Clone, Debug, PartialEq)]
pub struct RefRow {
    /// What stands at the other end: a title with article, or the citing clause.
    pub name: String,
    /// The words: the citation as printed, or the sentence that cites.
    pub words: String,
    /// How it is used.
    pub relation: Relation,
    /// Status of the document at the other end and how it is to be marked; none where the corpus lacks it.
    pub status: Option<(String, super::looks::Look)>,
    /// Where it leads; none where the corpus lacks it.
    pub to: Option<Place>,
}

/// A version of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionRow {
    /// Key of the document.
    pub key: u64,
    /// Number and date.
    pub name: String,
    /// Path.
    pub path: String,
    /// Status and how it is to be marked.
    pub status: (String, super::looks::Look),
}

/// What came of an effect.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The result of a search.
    Found {
        /// The query as asked.
        query: String,
        /// Whether nothing was looked for but what was typed.
        exact: bool,
        /// Whether what was probably meant was looked for, too.
        mend: bool,
        /// Clauses asked for.
        limit: usize,
        /// The result.
        result: Box<SearchResult>,
    },
    /// A search without answer, and why.
    NotFound {
        /// The query as asked.
        query: String,
        /// Whether nothing was looked for but what was typed.
        exact: bool,
        /// The reason in Chinese.
        reason: String,
    },
    /// What can be chosen for a filter.
    Counted {
        /// The field.
        field: Field,
        /// The values.
        choices: Vec<Choice>,
    },
    /// A document is open.
    Shown {
        /// The document.
        opened: Arc<Opened>,
        /// Where.
        place: Place,
        /// How one came there.
        way: Way,
    },
    /// What a clause cites and what cites it.
    References {
        /// What it cites.
        cites: Vec<RefRow>,
        /// What cites it.
        cited_by: Vec<RefRow>,
    },
    /// The versions of a document, oldest first.
    Versions {
        /// The versions.
        versions: Vec<VersionRow>,
        /// Place of the one in hand.
        current: usize,
    },
    /// Two versions compared.
    Compared(Arc<Compared>),
    /// Something was done.
    Done(String),
    /// Something could not be done, and why.
    Failed(String),
    /// Something the reader should see whole.
    Note {
        /// What it is about.
        title: String,
        /// The text.
        text: String,
    },
}
