//! Scores every clause that shares something with the query.
//!
//! For each concept the postings of all its terms in all fields are added up with their field
//! weights (BM25F), then saturated once, so that a word in title, heading and text does not count
//! three times. Only the postings of the query's terms are touched. Entries are taken a window at a time, all
//! concepts over one window before the next: so the sums stay in the processor's cache, and memory is touched
//! for what is found, not for what is indexed.

use std::ops::Range;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TERMINATED};

use super::concept::ConceptKind;
use super::weighing::{Place, Weighed, masses};
use super::weights::Weights;
use crate::index::headings::Headings;
use crate::index::parallel::across_segments;
use crate::index::{IndexError, Reader};

/// Entries scored together.
const WINDOW: u32 = 4096;

/// The same as a number of places.
const PLACES: usize = WINDOW as usize;

/// A number for each place of a window.
type Places = [f32; PLACES];

/// One entry in so many must have a concept for all places of a window to be gone through instead of those that have
/// it: adding nothing to eight neighbours at once is quicker than jumping from one place to the next.
const DENSE: u64 = 8;

/// A clause that shares something with the query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Its entry in the segment.
    pub entry: u32,
    /// Its score.
    pub score: f32,
    /// Sum of the weights of the query's words that occur.
    pub covered: f32,
}

/// Length normalisation of one field in one segment, by the byte the length is stored as.
pub(super) struct Norms {
    reader: FieldNormReader,
    factor: [f32; 256],
}

impl Norms {
    pub(super) fn new(
        segment: &SegmentReader,
        field: Field,
        usual: f32,
        b: f32,
    ) -> Result<Self, IndexError> {
        let reader = segment.get_fieldnorms_reader(field)?;
        let mut factor = [0.0; 256];
        for (id, slot) in factor.iter_mut().enumerate() {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            *slot = 1.0 / (1.0 - b + b * length / usual);
        }
        Ok(Self { reader, factor })
    }

    #[inline]
    pub(super) fn of(&self, entry: u32) -> f32 {
        self.factor[self.reader.fieldnorm_id(entry) as usize]
    }
}

/// The length a field is compared with. A constant, not the average of the corpus at hand: so a score does
/// not change with what else is indexed, nor with what has been deleted but not yet merged away.
pub(super) fn usual_length(reader: &Reader, field: Field) -> f32 {
    let fields = reader.fields();
    match field {
        field if field == fields.text => 70.0,
        field if field == fields.bigrams => 110.0,
        field if field == fields.head => 5.0,
        field if field == fields.context => 20.0,
        _ => 8.0,
    }
}

/// Scores all segments: for each the clauses found, in the order of entries. With `whole_words` those that share
/// nothing but pairs of characters with the query are left out.
///
/// # Errors
/// [`IndexError`].
pub fn score(
    reader: &Reader,
    weighed: &[Weighed],
    weights: &Weights,
    whole_words: bool,
) -> Result<Vec<Vec<Scored>>, IndexError> {
    let work = weighed
        .iter()
        .flat_map(|weighed| &weighed.places)
        .map(Place::clauses)
        .sum();
    across_segments(
        reader,
        work,
        || Window::new(whole_words),
        |window, segment| score_segment(reader, segment, weighed, weights, window),
    )
}

/// What the postings of one term add, entry by entry.
struct Cursor {
    block: BlockSegmentPostings,
    /// Place in the block.
    at: usize,
    factor: f32,
    /// Which of the segment's norms.
    norms: usize,
    /// Whether postings are headings.
    heads: bool,
    /// Clauses still to come under the heading taken last, with what it adds to each.
    under: Range<u32>,
    value: f32,
}

impl Cursor {
    /// The posting to be taken next; [`TERMINATED`] at the end.
    fn posting(&self) -> u32 {
        self.block
            .docs()
            .get(self.at)
            .copied()
            .unwrap_or(TERMINATED)
    }

    fn advance(&mut self, by: usize) {
        self.at += by;
        if self.at >= self.block.block_len() && self.block.block_len() > 0 {
            self.block.advance();
            self.at = 0;
        }
    }

    /// The next entry it may add something to.
    fn next(&self) -> u32 {
        match self.under.clone().next() {
            Some(entry) => entry,
            None if self.heads => self.posting().saturating_add(1),
            None => self.posting(),
        }
    }

    /// Adds what it has for entries before `end` to the sums of the window that begins at `base`; `each` is told of the
    /// places that get something, before they do.
    #[inline]
    fn take(
        &mut self,
        base: u32,
        norms: &Norms,
        headings: Option<&Headings<'_>>,
        sums: &mut Places,
        mut each: impl FnMut(usize, f32),
    ) {
        let end = base + WINDOW;
        if self.heads {
            self.take_headings(base, norms, headings, sums, each);
            return;
        }
        while self.posting() < end {
            let docs = &self.block.docs()[self.at..];
            let taken = match docs.last() {
                Some(&last) if last < end => docs.len(),
                _ => docs.partition_point(|&entry| entry < end),
            };
            for (&entry, &frequency) in docs[..taken].iter().zip(&self.block.freqs()[self.at..]) {
                let at = (entry - base) as usize % PLACES;
                let value = self.factor * frequency as f32 * norms.of(entry);
                each(at, sums[at]);
                sums[at] += value;
            }
            self.advance(taken);
        }
    }

