//! Lists of repealed documents: under a sentence that ends in a colon, in an annex it points to, in a
//! table of a clean-up.

use std::collections::HashSet;

use jiff::civil::Date;

use super::Reader;
use crate::law::date;
use crate::law::lifecycle;
use crate::law::model::{Level, Repeal, RepealKind};
use crate::law::number;
use crate::law::reference::names;
use crate::law::reference::passage::{Passage, Sentence, tidy};
use crate::law::reference::title;
use crate::text::numeral;

/// A row of a list.
struct Row {
    start: usize,
    end: usize,
    title: Option<String>,
    number: Option<String>,
    date: Option<Date>,
}

/// What a list says of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Ends,
    Planned,
    Keeps,
}

/// Reads the rows below a lead-in sentence whose end is byte `at` of passage `index`.
pub(super) fn below(
    reader: &mut Reader<'_, '_>,
    index: usize,
    sentence: Sentence,
    at: usize,
    effective: Option<Date>,
) {
    let passage = &reader.passages[index];
    let words = super::sentence_words(passage, sentence);
    let lead = &passage.text()[sentence.start..at.min(passage.text().len())];
    let operative = reader.operative(lead);
    if let Some(annex) = annex_number(lead) {
        let pointed: Vec<usize> = (0..reader.passages.len())
            .filter(|&i| i != index && reader.passages[i].clause.level == Level::Annex)
            .filter(|&i| annex_label(&reader.passages[i]).is_some_and(|n| n == annex))
            .collect();
        for i in pointed {
            // An annex with a sentence of its own is read by that sentence.
            if !has_lead(&reader.passages[i]) {
                push_rows(reader, i, 0, &words, effective, operative);
            }
        }
        return;
    }
    push_rows(reader, index, at, &words, effective, operative);
    // A list may be cut into clauses of its own, each a row.
    let under = reader.passages[index].clause.path.len();
    let mut next = index + 1;
    let open = reader.passages[index].text()[at.min(reader.passages[index].text().len())..]
        .trim()
        .is_empty();
    while open && next < reader.passages.len() && next - index <= 2000 {
        let clause = reader.passages[next].clause;
        if !matches!(clause.level, Level::Numbered | Level::Paragraph) || clause.path.len() < under
        {
            break;
        }
        let rows = push_rows(reader, next, 0, &words, effective, operative);
        if rows == 0 {
            break;
        }
        next += 1;
    }
}

/// Reads annexes whose headings say what becomes of their rows, and clean-up tables with a verdict in
/// each row. One annex clause may hold several tables with headings of their own.
pub(super) fn annexes(reader: &mut Reader<'_, '_>) {
    let effective = reader
        .document
        .effective
        .or_else(|| lifecycle::enacted(reader.document));
    let read: HashSet<u32> = reader
        .found
        .iter()
        .filter(|r| r.kind == RepealKind::AnnexList)
        .map(|r| r.clause)
        .collect();
    for index in 0..reader.passages.len() {
        let passage = &reader.passages[index];
        let clause = passage.clause;
        if !matches!(
            clause.level,
            Level::Annex | Level::Paragraph | Level::Numbered
        ) {
            continue;
        }
        let about = |words: &str| {
            ["目录", "清单", "一览表", "清理意见", "处理意见", "清理结果"]
                .iter()
                .any(|w| words.contains(w))
        };
        let ends = clause.text.contains("废止") || clause.text.contains("失效");
        let heading = clause.heading.as_deref().unwrap_or_default();
        if !ends || !(about(&clause.text) || about(heading)) {
            continue;
        }
        if read.contains(&clause.ordinal) {
            continue;
        }
        tables(reader, index, effective);
    }
}

