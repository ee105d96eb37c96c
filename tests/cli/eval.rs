//! Our own questions over the sample corpus: a floor under the quality of ranking.

use std::collections::{HashMap, HashSet};

use crate::common::{AS_OF, Place, stdout};

/// Share of the wanted clauses among the first ten, at least.
const RECALL_FLOOR: f64 = 0.88;

fn fold(label: &str) -> String {
    label
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '．' => '.',
            c => c,
        })
        .collect()
}

#[test]
fn questions_find_their_clauses() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval");
    let queries = data.join("queries.tsv");
    let output = place.run(&[
        "search",
        "--batch",
        queries.to_str().expect("path"),
        "--format",
        "trec",
        "-n",
        "10",
        "--as-of",
        AS_OF,
    ]);
    let mut found: HashMap<String, HashSet<(String, String)>> = HashMap::new();
    for line in stdout(&output).lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        found
            .entry(cells[0].to_owned())
            .or_default()
            .insert((cells[1].to_owned(), fold(cells[2])));
    }
    let mut wanted: HashMap<String, HashSet<(String, String)>> = HashMap::new();
    for line in std::fs::read_to_string(data.join("qrels.tsv"))
        .expect("qrels")
        .lines()
    {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() >= 3 && cells[0] != "qid" {
            wanted
                .entry(cells[0].to_owned())
                .or_default()
                .insert((cells[1].to_owned(), fold(cells[2])));
        }
    }
    let mut sum = 0.0;
    let mut missed: Vec<String> = Vec::new();
    for (id, gold) in &wanted {
        let hits = found
            .get(id)
            .map_or(0, |found| gold.intersection(found).count());
        sum += hits as f64 / gold.len() as f64;
        if hits < gold.len() {
            missed.push(format!(
                "{id}: {:?}",
                gold.difference(found.get(id).unwrap_or(&HashSet::new()))
                    .collect::<Vec<_>>()
            ));
        }
    }
    missed.sort();
    let recall = sum / wanted.len() as f64;
    println!("Recall@10 {recall:.3} over {} questions", wanted.len());
    assert!(
        recall >= RECALL_FLOOR,
        "Recall@10 {recall:.3}\n{}",
        missed.join("\n")
    );
}
