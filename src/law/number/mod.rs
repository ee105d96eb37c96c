//! Document numbers (文号): every spelling of DOMAIN §1 to one key.
//!
//! Three shapes occur: agency code + year + serial (`韶科〔2021〕34号`), order or notice + serial
//! (`国务院令第796号`, `海关总署公告2014年第30号`), and the old year-first court form
//! (`〔1989〕法民字第5号`). The 统一编号 (`HFGS-2022-7`) is a second number and is read apart.
//! A number is found by its mark (brackets around a year, `令`, `公告`), never by scanning for agencies.

mod order;
mod unified;

pub use unified::find_unified_numbers;

use crate::law::model::DocNumber;
use crate::text::chars::CharCounter;
use crate::text::numeral;
use crate::text::span::CharSpan;

/// A number found in a text, with its place in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberAt {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The number.
    pub number: DocNumber,
}

/// All document numbers of `text` in order, with their places in code points.
pub fn find_numbers(text: &str) -> Vec<(CharSpan, DocNumber)> {
    let mut counter = CharCounter::new(text);
    find_bytes(text)
        .into_iter()
        .map(|n| {
            (
                CharSpan::new(counter.at(n.start), counter.at(n.end)),
                n.number,
            )
        })
        .collect()
}

/// Reads a string that is a document number and nothing else.
pub fn parse_number(text: &str) -> Option<DocNumber> {
    let text = text.trim();
    match find_bytes(text).as_slice() {
        [one] if one.start == 0 && one.end == text.len() => Some(one.number.clone()),
        _ => None,
    }
}

