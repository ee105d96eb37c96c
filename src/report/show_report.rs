//! `show`: a document with its facts and their sources, or some of its clauses.

use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use super::document_json::{DocumentJson, document as document_json};
use super::search_text::{dates, head_within};
use super::style::{Mark, Style};
use super::wrap::{width as cells, wrap};
use super::{SCHEMA, names};
use crate::index::entry::{DocCard, clause_id};
use crate::law::model::{Document, Evidence, Field, Level};

/// A document as an object.
#[derive(Debug, Serialize)]
pub struct ShowJson<'a> {
    schema: u32,
    document: DocumentJson<'a>,
    unified_number: Option<&'a str>,
    dated: Option<Date>,
    evidence: std::collections::BTreeMap<Field, &'a Evidence>,
    clauses: Vec<ClauseJson<'a>>,
    warnings: &'a [String],
}

#[derive(Debug, Serialize)]
struct ClauseJson<'a> {
    id: String,
    label: &'a str,
    level: Level,
    path: &'a [String],
    heading: Option<&'a str>,
    line: Option<u32>,
    page: Option<u32>,
    text: &'a str,
}

/// The document, or the clauses selected.
pub fn object<'a>(
    card: &'a DocCard,
    document: &'a Document,
    selected: Option<Range<usize>>,
    as_of: Date,
) -> ShowJson<'a> {
    let range = selected.unwrap_or(0..document.clauses.len());
    ShowJson {
        schema: SCHEMA,
        document: document_json(card, as_of),
        unified_number: card.unified_number.as_deref(),
        dated: card.dated,
        evidence: document
            .evidence
            .iter()
            .map(|(field, evidence)| (*field, evidence))
            .collect(),
        clauses: document.clauses[range]
            .iter()
            .map(|clause| ClauseJson {
                id: clause_id(&card.id, clause.ordinal),
                label: &clause.label,
                level: clause.level,
                path: &clause.path,
                heading: clause.heading.as_deref(),
                line: clause.line(),
                page: clause.page,
                text: &clause.text,
            })
            .collect(),
        warnings: &document.warnings,
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Title => "标题",
        Field::Number => "文号",
        Field::UnifiedNumber => "统一编号",
        Field::Issuer => "制定机关",
        Field::Dated => "成文日期",
        Field::Published => "公布日期",
        Field::Effective => "施行日期",
        Field::Expires => "有效至",
        Field::Draft => "草案",
    }
}

/// Name of what a page or a title claims.
fn claim_name(key: &str) -> &'static str {
    match key {
        "status" => "时效",
        "repost" => "来源",
        "part" => "部分",
        field => super::diff_view::field_name(field),
    }
}

/// For people: head, facts with their source words, text.
pub fn text(
    card: &DocCard,
    document: &Document,
    selected: Option<Range<usize>>,
    as_of: Date,
    style: &Style,
    width: usize,
) -> String {
    let mut text = format!("{}\n", head_within(card, as_of, *style, width, 0));
    for line in wrap(&dates(card, as_of), width) {
        text.push_str(&format!("{}\n", style.paint(Mark::Faint, &line)));
    }
    let kind = format!("{}　编号 {}", names::kind(card.kind), card.id);
    // A path that does not fit behind it gets a line of its own.
    let gap = if cells(&kind) + 2 + cells(&card.path) <= width {
        "　"
    } else {
        "\n"
    };
    text.push_str(&format!(
        "{kind}{gap}{}\n",
        style.link(&card.path, &card.path)
    ));
    if selected.is_none() {
        if let Some(moved) = &card.moved {
            let line = format!("有效至（{}）依据：{}", moved.day, moved.source);
            for line in wrap(&line, width) {
                text.push_str(&format!("{}\n", style.paint(Mark::Faint, &line)));
            }
        }
        for (field, evidence) in &document.evidence {
            if matches!(field, Field::Title) {
                continue;
            }
            let place = evidence
                .line
                .map(|line| format!("第 {line} 行"))
                .unwrap_or_default();
            let name = match (&card.moved, card.expires) {
                (Some(_), Some(own)) if *field == Field::Expires => {
                    format!("原定有效至（{own}）")
                }
                _ => field_name(*field).to_owned(),
            };
            let line = format!("{name}依据：“{}”（{place}）", evidence.text.trim());
            for line in wrap(&line, width) {
                text.push_str(&format!("{}\n", style.paint(Mark::Faint, &line)));
            }
        }
        for (name, value) in &document.claims {
            text.push_str(&format!(
                "{}\n",
                style.paint(
                    Mark::Faint,
                    &format!("网页或标题自称（未核实）：{} {value}", claim_name(name))
                )
            ));
        }
        for warning in &document.warnings {
            text.push_str(&format!(
                "{}\n",
                style.paint(Mark::Warn, &format!("注意：{warning}"))
            ));
        }
    }
    text.push('\n');
    let range = selected.unwrap_or(0..document.clauses.len());
    let mut path: &[String] = &[];
    for clause in &document.clauses[range] {
        if clause.path != path {
            let common = clause.shared_headings(path);
            for heading in &clause.path[common..] {
                text.push_str(&format!("{}\n", style.paint(Mark::Strong, heading.trim())));
            }
            path = &clause.path;
        }
        if !clause.text.starts_with(&clause.label)
            && !matches!(clause.level, Level::Note | Level::Paragraph)
        {
            text.push_str(&format!(
                "{}\n",
                style.paint(Mark::Faint, &format!("〔{}〕", clause.label))
            ));
        }
        for line in wrap(&clause.text, width) {
            text.push_str(&line);
            text.push('\n');
        }
        text.push('\n');
    }
    text
}
