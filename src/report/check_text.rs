//! `check` for people at a terminal: grouped by document, worst first.

use std::fmt::Write;

use super::check_view::{
    CheckView, Group, advice_in_words, basis, decision, number, related, status, title,
};
use super::names;
use super::style::{Mark, Style};
use super::wrap::{width as cells, wrap};
use crate::check::decisions::{Judged, RoundState};
use crate::check::finding::Certainty;

/// Renders the findings; decided ones are only counted.
pub fn render(view: &CheckView<'_>, style: &Style, width: usize) -> String {
    let mut out = String::new();
    for (at, group) in view.groups(false).iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        head(&mut out, view, group, *style, width);
        for judged in &group.findings {
            one(&mut out, view, judged, *style, width);
        }
    }
    lapsed(&mut out, view, *style, width);
    tail(&mut out, view, *style, width);
    out
}

/// Title, number, status and advice of a document.
fn head(out: &mut String, view: &CheckView<'_>, group: &Group<'_>, style: Style, width: usize) {
    let card = &view.document(group.document).card;
    let mark = if card.draft {
        Mark::Warn
    } else {
        names::status_mark(card.status(view.as_of).0)
    };
    for line in wrap(title(card), width) {
        paint_line(out, style, Mark::Strong, "", &line);
    }
    let mut parts = Vec::new();
    if !number(card).is_empty() {
        parts.push(number(card).to_owned());
    }
    parts.push(style.paint(mark, &format!("〔{}〕", status(card, view.as_of))));
    parts.push(format!(
        "建议：{}",
        style.paint(
            Mark::Strong,
            &advice_in_words(view.advice(group), card, view.as_of)
        )
    ));
    let _ = writeln!(out, "{}", parts.join("  "));
    for line in wrap(&card.path, width) {
        paint_line(out, style, Mark::Faint, "", &line);
    }
}

/// One finding: its name and place, the message, the words that prove it, basis and other document.
fn one(out: &mut String, view: &CheckView<'_>, judged: &Judged, style: Style, width: usize) {
    let finding = &judged.finding;
    let mark = certainty_mark(finding.certainty);
    let label = format!("［{}］", finding.certainty);
    let indent = " ".repeat(cells("［很可能］") + 2);
    let mut first = format!("{}（{}）", view.rule_name(finding.rule), finding.rule);
    let place = view.place(judged);
    if !place.is_empty() {
        let _ = write!(first, "　{place}");
    }
    if view.compared {
        let _ = write!(first, "　〔{}〕", judged.state.name());
    }
    let inner = width.saturating_sub(cells(&indent)).max(20);
    let padding = " ".repeat(cells(&indent).saturating_sub(cells(&label) + 2));
    for (at, line) in wrap(&first, inner).iter().enumerate() {
        if at == 0 {
            let _ = writeln!(
                out,
                "  {}{padding}{}",
                style.paint(mark, &label),
                style.paint(Mark::Strong, line)
            );
        } else {
            paint_line(out, style, Mark::Strong, &indent, line);
        }
    }
    let mut part = |label: &str, text: &str, mark: Option<Mark>| {
        if text.is_empty() {
            return;
        }
        for line in wrap(&format!("{label}{text}"), inner) {
            match mark {
                Some(mark) => paint_line(out, style, mark, &indent, &line),
                None => {
                    let _ = writeln!(out, "{indent}{line}");
                }
            }
        }
    };
    part("", &finding.message, None);
    if !finding.quote.trim().is_empty() {
        part(
            "原文：",
            &format!("“{}”", shown_quote(&finding.quote)),
            Some(Mark::Faint),
        );
    }
    part("另见：", &related(judged), Some(Mark::Faint));
    part("依据：", &basis(judged), Some(Mark::Faint));
    if judged.state == RoundState::Changed
        && let Some(decision) = decision(judged)
    {
        part(
            "此前处理：",
            &format!("{decision}（所据内容已变，请重新处理）"),
            Some(Mark::Warn),
        );
    }
}

