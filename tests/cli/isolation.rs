//! The worker process: its limits hold, a fault costs one file, and a folder of text starts none.

#![cfg(all(unix, feature = "office", feature = "isolation"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tiaowen::extract::limits::Limits;
use tiaowen::extract::worker::Pool;
use tiaowen::extract::{ExtractError, Options, Outcome};

use crate::common::zip_of;

/// A pool of real workers that note their start in a file.
struct Watched {
    pool: Pool,
    log: PathBuf,
    _dir: TempDir,
}

impl Watched {
    fn new(limits: Limits) -> Self {
        let dir = tempfile::tempdir().expect("temp dir");
        let log = dir.path().join("starts");
        let script = format!(
            "echo $$ >> '{}'; exec '{}' __extract",
            log.display(),
            env!("CARGO_BIN_EXE_tiaowen")
        );
        let options = Options {
            limits,
            ..Options::default()
        };
        Self {
            pool: Pool::new("sh".into(), vec!["-c".to_owned(), script], options),
            log,
            _dir: dir,
        }
    }

    fn read(&self, bytes: &[u8], name: &str) -> Result<String, ExtractError> {
        let raw = self.pool.extract(bytes, Path::new(name))?;
        Ok(raw.text)
    }

    /// Workers started so far.
    fn starts(&self) -> usize {
        fs::read_to_string(&self.log).map_or(0, |log| log.lines().count())
    }
}

const PAGE: &[u8] = "<html><body><p>第一条 甲</p></body></html>".as_bytes();

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    zip_of(&[("word/document.xml", document.as_bytes())])
}

#[test]
fn a_worker_serves_many_files_and_text_needs_none() {
    let watched = Watched::new(Limits::default());
    for _ in 0..20 {
        assert_eq!(
            watched.read("第一条 甲".as_bytes(), "a.txt").expect("text"),
            "第一条 甲"
        );
    }
    assert_eq!(watched.starts(), 0, "a text file started a worker");
    for _ in 0..50 {
        assert_eq!(watched.read(PAGE, "a.html").expect("text"), "第一条 甲\n");
    }
    assert_eq!(watched.starts(), 1, "one worker serves all");
}

#[test]
fn memory_is_limited_and_the_next_file_gets_a_new_worker() {
    // The limits on unpacking are out of the way: only the operating system stops this one.
    let limits = Limits {
        part: 4 << 30,
        total: 4 << 30,
        text: 1 << 31,
        memory: 250 << 20,
        ..Limits::default()
    };
    let watched = Watched::new(limits);
    let bomb = zip_of(&[
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", &vec![b' '; 400 << 20]),
    ]);
    let error = watched
        .read(&bomb, "bomb.docx")
        .expect_err("too much memory");
    assert!(
        matches!(error, ExtractError::Crashed(_) | ExtractError::Bomb(_)),
        "{error:?}"
    );
    assert!(!error.hint().is_empty());
    assert_eq!(watched.read(PAGE, "a.html").expect("text"), "第一条 甲\n");
    assert!(watched.starts() <= 2);
}

#[test]
fn processor_time_is_limited() {
    let limits = Limits {
        cpu_seconds: 0,
        wall_seconds: 100,
        part: 1 << 30,
        total: 1 << 30,
        text: 1 << 30,
        ..Limits::default()
    };
    let watched = Watched::new(limits);
    let paragraph = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>";
    let slow = docx(&paragraph.repeat(5_000_000));
    let begun = Instant::now();
    let error = watched.read(&slow, "slow.docx").expect_err("too slow");
    assert!(matches!(error, ExtractError::Crashed(_)), "{error:?}");
    assert!(error.reason().contains("处理器时间"), "{}", error.reason());
    assert!(begun.elapsed() < Duration::from_secs(90));
    assert_eq!(watched.read(PAGE, "a.html").expect("text"), "第一条 甲\n");
    assert_eq!(watched.starts(), 2, "a killed worker is replaced");
}

#[test]
fn a_worker_that_floods_is_cut_off() {
    let flood = vec!["-c".to_owned(), "yes".to_owned()];
    let pool = Pool::new("sh".into(), flood, Options::default());
    let error = pool
        .extract(PAGE, Path::new("a.html"))
        .expect_err("no answer");
    assert!(matches!(error, ExtractError::Crashed(_)), "{error:?}");
}

#[test]
fn a_member_that_ends_the_worker_costs_no_other() {
    let limits = Limits {
        cpu_seconds: 0,
        part: 1 << 30,
        total: 1 << 30,
        text: 1 << 30,
        ..Limits::default()
    };
    let watched = Watched::new(limits);
    let slow = docx(&"<w:p><w:r><w:t>甲</w:t></w:r></w:p>".repeat(5_000_000));
    let archive = zip_of(&[
        ("一.html", PAGE),
        ("二.docx", &slow),
        ("三.txt", "第三条 丙".as_bytes()),
    ]);
    let raw = watched
        .pool
        .extract(&archive, Path::new("a.zip"))
        .expect("members");
    let read: Vec<(&str, bool)> = raw
        .members
        .iter()
        .map(|member| (member.name.as_str(), member.result.is_ok()))
        .collect();
    assert_eq!(
        read,
        [("一.html", true), ("二.docx", false), ("三.txt", true)]
    );
    assert_eq!(raw.outcome, Outcome::OkDegraded);
}
