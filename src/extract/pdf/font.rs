//! Fonts: what the codes of a string stand for, and how wide they are.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_16BE, WINDOWS_1252};

use super::cmap::CMap;
use super::file::File;
use super::object::{Dict, Object};
use super::radicals;

/// A shown character.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Characters it stands for; U+FFFD where the font does not say.
    pub text: String,
    /// Width in text space units of a font of size 1.
    pub width: f64,
    /// Whether word spacing applies (the single byte 32).
    pub space: bool,
}

/// How codes are cut from a string, and what they mean without `ToUnicode`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Coding {
    /// One byte a code.
    Single,
    /// Two bytes a code, which is the CID.
    Identity,
    /// Lengths and CIDs by an embedded map.
    Embedded,
    /// Bytes of a legacy encoding.
    Legacy(&'static Encoding),
    /// UTF-16BE.
    Utf16,
}

/// A font.
pub struct Font {
    coding: Coding,
    unicode: Option<CMap>,
    embedded: CMap,
    /// Characters of one-byte codes.
    single: Vec<String>,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// Whether the codes of a non-embedded Chinese font need a table this program does not have.
    pub unmapped: bool,
    /// Whether its codes are those of a public collection (Adobe-GB1 …), whose tables `pdftotext` has.
    pub charted: bool,
}

impl Font {
    /// Reads a font.
    pub fn read(file: &File<'_>, dict: &Dict) -> Self {
        let unicode = file
            .data(&file.get(dict, "ToUnicode"))
            .map(|data| CMap::read(&data));
        let unicode = unicode.filter(|map| !map.characters.is_empty());
        if file.get(dict, "Subtype").name() == Some("Type0") {
            Self::composite(file, dict, unicode)
        } else {
            Self::simple(file, dict, unicode)
        }
    }

    fn composite(file: &File<'_>, dict: &Dict, unicode: Option<CMap>) -> Self {
        let encoding = file.get(dict, "Encoding");
        let mut embedded = CMap::default();
        let coding = match &*encoding {
            Object::Name(name) => by_name(name),
            stream @ Object::Stream(inner, _) => {
                embedded = file
                    .data(stream)
                    .map(|data| CMap::read(&data))
                    .unwrap_or_default();
                // An embedded copy of a predefined map has its name.
                match inner.get("CMapName").and_then(Object::name).map(by_name) {
                    Some(coding @ (Coding::Legacy(_) | Coding::Utf16)) => coding,
                    _ if embedded.cids.is_empty() => Coding::Identity,
                    _ => Coding::Embedded,
                }
            }
            _ => Coding::Identity,
        };
        let descendants = file.get(dict, "DescendantFonts");
        let descendant = descendants
            .array()
            .and_then(|fonts| fonts.first())
            .map(|font| file.resolve(font));
        let descendant = descendant
            .as_ref()
            .and_then(|font| font.dict())
            .cloned()
            .unwrap_or_default();
        let default_width = file.get(&descendant, "DW").number().unwrap_or(1000.0) / 1000.0;
        let widths = composite_widths(file, &file.get(&descendant, "W"));
        let unmapped = unicode.is_none() && matches!(coding, Coding::Identity | Coding::Embedded);
        let system = file.get(&descendant, "CIDSystemInfo");
        let ordering = system.dict().map(|system| file.get(system, "Ordering"));
        let charted = unmapped
            && matches!(
                ordering.as_deref(),
                Some(Object::Text(name)) if matches!(name.as_slice(), b"GB1" | b"CNS1" | b"Japan1" | b"Korea1")
            );
        Self {
            coding,
            unicode,
            embedded,
            single: Vec::new(),
            widths,
            default_width,
            unmapped,
            charted,
        }
    }

