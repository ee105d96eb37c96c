//! The clean-up: rules over the corpus, their findings and what staff decided about them.
//!
//! Rules are pure (DESIGN D7): they get the corpus view, the catalogue and the day, and give findings.
//! Knows nothing of tantivy, of files or of the clock.
//!
//! [`run::check`] is the way in. [`registry`] is the table of rules; each rule is a file of `rules`, and
//! the comment over its type is its manual.

pub mod catalogue;
mod context;
pub mod decisions;
pub mod facts;
pub mod finding;
mod keys;
mod laws;
pub mod registry;
pub mod rows;
mod rules;
pub mod run;
mod subject;
pub mod view;
mod world;

pub use catalogue::{Catalogue, CatalogueError, UserTable};
pub use run::{CheckOptions, check};
