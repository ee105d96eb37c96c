//! Word 97–2003 and WPS text (`.doc`, `.wps`), read by hand: text pieces, tables, deleted and hidden
//! text, and automatic numbers, which no library restores.
//!
//! After MS-DOC. Places in the file are never trusted; what cannot be found is left out and told.

mod cfb;
mod lists;
mod properties;

use super::limits::Limits;
use super::numbering::Counters;
use super::{ExtractError, RawText, rows};
use cfb::{Compound, u16_at, u32_at};
use properties::{Characters, Paragraph, Runs};

/// Reads a doc file.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<RawText, ExtractError> {
    let compound =
        Compound::open(bytes).ok_or_else(|| ExtractError::corrupt("复合文件结构错误"))?;
    let main = compound
        .stream("WordDocument")
        .ok_or_else(|| ExtractError::corrupt("缺少正文（WordDocument）"))?;
    let mut raw = RawText {
        format: "doc".to_owned(),
        ..RawText::default()
    };
    let flags = u16_at(&main, 0x0A).unwrap_or(0);
    if flags & 0x0100 != 0 {
        return Err(ExtractError::Encrypted);
    }
    if u16_at(&main, 2).unwrap_or(0) < 0xC1 {
        old(&main, &mut raw)?;
        return Ok(raw);
    }
    let table = compound.stream(if flags & 0x0200 != 0 {
        "1Table"
    } else {
        "0Table"
    });
    let table = table.ok_or_else(|| ExtractError::corrupt("缺少表流（0Table/1Table）"))?;
    let file = Word::open(main, table, limits)?;
    let mut reader = Reader {
        counters: file.counters(),
        ..Reader::default()
    };
    let counts = file.counts;
    let mut from = 0u32;
    for (part, count) in counts.into_iter().enumerate() {
        let to = from.saturating_add(count);
        match part {
            // The body, text boxes.
            0 | 6 => file.part(from, to, "", &mut reader),
            1 => file.part(from, to, "〔脚注〕", &mut reader),
            5 => file.part(from, to, "〔尾注〕", &mut reader),
            // Headers, macros, comments.
            _ => {}
        }
        from = to;
    }
    for line in &reader.lines {
        raw.text.push_str(line);
        raw.text.push('\n');
    }
    let few = 20;
    let characters = raw.text.chars().filter(|c| !c.is_whitespace());
    if reader.pictures > 0 && characters.take(few).count() < few {
        return Err(ExtractError::Scanned(format!(
            "文档内只有 {} 张图片",
            reader.pictures
        )));
    }
    if reader.lost > 0 {
        raw.degrade(format!("自动编号未还原（{} 段）", reader.lost));
    }
    if file.missing {
        raw.degrade("文件不完整，部分文字缺失".to_owned());
    }
    Ok(raw)
}

/// Word 6 and 95: one stretch of bytes in the code page of the system.
fn old(main: &[u8], raw: &mut RawText) -> Result<(), ExtractError> {
    let range = u32_at(main, 0x18).zip(u32_at(main, 0x1C));
    let text = range.and_then(|(from, to)| main.get(from as usize..to as usize));
    let text =
        text.ok_or_else(|| ExtractError::Unsupported("Word 6/95 快速保存文档".to_owned()))?;
    let (text, _) = encoding_rs::GB18030.decode_without_bom_handling(text);
    for line in text.split(['\r', '\u{b}', '\u{c}']) {
        raw.text.extend(
            line.chars()
                .filter(|c| *c >= ' ' || *c == '\u{7}')
                .map(|c| if c == '\u{7}' { '\t' } else { c }),
        );
        raw.text.push('\n');
    }
    raw.degrade("旧版 Word 6/95 文档，按 GBK 读取，自动编号未还原".to_owned());
    Ok(())
}

/// A stretch of text: characters from `from` to `to` at a byte, one or two bytes each.
struct Piece {
    from: u32,
    to: u32,
    place: u32,
    narrow: bool,
}

struct Word {
    main: Vec<u8>,
    table: Vec<u8>,
    pieces: Vec<Piece>,
    paragraphs: Runs<Paragraph>,
    characters: Runs<Characters>,
    styles: std::collections::HashMap<u16, (Option<u16>, Option<u8>)>,
    /// Characters of body, footnotes, headers, macros, comments, endnotes, text boxes.
    counts: [u32; 7],
    missing: bool,
}

