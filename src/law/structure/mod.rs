//! Lines to clauses: what heads what, and which text belongs to which label.
//!
//! Works on one part of a file (one instrument) at a time; `wrapper` finds the parts.

pub mod annex;
pub mod articles;
pub mod block;
pub mod contents;
pub mod front;
pub mod label;
pub mod line;
pub mod numbered;
pub mod sequence;
pub mod tail;

use block::Block;
use line::Line;

/// Collects the clauses of the body in lines `from..to`, by articles where there are any.
pub fn body(lines: &[Line<'_>], from: usize, to: usize, path: &[String]) -> Vec<Block> {
    if from >= to {
        return Vec::new();
    }
    let (contents, from) = contents::take(lines, from, to);
    let articles: Vec<usize> = sequence::articles(&lines[from..to])
        .into_iter()
        .map(|a| a + from)
        .collect();
    let first = articles
        .first()
        .and_then(|&a| lines[a].label)
        .map(|l| l.number);
    let made_of_articles = articles.len() >= 2 || (articles.len() == 1 && first == Some(1));
    let mut blocks: Vec<Block> = contents.into_iter().collect();
    blocks.extend(if made_of_articles {
        articles::build(lines, from, to, &articles, path)
    } else {
        numbered::build(lines, from, to, path)
    });
    blocks
}
