//! Titles in book marks: `《…》` with titles inside, over line breaks, and with a mark missing.

use memchr::memmem;

/// A title found in a text; offsets are bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleAt {
    /// First byte, the opening mark included where there is one.
    pub start: usize,
    /// One past the closing mark, or past the last letter where it is missing.
    pub end: usize,
    /// The words inside the outer marks.
    pub inner: (usize, usize),
    /// Titles inside this one: the words inside their marks.
    pub nested: Vec<(usize, usize)>,
    /// Whether an outer mark is missing.
    pub broken: bool,
}

/// The longest title that is believed, in bytes; what is longer has lost its closing mark.
const LONGEST: usize = 900;

/// How deep titles nest at most.
const DEEPEST: usize = 8;

fn opens(c: char) -> bool {
    matches!(c, '《' | '〈' | '<' | '＜' | '«' | '‹')
}

fn closes(c: char) -> bool {
    matches!(c, '》' | '〉' | '>' | '＞' | '»' | '›')
}

/// All titles of `text` in order; none overlaps another.
pub fn find(text: &str) -> Vec<TitleAt> {
    let mut found: Vec<TitleAt> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    // 《 and 》 differ in their last byte only, so both are found by their common beginning.
    let marks = memmem::Finder::new(&[0xE3, 0x80]);
    while let Some(hit) = marks.find(&bytes[at..]).map(|i| at + i) {
        let mark = bytes.get(hit + 2).copied();
        at = hit + 3;
        match mark {
            // 《
            Some(0x8A) => {
                if let Some(title) = closed(text, hit) {
                    at = title.end;
                    found.push(title);
                }
            }
            // 》 without its 《
            Some(0x8B) => {
                let floor = found.last().map_or(0, |t| t.end);
                if let Some(title) = unopened(text, hit, floor) {
                    found.push(title);
                }
            }
            // 〈 outside any 《
            Some(0x88) => {
                if let Some(title) =
                    closed(text, hit).filter(|t| names_document(&text[t.inner.0..t.inner.1]))
                {
                    at = title.end;
                    found.push(title);
                }
            }
            _ => {}
        }
    }
    angled(text, &mut found);
    found
}

/// The title that opens at byte `open`.
fn closed(text: &str, open: usize) -> Option<TitleAt> {
    let first = text[open..].chars().next()?;
    let inner_start = open + first.len_utf8();
    let mut stack: Vec<(char, usize)> = vec![(first, inner_start)];
    let mut nested = Vec::new();
    let mut breaks = 0;
    for (i, c) in text[inner_start..].char_indices() {
        let at = inner_start + i;
        if at - open > LONGEST {
            break;
        }
        if opens(c) {
            // `《甲、《乙》`: a second 《 right behind a separator means that 》 was lost.
            if c == '《' && stack.len() == 1 && text[..at].ends_with(['、', '，', '。', '；'])
            {
                return lost_close(text, open, inner_start);
            }
            if stack.len() >= DEEPEST {
                return None;
            }
            stack.push((c, at + c.len_utf8()));
        } else if closes(c) {
            // A closing 》 ends the outer title when the inner marks were never closed but cannot be
            // book marks themselves (`《关于<甲的决定》`).
            if c == '》' && stack.len() == 2 && stack[1].0 == '<' {
                stack.truncate(1);
            }
            // `《关于修改〈甲〉的决定》`, but `《甲〉`: an inner mark that closes the outer title is a slip
            // only when 》 does not follow soon.
            if stack.len() == 1 && first == '《' && c != '》' {
                let soon: usize = text[at..].chars().take(40).map(char::len_utf8).sum();
                let window = &text[at..at + soon];
                if window
                    .find('》')
                    .is_some_and(|close| window.find('《').is_none_or(|open| close < open))
                {
                    continue;
                }
            }
            let (_, from) = stack.pop()?;
            if stack.is_empty() {
                let broken = first == '《' && c != '》';
                return finish(TitleAt {
                    start: open,
                    end: at + c.len_utf8(),
                    inner: (inner_start, at),
                    nested,
                    broken,
                });
            }
            if at > from {
                nested.push((from, at));
            }
        } else if c == '\n' {
            breaks += 1;
            if breaks > 4 {
                break;
            }
        } else if c == '。' || c == '；' {
            break;
        }
    }
    lost_close(text, open, inner_start)
}

