//! One clause in canonical form, with its titles, its sentences and the way back to the original.
//!
//! The readers of citations, repeals and dates look for words in the canonical text and speak of
//! places in the original; this is where the two meet.

use crate::law::model::{Clause, Evidence};
use crate::law::reference::title::{self, TitleAt};
use crate::text::chars::CharIndex;
use crate::text::normalize::{self, Canonical};
use crate::text::span::CharSpan;

/// A clause prepared for reading.
pub struct Passage<'d> {
    /// The clause.
    pub clause: &'d Clause,
    /// Titles in book marks, in bytes of the canonical text.
    pub titles: Vec<TitleAt>,
    canonical: Canonical,
    index: CharIndex,
    original: CharIndex,
    /// Offsets (code points of the original) of its line breaks.
    breaks: Vec<u32>,
}

/// A sentence of a passage; offsets are bytes of its canonical text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// First byte.
    pub start: usize,
    /// One past the closing mark.
    pub end: usize,
}

impl<'d> Passage<'d> {
    /// Prepares a clause.
    pub fn new(clause: &'d Clause) -> Self {
        let canonical = normalize::canonical(&clause.text);
        let titles = title::find(&canonical.text);
        let breaks = clause
            .text
            .chars()
            .enumerate()
            .filter(|&(_, c)| c == '\n')
            .map(|(at, _)| at as u32)
            .collect();
        Self {
            clause,
            titles,
            index: CharIndex::new(&canonical.text),
            original: CharIndex::new(&clause.text),
            canonical,
            breaks,
        }
    }

    /// The canonical text.
    pub fn text(&self) -> &str {
        &self.canonical.text
    }

    /// The canonical text, when nothing else is needed any more.
    pub fn into_text(self) -> String {
        self.canonical.text
    }

    /// The place in the clause's own text of some bytes of the canonical text.
    pub fn span(&self, start: usize, end: usize) -> CharSpan {
        let text = self.text();
        let span = CharSpan::new(
            self.index.char_at(text, start),
            self.index.char_at(text, end),
        );
        self.canonical.to_original(span)
    }

    /// The words as printed.
    pub fn printed(&self, span: CharSpan) -> &'d str {
        let text = &self.clause.text;
        let start = self.original.byte_at(text, span.start as usize);
        let end = self.original.byte_at(text, span.end as usize);
        text.get(start..end.max(start)).unwrap_or_default()
    }

    /// The words as printed, without line breaks and blanks between Chinese characters.
    pub fn words(&self, start: usize, end: usize) -> String {
        tidy(self.printed(self.span(start, end)))
    }

    /// The byte of the clause's own text for a byte of the canonical text.
    pub fn original_byte(&self, at: usize) -> usize {
        let span = self.span(at, at);
        self.original
            .byte_at(&self.clause.text, span.start as usize)
    }

    /// The place of some bytes of the clause's own text.
    pub fn original_span(&self, start: usize, end: usize) -> CharSpan {
        let text = &self.clause.text;
        CharSpan::new(
            self.original.char_at(text, start),
            self.original.char_at(text, end),
        )
    }

    /// The original line on which a place begins.
    pub fn line(&self, span: CharSpan) -> Option<u32> {
        let row = self.breaks.partition_point(|&b| b < span.start);
        self.clause
            .lines
            .get(row)
            .or(self.clause.lines.last())
            .copied()
    }

    /// The place and the words as evidence.
    pub fn evidence(&self, start: usize, end: usize) -> Evidence {
        let span = self.span(start, end);
        let text = self.printed(span).to_owned();
        Evidence {
            clause: self.clause.ordinal,
            line: self.line(span),
            span,
            text,
        }
    }

    /// The title that covers byte `at`.
    pub fn title_at(&self, at: usize) -> Option<&TitleAt> {
        let next = self.titles.partition_point(|t| t.start <= at);
        next.checked_sub(1)
            .map(|i| &self.titles[i])
            .filter(|t| at < t.end)
    }

    /// The titles that begin between two bytes.
    pub fn titles_in(&self, start: usize, end: usize) -> &[TitleAt] {
        let from = self.titles.partition_point(|t| t.start < start);
        let to = self.titles.partition_point(|t| t.start < end);
        &self.titles[from..to.max(from)]
    }

    /// The sentence around byte `at`: from the mark before to the mark after it. A mark inside a title
    /// ends nothing. Sentences are believed up to [`LONGEST_SENTENCE`] to each side.
    pub fn sentence_at(&self, at: usize) -> Sentence {
        self.sentence_within(at, LONGEST_SENTENCE)
    }

    /// The sentence around byte `at`, cut off after so many bytes to each side.
    pub fn sentence_within(&self, at: usize, limit: usize) -> Sentence {
        let text = self.text();
        let mut start = at;
        for (i, c) in text[..at].char_indices().rev() {
            if ends_sentence(c) && self.title_at(i).is_none() || at - i > limit {
                break;
            }
            start = i;
        }
        let mut end = text.len();
        for (i, c) in text[at..].char_indices() {
            if ends_sentence(c) && self.title_at(at + i).is_none() {
                end = at + i + if c == '\n' { 0 } else { c.len_utf8() };
                break;
            }
            if i > limit {
                end = at + i;
                break;
            }
        }
        Sentence { start, end }
    }

    /// A sentence with each title replaced by [`TITLE`], so that words can be matched around titles.
    pub fn masked(&self, sentence: Sentence) -> Masked {
        let text = self.text();
        let mut masked = Masked {
            text: String::with_capacity(sentence.end - sentence.start),
            marks: Vec::new(),
            base: sentence.start,
        };
        let mut at = sentence.start;
        for title in self.titles_in(sentence.start, sentence.end) {
            if title.start < at {
                continue;
            }
            masked.text.push_str(&text[at..title.start]);
            masked
                .marks
                .push((masked.text.len(), title.start, title.end));
            masked.text.push(TITLE);
            at = title.end;
        }
        masked
            .text
            .push_str(text.get(at..sentence.end.max(at)).unwrap_or_default());
        masked
    }
}

