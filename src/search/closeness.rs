//! How closely a clause follows the query: long runs of it word for word.
//!
//! Nearness of the query's words to each other was tried as well and gave nothing on any question set
//! (docs/ranking.md): character pairs already say what stands together.

use crate::index::literal::solid_chars;
use crate::text::normalize::canonical;

/// Characters of a clause that are looked at: closeness is about sentences, not about annexes.
const LONGEST: usize = 2_000;

/// The query's side, prepared once: its parts between blanks.
#[derive(Debug)]
pub struct Closeness {
    parts: Vec<Vec<char>>,
}

/// The literal form without borders of cells.
fn folded(text: &str, limit: usize) -> Vec<char> {
    solid_chars(&canonical(text).text).take(limit).collect()
}

impl Closeness {
    /// From the parts of a query, canonical.
    pub fn new(parts: &[String]) -> Self {
        Self {
            parts: parts
                .iter()
                .map(|part| folded(part, 64))
                .filter(|part| part.len() > 1)
                .collect(),
        }
    }

    /// Share of the query that stands in a text in one run, from 0 to 1: each part by itself, squared so
    /// that one long run counts more than two short ones.
    pub fn of(&self, text: &str) -> f32 {
        let text = folded(text, LONGEST);
        let all: usize = self.parts.iter().map(Vec::len).sum();
        self.parts
            .iter()
            .map(|part| {
                let longest = longest_run(part, &text) as f32;
                longest * longest / part.len() as f32
            })
            .sum::<f32>()
            / all.max(1) as f32
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

    fn close(parts: &[&str], text: &str) -> f32 {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        Closeness::new(&parts).of(text)
    }

    #[test]
    fn a_run_word_for_word() {
        let whole = close(&["认定条件"], "孵化器的认定条件如下");
        assert!((whole - 1.0).abs() < 1e-6, "{whole}");
        let apart = close(&["认定条件"], "认定孵化器，应当符合下列条件");
        assert!(apart < 0.3, "{apart}");
    }

    #[test]
    fn nothing_in_common() {
        assert!(close(&["孵化器"], "另一件事").abs() < f32::EPSILON);
        assert!(close(&[], "").abs() < f32::EPSILON);
    }

    #[test]
    fn runs() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(longest_run(&chars("abcd"), &chars("xxbcdyy")), 3);
        assert_eq!(longest_run(&chars("aab"), &chars("aaab")), 3);
        assert_eq!(longest_run(&chars("ab"), &[]), 0);
    }
}
