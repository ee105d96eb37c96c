//! `parse --format json` (CONTRACT): one object a file, fields in the order of the contract.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::extract::RawText;
use crate::law::model::{
    Clause, Document, Evidence, Field, HistoryNote, Kind, Level, Paragraph, ParsedFile, PartRole,
    Relation, RepealKind,
};
use crate::law::paragraphs::paragraphs;

/// The object of a file: its main document, the others in `contains`.
#[derive(Debug, Serialize)]
pub struct ParsedJson<'a> {
    /// Version of the contract.
    pub schema: u32,
    /// Path as given.
    pub path: &'a str,
    /// Format recognised by content.
    pub format: &'a str,
    /// Encoding of the bytes.
    pub encoding: Option<&'a str>,
    /// What became of the file: [`crate::extract::Outcome::code`].
    pub outcome: &'static str,
    /// The file in an archive the main document stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<&'a str>,
    /// The main document.
    #[serde(flatten)]
    pub document: DocumentJson<'a>,
    /// The other documents of the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<ContainedJson<'a>>,
}

/// Another document of the file.
#[derive(Debug, Serialize)]
pub struct ContainedJson<'a> {
    /// Role in the file.
    pub role: PartRole,
    /// The file in an archive it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<&'a str>,
    /// The document.
    #[serde(flatten)]
    pub document: DocumentJson<'a>,
}

/// One document.
#[derive(Debug, Serialize)]
pub struct DocumentJson<'a> {
    kind: Kind,
    draft: bool,
    title: Option<&'a str>,
    number: Option<&'a str>,
    unified_number: Option<&'a str>,
    issuer: Option<&'a str>,
    adopted: Option<Date>,
    dated: Option<Date>,
    published: Option<Date>,
    effective: Option<Date>,
    expires: Option<Date>,
    truncated: bool,
    claims: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "<[Field]>::is_empty")]
    claimed: &'a [Field],
    evidence: BTreeMap<Field, EvidenceJson<'a>>,
    validity: Option<ValidityJson<'a>>,
    notes: &'a [HistoryNote],
    clauses: Vec<ClauseJson<'a>>,
    citations: Vec<CitationJson<'a>>,
    repeals: Vec<RepealJson<'a>>,
    extensions: Vec<ExtensionJson<'a>>,
    warnings: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct EvidenceJson<'a> {
    clause: u32,
    line: Option<u32>,
    start: u32,
    end: u32,
    text: &'a str,
}

impl<'a> From<&'a Evidence> for EvidenceJson<'a> {
    fn from(e: &'a Evidence) -> Self {
        Self {
            clause: e.clause,
            line: e.line,
            start: e.span.start,
            end: e.span.end,
            text: &e.text,
        }
    }
}

#[derive(Debug, Serialize)]
struct ValidityJson<'a> {
    text: &'a str,
    clause: u32,
    line: Option<u32>,
    until: Option<Date>,
    trial: bool,
}

#[derive(Debug, Serialize)]
struct ClauseJson<'a> {
    id: u32,
    label: &'a str,
    level: Level,
    path: &'a [String],
    heading: Option<&'a str>,
    line: Option<u32>,
    text: &'a str,
    paragraphs: Vec<Paragraph>,
}

#[derive(Debug, Serialize)]
struct CitationJson<'a> {
    clause: u32,
    line: Option<u32>,
    start: u32,
    end: u32,
    text: &'a str,
    title: Option<&'a str>,
    number: Option<&'a str>,
    article: Option<String>,
    paragraph: Option<&'a str>,
    item: Option<&'a str>,
    relation: Relation,
    nested: bool,
}

#[derive(Debug, Serialize)]
struct RepealJson<'a> {
    clause: u32,
    line: Option<u32>,
    sentence: &'a str,
    kind: RepealKind,
    title: Option<&'a str>,
    number: Option<&'a str>,
    date: Option<Date>,
    articles: &'a [String],
    effective: Option<Date>,
    issuer: Option<&'a str>,
    operative: bool,
}

#[derive(Debug, Serialize)]
struct ExtensionJson<'a> {
    clause: u32,
    line: Option<u32>,
    sentence: &'a str,
    title: Option<&'a str>,
    number: Option<&'a str>,
    until: Option<Date>,
    months: Option<u32>,
}