/// Reads the tables of one clause line by line: a heading sets the verdict, a row may carry its own.
fn tables(reader: &mut Reader<'_, '_>, index: usize, effective: Option<Date>) {
    let passage = &reader.passages[index];
    let clause = passage.clause;
    let heading = clause.heading.clone().unwrap_or_default();
    let mut verdict = heading_verdict(&heading);
    let mut words = heading;
    // The column that holds verdicts is named in the table's head.
    let mut judged = false;
    let mut found: Vec<(Row, bool, String)> = Vec::new();
    for (start, line) in lines(&clause.text) {
        if !line.contains(['\t', '|']) || line.contains("附件") {
            if let Some(next) = heading_verdict(&line) {
                verdict = Some(next);
                line.trim()
                    .trim_start_matches(['#', ' '])
                    .clone_into(&mut words);
                judged = false;
                continue;
            }
            if line.trim_start_matches(['#', ' ']).starts_with("附件") {
                verdict = None;
                continue;
            }
        }
        judged |= ["清理意见", "处理意见", "清理结果"]
            .iter()
            .any(|head| line.contains(head));
        let own = if judged { verdict_cell(&line) } else { None };
        let said = own.or(verdict);
        if matches!(said, Some(Verdict::Ends | Verdict::Planned))
            && let Some(row) = row(&line, start)
        {
            found.push((row, said == Some(Verdict::Ends), words.clone()));
        }
    }
    for (row, ends, words) in found {
        let span = passage.original_span(row.start, row.end);
        reader.found.push(Repeal {
            clause: clause.ordinal,
            line: passage.line(span),
            sentence: words,
            kind: RepealKind::AnnexList,
            title: row.title,
            number: row.number,
            date: row.date,
            articles: Vec::new(),
            effective,
            issuer: None,
            operative: ends && !reader.document.draft,
        });
    }
}

/// What an annex heading says: 废止的规范性文件目录 ends, 继续有效的…目录 keeps.
fn heading_verdict(heading: &str) -> Option<Verdict> {
    let line = heading
        .lines()
        .find(|l| l.contains("目录") || l.contains("清单") || l.contains("一览表"))?;
    if line.contains('。') || line.chars().count() > 60 {
        return None;
    }
    if line.contains("继续有效") || line.contains("保留") || line.contains("修改的") {
        let ends = line.contains("废止") || line.contains("失效");
        // 继续有效、废止和失效目录 needs a verdict in each row.
        return if ends { None } else { Some(Verdict::Keeps) };
    }
    let ends = (line.contains("废止") || line.contains("失效")) && !line.contains("证");
    let planned = line.contains("拟废止") || line.contains("拟失效") || line.contains("拟宣布");
    ends.then_some(if planned {
        Verdict::Planned
    } else {
        Verdict::Ends
    })
}

fn annex_number(lead: &str) -> Option<u32> {
    let i = lead.find("附件")?;
    let rest = lead[i + "附件".len()..].trim_start();
    numeral::prefix(rest).map(|(n, _)| n as u32)
}

fn annex_label(passage: &Passage<'_>) -> Option<u32> {
    let label = passage
        .clause
        .label
        .trim_start_matches(['附', '件', '录', ' ', '：']);
    numeral::prefix(label).map(|(n, _)| n as u32)
}

fn has_lead(passage: &Passage<'_>) -> bool {
    let text = passage.text();
    text.lines()
        .any(|l| l.contains("废止") && l.trim_end().ends_with(['：', ':']))
}

/// Reads rows from byte `from` of a passage on; gives how many there were. Rows are read from the
/// clause's own lines: the canonical form joins lines that end without a mark.
fn push_rows(
    reader: &mut Reader<'_, '_>,
    index: usize,
    from: usize,
    sentence: &str,
    effective: Option<Date>,
    operative: bool,
) -> usize {
    let passage = &reader.passages[index];
    let text = passage.clause.text.as_str();
    let first = if from == 0 {
        0
    } else {
        passage.original_byte(from.min(passage.text().len()))
    };
    let mut rows: Vec<Row> = Vec::new();
    for (start, line) in lines(&text[first..]) {
        // 附件二 has its own verdict; so has a new sentence.
        let heading =
            line.trim_start().starts_with("附件") || line.contains("保留") && line.contains("下列");
        if (start > 0 || from > 0) && heading {
            break;
        }
        if verdict_cell(&line) != Some(Verdict::Keeps)
            && let Some(row) = row(&line, first + start)
        {
            rows.push(row);
        }
    }
    let count = rows.len();
    for row in rows {
        let span = passage.original_span(row.start, row.end);
        reader.found.push(Repeal {
            clause: passage.clause.ordinal,
            line: passage.line(span),
            sentence: sentence.to_owned(),
            kind: RepealKind::AnnexList,
            title: row.title,
            number: row.number,
            date: row.date,
            articles: Vec::new(),
            effective,
            issuer: None,
            operative,
        });
    }
    count
}

