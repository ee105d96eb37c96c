//! `list`: documents as a table and as objects.

use jiff::civil::Date;
use serde::Serialize;

use super::check_view::status;
use super::document_json::{DocumentJson, document};
use super::style::{Mark, Style};
use super::table::{table, tsv_cell};
use super::wrap::shorten;
use super::{SCHEMA, names};
use crate::index::entry::DocCard;

/// All documents.
#[derive(Debug, Serialize)]
pub struct ListJson<'a> {
    schema: u32,
    as_of: Date,
    total: usize,
    documents: Vec<RowJson<'a>>,
}

/// One document.
#[derive(Debug, Serialize)]
pub struct RowJson<'a> {
    #[serde(flatten)]
    document: DocumentJson<'a>,
    clauses: u32,
}

/// One document as an object.
pub fn row(card: &DocCard, as_of: Date) -> RowJson<'_> {
    RowJson {
        document: document(card, as_of),
        clauses: card.clauses,
    }
}

/// All documents as one object.
pub fn object(cards: &[DocCard], as_of: Date) -> ListJson<'_> {
    ListJson {
        schema: SCHEMA,
        as_of,
        total: cards.len(),
        documents: cards.iter().map(|card| row(card, as_of)).collect(),
    }
}

fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// The last day in force as a cell; a star where the document's own text does not state it.
pub(super) fn last_day(card: &DocCard) -> String {
    let star = if card.moved.is_some() { "*" } else { "" };
    format!("{}{star}", day(card.last_day()))
}

/// What the star means, where there is one.
pub(super) fn moved_note(cards: &[DocCard]) -> Option<&'static str> {
    cards
        .iter()
        .any(|card| card.moved.is_some())
        .then_some("* 由其他文件延长或者人工录入，出处用 tiaowen show 查看")
}

/// A line a document.
pub fn tsv(cards: &[DocCard], as_of: Date) -> String {
    let mut text = String::from(
        "编号\t路径\t标题\t文号\t制定机关\t类型\t公布日期\t施行日期\t有效至\t时效\t条数\n",
    );
    for card in cards {
        let number = card
            .number
            .as_ref()
            .map_or("", |number| number.text.as_str());
        let cells = [
            card.id.clone(),
            card.path.clone(),
            card.title.clone().unwrap_or_default(),
            number.to_owned(),
            card.issuer.clone().unwrap_or_default(),
            names::kind(card.kind).to_owned(),
            day(card.published),
            day(card.effective),
            day(card.last_day()),
            status(card, as_of).to_owned(),
            card.clauses.to_string(),
        ];
        text.push_str(
            &cells
                .iter()
                .map(|cell| tsv_cell(cell))
                .collect::<Vec<_>>()
                .join("\t"),
        );
        text.push('\n');
    }
    text
}

/// A table for people.
pub fn text(cards: &[DocCard], as_of: Date, style: &Style, width: usize) -> String {
    if cards.is_empty() {
        return "没有符合条件的文件。\n".to_owned();
    }
    let rows: Vec<Vec<String>> = cards
        .iter()
        .map(|card| {
            vec![
                card.title.clone().unwrap_or_else(|| card.path.clone()),
                card.number
                    .as_ref()
                    .map(|number| number.text.clone())
                    .unwrap_or_default(),
                day(card.effective),
                last_day(card),
                status(card, as_of).to_owned(),
            ]
        })
        .collect();
    let title = width.saturating_sub(64).clamp(24, 60);
    let mut text = String::new();
    for (at, line) in table(
        &["标题", "文号", "施行日期", "有效至", "时效"],
        &rows,
        &[title, 24],
    )
    .iter()
    .enumerate()
    {
        text.push_str(&if at == 0 {
            style.paint(Mark::Strong, line)
        } else {
            let shown = shorten(&rows[at - 1][0], title);
            let rest = line.strip_prefix(&shown).unwrap_or_default();
            format!("{}{rest}", style.link(&cards[at - 1].path, &shown))
        });
        text.push('\n');
    }
    let mut foot = vec![format!("共 {} 份，时效截至 {as_of}", cards.len())];
    foot.extend(moved_note(cards).map(str::to_owned));
    for line in foot {
        text.push_str(&style.paint(Mark::Faint, &line));
        text.push('\n');
    }
    text
}
