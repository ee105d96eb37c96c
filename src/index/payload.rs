//! What a commit says about itself: versions, folders, counts, the last run.

use serde::{Deserialize, Serialize};

use super::analyzer::ANALYZER_VERSION;
use super::entry::Role;
use super::schema::SCHEMA_VERSION;
use crate::law::model::PARSER_VERSION;
use crate::lexicon::SEGMENTER_VERSION;

/// Versions of everything that decides what stands in an index. Another version means a rebuild.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Layout of the entries.
    pub schema: u32,
    /// Analyzers.
    pub analyzer: u32,
    /// Segmenter.
    pub segmenter: u32,
    /// Parser of legal texts.
    pub parser: u32,
    /// blake3 of the compiled lexicon.
    pub lexicon: String,
}

impl Versions {
    /// The versions this program writes, with the given lexicon.
    pub fn current(lexicon: String) -> Self {
        Self {
            schema: SCHEMA_VERSION,
            analyzer: ANALYZER_VERSION,
            segmenter: SEGMENTER_VERSION,
            parser: PARSER_VERSION,
            lexicon,
        }
    }

    /// Whether an index with these versions can be searched by this program: its entries and
    /// segmentation must be ours, its parser and lexicon may be older.
    pub fn searchable(&self) -> bool {
        self.schema == SCHEMA_VERSION
            && self.analyzer == ANALYZER_VERSION
            && self.segmenter == SEGMENTER_VERSION
    }
}

/// A corpus folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Short unique name, fixed when the folder was added.
    pub alias: String,
    /// Absolute path.
    pub path: String,
    /// What it holds.
    pub role: Role,
}

/// Totals of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Files that gave text.
    pub files: u64,
    /// Files that could not be read.
    pub failed: u64,
    /// Documents.
    pub documents: u64,
    /// Clauses.
    pub clauses: u64,
    /// Clauses of level article.
    pub articles: u64,
    /// Bytes of the files that gave text.
    pub bytes: u64,
}

/// A finished run of `index`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// When it began (RFC 3339).
    pub at: String,
    /// Version of the program.
    pub program: String,
    /// Files added.
    pub added: u64,
    /// Files read again.
    pub updated: u64,
    /// Files left as they were.
    pub unchanged: u64,
    /// Files taken out.
    pub removed: u64,
    /// Files that failed.
    pub failed: u64,
    /// Duration in milliseconds.
    pub elapsed_ms: u64,
}

/// The payload of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// Versions.
    pub versions: Versions,
    /// Generation number, from 1.
    pub generation: u64,
    /// Corpus folders in the order they were added.
    pub roots: Vec<Root>,
    /// Totals.
    pub counts: Counts,
    /// The last runs, newest last.
    pub runs: Vec<Run>,
}

/// How many runs a payload remembers.
pub const REMEMBERED_RUNS: usize = 10;
