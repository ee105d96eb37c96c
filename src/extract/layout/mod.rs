//! Characters with places to lines of text: rows, columns, tables, running heads, paragraphs.
//!
//! Shared by the formats that only say where characters stand (PDF, OFD). Lengths are in the units of
//! the page; every threshold is relative to the size of the characters.

mod join;
mod rows;
mod ruled;

use std::collections::HashMap;

pub use join::Line;

/// A character, or a word, on a page; `y` grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Characters.
    pub text: String,
    /// Left end of the base line.
    pub x: f64,
    /// Base line.
    pub y: f64,
    /// Way to the next character.
    pub dx: f64,
    /// See `dx`.
    pub dy: f64,
    /// Height of the font.
    pub size: f64,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Number from 1.
    pub number: u32,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Characters in any order.
    pub glyphs: Vec<Glyph>,
    /// Ruled lines across and down, as boxes (left, top, right, bottom).
    pub rules: Vec<[f64; 4]>,
}

/// Lines of text, paragraphs put together, with the page on which each begins. Page marks and running
/// heads are left out.
pub fn lines(mut sheets: Vec<Sheet>) -> Vec<(String, u32)> {
    // A font may map a glyph to a line end or another control; a line is a line all the same.
    for glyph in sheets.iter_mut().flat_map(|sheet| &mut sheet.glyphs) {
        if glyph.text.chars().any(char::is_control) {
            glyph.text = glyph
                .text
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
        }
    }
    let mut pages: Vec<Vec<Line>> = sheets.into_iter().map(page).collect();
    drop_furniture(&mut pages);
    join::paragraphs(pages)
}

/// The lines of a page in reading order.
fn page(sheet: Sheet) -> Vec<Line> {
    let (width, height, number) = (sheet.width, sheet.height, sheet.number);
    let mut by_turn: [Vec<Glyph>; 4] = Default::default();
    for glyph in sheet.glyphs {
        let (dx, dy) = (glyph.dx, glyph.dy);
        let turn = if dy.abs() <= dx.abs() * 0.2 {
            if dx < 0.0 { 2 } else { 0 }
        } else if dx.abs() <= dy.abs() * 0.2 {
            if dy > 0.0 { 1 } else { 3 }
        } else {
            // Watermarks stand askew.
            continue;
        };
        let length = dx.hypot(dy);
        let (x, y) = match turn {
            0 => (glyph.x, glyph.y),
            1 => (glyph.y, width - glyph.x),
            2 => (width - glyph.x, height - glyph.y),
            _ => (height - glyph.y, glyph.x),
        };
        by_turn[turn].push(Glyph {
            x,
            y,
            dx: length,
            dy: 0.0,
            ..glyph
        });
    }
    let mut order: Vec<usize> = (0..4).collect();
    order.sort_by_key(|&turn| std::cmp::Reverse(by_turn[turn].len()));
    let mut lines = Vec::new();
    for turn in order {
        let height = if turn % 2 == 0 { height } else { width };
        let mut glyphs = std::mem::take(&mut by_turn[turn]);
        let tables = if turn == 0 {
            ruled::tables(&sheet.rules, &mut glyphs, height, number)
        } else {
            Vec::new()
        };
        let mut own = rows::lines(glyphs, height, number);
        for table in tables {
            let Some(top) = table.first().map(|line| line.y) else {
                continue;
            };
            let at = own
                .iter()
                .position(|line| line.y > top)
                .unwrap_or(own.len());
            own.splice(at..at, table);
        }
        lines.extend(own);
    }
    lines
}

/// Share of the page's height at top and bottom where page marks and running heads stand.
const MARGIN: f64 = 0.12;

/// Removes page marks, and lines that stand at the same place on at least three pages and half of them.
fn drop_furniture(pages: &mut [Vec<Line>]) {
    let in_margin =
        |line: &Line| line.y < line.height * MARGIN || line.y > line.height * (1.0 - MARGIN);
    let key = |line: &Line| -> (String, i64) {
        let text: String = line
            .text
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_numeric())
            .collect();
        (text, (line.y / line.size.max(1.0)).round() as i64)
    };
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        let mut own: Vec<(String, i64)> = page
            .iter()
            .filter(|line| in_margin(line))
            .map(key)
            .collect();
        own.sort();
        own.dedup();
        for key in own {
            *seen.entry(key).or_default() += 1;
        }
    }
    let count = pages.len();
    for page in pages {
        page.retain(|line| {
            if !in_margin(line) {
                return true;
            }
            let (text, place) = key(line);
            let times = seen.get(&(text.clone(), place)).copied().unwrap_or(0);
            let head =
                !text.is_empty() && text.chars().count() <= 80 && times >= 3 && times * 2 >= count;
            !head && !is_page_mark(&line.text)
        });
    }
}

/// `3`, `- 3 -`, `— 3 —`, `第 3 页 共 5 页`, `3 / 5`.
fn is_page_mark(text: &str) -> bool {
    let core: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let core = core.trim_matches(|c| {
        matches!(
            c,
            '-' | '—' | '–' | '－' | '―' | '─' | '·' | '•' | '~' | '～' | '_'
        )
    });
    let digits = |s: &str| {
        (1..=4).contains(&s.chars().count())
            && s.chars()
                .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
    };
    if digits(core) {
        return true;
    }
    if let Some((first, second)) = core.split_once(['/', '／']) {
        return digits(first) && digits(second);
    }
    let page = |s: &str| {
        s.strip_prefix('第')
            .and_then(|s| s.strip_suffix('页'))
            .is_some_and(digits)
    };
    let all = |s: &str| {
        s.strip_prefix('共')
            .and_then(|s| s.strip_suffix('页'))
            .is_some_and(digits)
    };
    core.split_once('页').is_some_and(|(first, rest)| {
        let rest = rest.trim_start_matches(['，', ',', '/', '／']);
        page(&format!("{first}页")) && (rest.is_empty() || all(rest))
    })
}

#[cfg(test)]
mod tests;
