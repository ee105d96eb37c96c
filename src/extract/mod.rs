//! Bytes to text: one file a format, each giving lines of text or the reason why there are none.
//!
//! Knows nothing of law or of the index.

pub mod dispatch;
pub mod plain;

pub use dispatch::{MAX_FILE, extract, is_supported};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Text taken from one file, before any interpretation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawText {
    /// The text with `\n` line ends; a table cell ends with `\t`. Otherwise as found in the file.
    pub text: String,
    /// Format recognised by content: `txt`, `md`, `docx`, `pdf` …
    pub format: String,
    /// Character encoding the bytes were in (`UTF-8`, `GB18030`, `UTF-16LE` …), where that applies.
    pub encoding: Option<String>,
    /// Page (from 1) on which each line of `text` stands; empty where a format has no pages.
    pub line_pages: Vec<u32>,
    /// Facts the container states about the document (`ArticleTitle`, `发文字号` …): claims, not facts.
    pub meta: Vec<(String, String)>,
    /// What went wrong without costing the text (lossy characters, numbers not restored), in Chinese.
    pub warnings: Vec<String>,
}

/// Why a file gave no text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ExtractError {
    /// No bytes, or nothing but blanks.
    #[error("文件为空")]
    Empty,
    /// Not text, whatever the name says; the content found, where known (`PDF`, `ZIP` …).
    #[error("不是文本文件（内容像{0}）")]
    Binary(&'static str),
    /// No encoding gives readable text.
    #[error("无法判断文字编码")]
    Undecodable,
    /// More bytes than the limit (both in bytes).
    #[error("文件过大（{size} 字节，上限 {limit} 字节）")]
    TooBig {
        /// Size of the file.
        size: u64,
        /// Largest size read.
        limit: u64,
    },
    /// A format this version does not read.
    #[error("不支持的格式：{0}")]
    Unsupported(String),
}

impl ExtractError {
    /// What went wrong, for staff.
    pub fn reason(&self) -> String {
        self.to_string()
    }

    /// What staff can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "请核对原文件是否完整；空文件可以删除",
            Self::Binary(_) => "请用原来的软件打开，另存为文本后再放入；或改回正确的扩展名",
            Self::Undecodable => "请用记事本打开，另存为 UTF-8 编码",
            Self::TooBig { .. } => "请拆分成较小的文件",
            Self::Unsupported(_) => "请转换为 txt 或 md 后再放入",
        }
    }
}
