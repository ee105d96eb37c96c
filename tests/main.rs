//! Tests of the program as a whole: the real binary on real files.

#![expect(clippy::print_stdout, reason = "figures are shown with --nocapture")]

mod common;
mod docs;
mod fuzz;
mod picture;
mod recall;
mod rules;

mod cli {
    mod asking;
    mod bad_input;
    mod browse;
    mod contract;
    mod crash;
    mod eval;
    mod faults;
    mod first_run;
    mod formats;
    mod isolation;
    mod naming;
    mod readers;
    mod setup;
    mod sync;
    mod terminal;
    mod versions;
    mod work_sheet;
}

/// A file in tests/cli that nobody lists would never run.
#[test]
fn no_test_file_is_forgotten() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let listed = std::fs::read_to_string(folder.join("main.rs")).expect("this file");
    for entry in std::fs::read_dir(folder.join("cli")).expect("tests/cli") {
        let name = entry
            .expect("entry")
            .file_name()
            .into_string()
            .expect("UTF-8");
        let Some(module) = name.strip_suffix(".rs") else {
            continue;
        };
        assert!(
            listed.contains(&format!("mod {module};")),
            "tests/cli/{name} is not listed in main.rs"
        );
    }
}
