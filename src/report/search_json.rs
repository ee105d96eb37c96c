//! `search --format json|jsonl|tsv` (CONTRACT).

use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;

use super::SCHEMA;
use super::check_view::status;
use super::document_json::{DocumentJson, document};
use super::table::tsv_cell;
use crate::index::entry::clause_id;
use crate::law::model::{Kind, Status};
use crate::search::facets::Facets;
use crate::search::{Hit, SearchResult};

/// The answer.
#[derive(Debug, Serialize)]
pub struct SearchJson<'a> {
    schema: u32,
    query: &'a str,
    as_of: Date,
    total: usize,
    took_ms: f64,
    engine: &'static str,
    segmented: &'a [String],
    notes: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    suggestions: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<FacetsJson<'a>>,
    hits: Vec<HitJson<'a>>,
}

/// One hit.
#[derive(Debug, Serialize)]
pub struct HitJson<'a> {
    rank: usize,
    score: f32,
    also_at: &'a [String],
    document: DocumentJson<'a>,
    clause: ClauseJson<'a>,
    highlights: Vec<[u32; 2]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceJson<'a>>,
}

/// Counts of clauses; `null` as a value where a document does not state it.
#[derive(Debug, Serialize)]
struct FacetsJson<'a> {
    documents: usize,
    kind: Vec<CountJson<Kind>>,
    issuer: Vec<CountJson<Option<&'a str>>>,
    issuer_other: usize,
    status: Vec<CountJson<Status>>,
    year: Vec<CountJson<Option<i16>>>,
}

#[derive(Debug, Serialize)]
struct CountJson<T> {
    value: T,
    clauses: usize,
}

fn facets(facets: &Facets) -> FacetsJson<'_> {
    fn counts<T: Copy>(counts: &[(T, usize)]) -> Vec<CountJson<T>> {
        counts
            .iter()
            .map(|&(value, clauses)| CountJson { value, clauses })
            .collect()
    }
    FacetsJson {
        documents: facets.documents,
        kind: counts(&facets.kinds),
        issuer: facets
            .issuers
            .iter()
            .map(|(value, clauses)| CountJson {
                value: value.as_deref(),
                clauses: *clauses,
            })
            .collect(),
        issuer_other: facets.other_issuers,
        status: counts(&facets.statuses),
        year: counts(&facets.years),
    }
}

#[derive(Debug, Serialize)]
struct ClauseJson<'a> {
    id: String,
    label: &'a str,
    path: &'a [String],
    heading: Option<&'a str>,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct EvidenceJson<'a> {
    what: &'a str,
    score: f32,
}

/// The whole answer as one object.
pub fn object(result: &SearchResult, took: Duration) -> SearchJson<'_> {
    SearchJson {
        schema: SCHEMA,
        query: &result.query,
        as_of: result.as_of,
        total: result.total,
        took_ms: took.as_micros() as f64 / 1000.0,
        engine: "tantivy",
        segmented: &result.segmented,
        notes: &result.notes,
        suggestions: &result.suggestions,
        facets: result.facets.as_ref().map(facets),
        hits: result
            .hits
            .iter()
            .map(|found| hit(found, result.as_of))
            .collect(),
    }
}

/// One hit as an object.
pub fn hit(hit: &Hit, as_of: Date) -> HitJson<'_> {
    HitJson {
        rank: hit.rank,
        score: hit.score,
        also_at: &hit.also_at,
        document: document(&hit.card, as_of),
        clause: ClauseJson {
            id: clause_id(&hit.card.id, hit.clause.ordinal),
            label: &hit.clause.label,
            path: &hit.clause.path,
            heading: hit.clause.heading.as_deref(),
            text: &hit.clause.text,
        },
        highlights: hit
            .highlights
            .iter()
            .map(|span| [span.start, span.end])
            .collect(),
        evidence: hit
            .evidence
            .iter()
            .map(|(what, score)| EvidenceJson {
                what,
                score: *score,
            })
            .collect(),
    }
}

/// A line a hit: rank, score, path, title, number, status, label, text.
pub fn tsv(result: &SearchResult) -> String {
    let mut text = String::from("rank\tscore\tpath\ttitle\tnumber\tstatus\tlabel\ttext\n");
    for hit in &result.hits {
        text.push_str(&format!(
            "{}\t{:.4}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            hit.rank,
            hit.score,
            tsv_cell(&hit.card.path),
            tsv_cell(hit.card.title.as_deref().unwrap_or_default()),
            tsv_cell(
                hit.card
                    .number
                    .as_ref()
                    .map_or("", |number| number.text.as_str())
            ),
            status(&hit.card, result.as_of),
            tsv_cell(&hit.clause.label),
            tsv_cell(&hit.clause.text),
        ));
    }
    text
}
