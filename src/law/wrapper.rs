//! The parts of a file: a notice or decree, and what it issues.

use super::model::PartRole;
use super::structure::block::compact;
use super::structure::label::Mark;
use super::structure::line::Line;
use super::structure::{front, tail};
use super::title;
use crate::text::chars::is_alphanumeric;

/// One part: lines `from..to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Role.
    pub role: PartRole,
    /// First line.
    pub from: usize,
    /// One past the last line.
    pub to: usize,
    /// Lines of the title, where the way the part was found tells them.
    pub title: Vec<usize>,
}

/// Where an issued document begins.
struct Start {
    line: usize,
    title: Vec<usize>,
}

/// Cuts the lines of a file into parts, in the order of the file.
pub fn parts(lines: &[Line<'_>]) -> Vec<Part> {
    let whole = Part {
        role: PartRole::Issued,
        from: 0,
        to: lines.len(),
        title: Vec::new(),
    };
    let head = front::read(lines, 0, lines.len(), &[]);
    let text: Vec<usize> = (head.body..lines.len())
        .filter(|&i| lines[i].is_text())
        .collect();
    let starts = starts(lines, &head, &text);
    if starts.is_empty() {
        return vec![whole];
    }
    let carries = carries(lines, &head, &starts[0]);
    let (first, further) = if carries {
        (PartRole::Notice, PartRole::Issued)
    } else {
        (PartRole::Issued, PartRole::Annex)
    };
    let mut out = vec![Part {
        role: first,
        from: 0,
        to: starts[0].line,
        title: Vec::new(),
    }];
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|s| s.line)
        .chain([lines.len()])
        .collect();
    for (start, to) in starts.into_iter().zip(ends) {
        out.push(Part {
            role: further,
            from: start.line,
            to,
            title: start.title,
        });
    }
    out
}

/// Whether the first part is a notice, decree or decision that carries the others; a rule that has
/// another text in its annex is the main document itself.
fn carries(lines: &[Line<'_>], head: &front::Front, start: &Start) -> bool {
    const WORDS: [&str; 13] = [
        "印发", "公布", "发布", "转发", "批转", "颁布", "下发", "通知", "令", "公告", "通告",
        "决定", "函",
    ];
    if head.title.is_empty() {
        return true;
    }
    let whole: String = head
        .title
        .iter()
        .map(|&l| compact(&lines[l].text()))
        .collect();
    let issued: String = start
        .title
        .iter()
        .map(|&l| fold(&lines[l].text()))
        .collect();
    let decree = head
        .pieces
        .iter()
        .any(|(l, p)| *p == front::Piece::Number && lines[*l].raw.contains('令'));
    if decree {
        return true;
    }
    fold(&whole) != issued && WORDS.iter().any(|w| whole.contains(w))
}

/// The titles a notice says it issues, folded.
fn names(lines: &[Line<'_>], head: &front::Front, text: &[usize]) -> Vec<String> {
    let mut out = Vec::new();
    let whole: String = head
        .title
        .iter()
        .map(|&l| compact(&lines[l].text()))
        .collect();
    let issues = |s: &str| {
        [
            "印发", "公布", "发布", "转发", "下发", "颁布", "批转", "制定", "修订", "通过",
        ]
        .iter()
        .any(|w| s.contains(w))
    };
    if issues(&whole) {
        out.extend(quoted(&whole));
        // `关于印发××办法的通知` without marks.
        if let Some((_, rest)) = whole.split_once("印发") {
            out.push(fold(rest.trim_end_matches("的通知")));
        }
    }
    // The first lines of the notice, before anything numbered: `现将《…》印发给你们`.
    for &at in text
        .iter()
        .take(12)
        .take_while(|&&at| lines[at].label.is_none())
    {
        let words = lines[at].text();
        if issues(&words) && words.chars().count() <= 1200 {
            out.extend(quoted(&words));
        }
    }
    out.retain(|n| n.chars().count() >= 4);
    out
}

fn quoted(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '《' => {
                if depth == 0 {
                    start = at + c.len_utf8();
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    out.push(fold(&text[start..at]));
                }
            }
            _ => {}
        }
    }
    out
}

