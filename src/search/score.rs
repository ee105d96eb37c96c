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
use super::weighing::{Weighed, masses};
use super::weights::Weights;
use crate::index::headings::Headings;
use crate::index::{IndexError, Reader};

/// Entries scored together.
const WINDOW: u32 = 4096;

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

/// Scores all segments: for each the clauses found, in the order of entries.
///
/// # Errors
/// [`IndexError`].
pub fn score(
    reader: &Reader,
    weighed: &[Weighed],
    weights: &Weights,
) -> Result<Vec<Vec<Scored>>, IndexError> {
    let segments = reader.searcher().segment_readers().len();
    (0..segments)
        .map(|segment| score_segment(reader, segment, weighed, weights))
        .collect()
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

    /// Hands on what is added to entries before `end`.
    #[inline]
    fn take(
        &mut self,
        end: u32,
        norms: &Norms,
        headings: Option<&Headings>,
        mut add: impl FnMut(u32, f32),
    ) {
        if self.heads {
            self.take_headings(end, norms, headings, add);
            return;
        }
        while self.posting() < end {
            let docs = &self.block.docs()[self.at..];
            let taken = match docs.last() {
                Some(&last) if last < end => docs.len(),
                _ => docs.partition_point(|&entry| entry < end),
            };
            for (&entry, &frequency) in docs[..taken].iter().zip(&self.block.freqs()[self.at..]) {
                add(entry, self.factor * frequency as f32 * norms.of(entry));
            }
            self.advance(taken);
        }
    }

    fn take_headings(
        &mut self,
        end: u32,
        norms: &Norms,
        headings: Option<&Headings>,
        mut add: impl FnMut(u32, f32),
    ) {
        loop {
            let stop = self.under.end.min(end);
            for entry in self.under.start..stop {
                add(entry, self.value);
            }
            self.under.start = self.under.start.max(stop);
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
        })
        .collect()
}

/// Sums of one window, by place in it.
struct Window {
    scores: Vec<f32>,
    covered: Vec<f32>,
    sums: Vec<f32>,
    parts: Vec<f32>,
    touched: [u64; WINDOW as usize / 64],
}

impl Window {
    fn new() -> Self {
        let zeros = || vec![0.0f32; WINDOW as usize];
        Self {
            scores: zeros(),
            covered: zeros(),
            sums: zeros(),
            parts: zeros(),
            touched: [0; WINDOW as usize / 64],
        }
    }

    /// Hands on what was found, in order, and is empty again.
    fn drain(&mut self, base: u32, found: &mut Vec<Scored>) {
        for (word, bits) in self.touched.iter_mut().enumerate() {
            let mut rest = std::mem::take(bits);
            while rest != 0 {
                let at = word * 64 + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                found.push(Scored {
                    entry: base + at as u32,
                    score: std::mem::take(&mut self.scores[at]),
                    covered: std::mem::take(&mut self.covered[at]),
                });
            }
        }
    }
}

fn score_segment(
    reader: &Reader,
    number: usize,
    weighed: &[Weighed],
    weights: &Weights,
) -> Result<Vec<Scored>, IndexError> {
    let segment = reader.searcher().segment_reader(number as u32);
    let groups = masses(weighed);
    let mut norms: Vec<(Field, Norms)> = Vec::new();
    let mut headings: Option<Headings> = None;
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
    let mut found = Vec::new();
    let mut window = Window::new();
    let mut hit: Vec<u16> = Vec::new();
    let mut partly: Vec<u16> = Vec::new();
    while let Some(first) = next(&lookups) {
        let base = first - first % WINDOW;
        for lookup in &mut lookups {
            for cursor in &mut lookup.cursors {
                let norms = &norms[cursor.norms].1;
                cursor.take(base + WINDOW, norms, headings.as_ref(), |entry, value| {
                    let at = (entry - base) as u16;
                    let sum = &mut window.sums[usize::from(at)];
                    if *sum == 0.0 {
                        hit.push(at);
                    }
                    *sum += value;
                });
            }
            let weighed = lookup.weighed;
            let counts = weighed.concept.kind != ConceptKind::Bigram;
            for at in hit.drain(..) {
                let place = usize::from(at);
                let sum = std::mem::take(&mut window.sums[place]);
                window.scores[place] += weighed.idf * sum * (weights.k1 + 1.0) / (sum + weights.k1);
                if counts {
                    let part = &mut window.parts[place];
                    if *part == 0.0 {
                        partly.push(at);
                    }
                    *part += weighed.rarity * weighed.concept.weight;
                }
                window.touched[place / 64] |= 1 << (place % 64);
            }
            // The word itself covers its group; failing that, the words inside it do by what they weigh.
            if lookup.last {
                let full = groups.get(weighed.concept.group).copied().unwrap_or(0.0);
                for at in partly.drain(..) {
                    let place = usize::from(at);
                    window.covered[place] += std::mem::take(&mut window.parts[place]).min(full);
                }
            }
        }
        window.drain(base, &mut found);
    }
    Ok(found)
}
