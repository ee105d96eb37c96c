//! The words of an index that fit what was typed.
//!
//! The words are walked through as the tree of characters they are kept in: a branch that cannot become a fitting word
//! is left at its first wrong character, so that most of the words are never read.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::RangeInclusive;

use tantivy::Term;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use crate::index::parallel::{across, entries};
use crate::index::{IndexError, Reader};
use crate::text::chars::is_hanzi;

/// Longest word looked at, in characters.
const LONGEST: usize = 12;

/// Bytes of a Chinese character.
const BYTES: u8 = 3;

/// First bytes of Chinese characters, in two halves of about as many words: each can be walked by a thread of its own.
const FIRSTS: [RangeInclusive<u8>; 2] = [0xE4..=0xE6, 0xE7..=0xE9];

/// What walking through the words of a segment costs beside going through the postings of as many entries.
const WALK: u64 = 2;

/// A word of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its characters.
    pub chars: Vec<char>,
    /// Number of clauses it stands in, headings counted as one.
    pub frequency: u64,
}

impl Entry {
    /// The word as text.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// What words are looked for, character by character.
pub trait Pattern {
    /// What is known after some characters.
    type State: Copy;

    /// Before the first character.
    fn start(&self) -> Self::State;

    /// With one character more after `length` of them; `None` where no fitting word begins like that.
    fn after(&self, state: Self::State, length: usize, next: char) -> Option<Self::State>;

    /// Whether the `length` characters so far are a word that may fit.
    fn fits(&self, state: Self::State, length: usize) -> bool;
}

/// The Chinese words in texts and titles, of two characters at least, that fit a pattern: short ones first, those of a
/// length in the order of their characters. `pattern` makes one for a thread.
///
/// # Errors
/// [`IndexError`].
pub fn fitting<P: Pattern>(
    reader: &Reader,
    pattern: impl Fn() -> P + Sync + Send,
) -> Result<Vec<Entry>, IndexError> {
    let fields = reader.fields();
    let segments = 0..reader.searcher().segment_readers().len();
    let walks: Vec<(usize, RangeInclusive<u8>)> = segments
        .flat_map(|segment| FIRSTS.map(|firsts| (segment, firsts)))
        .collect();
    let found = across(&walks, entries(reader) * WALK, |(segment, firsts)| {
        let walk = Walk {
            pattern: pattern(),
            firsts: firsts.clone(),
        };
        let mut words: Vec<(Vec<char>, u64)> = Vec::new();
        for field in [fields.text, fields.title] {
            walk.collect(reader, *segment, field, &mut words)?;
        }
        Ok(words)
    })?;
    let mut sums: HashMap<Vec<char>, u64> = HashMap::new();
    for (chars, frequency) in found.into_iter().flatten() {
        *sums.entry(chars).or_default() += frequency;
    }
    let mut all: Vec<Entry> = sums
        .into_iter()
        .map(|(chars, frequency)| Entry { chars, frequency })
        .collect();
    all.sort_by(|a, b| (a.chars.len(), &a.chars).cmp(&(b.chars.len(), &b.chars)));
    Ok(all)
}

/// What is known of each Chinese character, worked out when it is first met: some thousand are met at every walk.
pub struct ByCharacter<T> {
    known: RefCell<Vec<Option<T>>>,
}

/// The first and the last Chinese character, see [`is_hanzi`].
const HANZI: (char, char) = ('\u{4e00}', '\u{9fff}');

impl<T: Clone> ByCharacter<T> {
    /// Nothing is known yet.
    pub fn new() -> Self {
        let count = HANZI.1 as usize - HANZI.0 as usize + 1;
        Self {
            known: RefCell::new(vec![None; count]),
        }
    }

