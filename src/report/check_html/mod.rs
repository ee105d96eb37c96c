//! `check` as one self-contained web page: numbers, a time line, a picture of who repeals and cites
//! whom, a table to filter. It loads nothing and prints on A4.
//!
//! Everything that comes from documents is escaped; the page forbids itself any connection.

mod graph;
mod rows;
mod timeline;

use std::fmt::Write;

use super::check_view::CheckView;
use super::names;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Renders the page.
pub fn render(view: &CheckView<'_>) -> String {
    let as_of = view.as_of.to_string();
    let (timeline, graph) = (timeline::render(view), graph::render(view));
    let (tiles, rules, round) = (tiles(view), rules(view), round(view));
    let (filters, rows, lapsed) = (rows::filters(view), rows::rows(view), rows::lapsed(view));
    fill(
        PAGE,
        &[
            ("as_of", &as_of),
            ("style", STYLE),
            ("round", &round),
            ("tiles", &tiles),
            ("rules", &rules),
            ("timeline", &timeline),
            ("graph", &graph),
            ("filters", &filters),
            ("rows", &rows),
            ("lapsed", &lapsed),
            ("script", SCRIPT),
        ],
    )
}

/// Puts values into the places `{{name}}` of a template in one pass, so that no value is a template itself.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(
        template.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>(),
    );
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(value);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Text for HTML and SVG, in elements and in quoted attributes; no control characters.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            // Bidirectional overrides would let a text show other than it reads.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The numbers at the top.
fn tiles(view: &CheckView<'_>) -> String {
    let summary = view.summary();
    let mut tiles = vec![
        ("", summary.documents, "检查文件".to_owned()),
        ("", summary.concerned, "有问题的文件".to_owned()),
        ("bad", summary.certain, "确定".to_owned()),
        ("warn", summary.probable, "很可能".to_owned()),
        ("", summary.hints, "提示".to_owned()),
    ];
    if view.compared {
        tiles.push(("warn", summary.new, "新增".to_owned()));
        tiles.push(("warn", summary.changed, "有变化".to_owned()));
        tiles.push(("", summary.open, "待处理".to_owned()));
        tiles.push(("", summary.decided, "已处理".to_owned()));
        tiles.push(("", summary.lapsed, "不再出现".to_owned()));
    }
    tiles.extend(
        summary
            .statuses
            .iter()
            .map(|(status, count)| ("", *count, names::status(*status).to_owned())),
    );
    let mut out = String::new();
    for (class, count, name) in tiles {
        let _ = writeln!(
            out,
            "<div class=\"tile {class}\"><b>{count}</b><span>{}</span></div>",
            escape(&name)
        );
    }
    out
}

/// How many findings of each rule, as bars.
fn rules(view: &CheckView<'_>) -> String {
    let summary = view.summary();
    let Some(most) = summary.rules.values().copied().max() else {
        return String::new();
    };
    let mut counts: Vec<(&str, usize)> = summary
        .rules
        .iter()
        .map(|(rule, count)| (*rule, *count))
        .collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut out = String::from("<table class=\"bars\" aria-label=\"各类问题的数量\">\n");
    for (rule, count) in counts {
        let share = count * 100 / most.max(1);
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td><i style=\"width:{share}%\"></i></td><td>{count}</td></tr>",
            escape(view.rule_name(rule))
        );
    }
    out.push_str("</table>");
    out
}

/// What the tiles of a later round mean.
fn round(view: &CheckView<'_>) -> String {
    if view.compared {
        "已与上一轮的处理意见对照：所据内容没有变化的不再提示，有变化的重新列出。".to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::check_sample::{corpus, findings, first_round, ledger, round};

    #[test]
    fn second_round() {
        let corpus = corpus();
        let page = render(&round(&corpus, findings(&corpus), &ledger(&corpus), true));
        // Style and script are files of their own; the snapshot holds what is made.
        insta::assert_snapshot!(page.replace(STYLE, "…").replace(SCRIPT, "…"));
    }

    #[test]
    fn nothing_is_loaded_and_nothing_is_markup() {
        let mut corpus = corpus();
        let evil = "<script>alert(1)</script>\"'{{rows}}";
        for document in &mut corpus.documents {
            document.card.title = Some(evil.to_owned());
            document.card.path = evil.to_owned();
        }
        let mut findings = findings(&corpus);
        for finding in &mut findings {
            finding.quote = evil.to_owned();
            finding.term = Some(evil.to_owned());
            finding.message = evil.to_owned();
            finding.basis = evil.to_owned();
            if let Some(related) = &mut finding.related {
                related.title = evil.to_owned();
            }
        }
        let page = render(&round(&corpus, findings, &ledger(&corpus), true));
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("alert(1)</script>"));
        // Arrow heads are named within the page.
        let page = page.replace("url(#to-", "");
        for word in [
            "http://", "https://", "src=", "url(", "@import", "<link", "<img", "<iframe",
        ] {
            assert!(!page.contains(word), "{word}");
        }
    }

    #[test]
    fn tags_are_balanced() {
        let corpus = corpus();
        let page = render(&first_round(&corpus));
        for tag in [
            "table", "tbody", "tr", "td", "th", "section", "figure", "svg", "g", "text", "select",
            "option", "form",
        ] {
            let open = page.matches(&format!("<{tag}>")).count()
                + page.matches(&format!("<{tag} ")).count();
            assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}
