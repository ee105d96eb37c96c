//! From scored clauses to the page shown: order, twins, highlights.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::DocAddress;

use super::closeness::Closeness;
use super::concept::ConceptKind;
use super::engine::{Engine, SearchError, SearchOptions, Sort};
use super::evidence::evidence;
use super::highlight::Highlighter;
use super::purpose::{purposes, serves};
use super::query::Query;
use super::ranking::Candidate;
use super::result::{Hit, SearchResult};
use super::top::best;
use super::weighing::Weighed;
use crate::index::columns::Columns;
use crate::index::entry::{ClauseText, DocCard};
use crate::index::stored::StoredClause;

/// Clauses ranked with everything known of their documents; those behind follow by score alone, so
/// that pages do not depend on how far one turns.
const WINDOW: usize = 200;

/// Clauses whose text is read to see how closely it follows the query.
const CLOSELY: usize = 40;

/// The place of the last hit that is shown.
fn last(options: &SearchOptions) -> usize {
    if options.limit == 0 {
        usize::MAX
    } else {
        options.offset.saturating_add(options.limit)
    }
}

/// Candidates that may come into the page once all is weighed.
pub(super) fn needed(options: &SearchOptions) -> usize {
    last(options).saturating_mul(4).max(WINDOW * 2)
}

