//! Indexes of earlier versions (tests/data/index-v*): refused with the command that mends them, never misread.

use std::fs;
use std::path::Path;

use crate::common::{Place, copy, stderr};

#[test]
fn an_index_of_an_earlier_version_is_refused_and_mended_by_the_command_named() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut seen = 0;
    for entry in fs::read_dir(&kept).expect("test data") {
        let entry = entry.expect("entry");
        let name = entry.file_name().into_string().expect("UTF-8");
        if !name.starts_with("index-v") {
            continue;
        }
        seen += 1;
        let place = Place::with_samples();
        copy(&entry.path(), &place.path("index"));
        for args in [
            vec!["search", "孵化器"],
            vec!["list"],
            vec!["check"],
            vec!["index"],
        ] {
            let output = place.run(&args);
            assert_eq!(output.status.code(), Some(4), "{name}: {args:?}");
            assert!(
                stderr(&output).contains("tiaowen index --rebuild"),
                "{name}: {args:?}: {}",
                stderr(&output)
            );
        }
        let output = place.run(&["index", "--rebuild", "corpus"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(place.json(&["search", "孵化器"])["total"].as_u64() > Some(0));
    }
    assert!(seen > 0, "no kept index in {}", kept.display());
}
