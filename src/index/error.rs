//! What can go wrong with an index.

use std::path::PathBuf;

use thiserror::Error;

/// Errors of the index as a whole. A file that cannot be read is not one of them: it is an entry of
/// the run's report.
#[derive(Debug, Error)]
pub enum IndexError {
    /// There is no index in the folder.
    #[error("{0} 中没有索引")]
    Missing(PathBuf),
    /// The index was made by a version whose layout this one does not read.
    #[error("{path} 中的索引是另一版本建立的（{found}）")]
    Version {
        /// Index folder.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// Files of the index are missing or cut off.
    #[error("{path} 中的索引已损坏：{detail}")]
    Damaged {
        /// Index folder.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// Another process writes to the index.
    #[error("索引正由另一程序更新：{holder}")]
    Locked {
        /// Who holds the lock: pid, host, since when.
        holder: String,
    },
    /// The run was interrupted; the index is as it was before.
    #[error("已中断，索引保持原状")]
    Interrupted,
    /// Reading or writing failed.
    #[error("读写 {path} 失败：{source}")]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// tantivy failed.
    #[error("索引引擎出错：{0}")]
    Engine(#[from] tantivy::TantivyError),
    /// The lexicon could not be made or read.
    #[error(transparent)]
    Lexicon(#[from] crate::lexicon::LexiconError),
}

impl IndexError {
    /// Wraps an I/O error with its path.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
