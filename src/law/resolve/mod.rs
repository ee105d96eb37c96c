//! What documents do to each other: ids, versions, status over time (DESIGN D6).
//!
//! INTERFACE the index relies on (stub; the refs worker fills it in):
//! `DocFacts::read(&Document, path, reference)` and `resolve(&[&DocFacts]) -> Vec<Resolved>`, same order.

use serde::{Deserialize, Serialize};

use super::model::{Document, StatusInterval};

/// The light facts of a document that the resolution needs; stored in the index with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocFacts {
    /// Path of the file.
    pub path: String,
    /// Title.
    pub title: Option<String>,
    /// First lines, for an id where nothing else tells documents apart.
    pub text_hash: String,
}

/// What the resolution finds for one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Stable, unique id: 12 hex digits.
    pub id: String,
    /// Status over time, in order, without gaps.
    pub intervals: Vec<StatusInterval>,
}

impl DocFacts {
    /// Takes the facts from a parsed document. `reference`: it lies in a folder of reference law.
    pub fn read(document: &Document, path: &str, _reference: bool) -> Self {
        Self { path: path.to_owned(), title: document.title.clone(), text_hash: String::new() }
    }
}

/// Resolves all documents against each other.
pub fn resolve(documents: &[&DocFacts]) -> Vec<Resolved> {
    documents
        .iter()
        .map(|facts| Resolved {
            id: blake3::hash(format!("{}{:?}", facts.path, facts.title).as_bytes()).to_hex()[..12].to_owned(),
            intervals: Vec::new(),
        })
        .collect()
}
