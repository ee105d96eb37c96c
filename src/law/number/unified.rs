//! The 统一编号, a second number beside the 文号: `HFGS-2022-7`, `GZ0320190096`.

use super::{Cursor, is_han};
use crate::text::chars::CharCounter;
use crate::text::span::CharSpan;

/// All 统一编号 of `text` in order, with their places in code points and in normal form
/// (`HFGS-2017-9`, `GZ0320190096`).
pub fn find_unified_numbers(text: &str) -> Vec<(CharSpan, String)> {
    let mut counter = CharCounter::new(text);
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_uppercase() {
            at += 1;
            continue;
        }
        let letters = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_uppercase())
            .count();
        let fresh = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if fresh
            && (2..=8).contains(&letters)
            && let Some((end, key)) = unified_at(text, at, letters)
        {
            found.push((CharSpan::new(counter.at(at), counter.at(end)), key));
            at = end;
            continue;
        }
        at += letters;
    }
    found
}

/// The 统一编号 whose `letters` letters begin at byte `at`: its end and its key.
fn unified_at(text: &str, at: usize, letters: usize) -> Option<(usize, String)> {
    let code = &text[at..at + letters];
    let rest = &text[at + letters..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    // 广州's form: two letters, two digits of the maker, year, serial, all glued.
    if letters == 2 && digits == 10 {
        let year: u64 = rest[2..6].parse().ok()?;
        let glued = rest[digits..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric() || is_han(c));
        return ((1980..2100).contains(&year) && glued)
            .then(|| (at + letters + 10, format!("{code}{}", &rest[..10])));
    }
    let mut cursor = Cursor {
        text,
        at: at + letters,
    };
    cursor.eat(is_dash)?;
    while cursor.eat(is_dash).is_some() {}
    let year_at = cursor.at;
    let year = cursor.numeral().filter(|y| (1980..2100).contains(y))?;
    if text[year_at..cursor.at].trim().chars().count() != 4 {
        return None;
    }
    cursor.eat(is_dash)?;
    while cursor.eat(is_dash).is_some() {}
    let serial_at = cursor.at;
    let serial = cursor.numeral()?;
    let width = text[serial_at..cursor.at].trim().chars().count();
    // Five digits (YYCR-2020-05001) carry the maker in the first two: their zeros stay.
    let serial = if width >= 5 {
        format!("{serial:0width$}")
    } else {
        serial.to_string()
    };
    Some((cursor.at, format!("{code}-{year}-{serial}")))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '－' | '—' | '–' | '‐' | '―' | '─' | '﹣')
}
