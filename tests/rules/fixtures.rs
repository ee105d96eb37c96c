//! Small documents for each rule: `tests/rules/<rule>/<case>/` with an `expect` file beside them.
//!
//! `expect` names the day (`as-of …`) and every finding of the rule, one a line:
//! file | clause label or — | certainty | term or —. A case without such lines is one that must stay silent.

use std::path::Path;

use tiaowen::check::registry::RULES;
use tiaowen::check::{Catalogue, CheckOptions, check};

use super::load;

fn folders(path: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(path).expect("a folder");
    let mut found: Vec<_> = entries
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

/// What a case says it expects: the day and the findings.
fn expected(case: &Path) -> (String, Vec<String>) {
    let text = std::fs::read_to_string(case.join("expect")).expect("expect");
    let mut day = None;
    let mut findings = Vec::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        match line.strip_prefix("as-of ") {
            Some(date) => day = Some(date.to_owned()),
            None => findings.push(line.to_owned()),
        }
    }
    findings.sort();
    (day.expect("as-of"), findings)
}

#[test]
fn every_case_is_as_expected() {
    let catalogue = Catalogue::load(&[]).expect("catalogue");
    let mut wrong = Vec::new();
    for rule in &RULES {
        for case in folders(&load::package("tests/rules").join(rule.id)) {
            let (day, expected) = expected(&case);
            let view = load::view(&load::files(&case));
            let options = CheckOptions {
                rules: vec![rule.id.to_owned()],
                ..CheckOptions::new(day.parse().expect("a day"))
            };
            let mut found: Vec<String> = check(&view, &catalogue, &options)
                .iter()
                .map(|finding| {
                    let document = &view.documents[finding.document];
                    let clause = finding.clause.and_then(|ordinal| {
                        document
                            .document
                            .clauses
                            .iter()
                            .find(|clause| clause.ordinal == ordinal)
                    });
                    let label = clause.map_or("—", |clause| clause.label.as_str());
                    let certainty = format!("{:?}", finding.certainty).to_lowercase();
                    let term = finding.term.as_deref().unwrap_or("—");
                    format!("{} | {label} | {certainty} | {term}", document.card.path)
                })
                .collect();
            found.sort();
            if found != expected {
                wrong.push(format!(
                    "{}\n  expected {expected:?}\n  found    {found:?}",
                    case.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_three_cases_and_a_silent_one() {
    for rule in &RULES {
        let cases = folders(&load::package("tests/rules").join(rule.id));
        assert!(cases.len() >= 3, "{} has {} cases", rule.id, cases.len());
        let silent = cases
            .iter()
            .filter(|case| expected(case).1.is_empty())
            .count();
        assert!(
            silent >= 1 && silent < cases.len(),
            "{}: {silent} of {} cases are silent",
            rule.id,
            cases.len()
        );
    }
}

/// Every finding is told apart by its key, and its quote stands in the document it is about or in the
/// one it points to.
#[test]
fn findings_have_unique_keys_and_words() {
    let catalogue = Catalogue::load(&[]).expect("catalogue");
    let view = load::view(&load::files(&load::package("corpus")));
    let findings = check(
        &view,
        &catalogue,
        &CheckOptions::new("2026-11-22".parse().expect("a day")),
    );
    let mut keys: Vec<&str> = findings
        .iter()
        .map(|finding| finding.key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), findings.len());
    for finding in &findings {
        assert!(
            !finding.quote.is_empty() && !finding.message.is_empty(),
            "{finding:?}"
        );
        if let Some(ordinal) = finding.clause {
            let clauses = &view.documents[finding.document].document.clauses;
            let clause = clauses
                .iter()
                .find(|clause| clause.ordinal == ordinal)
                .expect("the clause");
            assert!(clause.text.contains(finding.quote.as_str()), "{finding:?}");
        }
    }
    let again = check(
        &view,
        &catalogue,
        &CheckOptions::new("2026-11-22".parse().expect("a day")),
    );
    assert_eq!(findings, again);
}
