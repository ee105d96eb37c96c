//! The canonical form of a text and the map back to its original (DESIGN D5).

use super::span::CharSpan;

/// The canonical form of a text, with the way back to the original.
#[derive(Clone, Debug, Default)]
pub struct Canonical {
    /// Canonical text.
    pub text: String,
}

impl Canonical {
    /// The span of the original that a span of the canonical text came from (code points).
    pub fn to_original(&self, span: CharSpan) -> CharSpan {
        span
    }

    /// The span of the canonical text that a span of the original became (code points).
    pub fn from_original(&self, span: CharSpan) -> CharSpan {
        span
    }
}

/// The canonical form of `text`.
pub fn canonical(text: &str) -> Canonical {
    Canonical { text: text.to_owned() }
}

/// The characters the literal index sees, each with its offset (code points) in `canonical`.
pub fn literal_form(canonical: &str) -> impl Iterator<Item = (char, u32)> + '_ {
    canonical.chars().enumerate().map(|(at, c)| (c, at as u32)).filter(|(c, _)| !c.is_whitespace())
}