/// Letters and digits only, full-width digits folded: for comparing titles.
pub fn fold(text: &str) -> String {
    text.chars()
        .filter(|&c| is_alphanumeric(c))
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// The first lines of the issued documents.
fn starts(lines: &[Line<'_>], head: &front::Front, text: &[usize]) -> Vec<Start> {
    let names = names(lines, head, text);
    // Most files issue nothing by name; where one does, every line may begin a title that runs over several.
    let folded: Vec<String> = if names.is_empty() {
        Vec::new()
    } else {
        text.iter().map(|&at| fold(&lines[at].text())).collect()
    };
    let joined = |from: usize, to: usize| folded.get(from..to).unwrap_or_default().concat();
    let mut out: Vec<Start> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut first_article = false;
    let mut i = 0;
    while i < text.len() {
        let at = text[i];
        let line = &lines[at];
        if line
            .label
            .is_some_and(|l| l.mark == Mark::Article && l.number == 1)
        {
            first_article = true;
        }
        let Some(before) = i.checked_sub(1).map(|b| text[b]) else {
            i += 1;
            continue;
        };
        if line.width() > 90 || line.label.is_some_and(|l| l.mark != Mark::Annex) {
            i += 1;
            continue;
        }
        let signed = after_signature(lines, text, i);
        let annexed = is_annex_mark(&lines[before]);
        let run = title::lines_of_title(lines, text, i);
        // By name: one of the titles the notice issues, standing alone.
        let most = if names.is_empty() { 0 } else { 4 };
        let named = (1..=most).find(|&n| {
            let joined = joined(i, text.len().min(i + n));
            let plain = name_key(&joined);
            names.iter().any(|name| name_key(name) == plain) && !seen.iter().any(|s| s == plain)
        });
        if let Some(n) = named
            && line.label.is_none()
            && i + n < text.len()
            && !is_list_before(lines, before)
            && has_body(lines, text, i + n, 3)
        {
            seen.push(name_key(&joined(i, i + n)).to_owned());
            out.push(Start {
                line: if annexed { before } else { at },
                title: text[i..i + n].to_vec(),
            });
            first_article = false;
            i += n;
            continue;
        }
        // By place: a title after a signature or an annex mark, with articles of its own below.
        if let Some(n) = run
            && (signed || annexed)
            && opens_articles(lines, text, i + n)
            && (!first_article || annexed || signed)
        {
            out.push(Start {
                line: if annexed { before } else { at },
                title: text[i..i + n].to_vec(),
            });
            first_article = false;
            i += n;
            continue;
        }
        i += 1;
    }
    // A body after the signature whose title line is missing.
    if out.is_empty()
        && let Some(sign) =
            tail::signature(lines, head.body, lines.len()).filter(|s| s.date.is_some())
        && let Some(first) = text.iter().position(|&t| t >= sign.to)
        && text[..first]
            .iter()
            .all(|&t| lines[t].label.is_none_or(|l| l.mark != Mark::Article))
        && opens_articles(lines, text, first)
    {
        out.push(Start {
            line: text[first],
            title: Vec::new(),
        });
    }
    out
}

/// What two spellings of a title share: without 关于 in front, 试行 and draft marks behind.
fn name_key(folded: &str) -> &str {
    let mut core = folded.strip_prefix("关于").unwrap_or(folded);
    for tail in ["征求意见稿", "送审稿", "试行", "暂行"] {
        core = core.strip_suffix(tail).unwrap_or(core);
    }
    if core.chars().count() < 4 {
        folded
    } else {
        core
    }
}

/// Whether the line before `text[i]` closes a signature: a date, a release mark after it, a page remnant.
fn after_signature(lines: &[Line<'_>], text: &[usize], i: usize) -> bool {
    for &b in text[..i].iter().rev().take(4) {
        if tail::date_line(&lines[b]).is_some() {
            return true;
        }
        if !(tail::is_release_mark(&lines[b])
            || tail::is_colophon(&lines[b])
            || is_annex_mark(&lines[b]))
        {
            return false;
        }
    }
    false
}

/// `附件`, `附件1：` alone on a line.
fn is_annex_mark(line: &Line<'_>) -> bool {
    line.label
        .is_some_and(|l| l.mark == Mark::Annex && line.from + l.len >= line.to)
}

/// `附件：1. …` or `2. …`: the list of annexes, whose rows look like titles.
fn is_list_before(lines: &[Line<'_>], before: usize) -> bool {
    let line = &lines[before];
    line.label.is_some_and(|l| {
        matches!(l.mark, Mark::Digit | Mark::DigitParen) && line.width() <= 60
            || (l.mark == Mark::Annex && line.from + l.len < line.to)
    })
}

/// Whether at least `n` lines of text follow.
fn has_body(lines: &[Line<'_>], text: &[usize], i: usize, n: usize) -> bool {
    text.len().saturating_sub(i) >= n
        || text[i..].iter().map(|&l| lines[l].width()).sum::<usize>() >= 60
}

/// Whether articles or chapters begin within a few lines.
fn opens_articles(lines: &[Line<'_>], text: &[usize], i: usize) -> bool {
    text[i.min(text.len())..].iter().take(10).any(|&l| {
        let line = &lines[l];
        matches!(line.label, Some(l) if l.number == 1 && matches!(l.mark, Mark::Article | Mark::Chapter | Mark::Part))
            || compact(&line.raw[line.from..line.to]) == "目录"
    })
}
