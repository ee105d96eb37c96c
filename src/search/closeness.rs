//! How closely a clause follows the query: long runs of it word for word, and its words near each other.

use crate::index::literal::{GAP, literal_chars};
use crate::text::normalize::canonical;

/// Characters of a clause that are looked at: closeness is about sentences, not about annexes.
const LONGEST: usize = 2_000;

/// Occurrences of a word that are looked at.
const OCCURRENCES: usize = 16;

/// The query's side, prepared once.
#[derive(Debug)]
pub struct Closeness {
    /// Parts between blanks.
    parts: Vec<Vec<char>>,
    /// Words as cut.
    words: Vec<Vec<char>>,
}

/// How close a clause is; both from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Close {
    /// Share of the query that stands in the clause in one run, each part by itself, squared so that one
    /// long run counts more than two short ones.
    pub run: f32,
    /// How densely the words of the query stand at the place where they stand closest.
    pub near: f32,
}

/// The literal form without borders of cells.
fn folded(text: &str, limit: usize) -> Vec<char> {
    literal_chars(&canonical(text).text)
        .filter(|&c| c != GAP)
        .take(limit)
        .collect()
}

impl Closeness {
    /// From the parts of a query and the words it was cut into, both canonical.
    pub fn new<'w>(parts: &[String], words: impl Iterator<Item = &'w str>) -> Self {
        let mut words: Vec<Vec<char>> = words.map(|word| folded(word, LONGEST)).collect();
        words.retain(|word| !word.is_empty());
        words.sort();
        words.dedup();
        Self {
            parts: parts
                .iter()
                .map(|part| folded(part, 64))
                .filter(|part| part.len() > 1)
                .collect(),
            words,
        }
    }

    /// How close a text is.
    pub fn of(&self, text: &str) -> Close {
        let text = folded(text, LONGEST);
        let all: usize = self.parts.iter().map(Vec::len).sum();
        let run = self
            .parts
            .iter()
            .map(|part| {
                let longest = longest_run(part, &text) as f32;
                longest * longest / part.len() as f32
            })
            .sum::<f32>()
            / all.max(1) as f32;
        Close {
            run,
            near: self.near(&text),
        }
    }

    /// Length of the words against the shortest stretch of text that has them all, times the share of
    /// words it has.
    fn near(&self, text: &[char]) -> f32 {
        if self.words.len() < 2 {
            return 0.0;
        }
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut found = 0usize;
        let mut length = 0usize;
        for (number, word) in self.words.iter().enumerate() {
            let before = places.len();
            places.extend(
                text.windows(word.len())
                    .enumerate()
                    .filter(|(_, window)| *window == word.as_slice())
                    .take(OCCURRENCES)
                    .map(|(at, _)| (at, number)),
            );
            if places.len() > before {
                found += 1;
                length += word.len();
            }
        }
        if found < 2 {
            return 0.0;
        }
        places.sort_unstable();
        // The shortest stretch with every word found: two ends that move forward.
        let mut counts = vec![0usize; self.words.len()];
        let (mut inside, mut start, mut best) = (0usize, 0usize, usize::MAX);
        for &(at, number) in &places {
            counts[number] += 1;
            inside += usize::from(counts[number] == 1);
            while inside == found {
                let (first, leaving) = places[start];
                best = best.min(at + self.words[number].len() - first);
                counts[leaving] -= 1;
                inside -= usize::from(counts[leaving] == 0);
                start += 1;
            }
        }
        let share = found as f32 / self.words.len() as f32;
        (length as f32 / best.max(length) as f32) * share
    }
}

/// Length of the longest stretch of `part` that stands in `text`.
fn longest_run(part: &[char], text: &[char]) -> usize {
    let mut best = 0;
    let mut runs = vec![0usize; part.len() + 1];
    for &c in text {
        let mut diagonal = 0;
        for (at, &wanted) in part.iter().enumerate() {
            let here = if wanted == c { diagonal + 1 } else { 0 };
            diagonal = std::mem::replace(&mut runs[at + 1], here);
            best = best.max(here);
        }
        if best == part.len() {
            break;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(parts: &[&str], words: &[&str], text: &str) -> Close {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        Closeness::new(&parts, words.iter().copied()).of(text)
    }

    #[test]
    fn a_run_word_for_word() {
        let whole = close(&["认定条件"], &["认定", "条件"], "孵化器的认定条件如下");
        assert!(
            (whole.run - 1.0).abs() < 1e-6 && whole.near > 0.99,
            "{whole:?}"
        );
        let apart = close(
            &["认定条件"],
            &["认定", "条件"],
            "认定孵化器，应当符合下列条件",
        );
        assert!(
            apart.run < 0.3 && apart.near < 0.5 && apart.near > 0.2,
            "{apart:?}"
        );
    }

    #[test]
    fn the_shortest_stretch_counts() {
        let text = "甲乙在此。中间隔着许多别的文字，丙。甲丙相邻。";
        let near = close(&[], &["甲", "丙"], text).near;
        assert!((near - 1.0).abs() < 1e-6, "{near}");
    }

    #[test]
    fn nothing_in_common() {
        assert_eq!(
            close(&["孵化器"], &["孵化器"], "另一件事"),
            Close::default()
        );
        assert_eq!(close(&[], &[], ""), Close::default());
    }

    #[test]
    fn runs() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(longest_run(&chars("abcd"), &chars("xxbcdyy")), 3);
        assert_eq!(longest_run(&chars("aab"), &chars("aaab")), 3);
        assert_eq!(longest_run(&chars("ab"), &[]), 0);
    }
}
