//! Puts text on the screen without ever cutting a wide character in two.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::browse::looks::{Look, Theme};
use crate::report::wrap::{char_width, shorten, width};

/// A screen to draw on.
pub struct Painter<'b> {
    buffer: &'b mut Buffer,
    theme: Theme,
}

impl<'b> Painter<'b> {
    /// A painter for a screen.
    pub fn new(buffer: &'b mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme }
    }

    /// The whole screen.
    pub fn screen(&self) -> Rect {
        self.buffer.area
    }

    /// Writes text into at most `cells`; the column behind it.
    pub fn text(&mut self, x: u16, y: u16, cells: usize, text: &str, look: Look) -> u16 {
        let area = self.buffer.area;
        if x >= area.right() || y >= area.bottom() || x < area.x || y < area.y {
            return x;
        }
        let seen: String = text
            .chars()
            .filter(|&c| !c.is_control() && char_width(c) > 0)
            .collect();
        let style = self.theme.style(look);
        self.buffer.set_stringn(x, y, seen, cells, style).0
    }

    /// The same, with … where it does not fit.
    pub fn short(&mut self, x: u16, y: u16, cells: usize, text: &str, look: Look) -> u16 {
        if cells == 0 {
            return x;
        }
        self.text(x, y, cells, &shorten(text, cells), look)
    }

    /// Writes pieces one behind the other.
    pub fn row(&mut self, x: u16, y: u16, cells: usize, row: &[(String, Look)]) -> u16 {
        let end = x.saturating_add(cells as u16);
        let mut at = x;
        for (text, look) in row {
            at = self.text(at, y, usize::from(end.saturating_sub(at)), text, *look);
        }
        at
    }

    /// Gives an area a look, whatever stands in it.
    pub fn fill(&mut self, area: Rect, look: Look) {
        let area = area.intersection(self.buffer.area);
        self.buffer.set_style(area, self.theme.style(look));
    }

    /// Writes as many hints as fit whole; the last one, which leads out, before the others.
    pub fn hints(&mut self, x: u16, y: u16, cells: usize, hints: &[&str]) {
        let mut line = String::new();
        let (last, others) = match hints.split_last() {
            Some((last, others)) => (format!(" {last} "), others),
            None => return,
        };
        for hint in others {
            if width(&line) + width(hint) + 2 + width(&last) > cells {
                break;
            }
            line.push(' ');
            line.push_str(hint);
            line.push(' ');
        }
        if width(&line) + width(&last) <= cells {
            line.push_str(&last);
        }
        self.text(x, y, cells, &line, Look::Faint);
    }

    /// Empties an area. A wide character that reaches into it from the left goes too.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            if let Some(before) = area.x.checked_sub(1)
                && let Some(cell) = self.buffer.cell_mut((before, y))
                && width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }
}
