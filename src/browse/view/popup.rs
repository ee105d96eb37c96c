//! A box over the screen.

use ratatui::layout::Rect;

use super::painter::Painter;
use crate::browse::looks::Look;
use crate::report::wrap::width;

/// Draws an empty box of about this size in the middle of the screen; the room inside.
pub fn popup(
    painter: &mut Painter<'_>,
    title: &str,
    hint: &str,
    cells: usize,
    rows: usize,
) -> Rect {
    let screen = painter.screen();
    let wide = (cells + 4).min(usize::from(screen.width)) as u16;
    let high = (rows + 2).min(usize::from(screen.height)) as u16;
    let area = Rect::new(
        (screen.width - wide) / 2,
        (screen.height - high) / 2,
        wide,
        high,
    );
    painter.clear(area);
    if wide < 4 || high < 3 {
        return Rect::new(area.x, area.y, wide, high);
    }
    let line = "─".repeat(usize::from(wide) - 2);
    let bottom = area.bottom() - 1;
    painter.text(
        area.x,
        area.y,
        wide.into(),
        &format!("┌{line}┐"),
        Look::Plain,
    );
    painter.text(
        area.x,
        bottom,
        wide.into(),
        &format!("└{line}┘"),
        Look::Plain,
    );
    for y in area.y + 1..bottom {
        painter.text(area.x, y, 1, "│", Look::Plain);
        painter.text(area.right() - 1, y, 1, "│", Look::Plain);
    }
    let room = usize::from(wide).saturating_sub(6);
    painter.short(
        area.x + 2,
        area.y,
        room,
        &format!(" {title} "),
        Look::Strong,
    );
    if width(hint) + 2 <= room {
        painter.text(area.x + 2, bottom, room, &format!(" {hint} "), Look::Plain);
    }
    Rect::new(area.x + 2, area.y + 1, wide - 4, high - 2)
}

/// The first row to show so that the row under the cursor is among the `rows` shown.
pub fn first(cursor: usize, rows: usize) -> usize {
    (cursor + 1).saturating_sub(rows.max(1))
}
