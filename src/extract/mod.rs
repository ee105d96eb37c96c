//! Bytes to text: one file a format, each giving lines of text or the reason why there are none.
//!
//! Knows nothing of law or of the index.

use serde::{Deserialize, Serialize};

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