    /// Shows to `look` what is known of a Chinese character; of any other nothing is remembered.
    pub fn with<R>(&self, c: char, find: impl Fn(char) -> T, look: impl FnOnce(&T) -> R) -> R {
        let mut known = self.known.borrow_mut();
        let place = (c as usize)
            .checked_sub(HANZI.0 as usize)
            .and_then(|at| known.get_mut(at));
        match place {
            Some(place) => look(place.get_or_insert_with(|| find(c))),
            None => look(&find(c)),
        }
    }
}

/// A pattern of characters, read byte by byte.
struct Walk<P> {
    pattern: P,
    /// What a word may begin with.
    firsts: RangeInclusive<u8>,
}

/// Where a walk is.
#[derive(Clone, Copy)]
struct Step<S> {
    /// What the pattern knows; `None` where nothing can fit any more.
    known: Option<S>,
    /// Bits of the character that has begun.
    bits: u32,
    /// Bytes it still lacks.
    lacks: u8,
    /// Characters so far.
    length: u8,
}

impl<P: Pattern> Walk<P> {
    fn collect(
        &self,
        reader: &Reader,
        segment: usize,
        field: Field,
        words: &mut Vec<(Vec<char>, u64)>,
    ) -> Result<(), IndexError> {
        let segment = reader.searcher().segment_reader(segment as u32);
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted
            .terms()
            .search(self)
            .into_stream()
            .map_err(tantivy::TantivyError::from)?;
        while let Some((term, info)) = stream.next() {
            if let Ok(word) = std::str::from_utf8(term) {
                words.push((word.chars().collect(), u64::from(info.doc_freq)));
            }
        }
        Ok(())
    }
}

impl<P: Pattern> Automaton for Walk<P> {
    type State = Step<P::State>;

    fn start(&self) -> Self::State {
        Step {
            known: Some(self.pattern.start()),
            bits: 0,
            lacks: 0,
            length: 0,
        }
    }

    fn is_match(&self, step: &Self::State) -> bool {
        step.lacks == 0
            && step.length >= 2
            && step
                .known
                .is_some_and(|state| self.pattern.fits(state, usize::from(step.length)))
    }

    fn can_match(&self, step: &Self::State) -> bool {
        step.known.is_some()
    }

    fn accept(&self, step: &Self::State, byte: u8) -> Self::State {
        let mut step = *step;
        let Some(state) = step.known else {
            return step;
        };
        if step.lacks > 0 {
            step.bits = step.bits << 6 | u32::from(byte & 0x3F);
            step.lacks -= 1;
        } else {
            step.bits = u32::from(byte & 0x0F);
            step.lacks = BYTES - 1;
            let known = if step.length == 0 {
                self.firsts.contains(&byte)
            } else {
                matches!(byte, 0xE4..=0xE9)
            };
            if !known {
                step.known = None;
            }
        }
        if step.lacks == 0 {
            let length = usize::from(step.length);
            step.known = char::from_u32(step.bits)
                .filter(|&next| is_hanzi(next) && length < LONGEST)
                .and_then(|next| self.pattern.after(state, length, next));
            step.length += 1;
        }
        step
    }
}
/// Whether a word stands in a text or title of the index.
///
/// # Errors
/// [`IndexError`].
pub fn occurs(reader: &Reader, word: &str) -> Result<bool, IndexError> {
    let fields = reader.fields();
    any(reader, &[fields.text, fields.title, fields.head], word)
}

/// Whether two characters stand next to each other in a text, title or heading of the index.
///
/// # Errors
/// [`IndexError`].
pub fn pair_occurs(reader: &Reader, pair: &str) -> Result<bool, IndexError> {
    let fields = reader.fields();
    any(reader, &[fields.bigrams, fields.context], pair)
}

fn any(reader: &Reader, fields: &[tantivy::schema::Field], text: &str) -> Result<bool, IndexError> {
    for segment in reader.searcher().segment_readers() {
        for &field in fields {
            let term = Term::from_field_text(field, text);
            let found = segment
                .inverted_index(field)?
                .get_term_info(&term)
                .map_err(tantivy::TantivyError::from)?;
            if found.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
