//! What a search gives back.

use std::sync::Arc;

use jiff::civil::Date;

use super::facets::Facets;
use crate::index::entry::DocCard;
use crate::law::model::Clause;
use crate::text::span::CharSpan;

/// One clause in its place of the ranking.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Rank, from 1.
    pub rank: usize,
    /// Score; only its order means something.
    pub score: f32,
    /// Its document.
    pub card: Arc<DocCard>,
    /// The clause.
    pub clause: Clause,
    /// What matched, in the clause's text.
    pub highlights: Vec<CharSpan>,
    /// Where the same clause stands as well.
    pub also_at: Vec<String>,
    /// What the score is made of, where asked for.
    pub evidence: Vec<(String, f32)>,
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct SearchResult {
    /// The query as typed.
    pub query: String,
    /// The day the status is given for.
    pub as_of: Date,
    /// Number of clauses that match.
    pub total: usize,
    /// The words the query was cut into.
    pub segmented: Vec<String>,
    /// What the reader should know about the answer, in Chinese.
    pub notes: Vec<String>,
    /// What was probably meant, where what was typed looks wrong: whole queries to try.
    pub suggestions: Vec<String>,
    /// How the result spreads over kinds, makers, statuses and years, where asked for.
    pub facets: Option<Facets>,
    /// The page asked for.
    pub hits: Vec<Hit>,
}
