//! What documents do to each other: ids, versions, status over time (DESIGN D6).
//!
//! Works on light facts of every document at once and is near-linear in their number: documents meet
//! only through the same title, the same number or the same file. Title alone proves nothing; maker
//! and date have to agree, and nothing older is ended by what it came after.
//!
//! [`facts`] takes what is needed from a document, [`key`] says which titles are the same, [`versions`]
//! orders the versions of a work, [`repeals`] finds who ends whom, [`status`] turns that into dated
//! intervals, [`ids`] gives stable ids, [`citations`] finds what a citation means.

pub mod citations;
pub mod facts;
pub mod ids;
pub mod key;
mod repeals;
mod status;
pub mod versions;

pub use citations::{CitationResolver, Resolution};
pub use facts::DocFacts;

use super::model::{LastDay, StatusInterval};

/// What the resolution finds for one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Stable, unique id: 12 hex digits.
    pub id: String,
    /// Status over time, in order, without gaps.
    pub intervals: Vec<StatusInterval>,
    /// Last day in force where another document extended it.
    pub moved: Option<LastDay>,
    /// Key of the work the document is a version of; equal for all its versions.
    pub work: String,
    /// Position of the version that follows this one, where the corpus has it.
    pub next: Option<usize>,
    /// Position of the document this one is a second copy of.
    pub copy_of: Option<usize>,
}

/// Resolves all documents against each other; the answer does not depend on their order.
pub fn resolve(documents: &[&DocFacts]) -> Vec<Resolved> {
    let ids = ids::assign(documents);
    let lines = versions::order(documents);
    let ends = repeals::find(documents, &lines);
    documents
        .iter()
        .enumerate()
        .map(|(at, facts)| Resolved {
            intervals: status::intervals(documents, &ids, &lines, &ends, at),
            moved: status::moved(documents, &lines, &ends, at),
            id: ids[at].clone(),
            work: key::work(facts),
            next: lines.next[at],
            copy_of: lines.copy_of[at],
        })
        .collect()
}

#[cfg(test)]
mod tests;
