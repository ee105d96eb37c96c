//! Searches while the index is rewritten: never an error, never a mix, never older than the last commit.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::common::{AS_OF, Place, stderr};

const FILES: usize = 12;
const ROUNDS: u64 = 20;

fn change(place: &Place, round: u64) {
    place.write_rules(FILES, |file| format!("轮次标记{round}号，第{file}份。"));
}

#[test]
fn searches_during_re_indexing_see_one_state() {
    let place = Place::new();
    change(&place, 0);
    assert_eq!(place.run(&["index", "-q"]).status.code(), Some(0));
    let (committed, over) = (AtomicU64::new(0), AtomicBool::new(false));
    let searches = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut count = 0;
            while !over.load(Ordering::SeqCst) {
                let before = committed.load(Ordering::SeqCst);
                let output = place.run(&[
                    "search",
                    "“轮次标记”",
                    "-n",
                    "0",
                    "--format",
                    "json",
                    "--as-of",
                    AS_OF,
                ]);
                assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
                let answer: serde_json::Value =
                    serde_json::from_slice(&output.stdout).expect("JSON");
                let rounds: Vec<u64> = answer["hits"]
                    .as_array()
                    .expect("hits")
                    .iter()
                    .map(|hit| {
                        let text = hit["clause"]["text"].as_str().expect("text");
                        let after = text.split("轮次标记").nth(1).expect("mark");
                        after
                            .split('号')
                            .next()
                            .expect("number")
                            .parse()
                            .expect("number")
                    })
                    .collect();
                assert_eq!(rounds.len(), FILES, "{rounds:?}");
                assert!(
                    rounds.iter().all(|round| *round == rounds[0]),
                    "a mix: {rounds:?}"
                );
                assert!(rounds[0] >= before, "{} is older than {before}", rounds[0]);
                count += 1;
            }
            count
        });
        for round in 1..=ROUNDS {
            change(&place, round);
            let output = place.run(&["index", "-q"]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            committed.store(round, Ordering::SeqCst);
        }
        over.store(true, Ordering::SeqCst);
        reader.join().expect("no search failed")
    });
    println!("{searches} searches during {ROUNDS} re-indexes");
    assert!(searches > 10);
}
