//! Writes that fail: the index stays as it was, and the next run completes.

#![cfg(unix)]

use std::process::Command;

use crate::common::{Place, dump, rule};

/// Runs `index` where no file may grow beyond `blocks` KiB: the write that crosses the limit fails.
fn index_with_limit(place: &Place, blocks: u32) -> (i32, String) {
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec '{}' index -q",
        env!("CARGO_BIN_EXE_tiaowen")
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(place.path("."))
        .output()
        .expect("bash");
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn a_write_that_fails_leaves_the_old_index() {
    let place = Place::with_index();
    let mut state = dump(&place);
    let mut failures = 0;
    for (round, blocks) in [1, 2, 4, 8, 16, 24, 32, 64, 128, 4096]
        .into_iter()
        .enumerate()
    {
        let filler = "经费管理与绩效评价。".repeat(50);
        place.write_rules(30, |file| {
            format!("第{round}轮的内容，文件{file}。{filler}")
        });
        let (code, message) = index_with_limit(&place, blocks);
        let after = dump(&place);
        if code == 0 {
            state = after;
            continue;
        }
        failures += 1;
        assert_eq!(code, 5, "{blocks} KiB: {message}");
        assert!(
            message.contains("出错：") && message.contains("怎么办："),
            "{message}"
        );
        assert_eq!(
            after, state,
            "{blocks} KiB: the old index is not the old index"
        );
    }
    assert!(failures >= 3, "{failures} failures");
    assert_eq!(place.run(&["index", "-q"]).status.code(), Some(0));
    let increments = dump(&place);
    std::fs::remove_dir_all(place.path("index")).expect("removed");
    place.run(&["index", "-q"]);
    assert_eq!(increments, dump(&place));
}

#[test]
fn an_index_of_another_layout_is_refused_and_of_another_parser_rebuilt() {
    let place = Place::with_index();
    let meta = place.path("index/gen-000001/meta.json");
    let text = std::fs::read_to_string(&meta).expect("meta.json");
    let other_parser = text.replace("\\\"parser\\\":", "\\\"parser\\\":9");
    assert_ne!(text, other_parser);
    std::fs::write(&meta, other_parser).expect("written");
    assert_eq!(
        place.run(&["search", "孵化器"]).status.code(),
        Some(0),
        "an older parser can be searched"
    );
    let rebuilt = place.json(&["index"]);
    assert_eq!(
        rebuilt["generation"], 2,
        "another parser means a new generation"
    );
    let meta = place.path("index/gen-000002/meta.json");
    let text = std::fs::read_to_string(&meta).expect("meta.json");
    std::fs::write(&meta, text.replace("\\\"schema\\\":", "\\\"schema\\\":9")).expect("written");
    let refused = place.run(&["search", "孵化器"]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(crate::common::stderr(&refused).contains("tiaowen index --rebuild"));
    assert_eq!(
        place.run(&["index", "--rebuild", "corpus"]).status.code(),
        Some(0)
    );
    assert_eq!(place.run(&["search", "孵化器"]).status.code(), Some(0));
}

/// Runs `index` with the `nth` call of a kind failing.
fn index_with_fault(place: &Place, call: &str, error: &str, nth: usize) -> (i32, String) {
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:error={error}:when={nth}")])
        .args([
            "-o",
            "/dev/null",
            env!("CARGO_BIN_EXE_tiaowen"),
            "index",
            "-q",
        ])
        .current_dir(place.path("."))
        .output()
        .expect("strace");
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// Rounds for each kind of call; more with `TIAOWEN_CRASHES`.
fn rounds() -> usize {
    std::env::var("TIAOWEN_CRASHES")
        .ok()
        .and_then(|text| text.parse().ok())
        .map_or(5, |crashes: usize| (crashes / 5).max(5))
}

#[test]
#[cfg_attr(not(tiaowen_strace), ignore = "needs strace")]
fn a_call_that_fails_leaves_the_old_or_the_new_index() {
    let place = Place::with_index();
    let (mut failures, mut round) = (0, 0);
    for (call, error) in [
        ("write", "EIO"),
        ("write", "ENOSPC"),
        ("fdatasync,fsync", "EIO"),
        ("rename,renameat,renameat2", "EIO"),
        ("ftruncate,fallocate", "ENOSPC"),
    ] {
        let mut nth = 1;
        for _ in 0..rounds() {
            round += 1;
            let before = dump(&place);
            place.write(
                "变/一.txt",
                rule(
                    "韶州市示例办法",
                    "韶州科〔2024〕77号",
                    &format!("第{round}轮的内容。"),
                ),
            );
            let (code, message) = index_with_fault(&place, call, error, nth);
            let after = dump(&place);
            let finished = place.run(&["index", "-q"]);
            assert_eq!(finished.status.code(), Some(0), "{call} {nth}");
            let new = dump(&place);
            assert_ne!(before, new, "{call} {nth}: nothing was changed");
            assert!(
                after == before || after == new,
                "{call} {error} {nth}: neither the old nor the new state (exit {code}): {message}"
            );
            if code == 0 {
                // The call did not happen or did not matter: then the run has done its work.
                assert_eq!(after, new, "{call} {error} {nth}: success without effect");
            } else {
                failures += 1;
                // The call that failed may be the one that wrote the message.
                assert!(
                    message.contains("出错：") || message.is_empty(),
                    "{call} {error} {nth}: {message}"
                );
            }
            nth += 1 + nth / 2;
        }
    }
    assert!(failures > 0, "no call failed");
}
