//! `eval`, and our own questions over the sample corpus: a floor under the quality of ranking.

use std::path::Path;

use crate::common::{AS_OF, Place, stderr, stdout};

/// Share of the wanted clauses among the first ten, at least.
const RECALL_FLOOR: &str = "recall@10=0.88";

fn data(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/eval")
        .join(name)
        .to_str()
        .expect("path")
        .to_owned()
}

#[test]
fn questions_find_their_clauses() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let (queries, qrels) = (data("queries.tsv"), data("qrels.tsv"));
    let args = [
        "eval",
        "--queries",
        &queries,
        "--qrels",
        &qrels,
        "--as-of",
        AS_OF,
    ];
    let mut all = args.to_vec();
    all.extend(["--floor", RECALL_FLOOR, "--misses"]);
    let output = place.run(&all);
    println!("{}", stdout(&output));
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );

    // A floor above what can be reached is reported, and told by the exit code.
    let mut all = args.to_vec();
    all.extend(["--floor", "mrr@10=1"]);
    let output = place.run(&all);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("未达到下限"),
        "{}",
        stdout(&output)
    );

    // A run compared with itself has no difference.
    let mut all = args.to_vec();
    all.extend(["--save", "run.tsv"]);
    assert_eq!(place.run(&all).status.code(), Some(0));
    let mut all = args.to_vec();
    all.extend(["--against", "run.tsv"]);
    let output = place.run(&all);
    assert!(stdout(&output).contains("变差 0 题"), "{}", stdout(&output));
    // Without synonyms it does worse, and says so question by question.
    all.push("--exact");
    let output = place.run(&all);
    assert!(
        !stdout(&output).contains("变差 0 题"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn files_that_cannot_be_used() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let qrels = data("qrels.tsv");
    let bad = place.write("坏.tsv", "没有制表符\n");
    let bad = bad.to_str().expect("path");
    let output = place.run(&["eval", "--queries", bad, "--qrels", &qrels]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("第 1 行"), "{}", stderr(&output));
    let queries = data("queries.tsv");
    let output = place.run(&[
        "eval",
        "--queries",
        &queries,
        "--qrels",
        &qrels,
        "--floor",
        "召回=1",
    ]);
    assert_eq!(output.status.code(), Some(2));
}
