//! The corpus as the rules see it.

use crate::index::entry::DocCard;
use crate::law::model::Document;

/// One document with everything known of it.
#[derive(Clone, Debug)]
pub struct ViewDocument {
    /// Card: id, path, role, resolved status over time.
    pub card: DocCard,
    /// The document itself with its clauses, citations and repeals.
    pub document: Document,
}

/// All documents of the corpus, by path and place in the file.
#[derive(Clone, Debug, Default)]
pub struct CorpusView {
    /// The documents; findings name them by their index here.
    pub documents: Vec<ViewDocument>,
}
