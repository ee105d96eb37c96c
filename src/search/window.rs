//! The sums of a window of entries, and which of its places still count.

use std::ops::Range;

use super::concept::ConceptKind;
use super::score::Scored;
use super::weighing::Weighed;
use crate::index::bits::{Bits, words_of};

/// Entries scored together.
pub(super) const WINDOW: u32 = 4096;

/// The same as a number of places.
pub(super) const PLACES: usize = WINDOW as usize;

/// A number for each place of a window.
pub(super) type Places = [f32; PLACES];

/// Places of a window, a bit each.
type Touched = [u64; PLACES / 64];

/// So few places of 64 are looked at one by one.
const FEW: u32 = 24;

/// A set of places of a window.
pub(super) struct Mask {
    words: [u64; PLACES / 64],
    /// How many they are.
    pub(super) count: u64,
}

impl Mask {
    /// The places of the window at `base` that hold entries within the limits of a segment.
    pub(super) fn of(base: u32, entries: u32, limits: Option<&Bits>) -> Self {
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
    pub(super) fn for_each(&self, places: Range<usize>, mut each: impl FnMut(usize)) {
        for (word, ones) in words_of(places.start as u32..places.end as u32) {
            let mut rest = self.words[word] & ones;
            while rest != 0 {
                each(word * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }

    /// Takes those out that have less than `least`, which is above nothing: those out of `touched` have nothing.
    fn narrow(&mut self, touched: &Touched, values: &Places, least: f32) {
        self.count = 0;
        let words = self.words.iter_mut().zip(touched);
        for ((word, &touched), values) in words.zip(values.as_chunks::<64>().0) {
            *word &= touched;
            if *word == 0 {
                continue;
            }
            if word.count_ones() < FEW {
                let mut rest = *word;
                while rest != 0 {
                    let lowest = rest & rest.wrapping_neg();
                    rest ^= lowest;
                    if values[lowest.trailing_zeros() as usize] < least {
                        *word ^= lowest;
                    }
                }
            } else {
                let mut enough = 0;
                for (bit, &value) in values.iter().enumerate() {
                    enough |= u64::from(value >= least) << bit;
                }
                *word &= enough;
            }
            self.count += u64::from(word.count_ones());
        }
    }
}

/// Sums of one window, by place in it.
pub(super) struct Window {
    scores: Box<Places>,
    /// What is covered so far.
    covered: Box<Places>,
    /// Of the concept at hand.
    pub(super) sums: Box<Places>,
    parts: Box<Places>,
    /// Places that something was added to, where no concept was dense.
    touched: Touched,
    /// Whether any place may have something.
    dense: bool,
    /// Places the concept at hand was found at, where it is not dense.
    pub(super) hit: Vec<u16>,
    partly: Vec<u16>,
    whole_words: bool,
}

impl Window {
    pub(super) fn new(whole_words: bool) -> Self {
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
    pub(super) fn settle(&mut self, weighed: &Weighed, k1: f32) {
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
    pub(super) fn settle_all(&mut self, weighed: &Weighed, k1: f32) {
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
    pub(super) fn cover(&mut self, full: f32, all: bool) {
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

    /// Leaves of `left` what has `least` of the query by now.
    pub(super) fn narrow(&self, left: &mut Mask, least: f32) {
        let all = [u64::MAX; PLACES / 64];
        let touched = if self.dense { &all } else { &self.touched };
        left.narrow(touched, &self.covered, least);
    }

    /// Hands on what was found of `left`, in order, and is empty again.
    pub(super) fn drain(&mut self, base: u32, left: &Mask, found: &mut Vec<Scored>) {
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
