//! Where things stand on a screen of a given size.

use ratatui::layout::Rect;

use super::action::Focus;

/// Columns from which results and text stand side by side.
const WIDE: u16 = 110;
/// Rows of list from which a result takes two of them.
const TWO_ROWS: u16 = 14;

/// The parts of the screen. Parts for which there is no room are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The query.
    pub query: Rect,
    /// Filters and notes.
    pub info: Rect,
    /// The results.
    pub list: Rect,
    /// A blank and the line between results and text, where they stand side by side.
    pub divider: Rect,
    /// Title and facts of the document.
    pub head: Rect,
    /// Its text.
    pub text: Rect,
    /// Keys and messages.
    pub foot: Rect,
    /// Rows a result takes.
    pub rows_a_hit: u16,
}

impl Areas {
    /// The parts of a screen.
    pub fn new(width: u16, height: u16, focus: Focus) -> Self {
        let mut areas = Self {
            rows_a_hit: 1,
            ..Self::default()
        };
        if width == 0 || height == 0 {
            return areas;
        }
        let mut top = 0;
        let mut bottom = height;
        areas.query = Rect::new(0, top, width, 1);
        top += 1;
        if height >= 4 {
            bottom -= 1;
            areas.foot = Rect::new(0, bottom, width, 1);
        }
        if height >= 8 {
            areas.info = Rect::new(0, top, width, 1);
            top += 1;
        }
        let room = bottom - top;
        let (x, text_width, text_top);
        if width >= WIDE {
            let list = (width * 2 / 5).min(70);
            areas.list = Rect::new(0, top, list, room);
            areas.divider = Rect::new(list, top, 2, room);
            (x, text_width, text_top) = (list + 2, width - list - 2, top);
        } else {
            let list = match focus {
                Focus::Query => (room * 2 / 5).max(room.min(3)),
                Focus::Text => 0,
            };
            areas.list = Rect::new(0, top, width, list);
            (x, text_width, text_top) = (0, width, top + list);
        }
        if areas.list.height >= TWO_ROWS {
            areas.rows_a_hit = 2;
        }
        let room = bottom - text_top;
        let head = match room {
            0..=3 => room.min(1),
            4..=7 => 2,
            8..=23 => 3,
            _ => 4,
        };
        areas.head = Rect::new(x, text_top, text_width, head);
        areas.text = Rect::new(x, text_top + head, text_width, room - head);
        areas
    }

    /// Results that can be seen at once.
    pub fn hits(&self) -> usize {
        usize::from(self.list.height / self.rows_a_hit).max(1)
    }

    /// Cells of a line of text; one is kept for the bar beside the clause, one for the edge.
    pub fn cells(&self) -> usize {
        usize::from(self.text.width).saturating_sub(3)
    }

    /// Rows of text.
    pub fn rows(&self) -> usize {
        usize::from(self.text.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_lies_outside_or_over_another() {
        for width in 0..180 {
            for height in 0..60 {
                for focus in [Focus::Query, Focus::Text] {
                    let areas = Areas::new(width, height, focus);
                    let screen = Rect::new(0, 0, width, height);
                    let parts = [
                        areas.query,
                        areas.info,
                        areas.list,
                        areas.divider,
                        areas.head,
                        areas.text,
                        areas.foot,
                    ];
                    let cells: u32 = parts.iter().map(|part| part.area()).sum();
                    assert_eq!(cells, screen.area(), "{width}×{height} {focus:?}");
                    for part in parts.iter().filter(|part| !part.is_empty()) {
                        assert_eq!(screen.intersection(*part), *part);
                    }
                }
            }
        }
    }
}
