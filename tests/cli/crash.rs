//! Killing the indexer at random moments leaves the old or the new index, never a mix.

use std::fs;
use std::time::Duration;

use crate::common::{Place, dump};

/// Moments tried; more with `TIAOWEN_CRASHES`.
fn rounds() -> u64 {
    std::env::var("TIAOWEN_CRASHES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(12)
}

#[test]
fn killed_at_any_moment_the_index_is_old_or_new() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let change = |generation: u64| {
        place.write_rules(20, |file| format!("第{generation}轮的内容，文件{file}。"));
    };
    let mut state = dump(&place);
    let rounds = rounds();
    for round in 0..rounds {
        change(round);
        let mut child = place
            .command(&["index", "-q"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("starts");
        std::thread::sleep(Duration::from_millis(20 + round * 977 % 900));
        let _ = child.kill();
        let _ = child.wait();
        let after = dump(&place);
        let done = place.run(&["index", "-q"]);
        assert_eq!(
            done.status.code(),
            Some(0),
            "round {round}: {}",
            crate::common::stderr(&done)
        );
        let new = dump(&place);
        assert!(
            after == state || after == new,
            "round {round}: a mix of two states"
        );
        state = new;
    }
    fs::remove_dir_all(place.path("index")).expect("removed");
    place.run(&["index", "-q"]);
    assert_eq!(state, dump(&place));
}
