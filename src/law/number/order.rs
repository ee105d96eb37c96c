//! Numbers of orders and notices: `国务院令第796号`, `公安部第69号令`, `海关总署公告2014年第30号`.

use super::{Cursor, NumberAt, closes, is_blank, is_han};
use crate::law::model::DocNumber;
use crate::text::numeral;

/// `国务院令第796号`, `公安部第69号令`, `海关总署公告2014年第30号`; `at` is the byte of 令 or of 告.
pub(super) fn order(text: &str, at: usize, floor: usize) -> Option<NumberAt> {
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
