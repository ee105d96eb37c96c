//! PDF: an own reader of the text layer, so that nothing needs to be installed; `pdftotext` is asked,
//! where it is installed, about files whose characters this reader cannot tell.
//!
//! Own because the pure-Rust libraries measured either panic on the character maps of Chinese
//! typesetting (GBK-EUC-H and its family) or read them wrongly without a word. The predefined maps of
//! GBK, Big5 and UTF-16 need no tables: the codes are decoded as what they are.

mod cmap;
mod content;
mod crypt;
mod file;
mod filter;
mod font;
mod founder;
mod object;
mod poppler;
mod radicals;

use std::collections::HashSet;
use std::rc::Rc;

use super::layout::{self, Sheet};
use super::quality::{self, Quality};
use super::tools::Failed;
use super::{ExtractError, Options, RawText};
use content::{Interpreter, Matrix, Seen};
use file::File;
use object::{Dict, Object};

/// Largest share of odd characters in what `pdftotext` gives instead of our own reading.
const TRUSTED: f64 = 0.05;

/// Reads a PDF file.
pub fn read(bytes: &[u8], options: &Options) -> Result<RawText, ExtractError> {
    // Whether a font has codes for which only `pdftotext` has the tables.
    let mut charted = false;
    let own = own(bytes, options, &mut charted);
    let doubtful = match &own {
        Ok(raw) => {
            let quality = Quality::of(&raw.text);
            quality.replaced * 50 > quality.all || quality.garbled()
        }
        Err(ExtractError::Corrupt(_) | ExtractError::NeedsTool(_)) => true,
        Err(_) => false,
    };
    if !doubtful {
        return own;
    }
    let program = options.pdftotext.as_deref();
    let Some(sheets) = program.and_then(|program| poppler::sheets(program, bytes, options)) else {
        return conclude(own, charted, bytes, options);
    };
    let mut raw = assemble(sheets);
    "pdftotext".clone_into(&mut raw.reader);
    let theirs = Quality::of(&raw.text);
    let better = match &own {
        Ok(own) => theirs.all > 0 && theirs.odd() < Quality::of(&own.text).odd(),
        Err(_) => theirs.all > 0,
    };
    // What it makes of codes without a map is letters all the same, only wrong ones.
    if better && theirs.odd() < TRUSTED {
        return Ok(raw);
    }
    conclude(own, charted && theirs.all == 0, bytes, options)
}

/// Has unreadable pages read by OCR where that was asked for, and says of an unreadable text layer what
/// would help.
fn conclude(
    own: Result<RawText, ExtractError>,
    charted: bool,
    bytes: &[u8],
    options: &Options,
) -> Result<RawText, ExtractError> {
    let mut raw = own?;
    if options.tesseract.is_some() {
        let garbled = |(page, text): (u32, String)| Quality::of(&text).garbled().then_some(page);
        let mut pages: Vec<u32> = quality::pages(&raw)
            .into_iter()
            .filter_map(garbled)
            .collect();
        recognise(&mut raw, &mut pages, bytes, options);
    }
    let quality = Quality::of(&raw.text);
    if !quality.garbled() {
        return Ok(raw);
    }
    Err(if charted {
        ExtractError::NeedsTool(format!(
            "字体按 Adobe 字符集编码，需由 pdftotext（含 poppler-data）读取；{}",
            quality.words()
        ))
    } else {
        ExtractError::Garbled(quality.words())
    })
}

/// Fewest characters of a page with text; fewer beside a picture are a page mark on a scan.
const FEWEST: usize = 20;

