//! The open document: its facts, and its text around the clause in hand.

use ratatui::layout::Rect;

use super::painter::Painter;
use crate::browse::action::Focus;
use crate::browse::library::{label, status};
use crate::browse::looks::Look;
use crate::browse::page;
use crate::browse::reading::Reading;
use crate::browse::state::State;
use crate::report::search_text::dates;
use crate::report::wrap::{width, wrap};
use crate::text::span::CharSpan;

/// Draws title, status, place and dates.
pub fn head(painter: &mut Painter<'_>, state: &State, area: Rect) {
    let Some(reading) = &state.reading else {
        return;
    };
    if area.is_empty() {
        return;
    }
    let card = &reading.opened.card;
    let total = usize::from(area.width);
    // The bar: title, number, status.
    let bar = Rect::new(area.x, area.y, area.width, 1);
    let (name, look) = status(card, state.as_of);
    let name = format!("〔{name}〕");
    let number = card
        .number
        .as_ref()
        .map(|number| format!("  {}", number.key))
        .unwrap_or_default();
    let title = card.title.as_deref().unwrap_or("（无标题）");
    let room = total.saturating_sub(1 + width(&name) + 1);
    let number_room = if width(&number) + 12 < room {
        width(&number)
    } else {
        0
    };
    let x = painter.short(
        area.x + 1,
        area.y,
        room.saturating_sub(number_room),
        title,
        Look::Strong,
    );
    painter.text(x, area.y, number_room, &number, Look::Plain);
    if total > width(&name) {
        let at = area.right() - width(&name) as u16;
        painter.text(at, area.y, width(&name), &name, look);
    }
    let look = if state.focus == Focus::Text {
        Look::Chosen
    } else {
        Look::Bar
    };
    painter.fill(bar, look);
    if area.height > 1 {
        place(
            painter,
            reading,
            Rect::new(area.x, area.y + 1, area.width, 1),
        );
    }
    let mut lines = wrap(&dates(card, state.as_of), total.saturating_sub(2));
    // What does not fit is cut with a sign, not at a comma.
    let rows = usize::from(area.height).saturating_sub(2).max(1);
    if lines.len() > rows {
        let rest = lines.split_off(rows - 1).concat();
        lines.push(rest);
    }
    if lines.len() < 2
        && let Some(hit) = state.hit()
        && hit.card.key == card.key
        && !hit.also_at.is_empty()
    {
        lines.push(format!("同文另见：{}", hit.also_at.join("、")));
    }
    if lines.len() < 2 {
        lines.push(card.path.clone());
    }
    for (at, line) in lines.iter().enumerate() {
        let y = area.y + 2 + at as u16;
        if y >= area.bottom() {
            break;
        }
        painter.short(area.x + 1, y, total.saturating_sub(1), line, Look::Faint);
    }
}

/// Headings and label of the clause in hand, and how far into the document it is.
fn place(painter: &mut Painter<'_>, reading: &Reading, area: Rect) {
    let Some(clause) = reading.clause() else {
        return;
    };
    let total = usize::from(area.width);
    let mut path: Vec<&str> = clause.path.iter().map(|heading| heading.trim()).collect();
    let label = label(clause);
    path.push(&label);
    let far = format!(" {}/{} ", reading.at + 1, reading.opened.clauses.len());
    let right = if total > 30 { width(&far) } else { 0 };
    painter.short(
        area.x + 1,
        area.y,
        total.saturating_sub(right + 1),
        &path.join(" › "),
        Look::Strong,
    );
    if right > 0 {
        let x = area.right() - right as u16;
        painter.text(x, area.y, right, &far, Look::Faint);
    }
}

/// The looks within a clause: citations, matches, the citation under the cursor.
fn spans(state: &State, reading: &Reading, at: usize) -> Vec<(CharSpan, Look)> {
    let clause = &reading.opened.clauses[at];
    let citations = reading.opened.citations_of(clause.ordinal);
    let mut spans: Vec<(CharSpan, Look)> = citations
        .iter()
        .map(|citation| (citation.span, Look::Cite))
        .collect();
    let matches = state.matches(reading.opened.card.key, clause.ordinal);
    spans.extend(matches.iter().map(|&span| (span, Look::Match)));
    if at == reading.at
        && let Some(here) = reading.citation.and_then(|at| citations.get(at))
    {
        spans.push((here.span, Look::Here));
    }
    spans
}

/// Draws the text.
pub fn draw(painter: &mut Painter<'_>, state: &State, area: Rect) {
    let Some(reading) = &state.reading else {
        return;
    };
    let cells = state.room().cells;
    let mut y = area.y;
    let mut skip = reading.top.row;
    for at in reading.top.clause..reading.opened.clauses.len() {
        let block = page::block(&reading.opened, at, cells, &spans(state, reading, at));
        let ordinal = reading.opened.clauses[at].ordinal;
        let marked = state.is_marked(reading.opened.card.key, ordinal);
        let last = block.len().saturating_sub(1);
        for (nth, row) in block.iter().enumerate().skip(skip) {
            if y >= area.bottom() {
                return;
            }
            // A bar runs along the clause in hand, but not along the empty row behind it.
            if nth < last {
                let sign = if marked && nth == 0 { "*" } else { " " };
                let look = match sign {
                    _ if at == reading.at => Look::Chosen,
                    "*" => Look::Strong,
                    _ => Look::Plain,
                };
                painter.text(area.x, y, 1, sign, look);
            }
            painter.row(area.x + 2, y, cells, row);
            y += 1;
        }
        skip = skip.saturating_sub(block.len());
    }
}
