//! Word documents (`.docx`), read by hand: every library measured drops automatic numbers, and with
//! them the articles of a law.
//!
//! Numbers are written out; insertions are kept and deletions dropped; hidden text, field codes,
//! headers and footers are left out; tables are read cell by cell, text boxes once, notes after the
//! paragraph they belong to; imported parts (`altChunk`) are read where they stand.

mod body;
mod styles;

use std::collections::HashMap;

use super::limits::Limits;
use super::package::Package;
use super::xml::{self, Element};
use super::{ExtractError, RawText, html, sniff};
use styles::Styles;

/// Reads a docx file.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<RawText, ExtractError> {
    let mut raw = RawText {
        format: "docx".to_owned(),
        ..RawText::default()
    };
    let lines = lines(bytes, limits, &mut raw, 0)?;
    let size: usize = lines.iter().map(|line| line.len() + 1).sum();
    raw.text.reserve(size);
    for line in lines {
        raw.text.push_str(&line);
        raw.text.push('\n');
    }
    Ok(raw)
}

/// Deepest documents inside documents.
const MOST_NESTED: u8 = 2;

fn lines(
    bytes: &[u8],
    limits: &Limits,
    raw: &mut RawText,
    level: u8,
) -> Result<Vec<String>, ExtractError> {
    let mut package = Package::open(bytes, limits)?;
    let main = main_part(&mut package, limits);
    let document = package
        .part(&main)?
        .ok_or_else(|| ExtractError::corrupt("缺少正文（word/document.xml）"))?;
    let relations = relations(&mut package, &main, limits)?;
    let mut tree = |name: &str, kind: &str| -> Result<Option<Element>, ExtractError> {
        let by_kind = relations.iter().find(|(_, relation)| relation.kind == kind);
        let name = by_kind.map_or_else(|| name.to_owned(), |(_, relation)| relation.target.clone());
        let Some(bytes) = package.part(&name)? else {
            return Ok(None);
        };
        Ok(xml::tree(&bytes, limits.depth).ok())
    };
    let mut styles = tree("word/styles.xml", "styles")?
        .map(|root| Styles::read(&root))
        .unwrap_or_default();
    let mut counters = tree("word/numbering.xml", "numbering")?
        .map(|root| styles.read_lists(&root))
        .unwrap_or_default();
    let mut notes = HashMap::new();
    for (name, kind, element, label) in [
        ("word/footnotes.xml", "footnotes", "footnote", "脚注"),
        ("word/endnotes.xml", "endnotes", "endnote", "尾注"),
    ] {
        let by_kind = relations.iter().find(|(_, relation)| relation.kind == kind);
        let name = by_kind.map_or_else(|| name.to_owned(), |(_, relation)| relation.target.clone());
        if let Some(bytes) = package.part(&name)? {
            let text = xml::decode(&bytes)?;
            let read = body::notes(&text, element, &styles, limits);
            for (id, lines) in read {
                let lines = lines
                    .into_iter()
                    .map(|line| format!("〔{label}〕{}", line.trim()))
                    .collect();
                notes.insert((element, id), lines);
            }
        }
    }
    let text = xml::decode(&document)?;
    let mut context = body::Context {
        styles: &styles,
        counters: &mut counters,
        notes: &notes,
    };
    let read = body::read(&text, &mut context, limits);
    if let Some(at) = read.broken {
        raw.degrade(format!("文档结构在第 {at} 字节处损坏，其后的内容未能读取"));
    }
    if read.too_deep {
        raw.degrade("文档嵌套过深，深处的内容未读取".to_owned());
    }
    let mut out = Vec::with_capacity(read.lines.len());
    for line in read.lines {
        match line {
            body::Line::Text(text) => out.push(text),
            body::Line::Part(id) => {
                let Some(relation) = relations.get(&id) else {
                    continue;
                };
                match package.part(&relation.target)? {
                    Some(bytes) => out.extend(imported(&bytes, limits, raw, level)?),
                    None => raw.degrade(format!("缺少嵌入的正文部分 {}", relation.target)),
                }
            }
        }
    }
    Ok(out)
}

/// The lines of an imported part.
fn imported(
    bytes: &[u8],
    limits: &Limits,
    raw: &mut RawText,
    level: u8,
) -> Result<Vec<String>, ExtractError> {
    match sniff::sniff(bytes) {
        sniff::Format::Html | sniff::Format::Mht => Ok(html::embedded(bytes).unwrap_or_default()),
        sniff::Format::Docx if level < MOST_NESTED => lines(bytes, limits, raw, level + 1),
        sniff::Format::Text => {
            let decoded = crate::text::encoding::decode(bytes);
            Ok(decoded
                .map(|d| d.text.lines().map(str::to_owned).collect())
                .unwrap_or_default())
        }
        _ => {
            raw.degrade("文档嵌入了无法读取的部分（altChunk）".to_owned());
            Ok(Vec::new())
        }
    }
}

/// A relation of a part.
struct Relation {
    /// Last word of the type: `styles`, `aFChunk` …
    kind: String,
    /// Name of the part it points to.
    target: String,
}

/// The relations of a part by id; those that point outside are never followed.
fn relations(
    package: &mut Package<'_>,
    part: &str,
    limits: &Limits,
) -> Result<HashMap<String, Relation>, ExtractError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let Some(bytes) = package.part(&format!("{folder}/_rels/{file}.rels"))? else {
        return Ok(HashMap::new());
    };
    let Ok(root) = xml::tree(&bytes, limits.depth) else {
        return Ok(HashMap::new());
    };
    let mut relations = HashMap::new();
    for relation in root.all("Relationship") {
        let (Some(id), Some(target)) = (relation.get("Id"), relation.get("Target")) else {
            continue;
        };
        if relation.get("TargetMode") == Some("External") {
            continue;
        }
        let kind = relation
            .get("Type")
            .and_then(|kind| kind.rsplit('/').next())
            .unwrap_or_default();
        let target = if target.starts_with('/') {
            target.to_owned()
        } else {
            format!("{folder}/{target}")
        };
        relations.insert(
            id.to_owned(),
            Relation {
                kind: kind.to_owned(),
                target,
            },
        );
    }
    Ok(relations)
}

/// Name of the main part.
fn main_part(package: &mut Package<'_>, limits: &Limits) -> String {
    let relations = relations(package, "/", limits).unwrap_or_default();
    let named = relations
        .into_values()
        .find(|relation| relation.kind == "officeDocument");
    match named {
        Some(relation) if package.has(&relation.target) => relation.target,
        _ => "word/document.xml".to_owned(),
    }
}

#[cfg(test)]
mod tests;
