//! The index: files, documents and clauses as entries of one tantivy index (DESIGN D1).
//!
//! Knows neither the command line nor the terminal. [`sync`] brings an index in line with its
//! folders, [`reader`] opens it for searching, [`generation`] keeps its versions apart.

pub mod analyzer;
pub mod bits;
pub mod columns;
pub mod directory;
pub mod entry;
pub mod error;
pub mod freshness;
pub mod generation;
pub mod headings;
pub mod literal;
pub mod lock;
pub mod parallel;
pub mod payload;
pub mod postings;
pub mod reader;
pub mod schema;
pub mod standing;
pub mod stored;
pub mod summary;
pub mod sync;
pub mod traits;

pub use error::IndexError;
pub use reader::Reader;