    fn simple(file: &File<'_>, dict: &Dict, unicode: Option<CMap>) -> Self {
        let descriptor = file.get(dict, "FontDescriptor");
        let has = |key: &str| descriptor.dict().is_some_and(|d| d.contains_key(key));
        let is_embedded = ["FontFile", "FontFile2", "FontFile3"].into_iter().any(has);
        let type3 = file.get(dict, "Subtype").name() == Some("Type3");
        let base = file.get(dict, "BaseFont");
        let base = base.name().unwrap_or_default();
        // Old programs show GBK bytes with a font of one-byte codes that the reader is to substitute.
        let chinese = base.chars().any(|c| c as u32 >= 0x80)
            || ["SimSun", "SimHei", "FangSong", "KaiTi", "NSimSun"]
                .iter()
                .any(|name| base.contains(name));
        let coding = if chinese && !is_embedded && !type3 && unicode.is_none() {
            Coding::Legacy(GB18030)
        } else {
            Coding::Single
        };
        let scale = if type3 {
            let matrix = file.get(dict, "FontMatrix");
            matrix
                .array()
                .and_then(|m| m.first())
                .and_then(Object::number)
                .unwrap_or(0.001)
                .abs()
        } else {
            0.001
        };
        let first = file
            .get(dict, "FirstChar")
            .integer()
            .unwrap_or(0)
            .clamp(0, 255) as u32;
        let mut widths = HashMap::new();
        if let Some(list) = file.get(dict, "Widths").array() {
            for (n, width) in (first..256).zip(list) {
                widths.insert(n, file.resolve(width).number().unwrap_or(0.0) * scale);
            }
        }
        let missing = descriptor
            .dict()
            .and_then(|d| file.get(d, "MissingWidth").number())
            .unwrap_or(0.0);
        let default_width = if widths.is_empty() {
            0.55
        } else {
            missing * scale
        };
        let encoding = file.get(dict, "Encoding");
        // The codes of a symbolic subset are numbers of its glyphs, in an order of its own.
        let flags = descriptor
            .dict()
            .and_then(|d| file.get(d, "Flags").integer())
            .unwrap_or(0);
        let own_order = *encoding == Object::Null && is_embedded && flags & 4 != 0;
        let single = single_characters(file, &encoding, type3 || own_order);
        let unmapped = unicode.is_none() && own_order;
        Self {
            coding,
            unicode,
            embedded: CMap::default(),
            single,
            widths,
            default_width,
            unmapped,
            charted: false,
        }
    }

    /// The characters of a string.
    pub fn show(&self, bytes: &[u8], out: &mut Vec<Shown>) {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let length = self.length(rest).clamp(1, rest.len());
            let own = &rest[..length];
            let code = own.iter().fold(0u32, |code, b| code << 8 | u32::from(*b));
            at += length;
            let known = self
                .unicode
                .as_ref()
                .and_then(|map| map.characters.get(&code))
                .cloned();
            let text = radicals::fold(known.unwrap_or_else(|| self.character(code, own)));
            out.push(Shown {
                width: self.width(code, length),
                text,
                space: length == 1 && code == 32,
            });
        }
    }

    fn length(&self, rest: &[u8]) -> usize {
        match self.coding {
            Coding::Single => 1,
            Coding::Identity => 2,
            Coding::Embedded => self.embedded.length(rest),
            Coding::Legacy(encoding) => {
                let lead = rest[0];
                let double = if encoding == SHIFT_JIS {
                    matches!(lead, 0x81..=0x9F | 0xE0..=0xFC)
                } else {
                    (0x81..=0xFE).contains(&lead)
                };
                let four =
                    encoding == GB18030 && double && rest.get(1).is_some_and(u8::is_ascii_digit);
                if four {
                    4
                } else if double {
                    2
                } else {
                    1
                }
            }
            Coding::Utf16 => {
                if (0xD8..0xDC).contains(&rest[0]) {
                    4
                } else {
                    2
                }
            }
        }
    }

    fn character(&self, code: u32, own: &[u8]) -> String {
        let decoded =
            |encoding: &'static Encoding| encoding.decode_without_bom_handling(own).0.into_owned();
        match self.coding {
            Coding::Single => self.single.get(code as usize).cloned().unwrap_or_default(),
            Coding::Legacy(encoding) => decoded(encoding),
            Coding::Utf16 => decoded(UTF_16BE),
            // The first CIDs of the Chinese and Japanese collections are ASCII; without a map of the
            // characters that is no proof, so nothing is guessed.
            Coding::Identity | Coding::Embedded => "\u{fffd}".to_owned(),
        }
    }

    fn width(&self, code: u32, length: usize) -> f64 {
        let cid = match self.coding {
            Coding::Embedded => self.embedded.cids.get(&code).copied().unwrap_or(code),
            Coding::Legacy(_) if length == 1 && self.single.is_empty() => {
                // ASCII of the predefined maps: CID 1 or 814 and following.
                let narrow = |base: u32| {
                    self.widths
                        .get(&(code.wrapping_sub(32).wrapping_add(base)))
                        .copied()
                };
                return narrow(814).or_else(|| narrow(1)).unwrap_or(0.5);
            }
            Coding::Legacy(_) => return if length == 1 { 0.5 } else { 1.0 },
            Coding::Utf16 => {
                return if code < 0x80 { 0.5 } else { 1.0 };
            }
            _ => code,
        };
        self.widths.get(&cid).copied().unwrap_or(self.default_width)
    }
}

