//! Text to documents: calls the readers of structure and facts in their order.

use super::model::{Document, Level, ParsedFile, PartRole};
use super::structure::block::Block;
use super::structure::front::{self, Front, Piece};
use super::structure::line::{self, Line};
use super::structure::{self, tail};
use super::wrapper::{self, Part};
use super::{claims, facts, metadata};
use crate::extract::RawText;
use crate::text::span::CharSpan;

/// Reads the documents of one file; the main one first. The path decides nothing: file names and folders
/// are metadata of a collection, not of the law.
pub fn parse_file(raw: &RawText, _path: &str) -> ParsedFile {
    let lines = line::lines(&raw.text);
    let noise = noise_spans(&raw.text, &lines);
    if !lines.iter().any(Line::is_text) {
        return ParsedFile {
            noise,
            ..ParsedFile::default()
        };
    }
    let mut documents: Vec<Document> = wrapper::parts(&lines)
        .into_iter()
        .map(|part| read_part(raw, &lines, &part))
        .collect();
    if let Some(first) = documents.first_mut().filter(|_| !raw.meta.is_empty()) {
        claims::read(first, &raw.meta);
    }
    metadata::inherit(&mut documents);
    let mut texts = Vec::with_capacity(documents.len());
    if let Some((first, further)) = documents.split_first_mut() {
        texts.push(facts::read(first, None));
        let carrier = Some(&*first).filter(|d| d.part == PartRole::Notice);
        for document in further {
            texts.push(facts::read(document, carrier));
        }
    }
    if documents
        .first()
        .is_some_and(|d| d.part == PartRole::Notice)
        && documents.len() > 1
    {
        // The main document is the first issued one; the notice follows the issued ones.
        documents.rotate_left(1);
        texts.rotate_left(1);
    }
    ParsedFile {
        documents,
        texts,
        noise,
    }
}

/// Spans of noise in code points, in order.
fn noise_spans(text: &str, lines: &[Line<'_>]) -> Vec<CharSpan> {
    let mut bytes = Vec::new();
    for line in lines {
        line.noise(&mut bytes);
    }
    let mut counter = crate::text::chars::CharCounter::new(text);
    bytes
        .into_iter()
        .map(|(from, to)| {
            let start = counter.at(from);
            CharSpan::new(start, counter.at(to))
        })
        .collect()
}

/// Reads one part.
fn read_part(raw: &RawText, lines: &[Line<'_>], part: &Part) -> Document {
    let front = front::read(lines, part.from, part.to, &part.title);
    let sign = tail::signature(lines, front.body, part.to);
    let blocks = blocks(lines, part, &front, sign.as_ref());
    let clauses = blocks
        .into_iter()
        .enumerate()
        .map(|(n, b)| b.clause(n as u32, lines, &raw.line_pages))
        .collect();
    let mut document = Document {
        part: part.role,
        clauses,
        ..Document::default()
    };
    metadata::read(&mut document, lines, &front, sign.as_ref());
    document
}

/// The clauses of a part: front, body, signature and what follows it.
fn blocks(
    lines: &[Line<'_>],
    part: &Part,
    front: &Front,
    sign: Option<&tail::Signature>,
) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut last: Option<Piece> = None;
    for &(at, piece) in &front.pieces {
        if last != Some(piece) {
            out.push(Block::new(Level::Note, piece.label(), &[]));
            last = Some(piece);
        }
        if let Some(block) = out.last_mut() {
            block.lines.push(at);
        }
    }
    let end = sign.map_or(part.to, |s| s.from);
    let (end, colophon) = colophon(lines, front.body, end, sign.is_none());
    out.extend(structure::body(lines, front.body, end, &[]));
    if let Some(at) = colophon {
        let rest = (at..sign.map_or(part.to, |s| s.from)).filter(|&i| lines[i].is_text());
        out.push(Block::new(Level::Note, "版记", &[]).with(rest));
    }
    if let Some(sign) = sign {
        let own = (sign.from..sign.to).filter(|&i| lines[i].is_text());
        out.push(Block::new(Level::Note, "落款", &[]).with(own));
        out.extend(after(lines, sign.to, part.to));
    }
    out
}

/// Where the 版记 or the web page begins at the end of a body without a signature.
fn colophon(lines: &[Line<'_>], from: usize, to: usize, search: bool) -> (usize, Option<usize>) {
    if !search {
        return (to, None);
    }
    let text: Vec<usize> = (from..to)
        .rev()
        .filter(|&i| lines[i].is_text())
        .take(40)
        .collect();
    let mut cut = None;
    for &at in &text {
        if tail::is_colophon(&lines[at]) || tail::is_release_mark(&lines[at]) {
            cut = Some(at);
        } else if lines[at].width() > 60 {
            break;
        }
    }
    (cut.unwrap_or(to), cut)
}

/// The clauses after a signature: 版记 and page remains, annexes, anything else as a body of its own.
fn after(lines: &[Line<'_>], from: usize, to: usize) -> Vec<Block> {
    let mut out = Vec::new();
    let text: Vec<usize> = (from..to).filter(|&i| lines[i].is_text()).collect();
    let notes = text
        .iter()
        .take_while(|&&i| tail::is_colophon(&lines[i]) || tail::is_release_mark(&lines[i]))
        .count();
    if notes > 0 {
        out.push(Block::new(Level::Note, "版记", &[]).with(text[..notes].iter().copied()));
    }
    let Some(&first) = text.get(notes) else {
        return out;
    };
    let (end, rest) = colophon(lines, first, to, true);
    out.extend(structure::body(lines, first, end, &[]));
    if let Some(at) = rest {
        out.push(
            Block::new(Level::Note, "版记", &[]).with((at..to).filter(|&i| lines[i].is_text())),
        );
    }
    out
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