    fn take_headings(
        &mut self,
        base: u32,
        norms: &Norms,
        headings: Option<&Headings<'_>>,
        sums: &mut Places,
        mut each: impl FnMut(usize, f32),
    ) {
        let end = base + WINDOW;
        loop {
            let stop = self.under.end.min(end);
            if self.under.start < stop {
                let first = (self.under.start - base) as usize;
                let last = (stop - base) as usize;
                for (at, sum) in (first..last).zip(&mut sums[first..last]) {
                    each(at, *sum);
                    *sum += self.value;
                }
                self.under.start = stop;
            }
            if !self.under.is_empty() {
                return;
            }
            let heading = self.posting();
            if heading.saturating_add(1) >= end {
                return;
            }
            let frequency = self.block.freqs().get(self.at).copied().unwrap_or(1);
            self.value = self.factor * frequency as f32 * norms.of(heading);
            self.under = headings.map_or(0..0, |headings| headings.under(heading));
            self.advance(1);
        }
    }
}

/// A concept with its cursors in one segment.
struct Lookup<'w> {
    weighed: &'w Weighed,
    cursors: Vec<Cursor>,
    /// Whether it is the last one of its group.
    last: bool,
    /// Whether so many entries have it that all places of a window are gone through: see [`DENSE`].
    dense: bool,
    /// Whether one of its group is dense.
    dense_group: bool,
}

/// The concepts in the order they are added up: group by group, pairs of characters at the end.
fn lookups(weighed: &[Weighed]) -> Vec<Lookup<'_>> {
    let mut ordered: Vec<&Weighed> = weighed.iter().collect();
    ordered.sort_by_key(|weighed| {
        (
            weighed.concept.kind == ConceptKind::Bigram,
            weighed.concept.group,
        )
    });
    let last: Vec<bool> = (0..ordered.len())
        .map(|at| {
            ordered.get(at + 1).is_none_or(|next| {
                next.concept.group != ordered[at].concept.group
                    || next.concept.kind == ConceptKind::Bigram
            })
        })
        .collect();
    ordered
        .into_iter()
        .zip(last)
        .map(|(weighed, last)| Lookup {
            weighed,
            cursors: Vec::new(),
            last,
            dense: false,
            dense_group: false,
        })
        .collect()
}

/// Sums of one window, by place in it.
struct Window {
    scores: Box<Places>,
    covered: Box<Places>,
    sums: Box<Places>,
    parts: Box<Places>,
    /// Places that something was added to, where no concept was dense.
    touched: [u64; PLACES / 64],
    /// Whether any place may have something.
    dense: bool,
    hit: Vec<u16>,
    partly: Vec<u16>,
    whole_words: bool,
}

impl Window {
    fn new(whole_words: bool) -> Self {
        let zeros = || Box::new([0.0f32; PLACES]);
        Self {
            scores: zeros(),
            covered: zeros(),
            sums: zeros(),
            parts: zeros(),
            touched: [0; PLACES / 64],
            dense: false,
            hit: Vec::new(),
            partly: Vec::new(),
            whole_words,
        }
    }

    /// Turns the sums of a concept into what it adds to scores and to its group's part, at the places it was found.
    fn settle(&mut self, weighed: &Weighed, k1: f32) {
        let counts = weighed.concept.kind != ConceptKind::Bigram;
        let share = weighed.rarity * weighed.concept.weight;
        for at in self.hit.drain(..) {
            let place = usize::from(at) % PLACES;
            let sum = std::mem::take(&mut self.sums[place]);
            self.scores[place] += weighed.idf * sum * (k1 + 1.0) / (sum + k1);
            if counts {
                let part = &mut self.parts[place];
                if *part == 0.0 {
                    self.partly.push(at);
                }
                *part += share;
            }
            self.touched[place / 64] |= 1 << (place % 64);
        }
    }

    /// The same at all places.
    fn settle_all(&mut self, weighed: &Weighed, k1: f32) {
        self.dense = true;
        let idf = weighed.idf;
        if weighed.concept.kind == ConceptKind::Bigram {
            for (score, sum) in self.scores.iter_mut().zip(self.sums.iter_mut()) {
                *score += idf * *sum * (k1 + 1.0) / (*sum + k1);
                *sum = 0.0;
            }
            return;
        }
        let share = weighed.rarity * weighed.concept.weight;
        for ((score, sum), part) in self
            .scores
            .iter_mut()
            .zip(self.sums.iter_mut())
            .zip(self.parts.iter_mut())
        {
            *score += idf * *sum * (k1 + 1.0) / (*sum + k1);
            *part += if *sum > 0.0 { share } else { 0.0 };
            *sum = 0.0;
        }
    }