impl Engine<'_> {
    /// Orders the candidates and fills the page.
    pub(super) fn page(
        &self,
        query: &Query,
        weighed: &[Weighed],
        mut candidates: Vec<Candidate>,
        columns: &[Columns],
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let of = |candidate: &Candidate| &columns[candidate.address.segment_ord as usize];
        let document = |candidate: &Candidate| of(candidate).document(candidate.address.doc_id);
        let ordinal = |candidate: &Candidate| of(candidate).ordinal(candidate.address.doc_id);
        let place = |candidate: &Candidate| (document(candidate), ordinal(candidate));
        let mut cards: HashMap<u64, Arc<DocCard>> = HashMap::new();
        let mut card = |key: u64| -> Result<Arc<DocCard>, SearchError> {
            if let Some(card) = cards.get(&key) {
                return Ok(Arc::clone(card));
            }
            let card = Arc::new(self.current(self.reader.card(key)?.unwrap_or_default()));
            cards.insert(key, Arc::clone(&card));
            Ok(card)
        };
        let last = last(options);
        let mut read = HashMap::new();
        match options.sort {
            Sort::Relevance => {
                // All of the list is ordered only when all of it can be shown.
                candidates = best(candidates, needed(options), document, ordinal);
                let window = candidates.len().min(WINDOW);
                let behind = candidates.split_off(window);
                self.weigh_documents(&mut candidates, &document, options.as_of)?;
                candidates = best(candidates, window, document, ordinal);
                candidates.extend(behind);
                let needed = if options.by_document {
                    usize::MAX
                } else {
                    last
                };
                let twin = |candidate: &Candidate| of(candidate).twin(candidate.address.doc_id);
                read = self.weigh_closeness(query, &mut candidates, needed, &twin)?;
                // Equal scores go by path and clause, so that no key decides what people see.
                let ordered = last.min(window);
                let mut start = 0;
                while start < ordered {
                    let end = start
                        + candidates[start..window]
                            .iter()
                            .take_while(|other| {
                                other.score.total_cmp(&candidates[start].score).is_eq()
                            })
                            .count();
                    if end - start > 1 {
                        let mut keyed = Vec::with_capacity(end - start);
                        for candidate in &candidates[start..end] {
                            let (key, ordinal) = place(candidate);
                            keyed.push((card(key)?, ordinal, *candidate));
                        }
                        keyed.sort_by(|(a, a_ordinal, _), (b, b_ordinal, _)| {
                            (&a.path, a.position, a_ordinal).cmp(&(&b.path, b.position, b_ordinal))
                        });
                        for (slot, (.., candidate)) in candidates[start..end].iter_mut().zip(keyed)
                        {
                            *slot = candidate;
                        }
                    }
                    start = end;
                }
            }
            Sort::Date => {
                let mut dates: HashMap<u64, (Option<Date>, String)> = HashMap::new();
                for card in self.reader.cards()? {
                    dates.insert(card.key, (card.day(), card.path));
                }
                candidates.sort_by_cached_key(|candidate| {
                    let (key, ordinal) = place(candidate);
                    let (date, path) = dates.get(&key).cloned().unwrap_or_default();
                    (std::cmp::Reverse(date), path, ordinal)
                });
            }
        }
        self.fill(
            query,
            weighed,
            &candidates,
            columns,
            options,
            last,
            &read,
            &mut card,
            result,
        )
    }

    /// Weighs clauses by what their documents are: status on the day, the bureau's own before others.
    fn weigh_documents(
        &self,
        candidates: &mut [Candidate],
        document: &dyn Fn(&Candidate) -> u64,
        as_of: Date,
    ) -> Result<(), SearchError> {
        let roots = &self.reader.payload().roots;
        let mixed = roots.iter().any(|root| root.role != roots[0].role);
        let standings = self.standings()?;
        for candidate in candidates {
            let key = document(candidate);
            let (status, past, role) = match self.entered(key) {
                Some(card) => (card.status(as_of).0, card.is_past(as_of), card.role),
                None => standings.get(key, as_of),
            };
            candidate.score *= self.document_factor(status, role, mixed);
            if past {
                candidate.score *= self.weights.past;
            }
        }
        Ok(())
    }

    /// Weighs the first clauses by how closely their text follows the query. Texts are read until those still unread
    /// can no longer come before the first `needed` different ones, of twins one: their order among themselves is open. Hands on what was read, a page of which is shown.
    fn weigh_closeness(
        &self,
        query: &Query,
        candidates: &mut [Candidate],
        needed: usize,
        twin: &dyn Fn(&Candidate) -> u64,
    ) -> Result<HashMap<DocAddress, StoredClause>, SearchError> {
        let weights = &self.weights;
        if query.words.is_empty() || weights.run + weights.purpose <= 0.0 {
            return Ok(HashMap::new());
        }
        let closeness = Closeness::new(&query.words);
        let purposes = purposes(&query.free_text());
        let factor = |run: f32, purpose: f32| 1.0 + weights.run * run + weights.purpose * purpose;
        let most = factor(1.0, if purposes.is_empty() { 0.0 } else { 1.0 });
        let first = candidates.len().min(CLOSELY);
        let mut leading: Vec<(u64, f32)> = Vec::new();
        let mut read = HashMap::with_capacity(first);
        for candidate in &mut candidates[..first] {
            let out_of_reach = needed
                .checked_sub(1)
                .and_then(|last| leading.get(last))
                .is_some_and(|(_, score)| candidate.score * most < *score);
            if out_of_reach {
                break;
            }
            let clause = self.reader.stored_clause(candidate.address)?;
            candidate.score *= clause.look(|ClauseText { text, .. }| {
                factor(closeness.of(text), serves(&purposes, text))
            })?;
            read.insert(candidate.address, clause.apart());
            if needed < first {
                let twin = twin(candidate);
                match leading.iter_mut().find(|(known, _)| *known == twin) {
                    Some((_, score)) => *score = score.max(candidate.score),
                    None => leading.push((twin, candidate.score)),
                }
                leading.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            }
        }
        candidates[..first].sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(read)
    }

    #[expect(clippy::too_many_arguments, reason = "the end of one pipeline")]
    pub(super) fn fill(
        &self,
        query: &Query,
        weighed: &[Weighed],
        candidates: &[Candidate],
        columns: &[Columns],
        options: &SearchOptions,
        last: usize,
        read: &HashMap<DocAddress, StoredClause>,
        card: &mut dyn FnMut(u64) -> Result<Arc<DocCard>, SearchError>,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let highlighter = Highlighter::new(
            weighed
                .iter()
                .filter(|weighed| {
                    matches!(weighed.concept.kind, ConceptKind::Word | ConceptKind::Added)
                })
                .flat_map(|weighed| weighed.concept.terms.iter().map(|(term, _)| term.as_str()))
                .chain(query.literals.iter().map(String::as_str)),
        );
        let mut seen: HashMap<u64, Option<usize>> = HashMap::new();
        let mut documents: HashSet<u64> = HashSet::new();
        let mut shown = 0;
        for candidate in candidates {
            let columns = &columns[candidate.address.segment_ord as usize];
            let entry = candidate.address.doc_id;
            let key = columns.document(entry);
            if options.fold_twins {
                let twin = columns.twin(entry);
                if let Some(first) = seen.get(&twin) {
                    if let Some(hit) = first.and_then(|at| result.hits.get_mut(at)) {
                        let path = card(key)?.path.clone();
                        if path != hit.card.path && !hit.also_at.contains(&path) {
                            hit.also_at.push(path);
                        }
                    }
                    continue;
                }
                let within = shown >= options.offset && shown < last;
                seen.insert(twin, within.then_some(result.hits.len()));
            }
            if options.by_document && !documents.insert(key) {
                continue;
            }
            shown += 1;
            if shown <= options.offset || shown > last {
                if shown > last && !options.fold_twins {
                    break;
                }
                if shown > last + WINDOW {
                    break;
                }
                continue;
            }
            let record = match read.get(&candidate.address) {
                Some(clause) => clause.decode()?,
                None => self.reader.stored_clause(candidate.address)?.decode()?,
            };
            let evidence = if options.explain {
                evidence(self.reader, candidate.address, weighed, &self.weights)?
            } else {
                Vec::new()
            };
            result.hits.push(Hit {
                rank: shown,
                score: candidate.score,
                card: card(key)?,
                highlights: highlighter.spans(&record.clause.text),
                clause: record.clause,
                also_at: Vec::new(),
                evidence,
            });
        }
        Ok(())
    }
}
