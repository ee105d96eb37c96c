//! Search results as Markdown, for pasting into a paper.

use super::markdown::{cite_clause, inline, paragraphs, standing};
use crate::search::SearchResult;

/// The page.
pub fn render(result: &SearchResult) -> String {
    let mut out = format!("# 检索：{}\n\n", inline(&result.query));
    let shown = match (result.hits.first(), result.hits.last()) {
        (Some(first), Some(last)) if last.rank < result.total || first.rank > 1 => {
            format!("，以下为第 {}–{} 条", first.rank, last.rank)
        }
        _ => String::new(),
    };
    out.push_str(&format!(
        "共 {} 条{shown}。时效截至 {}。\n",
        result.total, result.as_of
    ));
    for note in &result.notes {
        out.push_str(&format!("\n*{}*\n", inline(note)));
    }
    for hit in &result.hits {
        out.push_str(&format!(
            "\n## {}. {}\n\n{}\n\n",
            hit.rank,
            cite_clause(&hit.card, &hit.clause),
            standing(&hit.card, result.as_of)
        ));
        if !hit.clause.path.is_empty() {
            let path: Vec<String> = hit.clause.path.iter().map(|part| inline(part)).collect();
            out.push_str(&format!("{}\n\n", path.join(" › ")));
        }
        out.push_str(&paragraphs(&hit.clause.text, "> "));
        out.push_str(&format!("\n来源：`{}`\n", hit.card.path.replace('`', "'")));
        if !hit.also_at.is_empty() {
            let also: Vec<String> = hit.also_at.iter().map(|path| inline(path)).collect();
            out.push_str(&format!("同文另见：{}\n", also.join("、")));
        }
    }
    out
}
