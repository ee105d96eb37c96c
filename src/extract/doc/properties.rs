//! Properties of paragraphs and characters in a Word file: which are deleted, hidden, numbered, in tables.

use std::collections::HashMap;

use super::cfb::{u16_at, u32_at};

/// Properties of a paragraph that matter here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Style.
    pub style: u16,
    /// Instance of a list; 0 takes numbering off.
    pub list: Option<u16>,
    /// Level in the list.
    pub level: Option<u8>,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// Whether it is the mark at the end of a row.
    pub row_end: bool,
}

/// Properties of characters that matter here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Characters {
    /// Deleted with tracked changes.
    pub deleted: bool,
    /// Hidden.
    pub hidden: bool,
}

/// Runs by their place in the stream, ascending: first byte, byte after the last, properties.
pub type Runs<T> = Vec<(u32, u32, T)>;

/// The properties that hold at a byte.
pub fn at<T: Copy + Default>(runs: &Runs<T>, place: u32) -> T {
    let after = runs.partition_point(|run| run.0 <= place);
    runs[..after]
        .last()
        .filter(|run| place < run.1)
        .map(|run| run.2)
        .unwrap_or_default()
}

/// The modifiers of a list of properties: code and operand.
fn modifiers(bytes: &[u8], mut each: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(code) = u16_at(bytes, at) {
        at += 2;
        let (from, length) = match code >> 13 {
            0 | 1 => (at, 1),
            2 | 4 | 5 => (at, 2),
            3 => (at, 4),
            7 => (at, 3),
            // A table definition has two bytes of length, one more than it counts.
            _ if code == 0xD608 => (
                at + 2,
                usize::from(u16_at(bytes, at).unwrap_or(1)).saturating_sub(1),
            ),
            _ => (at + 1, usize::from(bytes.get(at).copied().unwrap_or(0))),
        };
        let Some(operand) = bytes.get(from..from + length) else {
            return;
        };
        each(code, operand);
        at = from + length;
    }
}

fn on(operand: &[u8]) -> bool {
    matches!(operand.first(), Some(1 | 0x81))
}

impl Paragraph {
    fn read(&mut self, bytes: &[u8]) {
        modifiers(bytes, |code, operand| match code {
            0x260A => self.level = operand.first().copied(),
            0x460B => self.list = u16_at(operand, 0),
            0x2416 => self.in_table = on(operand),
            0x2417 => self.row_end = on(operand),
            _ => {}
        });
    }
}

impl Characters {
    fn read(bytes: &[u8]) -> Self {
        let mut read = Self::default();
        modifiers(bytes, |code, operand| match code {
            0x0800 => read.deleted = on(operand),
            0x083C => read.hidden = on(operand),
            _ => {}
        });
        read
    }
}

/// Size of a page of formatted properties.
const PAGE: usize = 512;

/// The pages that a table of places (`PlcBtePapx`, `PlcBteChpx`) names.
fn pages<'b>(main: &'b [u8], places: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
    let count = places.len().saturating_sub(4) / 8;
    (0..count).filter_map(move |n| {
        let page = (u32_at(places, (count + 1 + n) * 4)? & 0x3F_FFFF) as usize;
        main.get(page * PAGE..page * PAGE + PAGE)
    })
}

/// Runs of paragraphs.
pub fn paragraphs(main: &[u8], places: &[u8]) -> Runs<Paragraph> {
    let mut runs = Vec::new();
    for page in pages(main, places) {
        let count = usize::from(page[PAGE - 1]);
        for n in 0..count {
            let (Some(from), Some(to)) = (u32_at(page, n * 4), u32_at(page, n * 4 + 4)) else {
                break;
            };
            let Some(&offset) = page.get((count + 1) * 4 + n * 13) else {
                break;
            };
            let mut read = Paragraph::default();
            let start = usize::from(offset) * 2;
            if start != 0
                && let Some(&length) = page.get(start)
            {
                let (from, size) = match length {
                    0 => (
                        start + 2,
                        usize::from(page.get(start + 1).copied().unwrap_or(0)) * 2,
                    ),
                    length => (start + 1, usize::from(length) * 2 - 1),
                };
                if let Some(bytes) = page.get(from..(from + size).min(PAGE)) {
                    read.style = u16_at(bytes, 0).unwrap_or(0);
                    read.read(bytes.get(2..).unwrap_or_default());
                }
            }
            runs.push((from, to, read));
        }
    }
    runs.sort_by_key(|run| run.0);
    runs
}

