//! Document numbers (文号): every spelling of DOMAIN §1 to one key.
//!
//! Three shapes occur: agency code + year + serial (`韶科〔2021〕34号`), order or notice + serial
//! (`国务院令第796号`, `海关总署公告2014年第30号`), and the old year-first court form
//! (`〔1989〕法民字第5号`). The 统一编号 (`HFGS-2022-7`) is a second number and is read apart.
//! A number is found by its mark (brackets around a year, `令`, `公告`), never by scanning for agencies.

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
            '令' | '告' => order(text, at, free_from),
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
    if !short && !(digits == 4 && (1940..2200).contains(&year)) {
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

/// `国务院令第796号`, `公安部第69号令`, `海关总署公告2014年第30号`; `at` is the byte of 令 or of 告.
fn order(text: &str, at: usize, floor: usize) -> Option<NumberAt> {
    let head = &text[floor..at];
    let (word, body_end) = if text[at..].starts_with('令') {
        // 责令, 命令, 禁令, 法令 … are other words.
        if head.ends_with([
            '责', '命', '禁', '法', '指', '政', '口', '勒', '喝', '司', '密', '时',
        ]) {
            return None;
        }
        ("令", at)
    } else if head.ends_with('公') {
        ("公告", at - '公'.len_utf8())
    } else if head.ends_with('通') {
        ("通告", at - '通'.len_utf8())
    } else {
        return None;
    };
    let after_word = at
        + if word == "令" {
            '令'.len_utf8()
        } else {
            '告'.len_utf8()
        };
    let mut cursor = Cursor {
        text,
        at: after_word,
    };
    // 令（2002年第10号）: brackets around the number.
    let bracket = cursor
        .eat(|c| matches!(c, '（' | '(' | '〔' | '[' | '［'))
        .is_some();
    let mark = cursor.at;
    let mut year = None;
    let first = cursor.numeral();
    if let Some(y) = first.filter(|y| (1940..2200).contains(y)) {
        let had_year = cursor.eat(|c| c == '年').is_some();
        let closed = bracket && cursor.eat(closes).is_some();
        if had_year || closed {
            year = Some(y);
        } else {
            cursor.at = mark;
        }
    } else {
        cursor.at = mark;
    }
    let numbered = cursor.eat(|c| c == '第').is_some();
    let serial = cursor
        .numeral()
        .filter(|_| numbered || year.is_some() || word == "令");
    let closed = serial.and_then(|s| cursor.eat(|c| c == '号').map(|_| s));
    if let Some(serial) = closed {
        let end = cursor.at;
        let start = maker_before(text, body_end, floor);
        let maker = fold_maker(&text[start..body_end]);
        let key = match year {
            Some(y) => format!("{maker}{word}{y}年第{serial}号"),
            None => format!("{maker}{word}第{serial}号"),
        };
        return Some(NumberAt {
            start,
            end,
            number: DocNumber {
                text: text[start..end].to_owned(),
                key,
            },
        });
    }
    serial_first(text, body_end, after_word, floor, word)
}

/// `公安部第69号令`, `1998年第4号令`: the serial stands before the word.
fn serial_first(
    text: &str,
    word_at: usize,
    after_word: usize,
    floor: usize,
    word: &str,
) -> Option<NumberAt> {
    let head = text[floor..word_at].trim_end();
    let head = head.strip_suffix('号')?;
    let digits: usize = head
        .chars()
        .rev()
        .take(6)
        .take_while(|&c| numeral::is_numeral(c) || is_blank(c))
        .map(char::len_utf8)
        .sum();
    let serial = numeral::parse(head[head.len() - digits..].trim())?;
    let head = head[..head.len() - digits].strip_suffix('第')?;
    let mut end = floor + head.len();
    let mut year = None;
    if let Some(before) = head.strip_suffix('年') {
        let len: usize = before
            .chars()
            .rev()
            .take(4)
            .take_while(|&c| numeral::digit(c).is_some())
            .map(char::len_utf8)
            .sum();
        year = numeral::parse(&before[before.len() - len..]).filter(|y| (1940..2200).contains(y));
        if year.is_some() {
            end = floor + before.len() - len;
        }
    }
    let start = maker_before(text, end, floor);
    let maker = fold_maker(&text[start..end]);
    if maker.is_empty() {
        return None;
    }
    let key = match year {
        Some(y) => format!("{maker}{word}{y}年第{serial}号"),
        None => format!("{maker}{word}第{serial}号"),
    };
    Some(NumberAt {
        start,
        end: after_word,
        number: DocNumber {
            text: text[start..after_word].to_owned(),
            key,
        },
    })
}

/// Words that do not belong to a maker's name, with all that stands before them.
const BEFORE_MAKER: &[&str] = &[
    "根据", "依据", "按照", "依照", "以及", "的", "和", "及", "与", "以", "由", "经", "日", "年",
    "月", "号", "见", "条",
];

/// The byte where the maker's name that ends at `end` begins.
fn maker_before(text: &str, end: usize, floor: usize) -> usize {
    let mut start = end;
    for (count, (at, c)) in text[..end].char_indices().rev().enumerate() {
        if at < floor || count >= 30 || !(is_han(c) || count > 0 && is_blank(c) && c != '\n') {
            break;
        }
        if is_han(c) {
            start = at;
        }
    }
    let maker = &text[start..end];
    // The words part the name only where a name is left behind them (经济…, 和平区…).
    let cut = BEFORE_MAKER
        .iter()
        .filter_map(|word| {
            maker
                .rmatch_indices(word)
                .map(|(at, _)| at + word.len())
                .find(|&at| {
                    let rest = &maker[at..];
                    rest.chars().count() >= 2
                        && !rest.starts_with(['济', '平', '信', '贸', '营', '例'])
                        && !(rest.starts_with('国') && maker[..at].ends_with("共和"))
                })
        })
        .max()
        .unwrap_or(0);
    start + cut
}

/// A maker's name as it stands in keys: without blanks, 原 and 中华人民共和国.
fn fold_maker(maker: &str) -> String {
    let name: String = maker.chars().filter(|c| !is_blank(*c)).collect();
    let name = name.strip_prefix('原').unwrap_or(&name);
    let short = name.strip_prefix("中华人民共和国").unwrap_or(name);
    short.to_owned()
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        find_numbers(text).into_iter().map(|(_, n)| n.key).collect()
    }

    #[test]
    fn every_variant_has_one_key() {
        for (text, key) in [
            ("韶州科〔2021〕34号", "韶州科〔2021〕34号"),
            ("韶州科[2021]34号", "韶州科〔2021〕34号"),
            ("韶州科［2021］34号", "韶州科〔2021〕34号"),
            ("韶州科(2021)34号", "韶州科〔2021〕34号"),
            ("韶州科（2021）34号", "韶州科〔2021〕34号"),
            ("韶州科【2021】34号", "韶州科〔2021〕34号"),
            ("韶州科﹝2021﹞34号", "韶州科〔2021〕34号"),
            ("韶州科〔2021〕第034号", "韶州科〔2021〕34号"),
            ("韶州科〔2021〕 34 号", "韶州科〔2021〕34号"),
            ("韶州科 〔 2021 〕34号", "韶州科〔2021〕34号"),
            ("韶州科〔２０２１〕３４号", "韶州科〔2021〕34号"),
            ("韶州科[2021)34号", "韶州科〔2021〕34号"),
            ("韶州科规范字〔2022〕12号", "韶州科规范字〔2022〕12号"),
            ("国务院令第796号", "国务院令第796号"),
            ("中华人民共和国国务院令第796号", "国务院令第796号"),
            ("国务院令 第 796 号", "国务院令第796号"),
            ("韶州市人民政府令\n第179号", "韶州市人民政府令第179号"),
            ("公安部第69号令", "公安部令第69号"),
            ("主席令第七十三号", "主席令第73号"),
            (
                "对外贸易经济合作部令2002年第10号",
                "对外贸易经济合作部令2002年第10号",
            ),
            ("海关总署公告2014年第30号", "海关总署公告2014年第30号"),
            ("法（研）发〔1987〕32号", "法（研）发〔1987〕32号"),
            ("法(研)发[1987]32号", "法（研）发〔1987〕32号"),
            ("国办发(85)49号", "国办发〔1985〕49号"),
            ("〔1989〕法民字第5号", "〔1989〕法民字5号"),
            ("令第553号", "令第553号"),
        ] {
            assert_eq!(
                parse_number(text).map(|n| n.key).as_deref(),
                Some(key),
                "{text}"
            );
        }
    }

    #[test]
    fn finds_the_code_in_running_text() {
        assert_eq!(
            keys("根据国办发〔2018〕37号和粤府〔2023〕67号的要求"),
            ["国办发〔2018〕37号", "粤府〔2023〕67号"]
        );
        assert_eq!(keys("我院法〔1998〕86号通知印发的"), ["法〔1998〕86号"]);
        assert_eq!(
            keys("《韶州市办法》（韶州科〔2018〕5号）同时废止"),
            ["韶州科〔2018〕5号"]
        );
        assert_eq!(
            keys("原国家工商行政管理总局令第71号公布的"),
            ["国家工商行政管理总局令第71号"]
        );
        assert_eq!(
            keys("（公安部令第102号）和（公安部令第124号）"),
            ["公安部令第102号", "公安部令第124号"]
        );
        assert_eq!(
            keys("2009年4月13日中华人民共和国国务院令第553号公布"),
            ["国务院令第553号"]
        );
    }

    #[test]
    fn other_brackets_are_no_numbers() {
        assert!(keys("规划（2021）年，第12号令人满意，责令第3号窗口，（二〇二一）").is_empty());
    }

    #[test]
    fn unified_numbers_have_one_form() {
        let all = |text| {
            find_unified_numbers(text)
                .into_iter()
                .map(|(_, n)| n)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            all("HFGS—2017—9，HFGS-2022-7 YYCR－2020－05001"),
            ["HFGS-2017-9", "HFGS-2022-7", "YYCR-2020-05001"]
        );
        assert_eq!(all("规范性文件编号：GZ0320190096"), ["GZ0320190096"]);
        assert!(all("GB/T 9704—2012 ISO-9001 A-2021-1").is_empty());
    }

    #[test]
    fn spans_cover_the_number() {
        let text = "关于《办法》（韶州科〔2018〕5号）的";
        let (span, number) = find_numbers(text).remove(0);
        assert_eq!(span.slice(text), "韶州科〔2018〕5号");
        assert_eq!(number.text, "韶州科〔2018〕5号");
    }

    proptest! {
        #[test]
        fn never_panics(text in "[令公告通第号年〔〕（）()\\[\\]0-9一二十字发法院 \nA-Z—\\-]{0,60}") {
            for n in find_bytes(&text) {
                prop_assert!(text.get(n.start..n.end).is_some());
            }
            let _ = find_unified_numbers(&text);
        }
    }
}
