//! A set of entries of one segment.

use std::ops::Range;

/// The numbers of 64 bits that a range of places lies in, each with the bits of the range in it.
pub fn words_of(places: Range<u32>) -> impl Iterator<Item = (usize, u64)> {
    let (mut at, end) = (places.start, places.end);
    std::iter::from_fn(move || {
        (at < end).then(|| {
            let stop = (at / 64 + 1).saturating_mul(64).min(end);
            let ones = u64::MAX >> (64 - (stop - at)) << (at % 64);
            let word = at as usize / 64;
            at = stop;
            (word, ones)
        })
    })
}

/// One bit an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: u32,
}

impl Bits {
    /// The empty set over `len` entries.
    pub fn new(len: u32) -> Self {
        Self {
            words: vec![0; (len as usize).div_ceil(64)],
            len,
        }
    }

    /// The set of all `len` entries.
    pub fn all(len: u32) -> Self {
        let mut bits = Self {
            words: vec![u64::MAX; (len as usize).div_ceil(64)],
            len,
        };
        bits.trim();
        bits
    }

    fn trim(&mut self) {
        if let (Some(last), rest @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= (1 << rest) - 1;
        }
    }

    /// Adds an entry; one beyond the end is ignored.
    #[inline]
    pub fn insert(&mut self, entry: u32) {
        if let Some(word) = self.words.get_mut(entry as usize / 64) {
            *word |= 1 << (entry % 64);
        }
    }

    /// Adds a range of entries; those beyond the end are ignored.
    pub fn insert_all(&mut self, entries: Range<u32>) {
        for (word, ones) in words_of(entries.start..entries.end.min(self.len)) {
            self.words[word] |= ones;
        }
    }

    /// Whether an entry is in the set.
    #[inline]
    pub fn contains(&self, entry: u32) -> bool {
        self.words
            .get(entry as usize / 64)
            .is_some_and(|word| word & (1 << (entry % 64)) != 0)
    }

    /// The set as numbers of 64 bits, the first entry in the lowest bit of the first.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Keeps what both have.
    pub fn intersect(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
    }

    /// Takes away what the other has.
    pub fn subtract(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= !theirs;
        }
    }

    /// Adds what the other has.
    pub fn unite(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
    }

    /// Number of entries of a range that are in the set.
    pub fn count_in(&self, entries: Range<u32>) -> usize {
        words_of(entries.start..entries.end.min(self.len))
            .map(|(word, ones)| (self.words[word] & ones).count_ones() as usize)
            .sum()
    }

    /// Number of entries in the set.
    pub fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Calls `each` with every entry of a range in ascending order; quicker than [`Self::iter`] over a large set.
    pub fn for_each_in(&self, entries: Range<u32>, mut each: impl FnMut(u32)) {
        for (at, ones) in words_of(entries.start..entries.end.min(self.len)) {
            let mut rest = self.words[at] & ones;
            while rest != 0 {
                each(at as u32 * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    /// The entries in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_operations() {
        let mut odd = Bits::new(70);
        (1..70).step_by(2).for_each(|entry| odd.insert(entry));
        let mut some = Bits::all(70);
        assert_eq!(some.count(), 70);
        some.subtract(&odd);
        assert_eq!(some.iter().take(3).collect::<Vec<_>>(), [0, 2, 4]);
        some.intersect(&odd);
        assert_eq!(some.count(), 0);
        some.unite(&odd);
        let mut each = Vec::new();
        some.for_each_in(0..100, |entry| each.push(entry));
        assert_eq!(each, some.iter().collect::<Vec<_>>());
        each.clear();
        some.for_each_in(60..66, |entry| each.push(entry));
        assert_eq!(each, [61, 63, 65]);
        assert!(some.contains(69) && !some.contains(68) && !some.contains(700));
    }

    #[test]
    fn ranges() {
        for (start, end) in [
            (0, 0),
            (3, 9),
            (0, 64),
            (60, 70),
            (1, 200),
            (128, 500),
            (199, 3),
        ] {
            let mut bits = Bits::new(200);
            bits.insert_all(start..end);
            let each: Vec<u32> = (start..end.min(200)).collect();
            assert_eq!(bits.iter().collect::<Vec<_>>(), each, "{start}..{end}");
            assert_eq!(bits.count_in(0..500), each.len());
            let part = each.iter().filter(|&&entry| (62..66).contains(&entry));
            assert_eq!(bits.count_in(62..66), part.count(), "{start}..{end}");
        }
    }
}
