//! Breaking Chinese text into lines of a width counted in terminal cells.
//!
//! No line begins with closing punctuation and none ends with an opening mark (禁则).

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::style::{Mark, Style};
use crate::text::span::CharSpan;

/// Characters that must not begin a line.
const NOT_FIRST: &str = "，。、；：？！）〕】》〉」』”’％…—·,.;:?!)]}%";
/// Characters that must not end a line.
const NOT_LAST: &str = "（〔【《〈「『“‘([{";

/// Cells a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Cells a character takes.
pub fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// A character that does not confuse a terminal.
pub fn safe(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// Breaks `text` into lines of at most `cells`; `spans` are marked as matches. Paragraphs stay apart;
/// tabs become wide gaps.
pub fn wrap_marked(text: &str, spans: &[CharSpan], cells: usize, style: Style) -> Vec<String> {
    let (before, after) = style.codes(Mark::Match);
    let chars: Vec<char> = text.chars().collect();
    let mut lines = Vec::new();
    let mut spans = spans.iter().peekable();
    for range in breaks(&chars, cells) {
        let mut line = String::new();
        let mut open = false;
        for offset in range {
            let c = chars[offset];
            let offset = offset as u32;
            while spans.peek().is_some_and(|span| span.end <= offset) {
                spans.next();
            }
            let inside = spans.peek().is_some_and(|span| span.start <= offset);
            if inside != open {
                line.push_str(if inside { before } else { after });
                open = inside;
            }
            if c == '\t' {
                line.push_str("  ");
            } else {
                line.push(safe(c));
            }
        }
        if open {
            line.push_str(after);
        }
        lines.push(line);
    }
    lines
}

/// The lines of a text as ranges of its characters, each of at most `cells` (never less than 8), without
/// the blanks at their ends. Lines with nothing on them are left out.
pub fn breaks(chars: &[char], cells: usize) -> Vec<Range<usize>> {
    let cells = cells.max(8);
    let mut lines = Vec::new();
    let mut begin = 0;
    for paragraph in chars.split(|&c| c == '\n') {
        let mut start = 0;
        while start < paragraph.len() {
            let end = line_end(paragraph, start, cells);
            let blank = paragraph[start..end]
                .iter()
                .rev()
                .take_while(|c| c.is_whitespace() || c.is_control())
                .count();
            if start < end - blank {
                lines.push(begin + start..begin + end - blank);
            }
            start = end;
            while start < paragraph.len() && paragraph[start] == ' ' {
                start += 1;
            }
        }
        begin += paragraph.len() + 1;
    }
    lines
}

/// Where the line that begins at `start` ends.
fn line_end(chars: &[char], start: usize, cells: usize) -> usize {
    let mut used = 0;
    let mut end = start;
    while end < chars.len() {
        let c = chars[end];
        let wide = if c == '\t' { 2 } else { char_width(c) };
        if used + wide > cells {
            break;
        }
        used += wide;
        end += 1;
    }
    if end >= chars.len() {
        return chars.len();
    }
    let mut cut = end;
    // Options (--exact) and names like UTF-8 stay whole.
    let word = |at: usize| chars[at].is_ascii_alphanumeric() || chars[at] == '-';
    while cut > start + 1
        && (NOT_FIRST.contains(chars[cut])
            || NOT_LAST.contains(chars[cut - 1])
            || (word(cut) && word(cut - 1)))
    {
        cut -= 1;
    }
    // A run that cannot be broken well is broken anyway.
    if cut == start + 1 {
        end.max(start + 1)
    } else {
        cut
    }
}

/// Whether a line may end between two characters of Chinese text.
pub fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| char_width(c) == 2;
    (wide(before) || wide(after)) && !NOT_LAST.contains(before) && !NOT_FIRST.contains(after)
}

/// [`wrap_marked`] without marks.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    wrap_marked(text, &[], cells, Style::plain())
}

/// A text whose lines are at most `cells` wide: longer ones are broken, and go on under the text behind a short
/// label (`怎么办：`) or a margin. Lines with colours are left as they are.
pub fn fit(text: &str, cells: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line
            .strip_suffix('\n')
            .map_or((line, ""), |line| (line, "\n"));
        if width(line) <= cells || line.contains('\u{1b}') {
            out.push_str(line);
            out.push_str(end);
            continue;
        }
        let body = line.trim_start_matches(' ');
        let margin = line.len() - body.len();
        let label: String = body
            .chars()
            .take(5)
            .collect::<String>()
            .split_inclusive('：')
            .next()
            .filter(|label| label.ends_with('：'))
            .unwrap_or_default()
            .to_owned();
        let indent = margin + width(&label);
        let rest = wrap(&body[label.len()..], cells.saturating_sub(indent).max(20));
        let head = format!("{}{label}", " ".repeat(margin));
        out.push_str(&head);
        out.push_str(&rest.join(&format!("\n{}", " ".repeat(indent))));
        out.push_str(end);
    }
    out
}

/// A text cut to `cells`, with … where something is left out.
pub fn shorten(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.chars().map(safe).collect();
    }
    let mut used = 0;
    let mut short = String::new();
    for c in text.chars().map(safe) {
        if used + char_width(c) + 1 > cells {
            break;
        }
        used += char_width(c);
        short.push(c);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn punctuation_stays_with_its_word() {
        let lines = wrap(
            "第八条　申请认定孵化载体，应当具备下列条件：（一）场地；",
            20,
        );
        assert!(lines.iter().all(|line| width(line) <= 20), "{lines:?}");
        assert!(
            lines
                .iter()
                .all(|line| !NOT_FIRST.contains(line.chars().next().unwrap_or('x'))),
            "{lines:?}"
        );
        assert!(lines.iter().all(|line| !line.ends_with('（')), "{lines:?}");
    }

    #[test]
    fn matches_are_marked_across_lines() {
        let lines = wrap_marked("一二三四五六", &[CharSpan::new(2, 5)], 8, Style::new(true));
        assert_eq!(
            lines,
            ["一二\u{1b}[1;33m三四\u{1b}[0m", "\u{1b}[1;33m五\u{1b}[0m六"]
        );
    }

    #[test]
    fn long_lines_go_on_under_their_label() {
        assert_eq!(
            fit("短\n怎么办：一二三四五六七八九十一二三四五六七八\n", 28),
            "短\n怎么办：一二三四五六七八九十\n        一二三四五六七八\n"
        );
        assert_eq!(
            fit("  一二三四五六七八九十一二三四", 24),
            "  一二三四五六七八九十一\n  二三四"
        );
    }

    #[test]
    fn shortening_counts_cells() {
        assert_eq!(shorten("韶州市科技局", 7), "韶州市…");
        assert_eq!(shorten("韶州市", 6), "韶州市");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[一-五，。（）a-c ]{0,60}", cells in 8usize..30) {
            let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(solid(&wrap(&text, cells).concat()), solid(&text));
        }
    }
}
