//! What a search is asked for, and the way from a query's text to its answer.

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use tantivy::directory::OwnedBytes;
use thiserror::Error;

use super::asking::only_asks;
use super::concept::shown_words;
use super::filter::{Filter, FilterError, STANDS_IN};
use super::notices::notices;
use super::query::Query;
use super::result::SearchResult;
use super::routes::recognise;
use super::weights::Weights;
use crate::index::analyzer::fold;
use crate::index::entry::DocCard;
use crate::index::standing::Standings;
use crate::index::summary::Summaries;
use crate::index::{IndexError, Reader};
use crate::lexicon::map::Body;
use crate::lexicon::{LocalSegmenter, Synonyms};

/// Order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest document first.
    Date,
}

/// What a search is asked for besides the query.
#[derive(Clone, Debug)]
pub struct SearchOptions {
    /// The day the status is given for.
    pub as_of: Date,
    /// Number of hits; 0 = all.
    pub limit: usize,
    /// Hits passed over.
    pub offset: usize,
    /// Take the whole query literally.
    pub literal: bool,
    /// Order.
    pub sort: Sort,
    /// One hit a document.
    pub by_document: bool,
    /// Look for nothing but what was typed.
    pub exact: bool,
    /// Look for what was probably meant where what was typed has no answer. It takes longer than the search, and
    /// words that are still being typed have no answer.
    pub mend: bool,
    /// Say what each score is made of.
    pub explain: bool,
    /// Show equal clauses once.
    pub fold_twins: bool,
    /// Count the result by kind, maker, status and year.
    pub facets: bool,
}

impl SearchOptions {
    /// The ten best clauses, with everything a search does for people.
    pub fn on(as_of: Date) -> Self {
        Self {
            as_of,
            limit: 10,
            offset: 0,
            literal: false,
            sort: Sort::default(),
            by_document: false,
            exact: false,
            mend: true,
            explain: false,
            fold_twins: true,
            facets: false,
        }
    }
}

/// Why a search has no answer at all.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A filter value nobody could mean.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// Nothing was asked.
    #[error("没有给出检索词")]
    Empty,
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.into())
    }
}

/// What a cell holds, made the first time it is asked for; nothing is kept of a failure.
fn once<T>(
    cell: &OnceLock<T>,
    make: impl FnOnce() -> Result<T, IndexError>,
) -> Result<&T, IndexError> {
    if let Some(made) = cell.get() {
        return Ok(made);
    }
    let made = make()?;
    Ok(cell.get_or_init(|| made))
}

/// Searches one view of an index.
pub struct Engine<'r> {
    pub(super) reader: &'r Reader,
    pub(super) weights: Weights,
    pub(super) synonyms: Synonyms,
    entered: HashMap<u64, DocCard>,
    cards: OnceLock<Vec<DocCard>>,
    standings: OnceLock<Standings>,
    summaries: OnceLock<Summaries>,
    segmenter: LocalSegmenter<'r, Body<OwnedBytes>>,
}

impl<'r> Engine<'r> {
    /// An engine with the standard weights.
    pub fn new(reader: &'r Reader) -> Self {
        Self::with_weights(reader, Weights::default())
    }

    /// An engine with other weights, for tuning.
    pub fn with_weights(reader: &'r Reader, weights: Weights) -> Self {
        Self {
            reader,
            weights,
            synonyms: Synonyms::shipped(),
            entered: HashMap::new(),
            cards: OnceLock::new(),
            standings: OnceLock::new(),
            summaries: OnceLock::new(),
            segmenter: LocalSegmenter::new(reader.lexicon()),
        }
    }

    /// The engine with a user's synonyms on top of the shipped ones.
    #[must_use]
    pub fn with_synonyms(mut self, synonyms: Synonyms) -> Self {
        self.synonyms = synonyms;
        self
    }

    /// The engine with documents as staff corrected them, in place of those of the index.
    #[must_use]
    pub fn with_entered(mut self, cards: Vec<DocCard>) -> Self {
        self.entered = cards.into_iter().map(|card| (card.key, card)).collect();
        self
    }

    /// A document of the index, as staff corrected it.
    pub(super) fn current(&self, card: DocCard) -> DocCard {
        self.entered.get(&card.key).cloned().unwrap_or(card)
    }

    /// All documents as staff corrected them, read once.
    pub(super) fn cards(&self) -> Result<&[DocCard], IndexError> {
        let cards = once(&self.cards, || {
            let cards = self.reader.cards()?;
            Ok(cards.into_iter().map(|card| self.current(card)).collect())
        })?;
        Ok(cards)
    }

    /// Role and status of all documents, read once.
    pub(super) fn standings(&self) -> Result<&Standings, IndexError> {
        once(&self.standings, || self.reader.standings())
    }

    /// What filters look at of all documents, read once.
    pub(super) fn summaries(&self) -> Result<&Summaries, IndexError> {
        once(&self.summaries, || self.reader.summaries())
    }

    /// A document that staff corrected.
    pub(super) fn entered(&self, key: u64) -> Option<&DocCard> {
        self.entered.get(&key)
    }

    /// What cuts queries; it remembers the words of those before.
    pub(super) fn segmenter(&self) -> &LocalSegmenter<'r, Body<OwnedBytes>> {
        &self.segmenter
    }

    /// Looks for characters that stand alone in the query and are no word of the index as they stand in the
    /// texts; says so.
    fn lone_characters(&self, query: &mut Query) -> Result<Vec<String>, IndexError> {
        let mut notes = Vec::new();
        let mut at = 0;
        while let Some(part) = query.words.get(at) {
            let single = part.chars().count() == 1 && part.chars().all(char::is_alphanumeric);
            let near = query.together.iter().any(|near| near.words.contains(part));
            if !single
                || near
                || only_asks(part)
                || self.reader.has_word(&fold(part))?
                || self.count_literal(part)? == 0
            {
                at += 1;
                continue;
            }
            let part = query.words.remove(at);
            notes.push(format!("“{part}”单独不成词，按字面查找含有这个字的条文"));
            query.literals.push(part);
        }
        Ok(notes)
    }

    /// Answers a query.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search(&self, raw: &str, options: &SearchOptions) -> Result<SearchResult, SearchError> {
        let mut query = Query::parse(raw, options.literal);
        if query.is_empty() {
            return Err(SearchError::Empty);
        }
        let filter = Filter::new(&query.filters)?;
        let lone = self.lone_characters(&mut query)?;
        let mut result = SearchResult {
            query: raw.to_owned(),
            as_of: options.as_of,
            total: 0,
            segmented: shown_words(&query.words, self.segmenter()),
            notes: lone,
            suggestions: Vec::new(),
            facets: None,
            hits: Vec::new(),
        };
        if query.is_plain()
            && let Some(route) = recognise(&query.free_text())
            && self.answer(&route, &filter, options, &mut result)?
        {
            return Ok(result);
        }
        if filter.by_publication() {
            result.notes.push(STANDS_IN.to_owned());
        }
        result.notes.extend(notices(&query.words));
        self.rank(&query, &filter, options, &mut result)?;
        Ok(result)
    }
}
