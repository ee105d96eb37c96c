//! `refs --format json`.

use jiff::civil::Date;
use serde::Serialize;

use super::SCHEMA;
use super::document_json::{DocumentJson, document};
use super::refs_view::{MentionView, RefsView};
use crate::index::entry::clause_id;
use crate::law::model::{Clause, Relation};
use crate::law::references::sentence;

/// An answer as an object.
#[derive(Debug, Serialize)]
pub struct RefsJson<'a> {
    schema: u32,
    as_of: Date,
    /// What was asked about, as typed.
    asked: &'a str,
    /// `null` where the corpus has no such document.
    document: Option<DocumentJson<'a>>,
    clause: Option<ClauseJson<'a>>,
    cites: Vec<CiteJson<'a>>,
    cited_by: Vec<CitedJson<'a>>,
    /// `null` unless asked for.
    impact: Option<ImpactJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ClauseJson<'a> {
    id: String,
    label: &'a str,
}

/// A citation that stands in the document asked about.
#[derive(Debug, Serialize)]
struct CiteJson<'a> {
    #[serde(flatten)]
    citation: CitationJson<'a>,
    /// What it means; `null` where the corpus has no such document or several.
    means: Option<DocumentJson<'a>>,
    /// How many documents of the corpus it could mean.
    candidates: usize,
}

/// A citation that stands in another document.
#[derive(Debug, Serialize)]
struct CitedJson<'a> {
    document: DocumentJson<'a>,
    #[serde(flatten)]
    citation: CitationJson<'a>,
}

/// A citation with its place.
#[derive(Debug, Serialize)]
struct CitationJson<'a> {
    clause: ClauseJson<'a>,
    line: Option<u32>,
    /// Place in the text of the clause, in code points.
    start: u32,
    end: u32,
    text: &'a str,
    title: Option<&'a str>,
    number: Option<&'a str>,
    articles: &'a [String],
    paragraph: Option<&'a str>,
    item: Option<&'a str>,
    relation: Relation,
    /// The sentence it stands in.
    quote: String,
}

#[derive(Debug, Serialize)]
struct ImpactJson<'a> {
    direct: Vec<AffectedJson<'a>>,
    indirect: Vec<IndirectJson<'a>>,
}

#[derive(Debug, Serialize)]
struct AffectedJson<'a> {
    document: DocumentJson<'a>,
    clauses: Vec<CitationJson<'a>>,
}

#[derive(Debug, Serialize)]
struct IndirectJson<'a> {
    document: DocumentJson<'a>,
    /// Id of the document through which it rests on what was asked about.
    via: &'a str,
    steps: u32,
}

/// The object.
pub fn object<'a>(view: &RefsView<'a>) -> RefsJson<'a> {
    let day = view.as_of;
    RefsJson {
        schema: SCHEMA,
        as_of: day,
        asked: view.asked,
        document: view.card.map(|card| document(card, day)),
        clause: view
            .card
            .zip(view.clause)
            .map(|(card, found)| clause(&card.id, found)),
        cites: view
            .cites
            .iter()
            .map(|mention| CiteJson {
                citation: citation(mention),
                means: mention.means.map(|card| document(card, day)),
                candidates: mention.candidates,
            })
            .collect(),
        cited_by: view
            .cited_by
            .iter()
            .map(|mention| CitedJson {
                document: document(mention.card, day),
                citation: citation(mention),
            })
            .collect(),
        impact: view.impact.as_ref().map(|impact| ImpactJson {
            direct: impact
                .direct
                .iter()
                .map(|(card, mentions)| AffectedJson {
                    document: document(card, day),
                    clauses: mentions.iter().map(citation).collect(),
                })
                .collect(),
            indirect: impact
                .indirect
                .iter()
                .map(|one| IndirectJson {
                    document: document(one.card, day),
                    via: &one.via.id,
                    steps: one.steps,
                })
                .collect(),
        }),
    }
}

fn clause<'a>(document: &str, clause: &'a Clause) -> ClauseJson<'a> {
    ClauseJson {
        id: clause_id(document, clause.ordinal),
        label: &clause.label,
    }
}

fn citation<'a>(mention: &MentionView<'a>) -> CitationJson<'a> {
    let citation = mention.citation;
    CitationJson {
        clause: clause(&mention.card.id, mention.clause),
        line: citation.line,
        start: citation.span.start,
        end: citation.span.end,
        text: &citation.text,
        title: citation.title.as_deref(),
        number: citation.number.as_deref(),
        articles: &citation.articles,
        paragraph: citation.paragraph.as_deref(),
        item: citation.item.as_deref(),
        relation: citation.relation,
        quote: sentence(mention.clause, citation.span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::refs_text::tests::{asked, impact};

    #[test]
    fn shape() {
        let corpus = crate::report::check_sample::corpus();
        insta::assert_snapshot!(
            serde_json::to_string_pretty(&object(&asked(&corpus))).expect("json")
        );
    }

    #[test]
    fn shape_of_the_impact() {
        let corpus = crate::report::check_sample::corpus();
        insta::assert_snapshot!(
            serde_json::to_string_pretty(&object(&impact(&corpus))).expect("json")
        );
    }
}
