//! Bytes to text: one file a format, each giving lines of text or the reason why there are none.
//!
//! Knows nothing of law or of the index. The format is decided by content ([`sniff`]), never by the
//! extension. Foreign bytes are dangerous: what is not plain text is read under [`limits`], and, where
//! the caller has set up a [`worker`] pool, in a child process.

pub mod dispatch;
pub mod error;
pub mod limits;
pub mod options;
pub mod outcome;
pub mod plain;
pub mod quality;
mod rows;
pub mod sniff;

#[cfg(feature = "office")]
mod archive;
#[cfg(feature = "doc")]
mod doc;
#[cfg(feature = "office")]
mod docx;
mod html;
#[cfg(any(feature = "office", feature = "pdf"))]
mod layout;
#[cfg(any(feature = "office", feature = "doc"))]
mod numbering;
#[cfg(any(feature = "office", feature = "pdf"))]
mod ocr;
#[cfg(feature = "office")]
mod ofd;
#[cfg(feature = "office")]
mod package;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "sheet")]
mod sheet;
#[cfg(any(feature = "office", feature = "pdf"))]
mod tools;
#[cfg(feature = "isolation")]
pub mod worker;
#[cfg(feature = "office")]
mod xml;

pub use dispatch::{MAX_FILE, extract, extract_with, is_supported};
pub use error::ExtractError;
pub use options::Options;
pub use outcome::Outcome;

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
    /// What became of the file; one with [`Outcome::has_text`].
    pub outcome: Outcome,
    /// What read the file where several can: `内置`, `pdftotext`, `OCR`; empty where there is no choice.
    pub reader: String,
    /// The files inside an archive, in its order; `text` is then empty.
    pub members: Vec<Member>,
}

/// One file inside an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Path inside the archive, `/` between folders; inside a nested archive after `!/`.
    pub name: String,
    /// Its text, or why there is none.
    pub result: Result<RawText, ExtractError>,
}

impl RawText {
    /// The texts of a file, each to be parsed by itself: its own, or those of its members by name.
    pub fn texts(&self) -> impl Iterator<Item = (Option<&str>, &Self)> {
        let own = self.members.is_empty().then_some((None, self));
        let members = self
            .members
            .iter()
            .filter_map(|member| Some((Some(member.name.as_str()), member.result.as_ref().ok()?)));
        own.into_iter().chain(members)
    }

    /// Notes that something is missing or damaged.
    pub(crate) fn degrade(&mut self, warning: String) {
        self.outcome = Outcome::OkDegraded;
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

#[cfg(all(
    test,
    feature = "office",
    feature = "pdf",
    feature = "doc",
    feature = "sheet"
))]
mod fuzz_tests;
#[cfg(test)]
mod samples_tests;
