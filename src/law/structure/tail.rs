//! What stands around the end of a text: 落款 (maker and date), 版记 and the remains of a web page.

use super::block::compact;
use super::line::Line;
use crate::law::date;
use crate::law::issuer;

/// The 落款 of a part: its lines and what they say.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// First line.
    pub from: usize,
    /// One past the last line.
    pub to: usize,
    /// Makers named, as printed.
    pub makers: Vec<String>,
    /// The lines of the makers.
    pub maker_lines: Vec<usize>,
    /// The date and its line.
    pub date: Option<(jiff::civil::Date, usize)>,
}

/// A line that is a date and nothing else.
pub fn date_line(line: &Line<'_>) -> Option<jiff::civil::Date> {
    if !line.is_text() || line.to - line.from > 90 {
        return None;
    }
    let text = &line.raw[line.from..line.to];
    if !text.contains('年') && !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let found = date::find_bytes(text);
    let [one] = found.as_slice() else { return None };
    let around = |s: &str| {
        s.chars()
            .all(|c| super::line::is_blank(c) || matches!(c, '（' | '）' | '(' | ')'))
    };
    (around(&text[..one.start]) && around(&text[one.end..]))
        .then(|| one.date.full())
        .flatten()
}

/// A line that belongs to the 版记 or to the web page around the text.
pub fn is_colophon(line: &Line<'_>) -> bool {
    const STARTS: [&str; 30] = [
        "公开方式",
        "信息公开形式",
        "公开类别",
        "公开属性",
        "抄送",
        "主送",
        "分送",
        "印发",
        "承办",
        "相关附件",
        "相关新闻",
        "相关链接",
        "相关解读",
        "相关文件",
        "附件下载",
        "【原文下载】",
        "扫一扫",
        "打开当前页",
        "【打印】",
        "打印本页",
        "打印",
        "关闭窗口",
        "关闭",
        "责任编辑",
        "校对",
        "来源：",
        "分享到",
        "上一篇",
        "下一篇",
        "发布",
    ];
    let text = &line.raw[line.from..line.to];
    if text.len() > 300 {
        return false;
    }
    let words = compact(text);
    if words.ends_with("印发") && !date::find_bytes(text).is_empty() && words.chars().count() <= 45
    {
        return true;
    }
    let short = words.chars().count() <= 6;
    STARTS.iter().any(|s| {
        words.starts_with(s)
            && (short
                || words[s.len()..].starts_with(['：', ':', '】'])
                || s.ends_with(['：', '】']))
    })
}

/// `（此件公开发布）`.
pub fn is_release_mark(line: &Line<'_>) -> bool {
    let text = &line.raw[line.from..line.to];
    text.starts_with(['（', '('])
        && text.ends_with(['）', ')'])
        && text.len() < 120
        && (text.contains("此件")
            || text.contains("公开发布")
            || text.contains("联系人")
            || text.contains("盖章"))
}

/// `市　长：温××`, `主席 ×××`.
fn is_officer(line: &Line<'_>) -> bool {
    let words = compact(&line.raw[line.from..line.to]);
    words.chars().count() <= 14
        && [
            "市长",
            "省长",
            "县长",
            "区长",
            "主席",
            "总理",
            "部长",
            "局长",
            "主任",
            "署长",
            "行长",
            "代市长",
        ]
        .iter()
        .any(|w| words.starts_with(w))
}

/// The 落款 in lines `from..to`: the first date line that follows makers or the end of a sentence,
/// else makers alone on the last lines.
pub fn signature(lines: &[Line<'_>], from: usize, to: usize) -> Option<Signature> {
    for at in from..to {
        if lines[at].is_text()
            && lines[at].label.is_none()
            && lines[at].to - lines[at].from <= 160
            && let Some((makers, day)) = issuer::organs_and_day(&lines[at].text())
            && previous(lines, at, from).is_some()
        {
            return Some(Signature {
                from: at,
                to: at + 1,
                makers,
                maker_lines: vec![at],
                date: Some((day, at)),
            });
        }
        if let Some(date) = date_line(&lines[at]) {
            let mut found = makers_before(lines, from, at);
            let before = previous(lines, found.from, from);
            let closes = before.is_none_or(|b| {
                let words = &lines[b].raw[lines[b].from..lines[b].to];
                super::sequence::ends_sentence(words) || !words.ends_with(['，', ',', '、'])
            });
            if closes && (!found.makers.is_empty() || found.from < at || ends_here(lines, at, to)) {
                found.to = at + 1;
                found.date = Some((date, at));
                return Some(found);
            }
        }
    }
    let mut last = to;
    while let Some(at) = previous(lines, last, from) {
        if is_colophon(&lines[at]) || is_release_mark(&lines[at]) {
            last = at;
            continue;
        }
        let found = makers_before(lines, from, at + 1);
        let next = Signature {
            to: at + 1,
            ..found
        };
        return (!next.makers.is_empty() && next.from > from).then_some(next);
    }
    None
}

fn ends_here(lines: &[Line<'_>], at: usize, to: usize) -> bool {
    (at + 1..to)
        .filter(|&i| lines[i].is_text())
        .take(3)
        .all(|i| is_colophon(&lines[i]))
}

fn previous(lines: &[Line<'_>], at: usize, from: usize) -> Option<usize> {
    (from..at).rev().find(|&i| lines[i].is_text())
}

/// The lines of makers that end right before line `at`.
fn makers_before(lines: &[Line<'_>], from: usize, at: usize) -> Signature {
    let mut found = Signature {
        from: at,
        to: at,
        ..Signature::default()
    };
    let mut broken: Option<usize> = None;
    let mut end = at;
    while let Some(i) = previous(lines, end, from) {
        if found.maker_lines.len() > 40 || lines[i].label.is_some() || lines[i].depth > 0 {
            break;
        }
        if is_officer(&lines[i]) {
            (found.from, end) = (i, i);
            continue;
        }
        let text = lines[i].text();
        let mut names = issuer::organs_on_line(&text);
        if names.is_empty()
            && let Some(b) = broken.take()
        {
            names = issuer::organs_on_line(&format!("{text}{}", lines[b].text()));
        }
        if names.is_empty() {
            break;
        }
        broken = Some(i);
        names.append(&mut found.makers);
        found.makers = names;
        found.maker_lines.insert(0, i);
        (found.from, end) = (i, i);
    }
    found
}
