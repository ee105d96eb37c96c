//! Two versions of a document, clause by clause: aligned also when renumbered, changes shown within
//! sentences.
//!
//! Texts are compared in their canonical form, so that blanks, width and line breaks are no change,
//! and shown in it. What stands around the text (题注, 落款) is compared as facts, not as text.

mod align;
mod words;

use serde::Serialize;

use super::model::{Clause, Document, Level};
use crate::text::normalize::canonical;

/// What happened to a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// In both.
    Equal,
    /// Only in the old text.
    Delete,
    /// Only in the new text.
    Insert,
}

/// A stretch of text. What was replaced stands before what replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What happened to it.
    pub op: Op,
    /// The canonical text.
    pub text: String,
}

/// What happened to a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Same words.
    Same,
    /// Other words.
    Modified,
    /// Only in the new version.
    Added,
    /// Only in the old version.
    Removed,
}

/// A clause of the old version with its counterpart in the new.
#[derive(Clone, Debug, PartialEq)]
pub struct ClausePair {
    /// Place among the clauses of the old document.
    pub old: Option<usize>,
    /// Place among the clauses of the new document.
    pub new: Option<usize>,
    /// What happened to the words.
    pub change: Change,
    /// Whether it has another number now.
    pub renumbered: bool,
    /// Whether it has changed places with others.
    pub moved: bool,
    /// Share of character pairs in common, 0 to 1.
    pub similarity: f32,
    /// The words, without the label.
    pub pieces: Vec<Piece>,
}

/// A fact that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactChange {
    /// Name of the field as in CONTRACT.
    pub field: &'static str,
    /// Old value.
    pub old: Option<String>,
    /// New value.
    pub new: Option<String>,
}

/// Two versions side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Facts that differ.
    pub facts: Vec<FactChange>,
    /// Clauses in the order of the new version; what was removed stands where it stood.
    pub clauses: Vec<ClausePair>,
}

/// How many clauses went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Same words, whatever the number.
    pub same: usize,
    /// Other words.
    pub modified: usize,
    /// Only new.
    pub added: usize,
    /// Only old.
    pub removed: usize,
    /// Another number, with or without other words.
    pub renumbered: usize,
    /// Changed places.
    pub moved: usize,
}

impl Comparison {
    /// The counts.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for pair in &self.clauses {
            match pair.change {
                Change::Same => counts.same += 1,
                Change::Modified => counts.modified += 1,
                Change::Added => counts.added += 1,
                Change::Removed => counts.removed += 1,
            }
            counts.renumbered += usize::from(pair.renumbered);
            counts.moved += usize::from(pair.moved);
        }
        counts
    }

    /// Whether nothing differs but numbers and facts.
    pub fn same_words(&self) -> bool {
        self.clauses.iter().all(|pair| pair.change == Change::Same)
    }
}

/// A clause as it is compared.
struct Body {
    /// Place in the document.
    place: usize,
    label: String,
    text: String,
}

/// Compares two versions.
pub fn compare(old: &Document, new: &Document) -> Comparison {
    let (before, after) = (bodies(old), bodies(new));
    let clauses = align::align(&before, &after)
        .into_iter()
        .map(|matched| {
            let (a, b) = (
                matched.old.map(|at| &before[at]),
                matched.new.map(|at| &after[at]),
            );
            let text = |body: Option<&Body>| body.map_or("", |body| body.text.as_str()).to_owned();
            let pieces = words::pieces(&text(a), &text(b));
            let change = match (a, b) {
                (Some(a), Some(b)) if a.text == b.text => Change::Same,
                (Some(_), Some(_)) => Change::Modified,
                (None, _) => Change::Added,
                (_, None) => Change::Removed,
            };
            let numbered = |at: Option<usize>, document: &Document| {
                at.is_some_and(|at| {
                    matches!(document.clauses[at].level, Level::Article | Level::Numbered)
                })
            };
            let (old_place, new_place) = (a.map(|body| body.place), b.map(|body| body.place));
            ClausePair {
                old: old_place,
                new: new_place,
                change,
                renumbered: numbered(old_place, old)
                    && numbered(new_place, new)
                    && a.map(|body| &body.label) != b.map(|body| &body.label),
                moved: matched.moved,
                similarity: matched.similarity,
                pieces,
            }
        })
        .collect();
    Comparison {
        facts: facts(old, new),
        clauses,
    }
}

/// The clauses that are compared: all but what stands around the text.
fn bodies(document: &Document) -> Vec<Body> {
    document
        .clauses
        .iter()
        .enumerate()
        .filter(|(_, clause)| clause.level != Level::Note)
        .map(|(place, clause)| Body {
            place,
            label: canonical(clause.label.trim()).text,
            text: body(clause),
        })
        .collect()
}

/// The text of a clause without its label.
pub fn body(clause: &Clause) -> String {
    let text = clause.text.trim_start();
    let text = text
        .strip_prefix(clause.label.trim())
        .filter(|_| !clause.label.trim().is_empty())
        .unwrap_or(text);
    canonical(text).text.trim().to_owned()
}

fn facts(old: &Document, new: &Document) -> Vec<FactChange> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let number = |document: &Document| document.number.as_ref().map(|number| number.key.clone());
    [
        ("title", old.title.clone(), new.title.clone()),
        ("number", number(old), number(new)),
        (
            "unified_number",
            old.unified_number.clone(),
            new.unified_number.clone(),
        ),
        ("issuer", old.issuer.clone(), new.issuer.clone()),
        ("dated", day(old.dated), day(new.dated)),
        ("published", day(old.published), day(new.published)),
        ("effective", day(old.effective), day(new.effective)),
        ("expires", day(old.expires), day(new.expires)),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
    .map(|(field, old, new)| FactChange { field, old, new })
    .collect()
}

#[cfg(test)]
mod tests;
