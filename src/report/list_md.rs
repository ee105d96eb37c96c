//! Documents as a Markdown table.

use jiff::civil::Date;

use super::check_view::{number, status};
use super::list_report::{last_day, moved_note};
use super::markdown::inline;
use crate::index::entry::DocCard;

/// The table.
pub fn render(cards: &[DocCard], as_of: Date) -> String {
    let mut out = String::from(
        "| 序号 | 标题 | 文号 | 制定机关 | 施行日期 | 有效至 | 时效 |\n|---:|---|---|---|---|---|---|\n",
    );
    for (at, card) in cards.iter().enumerate() {
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            at + 1,
            inline(card.title.as_deref().unwrap_or(&card.path)),
            inline(number(card)),
            inline(card.issuer.as_deref().unwrap_or_default()),
            day(card.effective),
            last_day(card).replace('*', "\\*"),
            status(card, as_of)
        ));
    }
    out.push_str(&format!("\n共 {} 份，时效截至 {as_of}。\n", cards.len()));
    if let Some(note) = moved_note(cards) {
        out.push_str(&format!("\n\\{note}。\n"));
    }
    out
}
