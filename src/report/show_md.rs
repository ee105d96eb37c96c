//! A document or some of its clauses as Markdown, for pasting into a paper.

use std::ops::Range;

use jiff::civil::Date;

use super::markdown::{cite, inline, paragraphs, standing};
use crate::index::entry::DocCard;
use crate::law::model::Document;

/// The document, or the clauses selected.
pub fn render(
    card: &DocCard,
    document: &Document,
    selected: Option<Range<usize>>,
    as_of: Date,
) -> String {
    let mut out = format!(
        "# {}\n\n{}\n\n来源：`{}`，时效截至 {as_of}\n",
        cite(card),
        standing(card, as_of),
        card.path.replace('`', "'")
    );
    for warning in &document.warnings {
        out.push_str(&format!("\n*注意：{}*\n", inline(warning)));
    }
    let range = selected.unwrap_or(0..document.clauses.len());
    let mut path: &[String] = &[];
    for clause in &document.clauses[range] {
        let common = clause.shared_headings(path);
        for (depth, heading) in clause.path.iter().enumerate().skip(common) {
            out.push_str(&format!(
                "\n{} {}\n",
                "#".repeat((depth + 2).min(6)),
                inline(heading)
            ));
        }
        path = &clause.path;
        out.push('\n');
        out.push_str(&paragraphs(&clause.text, ""));
    }
    out
}