/// Bytes to each side of a word up to which its sentence is read; a repeal may list hundreds of titles.
pub const LONGEST_SENTENCE: usize = 60_000;

/// Stands for a title in a masked sentence.
pub const TITLE: char = '\u{E000}';

/// A sentence whose titles are single characters.
#[derive(Clone, Debug, Default)]
pub struct Masked {
    /// The sentence.
    pub text: String,
    /// For each title: byte in `text`, first byte and end in the passage.
    pub marks: Vec<(usize, usize, usize)>,
    base: usize,
}

impl Masked {
    /// The byte of the passage for a byte of the masked sentence.
    pub fn unmask(&self, at: usize) -> usize {
        let before = self.marks.partition_point(|m| m.0 < at);
        match before.checked_sub(1).map(|i| self.marks[i]) {
            None => self.base + at,
            Some((mark, _, end)) => end + at - (mark + TITLE.len_utf8()),
        }
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '\n')
}

/// Prepares all clauses of a document.
pub fn passages(clauses: &[Clause]) -> Vec<Passage<'_>> {
    clauses.iter().map(Passage::new).collect()
}

/// Without line breaks, and without blanks that touch a Chinese character.
pub fn tidy(words: &str) -> String {
    if !words.contains(char::is_whitespace) {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    let mut gap = false;
    for c in words.trim().chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && c.is_ascii() && out.ends_with(|l: char| l.is_ascii()) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::Level;

    fn clause(text: &str) -> Clause {
        Clause {
            ordinal: 0,
            label: "第一条".into(),
            level: Level::Article,
            path: vec![],
            heading: None,
            text: text.into(),
            lines: vec![5, 7, 9],
            page: None,
        }
    }

    #[test]
    fn sentences_do_not_end_inside_titles() {
        let clause = clause("前一句。依据《韶州\n市办法》第三条。后一句。");
        let passage = Passage::new(&clause);
        let at = passage.text().find("第三条").unwrap();
        let sentence = passage.sentence_at(at);
        assert_eq!(
            &passage.text()[sentence.start..sentence.end].replace('\n', ""),
            "依据《韶州市办法》第三条。"
        );
    }

    #[test]
    fn masking_goes_there_and_back() {
        let clause = clause("废止《甲办法》和《乙办法》。");
        let passage = Passage::new(&clause);
        let masked = passage.masked(passage.sentence_at(0));
        assert_eq!(masked.text.chars().filter(|&c| c == TITLE).count(), 2);
        let at = masked.text.find('和').unwrap();
        assert!(passage.text()[masked.unmask(at)..].starts_with('和'));
    }

    #[test]
    fn lines_follow_the_breaks() {
        let clause = clause("第一条 甲\n乙《办法》\n丙");
        let passage = Passage::new(&clause);
        let at = passage.text().find('乙').unwrap();
        assert_eq!(passage.line(passage.span(at, at + 3)), Some(7));
    }

    #[test]
    fn tidy_keeps_latin_blanks() {
        assert_eq!(tidy("韶州\n\n市 办法"), "韶州市办法");
        assert_eq!(tidy("A B"), "A B");
    }
}
