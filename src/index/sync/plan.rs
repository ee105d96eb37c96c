//! Decides what a run has to do, from what is on disk and what the index knows.

use std::collections::{BTreeMap, HashMap};

use super::walk::{Found, Listing};
use super::{FailedFile, Warning};
use crate::index::entry::{Failure, FileRecord};
use crate::index::payload::Root;

/// A file to look at.
#[derive(Clone, Debug)]
pub struct Task {
    /// The file.
    pub found: Found,
    /// What the index knows of it.
    pub known: Option<FileRecord>,
}

/// What to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files to read, in path order; some may turn out to be unchanged by their hash.
    pub tasks: Vec<Task>,
    /// Files left alone.
    pub unchanged: Vec<FileRecord>,
    /// Files to take out.
    pub removed: Vec<FileRecord>,
    /// Places that could not be listed.
    pub failed: Vec<FailedFile>,
    /// Folders that look wrong, formats not read.
    pub warnings: Vec<Warning>,
}

/// Makes the plan. With `verify`, files with unchanged size and time are read as well.
/// With `ocr`, so are those that wait for OCR.
pub fn plan(
    roots: &[Root],
    listings: Vec<Listing>,
    known: Vec<FileRecord>,
    verify: bool,
    ocr: bool,
) -> Plan {
    let mut plan = Plan::default();
    let mut by_root: HashMap<&str, BTreeMap<String, FileRecord>> = HashMap::new();
    let mut orphans = Vec::new();
    for record in known {
        match roots.iter().find(|root| root.alias == record.root) {
            Some(root) => {
                by_root
                    .entry(root.alias.as_str())
                    .or_default()
                    .insert(record.path.clone(), record);
            }
            None => orphans.push(record),
        }
    }
    plan.removed.append(&mut orphans);
    for (root, listing) in roots.iter().zip(listings) {
        let mut known = by_root.remove(root.alias.as_str()).unwrap_or_default();
        let suddenly_empty = listing.files.is_empty() && !known.is_empty();
        let whole = listing.failed.is_empty() && !suddenly_empty;
        if suddenly_empty && listing.failed.is_empty() {
            plan.failed.push(FailedFile {
                path: root.path.clone(),
                failure: Failure {
                    reason: format!("文件夹突然为空，索引中原有 {} 个文件", known.len()),
                    hint:
                        "请检查共享盘是否已挂载；原有内容保留在索引中，确要移出请用 index --forget"
                            .to_owned(),
                },
            });
        }
        for (path, failure) in listing.failed {
            plan.failed.push(FailedFile { path, failure });
        }
        for path in listing.ignored {
            plan.warnings.push(Warning {
                path,
                message: "不支持的格式，未读取".to_owned(),
            });
        }
        for (path, found) in listing.files {
            match known.remove(&path) {
                Some(mut record) if ocr && record.failure.is_none() && record.wants_ocr() => {
                    // Another reading of the same bytes.
                    record.hash.clear();
                    let known = Some(record);
                    plan.tasks.push(Task { found, known });
                }
                Some(record)
                    if !verify
                        && record.failure.is_none()
                        && record.size == found.size
                        && record.modified == found.modified =>
                {
                    plan.unchanged.push(record);
                }
                known => plan.tasks.push(Task { found, known }),
            }
        }
        if whole {
            plan.removed.extend(known.into_values());
        } else {
            plan.unchanged.extend(known.into_values());
        }
    }
    plan.tasks.sort_by(|a, b| a.found.path.cmp(&b.found.path));
    plan
}
