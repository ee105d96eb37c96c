//! `diff` for people at a terminal.

use std::fmt::Write;

use super::diff_view::{DiffView, change_name, field_name};
use super::style::{Mark, Style};
use super::wrap::wrap;
use crate::law::compare::{Change, Op, Piece};

/// Characters of unchanged text kept on each side of a change.
const CONTEXT: usize = 24;

/// Renders what differs; with `all` also what does not.
pub fn render(view: &DiffView<'_>, all: bool, style: &Style, width: usize) -> String {
    let mut out = String::new();
    for (mark, side) in [("旧：", &view.old), ("新：", &view.new)] {
        for (at, line) in wrap(&side.name(), width.saturating_sub(4))
            .iter()
            .enumerate()
        {
            let _ = writeln!(
                out,
                "{}{}",
                if at == 0 { mark } else { "    " },
                style.paint(Mark::Strong, line)
            );
        }
        for line in wrap(side.path, width.saturating_sub(4)) {
            let _ = writeln!(out, "    {}", style.paint(Mark::Faint, &line));
        }
    }
    for fact in &view.comparison.facts {
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "（无）".to_owned());
        let line = format!(
            "{}：{} → {}",
            field_name(fact.field),
            value(&fact.old),
            value(&fact.new)
        );
        for line in wrap(&line, width) {
            let _ = writeln!(out, "{line}");
        }
    }
    let counts = view.comparison.counts();
    let summary = format!(
        "相同 {}，修改 {}，新增 {}，删除 {}；其中改号 {}，移动 {}",
        counts.same, counts.modified, counts.added, counts.removed, counts.renumbered, counts.moved
    );
    let _ = writeln!(out, "{}", style.paint(Mark::Faint, &summary));
    if view.is_same() {
        out.push_str("两个版本没有差别。\n");
        return out;
    }
    for pair in &view.comparison.clauses {
        let quiet = pair.change == Change::Same && !pair.renumbered && !pair.moved;
        if quiet && !all {
            continue;
        }
        let mark = match pair.change {
            Change::Added => Mark::Good,
            Change::Removed => Mark::Bad,
            Change::Modified => Mark::Warn,
            Change::Same => Mark::Faint,
        };
        let _ = writeln!(out, "\n{}", style.paint(mark, &change_name(view, pair)));
        if pair.change == Change::Same && !all {
            continue;
        }
        let marked = marked(&pair.pieces, !all && pair.change == Change::Modified);
        let mut open = None;
        for line in wrap(&marked, width.saturating_sub(4).max(20)) {
            let _ = writeln!(out, "    {}", colored(&line, &mut open, *style));
        }
    }
    out
}

/// The pieces as one text: `[-旧-]{+新+}`; long unchanged stretches are cut where `short`.
fn marked(pieces: &[Piece], short: bool) -> String {
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece.op {
            Op::Delete => text.extend(["[-", &piece.text, "-]"]),
            Op::Insert => text.extend(["{+", &piece.text, "+}"]),
            Op::Equal if short => {
                text.push_str(&excerpt(&piece.text, at > 0, at + 1 < pieces.len()));
            }
            Op::Equal => text.push_str(&piece.text),
        }
    }
    text
}

/// The ends of an unchanged stretch that touch a change.
pub(crate) fn excerpt(text: &str, before: bool, after: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let keep = CONTEXT * (usize::from(before) + usize::from(after));
    if chars.len() <= keep + 4 {
        return text.to_owned();
    }
    let head: String = if before {
        chars[..CONTEXT].iter().collect()
    } else {
        String::new()
    };
    let tail: String = if after {
        chars[chars.len() - CONTEXT..].iter().collect()
    } else {
        String::new()
    };
    format!("{head}……{tail}")
}

/// A line with its marks in colour; `open` is the mark that goes on from the line before.
fn colored(line: &str, open: &mut Option<Mark>, style: Style) -> String {
    if !style.is_colored() {
        return line.to_owned();
    }
    let mut out = String::new();
    if let Some(mark) = *open {
        out.push_str(style.codes(mark).0);
    }
    let mut rest = line;
    while !rest.is_empty() {
        let (token, mark) = match rest {
            _ if rest.starts_with("[-") => ("[-", Some(Mark::Bad)),
            _ if rest.starts_with("{+") => ("{+", Some(Mark::Good)),
            _ if rest.starts_with("-]") && *open == Some(Mark::Bad) => ("-]", None),
            _ if rest.starts_with("+}") && *open == Some(Mark::Good) => ("+}", None),
            _ => {
                let end = rest.chars().next().map_or(rest.len(), char::len_utf8);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
        };
        if let Some(mark) = mark {
            out.push_str(style.codes(mark).0);
            out.push_str(token);
        } else {
            out.push_str(token);
            out.push_str(style.codes(Mark::Bad).1);
        }
        *open = mark;
        rest = &rest[token.len()..];
    }
    if open.is_some() {
        out.push_str(style.codes(Mark::Bad).1);
    }
    out
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
        insta::assert_snapshot!(render(
            &view(&old, &new, &comparison),
            false,
            &Style::plain(),
            72
        ));
    }

    #[test]
    fn everything_in_colour() {
        let (old, new) = versions();
        let comparison = compare(&old, &new);
        let text = render(&view(&old, &new, &comparison), true, &Style::new(true), 60);
        assert!(
            text.contains("\u{1b}[31m[-20-]\u{1b}[0m\u{1b}[32m{+30+}\u{1b}[0m"),
            "{text}"
        );
    }

    #[test]
    fn no_difference() {
        let (old, _) = versions();
        let comparison = compare(&old, &old);
        assert!(
            render(&view(&old, &old, &comparison), false, &Style::plain(), 72)
                .ends_with("两个版本没有差别。\n")
        );
    }
}
