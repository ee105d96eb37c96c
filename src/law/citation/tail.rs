//! What stands behind a name: brackets with its number or a short name, then places in it; and a
//! number that stands before it.

use crate::law::number;
use crate::law::reference::passage::Passage;
use crate::law::reference::unit::{self, Place};

/// What stands behind a name: places, number, definition of a short name.
#[derive(Default)]
pub(super) struct Tail {
    pub end: usize,
    pub number: Option<String>,
    pub places: Vec<Place>,
    /// The short name, in bytes, without marks, and whether it stands in marks.
    pub short: Option<(usize, usize, bool)>,
}

/// Reads what follows a name that ends at byte `at`: brackets, then places.
pub(super) fn read(passage: &Passage<'_>, at: usize) -> Tail {
    let text = passage.text();
    let mut tail = Tail {
        end: at,
        ..Tail::default()
    };
    let mut cursor = at;
    // At most two brackets: a number and a short name.
    for _ in 0..2 {
        let rest = &text[cursor..];
        let trimmed = rest.trim_start_matches(' ');
        if !trimmed.starts_with(['（', '(', '〔', '[', '【']) {
            break;
        }
        let open = cursor + (rest.len() - trimmed.len());
        let Some(close) = bracket_end(passage, open) else {
            break;
        };
        let inside = &text[open..close];
        if let Some(short) = short_name(inside) {
            let (start, end, marked) = short;
            tail.short = Some((open + start, open + end, marked));
        } else if let Some(number) = number::find_bytes(inside).into_iter().next() {
            tail.number.get_or_insert(number.number.key);
            tail.end = close;
        } else {
            break;
        }
        cursor = close;
    }
    let rest = &text[cursor..];
    let start = rest.trim_start_matches([' ', '　']);
    let start = start
        .strip_prefix("的")
        .filter(|s| s.trim_start().starts_with('第'))
        .unwrap_or(start);
    let start = start
        .strip_prefix('中')
        .filter(|s| s.trim_start().starts_with('第'))
        .unwrap_or(start);
    let mut places = start;
    if let Ok(found) = unit::places(&mut places) {
        tail.places = found;
        tail.end = text.len() - places.len();
    }
    tail
}

/// The end of the bracket that opens at byte `open`, titles inside it skipped; brackets are short.
fn bracket_end(passage: &Passage<'_>, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, c) in passage.text()[open..].char_indices().take(160) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => {
                depth -= 1;
                if depth <= 0 {
                    return Some(open + i + c.len_utf8());
                }
            }
            '\n' | '。' if passage.title_at(open + i).is_none() => return None,
            _ => {}
        }
        // 〔2018〕5号 without round brackets ends with its number.
        if depth == 0 && i > 90 {
            return None;
        }
    }
    None
}

/// `（以下简称《条例》）`: the short name inside a bracket, without marks, and whether it had 《》.
fn short_name(inside: &str) -> Option<(usize, usize, bool)> {
    let mut at = None;
    for lead in [
        "以下简称",
        "以下统称",
        "以下称",
        "简称",
        "下称",
        "以下均简称",
    ] {
        if let Some(i) = inside.find(lead) {
            at = Some(i + lead.len());
            break;
        }
    }
    let mut start = at?;
    let rest = &inside[start..];
    let trimmed = rest.trim_start_matches(['为', '：', ':', ' ']);
    start += rest.len() - trimmed.len();
    let unquoted = trimmed.trim_start_matches(['“', '"', '「', '\'']);
    let marked = unquoted.starts_with(['《', '〈']);
    let unmarked = unquoted.trim_start_matches(['《', '〈']);
    start += trimmed.len() - unmarked.len();
    let rest = &inside[start..];
    // Inside marks a bracket belongs to the name: 《某法修正案（六）》.
    let ends: &[char] = if marked {
        &['》', '〉']
    } else {
        &['》', '〉', '”', '"', '」', '）', ')', '，', ',', '；', '\'']
    };
    let stop = rest.find(ends).unwrap_or(rest.len());
    let words = &rest[..stop];
    if marked {
        let open = inside[..start]
            .chars()
            .next_back()
            .map_or(0, char::len_utf8);
        let close = rest[stop..].chars().next().map_or(0, char::len_utf8);
        let plausible = (1..=40).contains(&words.chars().count());
        return plausible.then_some((start - open, start + stop + close, true));
    }
    let plausible = (1..=30).contains(&words.chars().count());
    plausible.then_some((start, start + words.trim_end().len(), false))
}

/// A number printed before a title: `国家质检总局令第150号公布的《…》`, `法〔1998〕86号通知印发的《…》`.
pub(super) fn number_before(text: &str, title: usize) -> Option<String> {
    let from: usize = text[..title]
        .chars()
        .rev()
        .take(60)
        .map(char::len_utf8)
        .sum();
    let window = &text[title - from..title];
    let window = window.rfind(['》', '。', '；', '\n']).map_or(window, |i| {
        &window[i + window[i..].chars().next().map_or(0, char::len_utf8)..]
    });
    let last = number::find_bytes(window).into_iter().next_back()?;
    let mut between = window[last.end..].trim();
    loop {
        let before = between;
        for word in [
            "）", ")", "公布", "发布", "颁布", "印发", "通知", "公告", "文件", "文", "施行",
            "下发", "的", "，", "、",
        ] {
            between = between.strip_prefix(word).unwrap_or(between).trim_start();
        }
        if between == before {
            break;
        }
    }
    between.is_empty().then_some(last.number.key)
}
