//! How parts of the screen look, with colour and in black and white.

use ratatui::style::{Color, Modifier, Style};

use crate::report::style::Mark;

/// What a part of the screen is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Running text.
    #[default]
    Plain,
    /// A title.
    Strong,
    /// A match of the query.
    Match,
    /// Less important.
    Faint,
    /// In force, done.
    Good,
    /// To be looked at.
    Warn,
    /// Dead, failed.
    Bad,
    /// A citation.
    Cite,
    /// The citation under the cursor.
    Here,
    /// The chosen line, the bar of the part that takes the keys.
    Chosen,
    /// The bar of another part.
    Bar,
    /// Words that were taken out.
    Deleted,
    /// Words that were put in.
    Inserted,
}

impl From<Mark> for Look {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Strong => Self::Strong,
            Mark::Match => Self::Match,
            Mark::Faint => Self::Faint,
            Mark::Good => Self::Good,
            Mark::Warn => Self::Warn,
            Mark::Bad => Self::Bad,
        }
    }
}

/// With colour or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours may be used.
    pub color: bool,
}

impl Theme {
    /// The style of a look. Without colour only bold, underlined and reversed are used.
    pub fn style(self, look: Look) -> Style {
        let style = Style::new();
        if !self.color {
            return match look {
                Look::Plain
                | Look::Faint
                | Look::Good
                | Look::Warn
                | Look::Bad
                | Look::Deleted
                | Look::Inserted => style,
                Look::Strong => style.add_modifier(Modifier::BOLD),
                Look::Match => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
                Look::Cite | Look::Bar => style.add_modifier(Modifier::UNDERLINED),
                Look::Here => style.add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
                Look::Chosen => style.add_modifier(Modifier::REVERSED),
            };
        }
        match look {
            Look::Plain => style,
            Look::Strong => style.add_modifier(Modifier::BOLD),
            Look::Match => style.fg(Color::Yellow).add_modifier(Modifier::BOLD),
            Look::Faint => style.add_modifier(Modifier::DIM),
            Look::Good | Look::Inserted => style.fg(Color::Green),
            Look::Warn => style.fg(Color::Yellow),
            Look::Bad => style.fg(Color::Red),
            Look::Deleted => style.fg(Color::Red).add_modifier(Modifier::CROSSED_OUT),
            Look::Cite => style.fg(Color::Cyan).add_modifier(Modifier::UNDERLINED),
            Look::Here => style.fg(Color::Cyan).add_modifier(Modifier::REVERSED),
            Look::Chosen => style.add_modifier(Modifier::REVERSED),
            Look::Bar => style.add_modifier(Modifier::UNDERLINED | Modifier::DIM),
        }
    }
}
