//! Generations: an index folder holds one current tantivy index with its lexicon, and while a rebuild
//! is under way the next one beside it.
//!
//! `CURRENT` names the current generation and is replaced atomically, so that a crash leaves the old
//! or the new one, never a mix.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::IndexError;

/// File that names the current generation.
const CURRENT: &str = "CURRENT";

/// The compiled lexicon of a generation.
pub const LEXICON_FILE: &str = "lexicon.fst";

/// An index folder.
#[derive(Clone, Debug)]
pub struct IndexFolder {
    path: PathBuf,
}

impl IndexFolder {
    /// The folder at `path`; nothing is opened or created.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Folder of a generation.
    pub fn generation(&self, number: u64) -> PathBuf {
        self.path.join(format!("gen-{number:06}"))
    }

    /// Number of the current generation, if there is an index.
    ///
    /// # Errors
    /// [`IndexError::Io`], [`IndexError::Damaged`] when `CURRENT` names nothing.
    pub fn current(&self) -> Result<Option<u64>, IndexError> {
        let file = self.path.join(CURRENT);
        let name = match fs::read_to_string(&file) {
            Ok(name) => name,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(IndexError::io(file)(error)),
        };
        let number = name
            .trim()
            .strip_prefix("gen-")
            .and_then(|number| number.parse().ok());
        match number {
            Some(number) if self.generation(number).is_dir() => Ok(Some(number)),
            _ => Err(IndexError::Damaged {
                path: self.path.clone(),
                detail: format!("CURRENT 指向的 {} 不存在", name.trim()),
            }),
        }
    }

    /// Makes a generation the current one.
    ///
    /// # Errors
    /// [`IndexError::Io`].
    pub fn set_current(&self, number: u64) -> Result<(), IndexError> {
        let (new, file) = (self.path.join("CURRENT.new"), self.path.join(CURRENT));
        let write = || -> std::io::Result<()> {
            let mut out = fs::File::create(&new)?;
            writeln!(out, "gen-{number:06}")?;
            out.sync_all()?;
            fs::rename(&new, &file)?;
            fs::File::open(&self.path)?.sync_all()
        };
        write().map_err(IndexError::io(&file))
    }

    /// Removes what is no longer or was never finished: every generation but `keep`.
    /// A folder that cannot be removed is left; the next run tries again.
    pub fn remove_others(&self, keep: Option<u64>) {
        let keep = keep.map(|number| self.generation(number));
        let Ok(entries) = fs::read_dir(&self.path) else {
            return;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let ours = entry.file_name().to_str().is_some_and(|name| {
                name.strip_prefix("gen-")
                    .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
            });
            if ours && Some(&path) != keep.as_ref() {
                let _ = fs::remove_dir_all(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn current_follows_the_swap() {
        let temp = tempfile::tempdir().expect("temp dir");
        let folder = IndexFolder::new(temp.path());
        assert_eq!(folder.current().expect("readable"), None);
        fs::create_dir(folder.generation(1)).expect("made");
        fs::create_dir(folder.generation(2)).expect("made");
        folder.set_current(2).expect("set");
        assert_eq!(folder.current().expect("readable"), Some(2));
        folder.remove_others(Some(2));
        assert!(!folder.generation(1).exists() && folder.generation(2).exists());
        fs::remove_dir(folder.generation(2)).expect("removed");
        assert!(matches!(folder.current(), Err(IndexError::Damaged { .. })));
    }
}