/// A title whose 》 is missing: the words up to the first one that cannot be in a title.
fn lost_close(text: &str, open: usize, inner_start: usize) -> Option<TitleAt> {
    let rest = &text[inner_start..];
    let stop = rest
        .char_indices()
        .take(60)
        .find(|&(_, c)| matches!(c, '，' | '。' | '；' | '《' | '\n' | ',' | ';' | '：'))
        .map(|(i, _)| i)?;
    let mut words = &rest[..stop];
    // `《甲办法（韶科〔2021〕1号）`: the number is not part of the title; `《甲办法同时废止`: nor is the verb.
    for mark in [
        "（",
        "(",
        "同时",
        "即行",
        "第",
        "的有关",
        "有关规定",
        "的规定",
        "、",
    ] {
        if let Some(i) = words.find(mark).filter(|&i| names_document(&words[..i])) {
            words = &words[..i];
        }
    }
    if !names_document(words) {
        return None;
    }
    let end = inner_start + words.len();
    finish(TitleAt {
        start: open,
        end,
        inner: (inner_start, end),
        nested: Vec::new(),
        broken: true,
    })
}

/// A title whose 《 is missing, closed at byte `close`.
fn unopened(text: &str, close: usize, floor: usize) -> Option<TitleAt> {
    let mut start = close;
    for (at, c) in text[floor..close].char_indices().rev().take(80) {
        if matches!(
            c,
            '，' | '。' | '；' | '、' | '\n' | '：' | ',' | ';' | '》'
        ) {
            break;
        }
        start = floor + at;
    }
    let mut words = &text[start..close];
    for lead in [
        "通过的",
        "发布的",
        "公布的",
        "批准的",
        "印发的",
        "制定的",
        "根据",
        "依据",
        "按照",
        "依照",
    ] {
        if let Some(i) = words.find(lead) {
            words = &words[i + lead.len()..];
        }
    }
    if !names_document(words) || words.chars().count() < 4 {
        return None;
    }
    let start = close - words.len();
    let nested = inner_titles(text, start, close);
    finish(TitleAt {
        start,
        end: close + '》'.len_utf8(),
        inner: (start, close),
        nested,
        broken: true,
    })
}

/// Titles in `<…>` or `＜…＞` outside book marks.
fn angled(text: &str, found: &mut Vec<TitleAt>) {
    let mut extra = Vec::new();
    for open in ["<", "＜"] {
        for at in memmem::find_iter(text.as_bytes(), open.as_bytes()) {
            let inside = found
                .partition_point(|t| t.start <= at)
                .checked_sub(1)
                .is_some_and(|i| at < found[i].end);
            if inside {
                continue;
            }
            let from = at + open.len();
            let end = text[from..]
                .char_indices()
                .take(80)
                .find(|&(_, c)| closes(c) || opens(c) || c == '\n' || c == '。');
            if let Some((i, c)) = end.filter(|&(_, c)| closes(c))
                && names_document(&text[from..from + i])
            {
                let to = from + i;
                extra.push(TitleAt {
                    start: at,
                    end: to + c.len_utf8(),
                    inner: (from, to),
                    nested: Vec::new(),
                    broken: true,
                });
            }
        }
    }
    if !extra.is_empty() {
        found.extend(extra);
        found.sort_by_key(|t| t.start);
        found.dedup_by(|b, a| b.start < a.end);
    }
}

