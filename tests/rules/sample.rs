//! The planted cases of docs/sample-corpus.md.

use tiaowen::check::finding::Finding;
use tiaowen::check::view::CorpusView;
use tiaowen::check::{Catalogue, CheckOptions, check};
use tiaowen::text::normalize::canonical;

use super::load;

struct Case {
    files: Vec<String>,
    rules: Vec<String>,
    expect: String,
    clause: String,
}

/// The table of planted cases.
fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(load::package("docs/sample-corpus.md")).expect("the table");
    let mut found = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if !cells
            .get(2)
            .is_some_and(|cell| ["must", "must-not", "may"].contains(cell))
        {
            continue;
        }
        let names = |cell: &str| {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        found.push(Case {
            files: names(cells[0]),
            rules: names(cells[1]),
            expect: cells[2].to_owned(),
            clause: cells[3].to_owned(),
        });
    }
    found
}

/// Whether a finding stands at the clause a case names.
fn at_clause(view: &CorpusView, finding: &Finding, wanted: &str) -> bool {
    if wanted == "—" || wanted == "通知" {
        return true;
    }
    let fold = |label: &str| canonical(label).text.replace([' ', '\n'], "");
    let clauses = &view.documents[finding.document].document.clauses;
    let label = finding
        .clause
        .and_then(|ordinal| clauses.iter().find(|clause| clause.ordinal == ordinal))
        .map(|clause| fold(&clause.label));
    label.is_some_and(|label| label == fold(wanted) || label.starts_with(&fold(wanted)))
}

#[test]
fn planted_cases() {
    let cases = cases();
    assert!(cases.len() >= 110, "only {} cases were read", cases.len());
    let view = load::view(&load::files(&load::package("corpus")));
    let catalogue = Catalogue::load(&[]).expect("catalogue");
    let options = CheckOptions::new("2026-11-22".parse().expect("a day"));
    let findings = check(&view, &catalogue, &options);
    let mut wrong = Vec::new();
    for case in &cases {
        for file in &case.files {
            assert!(
                view.documents
                    .iter()
                    .any(|document| document.card.path == *file),
                "{file} is not in the corpus"
            );
        }
        let hits: Vec<&Finding> = findings
            .iter()
            .filter(|finding| {
                case.files
                    .contains(&view.documents[finding.document].card.path)
            })
            .filter(|finding| {
                case.rules
                    .iter()
                    .any(|rule| rule == "any" || rule == finding.rule)
            })
            .collect();
        let placed: Vec<&&Finding> = hits
            .iter()
            .filter(|finding| at_clause(&view, finding, &case.clause))
            .collect();
        // A case about a place says nothing of findings about the document as a whole.
        let ok = match case.expect.as_str() {
            "must" => !placed.is_empty(),
            "must-not" => placed.is_empty(),
            _ => true,
        };
        if !ok {
            let seen: Vec<String> = hits
                .iter()
                .map(|finding| format!("{} {:?} {}", finding.rule, finding.clause, finding.message))
                .collect();
            wrong.push(format!(
                "{} {} {} {}: {}",
                case.expect,
                case.rules.join("/"),
                case.files.join(" + "),
                case.clause,
                seen.join("; ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases are wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}
