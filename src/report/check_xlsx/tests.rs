//! The work book is written, filled in, and read back.

use calamine::{Data, Reader, Xlsx};

use super::render;
use crate::check::decisions::kept::{in_words, lost_from_xlsx};
use crate::check::decisions::{Ledger, RoundState, Verdict, judge};
use crate::check::facts::Facts;
use crate::check::finding::{Certainty, Finding};
use crate::check::view::CorpusView;
use crate::report::check_sample::{
    TODAY, corpus, findings, first_round, key, ledger, round, rule_names,
};
use crate::report::check_view::CheckView;

/// A copy of the work book with some cells of its first sheet filled in, as staff would.
fn filled(bytes: &[u8], cells: &[(usize, &str, &str)]) -> Vec<u8> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("readable");
    let range = book.worksheet_range("清理底稿").expect("there");
    let mut copy = rust_xlsxwriter::Workbook::new();
    let sheet = copy.add_worksheet();
    sheet.set_name("清理底稿").expect("name");
    let head: Vec<String> = range
        .rows()
        .nth(2)
        .expect("head")
        .iter()
        .map(ToString::to_string)
        .collect();
    for (row, values) in range.rows().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let typed = cells
                .iter()
                .find(|(at, name, _)| at + 3 == row && head[column] == *name)
                .map(|cell| cell.2);
            let text = typed.map_or_else(
                || {
                    if *value == Data::Empty {
                        String::new()
                    } else {
                        value.to_string()
                    }
                },
                str::to_owned,
            );
            sheet
                .write_string(row as u32, column as u16, text)
                .expect("cell");
        }
    }
    copy.save_to_buffer().expect("saved")
}

fn quotes(
    corpus: &CorpusView,
    findings: Vec<Finding>,
    ledger: &Ledger,
) -> Vec<(RoundState, String)> {
    round(corpus, findings, ledger, true)
        .findings
        .iter()
        .map(|judged| {
            (
                judged.state,
                format!("{} {}", judged.finding.rule, judged.finding.quote),
            )
        })
        .collect()
}

#[test]
fn decisions_come_back() {
    let corpus = corpus();
    let bytes = render(&first_round(&corpus)).expect("written");
    let decided = filled(
        &bytes,
        &[
            (0, "处理意见", "废止"),
            (0, "处理理由", "已有新办法"),
            (0, "处理人", "张三"),
            (0, "处理日期", "2026年11月20日"),
            (3, "处理意见", "修改"),
        ],
    );
    let ledger = Ledger::from_xlsx(&decided).expect("read");
    assert_eq!(ledger.entries.len(), 7);
    let first = ledger.entries[0].decision.as_ref().expect("decided");
    assert_eq!(first.verdict, Verdict::Repeal);
    assert_eq!(first.reason.as_deref(), Some("已有新办法"));
    assert_eq!(first.on, Some(jiff::civil::date(2026, 11, 20)));
    let view = round(&corpus, findings(&corpus), &ledger, true);
    let summary = view.summary();
    assert_eq!(
        (
            summary.decided,
            summary.open,
            summary.new,
            summary.changed,
            summary.lapsed
        ),
        (2, 5, 0, 0, 0)
    );
    // What was decided is written again into the next work book, with its day.
    let again = Ledger::from_xlsx(&render(&view).expect("written")).expect("read");
    assert_eq!(
        again
            .entries
            .iter()
            .filter_map(|entry| entry.decision.clone())
            .count(),
        2
    );
    assert!(
        again
            .entries
            .iter()
            .any(|entry| entry.decision.as_ref() == Some(first))
    );
}

