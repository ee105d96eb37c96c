//! `parse` for people: what was read from a file.

use super::names;
use super::style::{Mark, Style};
use super::wrap::{shorten, wrap};
use crate::extract::RawText;
use crate::law::model::{Document, ParsedFile};

/// The reading of a file.
pub fn render(
    path: &str,
    raw: &RawText,
    parsed: &ParsedFile,
    style: &Style,
    width: usize,
) -> String {
    let encoding = raw.encoding.as_deref().unwrap_or("—");
    let mut text = format!(
        "{path}（{}，{encoding}，{} 份文件）\n",
        raw.format,
        parsed.documents.len()
    );
    for warning in &raw.warnings {
        text.push_str(&format!(
            "{}\n",
            style.paint(Mark::Warn, &format!("注意：{warning}"))
        ));
    }
    for document in &parsed.documents {
        text.push_str(&one(document, *style, width));
    }
    text
}

fn one(document: &Document, style: Style, width: usize) -> String {
    let mut text = format!(
        "\n{}　{}{}{}\n",
        style.paint(
            Mark::Strong,
            document.title.as_deref().unwrap_or("（无标题）")
        ),
        names::part(document.part),
        if document.draft { "　草案" } else { "" },
        if document.truncated {
            "　文本不完整"
        } else {
            ""
        },
    );
    let day =
        |date: Option<jiff::civil::Date>| date.map_or("—".to_owned(), |date| date.to_string());
    if let Some(member) = &document.member {
        text.push_str(&format!("压缩包内 {member}\n"));
    }
    text.push_str(&format!(
        "类型 {}　文号 {}　统一编号 {}　机关 {}\n",
        names::kind(document.kind),
        document
            .number
            .as_ref()
            .map_or("—", |number| number.text.as_str()),
        document.unified_number.as_deref().unwrap_or("—"),
        document.issuer.as_deref().unwrap_or("—"),
    ));
    text.push_str(&format!(
        "成文 {}　公布 {}　施行 {}　有效至 {}\n",
        day(document.dated),
        day(document.published),
        day(document.effective),
        day(document.expires)
    ));
    for warning in &document.warnings {
        text.push_str(&format!(
            "{}\n",
            style.paint(Mark::Warn, &format!("注意：{warning}"))
        ));
    }
    for repeal in &document.repeals {
        let object = repeal
            .title
            .as_deref()
            .map(|title| format!("《{title}》"))
            .or_else(|| repeal.number.clone());
        let line = format!(
            "废止：{}　“{}”",
            object.unwrap_or_else(|| "（未指名）".to_owned()),
            repeal.sentence.trim()
        );
        for line in wrap(&line, width) {
            text.push_str(&format!("{line}\n"));
        }
    }
    text.push_str(&format!(
        "引用 {} 处，条款单元 {} 个：\n",
        document.citations.len(),
        document.clauses.len()
    ));
    for clause in &document.clauses {
        let line = clause
            .line()
            .map(|line| format!("{line:>5}"))
            .unwrap_or_default();
        let place = clause.path.join(" › ");
        let body: String = clause.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("〔{place}〕")
        };
        text.push_str(&format!(
            "{line} {} {}\n",
            names::level(clause.level),
            shorten(&format!("{place}{body}"), width.saturating_sub(14))
        ));
    }
    text
}
