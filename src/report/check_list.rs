//! The rows of the 清理目录, in the columns in which clean-up lists are published (DOMAIN §4).

use std::collections::HashMap;

use super::check_view::{CheckView, Group, advice_in_words, day, number, title};
use super::names;
use crate::check::decisions::{RoundState, Verdict};
use crate::check::finding::{Certainty, Suggestion};
use crate::law::model::{Kind, Status};

/// Heads of the columns.
pub const HEADS: [&str; 11] = [
    "序号",
    "文件名称",
    "文号",
    "统一编号",
    "发布机关/起草部门",
    "发文日期",
    "施行日期",
    "有效期/失效日期",
    "清理意见",
    "理由(法律依据)",
    "备注",
];

/// Reasons given for a document at most.
const REASONS: usize = 4;

/// One row, in the order of [`HEADS`].
pub type Row = [String; 11];

/// The rows: what is to end first, what stays last; a notice and what it issues are one row.
///
/// Drafts are no documents in force and are left out, and so are reports and cases without findings.
pub fn rows(view: &CheckView<'_>) -> Vec<Row> {
    let groups: HashMap<usize, Group<'_>> = view
        .groups(true)
        .into_iter()
        .map(|group| (group.document, group))
        .collect();
    let mut rows: Vec<(u8, usize, Row)> = view
        .listed()
        .into_iter()
        .filter_map(|at| {
            let group = groups.get(&at);
            let card = &view.document(at).card;
            let outside =
                card.draft || (group.is_none() && matches!(card.kind, Kind::Report | Kind::Case));
            if outside {
                return None;
            }
            let none = Group {
                document: at,
                findings: Vec::new(),
            };
            let (order, row) = row(view, group.unwrap_or(&none));
            Some((order, at, row))
        })
        .collect();
    rows.sort_by_key(|(order, at, _)| (*order, *at));
    rows.into_iter()
        .enumerate()
        .map(|(at, (.., mut row))| {
            row[0] = (at + 1).to_string();
            row
        })
        .collect()
}

fn row(view: &CheckView<'_>, group: &Group<'_>) -> (u8, Row) {
    let card = &view.document(group.document).card;
    let wrapper = view.wrapper(group.document).map(|document| &document.card);
    let verdict = group
        .findings
        .iter()
        .filter_map(|judged| judged.standing())
        .map(|decision| decision.verdict)
        .max();
    let open = group
        .findings
        .iter()
        .filter(|judged| judged.state != RoundState::Decided)
        .count();
    let (order, opinion) = if let Some(verdict) = verdict {
        (order_of(verdict), verdict.to_string())
    } else {
        let advice = view.advice(group);
        let words = advice_in_words(advice, card, view.as_of);
        (order_of_advice(advice), format!("{words}（建议）"))
    };
    let issued = card
        .dated
        .or(card.published)
        .or(wrapper.and_then(|notice| notice.dated.or(notice.published)));
    let row = [
        String::new(),
        title(card).to_owned(),
        number(card).to_owned(),
        card.unified_number.clone().unwrap_or_default(),
        card.issuer.clone().unwrap_or_default(),
        day(issued),
        day(card.effective),
        term(view, group.document),
        opinion,
        reasons(view, group, verdict.is_some()),
        remarks(view, group, open),
    ];
    (order, row)
}

/// 有效期/失效日期: what ended it, else how long it runs.
fn term(view: &CheckView<'_>, at: usize) -> String {
    let document = view.document(at);
    let card = &document.card;
    let (status, _) = card.status(view.as_of);
    let since = card
        .intervals
        .iter()
        .find(|interval| {
            interval.status == status
                && interval.from.is_none_or(|from| from <= view.as_of)
                && interval.to.is_none_or(|to| view.as_of <= to)
        })
        .and_then(|interval| interval.from);
    let source = card
        .last_day_source()
        .map(|source| format!("（{source}）"))
        .unwrap_or_default();
    match (status, since, card.last_day()) {
        (Status::Repealed, Some(day), _) => format!("{day} 废止"),
        (Status::Expired, _, Some(day)) => format!("{day} 届满{source}"),
        (_, _, Some(day)) => format!("至 {day}{source}"),
        _ => document
            .document
            .validity
            .as_ref()
            .map_or_else(|| "未规定".to_owned(), |validity| validity.text.clone()),
    }
}

