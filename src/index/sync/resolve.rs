//! What documents do to each other, over the whole corpus (DESIGN D6): ids, status over time.

use crate::index::entry::DocCard;
use crate::law::model::StatusInterval;
use crate::law::resolve::{DocFacts, resolve};

/// A document during a run.
pub struct Pending {
    /// Its card.
    pub card: DocCard,
    /// What the resolution needs.
    pub facts: DocFacts,
    /// Whether it was read in this run.
    pub fresh: bool,
    /// Whether its entry has to be written whatever the resolution says.
    pub dirty: bool,
}

/// A document whose entry has to be written.
pub struct Change {
    /// Its position.
    pub document: usize,
    /// What its status was before.
    pub before: Vec<StatusInterval>,
}

/// Resolves all documents and returns those whose entries must be written.
pub fn settle(documents: &mut [Pending]) -> Vec<Change> {
    let facts: Vec<&DocFacts> = documents.iter().map(|document| &document.facts).collect();
    let resolved = resolve(&facts);
    let mut changes = Vec::new();
    for (at, (document, resolved)) in documents.iter_mut().zip(resolved).enumerate() {
        let card = &mut document.card;
        let same = card.id == resolved.id
            && card.intervals == resolved.intervals
            && card.moved == resolved.moved;
        if document.fresh || document.dirty || !same {
            card.id = resolved.id;
            card.moved = resolved.moved;
            let before = std::mem::replace(&mut card.intervals, resolved.intervals);
            changes.push(Change {
                document: at,
                before,
            });
        }
    }
    changes
}