/// The rows of a text with their first bytes: a line without a label or cells that follows a labelled
/// one goes on with it.
fn lines(text: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = line.trim_end();
        if words.trim().is_empty() {
            continue;
        }
        let goes_on = label_end(words) == 0
            && !words.contains(['\t', '|', '《'])
            && out.last().is_some_and(|(_, last)| {
                label_end(last) > 0
                    && !last.contains(['\t', '|'])
                    && !last.ends_with(['。', '；', '）', ')', '号', '》', '：'])
            })
            && !title_like(words);
        match out.last_mut() {
            Some((_, last)) if goes_on => last.push_str(words.trim()),
            _ => out.push((start, words.to_owned())),
        }
    }
    out
}

/// The verdict in a cell of a clean-up table.
fn verdict_cell(line: &str) -> Option<Verdict> {
    line.split(['\t', '|'])
        .map(str::trim)
        .find_map(|cell| match cell {
            "继续有效" | "保留" | "修改" | "拟修改" | "有效" | "继续执行" => {
                Some(Verdict::Keeps)
            }
            "废止" | "失效" | "宣布失效" | "予以废止" => Some(Verdict::Ends),
            "拟废止" | "拟失效" | "拟宣布失效" => Some(Verdict::Planned),
            _ => None,
        })
}

/// One row: `1．关于惩治走私罪的补充规定`, `3 \t 韶州市…办法 \t 韶科〔2015〕3号`.
fn row(line: &str, start: usize) -> Option<Row> {
    // The head of a table names its columns.
    if ["序号", "文件名称", "清理意见", "处理意见"]
        .iter()
        .filter(|head| line.contains(**head))
        .count()
        >= 2
    {
        return None;
    }
    let numbers = number::find_bytes(line);
    let number = numbers.first().map(|n| n.number.key.clone());
    let date = date::find_bytes(line)
        .into_iter()
        .find_map(|d| d.date.full());
    if let Some(marked) = title::find(line).into_iter().next() {
        let title = tidy(&line[marked.inner.0..marked.inner.1]);
        let end = start + marked.end;
        return Some(Row {
            start: start + marked.start,
            end,
            title: Some(title),
            number,
            date,
        });
    }
    let labelled = label_end(line);
    let cell = line
        .split(['\t', '|'])
        .map(str::trim)
        .filter(|cell| cell.chars().count() >= 4)
        .find(|cell| title_like(strip_label(cell)))?;
    let words = strip_label(cell);
    if labelled == 0 && !line.contains(['\t', '|']) && number.is_none() {
        return None;
    }
    let words = words
        .find(['（', '(', '〔', '['])
        .filter(|&i| {
            numbers
                .iter()
                .any(|n| words[i..].contains(n.number.text.as_str()))
        })
        .map_or(words, |i| &words[..i]);
    let words = words.trim().trim_end_matches(['；', '。', ';', '，']);
    if words.chars().count() < 4 {
        return None;
    }
    let offset = line.find(words)?;
    Some(Row {
        start: start + offset,
        end: start + offset + words.len(),
        title: Some(tidy(words)),
        number,
        date,
    })
}

/// Whether the words of a cell are a title.
fn title_like(words: &str) -> bool {
    let bare = words.trim_end_matches(['；', '。', ';', '，']);
    let bare = bare
        .find(['（', '(', '〔', '['])
        .filter(|&i| i > 0 && bare[i..].contains('号'))
        .map_or(bare, |i| &bare[..i]);
    title::names_document(bare)
        && names::is_document(bare)
        && !bare.contains(['。', '：'])
        && bare.chars().count() <= 120
}

/// Length of the label at the beginning of a row.
fn label_end(line: &str) -> usize {
    let trimmed = line.trim_start_matches([' ', '\t', '　', '|', '-', '*']);
    let lead = line.len() - trimmed.len();
    let inner = trimmed.trim_start_matches(['（', '(']);
    match numeral::prefix(inner) {
        Some((_, used)) => {
            let rest = &inner[used..];
            match rest.chars().next() {
                Some(c @ ('、' | '.' | '．' | '）' | ')' | '\t' | ' ' | '　' | '|')) => {
                    lead + (trimmed.len() - inner.len()) + used + c.len_utf8()
                }
                _ => 0,
            }
        }
        None => 0,
    }
}

fn strip_label(cell: &str) -> &str {
    cell[label_end(cell).min(cell.len())..].trim()
}
