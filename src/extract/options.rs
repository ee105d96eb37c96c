//! What a run of extraction may use besides the bytes.

use serde::{Deserialize, Serialize};

use super::limits::Limits;

/// Options for reading files. The library looks for no program by itself: the caller names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Limits.
    pub limits: Limits,
    /// `pdftotext` (name or path), asked only where our own reader cannot read a PDF. `None`: never.
    pub pdftotext: Option<String>,
    /// `pdftoppm` (name or path), turns scanned pages into pictures for `tesseract`.
    pub pdftoppm: Option<String>,
    /// `tesseract` (name or path). `None`: scanned pages are reported, not read.
    pub tesseract: Option<String>,
}

impl Options {
    /// Uses the programs of these names if they are installed; OCR only if asked for, with the time it
    /// takes (some seconds a page).
    pub fn with_installed_tools(ocr: bool) -> Self {
        let mut limits = Limits::default();
        if ocr {
            limits.wall_seconds = 1800;
            limits.cpu_seconds = 900;
        }
        Self {
            limits,
            pdftotext: Some("pdftotext".to_owned()),
            pdftoppm: ocr.then(|| "pdftoppm".to_owned()),
            tesseract: ocr.then(|| "tesseract".to_owned()),
        }
    }
}