/// All document numbers of `text` in order, with their places in bytes.
pub fn find_bytes(text: &str) -> Vec<NumberAt> {
    let mut found = Vec::new();
    let mut free_from = 0;
    for (at, c) in text.char_indices() {
        if at < free_from {
            continue;
        }
        let hit = match c {
            '〔' | '［' | '[' | '（' | '(' | '【' | '﹝' | '〖' | '{' => {
                bracketed_year(text, at, free_from)
            }
            '令' | '告' => order::order(text, at, free_from),
            _ => None,
        };
        if let Some(hit) = hit {
            free_from = hit.end;
            found.push(hit);
        }
    }
    found
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

fn opens(c: char) -> bool {
    matches!(c, '〔' | '［' | '[' | '（' | '(' | '【' | '﹝' | '〖' | '{')
}

fn closes(c: char) -> bool {
    matches!(c, '〕' | '］' | ']' | '）' | ')' | '】' | '﹞' | '〗' | '}')
}

/// Reads forward over `text`, a small cursor that skips blanks (one line break at most).
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_blanks(&mut self) {
        let mut breaks = 0;
        while let Some(c) = self.peek().filter(|&c| is_blank(c)) {
            breaks += usize::from(c == '\n');
            if breaks > 2 {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        self.skip_blanks();
        let c = self.peek().filter(|&c| wanted(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// A numeral with blanks allowed inside Arabic ones (`17 13`): no, only around it.
    fn numeral(&mut self) -> Option<u64> {
        self.skip_blanks();
        let (value, used) = numeral::prefix(&self.text[self.at..])?;
        self.at += used;
        Some(value)
    }
}

/// A year in brackets at byte `at`, with the agency code before it or (old court form) behind it.
fn bracketed_year(text: &str, at: usize, floor: usize) -> Option<NumberAt> {
    let mut cursor = Cursor { text, at };
    cursor.eat(opens)?;
    let year_at = cursor.at;
    let year = cursor.numeral()?;
    let digits = text[year_at..cursor.at].trim().chars().count();
    cursor.eat(|c| c == '年');
    cursor.eat(closes)?;
    let short = digits == 2 && (49..100).contains(&year);
    let full = digits == 4 && (1940..2200).contains(&year);
    if !short && !full {
        return None;
    }
    let year = if short { 1900 + year } else { year };
    let code_start = code_before(text, at, floor);
    let code: String = text[code_start..at]
        .chars()
        .filter(|c| !is_blank(*c))
        .collect();
    if code.is_empty() {
        return year_first(text, at, cursor, year);
    }
    cursor.eat(|c| c == '第');
    let serial = cursor.numeral()?;
    // `（粤府〔2021〕3、5号）` and a missing 号 at the end of a line both occur; 号 is wanted, else
    // what looks like a number may be a year with a page.
    if cursor.eat(|c| c == '号' || c == '號').is_none() && (short || !code_like(&code)) {
        return None;
    }
    let end = cursor.at;
    let key = format!("{}〔{year}〕{serial}号", fold_code(&code));
    Some(NumberAt {
        start: code_start,
        end,
        number: DocNumber {
            text: text[code_start..end].to_owned(),
            key,
        },
    })
}

/// `〔1989〕法民字第5号`: year first, code behind.
fn year_first(text: &str, at: usize, mut cursor: Cursor<'_>, year: u64) -> Option<NumberAt> {
    cursor.skip_blanks();
    let rest = &text[cursor.at..];
    let code_len: usize = rest
        .chars()
        .take(8)
        .take_while(|&c| is_han(c) && c != '第' && c != '号' && !numeral::is_numeral(c))
        .map(char::len_utf8)
        .sum();
    let code = &rest[..code_len];
    if !(code.ends_with('字')
        || code.ends_with('函')
        || code.ends_with('发')
        || code.ends_with('释'))
    {
        return None;
    }
    cursor.at += code_len;
    cursor.eat(|c| c == '第');
    let serial = cursor.numeral()?;
    cursor.eat(|c| c == '号')?;
    let end = cursor.at;
    let key = format!("〔{year}〕{code}{serial}号");
    Some(NumberAt {
        start: at,
        end,
        number: DocNumber {
            text: text[at..end].to_owned(),
            key,
        },
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// Words that end before an agency code begins; the longest that fits is cut off with all before it.
const LEADING: &[&str] = &[
    "根据",
    "依据",
    "按照",
    "依照",
    "参照",
    "执行",
    "贯彻",
    "印发",
    "转发",
    "废止",
    "文号",
    "字号",
    "编号",
    "号文",
    "我院",
    "我部",
    "我局",
    "我委",
    "我省",
    "我市",
    "原文",
    "以及",
    "以下",
    "文件",
    "通知",
    "详见",
    "的",
    "和",
    "及",
    "与",
    "以",
    "即",
    "见",
    "原",
    "由",
    "是",
    "为",
    "在",
    "将",
    "把",
    "对",
    "了",
    "从",
    "至",
    "号",
    "第",
    "条",
    "由于",
    "发文字号",
    "发文文号",
];

/// The byte where the agency code that ends at `end` begins.
fn code_before(text: &str, end: usize, floor: usize) -> usize {
    let mut start = end;
    let mut count = 0;
    let mut depth = 0u32;
    let mut gap = false;
    for (at, c) in text[..end].char_indices().rev() {
        if at < floor || count >= 16 {
            break;
        }
        match c {
            ' ' | '\u{3000}' | '\u{a0}'
                if !gap && count > 0 || count == 0 && is_blank(c) && c != '\n' =>
            {
                gap = true;
                continue;
            }
            '）' | ')' if depth == 0 && count < 3 => depth = 1,
            '（' | '(' if depth == 1 => depth = 0,
            c if is_han(c) => {
                // A blank in front of the code parts it from what stands before, unless one letter
                // stands alone there (`韶 科〔2021〕1号`).
                if gap && count >= 2 {
                    break;
                }
            }
            _ => break,
        }
        gap = false;
        count += 1;
        start = at;
    }
    if depth == 1 {
        // The bracket never opened: what stands behind it is the code.
        start = text[start..end].rfind(['）', ')']).map_or(start, |i| {
            start + i + text[start + i..].chars().next().map_or(0, char::len_utf8)
        });
    }
    let code = &text[start..end];
    let cut = LEADING
        .iter()
        .filter_map(|word| {
            let at = code.rfind(word)? + word.len();
            // 呼和浩特, 原平: a one-letter word inside the code counts only with a code left behind it.
            (at < code.trim_end().len()).then_some(at)
        })
        .max()
        .unwrap_or(0);
    start + cut + (code[cut..].len() - code[cut..].trim_start().len())
}

/// Whether a code has the look of one, so that its number holds without the closing 号.
fn code_like(code: &str) -> bool {
    code.ends_with(['发', '字', '函', '规', '释', '办', '科', '府']) && code.chars().count() <= 10
}

/// Brackets and blanks inside a code in one shape.
fn fold_code(code: &str) -> String {
    code.chars()
        .filter(|c| !is_blank(*c))
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests;