/// A quote on one line.
fn shown_quote(quote: &str) -> String {
    quote.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Decided matters of the earlier round that are no longer found.
fn lapsed(out: &mut String, view: &CheckView<'_>, style: Style, width: usize) {
    if view.lapsed.is_empty() {
        return;
    }
    out.push('\n');
    paint_line(out, style, Mark::Strong, "", "上一轮有、本轮不再出现：");
    for entry in &view.lapsed {
        let rule = entry.rule.as_deref().unwrap_or("?");
        let mut line = format!("{}（{rule}）", view.rule_name(rule));
        if let Some(title) = &entry.title {
            let _ = write!(line, "　{title}");
        }
        if let Some(number) = &entry.number {
            let _ = write!(line, " {number}");
        }
        if let Some(message) = &entry.message {
            let _ = write!(line, "：{message}");
        }
        if let Some(decision) = &entry.decision {
            let _ = write!(line, "〔曾定：{}〕", decision.verdict);
        }
        for (at, line) in wrap(&line, width.saturating_sub(4).max(20))
            .iter()
            .enumerate()
        {
            let _ = writeln!(out, "{}{line}", if at == 0 { "  · " } else { "    " });
        }
    }
}

/// The count.
fn tail(out: &mut String, view: &CheckView<'_>, style: Style, width: usize) {
    let summary = view.summary();
    let open = summary.certain + summary.probable + summary.hints;
    if !out.is_empty() {
        out.push('\n');
    }
    let mut text = if open == 0 {
        format!("检查 {} 份文件，没有待处理的问题", summary.documents)
    } else {
        format!(
            "检查 {} 份文件，{} 份有问题：确定 {}，很可能 {}，提示 {}",
            summary.documents, summary.concerned, summary.certain, summary.probable, summary.hints
        )
    };
    let _ = write!(text, "。时效截至 {}。", view.as_of);
    if view.compared {
        let _ = write!(
            text,
            "与上一轮相比：新增 {}，有变化 {}，待处理 {}，已处理 {}，不再出现 {}。",
            summary.new, summary.changed, summary.open, summary.decided, summary.lapsed
        );
    }
    if open > 0 {
        text.push_str("以上为清理建议，由制定机关决定。");
    }
    for line in wrap(&text, width) {
        paint_line(out, style, Mark::Faint, "", &line);
    }
}

fn certainty_mark(certainty: Certainty) -> Mark {
    match certainty {
        Certainty::Certain => Mark::Bad,
        Certainty::Probable => Mark::Warn,
        Certainty::Hint => Mark::Faint,
    }
}

fn paint_line(out: &mut String, style: Style, mark: Mark, indent: &str, line: &str) {
    let _ = writeln!(out, "{indent}{}", style.paint(mark, line));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::decisions::Ledger;
    use crate::report::check_sample::{corpus, findings, first_round, ledger, round};

    #[test]
    fn first() {
        let corpus = corpus();
        insta::assert_snapshot!(render(&first_round(&corpus), &Style::plain(), 80));
    }

    #[test]
    fn second_round_shows_new_changed_and_lapsed() {
        let corpus = corpus();
        let view = round(&corpus, findings(&corpus), &ledger(&corpus), true);
        insta::assert_snapshot!(render(&view, &Style::plain(), 80));
    }

    #[test]
    fn nothing_found() {
        let corpus = corpus();
        let view = round(&corpus, Vec::new(), &Ledger::default(), false);
        assert_eq!(
            render(&view, &Style::plain(), 80),
            "检查 4 份文件，没有待处理的问题。时效截至 2026-11-22。\n"
        );
    }

    #[test]
    fn no_line_is_too_wide() {
        let corpus = corpus();
        let text = render(&first_round(&corpus), &Style::plain(), 60);
        assert!(text.lines().all(|line| cells(line) <= 60), "{text}");
    }
}
