//! Excerpts as Markdown.

use jiff::civil::Date;

use super::{Excerpt, caution, citation, lines, subtitle};
use crate::report::search_text::dates;

/// Renders excerpts.
pub fn render(excerpts: &[Excerpt], as_of: Date) -> String {
    let mut text = format!("# 条文摘录\n\n{}\n", subtitle(excerpts, as_of));
    for Excerpt { card, clause } in excerpts {
        text.push_str(&format!("\n## {}\n\n", inline(&citation(card, clause))));
        if let Some(caution) = caution(card, as_of) {
            text.push_str(&format!("**{}**\n\n", inline(&caution)));
        }
        if !clause.path.is_empty() {
            text.push_str(&format!("{}\n\n", inline(&clause.path.join(" › "))));
        }
        // Two blanks at the end keep the lines of a clause apart.
        let quoted: Vec<String> = lines(clause)
            .iter()
            .map(|line| format!("> {}", inline(line)))
            .collect();
        text.push_str(&quoted.join("  \n"));
        text.push_str(&format!(
            "\n\n{}。来源：{}\n",
            inline(&dates(card, as_of)),
            inline(&card.path)
        ));
    }
    text
}

/// Text in which nothing is markup.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TODAY, sample};
    use super::*;

    #[test]
    fn excerpts() {
        insta::assert_snapshot!(render(&sample(), TODAY));
    }
}