fn own(bytes: &[u8], options: &Options, charted: &mut bool) -> Result<RawText, ExtractError> {
    let limits = &options.limits;
    let start = memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").unwrap_or(0);
    let file = File::open(&bytes[start..], limits)?;
    let pages = pages(&file, limits.pages);
    if pages.is_empty() {
        return Err(ExtractError::corrupt("没有页面"));
    }
    let mut interpreter = Interpreter::new(&file);
    let (mut scanned, mut outlined, mut unmapped) = (Vec::new(), Vec::new(), Vec::new());
    let mut sheets = Vec::with_capacity(pages.len());
    for (page, number) in pages.iter().zip(1u32..) {
        let (seen, width, height) = look(&file, &mut interpreter, page);
        let characters = seen
            .glyphs
            .iter()
            .filter(|glyph| !glyph.text.trim().is_empty())
            .count();
        let covered = seen.pictures / (width * height).max(1.0);
        if characters < FEWEST && covered > 0.3 {
            scanned.push(number);
        } else if characters == 0 && seen.paths > 200 {
            outlined.push(number);
        }
        if seen.unmapped {
            unmapped.push(number);
        }
        *charted |= seen.charted;
        sheets.push(Sheet {
            number,
            width,
            height,
            glyphs: seen.glyphs,
            rules: seen.rules,
        });
    }
    let mut raw = assemble(sheets);
    "内置".clone_into(&mut raw.reader);
    let mut unread = String::new();
    if options.tesseract.is_some()
        && let Some(failed) = recognise(&mut raw, &mut scanned, bytes, options)
    {
        unread = format!("；{}", failed.words());
    }
    if raw.text.trim().is_empty()
        || (scanned.len() == pages.len() && raw.text.chars().count() < FEWEST * pages.len())
    {
        return Err(if !scanned.is_empty() {
            ExtractError::Scanned(ranges(&scanned) + &unread)
        } else if !outlined.is_empty() {
            ExtractError::Outlined(ranges(&outlined))
        } else if file.is_damaged() {
            ExtractError::corrupt("页面内容损坏或超过上限，没有可读的文字")
        } else {
            ExtractError::Empty
        });
    }
    let promised = promised_pages(&file);
    if file.is_damaged()
        || promised > i64::try_from(pages.len()).unwrap_or(i64::MAX) && pages.len() < limits.pages
    {
        raw.degrade(format!(
            "文件有损坏，已读取 {} 页（目录记载 {promised} 页），文字可能不全",
            pages.len()
        ));
    }
    if !scanned.is_empty() {
        raw.degrade(format!("{}为扫描件，需 OCR{unread}", ranges(&scanned)));
    }
    if !outlined.is_empty() {
        raw.degrade(format!("{}的文字已转曲，无法读取", ranges(&outlined)));
    }
    if !unmapped.is_empty() && raw.text.contains('\u{fffd}') {
        raw.degrade(format!(
            "{}有字体缺少文字对应表（ToUnicode），相关文字无法读取",
            ranges(&unmapped)
        ));
    }
    if pages.len() >= limits.pages {
        raw.degrade(format!("页数过多，只读取了前 {} 页", limits.pages));
    }
    Ok(raw)
}

/// Reads scanned pages by OCR; the pages that could not be read stay in `scanned`, with the reason.
fn recognise(
    raw: &mut RawText,
    scanned: &mut Vec<u32>,
    bytes: &[u8],
    options: &Options,
) -> Option<Failed> {
    let mut pages: Vec<(u32, String)> = raw
        .text
        .lines()
        .map(str::to_owned)
        .zip(raw.line_pages.iter().copied())
        .map(|(line, page)| (page, line))
        .collect();
    let mut read = Vec::new();
    let mut reason = None;
    scanned.retain(|&page| {
        // A program that is not there is asked once.
        if matches!(reason, Some(Failed::Missing(_))) {
            return true;
        }
        let lines = match poppler::recognise(bytes, page, options) {
            Ok(lines) if !lines.is_empty() => lines,
            Ok(_) => return true,
            Err(failed) => {
                reason = Some(failed);
                return true;
            }
        };
        pages.retain(|(own, _)| *own != page);
        pages.extend(lines.into_iter().map(|line| (page, line)));
        read.push(page);
        false
    });
    if read.is_empty() {
        return reason;
    }
    pages.sort_by_key(|(page, _)| *page);
    raw.text = pages
        .iter()
        .flat_map(|(_, line)| [line.as_str(), "\n"])
        .collect();
    raw.line_pages = pages.iter().map(|(page, _)| *page).collect();
    "内置，OCR".clone_into(&mut raw.reader);
    raw.degrade(format!("{}由 OCR 识别，可能有错字", ranges(&read)));
    reason
}

fn assemble(sheets: Vec<Sheet>) -> RawText {
    let mut raw = RawText {
        format: "pdf".to_owned(),
        ..RawText::default()
    };
    for (line, page) in layout::lines(sheets) {
        raw.text.push_str(&line);
        raw.text.push('\n');
        raw.line_pages.push(page);
    }
    founder::repair(&mut raw.text);
    raw
}

