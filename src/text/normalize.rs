//! The canonical form of a text and the map back to its original (DESIGN D5).
//!
//! Index, query, lexicon, citations and checks all see the canonical form; people see the original.
//! The passes are ordered so that no pass enables an earlier one; therefore the form is its own
//! canonical form, and what a part of it becomes differs from that part only in ways that
//! [`literal_form`] does not see.

use super::line_label;
use super::script;
use super::span::CharSpan;
use super::width::{
    BLANK, BREAK, CELL, CLASS, DIGIT, DROP, FOLDED, HAN, LETTER, MARK, NEAR, OLD, TURNS, facts,
    fold, literal,
};

/// The canonical form of a text, with the way back to the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canonical {
    /// Canonical text.
    pub text: String,
    /// Where stretches begin that run in step with the original: (canonical, original) code points,
    /// ascending in both. Empty when the whole text does.
    runs: Vec<(u32, u32)>,
    /// Code points of the canonical text.
    length: u32,
    /// Code points of the original.
    original: u32,
}

impl Canonical {
    /// The span of the original that a span of the canonical text came from (code points).
    pub fn to_original(&self, span: CharSpan) -> CharSpan {
        if span.is_empty() {
            let at = if span.start >= self.length {
                self.original
            } else {
                self.source(span.start)
            };
            return CharSpan { start: at, end: at };
        }
        let last = span.end.min(self.length).saturating_sub(1);
        CharSpan {
            start: self.source(span.start.min(last)),
            end: self.source(last) + 1,
        }
    }

    /// The span of the canonical text that a span of the original became (code points); what the
    /// canonical form dropped gives an empty span.
    pub fn from_original(&self, span: CharSpan) -> CharSpan {
        let start = self.first_from(span.start);
        let end = if span.is_empty() {
            start
        } else {
            self.first_from(span.end).max(start)
        };
        CharSpan { start, end }
    }

    /// The original code point that a canonical one came from.
    fn source(&self, at: u32) -> u32 {
        let run = self.runs.partition_point(|r| r.0 <= at);
        match run.checked_sub(1).map(|r| self.runs[r]) {
            Some((canonical, original)) => original + (at - canonical),
            None => at,
        }
    }

    /// The first canonical code point that came from `at` or later in the original.
    fn first_from(&self, at: u32) -> u32 {
        if self.runs.is_empty() {
            return at.min(self.length);
        }
        // The first run that begins at or after `at`; `at` may lie inside the run before.
        let next = self.runs.partition_point(|r| r.1 < at);
        let limit = self.runs.get(next).map_or(self.length, |r| r.0);
        match next.checked_sub(1).map(|r| self.runs[r]) {
            Some((canonical, original)) => (canonical + (at - original)).min(limit),
            None => at.min(limit).min(self.runs[0].0),
        }
    }
}

/// A character on its way, with the code point of the original it came from.
#[derive(Clone, Copy)]
struct Cell {
    c: char,
    facts: u8,
    at: u32,
}

/// The canonical form of `text`.
pub fn canonical(text: &str) -> Canonical {
    let mut length = 0u32;
    let plain = text.chars().all(|c| {
        length += 1;
        let f = facts(c);
        f & (FOLDED | OLD | TURNS | NEAR) == 0 && !matches!(f & CLASS, BLANK | BREAK | CELL | DROP)
    });
    if plain {
        return Canonical {
            text: text.to_owned(),
            runs: Vec::new(),
            length,
            original: length,
        };
    }
    let Folded {
        mut cells,
        seen,
        blanks,
        length,
    } = folded(text);
    if seen & OLD != 0 {
        simplify(&mut cells);
    }
    if seen & TURNS != 0 {
        turn(&mut cells);
    }
    if blanks {
        close_up(&mut cells);
    }
    if seen & NEAR != 0 {
        by_neighbours(&mut cells);
    }
    collect(&cells, length)
}

/// A text after the folds that need no context.
struct Folded {
    cells: Vec<Cell>,
    /// Facts about all characters of the original together.
    seen: u8,
    /// Whether there are blanks or line ends.
    blanks: bool,
    /// Code points of the original.
    length: u32,
}

