//! Characters: encodings, width, script, numerals and the canonical form with its offset map.
//!
//! Knows nothing of documents or of the index.

pub mod span;
