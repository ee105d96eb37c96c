//! The domain: what a legal text is made of, and the parsers that read it.
//!
//! Knows nothing of files, of the index or of the terminal.

pub mod citation;
mod claims;
pub mod compare;
pub mod date;
pub mod draft;
pub mod extension;
pub mod facts;
pub mod header;
pub mod history;
pub mod issuer;
pub mod kind;
pub mod lifecycle;
pub mod metadata;
pub mod model;
pub mod number;
pub mod paragraphs;
pub mod parse;
pub mod period;
pub mod reference;
pub mod references;
pub mod repeal;
pub mod resolve;
pub mod structure;
pub mod title;
pub mod truncation;
pub mod wrapper;
