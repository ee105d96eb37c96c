//! Where a clause matches, in the offsets of its original text.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::index::literal::solid_chars;
use crate::text::normalize::{canonical, literal_form};
use crate::text::span::CharSpan;

/// Finds the query's words and literals in clauses.
pub struct Highlighter {
    matcher: Option<AhoCorasick>,
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
        let matcher = if patterns.is_empty() {
            None
        } else {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                // A page is read with it, not a library: what is built quickest.
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .build(&patterns)
                .ok()
        };
        Self { matcher }
    }

    /// The spans of `text` that match, ascending, not overlapping, neighbours joined.
    pub fn spans(&self, text: &str) -> Vec<CharSpan> {
        let Some(matcher) = &self.matcher else {
            return Vec::new();
        };
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
        for found in matcher.find_iter(&folded) {
            let start = place(found.start());
            let last = starts.partition_point(|&(byte, _)| byte < found.end());
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

#[cfg(test)]
mod tests {
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
}
