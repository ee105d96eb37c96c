//! 款, 项 and 目 of a clause.

use super::model::{Clause, Paragraph};

/// The 款 of a clause with their 项 and 目.
pub fn paragraphs(_clause: &Clause) -> Vec<Paragraph> {
    Vec::new()
}