#[test]
fn what_is_written_without_a_decision_is_kept() {
    let corpus = corpus();
    let bytes = render(&first_round(&corpus)).expect("written");
    let begun = filled(
        &bytes,
        &[
            (0, "处理理由", "问过法规科"),
            (0, "处理人", "张三"),
            (2, "处理日期", "2026-11-20"),
        ],
    );
    let ledger = Ledger::from_xlsx(&begun).expect("read");
    let again = render(&round(&corpus, findings(&corpus), &ledger, true)).expect("written");
    for read in [true, false] {
        assert_eq!(lost_from_xlsx(&begun, &again, read), Ok(Vec::new()));
    }
    assert_eq!(
        lost_from_xlsx(&begun, &bytes, false).map(|places| in_words(&places)),
        Ok("工作表“清理底稿”第 4、6 行".to_owned())
    );
    // A row for a rule that was not run is kept as well.
    let none = judge(Vec::new(), &corpus, &ledger, |_| false);
    let view = CheckView::new(TODAY, &corpus, vec![0], none, true, rule_names());
    let apart = render(&view).expect("written");
    assert_eq!(lost_from_xlsx(&begun, &apart, false), Ok(Vec::new()));
}

#[test]
fn an_empty_row_of_another_sheet_undoes_nothing() {
    let corpus = corpus();
    let bytes = render(&first_round(&corpus)).expect("written");
    let mut ledger = Ledger::from_xlsx(&filled(&bytes, &[(0, "处理意见", "废止")])).expect("read");
    let other = filled(&bytes, &[(1, "处理意见", "失效")]);
    ledger.extend(Ledger::from_xlsx(&other).expect("read"));
    let decided = |entry: &&crate::check::decisions::Entry| entry.decision.is_some();
    assert_eq!(ledger.entries.iter().filter(decided).count(), 2);
}

#[test]
fn what_lapsed_is_kept_for_later() {
    let corpus = corpus();
    let view = round(&corpus, findings(&corpus), &ledger(&corpus), true);
    let again = Ledger::from_xlsx(&render(&view).expect("written")).expect("read");
    let lapsed = again
        .entries
        .iter()
        .find(|entry| entry.key == "broken-reference:1")
        .expect("kept");
    assert_eq!(
        lapsed.decision.as_ref().map(|decision| decision.verdict),
        Some(Verdict::Amend)
    );
    // It is told once, and still kept in the round after.
    let third = round(&corpus, findings(&corpus), &again, true);
    assert!(third.lapsed.is_empty());
    let fourth = Ledger::from_xlsx(&render(&third).expect("written")).expect("read");
    assert!(
        fourth
            .entries
            .iter()
            .any(|entry| entry.key == "broken-reference:1" && entry.gone)
    );
}

#[test]
fn what_was_not_looked_for_is_kept_too() {
    let corpus = corpus();
    let decided = filled(
        &render(&first_round(&corpus)).expect("written"),
        &[(6, "处理意见", "修改"), (0, "处理意见", "废止")],
    );
    let ledger = Ledger::from_xlsx(&decided).expect("read");
    // A run for one rule, of certain findings only, says nothing of the others.
    let mut expired = findings(&corpus);
    expired.retain(|finding| finding.rule != "repealed");
    let mut judged = judge(expired, &corpus, &ledger, |entry| {
        entry.rule.as_deref() != Some("repealed")
    });
    judged.limit(Certainty::Certain, &corpus);
    assert_eq!(
        (
            judged.findings.len(),
            judged.lapsed.len(),
            judged.outside.len()
        ),
        (1, 0, 2)
    );
    let view = CheckView::new(
        TODAY,
        &corpus,
        vec![0, 1, 2, 3, 4],
        judged,
        true,
        rule_names(),
    );
    let again = Ledger::from_xlsx(&render(&view).expect("written")).expect("read");
    let summary = round(&corpus, findings(&corpus), &again, true).summary();
    assert_eq!((summary.decided, summary.changed), (2, 0));
}

#[test]
fn a_renamed_file_and_an_edit_elsewhere_change_nothing() {
    let before = corpus();
    let ledger = Ledger::from_xlsx(&filled(
        &render(&first_round(&before)).expect("written"),
        &[(0, "处理意见", "废止")],
    ))
    .expect("read");
    let mut after = corpus();
    for document in &mut after.documents {
        document.card.path = format!("归档/{}", document.card.path);
        document.document.clauses[0].text.push_str("另起一款。");
    }
    let mut moved = findings(&after);
    for finding in &mut moved {
        finding.line = finding.line.map(|line| line + 40);
    }
    let states = quotes(&after, moved, &ledger);
    assert_eq!(
        states
            .iter()
            .filter(|(state, _)| *state == RoundState::Decided)
            .count(),
        1,
        "{states:?}"
    );
    assert!(
        states
            .iter()
            .all(|(state, _)| matches!(state, RoundState::Decided | RoundState::Open)),
        "{states:?}"
    );
}