impl Word {
    fn open(main: Vec<u8>, table: Vec<u8>, limits: &Limits) -> Result<Self, ExtractError> {
        let count = |n: usize| u32_at(&main, 64 + n * 4).unwrap_or(0).min(i32::MAX as u32);
        let counts = [
            count(3),
            count(4),
            count(5),
            count(6),
            count(7),
            count(8),
            count(9),
        ];
        let part = |n: usize| -> &[u8] {
            let found = place(&main, n)
                .and_then(|(from, length)| table.get(from..from.checked_add(length)?));
            found.unwrap_or_default()
        };
        let mut file = Self {
            pieces: pieces(part(33)),
            paragraphs: properties::paragraphs(&main, part(13)),
            characters: properties::characters(&main, part(12)),
            styles: properties::styles(part(1)),
            counts,
            missing: false,
            main: Vec::new(),
            table: Vec::new(),
        };
        if file.pieces.is_empty() {
            // A file without a table of pieces is one piece.
            let from = u32_at(&main, 0x18).unwrap_or(0x800);
            file.pieces.push(Piece {
                from: 0,
                to: counts[0],
                place: from,
                narrow: true,
            });
        }
        let size: u64 = file
            .pieces
            .iter()
            .map(|piece| u64::from(piece.to - piece.from))
            .sum();
        if size > limits.text as u64 {
            return Err(ExtractError::corrupt("正文长度错误"));
        }
        file.missing = file.pieces.iter().any(|piece| {
            let width = if piece.narrow { 1 } else { 2 };
            u64::from(piece.place) + u64::from(piece.to - piece.from) * width > main.len() as u64
        });
        file.main = main;
        file.table = table;
        Ok(file)
    }

    fn counters(&self) -> Counters {
        let lists = place(&self.main, 73).filter(|place| place.1 > 0);
        let instances = place(&self.main, 74).filter(|place| place.1 > 0);
        match (lists, instances) {
            (Some((lists, _)), Some((instances, _))) => lists::read(&self.table, lists, instances),
            _ => Counters::default(),
        }
    }

    /// Reads characters `from..to`; paragraphs of notes begin with `mark`.
    fn part(&self, from: u32, to: u32, mark: &str, reader: &mut Reader) {
        let start = reader.lines.len();
        let mut surrogate = None;
        for piece in self
            .pieces
            .iter()
            .filter(|piece| piece.to > from && piece.from < to)
        {
            for at in piece.from.max(from)..piece.to.min(to) {
                let width = if piece.narrow { 1 } else { 2 };
                let byte = piece
                    .place
                    .saturating_add((at - piece.from).saturating_mul(width));
                let c = if piece.narrow {
                    let Some(&b) = self.main.get(byte as usize) else {
                        break;
                    };
                    narrow(b)
                } else {
                    let Some(unit) = u16_at(&self.main, byte as usize) else {
                        break;
                    };
                    match unit {
                        0xD800..0xDC00 => {
                            surrogate = Some(unit);
                            continue;
                        }
                        0xDC00..0xE000 => {
                            let pair = [surrogate.take().unwrap_or(0xFFFD), unit];
                            String::from_utf16_lossy(&pair)
                                .chars()
                                .next()
                                .unwrap_or('\u{fffd}')
                        }
                        unit => char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}'),
                    }
                };
                self.character(c, byte, reader);
            }
        }
        reader.end_paragraph(Paragraph::default(), &self.styles);
        reader.end_row();
        reader.fields.clear();
        if part_is_blank(&reader.lines[start..]) {
            reader.lines.truncate(start);
        } else if !mark.is_empty() {
            let mut notes = reader.lines.split_off(start);
            notes.retain(|line| !line.trim().is_empty());
            reader.lines.extend(
                notes
                    .iter()
                    .map(|line| format!("{mark}{}", line.trim_start())),
            );
        }
    }

    fn character(&self, c: char, byte: u32, reader: &mut Reader) {
        let look = || properties::at(&self.paragraphs, byte);
        let gone = || {
            let run = properties::at(&self.characters, byte);
            run.deleted || run.hidden
        };
        match c {
            '\r' => {
                // A deleted end joins the paragraphs.
                if !properties::at(&self.characters, byte).deleted {
                    reader.end_paragraph(look(), &self.styles);
                }
            }
            '\u{7}' => {
                let paragraph = look();
                reader.end_paragraph(paragraph, &self.styles);
                if paragraph.row_end {
                    reader.end_row();
                } else {
                    reader.end_cell();
                }
            }
            '\u{c}' => reader.end_paragraph(look(), &self.styles),
            '\u{13}' => reader.fields.push(false),
            '\u{14}' => {
                if let Some(result) = reader.fields.last_mut() {
                    *result = true;
                }
            }
            '\u{15}' => {
                reader.fields.pop();
            }
            // The code of a field is not shown.
            _ if reader.fields.contains(&false) => {}
            '\u{b}' => reader.text.push('\n'),
            '\t' | '\u{a0}' => reader.text.push(' '),
            '\u{1e}' => reader.text.push('-'),
            // Places of pictures, in the line and floating.
            '\u{1}' | '\u{8}' if !gone() => reader.pictures += 1,
            c if c < ' ' || gone() => {}
            c => reader.text.push(c),
        }
    }
}

