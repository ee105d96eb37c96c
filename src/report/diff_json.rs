//! `diff --format json`.

use serde::Serialize;

use super::SCHEMA;
use super::diff_view::{DiffView, Side};
use crate::index::entry::clause_id;
use crate::law::compare::{Change, Counts, FactChange, Piece};
use crate::law::model::Clause;

/// A comparison as an object.
#[derive(Debug, Serialize)]
pub struct DiffJson<'a> {
    schema: u32,
    old: SideJson<'a>,
    new: SideJson<'a>,
    summary: Counts,
    facts: &'a [FactChange],
    /// All clauses, in the order of the new version.
    clauses: Vec<PairJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SideJson<'a> {
    id: Option<&'a str>,
    path: &'a str,
    title: Option<&'a str>,
    number: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PairJson<'a> {
    change: Change,
    renumbered: bool,
    moved: bool,
    /// Share of character pairs in common, 0 to 1, in hundredths.
    similarity: f64,
    old: Option<ClauseJson<'a>>,
    new: Option<ClauseJson<'a>>,
    /// The words without the label, in canonical form.
    pieces: &'a [Piece],
}

#[derive(Debug, Serialize)]
struct ClauseJson<'a> {
    /// `null` for a file outside the index.
    id: Option<String>,
    label: &'a str,
    line: Option<u32>,
}

/// The object.
pub fn object<'a>(view: &DiffView<'a>) -> DiffJson<'a> {
    DiffJson {
        schema: SCHEMA,
        old: side(view.old),
        new: side(view.new),
        summary: view.comparison.counts(),
        facts: &view.comparison.facts,
        clauses: view
            .comparison
            .clauses
            .iter()
            .map(|pair| {
                let (old, new) = view.clauses(pair);
                PairJson {
                    change: pair.change,
                    renumbered: pair.renumbered,
                    moved: pair.moved,
                    similarity: f64::from((pair.similarity * 100.0).round()) / 100.0,
                    old: old.map(|found| clause(found, view.old.id)),
                    new: new.map(|found| clause(found, view.new.id)),
                    pieces: &pair.pieces,
                }
            })
            .collect(),
    }
}

fn side(side: Side<'_>) -> SideJson<'_> {
    SideJson {
        id: side.id,
        path: side.path,
        title: side.document.title.as_deref(),
        number: side
            .document
            .number
            .as_ref()
            .map(|number| number.text.as_str()),
    }
}

fn clause<'a>(clause: &'a Clause, document: Option<&str>) -> ClauseJson<'a> {
    ClauseJson {
        id: document.map(|id| clause_id(id, clause.ordinal)),
        label: &clause.label,
        line: clause.line(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::compare::compare;
    use crate::report::diff_sample::{versions, view};

    #[test]
    fn shape() {
        let (old, new) = versions();
        let comparison = compare(&old, &new);
        let text =
            serde_json::to_string_pretty(&object(&view(&old, &new, &comparison))).expect("json");
        insta::assert_snapshot!(text);
    }
}
