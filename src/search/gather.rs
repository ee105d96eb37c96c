//! Which of the scored clauses are candidates for the page.

use std::collections::HashSet;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, SegmentReader, TantivyError, Term};

use super::engine::Engine;
use super::query::Query;
use super::ranking::Candidate;
use super::score::Scored;
use crate::index::IndexError;
use crate::index::bits::Bits;
use crate::index::headings::Headings;
use crate::index::literal::Needle;
use crate::index::parallel::{across_segments, entries};
use crate::index::postings::for_each_block;
use crate::index::schema::entry_kind;
use crate::index::traits::Traits;

/// What looking at a scored clause costs beside going through a posting.
const CANDIDATE: u64 = 5;

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
        across_segments(
            self.reader,
            entries(self.reader),
            || (),
            |(), number| of_segment(number),
        )
    }

    /// The clauses that may be shown: within the limits, and with the share of the query's weight (`mass`) that is asked
    /// for.
    pub(super) fn gather(
        &self,
        scored: &[Vec<Scored>],
        limits: &[Option<Bits>],
        mass: f32,
        share: f32,
    ) -> Result<Vec<Candidate>, IndexError> {
        let scored_ones: usize = scored.iter().map(Vec::len).sum();
        let found = across_segments(
            self.reader,
            entries(self.reader).max(scored_ones as u64 * CANDIDATE),
            || (),
            |(), number| {
                let limits = limits[number].as_ref();
                self.of_segment(number, &scored[number], limits, (mass, share))
            },
        )?;
        let mut found = found.into_iter();
        let mut candidates = found.next().unwrap_or_default();
        candidates.reserve(found.as_slice().iter().map(Vec::len).sum());
        found.for_each(|mut more| candidates.append(&mut more));
        Ok(candidates)
    }

    fn of_segment(
        &self,
        number: usize,
        scored: &[Scored],
        limits: Option<&Bits>,
        (mass, share): (f32, f32),
    ) -> Result<Vec<Candidate>, IndexError> {
        let segment = self.reader.searcher().segment_reader(number as u32);
        let columns = &self.reader.columns()?[number];
        let least = mass * share - 1e-4;
        let mut candidates = Vec::with_capacity(limits.map_or(scored.len(), Bits::count));
        let mut take = |found: Scored| {
            let Scored {
                entry,
                mut score,
                covered,
            } = found;
            if covered < least || (share > 0.0 && covered <= 0.0) || segment.is_deleted(entry) {
                return;
            }
            if mass > 0.0 {
                score *= 1.0 - self.weights.coverage * (1.0 - (covered / mass).min(1.0));
            }
            if score > 0.0 {
                let traits = Traits::unpack(columns.traits.first(entry).unwrap_or(0));
                score *= self.clause_factor(traits);
            }
            candidates.push(Candidate {
                score,
                covered,
                address: DocAddress::new(number as u32, entry),
            });
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
                let mut rest = scored;
                limits.for_each(|entry| {
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
        Ok(candidates)
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
