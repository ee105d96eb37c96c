//! What the renderers of `refs` share.

use jiff::civil::Date;

use crate::index::entry::DocCard;
use crate::law::model::{Citation, Clause, Relation};

/// A citation with where it stands and what it means.
#[derive(Clone, Copy, Debug)]
pub struct MentionView<'a> {
    /// The citing document.
    pub card: &'a DocCard,
    /// The citing clause.
    pub clause: &'a Clause,
    /// The citation.
    pub citation: &'a Citation,
    /// What it means; none where the corpus has no such document or several.
    pub means: Option<&'a DocCard>,
    /// How many documents of the corpus it could mean; 0 where none.
    pub candidates: usize,
}

/// A document that rests on what was asked about through another.
#[derive(Clone, Copy, Debug)]
pub struct IndirectView<'a> {
    /// The document.
    pub card: &'a DocCard,
    /// Through which it does.
    pub via: &'a DocCard,
    /// Steps from what was asked about.
    pub steps: u32,
}

/// What rests on what was asked about.
#[derive(Clone, Debug, Default)]
pub struct ImpactView<'a> {
    /// Mentions by document, those made on its basis first.
    pub direct: Vec<(&'a DocCard, Vec<MentionView<'a>>)>,
    /// Documents further away.
    pub indirect: Vec<IndirectView<'a>>,
}

/// An answer of `refs`.
#[derive(Clone, Debug)]
pub struct RefsView<'a> {
    /// The day on which status is judged.
    pub as_of: Date,
    /// What was asked about, as typed.
    pub asked: &'a str,
    /// The document asked about, where the corpus has it.
    pub card: Option<&'a DocCard>,
    /// The clause asked about.
    pub clause: Option<&'a Clause>,
    /// What it cites.
    pub cites: Vec<MentionView<'a>>,
    /// What cites it.
    pub cited_by: Vec<MentionView<'a>>,
    /// What rests on it, where asked for; then the other two are empty.
    pub impact: Option<ImpactView<'a>>,
}

impl RefsView<'_> {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.cites.is_empty()
            && self.cited_by.is_empty()
            && self
                .impact
                .as_ref()
                .is_none_or(|impact| impact.direct.is_empty())
    }
}

/// Chinese name of a relation.
pub fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Basis => "制定依据",
        Relation::Reference => "引用",
        Relation::Repeal => "废止",
        Relation::Amend => "修改",
        Relation::Definition => "定义简称",
        Relation::Itself => "本文件",
        Relation::History => "沿革",
    }
}
