//! Which clauses match a query, and what they score.

use std::collections::HashSet;

use jiff::civil::Date;
use tantivy::DocAddress;

use super::amounts::other_forms;
use super::asking::only_asks;
use super::concept::{ConceptKind, concepts, shown_words};
use super::engine::{Engine, SearchError, SearchOptions, Sort};
use super::filter::{Described, Filter};
use super::nothing::added_note;
use super::page::needed;
use super::query::Query;
use super::result::SearchResult;
use super::score::{Bar, score};
use super::spelling::{Corrected, correct};
use super::together::Condition;
use super::top::Gathered;
use super::weighing::{QUESTION, Weighed, masses, weigh};
use crate::index::analyzer::fold;
use crate::index::entry::Role;
use crate::index::traits::Traits;
use crate::law::model::{Kind, Level, Status};

/// Hits a strict match must have before a lax one is not tried.
const ENOUGH: usize = 200;

/// The same for a query of a few words.
const PAGE: usize = 10;

/// Characters up to which a part of a query is a keyword, however many there are.
const KEYWORD: usize = 8;

/// A clause on its way into the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) score: f32,
    pub(super) address: DocAddress,
}

impl Engine<'_> {
    pub(super) fn rank(
        &self,
        query: &Query,
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let mut parts = query.words.clone();
        for literal in &query.literals {
            // A character that is no word is looked for as it stands, and no word is missing for it.
            if literal.chars().count() > 1 || self.reader.has_word(&fold(literal))? {
                parts.push(literal.clone());
            }
        }
        let added = if options.exact {
            Vec::new()
        } else {
            let mut added = self.synonyms.expand(&query.words);
            added.extend(other_forms(&query.words));
            added
        };
        let weighed = weigh(
            self.reader,
            concepts(&parts, &added, self.segmenter()),
            &self.weights,
        )?;
        if let Some(note) = added_note(&added) {
            result.notes.push(note);
        }
        let ranked = !query.words.is_empty();
        let columns = self.reader.columns()?;
        let allowed = self.allowed(filter, options.as_of)?;
        let limits = self.limits(query, allowed.as_ref())?;

        let typed: Vec<&Weighed> = weighed
            .iter()
            .filter(|weighed| weighed.concept.kind == ConceptKind::Word)
            .collect();
        let length = typed.len();
        let content = typed
            .iter()
            .filter(|word| !only_asks(&word.concept.text))
            .count();
        // What only asks need not occur, unless nothing else was typed.
        let words: Vec<&Weighed> = typed
            .into_iter()
            .filter(|word| content == 0 || !only_asks(&word.concept.text))
            .collect();
        let masses = masses(&weighed);
        let of = |word: &Weighed| masses.get(word.concept.group).copied().unwrap_or(0.0);
        let mut mass: f32 = words.iter().map(|word| of(word)).sum();
        let unknown: Vec<&str> = words
            .iter()
            .filter(|word| of(word) == 0.0)
            .map(|word| word.concept.text.as_str())
            .collect();
        // What occurs nowhere is missing from every clause: a short query is not answered by the rest of
        // it. That holds for real words; what the segmenter made up is no evidence. Who asks in plain words
        // (怎么报销) is answered by the rest, where that is most of the question, and told what is missing.
        let asked = content < length && !unknown.is_empty() && unknown.len() * 2 <= words.len();
        if length < QUESTION && !asked {
            let real = unknown
                .iter()
                .filter(|word| self.reader.lexicon().frequency(word).is_some())
                .count();
            mass += real as f32 * (self.reader.payload().counts.clauses as f32 + 1.0).ln();
        }
        let (strict, mut lax) = if ranked {
            let missing = if asked { 0 } else { unknown.len() };
            let counted = words.len() - (unknown.len() - missing);
            self.thresholds(length, counted, missing)
        } else {
            (0.0, 0.0)
        };
        // What is written in one run is one thing: half of it is another.
        if query.words.len() == 1 && (3..QUESTION).contains(&length) {
            lax = lax.max(self.weights.compound);
        }
        let find = |least: f32| {
            let bar = Bar {
                least: if least.is_nan() { f32::INFINITY } else { least },
                whole_words: ranked,
                limits: &limits,
            };
            score(self.reader, &weighed, &self.weights, &bar)
        };
        // Few questions in whole sentences have enough clauses without what is found laxly.
        let tried = if length < QUESTION {
            strict
        } else {
            strict.min(lax)
        };
        let mut scored = find(mass * tried)?;
        // A list by filters alone can be as long as the index, and one page of it is wanted.
        let only_listed = weighed.is_empty();
        // What is counted by kind, told apart by its text or put in another order is needed as a whole.
        let wanted =
            if options.facets || !query.together.is_empty() || options.sort != Sort::Relevance {
                usize::MAX
            } else {
                needed(options)
            };
        let mut gathered = if only_listed {
            self.listed(&limits, wanted)?
        } else {
            self.gather(&scored, &limits, mass, strict, wanted)?
        };
        // A short query is relaxed when less than a page has all of it; a question in whole sentences earlier.
        let enough = match length {
            0..=2 => 1,
            3..QUESTION => PAGE,
            _ => ENOUGH,
        };
        // Where no clause has all of it, or a word stands nowhere, something may be misspelt.
        let doubtful = !unknown.is_empty() || !gathered.complete;
        if gathered.total < enough && lax < strict {
            let none = gathered.total == 0;
            if lax < tried {
                scored = find(mass * lax)?;
            }
            gathered = self.gather(&scored, &limits, mass, lax, wanted)?;
            if none && gathered.total > 0 {
                result
                    .notes
                    .push("没有同时包含全部检索词的条文，以下只含其中一部分".to_owned());
            }
        }
        let Gathered {
            mut total,
            mut candidates,
            ..
        } = gathered;
        if !query.together.is_empty() {
            let conditions: Vec<Condition> = query.together.iter().map(Condition::new).collect();
            let mut near = Vec::with_capacity(candidates.len());
            for candidate in candidates {
                let holds = self
                    .reader
                    .stored_clause(candidate.address)?
                    .look(|clause| {
                        conditions
                            .iter()
                            .all(|condition| condition.holds(&clause.text))
                    })?;
                if holds {
                    near.push(candidate);
                }
            }
            candidates = near;
            total = candidates.len();
        }
        for word in unknown.iter().filter(|_| ranked) {
            let rest = if asked {
                "，以下按其余的词查找"
            } else {
                ""
            };
            result.notes.push(format!("“{word}”在索引中没有出现{rest}"));
        }
        result.total = total;
        // Questions in whole sentences hold pairs of characters that no document has.
        let keywords = length < QUESTION
            || query
                .words
                .iter()
                .all(|word| word.chars().count() <= KEYWORD);
        let corrected = if options.exact || !options.mend || query.words.is_empty() || !keywords {
            None
        } else {
            correct(self.reader, self.segmenter(), &query.words, doubtful)?
        };
        if let Some(corrected) = corrected {
            if candidates.is_empty() {
                return self.search_instead(query, corrected, filter, options, result);
            }
            let text = corrected.words.join(" ");
            result.notes.push(format!("是否要找：{text}"));
            result.suggestions.push(text);
        }
        if candidates.is_empty() {
            self.explain_nothing(query, &words, filter, options, result)?;
            return Ok(());
        }
        if options.facets {
            result.facets = Some(self.facets(&candidates, columns, options.as_of)?);
        }
        self.page(query, &weighed, candidates, columns, options, result)
    }

    /// Answers what was probably meant, where what was typed has no answer.
    fn search_instead(
        &self,
        query: &Query,
        corrected: Corrected,
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let typed = query.words.join(" ");
        let text = corrected.words.join(" ");
        result.notes.clear();
        result.notes.push(format!(
            "没有找到“{typed}”，以下是“{text}”的结果（--exact 只查输入的词）"
        ));
        result.suggestions.push(text);
        result.segmented = shown_words(&corrected.words, self.segmenter());
        let meant = Query {
            words: corrected.words,
            ..query.clone()
        };
        // What was mended is not mended again.
        let options = SearchOptions {
            exact: true,
            ..options.clone()
        };
        self.rank(&meant, filter, &options, result)
    }

    /// The keys of the documents that pass the filter; `None` = all.
    pub(super) fn allowed(
        &self,
        filter: &Filter,
        as_of: Date,
    ) -> Result<Option<HashSet<u64>>, SearchError> {
        if filter.is_empty() {
            return Ok(None);
        }
        let (roots, standings) = (&self.reader.payload().roots, self.standings()?);
        let mut keys = HashSet::new();
        self.summaries()?.for_each(|summary| {
            let passes = if let Some(card) = self.entered(summary.key) {
                filter.passes(card, as_of)
            } else {
                let document = Described::from_tables(filter, summary, standings, roots, as_of);
                filter.admits(&document, as_of)
            };
            if passes {
                keys.insert(summary.key);
            }
        })?;
        Ok(Some(keys))
    }

    /// The share of the query's weight a clause must cover, strictly and laxly.
    pub(super) fn thresholds(&self, length: usize, words: usize, unknown: usize) -> (f32, f32) {
        if words == unknown {
            return (f32::INFINITY, f32::INFINITY);
        }
        match words {
            _ if length >= QUESTION => (self.weights.question, self.weights.question_lax),
            1 => (1.0, 1.0),
            2 if unknown == 0 => (1.0, 0.5),
            2 => (f32::INFINITY, f32::INFINITY),
            3 => (0.65, 0.45),
            _ => (0.55, 0.3),
        }
    }

    /// What a clause's place and its document's kind do to its score.
    pub(super) fn clause_factor(&self, traits: Traits) -> f32 {
        let weights = &self.weights;
        let mut factor = match traits.kind {
            Kind::Law => weights.law,
            Kind::Notice | Kind::Case | Kind::Other => weights.explains,
            _ => 1.0,
        };
        if traits.level == Level::Note {
            factor *= weights.note;
        }
        if traits.draft {
            factor *= weights.draft;
        }
        factor
    }

    /// The most it can be.
    pub(super) fn most_clause_factor(&self) -> f32 {
        let weights = &self.weights;
        weights.law.max(weights.explains).max(1.0) * weights.note.max(1.0) * weights.draft.max(1.0)
    }

    /// What a document's status and role do to the score of its clauses.
    pub(super) fn document_factor(&self, status: Status, role: Role, mixed: bool) -> f32 {
        let weights = &self.weights;
        let mut factor = match status {
            Status::Repealed | Status::Expired => weights.dead,
            Status::Amended => weights.amended,
            Status::NotYetEffective => weights.future,
            Status::InForce | Status::Unknown => 1.0,
        };
        if mixed && role == Role::Own {
            factor *= weights.own;
        }
        factor
    }
}
