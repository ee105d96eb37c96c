//! The compiled dictionary: an `fst::Map` from word to frequency behind a small header.
//!
//! Before the words stand the cuts of some texts (behind [`CUT`], which no word has): terms of several words that
//! synonyms add to a query. Some of them only jieba's model of unknown words can cut.

use fst::raw::{Fst, Output};

use super::compile::LexiconError;

/// First bytes of a compiled lexicon; the digits are the version of the layout.
pub const MAGIC: &[u8; 8] = b"TWLEX002";

/// Header length: magic, the total of all frequencies and the number of words (little-endian `u64`).
pub const HEADER: usize = 24;

/// What a key begins with that is no word but a text with its cut: a number with bit n set where a word ends behind
/// character n.
pub const CUT: char = '\0';

/// A compiled dictionary over any bytes, usually a memory-mapped file.
pub struct Lexicon<D> {
    fst: Fst<D>,
    total: u64,
    words: usize,
}

/// The part of a compiled file behind its header.
pub struct Body<D>(D);

impl<D: AsRef<[u8]>> AsRef<[u8]> for Body<D> {
    fn as_ref(&self) -> &[u8] {
        &self.0.as_ref()[HEADER..]
    }
}

impl<D: AsRef<[u8]>> Lexicon<Body<D>> {
    /// Opens a compiled lexicon without copying it.
    ///
    /// # Errors
    /// [`LexiconError::Damaged`] when the bytes are not a lexicon of this version.
    pub fn open(bytes: D) -> Result<Self, LexiconError> {
        let head = bytes.as_ref().get(..HEADER).ok_or(LexiconError::Damaged)?;
        let (magic, numbers) = head.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(LexiconError::Damaged);
        }
        let number = |at: usize| {
            let bytes = numbers.get(at * 8..at * 8 + 8);
            bytes
                .and_then(|bytes| bytes.try_into().ok())
                .map(u64::from_le_bytes)
                .ok_or(LexiconError::Damaged)
        };
        let (total, words) = (number(0)?, number(1)? as usize);
        let fst = Fst::new(Body(bytes)).map_err(|_| LexiconError::Damaged)?;
        Ok(Self { fst, total, words })
    }
}

impl<D: AsRef<[u8]>> Lexicon<D> {
    /// Sum of all frequencies.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words
    }

    /// Size of the compiled lexicon in bytes, header aside.
    pub fn bytes(&self) -> usize {
        self.fst.as_bytes().len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.words == 0
    }

    /// Frequency of `word`, if it is in the dictionary.
    pub fn frequency(&self, word: &str) -> Option<u64> {
        if word.starts_with(CUT) {
            return None;
        }
        self.fst.get(word.as_bytes()).map(Output::value)
    }

    /// Where the words of `text` end, if its cut is kept: see [`CUT`].
    pub fn cut(&self, text: &str) -> Option<u64> {
        let mut key = String::with_capacity(text.len() + 1);
        key.push(CUT);
        key.push_str(text);
        self.fst.get(key.as_bytes()).map(Output::value)
    }

    /// Calls `found(length in bytes, frequency)` for every word that `text` begins with, shortest first.
    pub fn prefixes(&self, text: &str, mut found: impl FnMut(usize, u64)) {
        if text.starts_with(CUT) {
            return;
        }
        let mut node = self.fst.root();
        let mut output = Output::zero();
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            let Some(index) = node.find_input(byte) else {
                return;
            };
            let step = node.transition(index);
            output = output.cat(step.out);
            node = self.fst.node(step.addr);
            if node.is_final() {
                found(at + 1, output.cat(node.final_output()).value());
            }
        }
    }

    /// Calls `each(word, frequency)` for every word, in byte order.
    pub fn for_each(&self, mut each: impl FnMut(&str, u64)) {
        use fst::Streamer;
        let mut stream = self.fst.stream();
        while let Some((word, frequency)) = stream.next() {
            if let Ok(word) = std::str::from_utf8(word)
                && !word.starts_with(CUT)
            {
                each(word, frequency.value());
            }
        }
    }
}
