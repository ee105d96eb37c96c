//! Finds the files of a folder, in a stable order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::WalkDir;

use crate::extract;
use crate::index::entry::Failure;
use crate::index::payload::Root;

/// A file found in a corpus folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Alias of its folder and relative path, joined with `/`.
    pub path: String,
    /// Alias of its folder.
    pub root: String,
    /// Where to read it.
    pub absolute: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified: i64,
}

/// What a walk over one folder gave.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files to index, by path.
    pub files: BTreeMap<String, Found>,
    /// Files of formats that are not read.
    pub ignored: Vec<String>,
    /// Places that could not be listed; while there are any, nothing is taken out of the index.
    pub failed: Vec<(String, Failure)>,
}

/// Lists a corpus folder. Hidden files, office lock files (`~$…`) and symlink loops are passed over.
pub fn list(root: &Root) -> Listing {
    let mut listing = Listing::default();
    let base = Path::new(&root.path);
    let walk = WalkDir::new(base)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) => {
                let place = error.path().map_or_else(|| base.to_owned(), Path::to_owned);
                // A dangling link is no lost text.
                if place.is_symlink() && !place.exists() {
                    continue;
                }
                listing.failed.push((name(root, &place), failure(&error)));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let path = name(root, entry.path());
        if !extract::is_supported(entry.path()) {
            listing.ignored.push(path);
            continue;
        }
        match entry.metadata() {
            Ok(metadata) => {
                let modified = metadata
                    .modified()
                    .ok()
                    .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
                    .map_or(0, |age| age.as_nanos() as i64);
                let found = Found {
                    path: path.clone(),
                    root: root.alias.clone(),
                    absolute: entry.path().to_owned(),
                    size: metadata.len(),
                    modified,
                };
                listing.files.insert(path, found);
            }
            Err(error) => listing.failed.push((path, failure(&error))),
        }
    }
    listing
}

fn hidden(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.starts_with("~$")
}

fn name(root: &Root, path: &Path) -> String {
    let relative = path.strip_prefix(&root.path).unwrap_or(path);
    let mut name = root.alias.clone();
    for part in relative.components() {
        name.push('/');
        name.push_str(&part.as_os_str().to_string_lossy());
    }
    name
}

fn failure(error: &walkdir::Error) -> Failure {
    match error.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::PermissionDenied) => Failure {
            reason: "没有读取权限".to_owned(),
            hint: "请管理员授予读取权限后重新运行 index；在此之前不会从索引中移除其中的文件"
                .to_owned(),
        },
        Some(std::io::ErrorKind::NotFound) => Failure {
            reason: "不存在".to_owned(),
            hint: "请检查文件夹是否已挂载；确已停用的用 index --forget 移出".to_owned(),
        },
        _ => Failure {
            reason: format!("无法列出：{error}"),
            hint: "请检查磁盘或网络连接后重新运行 index".to_owned(),
        },
    }
}
