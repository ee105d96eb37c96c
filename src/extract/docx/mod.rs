//! Word documents (`.docx`), read by hand: every library measured drops automatic numbers, and with
//! them the articles of a law.
//!
//! Numbers are written out; insertions are kept and deletions dropped; hidden text, field codes,
//! headers and footers are left out; tables are read cell by cell, text boxes once, notes after the
//! paragraph they belong to; imported parts (`altChunk`) are read where they stand.

mod body;
mod element;
mod styles;
mod symbol;

use std::collections::HashMap;

use super::limits::Limits;
use super::package::Package;
use super::tools::Failed;
use super::xml::{self, Element};
use super::{ExtractError, Options, RawText, html, ocr, sniff};
use styles::Styles;

/// Fewest characters of a document that is not only pictures.
const FEWEST: usize = 20;

/// Pictures met in a document.
#[derive(Default)]
struct Pictures {
    all: usize,
    /// Those that may be scanned pages and were not read.
    scans: usize,
    /// Those that OCR read.
    read: usize,
    /// Why OCR failed.
    failed: Option<Failed>,
}

/// Reads a docx file.
pub fn read(bytes: &[u8], options: &Options) -> Result<RawText, ExtractError> {
    let mut raw = RawText {
        format: "docx".to_owned(),
        ..RawText::default()
    };
    let mut pictures = Pictures::default();
    let lines = lines(bytes, options, &mut raw, &mut pictures, 0)?;
    let characters = lines
        .iter()
        .flat_map(|line| line.chars())
        .filter(|c| !c.is_whitespace())
        .take(FEWEST)
        .count();
    let unread = pictures
        .failed
        .map_or_else(String::new, |failed| format!("；{}", failed.words()));
    if characters < FEWEST && pictures.all > 0 && pictures.read == 0 {
        return Err(ExtractError::Scanned(format!(
            "文档内只有 {} 张图片{unread}",
            pictures.all
        )));
    }
    if pictures.scans > 0 {
        raw.degrade(format!(
            "有 {} 张整页大小的图片，其中的文字未读取（扫描件，需 OCR{unread}）",
            pictures.scans
        ));
    }
    if pictures.read > 0 {
        raw.degrade(format!(
            "有 {} 张图片由 OCR 识别，可能有错字",
            pictures.read
        ));
        "内置，OCR".clone_into(&mut raw.reader);
    }
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
    options: &Options,
    raw: &mut RawText,
    pictures: &mut Pictures,
    level: u8,
) -> Result<Vec<String>, ExtractError> {
    let limits = &options.limits;
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
    let few = read
        .lines
        .iter()
        .filter_map(|line| match line {
            body::Line::Text(text) => Some(text.chars().filter(|c| !c.is_whitespace()).count()),
            _ => None,
        })
        .sum::<usize>()
        < FEWEST;
    for line in read.lines {
        match line {
            body::Line::Text(text) => out.push(text),
            body::Line::Part(id) => {
                let Some(relation) = relations.get(&id) else {
                    continue;
                };
                match package.part(&relation.target)? {
                    Some(bytes) if relation.kind == "diagramData" => {
                        out.extend(diagram(&bytes, limits));
                    }
                    Some(bytes) => out.extend(imported(&bytes, options, raw, pictures, level)?),
                    None => raw.degrade(format!("缺少嵌入的正文部分 {}", relation.target)),
                }
            }
            body::Line::Picture { id, large } => {
                pictures.all += 1;
                // Seals and logos are no text; a picture of a page, or one without text around it, is.
                let scan = large || few;
                if !scan {
                    continue;
                }
                let read = options.tesseract.is_some().then(|| {
                    let part = package.part(&relations.get(&id)?.target).ok().flatten()?;
                    match ocr::lines(&part, options) {
                        Ok(lines) => Some(lines).filter(|lines| !lines.is_empty()),
                        Err(failed) => {
                            pictures.failed = Some(failed);
                            None
                        }
                    }
                });
                match read.flatten() {
                    Some(lines) => {
                        pictures.read += 1;
                        out.extend(lines);
                    }
                    None => pictures.scans += usize::from(large),
                }
            }
        }
    }
    Ok(out)
}

/// The lines of an imported part.
fn imported(
    bytes: &[u8],
    options: &Options,
    raw: &mut RawText,
    pictures: &mut Pictures,
    level: u8,
) -> Result<Vec<String>, ExtractError> {
    match sniff::sniff(bytes) {
        sniff::Format::Html | sniff::Format::Mht => Ok(html::embedded(bytes).unwrap_or_default()),
        sniff::Format::Docx if level < MOST_NESTED => {
            lines(bytes, options, raw, pictures, level + 1)
        }
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

/// The texts in the boxes of a diagram (SmartArt), in the order of its data.
fn diagram(bytes: &[u8], limits: &Limits) -> Vec<String> {
    let Ok(root) = xml::tree(bytes, limits.depth) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for point in root.child("ptLst").into_iter().flat_map(|l| l.all("pt")) {
        let paragraphs = point.child("t").into_iter().flat_map(|t| t.all("p"));
        for paragraph in paragraphs {
            let runs = paragraph.all("r").filter_map(|run| run.child("t"));
            let line: String = runs.map(|text| text.text.as_str()).collect();
            if !line.trim().is_empty() {
                lines.push(line);
            }
        }
    }
    lines
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
pub mod tests;