/// 第 2–5、7 页.
pub(super) fn ranges(pages: &[u32]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < pages.len() {
        let mut end = at;
        while end + 1 < pages.len() && pages[end + 1] == pages[end] + 1 {
            end += 1;
        }
        out.push(if end > at {
            format!("{}–{}", pages[at], pages[end])
        } else {
            pages[at].to_string()
        });
        at = end + 1;
    }
    format!("第 {} 页", out.join("、"))
}

/// The number of pages the root of the page tree states.
fn promised_pages(file: &File<'_>) -> i64 {
    let root = file
        .trailer
        .get("Root")
        .map(|root| file.resolve(root))
        .unwrap_or_default();
    let pages = root
        .dict()
        .map(|root| file.get(root, "Pages"))
        .unwrap_or_default();
    pages
        .dict()
        .and_then(|pages| file.get(pages, "Count").integer())
        .unwrap_or(0)
}

/// A page with what it inherits.
struct Page {
    dict: Dict,
    resources: Rc<Object>,
    media: Rc<Object>,
    rotate: i64,
}

/// The pages in order. A tree that loops or is too deep ends.
fn pages(file: &File<'_>, most: usize) -> Vec<Page> {
    let root = file
        .trailer
        .get("Root")
        .map(|root| file.resolve(root))
        .unwrap_or_default();
    let Some(first) = root.dict().and_then(|root| root.get("Pages")) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut seen = HashSet::new();
    let mut stack = vec![(
        first.clone(),
        Rc::<Object>::default(),
        Rc::<Object>::default(),
        0i64,
    )];
    while let Some((entry, resources, media, rotate)) = stack.pop() {
        if let Object::Ref(number) = entry
            && !seen.insert(number)
        {
            continue;
        }
        let node = file.resolve(&entry);
        let Some(dict) = node.dict() else { continue };
        let own = |key: &str, inherited: &Rc<Object>| match dict.get(key) {
            Some(value) => file.resolve(value),
            None => Rc::clone(inherited),
        };
        let resources = own("Resources", &resources);
        let media = own("MediaBox", &media);
        let rotate = file.get(dict, "Rotate").integer().unwrap_or(rotate);
        match file.get(dict, "Kids").array() {
            Some(kids) => {
                let kids = kids.iter().rev().take(100_000);
                stack.extend(kids.map(|kid| {
                    (
                        kid.clone(),
                        Rc::clone(&resources),
                        Rc::clone(&media),
                        rotate,
                    )
                }));
            }
            None => out.push(Page {
                dict: dict.clone(),
                resources,
                media,
                rotate,
            }),
        }
        if out.len() >= most {
            break;
        }
    }
    out
}

/// Runs a page; its size when upright.
fn look(file: &File<'_>, interpreter: &mut Interpreter<'_, '_>, page: &Page) -> (Seen, f64, f64) {
    let side = |n: usize, usual: f64| {
        let value = page
            .media
            .array()
            .and_then(|sides| sides.get(n))
            .map(|side| file.resolve(side));
        value
            .and_then(|value| value.number())
            .filter(|v| v.abs() < 1e6)
            .unwrap_or(usual)
    };
    let (x0, y0, x1, y1) = (side(0, 0.0), side(1, 0.0), side(2, 595.0), side(3, 842.0));
    let (left, bottom) = (x0.min(x1), y0.min(y1));
    let (width, height) = ((x1 - x0).abs().max(1.0), (y1 - y0).abs().max(1.0));
    // Upright, y downwards.
    let (matrix, width, height): (Matrix, f64, f64) = match page.rotate.rem_euclid(360) {
        90 => ([0.0, 1.0, 1.0, 0.0, -bottom, -left], height, width),
        180 => ([-1.0, 0.0, 0.0, 1.0, left + width, -bottom], width, height),
        270 => (
            [0.0, -1.0, -1.0, 0.0, bottom + height, left + width],
            height,
            width,
        ),
        _ => ([1.0, 0.0, 0.0, -1.0, -left, bottom + height], width, height),
    };
    let contents = file.get(&page.dict, "Contents");
    let mut content = Vec::new();
    match &*contents {
        Object::Array(parts) => {
            for part in parts.iter().take(10_000) {
                content.extend(file.data(&file.resolve(part)).unwrap_or_default());
                content.push(b'\n');
            }
        }
        stream => content = file.data(stream).unwrap_or_default(),
    }
    let empty = Dict::new();
    let seen = interpreter.page(&content, page.resources.dict().unwrap_or(&empty), matrix);
    (seen, width, height)
}

#[cfg(test)]
pub mod tests;
