//! `check` as Markdown, for a note or a wiki page.

use std::fmt::Write;

use super::check_view::{
    CheckView, advice_in_words, basis, decision, number, related, status, title,
};
use super::markdown::inline;
use crate::check::decisions::RoundState;

/// Renders the report: numbers, documents with their findings, what has lapsed.
pub fn render(view: &CheckView<'_>) -> String {
    let summary = view.summary();
    let mut out = format!(
        "# 文件清理检查\n\n时效截至 {}。以下为清理建议，由制定机关决定。\n\n",
        view.as_of
    );
    let _ = writeln!(
        out,
        "| 检查文件 | 有问题 | 确定 | 很可能 | 提示 | 已处理 |\n|---:|---:|---:|---:|---:|---:|"
    );
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} | {} | {} |\n",
        summary.documents,
        summary.concerned,
        summary.certain,
        summary.probable,
        summary.hints,
        summary.decided
    );
    if view.compared {
        let _ = writeln!(
            out,
            "与上一轮相比：新增 {}，有变化 {}，待处理 {}，不再出现 {}。\n",
            summary.new, summary.changed, summary.open, summary.lapsed
        );
    }
    if !summary.rules.is_empty() {
        out.push_str("| 规则 | 数量 |\n|---|---:|\n");
        for (rule, count) in &summary.rules {
            let _ = writeln!(
                out,
                "| {}（{rule}） | {count} |",
                inline(view.rule_name(rule))
            );
        }
        out.push('\n');
    }
    for group in view.groups(true) {
        let card = &view.document(group.document).card;
        let _ = write!(out, "## {}", inline(title(card)));
        if !number(card).is_empty() {
            let _ = write!(out, "（{}）", inline(number(card)));
        }
        let advice = advice_in_words(view.advice(&group), card, view.as_of);
        let _ = writeln!(
            out,
            "\n\n{}　建议：**{advice}**　`{}`\n",
            status(card, view.as_of),
            card.path.replace('`', "'")
        );
        for judged in &group.findings {
            let finding = &judged.finding;
            let _ = write!(
                out,
                "- **{}**（{}）",
                inline(view.rule_name(finding.rule)),
                finding.certainty
            );
            let place = view.place(judged);
            if !place.is_empty() {
                let _ = write!(out, "　{}", inline(&place));
            }
            if view.compared {
                let _ = write!(out, "　〔{}〕", judged.state.name());
            }
            let _ = writeln!(out, "：{}", inline(&finding.message));
            if !finding.quote.trim().is_empty() {
                let _ = writeln!(out, "  - 原文：“{}”", inline(&finding.quote));
            }
            for (label, text) in [("另见", related(judged)), ("依据", basis(judged))] {
                if !text.is_empty() {
                    let _ = writeln!(out, "  - {label}：{}", inline(&text));
                }
            }
            if let Some(decision) = decision(judged) {
                let label = if judged.state == RoundState::Changed {
                    "此前处理"
                } else {
                    "处理意见"
                };
                let _ = writeln!(out, "  - {label}：{}", inline(&decision));
            }
        }
        out.push('\n');
    }
    if !view.lapsed.is_empty() {
        out.push_str("## 上一轮有、本轮不再出现\n\n");
        for entry in &view.lapsed {
            let rule = entry.rule.as_deref().unwrap_or("?");
            let _ = writeln!(
                out,
                "- {}：{}{}",
                inline(view.rule_name(rule)),
                inline(entry.title.as_deref().unwrap_or(&entry.key)),
                entry
                    .decision
                    .as_ref()
                    .map(|decision| format!("（曾定：{}）", decision.verdict))
                    .unwrap_or_default()
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::check_sample::{corpus, findings, ledger, round};

    #[test]
    fn second_round() {
        let corpus = corpus();
        insta::assert_snapshot!(render(&round(
            &corpus,
            findings(&corpus),
            &ledger(&corpus),
            true
        )));
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(inline("<b>|*x*\n# 一"), "&lt;b&gt;\\|\\*x\\* \\# 一");
    }
}
