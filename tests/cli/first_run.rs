//! What a new user sees first.

use crate::common::{Place, stderr, stdout};

#[test]
fn a_search_without_an_index_builds_one_and_answers() {
    let place = Place::with_samples();
    let first = place.run(&["search", "孵化器认定条件"]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(
        stdout(&first).contains("科技企业孵化载体管理办法"),
        "{}",
        stdout(&first)
    );
    assert!(stderr(&first).contains("先为默认文件夹建立索引"));
    let second = place.run(&["search", "孵化器认定条件"]);
    assert_eq!(stdout(&first), stdout(&second));
    assert_eq!(stderr(&second), "");
}

#[test]
fn without_a_corpus_it_says_what_to_do() {
    let place = Place::new();
    std::fs::remove_dir(place.path("corpus")).expect("removed");
    for args in [
        &["search", "孵化器"][..],
        &["list"],
        &["status"],
        &["show", "x"],
    ] {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(4), "{args:?}");
        assert!(
            stderr(&output).contains("怎么办：先建立索引：tiaowen index"),
            "{}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn help_is_chinese() {
    let place = Place::new();
    let commands: [&[&str]; 8] = [
        &["--help"],
        &["index", "--help"],
        &["search", "--help"],
        &["show", "--help"],
        &["list", "--help"],
        &["parse", "--help"],
        &["segment", "--help"],
        &["status", "--help"],
    ];
    for args in commands {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(0));
        let text = stdout(&output);
        for word in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Print",
            "default",
            "possible values",
            "aliases",
        ] {
            assert!(!text.contains(word), "{args:?} shows {word}:\n{text}");
        }
    }
}

#[test]
fn wrong_usage_is_explained_in_chinese() {
    let place = Place::new();
    let cases: [&[&str]; 6] = [
        &[],
        &["serch"],
        &["search", "--limt", "3"],
        &["list", "--as-of", "昨天"],
        &["search"],
        &["list", "--format", "trec"],
    ];
    for args in cases {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let text = stderr(&output);
        assert!(text.starts_with("出错："), "{args:?}: {text}");
        assert!(!text.contains("error"), "{args:?}: {text}");
    }
}