/// The object for a parsed file.
pub fn parsed<'a>(path: &'a str, raw: &'a RawText, file: &'a ParsedFile) -> Option<ParsedJson<'a>> {
    let (main, others) = file.documents.split_first()?;
    let warnings = raw.warnings.iter().map(String::as_str);
    let mut document = document(main);
    document.warnings.splice(0..0, warnings);
    Some(ParsedJson {
        schema: 1,
        path,
        format: &raw.format,
        encoding: raw.encoding.as_deref(),
        outcome: raw.outcome.code(),
        member: main.member.as_deref(),
        document,
        contains: others
            .iter()
            .map(|d| ContainedJson {
                role: d.part,
                member: d.member.as_deref(),
                document: self::document(d),
            })
            .collect(),
    })
}

fn document(d: &Document) -> DocumentJson<'_> {
    DocumentJson {
        kind: d.kind,
        draft: d.draft,
        title: d.title.as_deref(),
        number: d.number.as_ref().map(|n| n.key.as_str()),
        unified_number: d.unified_number.as_deref(),
        issuer: d.issuer.as_deref(),
        adopted: d.adopted,
        dated: d.dated,
        published: d.published,
        effective: d.effective,
        expires: d.expires,
        truncated: d.truncated,
        claims: &d.claims,
        claimed: &d.claimed,
        evidence: d.evidence.iter().map(|(f, e)| (*f, e.into())).collect(),
        validity: d.validity.as_ref().map(|v| ValidityJson {
            text: &v.text,
            clause: v.clause,
            line: v.line,
            until: v.until,
            trial: v.trial,
        }),
        notes: &d.notes,
        clauses: d.clauses.iter().map(clause).collect(),
        citations: d
            .citations
            .iter()
            .map(|c| CitationJson {
                clause: c.clause,
                line: c.line,
                start: c.span.start,
                end: c.span.end,
                text: &c.text,
                title: c.title.as_deref(),
                number: c.number.as_deref(),
                article: (!c.articles.is_empty()).then(|| c.articles.join("、")),
                paragraph: c.paragraph.as_deref(),
                item: c.item.as_deref(),
                relation: c.relation,
                nested: c.nested,
            })
            .collect(),
        repeals: d
            .repeals
            .iter()
            .map(|r| RepealJson {
                clause: r.clause,
                line: r.line,
                sentence: &r.sentence,
                kind: r.kind,
                title: r.title.as_deref(),
                number: r.number.as_deref(),
                date: r.date,
                articles: &r.articles,
                effective: r.effective,
                issuer: r.issuer.as_deref(),
                operative: r.operative,
            })
            .collect(),
        extensions: d
            .extensions
            .iter()
            .map(|e| ExtensionJson {
                clause: e.clause,
                line: e.line,
                sentence: &e.sentence,
                title: e.title.as_deref(),
                number: e.number.as_deref(),
                until: e.until,
                months: e.months,
            })
            .collect(),
        warnings: d.warnings.iter().map(String::as_str).collect(),
    }
}

fn clause(c: &Clause) -> ClauseJson<'_> {
    ClauseJson {
        id: c.ordinal,
        label: &c.label,
        level: c.level,
        path: &c.path,
        heading: c.heading.as_deref(),
        line: c.line(),
        text: &c.text,
        paragraphs: paragraphs(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::parse::parse_file;

    #[test]
    fn fields_stand_in_the_order_of_the_contract() {
        let raw = RawText {
            text: "韶州市科技创新券管理办法\n韶州科〔2021〕7号\n第一条 为了管理，制定本办法。\n第二条 本办法自2021年7月1日起施行，有效期5年。\n".to_owned(),
            format: "txt".to_owned(),
            encoding: Some("UTF-8".to_owned()),
            ..RawText::default()
        };
        let file = parse_file(&raw, "a.txt");
        let json = serde_json::to_string(&parsed("a.txt", &raw, &file).expect("a document"))
            .expect("JSON");
        let keys = [
            "schema",
            "path",
            "format",
            "encoding",
            "outcome",
            "kind",
            "draft",
            "title",
            "number",
            "unified_number",
            "issuer",
            "dated",
            "published",
            "effective",
            "expires",
            "truncated",
            "claims",
            "evidence",
            "validity",
            "notes",
            "clauses",
            "citations",
            "repeals",
            "warnings",
        ];
        let mut at = 0;
        for key in keys {
            let found = json[at..]
                .find(&format!("\"{key}\":"))
                .unwrap_or_else(|| panic!("{key} is missing or out of order"));
            at += found;
            if key == "clauses" {
                at = json.rfind("\"citations\":").expect("citations") - 1;
            }
        }
        assert!(json.contains("\"validity\":{\"text\":"), "{json}");
        assert!(json.contains("\"expires\":\"2026-06-30\""), "{json}");
        assert!(
            !json.contains("\"contains\""),
            "one document contains no other"
        );
    }
}
