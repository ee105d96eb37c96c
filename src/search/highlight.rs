//! Where a clause matches, in the offsets of its original text.

use memchr::memmem::Finder;

use crate::index::literal::solid_chars;
use crate::text::normalize::{canonical, literal_form};
use crate::text::span::CharSpan;

/// Finds the query's words and literals in clauses.
pub struct Highlighter {
    /// One for each: a page is searched with them, not a library, and they are ready at once where an automaton over all of
    /// them takes as long to build as to use.
    finders: Vec<Finder<'static>>,
}

impl Highlighter {
    /// A highlighter for words and literals, both canonical.
    pub fn new<'t>(terms: impl IntoIterator<Item = &'t str>) -> Self {
        let mut patterns: Vec<String> = terms
            .into_iter()
            .map(|term| solid_chars(term).collect())
            .filter(|pattern: &String| !pattern.is_empty())
            .collect();
        patterns.sort();
        patterns.dedup();
        let finders = patterns
            .iter()
            .map(|pattern| Finder::new(pattern).into_owned())
            .collect();
        Self { finders }
    }

    /// Where the patterns stand in a folded text, in bytes: the leftmost first, of those that begin together the longest,
    /// none over another.
    fn find(&self, folded: &str) -> Vec<(usize, usize)> {
        let text = folded.as_bytes();
        let mut all: Vec<(usize, usize)> = Vec::new();
        for finder in &self.finders {
            let length = finder.needle().len();
            let first = first_width(finder.needle());
            let mut from = 0;
            while let Some(at) = finder.find(&text[from..]) {
                let start = from + at;
                all.push((start, start + length));
                from = start + first;
            }
        }
        all.sort_unstable_by(|(a, a_end), (b, b_end)| a.cmp(b).then(b_end.cmp(a_end)));
        let mut end = 0;
        all.retain(|&(start, to)| {
            let free = start >= end;
            if free {
                end = to;
            }
            free
        });
        all
    }

    /// The spans of `text` that match, ascending, not overlapping, neighbours joined.
    pub fn spans(&self, text: &str) -> Vec<CharSpan> {
        if self.finders.is_empty() {
            return Vec::new();
        }
        let canonical = canonical(text);
        let mut folded = String::with_capacity(canonical.text.len());
        // Byte in `folded` → character of the canonical text.
        let mut starts: Vec<(usize, u32)> = Vec::new();
        for (c, at) in literal_form(&canonical.text) {
            starts.push((folded.len(), at));
            folded.push(c);
        }
        let place = |byte: usize| match starts.binary_search_by_key(&byte, |&(start, _)| start) {
            Ok(found) => starts[found].1,
            Err(next) => starts.get(next).map_or(0, |&(_, at)| at),
        };
        let mut spans: Vec<CharSpan> = Vec::new();
        for (from, to) in self.find(&folded) {
            let start = place(from);
            let last = starts.partition_point(|&(byte, _)| byte < to);
            let Some(&(_, last)) = last.checked_sub(1).and_then(|at| starts.get(at)) else {
                continue;
            };
            let span = canonical.to_original(CharSpan {
                start,
                end: last + 1,
            });
            if span.is_empty() {
                continue;
            }
            match spans.last_mut() {
                Some(before) if before.end >= span.start => before.end = before.end.max(span.end),
                _ => spans.push(span),
            }
        }
        spans
    }
}

/// Bytes of the character a pattern begins with.
fn first_width(pattern: &[u8]) -> usize {
    let more = pattern
        .iter()
        .skip(1)
        .take_while(|&&byte| byte & 0xC0 == 0x80);
    1 + more.count()
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_those_of_the_original() {
        let text = "第三条　孵 化 器应当具备ＡＢＣ条件。";
        let spans = Highlighter::new(["孵化器", "abc"]).spans(text);
        let parts: Vec<&str> = spans.iter().map(|span| span.slice(text)).collect();
        assert_eq!(parts, ["孵 化 器", "ＡＢＣ"]);
    }

    #[test]
    fn nothing_to_find() {
        assert!(Highlighter::new([]).spans("第三条").is_empty());
        assert!(Highlighter::new(["甲"]).spans("").is_empty());
    }

    proptest! {
        #[test]
        fn finds_what_an_automaton_finds(patterns in proptest::collection::vec("[甲乙a]{1,4}", 1..6), text in "[甲乙a丙]{0,30}") {
            let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).expect("builds");
            let expected: Vec<(usize, usize)> = automaton.find_iter(&text).map(|found| (found.start(), found.end())).collect();
            let highlighter = Highlighter::new(patterns.iter().map(String::as_str));
            prop_assert_eq!(highlighter.find(&text), expected);
        }
    }
}