/// What a predefined map of characters means.
fn by_name(name: &str) -> Coding {
    let legacy = ["GBK-EUC", "GBKp-EUC", "GBK2K", "GB-EUC", "GBpc-EUC"];
    if legacy.iter().any(|known| name.starts_with(known)) {
        Coding::Legacy(GB18030)
    } else if name.contains("UCS2") || name.contains("UTF16") {
        Coding::Utf16
    } else if name.contains("B5-") || name.contains("HKscs") {
        Coding::Legacy(BIG5)
    } else if name.contains("RKSJ") {
        Coding::Legacy(SHIFT_JIS)
    } else {
        Coding::Identity
    }
}

fn composite_widths(file: &File<'_>, list: &Object) -> HashMap<u32, f64> {
    const MOST: usize = 100_000;
    let mut widths = HashMap::new();
    let Some(list) = list.array() else {
        return widths;
    };
    let mut at = 0;
    while at + 1 < list.len() && widths.len() < MOST {
        let first = file.resolve(&list[at]).integer().unwrap_or(0) as u32;
        let second = file.resolve(&list[at + 1]);
        if let Some(each) = second.array() {
            for (n, width) in each.iter().enumerate() {
                widths.insert(
                    first.wrapping_add(n as u32),
                    file.resolve(width).number().unwrap_or(1000.0) / 1000.0,
                );
            }
            at += 2;
        } else {
            let last = second.integer().unwrap_or(0) as u32;
            let width = list
                .get(at + 2)
                .map(|width| file.resolve(width))
                .and_then(|width| width.number());
            for cid in first..=last.min(first.saturating_add(0xFFFF)) {
                if widths.len() >= MOST {
                    break;
                }
                widths.insert(cid, width.unwrap_or(1000.0) / 1000.0);
            }
            at += 3;
        }
    }
    widths
}

/// The characters of one-byte codes: a base encoding with differences by name.
fn single_characters(file: &File<'_>, encoding: &Object, type3: bool) -> Vec<String> {
    let dict = encoding.dict();
    let base = match encoding {
        Object::Name(name) => name.clone(),
        _ => dict
            .and_then(|d| file.get(d, "BaseEncoding").name().map(str::to_owned))
            .unwrap_or_default(),
    };
    let base_encoding = if base == "MacRomanEncoding" {
        MACINTOSH
    } else {
        WINDOWS_1252
    };
    let mut characters: Vec<String> = (0..=255u8)
        .map(|b| match b {
            // Names of an own font say nothing of its other codes.
            _ if type3 => "\u{fffd}".to_owned(),
            0..=31 => String::new(),
            b => base_encoding
                .decode_without_bom_handling(&[b])
                .0
                .into_owned(),
        })
        .collect();
    let differences = dict.map(|d| file.get(d, "Differences")).unwrap_or_default();
    let mut code = 0usize;
    for item in differences.array().unwrap_or_default() {
        match item {
            Object::Number(number) => code = (*number).max(0.0) as usize,
            Object::Name(name) => {
                if let Some(slot) = characters.get_mut(code) {
                    *slot = glyph(name).unwrap_or_else(|| "\u{fffd}".to_owned());
                }
                code += 1;
            }
            _ => {}
        }
    }
    characters
}

/// Names of glyphs that occur in Chinese documents.
const GLYPHS: [(&str, char); 62] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("emdash", '—'),
    ("ellipsis", '…'),
    ("bullet", '•'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("degree", '°'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("plusminus", '±'),
    ("section", '§'),
    ("copyright", '©'),
    ("minus", '−'),
    ("nbspace", ' '),
    ("guillemotright", '»'),
];

fn glyph(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|n| !n.is_empty())?;
    if let Some((_, c)) = GLYPHS.iter().find(|(known, _)| *known == name) {
        return Some(c.to_string());
    }
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(c.to_string());
    }
    let hex = name
        .strip_prefix("uni")
        .filter(|hex| hex.len() >= 4 && hex.len() % 4 == 0);
    let hex = hex.or_else(|| {
        name.strip_prefix('u')
            .filter(|hex| (4..=6).contains(&hex.len()))
    })?;
    let hex = hex.get(..hex.len().min(6)).filter(|h| h.len() <= 6)?;
    let hex = if name.starts_with("uni") {
        hex.get(..4)?
    } else {
        hex
    };
    char::from_u32(u32::from_str_radix(hex, 16).ok()?).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_and_maps() {
        assert_eq!(glyph("uni4E2D").as_deref(), Some("中"));
        assert_eq!(glyph("parenleft.alt").as_deref(), Some("("));
        assert_eq!(glyph("A").as_deref(), Some("A"));
        assert_eq!(glyph("g123"), None);
        assert_eq!(by_name("GBK-EUC-H"), Coding::Legacy(GB18030));
        assert_eq!(by_name("UniGB-UTF16-H"), Coding::Utf16);
        assert_eq!(by_name("Identity-H"), Coding::Identity);
    }
}
