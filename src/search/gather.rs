//! Which of the scored clauses are candidates for the page.

use std::collections::HashSet;
use std::ops::Range;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, SegmentReader, TantivyError, Term};

use super::engine::Engine;
use super::query::Query;
use super::ranking::Candidate;
use super::score::{Found, Scored};
use super::top::{Gathered, best};
use crate::index::IndexError;
use crate::index::bits::Bits;
use crate::index::headings::Headings;
use crate::index::literal::Needle;
use crate::index::parallel::{across, across_segments, entries};
use crate::index::postings::for_each_block;
use crate::index::schema::entry_kind;

/// What looking at a scored clause costs beside going through a posting.
const CANDIDATE: u64 = 5;

/// Candidates that are gathered beyond those needed before the best are chosen.
const SURPLUS: usize = 4096;

impl Engine<'_> {
    /// Which entries of each segment may be found at all: those that hold all literals and nothing excluded, and where
    /// nothing is ranked every clause; of documents that are `allowed`. `None`: whatever shares a word with the query.
    pub(super) fn limits(
        &self,
        query: &Query,
        allowed: Option<&HashSet<u64>>,
    ) -> Result<Vec<Option<Bits>>, IndexError> {
        let fields = self.reader.fields();
        let needles: Vec<Needle> = query
            .literals
            .iter()
            .chain(query.together.iter().flat_map(|near| &near.words))
            .filter_map(|text| Needle::new(text))
            .collect();
        let barred: Vec<Needle> = query
            .excluded
            .iter()
            .filter_map(|text| Needle::new(text))
            .collect();
        let ranked = !query.words.is_empty();
        if ranked && needles.is_empty() && barred.is_empty() && allowed.is_none() {
            return Ok(vec![None; self.reader.searcher().segment_readers().len()]);
        }
        let of_segment = |number: usize| {
            let segment = self.reader.searcher().segment_reader(number as u32);
            let mut needles = needles.iter();
            let mut bits = match needles.next() {
                Some(needle) => needle.find(segment, fields.bigrams)?,
                None if ranked => Bits::all(segment.max_doc()),
                None => clauses(segment, fields.entry)?,
            };
            for needle in needles {
                bits.intersect(&needle.find(segment, fields.bigrams)?);
            }
            for needle in &barred {
                bits.subtract(&needle.find(segment, fields.bigrams)?);
            }
            if let Some(allowed) = allowed {
                let headings = Headings::open(self.reader, number)?;
                bits.intersect(&headings.of_documents(self.reader, number, allowed)?);
            }
            Ok(Some(bits))
        };
        across_segments(self.reader, entries(self.reader), of_segment)
    }

    /// The clauses that may be shown: within the limits, and with the share of the query's weight (`mass`) that is asked
    /// for. Only the best of them are kept, `needed` at least: a common character stands in nearly all clauses.
    pub(super) fn gather(
        &self,
        found: &[Found],
        limits: &[Option<Bits>],
        mass: f32,
        share: f32,
        needed: usize,
    ) -> Result<Gathered, IndexError> {
        let scored: usize = found.iter().map(|found| found.scored.len()).sum();
        let work = entries(self.reader).max(scored as u64 * CANDIDATE);
        let found = across(found, work, |found| {
            let limits = limits[found.part.segment].as_ref();
            self.of_part(found, limits, (mass, share), needed)
        })?;
        let mut all = Gathered::default();
        for mut more in found {
            all.total += more.total;
            all.complete |= more.complete;
            all.candidates.append(&mut more.candidates);
        }
        Ok(all)
    }

    /// The clauses within the limits where nothing is scored: how many there are, and those that come first, `needed` of
    /// them and the rest of the last one's document. Like all that has the same score they go by their documents' keys.
    pub(super) fn listed(
        &self,
        limits: &[Option<Bits>],
        needed: usize,
    ) -> Result<Gathered, IndexError> {
        let mut total = 0;
        let mut runs: Vec<(u64, usize, Range<u32>, usize)> = Vec::new();
        for (number, limits) in limits.iter().enumerate() {
            let segment = self.reader.searcher().segment_reader(number as u32);
            let Some(limits) = limits else { continue };
            let headings = Headings::open(self.reader, number)?;
            headings.runs(self.reader, number, |key, under| {
                let count = if segment.has_deletes() {
                    let living =
                        |entry: &u32| limits.contains(*entry) && !segment.is_deleted(*entry);
                    under.clone().filter(living).count()
                } else {
                    limits.count_in(under.clone())
                };
                if count > 0 {
                    total += count;
                    runs.push((key, number, under, count));
                }
            })?;
        }
        let mut counts: Vec<(u64, usize)> =
            runs.iter().map(|&(key, .., count)| (key, count)).collect();
        counts.sort_unstable();
        let mut sum = 0;
        let border = counts.iter().find(|(_, count)| {
            sum += count;
            sum >= needed
        });
        let border = border.map_or(u64::MAX, |&(key, _)| key);
        let mut candidates = Vec::new();
        for (_, number, under, _) in runs.into_iter().filter(|&(key, ..)| key <= border) {
            let segment = self.reader.searcher().segment_reader(number as u32);
            let limits = limits[number].as_ref();
            let entries = under.filter(|&entry| {
                limits.is_some_and(|limits| limits.contains(entry)) && !segment.is_deleted(entry)
            });
            candidates.extend(entries.map(|entry| Candidate {
                score: 0.0,
                address: DocAddress::new(number as u32, entry),
            }));
        }
        Ok(Gathered {
            total,
            complete: total > 0,
            candidates,
        })
    }

    fn of_part(
        &self,
        found: &Found,
        limits: Option<&Bits>,
        (mass, share): (f32, f32),
        needed: usize,
    ) -> Result<Gathered, IndexError> {
        let Found { part, scored } = found;
        let number = part.segment;
        let segment = self.reader.searcher().segment_reader(number as u32);
        let columns = &self.reader.columns()?[number];
        let least = mass * share - 1e-4;
        let document = |candidate: &Candidate| columns.document(candidate.address.doc_id);
        let ordinal = |candidate: &Candidate| columns.ordinal(candidate.address.doc_id);
        let room = needed.saturating_mul(2).saturating_add(SURPLUS);
        let most = self.most_clause_factor();
        let mut gathered = Gathered::default();
        // What lies below the last one needed so far is only counted.
        let mut last = f32::NEG_INFINITY;
        let mut take = |found: Scored| {
            let Scored {
                entry,
                mut score,
                covered,
            } = found;
            if covered < least || (share > 0.0 && covered <= 0.0) || segment.is_deleted(entry) {
                return;
            }
            gathered.total += 1;
            gathered.complete |= covered >= mass - 1e-3;
            if mass > 0.0 {
                score *= 1.0 - self.weights.coverage * (1.0 - (covered / mass).min(1.0));
            }
            if score * most < last {
                return;
            }
            if score > 0.0 {
                score *= self.clause_factor(columns.traits(entry));
            }
            let candidates = &mut gathered.candidates;
            candidates.push(Candidate {
                score,
                address: DocAddress::new(number as u32, entry),
            });
            if candidates.len() >= room {
                *candidates = best(std::mem::take(candidates), needed, document, ordinal);
                last = candidates.last().map_or(last, |candidate| candidate.score);
            }
        };
        match limits {
            None => scored.iter().copied().for_each(take),
            // What is ranked shares something with the query.
            Some(limits) if share > 0.0 => scored
                .iter()
                .copied()
                .filter(|found| limits.contains(found.entry))
                .for_each(take),
            Some(limits) => {
                let mut rest = &scored[..];
                limits.for_each_in(part.entries.clone(), |entry| {
                    let before = rest.iter().take_while(|found| found.entry < entry);
                    rest = &rest[before.count()..];
                    take(match rest.first() {
                        Some(&found) if found.entry == entry => found,
                        _ => Scored {
                            entry,
                            score: 0.0,
                            covered: 0.0,
                        },
                    });
                });
            }
        }
        Ok(gathered)
    }
}

/// All clauses of a segment. Deleted ones may be among them.
fn clauses(segment: &SegmentReader, entry: Field) -> Result<Bits, IndexError> {
    let mut clauses = Bits::new(segment.max_doc());
    let inverted = segment.inverted_index(entry)?;
    let term = Term::from_field_text(entry, entry_kind::CLAUSE);
    if let Some(info) = inverted.get_term_info(&term).map_err(TantivyError::from)? {
        for_each_block(&inverted, &info, IndexRecordOption::Basic, |block| {
            block.docs().iter().for_each(|&doc| clauses.insert(doc));
        })?;
    }
    Ok(clauses)
}
