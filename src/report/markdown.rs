//! What the Markdown renderers share. They are made for pasting into a paper: whole clauses, properly cited, no
//! marks of matches.

use jiff::civil::Date;

use super::check_view::{number, status, title};
use crate::index::entry::DocCard;
use crate::law::model::Clause;

/// A text on one line, without characters that Markdown or HTML would act on.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The paragraphs of a text, with `before` at the head of each line.
pub(super) fn paragraphs(text: &str, before: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("{before}{}\n", paragraph(line)))
        .collect();
    lines.join(&format!("{}\n", before.trim_end()))
}

/// One paragraph; what Markdown would take for a list keeps its looks.
fn paragraph(line: &str) -> String {
    // The blank after the label of an article is part of its looks.
    let line = line.trim();
    let text = line.split('　').map(inline).collect::<Vec<_>>().join("　");
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = &text[digits..];
    if digits > 0 && (rest.starts_with(". ") || rest.starts_with(") ")) {
        return format!("{}\\{rest}", &text[..digits]);
    }
    if text.starts_with("- ") || text.starts_with("+ ") {
        return format!("\\{text}");
    }
    text
}

/// `《韶州市科技企业孵化载体管理办法》（韶州科〔2021〕44号）`.
pub(super) fn cite(card: &DocCard) -> String {
    let mut text = format!("《{}》", inline(title(card)));
    if !number(card).is_empty() {
        text.push_str(&format!("（{}）", inline(number(card))));
    }
    text
}

/// The same with the clause: `《…》（…）第七条`.
pub(super) fn cite_clause(card: &DocCard, clause: &Clause) -> String {
    format!("{}{}", cite(card), inline(&clause.label))
}

/// Status and dates in one line.
pub(super) fn standing(card: &DocCard, as_of: Date) -> String {
    let dates = super::search_text::dates(card, as_of);
    let status = status(card, as_of);
    if dates.is_empty() {
        status.to_owned()
    } else {
        format!("{status}；{}", inline(&dates))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_markup() {
        assert_eq!(inline("a*b <c> | d\ne"), "a\\*b &lt;c&gt; \\| d e");
        assert_eq!(
            paragraphs("1. 甲\n\n- 乙\n第一条　丙", "> "),
            "> 1\\. 甲\n>\n> \\- 乙\n>\n> 第一条　丙\n"
        );
    }
}
