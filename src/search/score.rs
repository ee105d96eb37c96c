//! Scores every clause that shares enough with the query.
//!
//! For each concept the postings of all its terms in all fields are added up with their field
//! weights (BM25F), then saturated once, so that a word in title, heading and text does not count
//! three times. Entries are taken a window at a time, all concepts over one window before the next: so the sums stay in
//! the processor's cache, and memory is touched for what is found, not for what is indexed.
//!
//! Words come heaviest first. An entry that lacks so much of the query that what is still to come cannot bring it over the
//! bar is left alone from there on; where few are left, only they are looked up in the postings of the rest.

use std::ops::Range;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TERMINATED};

use super::concept::ConceptKind;
use super::weighing::{Place, Weighed, masses};
use super::weights::Weights;
use crate::index::bits::Bits;
use crate::index::headings::{Headings, LONGEST_RUN};
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

/// Looking one entry up in a list of postings costs as much as going through so many of them.
const SEEK: u64 = 16;

/// Sums of weights are compared with this much room for rounding.
const ROOM: f32 = 1e-3;

/// What keeps a clause out of an answer, whatever its score.
pub struct Bar<'b> {
    /// What it must cover of the query's weight.
    pub least: f32,
    /// Whether it must have a word of the query, not only pairs of characters.
    pub whole_words: bool,
    /// Entries that may be found in each segment; `None`: all.
    pub limits: &'b [Option<Bits>],
}

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

/// Scores all segments: for each the clauses found that are not barred, in the order of entries.
///
/// # Errors
/// [`IndexError`].
pub fn score(
    reader: &Reader,
    weighed: &[Weighed],
    weights: &Weights,
    bar: &Bar<'_>,
) -> Result<Vec<Vec<Scored>>, IndexError> {
    let lookups = lookups(weighed);
    across_segments(
        reader,
        work(&lookups, bar.least),
        || Window::new(bar.whole_words),
        |window, segment| score_segment(reader, segment, &lookups, weights, bar, window),
    )
}