fn part_is_blank(lines: &[String]) -> bool {
    lines.iter().all(|line| line.trim().is_empty())
}

/// Bytes of compressed pieces: Windows-1252.
fn narrow(b: u8) -> char {
    if (0x80..0xA0).contains(&b) {
        let (text, _) =
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&b));
        return text.chars().next().unwrap_or('\u{fffd}');
    }
    char::from(b)
}

/// Offset and length in the table stream of entry `n` of `FibRgFcLcb`.
fn place(main: &[u8], n: usize) -> Option<(usize, usize)> {
    Some((
        u32_at(main, 154 + n * 8)? as usize,
        u32_at(main, 158 + n * 8)? as usize,
    ))
}

/// Reads the table of pieces (`Clx`).
fn pieces(clx: &[u8]) -> Vec<Piece> {
    let mut at = 0;
    while clx.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(clx, at + 1).unwrap_or(u16::MAX));
    }
    let Some(body) = clx
        .get(at..)
        .and_then(|rest| rest.strip_prefix(&[2]))
        .and_then(|rest| rest.get(4..))
    else {
        return Vec::new();
    };
    let count = body.len().saturating_sub(4) / 12;
    let mut pieces = Vec::with_capacity(count);
    for n in 0..count {
        let (Some(from), Some(to)) = (u32_at(body, n * 4), u32_at(body, n * 4 + 4)) else {
            break;
        };
        let Some(place) = u32_at(body, (count + 1) * 4 + n * 8 + 2) else {
            break;
        };
        let narrow = place & 0x4000_0000 != 0;
        let place = place & 0x3FFF_FFFF;
        if to > from {
            pieces.push(Piece {
                from,
                to,
                place: if narrow { place / 2 } else { place },
                narrow,
            });
        }
    }
    pieces
}

#[derive(Default)]
struct Reader {
    lines: Vec<String>,
    text: String,
    cell: Vec<String>,
    cells: Vec<Vec<String>>,
    /// Open fields: whether their result has begun.
    fields: Vec<bool>,
    counters: Counters,
    /// Numbered paragraphs whose list is not there.
    lost: usize,
    /// Pictures and drawings.
    pictures: usize,
}

impl Reader {
    fn end_paragraph(
        &mut self,
        paragraph: Paragraph,
        styles: &std::collections::HashMap<u16, (Option<u16>, Option<u8>)>,
    ) {
        let style = styles.get(&paragraph.style).copied().unwrap_or_default();
        let list = paragraph
            .list
            .or(style.0)
            .filter(|list| (1..0xF800).contains(list));
        let mut text = std::mem::take(&mut self.text);
        if let Some(list) = list
            && !paragraph.row_end
        {
            let level = paragraph.level.or(style.1).unwrap_or(0);
            if !self.counters.instances.contains_key(&i64::from(list)) {
                self.lost += 1;
            } else if let Some(label) = self.counters.next(i64::from(list), usize::from(level)) {
                text.insert_str(0, &label);
            }
        }
        let lines = text.split('\n').map(str::to_owned);
        if paragraph.in_table {
            self.cell.extend(lines);
        } else {
            self.end_row();
            self.lines.extend(lines);
        }
    }

    fn end_cell(&mut self) {
        // The end of a cell outside a table occurs in damaged files: its text is in the lines by now.
        self.cells.push(std::mem::take(&mut self.cell));
    }

    fn end_row(&mut self) {
        if !self.cell.is_empty() && self.cell.iter().any(|line| !line.trim().is_empty()) {
            self.end_cell();
        }
        self.cell.clear();
        let cells = std::mem::take(&mut self.cells);
        self.lines.extend(rows::lines(cells));
    }
}

#[cfg(test)]
pub mod tests;
