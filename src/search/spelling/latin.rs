//! Pinyin and initials: fuhuaqi, gxjsqy, fuhuaqirending.

use super::sound::{readings, spells};
use super::vocabulary::Vocabulary;

/// Letters a run of several words may have; longer ones are no pinyin anybody types.
const LONGEST: usize = 60;

/// Characters of a word found by its initials alone, at least: shorter ones fit too many.
const INITIALS: usize = 3;

/// The word or words that letters spell.
pub fn spelled(vocabulary: &Vocabulary, letters: &str) -> Option<String> {
    if letters.len() > LONGEST {
        return None;
    }
    one_word(vocabulary, letters).or_else(|| several_words(vocabulary, letters))
}

/// A single word; of several the one spelt most fully, then the most frequent.
fn one_word(vocabulary: &Vocabulary, letters: &str) -> Option<String> {
    let mut best: Option<(f32, u64, String)> = None;
    for entry in vocabulary.all() {
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
fn several_words(vocabulary: &Vocabulary, letters: &str) -> Option<String> {
    // reached[n]: the best reading of the first n letters: words, frequency (log), text.
    let mut reached: Vec<Option<(usize, f32, String)>> = vec![None; letters.len() + 1];
    reached[0] = Some((0, 0.0, String::new()));
    let words: Vec<(Vec<String>, f32, String)> = vocabulary
        .all()
        .filter_map(|entry| {
            let spelt = spellings(&entry.chars);
            spelt
                .iter()
                .any(|text| letters.contains(text.as_str()))
                .then(|| (spelt, (entry.frequency as f32 + 1.0).ln(), entry.text()))
        })
        .collect();
    for at in 0..letters.len() {
        let Some((count, weight, text)) = reached[at].clone() else {
            continue;
        };
        for (spelt, frequency, word) in &words {
            for spelling in spelt {
                if !letters[at..].starts_with(spelling.as_str()) {
                    continue;
                }
                let end = at + spelling.len();
                let next = (count + 1, weight + frequency, format!("{text}{word}"));
                let better = reached[end]
                    .as_ref()
                    .is_none_or(|(known, sum, _)| (next.0, -next.1) < (*known, -*sum));
                if better {
                    reached[end] = Some(next);
                }
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
