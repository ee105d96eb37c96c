//! The clean-up: rules over the corpus, their findings and what staff decided about them.
//!
//! Rules are pure (DESIGN D7): they get the corpus view, the catalogue and the day, and give findings.
//! Knows nothing of tantivy, of files or of the clock.

pub mod finding;
pub mod view;
