//! Brings an index in line with its folders: one run, one commit (DESIGN D1).
//!
//! The run walks the folders ([`walk`]), decides what has to be read ([`plan`]), reads and parses in
//! parallel ([`read`]), writes entries ([`write`]) and resolves what documents do to each other
//! ([`resolve`]). Nothing is visible before the commit at the end; a run that stops earlier, for
//! whatever reason, leaves the index as it was.

pub mod effects;
pub mod journal;
pub mod open;
pub mod plan;
pub mod pool;
pub mod queue;
pub mod read;
pub mod resolve;
pub mod roots;
pub mod run;
pub mod walk;
pub mod write;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

#[cfg(feature = "isolation")]
use crate::extract::worker::Pool;
use crate::extract::{self, RawText};

use super::entry::{Failure, Role};
use super::payload::{Payload, Root};
use crate::lexicon::{Refused, UserWord};

pub use run::run;

/// How files are read: in worker processes, or without any in this one.
#[derive(Clone, Default)]
pub struct Extractor {
    #[cfg(feature = "isolation")]
    pool: Option<Arc<Pool>>,
}

impl Extractor {
    /// Reads foreign formats in workers that `program` with `arguments` starts.
    #[cfg(feature = "isolation")]
    pub fn workers(program: PathBuf, arguments: Vec<String>, options: extract::Options) -> Self {
        Self {
            pool: Some(Arc::new(Pool::new(program, arguments, options))),
        }
    }

    /// The text of a file.
    ///
    /// # Errors
    /// [`extract::ExtractError`] with reason and hint for staff.
    pub fn extract(&self, bytes: &[u8], path: &Path) -> Result<RawText, extract::ExtractError> {
        #[cfg(feature = "isolation")]
        if let Some(pool) = &self.pool {
            return pool.extract(bytes, path);
        }
        extract::extract(bytes, path)
    }
}

impl fmt::Debug for Extractor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extractor")
    }
}

/// What a run is asked to do.
#[derive(Clone, Debug, Default)]
pub struct SyncOptions {
    /// Folders to add, with their role; those the index remembers need not be named.
    pub add: Vec<(PathBuf, Role)>,
    /// Folders to take out, by path or alias.
    pub forget: Vec<String>,
    /// Read everything again into a new generation.
    pub rebuild: bool,
    /// Say what would happen, change nothing.
    pub dry_run: bool,
    /// Compare contents even where size and time are unchanged.
    pub verify: bool,
    /// Threads; 0 = one a core.
    pub jobs: usize,
    /// How files are read.
    pub extractor: Extractor,
    /// Whether scanned pages are read; files that wait for it are read again.
    pub ocr: bool,
    /// The user's words.
    pub user_words: Vec<UserWord>,
    /// Now, as RFC 3339, for the log of runs.
    pub now: String,
    /// Who holds the lock, for others to read.
    pub holder: String,
    /// How long to wait for another writer.
    pub patience: Duration,
    /// Set from outside to stop the run; nothing is changed then.
    pub interrupted: Option<&'static AtomicBool>,
}

/// Told how a run gets on. All methods may be called from any thread.
pub trait Progress: Sync {
    /// The files to read are known.
    fn begin(&self, files: u64, bytes: u64);
    /// A file has been read.
    fn file(&self, path: &str, bytes: u64, failed: bool);
    /// The run has come to another stage, named in Chinese.
    fn stage(&self, name: &str);
}

/// A listener that says nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: u64, _: u64) {}
    fn file(&self, _: &str, _: u64, _: bool) {}
    fn stage(&self, _: &str) {}
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedFile {
    /// Path as shown.
    pub path: String,
    /// Why and what to do.
    pub failure: Failure,
}

/// Something staff should know about a file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Path as shown.
    pub path: String,
    /// What, in Chinese.
    pub message: String,
}

/// The outcome of a run.
#[derive(Clone, Debug)]
pub struct SyncReport {
    /// Folders of the index.
    pub roots: Vec<Root>,
    /// Paths added.
    pub added: Vec<String>,
    /// Paths read again.
    pub updated: Vec<String>,
    /// Files left as they were.
    pub unchanged: u64,
    /// Paths taken out.
    pub removed: Vec<String>,
    /// Files moved or renamed: old path, new path. They are among `added` and `removed` as well.
    pub moved: Vec<(String, String)>,
    /// Files that could not be read.
    pub failed: Vec<FailedFile>,
    /// What the arrivals do to documents that were there before.
    pub effects: Vec<effects::Effect>,
    /// Warnings.
    pub warnings: Vec<Warning>,
    /// Words the lexicon refused.
    pub refused_words: Vec<Refused>,
    /// Why everything was read again, if it was.
    pub rebuilt: Option<&'static str>,
    /// What the commit says; for a dry run what the index says now.
    pub payload: Option<Payload>,
    /// Whether nothing was changed because it was only a rehearsal.
    pub dry_run: bool,
    /// Duration in milliseconds.
    pub elapsed_ms: u64,
}
