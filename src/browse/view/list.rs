//! The results.

use ratatui::layout::Rect;

use super::painter::Painter;
use crate::browse::library::{label, status};
use crate::browse::looks::Look;
use crate::browse::page::{Row, looks};
use crate::browse::state::State;
use crate::report::wrap::{char_width, safe, width};
use crate::search::Hit;

/// Cells of the label.
const LABEL: usize = 12;

/// Draws the results.
pub fn draw(painter: &mut Painter<'_>, state: &State, area: Rect) {
    let rows = state.areas().rows_a_hit;
    let mut y = area.y;
    for (at, hit) in state.found.hits.iter().enumerate().skip(state.first) {
        if y + rows > area.bottom() {
            break;
        }
        let line = Rect::new(area.x, y, area.width, 1);
        head(painter, state, hit, line);
        if at == state.chosen {
            painter.fill(line, Look::Chosen);
        }
        if rows > 1 {
            let cells = usize::from(area.width).saturating_sub(4);
            let row = snippet(hit, cells);
            painter.row(area.x + 3, y + 1, cells, &row);
        }
        y += rows;
    }
}

/// Label, title and status of a hit.
fn head(painter: &mut Painter<'_>, state: &State, hit: &Hit, area: Rect) {
    let total = usize::from(area.width);
    let sign = if state.is_marked(hit.card.key, hit.clause.ordinal) {
        "*"
    } else {
        " "
    };
    painter.text(area.x, area.y, total, sign, Look::Strong);
    let room = LABEL.min(total.saturating_sub(2));
    painter.short(area.x + 1, area.y, room, &label(&hit.clause), Look::Strong);
    let title_at = area.x.saturating_add(1 + LABEL as u16 + 1);
    let (name, look) = status(&hit.card, state.as_of);
    let name = format!("〔{name}〕");
    let right = if total > 50 { width(&name) } else { 0 };
    let room = usize::from(area.right().saturating_sub(title_at)).saturating_sub(right + 1);
    let title = hit.card.title.as_deref().unwrap_or("（无标题）");
    painter.short(title_at, area.y, room, title, Look::Plain);
    if right > 0 {
        painter.text(area.right() - right as u16, area.y, right, &name, look);
    }
}

/// The words of a clause around its first match, on one row.
fn snippet(hit: &Hit, cells: usize) -> Row {
    let clause = &hit.clause;
    let chars: Vec<char> = clause.text.chars().collect();
    let spans: Vec<_> = hit
        .highlights
        .iter()
        .map(|&span| (span, Look::Match))
        .collect();
    let looks = looks(chars.len(), &spans);
    let label = if clause.text.starts_with(&clause.label) {
        clause.label.chars().count()
    } else {
        0
    };
    let first = looks
        .iter()
        .skip(label)
        .position(|&look| look == Look::Match)
        .map_or(label, |at| at + label);
    // What stands before the first match may take a third of the row.
    let lead = cells / 3;
    let mut start = first;
    let mut used = 0;
    while start > label && used + char_width(chars[start - 1]) <= lead {
        start -= 1;
        used += char_width(chars[start]);
    }
    let mut row: Row = Vec::new();
    if start > label {
        row.push(("…".to_owned(), Look::Plain));
    }
    let mut left = cells.saturating_sub(1);
    let mut blank = true;
    for at in start..chars.len() {
        let c = safe(chars[at]);
        if c.is_whitespace() {
            if blank {
                continue;
            }
            blank = true;
        } else {
            blank = false;
        }
        let c = if c.is_whitespace() { ' ' } else { c };
        if char_width(c) == 0 {
            continue;
        }
        if char_width(c) + 1 > left {
            row.push(("…".to_owned(), Look::Plain));
            break;
        }
        left -= char_width(c);
        match row.last_mut() {
            Some((piece, look)) if *look == looks[at] => piece.push(c),
            _ => row.push((c.to_string(), looks[at])),
        }
    }
    row
}
