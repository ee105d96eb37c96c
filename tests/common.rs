//! A folder with documents and an index, and the binary to run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The day all tests look at.
pub const AS_OF: &str = "2026-11-22";

/// A small generator (Knuth's constants), so that a failure can be repeated.
pub struct Random(pub u64);

impl Random {
    /// A number below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// A working folder of its own.
pub struct Place {
    dir: TempDir,
}

/// A short 办法, for tests that need many documents.
pub fn rule(title: &str, number: &str, body: &str) -> String {
    format!(
        "韶州市科学技术局关于印发《{title}》的通知\n{number}\n\n各县（市、区）科技主管部门：\n现将《{title}》印发给你们，请遵照执行。\n\n\
         韶州市科学技术局\n2024年3月1日\n\n{title}\n\n第一条　为规范管理，制定本办法。\n第二条　{body}\n\
         第三条　本办法自2024年4月1日起施行，有效期5年。\n"
    )
}

impl Place {
    /// An empty folder with an empty corpus.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("temp dir");
        fs::create_dir(dir.path().join("corpus")).expect("corpus");
        Self { dir }
    }

    /// A folder with a copy of the sample corpus.
    pub fn with_samples() -> Self {
        let place = Self::new();
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"),
            &place.path("corpus"),
        );
        place
    }

    /// The same with an index of it.
    pub fn with_index() -> Self {
        let place = Self::with_samples();
        place.run(&["index", "-q"]);
        place
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file of the corpus.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("corpus").join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(&path, text).expect("written");
        path
    }

    /// Writes `count` rules 变/0.txt, 变/1.txt …, each with a title and a number of its own and the body that
    /// `body` gives for it.
    pub fn write_rules(&self, count: usize, body: impl Fn(usize) -> String) {
        for file in 0..count {
            self.write(
                &format!("变/{file}.txt"),
                rule(
                    &format!("韶州市示例{file}办法"),
                    &format!("韶州科〔2024〕{}号", 100 + file),
                    &body(file),
                ),
            );
        }
    }

    /// The binary in this folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiaowen"));
        command
            .current_dir(self.dir.path())
            .args(args)
            .env("NO_COLOR", "1")
            .env_remove("COLUMNS");
        command
    }

    /// Runs it.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the binary runs")
    }

    /// Runs it and reads its JSON, whatever the exit code.
    pub fn json(&self, args: &[&str]) -> Value {
        let mut all = args.to_vec();
        all.extend(["--format", "json", "--as-of", AS_OF]);
        let output = self.run(&all);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!(
                "{args:?}: {error}\n{}",
                String::from_utf8_lossy(&output.stderr)
            )
        })
    }

    /// What `parse` says of a file of the corpus.
    pub fn json_of(&self, name: &str) -> Value {
        let output = self.run(&["parse", &format!("corpus/{name}"), "--format", "json"]);
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// What was written to stdout.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What was written to stderr.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Everything an index answers, less scores and times: two indexes of the same files give the same.
pub fn dump(place: &Place) -> String {
    let mut text = place.json(&["list"]).to_string();
    for query in [
        "孵化器 认定条件",
        "有效期",
        "“第三条”",
        "资金 管理 办法",
        "-通知",
    ] {
        let mut answer = place.json(&["search", query, "-n", "0"]);
        answer["took_ms"] = Value::Null;
        for hit in answer["hits"].as_array_mut().into_iter().flatten() {
            hit["score"] = Value::Null;
        }
        text.push_str(&answer.to_string());
    }
    text
}

/// A zip archive with these members.
#[cfg(feature = "office")]
pub fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).expect("member");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("zip").into_inner()
}
