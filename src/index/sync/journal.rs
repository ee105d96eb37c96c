//! The log of runs beside the index: when, by which version, what changed. One JSON object a line, enough
//! to tell which texts a report was made from.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::SyncReport;
use crate::index::payload::Payload;

/// Name of the log in the index folder.
pub const JOURNAL: &str = "runs.jsonl";

/// A file whose content entered or left the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// Path as shown.
    pub path: String,
    /// blake3 of its bytes.
    pub hash: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    at: &'a str,
    program: &'static str,
    versions: &'a crate::index::payload::Versions,
    generation: u64,
    counts: crate::index::payload::Counts,
    added: &'a [String],
    updated: &'a [String],
    removed: &'a [String],
    failed: Vec<&'a str>,
    read: &'a [Touched],
}

/// Adds a run to the log. The log is a help, not part of the index: that it cannot be written is no
/// reason to fail, and is said by the return value.
pub fn write(
    folder: &Path,
    at: &str,
    payload: &Payload,
    report: &SyncReport,
    read: &[Touched],
) -> bool {
    let entry = Entry {
        at,
        program: env!("CARGO_PKG_VERSION"),
        versions: &payload.versions,
        generation: payload.generation,
        counts: payload.counts,
        added: &report.added,
        updated: &report.updated,
        removed: &report.removed,
        failed: report
            .failed
            .iter()
            .map(|failed| failed.path.as_str())
            .collect(),
        read,
    };
    let Ok(mut line) = serde_json::to_string(&entry) else {
        return false;
    };
    line.push('\n');
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join(JOURNAL))
        .and_then(|mut file| file.write_all(line.as_bytes()))
        .is_ok()
}
