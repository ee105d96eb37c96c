//! Annexes: 附件, 附表, 附录.

use super::block::{Block, compact, heading_text};
use super::label::Mark;
use super::line::Line;
use super::sequence::ends_sentence;
use crate::law::model::Level;

/// Whether the annex mark at `text[i]` begins an annex (or the list of annexes) rather than a sentence.
pub fn begins(lines: &[Line<'_>], text: &[usize], i: usize) -> bool {
    i == 0 || {
        let before = &lines[text[i - 1]];
        let words = &before.raw[before.from..before.to];
        ends_sentence(words) || before.width() <= 30
    }
}

/// Collects the annexes of lines `from..to`; `from` bears the first annex mark.
pub fn build(lines: &[Line<'_>], from: usize, to: usize, path: &[String]) -> Vec<Block> {
    let text: Vec<usize> = (from..to).filter(|&i| lines[i].is_text()).collect();
    let mut starts: Vec<usize> = Vec::new();
    for (i, &at) in text.iter().enumerate() {
        if lines[at].label.is_some_and(|l| l.mark == Mark::Annex)
            && (i == 0 || begins(lines, &text, i))
        {
            starts.push(i);
        }
    }
    let mut out = Vec::new();
    for (s, &start) in starts.iter().enumerate() {
        let end = starts.get(s + 1).copied().unwrap_or(text.len());
        let line = &lines[text[start]];
        let Some(label) = line.label else { continue };
        let words = &line.raw[line.from..line.to];
        let mut name = compact(&words[..label.len]);
        while name.ends_with(['：', ':', '.', '．', '、']) {
            name.pop();
        }
        let mut block = Block::new(
            Level::Annex,
            if name == "附" {
                "附件".to_owned()
            } else {
                name
            },
            path,
        )
        .with(text[start..end].iter().copied());
        let rest = heading_text(&words[label.len..]);
        block.heading = if rest.is_empty() {
            text[start + 1..end]
                .first()
                .map(|&at| &lines[at])
                .filter(|l| super::articles::heading_form(l))
                .map(|l| heading_text(&l.text()))
        } else {
            Some(rest).filter(|r| r.chars().count() <= 60)
        };
        out.push(block);
    }
    out
}