/// Context-free folds; drops what is dropped.
fn folded(text: &str) -> Folded {
    // Most characters have three bytes.
    let mut cells = Vec::with_capacity(text.len() / 3 + text.len() / 16);
    let (mut seen, mut blanks, mut length) = (0, false, 0);
    for c in text.chars() {
        let at = length;
        length += 1;
        let f = facts(c);
        seen |= f;
        if f & FOLDED == 0 {
            if f & CLASS != DROP {
                blanks |= matches!(f & CLASS, BLANK | BREAK);
                cells.push(Cell { c, facts: f, at });
            }
            continue;
        }
        if let '㈠'..='㈩' = c {
            const NUMBERS: [char; 10] =
                ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
            for c in ['（', NUMBERS[c as usize - '㈠' as usize], '）'] {
                cells.push(Cell {
                    c,
                    facts: facts(c),
                    at,
                });
            }
            continue;
        }
        let c = fold(c);
        let f = facts(c);
        blanks |= matches!(f & CLASS, BLANK | BREAK);
        cells.push(Cell { c, facts: f, at });
    }
    Folded {
        cells,
        seen,
        blanks,
        length,
    }
}

/// Traditional to simplified, by words first.
fn simplify(cells: &mut [Cell]) {
    let mut i = 0;
    while i < cells.len() {
        if let Some(word) = script::word(|n| cells.get(i + n).map(|c| c.c)) {
            for (n, &c) in word.iter().enumerate() {
                cells[i + n].c = c;
                cells[i + n].facts = facts(c);
            }
            i += word.len();
            continue;
        }
        if cells[i].facts & OLD != 0
            && let Some(c) = script::simplified(cells[i].c)
        {
            cells[i].c = c;
            cells[i].facts = facts(c);
        }
        i += 1;
    }
}

/// Whether a cell is a word for its neighbours' punctuation: Chinese (`Some(true)`), other
/// (`Some(false)`); punctuation and blanks are looked through.
fn word(facts: u8) -> Option<bool> {
    match facts & CLASS {
        HAN if facts & MARK == 0 => Some(true),
        DIGIT | LETTER | CELL => Some(false),
        _ => None,
    }
}

/// ASCII punctuation beside Chinese words becomes full-width, ASCII quotation marks become “”.
fn turn(cells: &mut [Cell]) {
    let mut left = false;
    // Index of the next word after the current place, kept until it is passed.
    let mut ahead: (usize, bool) = (0, false);
    let mut open = false;
    for i in 0..cells.len() {
        let Cell { c, facts: f, .. } = cells[i];
        if let Some(han) = word(f) {
            left = han;
            continue;
        }
        if f & TURNS == 0 {
            match c {
                '“' => open = true,
                '”' => open = false,
                _ => {}
            }
            continue;
        }
        if ahead.0 <= i {
            ahead = cells[i + 1..]
                .iter()
                .position(|c| word(c.facts).is_some())
                .map_or((cells.len(), false), |n| {
                    (i + 1 + n, word(cells[i + 1 + n].facts) == Some(true))
                });
        }
        if !left && !ahead.1 {
            continue;
        }
        let to = match c {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '?' => '？',
            '!' => '！',
            _ => {
                open = !open;
                if open { '“' } else { '”' }
            }
        };
        cells[i].c = to;
        cells[i].facts = facts(to);
    }
}

/// Shortest line, in characters, that is taken for broken when no mark ends it.
const BROKEN: u32 = 15;

/// What is known of the line being written.
#[derive(Default)]
struct LineState {
    length: u32,
    labelled: bool,
    marked: bool,
}

/// Takes out blanks between Chinese characters and line breaks inside sentences.
fn close_up(cells: &mut Vec<Cell>) {
    // What is kept moves forward over what has been read.
    let mut kept = 0;
    let mut line = LineState {
        labelled: is_label(cells, 0),
        ..LineState::default()
    };
    let mut i = 0;
    while i < cells.len() {
        let cell = cells[i];
        let class = cell.facts & CLASS;
        if class != BLANK && class != BREAK {
            line.length += 1;
            line.marked |= matches!(cell.c, '，' | '。' | '；' | '：');
            cells[kept] = cell;
            kept += 1;
            i += 1;
            continue;
        }
        let start = i;
        let mut broken = false;
        let mut end = i;
        while end < cells.len() && matches!(cells[end].facts & CLASS, BLANK | BREAK) {
            broken |= cells[end].facts & CLASS == BREAK;
            end += 1;
        }
        i = end;
        let (Some(before), Some(&after)) = (kept.checked_sub(1), cells.get(end)) else {
            continue;
        };
        let before = cells[before];
        let stays = if broken && !goes_on(before, &line, cells, end) {
            line = LineState {
                labelled: is_label(cells, end),
                ..LineState::default()
            };
            '\n'
        } else if keeps_blank(before.facts, after.facts) {
            line.length += 1;
            ' '
        } else {
            continue;
        };
        cells[kept] = Cell {
            c: stays,
            facts: facts(stays),
            at: cells[start].at,
        };
        kept += 1;
    }
    cells.truncate(kept);
}

