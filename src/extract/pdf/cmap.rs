//! Character maps: codes of a string to characters (`ToUnicode`) or to CIDs (embedded encodings).

use std::collections::HashMap;

use super::object::{Lexer, Object};

/// Most entries a map may have, ranges written out.
const MOST: usize = 200_000;

/// A character map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CMap {
    /// Ranges of codes: length in bytes, first, last.
    pub spaces: Vec<(usize, u32, u32)>,
    /// Characters by code.
    pub characters: HashMap<u32, String>,
    /// CIDs by code.
    pub cids: HashMap<u32, u32>,
}

fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |code, b| code << 8 | u32::from(*b))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |u, b| u << 8 | u16::from(*b)))
        .collect();
    String::from_utf16_lossy(&units).replace('\0', "")
}

/// `text` with its last character moved on by `n`.
fn moved(text: &str, n: u32) -> Option<String> {
    let last = text.chars().next_back()?;
    let next = char::from_u32(last as u32 + n)?;
    let mut out = text[..text.len() - last.len_utf8()].to_owned();
    out.push(next);
    Some(out)
}

impl CMap {
    /// Reads a map.
    pub fn read(data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(data, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.object() {
            let Object::Word(word) = &object else {
                if operands.len() < MOST {
                    operands.push(object);
                }
                continue;
            };
            match word.as_slice() {
                b"endcodespacerange" => {
                    for pair in operands.chunks_exact(2) {
                        if let (Some(low), Some(high)) = (pair[0].bytes(), pair[1].bytes()) {
                            map.spaces.push((low.len(), code(low), code(high)));
                        }
                    }
                }
                b"endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let (Some(from), Some(to)) = (pair[0].bytes(), pair[1].bytes()) {
                            map.put(code(from), utf16(to));
                        }
                    }
                }
                b"endbfrange" => {
                    for three in operands.chunks_exact(3) {
                        let (Some(low), Some(high)) = (three[0].bytes(), three[1].bytes()) else {
                            continue;
                        };
                        map.range(code(low), code(high), &three[2]);
                    }
                }
                b"endcidchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let (Some(from), Some(cid)) = (pair[0].bytes(), pair[1].integer())
                            && map.cids.len() < MOST
                        {
                            map.cids.insert(code(from), cid as u32);
                        }
                    }
                }
                b"endcidrange" => {
                    for three in operands.chunks_exact(3) {
                        let (Some(low), Some(high), Some(cid)) =
                            (three[0].bytes(), three[1].bytes(), three[2].integer())
                        else {
                            continue;
                        };
                        let low = code(low);
                        for n in 0..=code(high).saturating_sub(low).min(0xFFFF) {
                            if map.cids.len() >= MOST {
                                break;
                            }
                            map.cids
                                .insert(low.wrapping_add(n), (cid as u32).wrapping_add(n));
                        }
                    }
                }
                _ => {}
            }
            operands.clear();
        }
        map
    }

    fn put(&mut self, code: u32, text: String) {
        if self.characters.len() < MOST && !text.is_empty() {
            self.characters.insert(code, text);
        }
    }

    fn range(&mut self, low: u32, high: u32, to: &Object) {
        let last = high.saturating_sub(low).min(0xFFFF);
        match to {
            Object::Text(bytes) => {
                let first = utf16(bytes);
                for n in 0..=last {
                    if let Some(text) = moved(&first, n) {
                        self.put(low.wrapping_add(n), text);
                    }
                    if self.characters.len() >= MOST {
                        break;
                    }
                }
            }
            Object::Array(items) => {
                for (n, item) in (0..=last).zip(items) {
                    if let Some(bytes) = item.bytes() {
                        self.put(low.wrapping_add(n), utf16(bytes));
                    }
                }
            }
            _ => {}
        }
    }

    /// Length in bytes of the code that begins here, by the code spaces; two where they do not say.
    pub fn length(&self, bytes: &[u8]) -> usize {
        (1..=4usize.min(bytes.len()))
            .find(|&length| {
                let code = code(&bytes[..length]);
                self.spaces.iter().any(|&(size, low, high)| {
                    size == length
                        && (0..length).all(|n| {
                            let byte = |value: u32| value >> (8 * (length - 1 - n)) & 0xFF;
                            (byte(low)..=byte(high)).contains(&byte(code))
                        })
                })
            })
            .unwrap_or(if self.spaces.iter().any(|space| space.0 == 1) {
                1
            } else {
                2
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lengths() {
        let map = CMap::read(
            b"1 begincodespacerange <00> <7F> <8140> <FEFE> endcodespacerange 1 beginbfchar <41> <4E2D6587> endbfchar\n\
              2 beginbfrange <8140> <8142> <4E00> <8150> <8151> [<4E8C> <4E09>] endbfrange 1 begincidrange <20> <22> 5 endcidrange",
        );
        assert_eq!(map.characters[&0x41], "中文");
        assert_eq!(map.characters[&0x8142], "\u{4e02}");
        assert_eq!(map.characters[&0x8151], "三");
        assert_eq!(map.cids[&0x22], 7);
        assert_eq!((map.length(b"A"), map.length(b"\x81\x40")), (1, 2));
    }

    #[test]
    fn hostile_maps_are_bounded() {
        let text = "1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange ".repeat(50);
        assert!(CMap::read(text.as_bytes()).characters.len() <= MOST);
    }
}
