//! Search results for people.

use jiff::civil::Date;

use super::names;
use super::style::{Mark, Style};
use super::wrap::{shorten, width as cells, wrap, wrap_marked};
use crate::index::entry::DocCard;
use crate::search::facets::Facets;
use crate::search::{Hit, SearchResult};
use crate::text::span::CharSpan;

/// Lines of a clause shown at most.
const LINES: usize = 6;

/// The page.
pub fn render(result: &SearchResult, style: &Style, width: usize, offset: usize) -> String {
    let mut text = String::new();
    for note in &result.notes {
        for line in wrap(note, width.saturating_sub(2)) {
            text.push_str(&style.paint(Mark::Warn, &line));
            text.push('\n');
        }
    }
    if result.total == 0 {
        text.push_str("没有找到符合的条文。\n");
        return text;
    }
    for hit in &result.hits {
        text.push_str(&one(hit, result.as_of, *style, width));
        text.push('\n');
    }
    let words = if result.segmented.is_empty() {
        String::new()
    } else {
        format!("　检索词：{}", result.segmented.join(" / "))
    };
    let shown = match (result.hits.first(), result.hits.last()) {
        (Some(first), Some(last)) if offset > 0 || last.rank < result.total => {
            format!("，显示第 {}–{} 条", first.rank, last.rank)
        }
        _ => String::new(),
    };
    let total = format!(
        "共 {} 条{shown}　时效截至 {}{words}",
        result.total, result.as_of
    );
    for line in wrap(&total, width) {
        text.push_str(&style.paint(Mark::Faint, &line));
        text.push('\n');
    }
    if let Some(facets) = &result.facets {
        text.push_str(&counts(facets, style, width));
    }
    text
}

/// How the result spreads, a line each for kind, maker, status and year.
fn counts(facets: &Facets, style: &Style, width: usize) -> String {
    let listed = |counts: Vec<(String, usize)>| {
        counts
            .into_iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect::<Vec<_>>()
            .join("　")
    };
    let mut makers: Vec<(String, usize)> = facets
        .issuers
        .iter()
        .map(|(name, count)| (name.clone().unwrap_or_else(|| "未载明".to_owned()), *count))
        .collect();
    if facets.other_issuers > 0 {
        makers.push(("其余机关".to_owned(), facets.other_issuers));
    }
    let lines = [
        (
            "类型",
            listed(
                facets
                    .kinds
                    .iter()
                    .map(|&(kind, count)| (names::kind(kind).to_owned(), count))
                    .collect(),
            ),
        ),
        ("机关", listed(makers)),
        (
            "时效",
            listed(
                facets
                    .statuses
                    .iter()
                    .map(|&(status, count)| (names::status(status).to_owned(), count))
                    .collect(),
            ),
        ),
        (
            "年份",
            listed(
                facets
                    .years
                    .iter()
                    .map(|&(year, count)| {
                        (
                            year.map_or_else(|| "不明".to_owned(), |year| year.to_string()),
                            count,
                        )
                    })
                    .collect(),
            ),
        ),
    ];
    let mut text = format!("分布（条，出自 {} 份文件）\n", facets.documents);
    for (name, counts) in lines {
        for (at, line) in wrap(&counts, width.saturating_sub(8)).iter().enumerate() {
            let name = if at == 0 { name } else { "　　" };
            text.push_str(&format!("  {}  {line}\n", style.paint(Mark::Faint, name)));
        }
    }
    text
}

/// The head line of a document: title, number, status.
pub fn head(card: &DocCard, as_of: Date, style: Style) -> String {
    let title = style.paint(Mark::Strong, title(card));
    format!("{title}{}", standing(card, as_of, style))
}