/// About how many postings are gone through.
fn work(lookups: &[Lookup<'_>], least: f32) -> u64 {
    let mut sum = 0;
    // Entries that may still be found once those that lack too much are out.
    let mut left = u64::MAX;
    for lookup in lookups {
        let postings: u64 = lookup.weighed.places.iter().map(Place::clauses).sum();
        sum += postings.min(left.saturating_mul(SEEK));
        if lookup.last && lookup.after + ROOM < least {
            left = left.min(sum);
        }
    }
    sum
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

    /// Passes over what ends before `base`.
    fn skip_to(&mut self, base: u32) {
        let first = if self.heads {
            // A heading may stand far before the last clause under it.
            base.saturating_sub(LONGEST_RUN as u32 + 1)
        } else {
            base
        };
        if self.posting() < first {
            self.at = self.block.seek(first);
        }
    }

    /// Adds what it has for the entries of `span` to their sums; `each` is told of the places that get something, before
    /// they do. With `only` other places of the window may be left out.
    #[inline]
    fn take(
        &mut self,
        span: &Span<'_>,
        only: Option<&Mask>,
        norms: &Norms,
        sums: &mut Places,
        mut each: impl FnMut(usize, f32),
    ) {
        self.skip_to(span.base);
        if self.heads {
            self.take_headings(span, only, norms, sums, each);
            return;
        }
        let (base, end) = (span.base, span.base + WINDOW);
        if let Some(only) = only {
            only.for_each(0..PLACES, |at| {
                let entry = base + at as u32;
                if self.posting() < entry {
                    self.at = self.block.seek(entry);
                }
                if self.posting() == entry {
                    let frequency = self.block.freqs().get(self.at).copied().unwrap_or(1);
                    each(at, sums[at]);
                    sums[at] += self.factor * frequency as f32 * norms.of(entry);
                }
            });
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
        span: &Span<'_>,
        only: Option<&Mask>,
        norms: &Norms,
        sums: &mut Places,
        mut each: impl FnMut(usize, f32),
    ) {
        let (base, end) = (span.base, span.base + WINDOW);
        loop {
            let stop = self.under.end.min(end);
            let start = self.under.start.max(base);
            if start < stop {
                let places = (start - base) as usize..(stop - base) as usize;
                let mut add = |at: usize| {
                    each(at, sums[at]);
                    sums[at] += self.value;
                };
                match only {
                    Some(only) => only.for_each(places, add),
                    None => places.for_each(&mut add),
                }
            }
            self.under.start = start.max(stop);
            if !self.under.is_empty() {
                return;
            }
            let heading = self.posting();
            if heading.saturating_add(1) >= end {
                return;
            }
            let frequency = self.block.freqs().get(self.at).copied().unwrap_or(1);
            self.value = self.factor * frequency as f32 * norms.of(heading);
            self.under = span
                .headings
                .map_or(0..0, |headings| headings.under(heading));
            self.advance(1);
        }
    }
}

/// The entries of a window.
struct Span<'h> {
    base: u32,
    headings: Option<&'h Headings<'h>>,
}

/// A set of places of a window.
struct Mask {
    words: [u64; PLACES / 64],
    count: u64,
}

impl Mask {
    /// The places of the window at `base` that hold entries within the limits of a segment.
    fn of(base: u32, entries: u32, limits: Option<&Bits>) -> Self {
        let mut words = [0; PLACES / 64];
        if let Some(limits) = limits {
            let first = base as usize / 64;
            let mine = limits.words().get(first..).unwrap_or_default();
            for (word, limit) in words.iter_mut().zip(mine) {
                *word = *limit;
            }
        } else {
            let places = entries.saturating_sub(base).min(WINDOW) as usize;
            words[..places / 64].fill(u64::MAX);
            if !places.is_multiple_of(64) {
                words[places / 64] = (1 << (places % 64)) - 1;
            }
        }
        let count = words.iter().map(|word| u64::from(word.count_ones())).sum();
        Self { words, count }
    }

    /// Calls `each` with those of the set in a range, in order.
    #[inline]
    fn for_each(&self, places: Range<usize>, mut each: impl FnMut(usize)) {
        let mut at = places.start;
        while at < places.end {
            let stop = (at / 64 + 1) * 64;
            let mut rest = self.words[at / 64] & u64::MAX << (at % 64);
            if places.end < stop {
                rest &= u64::MAX >> (stop - places.end);
            }
            while rest != 0 {
                each(at / 64 * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
            at = stop;
        }
    }

    /// Takes those out that have less than `least`.
    fn narrow(&mut self, values: &Places, least: f32) {
        self.count = 0;
        for (word, values) in self.words.iter_mut().zip(values.as_chunks::<64>().0) {
            if *word == 0 {
                continue;
            }
            let mut enough = 0;
            for (bit, &value) in values.iter().enumerate() {
                enough |= u64::from(value >= least) << bit;
            }
            *word &= enough;
            self.count += u64::from(word.count_ones());
        }
    }
}

/// A concept in its place among those that are added up.
#[derive(Clone, Copy)]
struct Lookup<'w> {
    weighed: &'w Weighed,
    /// What its group weighs at most.
    full: f32,
    /// What the groups behind it weigh together.
    after: f32,
    /// Whether it is the last one of its group.
    last: bool,
}

impl Lookup<'_> {
    fn is_pair(&self) -> bool {
        self.weighed.concept.kind == ConceptKind::Bigram
    }
}

/// The concepts in the order they are added up: group by group, the heaviest first, pairs of characters at the end.
fn lookups(weighed: &[Weighed]) -> Vec<Lookup<'_>> {
    let masses = masses(weighed);
    let mass = |group: usize| masses.get(group).copied().unwrap_or(0.0);
    let is_pair = |weighed: &Weighed| weighed.concept.kind == ConceptKind::Bigram;
    let mut ordered: Vec<&Weighed> = weighed.iter().collect();
    ordered.sort_by(|a, b| {
        let (a_group, b_group) = (a.concept.group, b.concept.group);
        is_pair(a)
            .cmp(&is_pair(b))
            .then_with(|| mass(b_group).total_cmp(&mass(a_group)))
            .then_with(|| a_group.cmp(&b_group))
    });
    let mut lookups: Vec<Lookup<'_>> = Vec::with_capacity(ordered.len());
    let mut after = 0.0;
    for (at, &weighed) in ordered.iter().enumerate().rev() {
        let group = weighed.concept.group;
        let last = ordered
            .get(at + 1)
            .is_none_or(|next| next.concept.group != group || is_pair(next));
        let full = if is_pair(weighed) { 0.0 } else { mass(group) };
        if last && let Some(next) = lookups.last() {
            after += next.full;
        }
        lookups.push(Lookup {
            weighed,
            full,
            after,
            last,
        });
    }
    lookups.reverse();
    lookups
}

