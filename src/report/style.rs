//! Marks for the terminal: colour where it is wanted, nothing elsewhere.

/// How to mark parts of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    color: bool,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A title.
    Strong,
    /// A match.
    Match,
    /// Less important.
    Faint,
    /// In force, done.
    Good,
    /// To be looked at.
    Warn,
    /// Dead, failed.
    Bad,
}

impl Style {
    /// A style with or without colour.
    pub fn new(color: bool) -> Self {
        Self { color }
    }

    /// A style that marks nothing.
    pub fn plain() -> Self {
        Self { color: false }
    }

    /// Whether colours are used.
    pub fn is_colored(self) -> bool {
        self.color
    }

    /// The sequences before and after a part.
    pub fn codes(self, mark: Mark) -> (&'static str, &'static str) {
        if !self.color {
            return ("", "");
        }
        let before = match mark {
            Mark::Strong => "\x1b[1m",
            Mark::Match => "\x1b[1;33m",
            Mark::Faint => "\x1b[2m",
            Mark::Good => "\x1b[32m",
            Mark::Warn => "\x1b[33m",
            Mark::Bad => "\x1b[31m",
        };
        (before, "\x1b[0m")
    }

    /// A part with its marks.
    pub fn paint(self, mark: Mark, text: &str) -> String {
        let (before, after) = self.codes(mark);
        format!("{before}{text}{after}")
    }
}
