//! Two versions as Markdown. What was taken out and put in stands in `<del>` and `<ins>`, which word processors
//! take over when pasted; the stars of Markdown fail beside Chinese punctuation.

use super::diff_view::{DiffView, Side, change_name, field_name};
use super::markdown::inline;
use crate::law::compare::{Change, Op};

/// Renders what differs; with `all` also what does not.
pub fn render(view: &DiffView<'_>, all: bool) -> String {
    let mut out = String::from("# 修改对照\n\n");
    let side = |name: &str, side: &Side<'_>| {
        format!(
            "- {name}：{}　`{}`\n",
            inline(&side.name()),
            side.path.replace('`', "'")
        )
    };
    out.push_str(&side("旧", &view.old));
    out.push_str(&side("新", &view.new));
    let counts = view.comparison.counts();
    out.push_str(&format!(
        "\n相同 {}，修改 {}，新增 {}，删除 {}；其中改号 {}，移动 {}。\n",
        counts.same, counts.modified, counts.added, counts.removed, counts.renumbered, counts.moved
    ));
    if view.is_same() {
        out.push_str("\n两个版本没有差别。\n");
        return out;
    }
    if !view.comparison.facts.is_empty() {
        out.push_str("\n| 项目 | 旧 | 新 |\n|---|---|---|\n");
        for fact in &view.comparison.facts {
            let value = |value: &Option<String>| {
                value.as_deref().map_or_else(|| "（无）".to_owned(), inline)
            };
            out.push_str(&format!(
                "| {} | {} | {} |\n",
                field_name(fact.field),
                value(&fact.old),
                value(&fact.new)
            ));
        }
    }
    for pair in &view.comparison.clauses {
        let same = pair.change == Change::Same;
        if same && !pair.renumbered && !pair.moved && !all {
            continue;
        }
        out.push_str(&format!("\n## {}\n", inline(&change_name(view, pair))));
        if same && !all {
            continue;
        }
        let text: String = pair
            .pieces
            .iter()
            .map(|piece| marked(piece.op, &piece.text))
            .collect();
        out.push_str(&format!("\n{}\n", text.trim()));
    }
    out
}

/// A stretch of text with its mark; marks do not reach over paragraphs.
fn marked(op: Op, text: &str) -> String {
    let tag = match op {
        Op::Equal => "",
        Op::Delete => "del",
        Op::Insert => "ins",
    };
    text.split('\n')
        .map(|line| match (tag, inline(line)) {
            ("", line) => line,
            (_, line) if line.is_empty() => line,
            (tag, line) => format!("<{tag}>{line}</{tag}>"),
        })
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::compare::compare;
    use crate::report::diff_sample::{versions, view};

    #[test]
    fn what_differs() {
        let (old, new) = versions();
        let comparison = compare(&old, &new);
        insta::assert_snapshot!(render(&view(&old, &new, &comparison), false));
    }
}
