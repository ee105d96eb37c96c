//! How closely a clause follows the query: long runs of it word for word.
//!
//! Nearness of the query's words to each other was tried as well and gave nothing on any question set
//! (docs/ranking.md): character pairs already say what stands together.

use memchr::memmem::Finder;

use crate::index::literal::solid_chars;
use crate::text::chars::is_hanzi;
use crate::text::normalize::canonical;

/// Characters of a clause that are looked at: closeness is about sentences, not about annexes.
const LONGEST: usize = 2_000;

/// Characters of a part of the query that are looked at: the bits of a number, see [`longest_run`].
const LONGEST_PART: usize = u64::BITS as usize;

/// The query's side, prepared once: its parts between blanks.
#[derive(Debug)]
pub struct Closeness {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    chars: Vec<char>,
    /// The part, where it can be looked for in a text as it stands: no folding changes Chinese characters that
    /// are canonical.
    plain: Option<Finder<'static>>,
}

impl Part {
    /// Whether the part stands in what is looked at of a text, seen without folding it.
    fn is_seen(&self, text: &str) -> bool {
        let Some(plain) = &self.plain else {
            return false;
        };
        plain.find(text.as_bytes()).is_some_and(|at| {
            let before = &text[..at];
            before.len() <= LONGEST || before.chars().count() + self.chars.len() <= LONGEST
        })
    }
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
                .map(|part| folded(part, LONGEST_PART))
                .filter(|part| part.len() > 1)
                .map(|chars| Part {
                    plain: chars
                        .iter()
                        .all(|&c| is_hanzi(c))
                        .then(|| Finder::new(&chars.iter().collect::<String>()).into_owned()),
                    chars,
                })
                .collect(),
        }
    }

    /// Share of the query that stands in a text in one run, from 0 to 1: each part by itself, squared so
    /// that one long run counts more than two short ones.
    pub fn of(&self, text: &str) -> f32 {
        let all: usize = self.parts.iter().map(|part| part.chars.len()).sum();
        let mut text_folded = None;
        self.parts
            .iter()
            .map(|part| {
                let length = part.chars.len();
                let longest = if part.is_seen(text) {
                    length
                } else {
                    let text = text_folded.get_or_insert_with(|| folded(text, LONGEST));
                    longest_run(&part.chars, text)
                } as f32;
                longest * longest / length as f32
            })
            .sum::<f32>()
            / all.max(1) as f32
    }
}

/// Length of the longest stretch of `part`, of 64 characters at most, that stands in `text`.
///
/// Bit n of a number says that a stretch of some length ends at the nth character of the part and at one character of the
/// text: those one longer are these moved on by one, where the next characters agree.
fn longest_run(part: &[char], text: &[char]) -> usize {
    let mut wanted: Vec<(char, u64)> = Vec::with_capacity(part.len());
    for (at, &c) in part.iter().enumerate().take(LONGEST_PART) {
        match wanted.binary_search_by_key(&c, |&(known, _)| known) {
            Ok(place) => wanted[place].1 |= 1 << at,
            Err(place) => wanted.insert(place, (c, 1 << at)),
        }
    }
    let same: Vec<u64> = text
        .iter()
        .map(
            |c| match wanted.binary_search_by_key(c, |&(known, _)| known) {
                Ok(place) => wanted[place].1,
                Err(_) => 0,
            },
        )
        .collect();
    let mut ends = same.clone();
    let mut longest = 0;
    while ends.iter().any(|&end| end != 0) {
        longest += 1;
        let mut before = 0;
        for (end, same) in ends.iter_mut().zip(&same) {
            before = std::mem::replace(end, before << 1 & same);
        }
    }
    longest
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
    fn what_is_seen_unfolded_counts_the_same() {
        for text in [
            "孵化器的认定条件如下",
            "认定，条件：认\n定条件",
            "认 定 条 件",
            "",
        ] {
            let closeness = Closeness::new(&["认定条件".to_owned(), "3%".to_owned()]);
            let long = |part: &Part| longest_run(&part.chars, &folded(text, LONGEST));
            let expected = long(&closeness.parts[0]).pow(2) as f32 / 4.0 / 6.0;
            assert!((closeness.of(text) - expected).abs() < 1e-6, "{text}");
        }
    }

    #[test]
    fn runs() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(longest_run(&chars("abcd"), &chars("xxbcdyy")), 3);
        assert_eq!(longest_run(&chars("aab"), &chars("aaab")), 3);
        assert_eq!(longest_run(&chars("ab"), &[]), 0);
        let long: Vec<char> = ('一'..).take(64).collect();
        assert_eq!(longest_run(&long, &long), 64);
    }

    proptest::proptest! {
        #[test]
        fn runs_are_those_of_all_stretches(part in "[abc]{0,12}", text in "[abc]{0,20}") {
            let (part, text): (Vec<char>, Vec<char>) = (part.chars().collect(), text.chars().collect());
            let longest = (0..=part.len())
                .rev()
                .find(|&length| length == 0 || part.windows(length).any(|run| text.windows(length).any(|other| run == other)));
            proptest::prop_assert_eq!(Some(longest_run(&part, &text)), longest);
        }
    }
}
