//! Pinyin and initials: fuhuaqi, gxjsqy, fuhuaqirending.

use super::sound::{initial, readings, spells, strip};
use super::vocabulary::{ByCharacter, Entry, Pattern, fitting};
use crate::index::{IndexError, Reader};

/// Letters a run of several words may have; longer ones are no pinyin anybody types. A place among them is a bit of
/// [`Reached`].
const LONGEST: usize = 60;

/// Characters of a word found by its initials alone, at least: shorter ones fit too many.
const INITIALS: usize = 3;

/// The word or words that letters spell.
///
/// # Errors
/// [`IndexError`].
pub fn spelled(reader: &Reader, letters: &str) -> Result<Option<String>, IndexError> {
    if letters.len() > LONGEST {
        return Ok(None);
    }
    let words = fitting(reader, || Letters::new(letters))?;
    Ok(one_word(&words, letters).or_else(|| several_words(&words, letters)))
}

/// Words that can be spelt by letters, or by some of them.
struct Letters<'l> {
    letters: &'l str,
    /// What is known of characters met before.
    moves: ByCharacter<Box<Moves>>,
}

/// What a character takes of the letters: from where, to where.
#[derive(Clone, Debug, Default)]
struct Moves {
    full: Vec<(u8, u8)>,
    initial: Vec<(u8, u8)>,
}

/// Places among the letters, a bit each, up to which characters have spelt them.
#[derive(Clone, Copy, Debug)]
struct Reached {
    /// From the first letter on, in full or by initials.
    from_start: u64,
    /// From any letter on, in full.
    from_any: u64,
}

impl<'l> Letters<'l> {
    fn new(letters: &'l str) -> Self {
        Self {
            letters,
            moves: ByCharacter::new(),
        }
    }

    fn moves(&self, c: char) -> Moves {
        let mut moves = Moves::default();
        for reading in readings(c) {
            for (from, letter) in self.letters.bytes().enumerate() {
                if letter != b'\'' && !reading.starts_with(char::from(letter)) {
                    continue;
                }
                let rest = &self.letters[from..];
                let to = |after: &str| (from as u8, (self.letters.len() - after.len()) as u8);
                moves.full.extend(strip(rest, reading).map(to));
                moves
                    .initial
                    .extend(rest.strip_prefix(initial(reading)).map(to));
            }
        }
        moves
    }
}

impl Pattern for Letters<'_> {
    type State = Reached;

    fn start(&self) -> Reached {
        Reached {
            from_start: 1,
            from_any: u64::MAX,
        }
    }

    fn after(&self, state: Reached, _: usize, next: char) -> Option<Reached> {
        let mut reached = Reached {
            from_start: 0,
            from_any: 0,
        };
        let find = |c| Box::new(self.moves(c));
        self.moves.with(next, find, |moves| {
            for &(from, to) in &moves.full {
                reached.from_start |= (state.from_start >> from & 1) << to;
                reached.from_any |= (state.from_any >> from & 1) << to;
            }
            for &(from, to) in &moves.initial {
                reached.from_start |= (state.from_start >> from & 1) << to;
            }
        });
        (reached.from_start | reached.from_any != 0).then_some(reached)
    }

    fn fits(&self, state: Reached, _: usize) -> bool {
        state.from_any != 0 || state.from_start >> self.letters.len() & 1 == 1
    }
}

/// A single word; of several the one spelt most fully, then the most frequent.
fn one_word(words: &[Entry], letters: &str) -> Option<String> {
    let mut best: Option<(f32, u64, String)> = None;
    for entry in words {
        // Every character takes one letter at least, six at most.
        if entry.chars.len() > letters.len() || entry.chars.len() * 6 < letters.len() {
            continue;
        }
        let Some(full) = spells(letters, &entry.chars) else {
            continue;
        };
        if full == 0.0 && entry.chars.len() < INITIALS {
            continue;
        }
        // Spelt wholly, wholly by initials, or a mixture of both.
        let order = match full {
            1.0 => 2.0,
            0.0 => 1.0,
            full => full,
        };
        if best
            .as_ref()
            .is_none_or(|(known, frequency, _)| (*known, *frequency) < (order, entry.frequency))
        {
            best = Some((order, entry.frequency, entry.text()));
        }
    }
    best.map(|(.., word)| word)
}

/// Several words, each spelt in full: the fewest words, then the most frequent.
fn several_words(words: &[Entry], letters: &str) -> Option<String> {
    // reached[n]: the best reading of the first n letters: words, frequency (log), text.
    let mut reached: Vec<Option<(usize, f32, String)>> = vec![None; letters.len() + 1];
    reached[0] = Some((0, 0.0, String::new()));
    // beginning[n]: the words spelt from the nth letter on, with the letter behind them.
    let mut beginning: Vec<Vec<(usize, &Entry)>> = vec![Vec::new(); letters.len()];
    for entry in words {
        for spelling in spellings(&entry.chars) {
            for at in 0..letters.len() {
                if letters[at..].starts_with(spelling.as_str()) {
                    beginning[at].push((at + spelling.len(), entry));
                }
            }
        }
    }
    for at in 0..letters.len() {
        let Some((count, weight, text)) = reached[at].clone() else {
            continue;
        };
        for &(end, entry) in &beginning[at] {
            let (count, weight) = (count + 1, weight + (entry.frequency as f32 + 1.0).ln());
            let better = reached[end]
                .as_ref()
                .is_none_or(|(known, sum, _)| (count, -weight) < (*known, -*sum));
            if better {
                reached[end] = Some((count, weight, format!("{text}{}", entry.text())));
            }
        }
    }
    reached.pop().flatten().map(|(.., text)| text)
}

/// The ways a word is spelt in full; at most a few, whatever its characters.
fn spellings(word: &[char]) -> Vec<String> {
    let mut all = vec![String::new()];
    for &c in word {
        let readings = readings(c);
        if readings.is_empty() {
            return Vec::new();
        }
        all = all
            .iter()
            .flat_map(|before| {
                readings
                    .iter()
                    .take(3)
                    .map(move |reading| format!("{before}{}", reading.replace('ü', "v")))
            })
            .take(24)
            .collect();
    }
    all
}
