//! Whether an index is known to be behind its folders, from what costs next to nothing to look at.
//!
//! A search walks no folder. It looks at the time of each corpus folder itself and at the mark that
//! `status` or a watcher left when it saw changes; `index` takes the mark away.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use super::payload::Payload;

/// Name of the mark in the index folder.
const MARK: &str = "BEHIND";

/// Slack for clocks of file servers.
const SLACK: Duration = Duration::from_secs(2);

/// Leaves the mark with a line for the reader, or takes it away. That it cannot be written (a read-only
/// medium) is no error.
pub fn mark(folder: &Path, line: Option<&str>) {
    let path = folder.join(MARK);
    let _ = match line {
        Some(line) => fs::write(path, line),
        None => fs::remove_file(path),
    };
}

/// What a reader of an answer should know, in Chinese.
pub fn notes(folder: &Path, payload: &Payload) -> Vec<String> {
    let mut notes = Vec::new();
    if let Ok(line) = fs::read_to_string(folder.join(MARK)) {
        notes.push(line.trim().to_owned());
    } else if let Some(last) = payload
        .runs
        .last()
        .and_then(|run| run.at.parse::<Timestamp>().ok())
    {
        let last = SystemTime::from(last)
            + Duration::from_millis(payload.runs.last().map_or(0, |run| run.elapsed_ms));
        for root in &payload.roots {
            let changed = fs::metadata(&root.path).and_then(|metadata| metadata.modified());
            if changed.is_ok_and(|changed| changed > last + SLACK) {
                notes.push(format!(
                    "索引可能落后：{} 在上次索引之后有增减，运行 tiaowen index 更新",
                    root.path
                ));
            }
        }
    }
    if payload.counts.failed > 0 {
        notes.push(format!(
            "有 {} 个文件未能读取，不在检索范围内；用 tiaowen status 查看",
            payload.counts.failed
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::entry::Role;
    use crate::index::payload::{Counts, Root, Run, Versions};

    fn payload(root: &Path, at: &str) -> Payload {
        Payload {
            versions: Versions::current(String::new()),
            generation: 1,
            roots: vec![Root {
                alias: "a".to_owned(),
                path: root.display().to_string(),
                role: Role::Own,
            }],
            counts: Counts::default(),
            runs: vec![Run {
                at: at.to_owned(),
                ..Run::default()
            }],
        }
    }

    #[test]
    fn a_folder_changed_since_the_last_run_is_noticed() {
        let folder = tempfile::tempdir().expect("temp dir");
        assert_eq!(
            notes(
                folder.path(),
                &payload(folder.path(), "2001-01-01T00:00:00Z")
            )
            .len(),
            1
        );
        assert!(
            notes(
                folder.path(),
                &payload(folder.path(), "2999-01-01T00:00:00Z")
            )
            .is_empty()
        );
    }

    #[test]
    fn the_mark_of_status_is_shown() {
        let folder = tempfile::tempdir().expect("temp dir");
        mark(folder.path(), Some("索引落后：待新增 1"));
        assert_eq!(
            notes(
                folder.path(),
                &payload(folder.path(), "2999-01-01T00:00:00Z")
            ),
            ["索引落后：待新增 1"]
        );
        mark(folder.path(), None);
        assert!(
            notes(
                folder.path(),
                &payload(folder.path(), "2999-01-01T00:00:00Z")
            )
            .is_empty()
        );
    }
}
