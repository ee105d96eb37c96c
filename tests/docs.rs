//! The documents: links lead somewhere, commands in the manuals run and show what they really print.
//!
//! `TIAOWEN_REFRESH=1 cargo test docs` puts the present output under the commands of the manuals.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use tiaowen::check::registry::RULES;

use crate::common::{AS_OF, Place, stderr, stdout};

/// The Chinese README.
const MANUAL: &str = "README.zh-CN.md";

/// The manuals whose commands are run, each in a folder of its own.
const MANUALS: [&str; 2] = [MANUAL, "docs/manual.zh-CN.md"];

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

/// A block between ```` ``` ````: where its inside stands, and what stands behind the opening.
struct Block {
    start: usize,
    end: usize,
    info: String,
}

impl Block {
    /// The file a block like ```` ```toml tiaowen.toml ```` is.
    fn file(&self) -> Option<&str> {
        self.info.split_once(' ').map(|(_, file)| file.trim())
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(info) = line.strip_prefix("```") {
            match open.take() {
                None => open = Some((at + line.len(), info.trim().to_owned())),
                Some((start, info)) => blocks.push(Block {
                    start,
                    end: at,
                    info,
                }),
            }
        }
        at += line.len();
    }
    blocks
}

/// Output without what differs from run to run and from machine to machine.
fn steady(text: &str) -> String {
    text.lines()
        .filter(|line| {
            !["索引：index（", "上次更新：", "版本："]
                .iter()
                .any(|head| line.starts_with(head))
        })
        .map(|line| match line.split_once("用时 ") {
            Some((before, _)) => format!("{before}用时\n"),
            None => format!("{line}\n"),
        })
        .collect()
}

/// Commands that have no day, or name none in the manual.
const TIMELESS: [&str; 10] = [
    "parse", "segment", "explain", "解析", "分词", "规则", "init", "help", "man", "index",
];

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
    // Notes come before the result.
    let text = stderr(&output) + &stdout(&output);
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
fn commands_of_the_manuals_run_and_print_what_is_shown() {
    let _guard = READMES.lock();
    for name in MANUALS {
        let path = package().join(name);
        let text = fs::read_to_string(&path).expect("a manual");
        let fresh = again(&text);
        if std::env::var_os("TIAOWEN_REFRESH").is_some() {
            fs::write(&path, fresh).expect("the manual can be written");
            continue;
        }
        for (shown, printed) in steady(&text).lines().zip(steady(&fresh).lines()) {
            assert_eq!(
                shown, printed,
                "{name}: run TIAOWEN_REFRESH=1 cargo test docs"
            );
        }
        assert_eq!(steady(&text).len(), steady(&fresh).len(), "{name}");
    }
}

/// A manual with the present output of its commands.
fn again(text: &str) -> String {
    let place = Place::with_samples();
    let mut fresh = String::new();
    let mut from = 0;
    let mut failed = Vec::new();
    for block in blocks(text) {
        let inside = &text[block.start..block.end];
        if let Some(file) = block.file() {
            let path = place.path(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, inside).expect("written");
        }
        if block.info != "console" {
            continue;
        }
        fresh.push_str(&text[from..block.start]);
        let commands = inside.lines().filter_map(|line| line.strip_prefix("$ "));
        for (nth, command) in commands.enumerate() {
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
    fresh
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
