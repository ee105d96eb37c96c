//! One writer at a time, and who it is.
//!
//! The lock is the operating system's lock on an open file, so that a dead holder never blocks. The
//! file's content only says who holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::error::IndexError;

/// Name of the lock file in the index folder.
pub const LOCK_FILE: &str = "write.lock";

/// Held while an index is written; released when dropped.
#[derive(Debug)]
pub struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Takes the lock, waiting for at most `patience`. `holder` describes the caller (pid, host, since
    /// when) for those who find the lock taken.
    ///
    /// # Errors
    /// [`IndexError::Locked`] with the holder's description; [`IndexError::Io`].
    pub fn acquire(folder: &Path, holder: &str, patience: Duration) -> Result<Self, IndexError> {
        let path = folder.join(LOCK_FILE);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(IndexError::io(&path))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(TryLockError::WouldBlock) => {
                    let mut other = String::new();
                    let _ = file.read_to_string(&mut other);
                    let other = other.trim();
                    let holder = if other.is_empty() {
                        "（持有者未知）"
                    } else {
                        other
                    }
                    .to_owned();
                    return Err(IndexError::Locked { holder });
                }
                Err(TryLockError::Error(source)) => return Err(IndexError::io(&path)(source)),
            }
        }
        file.set_len(0).map_err(IndexError::io(&path))?;
        file.rewind().map_err(IndexError::io(&path))?;
        file.write_all(holder.as_bytes())
            .map_err(IndexError::io(&path))?;
        Ok(Self { _file: file })
    }
}

/// Who writes the index in `folder` at this moment, if somebody does.
pub fn held(folder: &Path) -> Option<String> {
    let mut file = File::open(folder.join(LOCK_FILE)).ok()?;
    // The lock taken here goes with the file at the end of this function.
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            Some(holder.trim().to_owned())
        }
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_learns_who_is_first() {
        let folder = tempfile::tempdir().expect("temp dir");
        let first = WriteLock::acquire(folder.path(), "甲", Duration::ZERO).expect("free");
        let second = WriteLock::acquire(folder.path(), "乙", Duration::ZERO);
        assert!(matches!(second, Err(IndexError::Locked { holder }) if holder == "甲"));
        drop(first);
        WriteLock::acquire(folder.path(), "乙", Duration::ZERO).expect("free again");
    }
}
