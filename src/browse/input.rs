//! A line that is typed: characters, a cursor, and the part of it that fits.

use super::action::Edit;
use crate::report::wrap::char_width;

/// Characters a line holds at most.
const LONGEST: usize = 2000;

/// A line of text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineInput {
    chars: Vec<char>,
    cursor: usize,
}

impl LineInput {
    /// A line with the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.paste(text);
        line
    }

    /// What was typed.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Puts text in at the cursor: line ends and tabs become single blanks, what cannot be seen is left out.
    pub fn paste(&mut self, text: &str) {
        let seen: String = text
            .chars()
            .filter(|&c| c.is_control() || char_width(c) > 0)
            .collect();
        let lines: Vec<&str> = seen
            .split(char::is_control)
            .filter(|line| !line.trim().is_empty())
            .collect();
        match lines[..] {
            [line] => line.chars().for_each(|c| self.insert(c)),
            _ => {
                for (at, line) in lines.iter().enumerate() {
                    if at > 0 {
                        self.insert(' ');
                    }
                    line.trim().chars().for_each(|c| self.insert(c));
                }
            }
        }
    }

    fn insert(&mut self, c: char) {
        if self.chars.len() < LONGEST && !c.is_control() && char_width(c) > 0 {
            self.chars.insert(self.cursor, c);
            self.cursor += 1;
        }
    }

    /// Carries an edit out; whether the text is another one now.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let before = self.chars.len();
        match edit {
            Edit::Insert(c) => self.insert(c),
            Edit::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.chars.remove(self.cursor);
            }
            Edit::Delete if self.cursor < self.chars.len() => {
                self.chars.remove(self.cursor);
            }
            Edit::Left => self.cursor = self.cursor.saturating_sub(1),
            Edit::Right => self.cursor = (self.cursor + 1).min(self.chars.len()),
            Edit::Home => self.cursor = 0,
            Edit::End => self.cursor = self.chars.len(),
            Edit::Word => {
                let mut start = self.cursor;
                while start > 0 && self.chars[start - 1].is_whitespace() {
                    start -= 1;
                }
                while start > 0 && !self.chars[start - 1].is_whitespace() {
                    start -= 1;
                }
                self.chars.drain(start..self.cursor);
                self.cursor = start;
            }
            Edit::ToStart => {
                self.chars.drain(..self.cursor);
                self.cursor = 0;
            }
            Edit::ToEnd => self.chars.truncate(self.cursor),
            Edit::Backspace | Edit::Delete => {}
        }
        before != self.chars.len()
    }

    /// The part of the line that fits into `cells`, and the cell of the cursor in it.
    pub fn visible(&self, cells: usize) -> (String, usize) {
        // One cell is kept for a cursor behind the last character.
        let room = cells.saturating_sub(1);
        let mut start = self.cursor;
        let mut before = 0;
        while start > 0 && before + char_width(self.chars[start - 1]) <= room {
            start -= 1;
            before += char_width(self.chars[start]);
        }
        let mut text = String::new();
        let mut used = 0;
        for &c in &self.chars[start..] {
            if used + char_width(c) > cells {
                break;
            }
            used += char_width(c);
            text.push(c);
        }
        (text, before.min(cells.saturating_sub(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_lines_become_one() {
        let mut line = LineInput::new("孵化器");
        line.paste("\n 认定\r\n条件\t\u{200b}\n");
        assert_eq!(line.text(), "孵化器认定 条件");
    }

    #[test]
    fn the_cursor_stays_in_sight() {
        let mut line = LineInput::new("科技企业孵化器认定条件");
        assert_eq!(line.visible(9), ("认定条件".to_owned(), 8));
        line.edit(Edit::Home);
        assert_eq!(line.visible(9), ("科技企业".to_owned(), 0));
        assert_eq!(line.visible(0), (String::new(), 0));
        assert_eq!(line.visible(1), (String::new(), 0));
    }

    #[test]
    fn words_are_deleted_to_the_left() {
        let mut line = LineInput::new("孵化器 认定 ");
        assert!(line.edit(Edit::Word));
        assert_eq!(line.text(), "孵化器 ");
        line.edit(Edit::ToStart);
        assert!(line.is_empty());
        assert!(!line.edit(Edit::Backspace));
    }
}
