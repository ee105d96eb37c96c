//! The table of findings, its filters, and what has lapsed.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::escape;
use crate::check::decisions::{Judged, RoundState};
use crate::check::finding::{Certainty, Suggestion};
use crate::report::check_view::{
    CheckView, advice_in_words, basis, decision, number, related, status, title,
};

/// The filters over the table.
pub(super) fn filters(view: &CheckView<'_>) -> String {
    let mut rules: BTreeMap<&str, &str> = BTreeMap::new();
    for judged in &view.findings {
        rules.insert(judged.finding.rule, view.rule_name(judged.finding.rule));
    }
    let mut out = String::from(
        "<form class=\"filters\">\n<input type=\"search\" placeholder=\"筛选：标题、文号、原文……\" aria-label=\"筛选\">\n",
    );
    let certainties = [Certainty::Certain, Certainty::Probable, Certainty::Hint]
        .map(|one| (word(one), one.to_string()));
    select(&mut out, "certainty", "全部把握", &certainties);
    let rules: Vec<(&str, String)> = rules
        .into_iter()
        .map(|(id, name)| (id, name.to_owned()))
        .collect();
    select(&mut out, "rule", "全部类别", &rules);
    let advice = [
        Suggestion::Repeal,
        Suggestion::Lapse,
        Suggestion::Amend,
        Suggestion::Review,
        Suggestion::Keep,
    ]
    .map(|one| (advice_word(one), one.to_string()));
    select(&mut out, "advice", "全部建议", &advice);
    if view.compared {
        let states = [
            RoundState::New,
            RoundState::Changed,
            RoundState::Open,
            RoundState::Decided,
        ]
        .map(|state| (state_word(state), state.name().to_owned()));
        select(&mut out, "state", "全部轮次", &states);
    }
    out.push_str("<button type=\"reset\">清除</button>\n<output></output>\n</form>");
    out
}

fn select(out: &mut String, name: &str, all: &str, options: &[(&str, String)]) {
    let _ = write!(
        out,
        "<select name=\"{name}\" aria-label=\"{all}\"><option value=\"\">{all}</option>"
    );
    for (value, label) in options {
        let _ = write!(
            out,
            "<option value=\"{}\">{}</option>",
            escape(value),
            escape(label)
        );
    }
    out.push_str("</select>\n");
}

/// The bodies of the table, one a document.
pub(super) fn rows(view: &CheckView<'_>) -> String {
    let mut out = String::new();
    for group in view.groups(true) {
        let card = &view.document(group.document).card;
        let _ = writeln!(
            out,
            "<tbody>\n<tr class=\"doc\"><th colspan=\"5\" scope=\"rowgroup\">{}<small>{}</small><small>{}</small>\
             <small>建议：{}</small><small>{}</small></th></tr>",
            escape(title(card)),
            escape(number(card)),
            status(card, view.as_of),
            advice_in_words(view.advice(&group), card, view.as_of),
            escape(&card.path),
        );
        for judged in &group.findings {
            row(&mut out, view, judged);
        }
        out.push_str("</tbody>\n");
    }
    out
}

fn row(out: &mut String, view: &CheckView<'_>, judged: &Judged) {
    let finding = &judged.finding;
    let class = word(finding.certainty);
    let quiet = if judged.state == RoundState::Decided {
        "decided"
    } else {
        ""
    };
    let _ = write!(
        out,
        "<tr class=\"{quiet}\" data-certainty=\"{class}\" data-rule=\"{}\" data-advice=\"{}\" data-state=\"{}\">",
        escape(finding.rule),
        advice_word(finding.suggestion),
        state_word(judged.state),
    );
    let _ = write!(
        out,
        "<td>{} <span class=\"mark {class}\">{}</span></td>",
        escape(view.rule_name(finding.rule)),
        finding.certainty
    );
    let _ = write!(
        out,
        "<td>{}</td><td>{}</td>",
        escape(&view.place(judged)),
        escape(finding.quote.trim())
    );
    let _ = write!(out, "<td>{}", escape(&finding.message));
    for (label, text) in [("另见", related(judged)), ("依据", basis(judged))] {
        if !text.is_empty() {
            let _ = write!(out, "<small>{label}：{}</small>", escape(&text));
        }
    }
    let card = &view.document(finding.document).card;
    let advice = advice_in_words(finding.suggestion, card, view.as_of);
    let _ = write!(out, "</td><td>{advice}");
    if view.compared {
        let _ = write!(out, "<small>{}</small>", judged.state.name());
    }
    if let Some(decision) = decision(judged) {
        let label = if judged.state == RoundState::Changed {
            "此前处理"
        } else {
            "处理意见"
        };
        let _ = write!(out, "<small>{label}：{}</small>", escape(&decision));
    }
    out.push_str("</td></tr>\n");
}

/// What the earlier round had and this one has not.
pub(super) fn lapsed(view: &CheckView<'_>) -> String {
    if view.lapsed.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<section>\n<h2>上一轮有、本轮不再出现</h2>\n<table class=\"findings\">\n\
         <thead><tr><th scope=\"col\">文件</th><th scope=\"col\">问题</th><th scope=\"col\">原处理意见</th></tr></thead>\n<tbody>\n",
    );
    for entry in &view.lapsed {
        let rule = entry.rule.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "<tr><td>{}<small>{}</small></td><td>{}<small>{}</small></td><td>{}</td></tr>",
            escape(entry.title.as_deref().unwrap_or(&entry.key)),
            escape(entry.number.as_deref().unwrap_or_default()),
            escape(view.rule_name(rule)),
            escape(entry.message.as_deref().unwrap_or_default()),
            entry
                .decision
                .as_ref()
                .map_or("未处理", |decision| decision.verdict.name()),
        );
    }
    out.push_str("</tbody>\n</table>\n</section>");
    out
}

fn word(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Probable => "probable",
        Certainty::Hint => "hint",
    }
}

fn advice_word(advice: Suggestion) -> &'static str {
    match advice {
        Suggestion::Keep => "keep",
        Suggestion::Amend => "amend",
        Suggestion::Repeal => "repeal",
        Suggestion::Lapse => "lapse",
        Suggestion::Review => "review",
    }
}

fn state_word(state: RoundState) -> &'static str {
    match state {
        RoundState::New => "new",
        RoundState::Changed => "changed",
        RoundState::Open => "open",
        RoundState::Decided => "decided",
    }
}