#[test]
fn changed_evidence_speaks_again() {
    let corpus = corpus();
    let bytes = filled(
        &render(&first_round(&corpus)).expect("written"),
        &[(1, "处理意见", "失效"), (0, "处理意见", "废止")],
    );
    let ledger = Ledger::from_xlsx(&bytes).expect("read");
    let mut changed = findings(&corpus);
    // Other words: another key. Another day of the repeal: the same key, other evidence.
    changed[0].quote = "自2018年3月1日起施行，有效期8年".to_owned();
    changed[0].key = key(&corpus, &changed[0]);
    if let Some(related) = &mut changed[1].related {
        related.effective = Some(jiff::civil::date(2027, 1, 1));
    }
    let view = round(&corpus, changed, &ledger, true);
    let changed: Vec<_> = view
        .findings
        .iter()
        .filter(|judged| judged.state == RoundState::Changed)
        .collect();
    assert_eq!(
        changed
            .iter()
            .map(|judged| judged.finding.rule)
            .collect::<Vec<_>>(),
        ["expired", "repealed"]
    );
    assert!(
        changed
            .iter()
            .all(|judged| judged.decision.is_some() && judged.standing().is_none())
    );
    assert!(view.lapsed.is_empty());
}

#[test]
fn the_same_words_in_another_document_are_not_muted() {
    let corpus = corpus();
    let ledger = Ledger::from_xlsx(&filled(
        &render(&first_round(&corpus)).expect("written"),
        &[(3, "处理意见", "修改")],
    ))
    .expect("read");
    let decided = ledger
        .entries
        .iter()
        .find(|entry| entry.decision.is_some())
        .expect("one")
        .clone();
    assert_eq!(decided.rule.as_deref(), Some("basis-repealed"));
    let mut more = findings(&corpus);
    let mut twin = more[3].clone();
    twin.document = 0;
    twin.key = key(&corpus, &twin);
    more.push(twin);
    let view = round(&corpus, more, &ledger, true);
    let states: Vec<_> = view
        .findings
        .iter()
        .filter(|judged| judged.finding.rule == "basis-repealed")
        .map(|judged| judged.state)
        .collect();
    assert_eq!(states, [RoundState::Decided, RoundState::New]);
}

#[test]
fn facts_come_back_with_the_hash_of_their_text() {
    let corpus = corpus();
    let typed = Facts::from_toml(
        "[[fact]]\ndocument = \"韶州科〔2021〕12号\"\nexpires = 2027-04-30\nsource = \"韶州科办〔2024〕2号\"\nperson = \"李四\"\ndate = 2026-03-01\n",
    )
    .expect("well-formed");
    let bytes = render(&first_round(&corpus).with_facts(&typed.facts)).expect("written");
    let back = Facts::from_xlsx(&bytes).expect("read");
    assert_eq!(back.facts.len(), 1);
    assert_eq!(back.facts[0].expires, typed.facts[0].expires);
    assert_eq!(
        back.facts[0].text_hash.as_deref(),
        Some(corpus.documents[3].card.text_hash.as_str())
    );
}

#[test]
fn nothing_is_a_formula_and_the_bytes_are_the_same() {
    let mut corpus = corpus();
    corpus.documents[0].card.title = Some("=HYPERLINK(\"http://example.invalid\")".to_owned());
    let bytes = render(&first_round(&corpus)).expect("written");
    assert_eq!(bytes, render(&first_round(&corpus)).expect("written"));
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(&bytes[..])).expect("readable");
    for name in book.sheet_names() {
        assert!(
            book.worksheet_formula(&name).expect("there").is_empty(),
            "{name}"
        );
    }
}
