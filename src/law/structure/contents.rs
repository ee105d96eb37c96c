//! Tables of contents (目录): a note clause, so that chapters are not made twice and no text is lost.

use super::block::{Block, compact};
use super::label::Mark;
use super::line::Line;
use super::sequence::ends_sentence;
use crate::law::model::Level;

/// Takes the table of contents from the beginning of lines `from..to`; gives its clause and where
/// the body goes on.
pub fn take(lines: &[Line<'_>], from: usize, to: usize) -> (Option<Block>, usize) {
    let text: Vec<usize> = (from..to)
        .filter(|&i| lines[i].is_text())
        .take(400)
        .collect();
    let Some(&first) = text.first() else {
        return (None, from);
    };
    let words = compact(&lines[first].raw[lines[first].from..lines[first].to]);
    let titled = matches!(words.as_str(), "目录" | "目次" | "目錄");
    let begin = usize::from(titled);
    let end = match repeat(lines, &text, begin) {
        Some(end) => end,
        None if titled => {
            begin
                + text[begin..]
                    .iter()
                    .take_while(|&&i| is_entry(&lines[i]))
                    .count()
        }
        None => {
            begin
                + text[begin..]
                    .iter()
                    .take_while(|&&i| is_run(&lines[i]))
                    .count()
        }
    };
    if end <= begin && !titled || end == 0 {
        return (None, from);
    }
    let block = Block::new(Level::Note, "目录", &[]).with(text[..end].iter().copied());
    (Some(block), text.get(end).copied().unwrap_or(to))
}

/// Where the first heading of the text stands a second time, with nothing but headings between.
fn repeat(lines: &[Line<'_>], text: &[usize], begin: usize) -> Option<usize> {
    let key = |i: usize| {
        lines[i]
            .label
            .filter(|l| l.mark.is_heading())
            .map(|l| (l.mark, l.number))
    };
    let first = key(*text.get(begin)?)?;
    let mut headings = 0;
    for (n, &i) in text.iter().enumerate().skip(begin) {
        if n > begin && key(i) == Some(first) {
            return (headings >= 2).then_some(n);
        }
        let line = &lines[i];
        if line.label.is_some_and(|l| l.mark == Mark::Article)
            || line.width() > 60
            || (line.label.is_none() && ends_sentence(&line.raw[line.from..line.to]))
        {
            return None;
        }
        headings += usize::from(key(i).is_some());
    }
    None
}

/// `第一章 总则 …… 3`, `附则`.
fn is_entry(line: &Line<'_>) -> bool {
    let words = &line.raw[line.from..line.to];
    let leaders = words.contains("……") || words.contains("....") || words.contains("···");
    leaders || is_run(line) || matches!(compact(words).as_str(), "附则" | "总则" | "序言" | "附件")
}

/// Several headings on one line.
fn is_run(line: &Line<'_>) -> bool {
    let words = &line.raw[line.from..line.to];
    line.label.is_some_and(|l| l.mark.is_heading())
        && words
            .split_whitespace()
            .filter(|w| w.starts_with('第') && w.ends_with(['章', '编', '节']))
            .count()
            >= 2
}
