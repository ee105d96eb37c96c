//! The text of a document as rows of a screen.

use super::looks::Look;
use super::reading::Opened;
use crate::law::model::{Clause, Level};
use crate::report::wrap::{breaks, char_width, safe};
use crate::text::span::CharSpan;

/// A row: pieces of text with their looks.
pub type Row = Vec<(String, Look)>;

/// The looks of the characters of a text; of spans that overlap the later wins.
pub fn looks(length: usize, spans: &[(CharSpan, Look)]) -> Vec<Look> {
    let mut looks = vec![Look::Plain; length];
    for (span, look) in spans {
        let end = (span.end as usize).min(length);
        let start = (span.start as usize).min(end);
        looks[start..end].fill(*look);
    }
    looks
}

/// Breaks a text into rows of at most `cells`. Characters that take no cell are left out, so that cells can be
/// counted.
pub fn rows(text: &str, spans: &[(CharSpan, Look)], cells: usize) -> Vec<Row> {
    let chars: Vec<char> = text.chars().collect();
    let looks = looks(chars.len(), spans);
    breaks(&chars, cells)
        .into_iter()
        .map(|range| {
            let mut row: Row = Vec::new();
            for at in range {
                let c = match chars[at] {
                    '\t' => "  ".to_owned(),
                    c => safe(c).to_string(),
                };
                if c.chars().all(|c| char_width(c) == 0) {
                    continue;
                }
                match row.last_mut() {
                    Some((piece, look)) if *look == looks[at] => piece.push_str(&c),
                    _ => row.push((c, looks[at])),
                }
            }
            row
        })
        .collect()
}

/// The headings that stand above a clause and not above the one before.
fn headings(opened: &Opened, at: usize) -> &[String] {
    let clause = &opened.clauses[at];
    let before: &[String] = match at.checked_sub(1) {
        Some(before) => &opened.clauses[before].path,
        None => &[],
    };
    &clause.path[clause.shared_headings(before)..]
}

/// Whether the label has to be shown because the text does not begin with it.
fn shows_label(clause: &Clause) -> bool {
    !clause.label.is_empty()
        && !clause.text.starts_with(&clause.label)
        && !matches!(clause.level, Level::Note | Level::Paragraph)
}

/// The rows above the text of a clause.
fn above(opened: &Opened, at: usize, cells: usize) -> Vec<Row> {
    let mut above = Vec::new();
    let strong = |text: &str, look: Look| {
        let whole = CharSpan::new(0, text.chars().count());
        rows(text, &[(whole, look)], cells)
    };
    for heading in headings(opened, at) {
        above.extend(strong(heading.trim(), Look::Strong));
    }
    let clause = &opened.clauses[at];
    if shows_label(clause) {
        above.extend(strong(&format!("〔{}〕", clause.label), Look::Faint));
    }
    above
}

/// A clause as rows: headings that begin with it, its text, an empty row.
pub fn block(opened: &Opened, at: usize, cells: usize, spans: &[(CharSpan, Look)]) -> Vec<Row> {
    let Some(clause) = opened.clauses.get(at) else {
        return Vec::new();
    };
    let mut block = above(opened, at, cells);
    block.extend(rows(&clause.text, spans, cells));
    block.push(Row::new());
    block
}

/// The number of rows of a clause.
pub fn height(opened: &Opened, at: usize, cells: usize) -> usize {
    let Some(clause) = opened.clauses.get(at) else {
        return 0;
    };
    let chars: Vec<char> = clause.text.chars().collect();
    above(opened, at, cells).len() + breaks(&chars, cells).len() + 1
}

/// The row of a clause on which the character at `offset` of its text stands.
pub fn row_of(opened: &Opened, at: usize, cells: usize, offset: u32) -> usize {
    let Some(clause) = opened.clauses.get(at) else {
        return 0;
    };
    let chars: Vec<char> = clause.text.chars().collect();
    let lines = breaks(&chars, cells);
    above(opened, at, cells).len()
        + lines
            .partition_point(|line| line.end <= offset as usize)
            .min(lines.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_hold_no_character_that_takes_no_cell() {
        let rows = rows("第一条\u{200b}　为\t规范\u{7}", &[], 20);
        assert_eq!(rows, [[("第一条　为  规范".to_owned(), Look::Plain)]]);
    }

    #[test]
    fn later_spans_win() {
        let spans = [
            (CharSpan::new(0, 4), Look::Cite),
            (CharSpan::new(2, 9), Look::Match),
        ];
        assert_eq!(
            rows("一二三四五", &spans, 40),
            [[
                ("一二".to_owned(), Look::Cite),
                ("三四五".to_owned(), Look::Match)
            ]]
        );
    }
}
