//! The documents: links lead somewhere, commands in the manual run and show what they really print.
//!
//! `TIAOWEN_REFRESH=1 cargo test docs` puts the present output under the commands of the manual.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use tiaowen::check::registry::RULES;

use crate::common::{AS_OF, Place, stderr, stdout};

/// The manual whose commands are run.
const MANUAL: &str = "README.zh-CN.md";

/// Held by whoever reads and writes a README, so that two refreshes do not undo each other.
static READMES: Mutex<()> = Mutex::new(());

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["", "docs", "docs/adr", "data", "index"] {
        let entries = fs::read_dir(package().join(folder)).expect("a folder of the package");
        found.extend(
            entries
                .filter_map(|entry| entry.ok().map(|entry| entry.path()))
                .filter(|path| path.extension().is_some_and(|extension| extension == "md")),
        );
    }
    found.sort();
    found
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for path in documents() {
        let text = fs::read_to_string(&path).expect("a document");
        let folder = path.parent().expect("a document has a folder");
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || target.contains("://") {
                continue;
            }
            if !folder.join(file).exists() {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// One ```` ```console ```` block: where it stands, and its commands.
struct Block {
    start: usize,
    end: usize,
    commands: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    const OPEN: &str = "```console\n";
    let mut blocks = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(OPEN) {
        let start = from + at + OPEN.len();
        let end = start + text[start..].find("```").expect("a closed block");
        let commands = text[start..end]
            .lines()
            .filter_map(|line| line.strip_prefix("$ "))
            .map(str::to_owned)
            .collect();
        blocks.push(Block {
            start,
            end,
            commands,
        });
        from = end;
    }
    blocks
}

/// Commands that have no day, or name none in the manual.
const TIMELESS: [&str; 6] = ["parse", "segment", "explain", "解析", "分词", "规则"];

/// Runs `tiaowen …` as of the day the manual speaks of; a `| head -N` at the end shortens the output.
fn run(command: &str, place: &Place) -> (Option<i32>, String) {
    let (command, lines) = match command.split_once(" | head -") {
        Some((command, lines)) => (command, lines.trim().parse().expect("a number of lines")),
        None => (command, usize::MAX),
    };
    let mut words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words.first(), Some(&"tiaowen"), "{command}");
    words.remove(0);
    if !words.first().is_some_and(|name| TIMELESS.contains(name)) && !words.contains(&"--as-of") {
        words.extend(["--as-of", AS_OF]);
    }
    let output = place.run(&words);
    let text = stdout(&output) + &stderr(&output);
    let here = place
        .path(".")
        .canonicalize()
        .expect("the folder")
        .display()
        .to_string();
    let text: Vec<&str> = text.trim_end().lines().take(lines).collect();
    (
        output.status.code(),
        text.join("\n").replace(&here, "/home/staff/tiaowen"),
    )
}

#[test]
fn commands_of_the_manual_run() {
    let place = Place::with_samples();
    let _guard = READMES.lock();
    let path = package().join(MANUAL);
    let text = fs::read_to_string(&path).expect("the manual");
    let mut fresh = String::new();
    let mut from = 0;
    let mut failed = Vec::new();
    for block in blocks(&text) {
        fresh.push_str(&text[from..block.start]);
        for (nth, command) in block.commands.iter().enumerate() {
            let (code, output) = run(command, &place);
            if !matches!(code, Some(0 | 1)) {
                failed.push(format!("{command}: {code:?}\n{output}"));
            }
            if nth > 0 {
                fresh.push('\n');
            }
            fresh.extend(["$ ", command, "\n", &output, "\n"]);
        }
        from = block.end;
    }
    fresh.push_str(&text[from..]);
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    if std::env::var_os("TIAOWEN_REFRESH").is_some() {
        fs::write(&path, fresh).expect("the manual can be written");
    }
}

/// The table of rules as both READMEs carry it.
fn rule_table() -> String {
    let mut table = String::from("| 规则 id | 名称 name | 查什么 what |\n|---|---|---|\n");
    for rule in &RULES {
        table.extend([
            "| `",
            rule.id,
            "` | ",
            rule.name,
            " | ",
            rule.summary().trim_end_matches('。'),
            " |\n",
        ]);
    }
    table
}

#[test]
fn rule_tables_are_fresh() {
    const BEGIN: &str = "<!-- rules:begin -->\n";
    const END: &str = "<!-- rules:end -->";
    let _guard = READMES.lock();
    for name in ["README.md", MANUAL] {
        let path = package().join(name);
        let text = fs::read_to_string(&path).expect("a README");
        let start = text.find(BEGIN).expect("begin of the table") + BEGIN.len();
        let end = start + text[start..].find(END).expect("end of the table");
        let table = rule_table();
        if std::env::var_os("TIAOWEN_REFRESH").is_some() {
            fs::write(&path, format!("{}{table}{}", &text[..start], &text[end..]))
                .expect("written");
        } else {
            assert_eq!(
                &text[start..end],
                table,
                "{name}: run TIAOWEN_REFRESH=1 cargo test docs"
            );
        }
    }
}

#[test]
fn every_dependency_has_its_line() {
    let manifest = fs::read_to_string(package().join("Cargo.toml")).expect("Cargo.toml");
    let table = fs::read_to_string(package().join("docs/dependencies.md")).expect("the table");
    let listed: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|names| names.split(", "))
        .collect();
    let mut inside = false;
    let mut missing = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim_end().ends_with("dependencies]");
        } else if inside && let Some((name, _)) = line.split_once('=') {
            let name = name.trim();
            if !name.starts_with('#') && !listed.contains(&name) {
                missing.push(name.to_owned());
            }
        }
    }
    assert!(
        missing.is_empty(),
        "docs/dependencies.md has no line for {}",
        missing.join(", ")
    );
}
