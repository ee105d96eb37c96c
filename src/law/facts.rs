//! The facts that stand in sentences: life cycle, repeals, extensions, citations, in the order they
//! need each other, over clauses that are prepared once.

use super::model::Document;
use super::reference::passage::passages;
use super::{citation, extension, lifecycle, repeal};

/// Reads them all. `wrapper` is the notice that issues the document.
pub fn read(document: &mut Document, wrapper: Option<&Document>) {
    lifecycle::read(document, wrapper);
    let prepared = passages(&document.clauses);
    let extensions = extension::read_in(document, &prepared);
    let repeals = repeal::read_in(document, &prepared);
    drop(prepared);
    document.extensions = extensions;
    document.repeals = repeals;
    let citations = citation::read(document);
    document.citations = citations;
}
