//! The dictionary, compiled to a finite-state map, and the segmenters that cut text with it.
//!
//! Knows nothing of documents or of the index. Two segmenters give the same words (DESIGN D2):
//! [`full::FullSegmenter`] holds the whole dictionary in memory and serves indexing;
//! [`local::LocalSegmenter`] looks up only the words of the text at hand and serves queries, so that
//! a search never pays for a dictionary of 350,000 words.

pub mod compile;
pub mod full;
pub mod local;
pub mod map;
mod route;
/// See the head of the file; shared with the build script.
pub mod synonym_table;
pub mod synonyms;
pub mod words;

pub use compile::{Compiled, LexiconError, Refused, UserWord, compile, refused, version};
pub use full::FullSegmenter;
pub use local::{LocalSegmenter, OwnedLocalSegmenter};
pub use map::Lexicon;
pub use synonyms::{Added, Synonyms};
pub use words::{Segmenter, Word};

/// Bumped whenever the same word list would be cut differently, so that an index is never searched
/// with another segmentation than its own.
pub const SEGMENTER_VERSION: u32 = 2;