/// 理由: of decisions where there are any, else of the surest findings.
fn reasons(view: &CheckView<'_>, group: &Group<'_>, decided: bool) -> String {
    let mut reasons: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !reasons.contains(&text) {
            reasons.push(text);
        }
    };
    if decided {
        for judged in &group.findings {
            if let Some(decision) = judged.standing() {
                add(decision
                    .reason
                    .clone()
                    .unwrap_or_else(|| judged.finding.message.clone()));
            }
        }
    } else {
        let hints_only = group
            .findings
            .iter()
            .all(|judged| judged.finding.certainty == Certainty::Hint);
        for judged in &group.findings {
            let finding = &judged.finding;
            if judged.state != RoundState::Decided
                && (hints_only || finding.certainty > Certainty::Hint)
            {
                let basis = super::check_view::basis(judged);
                let basis = if basis.is_empty() {
                    basis
                } else {
                    format!("（{basis}）")
                };
                add(format!("{}{basis}", finding.message));
            }
        }
    }
    if reasons.is_empty() && view.advice(group) == Suggestion::Keep {
        return "未发现需要清理的问题".to_owned();
    }
    let more = reasons.len().saturating_sub(REASONS);
    reasons.truncate(REASONS);
    if more > 0 {
        reasons.push(format!("另有 {more} 项，见清理底稿"));
    }
    reasons.join("；\n")
}

/// 备注: the kind where it is no normative document, and what is still open.
fn remarks(view: &CheckView<'_>, group: &Group<'_>, open: usize) -> String {
    let card = &view.document(group.document).card;
    let mut remarks = Vec::new();
    if card.kind != Kind::NormativeDocument {
        remarks.push(names::kind(card.kind).to_owned());
    }
    let hints = group
        .findings
        .iter()
        .filter(|judged| {
            judged.finding.certainty == Certainty::Hint && judged.state != RoundState::Decided
        })
        .count();
    if open < group.findings.len() && open > 0 {
        remarks.push(format!("另有 {open} 项待处理"));
    } else if hints > 0 {
        remarks.push(format!("提示 {hints} 项"));
    }
    if card.stale {
        remarks.push("文件本次未能读取，所据为上次内容".to_owned());
    }
    remarks.join("；")
}

fn order_of(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Repeal => 0,
        Verdict::Lapse => 1,
        Verdict::Amend => 2,
        Verdict::Keep => 4,
    }
}

fn order_of_advice(advice: Suggestion) -> u8 {
    match advice {
        Suggestion::Repeal => 0,
        Suggestion::Lapse => 1,
        Suggestion::Amend => 2,
        Suggestion::Review => 3,
        Suggestion::Keep => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::decisions::Ledger;
    use crate::report::check_sample::{corpus, findings, first_round, ledger, round};

    fn shown(rows: &[Row]) -> String {
        rows.iter()
            .map(|row| row.join(" | ").replace('\n', "⏎"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_pair_is_one_row() {
        let corpus = corpus();
        insta::assert_snapshot!(shown(&rows(&first_round(&corpus))));
    }

    #[test]
    fn decisions_win() {
        let corpus = corpus();
        insta::assert_snapshot!(shown(&rows(&round(
            &corpus,
            findings(&corpus),
            &ledger(&corpus),
            true
        ))));
    }

    #[test]
    fn what_has_no_finding_stays() {
        let corpus = corpus();
        let rows = rows(&round(&corpus, Vec::new(), &Ledger::default(), false));
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row[8] == "继续有效（建议）"));
    }
}