/// A concept with its cursors in one segment.
struct Search<'w> {
    lookup: Lookup<'w>,
    cursors: Vec<Cursor>,
    /// Postings a window, about.
    usual: u64,
    /// Whether so many entries have it that all places of a window are gone through: see [`DENSE`].
    dense: bool,
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

    /// Hands on what was found of `left`, in order, and is empty again.
    fn drain(&mut self, base: u32, left: &Mask, found: &mut Vec<Scored>) {
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
            left.for_each(0..PLACES, |at| take(at, self.scores[at], self.covered[at]));
            self.scores.fill(0.0);
            self.covered.fill(0.0);
            self.touched.fill(0);
            return;
        }
        for (word, bits) in self.touched.iter_mut().enumerate() {
            let mut rest = std::mem::take(bits);
            while rest != 0 {
                let at = (word * 64 + rest.trailing_zeros() as usize) % PLACES;
                let is_left = left.words[word] & rest & rest.wrapping_neg() != 0;
                rest &= rest - 1;
                let score = std::mem::take(&mut self.scores[at]);
                let covered = std::mem::take(&mut self.covered[at]);
                if is_left {
                    take(at, score, covered);
                }
            }
        }
    }
}

fn score_segment(
    reader: &Reader,
    number: usize,
    lookups: &[Lookup<'_>],
    weights: &Weights,
    bar: &Bar<'_>,
    window: &mut Window,
) -> Result<Vec<Scored>, IndexError> {
    let segment = reader.searcher().segment_reader(number as u32);
    let entries = segment.max_doc();
    let windows = u64::from(entries.div_ceil(WINDOW).max(1));
    let mut norms: Vec<(Field, Norms)> = Vec::new();
    let mut headings: Option<Headings<'_>> = None;
    let mut searches: Vec<Search<'_>> = Vec::with_capacity(lookups.len());
    for &lookup in lookups {
        let mut cursors = Vec::new();
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
            cursors.push(Cursor {
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
        let postings = postings(lookup.weighed, number);
        searches.push(Search {
            lookup,
            cursors,
            usual: postings / windows,
            dense: postings * DENSE > u64::from(entries),
        });
    }
    let mut found = Vec::new();
    if searches.iter().all(|search| search.cursors.is_empty()) {
        return Ok(found);
    }
    let limits = bar.limits.get(number).and_then(Option::as_ref);
    for base in (0..entries).step_by(PLACES) {
        let span = Span {
            base,
            headings: headings.as_ref(),
        };
        let mut left = Mask::of(base, entries, limits);
        let mut covers_all = false;
        for search in &mut searches {
            if left.count == 0 {
                break;
            }
            let Lookup {
                weighed,
                full,
                after,
                last,
            } = search.lookup;
            let only = (left.count * SEEK < search.usual).then_some(&left);
            let dense = search.dense && only.is_none();
            for cursor in &mut search.cursors {
                let norms = &norms[cursor.norms].1;
                let (sums, hit) = (&mut *window.sums, &mut window.hit);
                if dense {
                    cursor.take(&span, only, norms, sums, |_, _| {});
                } else {
                    cursor.take(&span, only, norms, sums, |at, sum| {
                        if sum == 0.0 {
                            hit.push(at as u16);
                        }
                    });
                }
            }
            if dense {
                window.settle_all(weighed, weights.k1);
            } else {
                window.settle(weighed, weights.k1);
            }
            covers_all |= dense;
            if last && !search.lookup.is_pair() {
                window.cover(full, std::mem::take(&mut covers_all));
                if after + ROOM < bar.least {
                    left.narrow(&window.covered, bar.least - after - ROOM);
                }
            }
        }
        window.drain(base, &left, &mut found);
    }
    Ok(found)
}

/// How many postings a concept has in a segment, about.
fn postings(weighed: &Weighed, segment: usize) -> u64 {
    let places = weighed.places.iter();
    let here = places.filter(|place| place.segment == segment);
    here.map(Place::clauses).sum()
}
