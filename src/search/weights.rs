//! Every number that decides the order of results, in one place.
//!
//! The values were chosen on development questions by `bench/tune.py`; what each ingredient gives
//! is recorded in docs/ranking.md.

use serde::{Deserialize, Serialize};

/// See the module. All weights are factors on BM25 scores unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// BM25's term-frequency saturation.
    pub k1: f32,
    /// BM25's length normalisation for the text.
    pub b: f32,
    /// Length normalisation for headings and titles.
    pub b_context: f32,
    /// A word in the headings, relative to the text.
    pub head: f32,
    /// A word in the document's title, relative to the text.
    pub title: f32,
    /// A word found inside a longer word of the query.
    pub inner: f32,
    /// A word added by a synonym, on top of the synonym's own weight.
    pub added: f32,
    /// Character bigrams against words.
    pub bigrams: f32,
    /// A bigram in title and headings, relative to the text.
    pub bigram_context: f32,
    /// Share of the score lost by a clause that covers none of the query's words.
    pub coverage: f32,
    /// Share of a question's weight (six words and more) a clause must cover.
    pub question: f32,
    /// The same where too few clauses do.
    pub question_lax: f32,
    /// What a clause gains that has the query word for word in one run; less for shorter runs.
    pub run: f32,
    /// What a clause gains that is of the kind asked for: a definition, conditions, an amount.
    pub purpose: f32,
    /// Share of its weight a clause must cover of a query that is one unspaced run of a few words.
    pub compound: f32,
    /// Factor for what explains or announces, and is no rule itself.
    pub explains: f32,
    /// Factor for a document whose status on the day is repealed or expired.
    pub dead: f32,
    /// Factor for a document that has been amended since.
    pub amended: f32,
    /// Factor for a plan whose period is over.
    pub past: f32,
    /// Factor for a document not yet in force.
    pub future: f32,
    /// Factor for drafts.
    pub draft: f32,
    /// Factor for title lines, signatures and other matter around the text.
    pub note: f32,
    /// Factor for laws of the National People's Congress.
    pub law: f32,
    /// Factor for the bureau's own documents, where the index has other ones as well.
    pub own: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            k1: 0.79,
            b: 0.8,
            b_context: 0.17,
            head: 0.7,
            title: 0.6,
            inner: 0.5,
            added: 1.3,
            bigrams: 0.45,
            bigram_context: 0.88,
            coverage: 0.44,
            question: 0.45,
            question_lax: 0.05,
            run: 0.3,
            purpose: 0.12,
            compound: 0.4,
            explains: 0.85,
            dead: 0.6,
            amended: 0.8,
            past: 0.8,
            future: 0.9,
            draft: 0.6,
            note: 0.5,
            law: 1.1,
            own: 1.2,
        }
    }
}