/// Whether a blank between two characters says something.
fn keeps_blank(before: u8, after: u8) -> bool {
    let (a, b) = (before & CLASS, after & CLASS);
    if a == CELL || b == CELL {
        return false;
    }
    match (a == HAN, b == HAN) {
        (true, true) => false,
        (true, false) => b == LETTER && before & MARK == 0,
        (false, true) => a == LETTER && after & MARK == 0,
        (false, false) => true,
    }
}

/// Whether the line written so far breaks off inside a sentence that goes on at `next`.
fn goes_on(before: Cell, line: &LineState, cells: &[Cell], next: usize) -> bool {
    let c = before.c;
    let open = matches!(c, '，' | '、' | '（' | '“' | '《' | '〈' | '‘' | '<');
    let word = word(before.facts).is_some() && before.facts & CLASS != CELL;
    let close = matches!(c, '）' | '”' | '》');
    if !(open || ((word || close) && line.length >= BROKEN)) {
        return false;
    }
    if line.labelled && !line.marked && !open {
        // A heading with its number.
        return false;
    }
    let after = &cells[next];
    if matches!(after.facts & CLASS, CELL)
        || matches!(after.c, '-' | '—' | '#' | '*' | '|' | '·' | '+')
    {
        return false;
    }
    if close && matches!(after.c, '《' | '（' | '“') {
        return false;
    }
    !is_label(cells, next)
}

/// Whether a label begins at `from`.
fn is_label(cells: &[Cell], from: usize) -> bool {
    line_label::leads(
        cells[from.min(cells.len())..]
            .iter()
            .take_while(|c| c.facts & CLASS != BREAK)
            .filter(|c| c.facts & CLASS != BLANK)
            .map(|c| c.c),
    )
}

/// Years in brackets, inner title marks, dashes between numbers, zeros between Chinese digits.
fn by_neighbours(cells: &mut [Cell]) {
    let digit = |c: &Cell| c.facts & CLASS == DIGIT;
    let han_digit = |c: char| "一二三四五六七八九".contains(c);
    let mut title = 0usize;
    let mut i = 0;
    while i < cells.len() {
        match cells[i].c {
            '（' if i + 5 < cells.len()
                && cells[i + 5].c == '）'
                && cells[i + 1..i + 5].iter().all(digit) =>
            {
                cells[i].c = '〔';
                cells[i + 5].c = '〕';
                i += 5;
            }
            '《' => title = i + 1,
            '》' => title = 0,
            // Only near its 《, so that a mark never closed does not colour the rest of the text.
            '<' if title > 0 && i - title < 200 => cells[i].c = '〈',
            '>' if title > 0 && i - title < 200 => cells[i].c = '〉',
            '—' if i > 0 && i + 1 < cells.len() => {
                let alnum = |c: &Cell| c.c.is_ascii_alphanumeric();
                if alnum(&cells[i - 1]) && alnum(&cells[i + 1]) {
                    cells[i].c = '-';
                }
            }
            '〇' | '○' | 'O' | '零' => {
                let mut end = i;
                while end < cells.len() && matches!(cells[end].c, '〇' | '○' | 'O' | '零') {
                    end += 1;
                }
                let bounded = i > 0
                    && end < cells.len()
                    && han_digit(cells[i - 1].c)
                    && han_digit(cells[end].c);
                if bounded {
                    for cell in &mut cells[i..end] {
                        cell.c = '〇';
                    }
                }
                i = end;
                continue;
            }
            _ => {}
        }
        i += 1;
    }
}

/// The text of the cells and the map.
fn collect(cells: &[Cell], original: u32) -> Canonical {
    let mut text = String::with_capacity(cells.len() * 3);
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let mut expected = 0u32;
    for (n, cell) in cells.iter().enumerate() {
        text.push(cell.c);
        if cell.at != expected {
            if runs.is_empty() && n > 0 {
                runs.push((0, 0));
            }
            runs.push((n as u32, cell.at));
        }
        expected = cell.at + 1;
    }
    let length = cells.len() as u32;
    if runs.is_empty() && length != original {
        runs.push((0, 0));
    }
    Canonical {
        text,
        runs,
        length,
        original,
    }
}

/// The characters the literal index sees, each with its offset (code points) in `canonical`.
///
/// Context-free: no white space but the tabulator of table cells, lower case, simplified characters,
/// one shape for brackets, quotation marks, dashes, punctuation of both widths and the zeros 〇○零.
pub fn literal_form(canonical: &str) -> impl Iterator<Item = (char, u32)> + '_ {
    canonical
        .chars()
        .enumerate()
        .filter_map(|(at, c)| literal(c).map(|c| (c, at as u32)))
}

#[cfg(test)]
#[path = "normalize_tests.rs"]
mod tests;