/// The words inside inner marks between two bytes.
fn inner_titles(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut nested = Vec::new();
    let mut open = None;
    for (i, c) in text[from..to].char_indices() {
        if opens(c) {
            open = Some(from + i + c.len_utf8());
        } else if closes(c)
            && let Some(start) = open.take()
        {
            nested.push((start, from + i));
        }
    }
    nested
}

fn finish(title: TitleAt) -> Option<TitleAt> {
    (title.inner.1 > title.inner.0).then_some(title)
}

/// Whether words end the way titles of documents do; decides where marks are missing.
pub fn names_document(words: &str) -> bool {
    const ENDS: &[&str] = &[
        "法",
        "条例",
        "办法",
        "规定",
        "决定",
        "细则",
        "规则",
        "解释",
        "通知",
        "意见",
        "批复",
        "规程",
        "规范",
        "公告",
        "方案",
        "规划",
        "措施",
        "标准",
        "目录",
        "指南",
        "章程",
        "决议",
        "纲要",
        "准则",
        "解答",
        "答复",
        "纪要",
        "守则",
        "命令",
        "公约",
        "议定书",
        "协定",
        "制度",
        "计划",
        "名录",
        "通告",
        "政策",
        "若干措施",
        "要点",
        "清单",
        "修正案",
        "法典",
    ];
    let words = words.trim_end();
    let words = words
        .strip_suffix(['）', ')'])
        .map_or(words, |w| w.rfind(['（', '(']).map_or(words, |i| &w[..i]));
    words.chars().count() >= 2 && ENDS.iter().any(|end| words.ends_with(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn titles(text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .map(|t| text[t.inner.0..t.inner.1].to_owned())
            .collect()
    }

    fn nested(text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .flat_map(|t| t.nested)
            .map(|(a, b)| text[a..b].to_owned())
            .collect()
    }

    #[test]
    fn plain_and_nested() {
        assert_eq!(
            titles("根据《甲法》《乙法》和《丙办法》"),
            ["甲法", "乙法", "丙办法"]
        );
        let text = "《关于修改〈韶州市养犬条例〉的决定》";
        assert_eq!(titles(text), ["关于修改〈韶州市养犬条例〉的决定"]);
        assert_eq!(nested(text), ["韶州市养犬条例"]);
        assert_eq!(
            nested("《关于修改《韶州市养犬条例》的决定》"),
            ["韶州市养犬条例"]
        );
        assert_eq!(
            nested("《关于修改<韶州市养犬条例>的决定》"),
            ["韶州市养犬条例"]
        );
    }

    #[test]
    fn over_a_line_break() {
        assert_eq!(
            titles("《韶州\n\n市测绘管理条例》同时废止"),
            ["韶州\n\n市测绘管理条例"]
        );
    }

    #[test]
    fn missing_marks() {
        assert_eq!(
            titles("会议通过的关于修改＜韶州市养犬规定＞的决定》修正"),
            ["关于修改＜韶州市养犬规定＞的决定"]
        );
        assert_eq!(titles("《甲办法、《乙办法》同时废止"), ["甲办法", "乙办法"]);
        assert_eq!(
            titles("按照《韶州市养犬办法的规定，应当"),
            ["韶州市养犬办法"]
        );
        assert_eq!(titles("按照〈韶州市养犬办法〉执行"), ["韶州市养犬办法"]);
        assert!(titles("《").is_empty() && titles("》").is_empty() && titles("《》").is_empty());
        assert!(titles("a < b 且 c > d").is_empty());
    }

    proptest! {
        #[test]
        fn boundaries_hold_and_nothing_overlaps(text in "[《》〈〉<>＜＞甲乙法办的，。、\n（）a]{0,60}") {
            let found = find(&text);
            for title in &found {
                prop_assert!(text.get(title.start..title.end).is_some());
                prop_assert!(text.get(title.inner.0..title.inner.1).is_some());
                for &(a, b) in &title.nested {
                    prop_assert!(text.get(a..b).is_some() && a >= title.inner.0 && b <= title.inner.1);
                }
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
        }
    }
}
