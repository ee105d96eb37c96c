//! Spans counted in Unicode code points, the unit of every offset this program prints.

use serde::{Deserialize, Serialize};

/// A half-open range of Unicode code points in some text: `start` inclusive, `end` exclusive.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct CharSpan {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl CharSpan {
    /// A span from two offsets; an end before the start gives an empty span.
    pub fn new(start: usize, end: usize) -> Self {
        let (start, end) = (start as u32, end as u32);
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Number of code points covered.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of `text` that the span covers; offsets beyond its end are clipped.
    pub fn slice(self, text: &str) -> &str {
        let byte = |chars: u32| {
            text.char_indices()
                .nth(chars as usize)
                .map_or(text.len(), |(at, _)| at)
        };
        &text[byte(self.start)..byte(self.end)]
    }
}
