//! `diff` as a table of old and new side by side (修改对照表), self-contained, for A4.

use std::fmt::Write;

use super::check_html::escape;
use super::diff_view::{DiffView, change_name, field_name};
use crate::law::compare::{Change, Op, Piece};

const STYLE: &str = include_str!("diff.css");

/// Renders the page; clauses that are the same are left out unless `all`.
pub fn render(view: &DiffView<'_>, all: bool) -> String {
    let counts = view.comparison.counts();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>修改对照表</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>修改对照表</h1>\n\
         <p class=\"note\">相同 {}，修改 {}，新增 {}，删除 {}；其中改号 {}，移动 {}</p>\n",
        counts.same, counts.modified, counts.added, counts.removed, counts.renumbered, counts.moved
    );
    let _ = writeln!(
        out,
        "<table>\n<thead><tr><th scope=\"col\">原文<small>{}</small></th><th scope=\"col\">新文<small>{}</small></th></tr></thead>\n<tbody>",
        escape(&view.old.name()),
        escape(&view.new.name())
    );
    for fact in &view.comparison.facts {
        let value = |value: &Option<String>| escape(value.as_deref().unwrap_or("（无）"));
        let name = field_name(fact.field);
        let _ = writeln!(
            out,
            "<tr><td>{name}：<del>{}</del></td><td>{name}：<ins>{}</ins></td></tr>",
            value(&fact.old),
            value(&fact.new)
        );
    }
    for pair in &view.comparison.clauses {
        let quiet = pair.change == Change::Same && !pair.renumbered && !pair.moved;
        if quiet && !all {
            continue;
        }
        let (old, new) = view.clauses(pair);
        let cell = |clause: Option<&crate::law::model::Clause>, hide: Op| {
            clause.map_or_else(String::new, |clause| {
                format!(
                    "<b>{}</b>　{}",
                    escape(clause.label.trim()),
                    words(&pair.pieces, hide)
                )
            })
        };
        let _ = writeln!(
            out,
            "<tr><th class=\"change\" colspan=\"2\" scope=\"rowgroup\">{}</th></tr>\n<tr><td>{}</td><td>{}</td></tr>",
            escape(&change_name(view, pair)),
            cell(old, Op::Insert),
            cell(new, Op::Delete)
        );
    }
    out.push_str("</tbody>\n</table>\n</body>\n</html>\n");
    out
}

/// One side: what stands there, with what is only there marked.
fn words(pieces: &[Piece], hide: Op) -> String {
    let mut out = String::new();
    for piece in pieces.iter().filter(|piece| piece.op != hide) {
        let text = escape(&piece.text);
        let _ = match piece.op {
            Op::Equal => write!(out, "{text}"),
            Op::Delete => write!(out, "<del>{text}</del>"),
            Op::Insert => write!(out, "<ins>{text}</ins>"),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::compare::compare;
    use crate::report::diff_sample::{versions, view};

    #[test]
    fn side_by_side() {
        let (old, new) = versions();
        let comparison = compare(&old, &new);
        let page = render(&view(&old, &new, &comparison), false);
        insta::assert_snapshot!(page.replace(STYLE, "…\n"));
    }
}