    /// Adds the parts of a group to what is covered, no more than the group weighs. The word itself covers its group;
    /// failing that, the words inside it do by what they weigh.
    fn cover(&mut self, full: f32, all: bool) {
        if all {
            self.partly.clear();
            for (covered, part) in self.covered.iter_mut().zip(self.parts.iter_mut()) {
                *covered += part.min(full);
                *part = 0.0;
            }
            return;
        }
        for at in self.partly.drain(..) {
            let place = usize::from(at) % PLACES;
            self.covered[place] += std::mem::take(&mut self.parts[place]).min(full);
        }
    }

    /// Hands on what was found, in order, and is empty again.
    fn drain(&mut self, base: u32, found: &mut Vec<Scored>) {
        let whole_words = self.whole_words;
        let mut take = |at: usize, score: f32, covered: f32| {
            if score > 0.0 && (covered > 0.0 || !whole_words) {
                found.push(Scored {
                    entry: base + at as u32,
                    score,
                    covered,
                });
            }
        };
        if std::mem::take(&mut self.dense) {
            let places = self.scores.iter().zip(self.covered.iter());
            for (at, (&score, &covered)) in places.enumerate() {
                take(at, score, covered);
            }
            self.scores.fill(0.0);
            self.covered.fill(0.0);
            self.touched.fill(0);
            return;
        }
        for (word, bits) in self.touched.iter_mut().enumerate() {
            let mut rest = std::mem::take(bits);
            while rest != 0 {
                let at = (word * 64 + rest.trailing_zeros() as usize) % PLACES;
                rest &= rest - 1;
                let score = std::mem::take(&mut self.scores[at]);
                take(at, score, std::mem::take(&mut self.covered[at]));
            }
        }
    }
}

fn score_segment(
    reader: &Reader,
    number: usize,
    weighed: &[Weighed],
    weights: &Weights,
    window: &mut Window,
) -> Result<Vec<Scored>, IndexError> {
    let segment = reader.searcher().segment_reader(number as u32);
    let groups = masses(weighed);
    let mut norms: Vec<(Field, Norms)> = Vec::new();
    let mut headings: Option<Headings<'_>> = None;
    let mut lookups = lookups(weighed);
    for lookup in &mut lookups {
        let here = lookup.weighed.places.iter();
        for place in here.filter(|place| place.segment == number) {
            let field = place.source.field;
            let known = norms.iter().position(|(known, _)| *known == field);
            let of_field = if let Some(at) = known {
                at
            } else {
                let usual = usual_length(reader, field);
                norms.push((field, Norms::new(segment, field, usual, place.source.b)?));
                norms.len() - 1
            };
            if place.source.heads && headings.is_none() {
                headings = Some(Headings::open(reader, number)?);
            }
            lookup.cursors.push(Cursor {
                block: segment
                    .inverted_index(field)?
                    .read_block_postings_from_terminfo(&place.info, IndexRecordOption::WithFreqs)
                    .map_err(tantivy::TantivyError::from)?,
                at: 0,
                factor: place.source.weight * place.variant,
                norms: of_field,
                heads: place.source.heads,
                under: 0..0,
                value: 0.0,
            });
        }
    }
    let next = |lookups: &[Lookup<'_>]| {
        lookups
            .iter()
            .flat_map(|lookup| &lookup.cursors)
            .map(Cursor::next)
            .min()
            .filter(|&entry| entry < TERMINATED)
    };
    let dense: Vec<bool> = lookups
        .iter()
        .map(|lookup| is_dense(lookup.weighed, number, segment.max_doc()))
        .collect();
    let mut dense_group = false;
    for (lookup, dense) in lookups.iter_mut().zip(dense) {
        dense_group |= dense;
        lookup.dense = dense;
        lookup.dense_group = dense_group;
        dense_group &= !lookup.last;
    }
    let mut found = Vec::new();
    while let Some(first) = next(&lookups) {
        let base = first - first % WINDOW;
        for lookup in &mut lookups {
            let weighed = lookup.weighed;
            for cursor in &mut lookup.cursors {
                let norms = &norms[cursor.norms].1;
                let (sums, hit) = (&mut *window.sums, &mut window.hit);
                if lookup.dense {
                    cursor.take(base, norms, headings.as_ref(), sums, |_, _| {});
                } else {
                    cursor.take(base, norms, headings.as_ref(), sums, |at, sum| {
                        if sum == 0.0 {
                            hit.push(at as u16);
                        }
                    });
                }
            }
            if lookup.dense {
                window.settle_all(weighed, weights.k1);
            } else {
                window.settle(weighed, weights.k1);
            }
            if lookup.last && weighed.concept.kind != ConceptKind::Bigram {
                let full = groups.get(weighed.concept.group).copied().unwrap_or(0.0);
                window.cover(full, lookup.dense_group);
            }
        }
        window.drain(base, &mut found);
    }
    Ok(found)
}

/// Whether a concept stands in so many entries of a segment that all are gone through: see [`DENSE`].
fn is_dense(weighed: &Weighed, segment: usize, entries: u32) -> bool {
    let here = weighed
        .places
        .iter()
        .filter(|place| place.segment == segment);
    let postings: u64 = here.map(Place::clauses).sum();
    postings * DENSE > u64::from(entries)
}
