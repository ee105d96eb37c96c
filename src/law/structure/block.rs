//! Clauses while they are being collected: lines by index, texts only at the end.

use super::line::Line;
use crate::law::model::{Clause, Level};

/// A clause to be.
#[derive(Clone, Debug)]
pub struct Block {
    /// Level.
    pub level: Level,
    /// Label as printed, blanks removed.
    pub label: String,
    /// Headings above.
    pub path: Vec<String>,
    /// Heading of its own.
    pub heading: Option<String>,
    /// Indices of its lines.
    pub lines: Vec<usize>,
}

impl Block {
    /// A block without lines.
    pub fn new(level: Level, label: impl Into<String>, path: &[String]) -> Self {
        Self {
            level,
            label: label.into(),
            path: path.to_vec(),
            heading: None,
            lines: Vec::new(),
        }
    }

    /// The same with lines.
    #[must_use]
    pub fn with(mut self, lines: impl IntoIterator<Item = usize>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// The clause; its text is the lines' text, first line without indentation.
    pub fn clause(self, ordinal: u32, lines: &[Line<'_>], pages: &[u32]) -> Clause {
        let mut text = String::with_capacity(
            self.lines
                .iter()
                .map(|&i| lines[i].to - lines[i].from + 7)
                .sum(),
        );
        let mut numbers = Vec::with_capacity(self.lines.len());
        for &at in &self.lines {
            let line = &lines[at];
            if !numbers.is_empty() {
                text.push('\n');
                text.push_str(line.indent());
            }
            text.push_str(&line.text());
            numbers.push(line.number);
        }
        let page = numbers
            .first()
            .and_then(|&n| pages.get(n as usize - 1))
            .copied();
        Clause {
            ordinal,
            label: self.label,
            level: self.level,
            path: self.path,
            heading: self.heading,
            text,
            lines: numbers,
            page,
        }
    }
}

/// A text without its blanks, for labels and comparisons.
pub fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !super::line::is_blank(*c))
        .collect()
}

/// A heading for a path: blanks at the ends removed, inner runs of blanks made one.
pub fn heading_text(text: &str) -> String {
    text.split(super::line::is_blank)
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
