//! `browse` where there is no terminal. What it does on one is tried in src/browse and by
//! tests/terminal/browse.sh.

use crate::common::{Place, stderr, stdout};

#[test]
fn without_a_terminal_it_says_so() {
    let place = Place::with_samples();
    place.run(&["index"]);
    for name in ["browse", "浏览"] {
        let output = place.run(&[name, "孵化器", "--status", "现行有效"]);
        assert_eq!(output.status.code(), Some(2));
        let message = stderr(&output);
        for part in ["出错：", "原因：", "怎么办："] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn without_an_index_it_says_how_to_make_one() {
    let place = Place::with_samples();
    let output = place.run(&["browse"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("tiaowen index"));
}
