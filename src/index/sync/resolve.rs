//! What documents do to each other, over the whole corpus (DESIGN D6): ids, status over time.

use crate::index::entry::DocCard;
use crate::law::resolve::{DocFacts, resolve};

/// A document during a run.
pub struct Pending {
    /// Its card.
    pub card: DocCard,
    /// What the resolution needs.
    pub facts: DocFacts,
    /// Whether its entry has to be written whatever the resolution says.
    pub fresh: bool,
}

/// Resolves all documents and returns the positions of those whose entries must be written.
pub fn settle(documents: &mut [Pending]) -> Vec<usize> {
    let facts: Vec<&DocFacts> = documents.iter().map(|document| &document.facts).collect();
    let resolved = resolve(&facts);
    let mut changed = Vec::new();
    for (at, (document, resolved)) in documents.iter_mut().zip(resolved).enumerate() {
        let card = &mut document.card;
        if document.fresh || card.id != resolved.id || card.intervals != resolved.intervals {
            card.id = resolved.id;
            card.intervals = resolved.intervals;
            changed.push(at);
        }
    }
    changed
}
