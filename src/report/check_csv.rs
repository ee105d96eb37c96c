//! `check` as comma-separated values that a double click opens rightly: a byte order mark, every
//! cell quoted, no cell that a spreadsheet would take for a formula.

use super::check_view::{CheckView, advice_in_words, basis, number, related, status, title};

/// Heads of the columns.
const HEADS: [&str; 19] = [
    "文件名称",
    "文号",
    "时效",
    "规则",
    "规则编号",
    "把握",
    "条款",
    "原文",
    "所涉名称",
    "发现的问题",
    "依据",
    "相关文件",
    "建议",
    "本轮",
    "处理意见",
    "处理理由",
    "处理人",
    "路径",
    "编码",
];

/// Renders all findings, decided ones too, a row each.
pub fn render(view: &CheckView<'_>) -> String {
    let mut out = String::from("\u{feff}");
    line(&mut out, HEADS.iter().map(|&head| head.to_owned()));
    for group in view.groups(true) {
        for judged in &group.findings {
            let finding = &judged.finding;
            let card = &view.document(group.document).card;
            let decision = judged.decision.as_ref();
            line(
                &mut out,
                [
                    title(card).to_owned(),
                    number(card).to_owned(),
                    status(card, view.as_of).to_owned(),
                    view.rule_name(finding.rule).to_owned(),
                    finding.rule.to_owned(),
                    finding.certainty.to_string(),
                    view.place(judged),
                    finding.quote.clone(),
                    finding.term.clone().unwrap_or_default(),
                    finding.message.clone(),
                    basis(judged),
                    related(judged),
                    advice_in_words(finding.suggestion, card, view.as_of),
                    if view.compared {
                        judged.state.name().to_owned()
                    } else {
                        String::new()
                    },
                    decision
                        .map(|decision| decision.verdict.to_string())
                        .unwrap_or_default(),
                    decision
                        .and_then(|decision| decision.reason.clone())
                        .unwrap_or_default(),
                    decision
                        .and_then(|decision| decision.by.clone())
                        .unwrap_or_default(),
                    card.path.clone(),
                    finding.key.clone(),
                ]
                .into_iter(),
            );
        }
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, text) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&cell(&text));
    }
    out.push_str("\r\n");
}

/// A quoted cell. What begins like a formula (also in full width, or after blanks) gets an
/// apostrophe before it, which spreadsheets show as text; control characters become blanks.
pub fn cell(text: &str) -> String {
    let formula = text
        .trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    let mut cell = String::with_capacity(text.len() + 3);
    cell.push('"');
    if formula {
        cell.push('\'');
    }
    for c in text.chars() {
        match c {
            '"' => cell.push_str("\"\""),
            '\n' => cell.push('\n'),
            c if c.is_control() => cell.push(' '),
            c => cell.push(c),
        }
    }
    cell.push('"');
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::check_sample::{corpus, findings, first_round, ledger, round};

    #[test]
    fn first() {
        let corpus = corpus();
        insta::assert_snapshot!(render(&first_round(&corpus)).replace('\r', "␍"));
    }

    #[test]
    fn decided_rows_are_kept() {
        let corpus = corpus();
        let text = render(&round(&corpus, findings(&corpus), &ledger(&corpus), true));
        assert!(
            text.contains("\"已处理\",\"失效\",\"期限已过，无需延续\",\"张三\""),
            "{text}"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\t=1",
            "　=1",
            "＝1",
            "\u{feff}=1",
            "\r=1",
        ] {
            assert!(cell(text).starts_with("\"'"), "{text:?}");
        }
        assert_eq!(cell("第\"一\"条\n二\0"), "\"第\"\"一\"\"条\n二 \"");
    }
}