/// The same in lines of at most `width` cells; all but the first are indented.
pub fn head_within(
    card: &DocCard,
    as_of: Date,
    style: Style,
    width: usize,
    indent: usize,
) -> String {
    let room = width.saturating_sub(indent).max(20);
    let mut lines = wrap(title(card), room);
    let used = lines.last().map_or(0, |line| cells(line));
    for line in &mut lines {
        *line = style.paint(Mark::Strong, line);
    }
    let rest = standing(card, as_of, style);
    match lines.last_mut() {
        Some(last) if used + cells(&standing(card, as_of, Style::plain())) <= room => {
            last.push_str(&rest);
        }
        _ => lines.push(rest.trim_start().to_owned()),
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

fn title(card: &DocCard) -> &str {
    card.title.as_deref().unwrap_or("（无标题）")
}

/// Number and status, as they follow the title.
fn standing(card: &DocCard, as_of: Date, style: Style) -> String {
    let (status, _) = card.status(as_of);
    let mut line = String::new();
    if let Some(number) = &card.number {
        line.push_str(&format!("  {}", number.text));
    }
    let name = if card.draft {
        "草案"
    } else {
        names::status(status)
    };
    line.push_str(&format!(
        "  {}",
        style.paint(names::status_mark(status), &format!("〔{name}〕"))
    ));
    if card.degraded {
        line.push_str(&style.paint(Mark::Warn, "〔文字有损，请核对原件〕"));
    }
    line
}

/// Dates and reason of a document's status.
pub fn dates(card: &DocCard, as_of: Date) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(issuer) = &card.issuer {
        parts.push(issuer.clone());
    }
    if let Some(date) = card.published {
        parts.push(format!("{date} 公布"));
    } else if let Some(date) = card.dated {
        parts.push(format!("{date} 成文"));
    }
    if let Some(date) = card.effective {
        parts.push(format!("{date} 施行"));
    }
    let (_, reason) = card.status(as_of);
    if let Some(date) = card.last_day() {
        let source = card
            .last_day_source_besides(reason)
            .map(|source| format!("（{source}）"))
            .unwrap_or_default();
        parts.push(format!("有效至 {date}{source}"));
    }
    if let Some(reason) = reason {
        // The last day was said already.
        let said = card.last_day().map(|date| format!("有效期至{date}，"));
        let rest = said.and_then(|said| reason.strip_prefix(&said));
        parts.push(rest.unwrap_or(reason).to_owned());
    }
    parts.join("，")
}

fn one(hit: &Hit, as_of: Date, style: Style, width: usize) -> String {
    let inner = width.saturating_sub(4).max(20);
    let head = head_within(&hit.card, as_of, style, width, 4);
    let mut text = format!("{}. {head}\n", hit.rank);
    let dates = dates(&hit.card, as_of);
    if !dates.is_empty() {
        for line in wrap(&dates, inner) {
            text.push_str(&format!("    {}\n", style.paint(Mark::Faint, &line)));
        }
    }
    let mut place = hit.clause.path.join(" › ");
    if !hit.clause.text.starts_with(&hit.clause.label) {
        if !place.is_empty() {
            place.push_str(" › ");
        }
        place.push_str(&hit.clause.label);
    }
    if !place.is_empty() {
        text.push_str(&format!(
            "    {}\n",
            style.paint(Mark::Faint, &shorten(&place, inner))
        ));
    }
    let lines = wrap_marked(&hit.clause.text, &hit.highlights, inner, style);
    for line in excerpt(&lines, &hit.clause.text, &hit.highlights, inner) {
        text.push_str(&format!("    {line}\n"));
    }
    text.push_str(&format!(
        "    {}\n",
        style.link(&hit.card.path, &style.paint(Mark::Faint, &hit.card.path))
    ));
    if !hit.also_at.is_empty() {
        let also = format!("同文另见：{}", hit.also_at.join("、"));
        text.push_str(&format!(
            "    {}\n",
            style.paint(Mark::Faint, &shorten(&also, inner))
        ));
    }
    for (what, share) in &hit.evidence {
        text.push_str(&format!("      {share:>7.2}  {what}\n"));
    }
    text
}

/// The lines shown of a long clause: its beginning and the lines with most matches.
fn excerpt(lines: &[String], text: &str, highlights: &[CharSpan], cells: usize) -> Vec<String> {
    if lines.len() <= LINES {
        return lines.to_vec();
    }
    let plain = wrap(text, cells);
    // The line on which each match begins, by counting the characters that are not blank.
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let mut ends = Vec::with_capacity(plain.len());
    let mut sum = 0;
    for line in &plain {
        sum += solid(line);
        ends.push(sum);
    }
    let mut score = vec![0usize; lines.len()];
    for span in highlights {
        let before = solid(&text.chars().take(span.start as usize).collect::<String>());
        let line = ends.partition_point(|&end| end <= before);
        if let Some(slot) = score.get_mut(line) {
            *slot += span.len();
        }
    }
    let window = LINES - 2;
    let best = (0..=lines.len() - window)
        .max_by_key(|&start| {
            (
                score[start..start + window].iter().sum::<usize>(),
                std::cmp::Reverse(start),
            )
        })
        .unwrap_or(0);
    let mut shown = Vec::new();
    if best > 0 {
        shown.push(lines[0].clone());
        if best > 1 {
            shown.push("……".to_owned());
        }
    }
    let end = (best + window).min(lines.len());
    shown.extend_from_slice(&lines[best.max(usize::from(best > 0))..end]);
    if end < lines.len() {
        shown.push(format!(
            "……（共 {} 字）",
            text.chars().filter(|c| !c.is_whitespace()).count()
        ));
    }
    shown
}