/// Runs of characters that are deleted or hidden; the others are left out.
pub fn characters(main: &[u8], places: &[u8]) -> Runs<Characters> {
    let mut runs = Vec::new();
    for page in pages(main, places) {
        let count = usize::from(page[PAGE - 1]);
        for n in 0..count {
            let (Some(from), Some(to)) = (u32_at(page, n * 4), u32_at(page, n * 4 + 4)) else {
                break;
            };
            let Some(&offset) = page.get((count + 1) * 4 + n) else {
                break;
            };
            let start = usize::from(offset) * 2;
            let Some(&length) = page.get(start).filter(|_| start != 0) else {
                continue;
            };
            let Some(bytes) = page.get(start + 1..start + 1 + usize::from(length)) else {
                continue;
            };
            let read = Characters::read(bytes);
            if read.deleted || read.hidden {
                runs.push((from, to, read));
            }
        }
    }
    runs.sort_by_key(|run| run.0);
    runs
}

/// List and level of paragraph styles (`STSH`), what they are based on followed.
pub fn styles(sheet: &[u8]) -> HashMap<u16, (Option<u16>, Option<u8>)> {
    let mut own: HashMap<u16, (u16, Paragraph)> = HashMap::new();
    let Some(head) = u16_at(sheet, 0) else {
        return HashMap::new();
    };
    let base = usize::from(u16_at(sheet, 4).unwrap_or(10));
    let count = u16_at(sheet, 2).unwrap_or(0);
    let mut at = 2 + usize::from(head);
    for number in 0..count {
        let Some(size) = u16_at(sheet, at) else { break };
        let style = sheet
            .get(at + 2..at + 2 + usize::from(size))
            .unwrap_or_default();
        at += 2 + usize::from(size);
        let Some(kind) = u16_at(style, 2) else {
            continue;
        };
        if kind & 0xF != 1 {
            continue;
        }
        // Name, then the properties of the paragraph at the next even place.
        let letters = usize::from(u16_at(style, base).unwrap_or(0));
        let from = (base + 2 + letters * 2 + 2).next_multiple_of(2);
        let length = usize::from(u16_at(style, from).unwrap_or(0));
        let mut read = Paragraph::default();
        if let Some(bytes) = style.get(from + 4..from + 2 + length) {
            read.read(bytes);
        }
        own.insert(number, (kind >> 4, read));
    }
    let mut out = HashMap::new();
    for &number in own.keys() {
        let (mut list, mut level) = (None, None);
        let mut next = number;
        for _ in 0..20 {
            let Some((base, read)) = own.get(&next) else {
                break;
            };
            list = list.or(read.list);
            level = level.or(read.level);
            next = *base;
        }
        if list.is_some() || level.is_some() {
            out.insert(number, (list, level));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_of_every_length() {
        let bytes = [
            0x0A, 0x26, 2, 0x15, 0xC6, 1, 9, 0x03, 0x68, 1, 2, 3, 4, 0x0B, 0x46, 7, 0, 0x16, 0x24,
            1,
        ];
        let mut paragraph = Paragraph::default();
        paragraph.read(&bytes);
        assert_eq!(
            (paragraph.level, paragraph.list, paragraph.in_table),
            (Some(2), Some(7), true)
        );
        Paragraph::default().read(&[0x15, 0xC6, 255]);
    }
}
