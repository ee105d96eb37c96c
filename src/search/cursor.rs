//! Going through the postings of a term, a window of entries at a time.

use std::ops::Range;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::Field;
use tantivy::{SegmentReader, TERMINATED};

use super::window::{Mask, PLACES, Places, WINDOW};
use crate::index::headings::{Headings, LONGEST_RUN};
use crate::index::{IndexError, Reader};

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

/// What the postings of one term add, entry by entry.
pub(super) struct Cursor {
    block: BlockSegmentPostings,
    /// Place in the block.
    at: usize,
    factor: f32,
    /// Which of the segment's norms.
    pub(super) norms: usize,
    /// Whether postings are headings.
    heads: bool,
    /// Clauses still to come under the heading taken last, with what it adds to each.
    under: Range<u32>,
    value: f32,
}

impl Cursor {
    /// A cursor before the first posting; see the fields.
    pub(super) fn new(block: BlockSegmentPostings, factor: f32, norms: usize, heads: bool) -> Self {
        Self {
            block,
            at: 0,
            factor,
            norms,
            heads,
            under: 0..0,
            value: 0.0,
        }
    }

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
    pub(super) fn take(
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
pub(super) struct Span<'h> {
    /// The first one.
    pub(super) base: u32,
    /// The headings of the segment, where a term is looked up in headings.
    pub(super) headings: Option<&'h Headings<'h>>,
}
