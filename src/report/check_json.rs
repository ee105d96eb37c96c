//! `check --format json`: exactly the object of CONTRACT.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::document_json::{DocumentJson, document};
use crate::check::finding::{Certainty, Finding, Related, Suggestion};
use crate::check::registry;
use crate::check::view::CorpusView;
use crate::index::entry::clause_id;

/// The result of a check.
#[derive(Debug, Serialize)]
pub struct CheckJson<'a, D: Serialize> {
    schema: u32,
    as_of: Date,
    /// Number of documents that were checked.
    documents: usize,
    findings: Vec<FindingJson<'a, D>>,
    summary: BTreeMap<&'static str, usize>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct FindingJson<'a, D: Serialize> {
    rule: &'static str,
    name: &'static str,
    certainty: Certainty,
    document: DocumentJson<'a>,
    clause: Option<ClauseJson<'a>>,
    line: Option<u32>,
    quote: &'a str,
    /// Place of `term` in `quote`, in code points; `null` where the finding has no term or the quote not its words.
    start: Option<usize>,
    end: Option<usize>,
    term: Option<&'a str>,
    message: &'a str,
    basis: &'a str,
    related: Option<&'a Related>,
    suggestion: Suggestion,
    verified: bool,
    key: &'a str,
    decision: Option<&'a D>,
}

#[derive(Debug, Serialize)]
struct ClauseJson<'a> {
    id: String,
    label: &'a str,
}

/// The object of a check over `documents` documents. Each finding comes with the decision that stands.
pub fn object<'a, D: Serialize>(
    findings: impl IntoIterator<Item = (&'a Finding, Option<&'a D>)>,
    view: &'a CorpusView,
    documents: usize,
    as_of: Date,
) -> CheckJson<'a, D> {
    let mut summary = BTreeMap::new();
    let findings = findings
        .into_iter()
        .map(|(finding, decision)| {
            *summary.entry(finding.rule).or_insert(0) += 1;
            row(finding, decision, view, as_of)
        })
        .collect();
    CheckJson {
        schema: 1,
        as_of,
        documents,
        findings,
        summary,
    }
}

/// One finding; a line of `--format jsonl`.
pub fn row<'a, D: Serialize>(
    finding: &'a Finding,
    decision: Option<&'a D>,
    view: &'a CorpusView,
    as_of: Date,
) -> FindingJson<'a, D> {
    let entry = &view.documents[finding.document];
    let clause = finding.clause.and_then(|ordinal| {
        let clause = entry
            .document
            .clauses
            .iter()
            .find(|clause| clause.ordinal == ordinal)?;
        Some(ClauseJson {
            id: clause_id(&entry.card.id, ordinal),
            label: &clause.label,
        })
    });
    let place = finding
        .term
        .as_deref()
        .and_then(|term| place_of(&finding.quote, term));
    FindingJson {
        rule: finding.rule,
        name: registry::find(finding.rule).map_or(finding.rule, |rule| rule.name),
        certainty: finding.certainty,
        document: document(&entry.card, as_of),
        clause,
        line: finding.line,
        quote: &finding.quote,
        start: place.map(|(start, _)| start),
        end: place.map(|(_, end)| end),
        term: finding.term.as_deref(),
        message: &finding.message,
        basis: &finding.basis,
        related: finding.related.as_ref(),
        suggestion: finding.suggestion,
        verified: finding.verified,
        key: &finding.key,
        decision,
    }
}

/// Where a term stands in a quote, in code points; blanks and line breaks inside it do not count.
fn place_of(quote: &str, term: &str) -> Option<(usize, usize)> {
    let letters: Vec<(usize, char)> = quote
        .chars()
        .enumerate()
        .filter(|(_, c)| !c.is_whitespace())
        .collect();
    let wanted: Vec<char> = term.chars().filter(|c| !c.is_whitespace()).collect();
    if wanted.is_empty() {
        return None;
    }
    let at = letters
        .windows(wanted.len())
        .position(|window| window.iter().map(|&(_, c)| c).eq(wanted.iter().copied()))?;
    Some((letters[at].0, letters[at + wanted.len() - 1].0 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_over_breaks() {
        assert_eq!(
            place_of("依照《韶州\n市办法》办理", "《韶州市办法》"),
            Some((2, 10))
        );
        assert_eq!(place_of("依照", "依据"), None);
        assert_eq!(place_of("依照", ""), None);
    }
}
