//! The facts that stand in sentences: life cycle, repeals, extensions, citations, in the order they
//! need each other, over clauses that are prepared once.

use super::model::Document;
use super::reference::passage::passages;
use super::{citation, extension, lifecycle, repeal};

/// Reads them all. `wrapper` is the notice that issues the document.
pub fn read(document: &mut Document, wrapper: Option<&Document>) {
    // The readers see the clauses through prepared passages only, so the document can take facts while
    // they are borrowed.
    let clauses = std::mem::take(&mut document.clauses);
    let prepared = passages(&clauses);
    let outer = wrapper.map(|w| passages(&w.clauses)).unwrap_or_default();
    lifecycle::read_in(document, &prepared, wrapper, &outer);
    document.extensions = extension::read_in(document, &prepared);
    document.repeals = repeal::read_in(document, &prepared);
    document.citations = citation::read_in(document, &prepared);
    drop(prepared);
    document.clauses = clauses;
}
