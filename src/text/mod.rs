//! Characters: encodings, width, script, numerals and the canonical form with its offset map.
//!
//! Knows nothing of documents or of the index.

pub mod chars;
pub mod encoding;
mod line_label;
pub mod normalize;
pub mod numeral;
mod realign;
pub mod script;
pub mod span;
pub mod toml_zh;
pub mod utf16;
pub mod width;
