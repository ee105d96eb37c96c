//! How people name documents, values and files, and what they are told.

use std::fs;

use crate::common::{AS_OF, Place, stderr, stdout};

#[test]
fn paths_as_the_shell_completes_them() {
    let place = Place::with_index();
    let path = "corpus/规范性文件/韶州市科技创新券管理办法（试行）.txt";
    let whole = place.path(path).display().to_string();
    for name in [path, &format!("./{path}"), &whole] {
        for command in ["show", "refs", "check"] {
            let output = place.run(&[command, name, "--as-of", AS_OF]);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{command} {name}"
            );
            assert!(
                stdout(&output).contains("科技创新券管理办法"),
                "{command} {name}: {}",
                stderr(&output)
            );
        }
    }
    // From a folder below.
    let below = place
        .command(&[
            "show",
            "韶州市科技创新券管理办法（试行）.txt",
            "--index",
            "../../index",
        ])
        .current_dir(place.path("corpus/规范性文件"))
        .output()
        .expect("runs");
    assert_eq!(below.status.code(), Some(0), "{}", stderr(&below));
    // A file that is there, but not in the index.
    fs::write(place.path("稿.txt"), "第一条 稿。\n").expect("written");
    let missing = place.run(&["show", "稿.txt"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("tiaowen parse 稿.txt"));
}

#[test]
fn one_title_twice_compares_its_versions() {
    let place = Place::with_index();
    let title = "韶州市科技企业孵化载体管理办法";
    let output = place.run(&["diff", title, title]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let (said, text) = (stderr(&output), stdout(&output));
    assert!(said.contains("有 2 个版本"), "{said}");
    assert!(
        said.contains("韶州科〔2016〕28号") && said.contains("韶州科〔2021〕44号"),
        "{said}"
    );
    assert!(
        text.starts_with("旧：") && !text.contains("没有差别"),
        "{text}"
    );
    let old = text.find("〔2016〕28号").expect("the old one");
    assert!(old < text.find("〔2021〕44号").expect("the new one"));
    // By number it is that version and no other.
    for (a, b) in [
        ("韶州科〔2021〕44号", "韶州科〔2021〕44号"),
        ("韶州科〔2021〕44号", title),
    ] {
        let output = place.run(&["diff", a, b]);
        assert_eq!(output.status.code(), Some(2), "{a} {b}");
        let said = stderr(&output);
        assert!(said.contains("韶州科〔2016〕28号"), "{said}");
    }
    let file = "corpus/规范性文件/韶州市实验动物管理办法.txt";
    for (a, b) in [
        (file, file),
        (file, "韶州市实验动物管理办法"),
        ("韶州市实验动物管理办法", "韶州市实验动物管理办法"),
    ] {
        let output = place.run(&["diff", a, b]);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{a} {b}: {}",
            stdout(&output)
        );
        assert!(stderr(&output).contains("同一份文件"));
    }
}

#[test]
fn drafts_are_drafts_everywhere() {
    let place = Place::with_index();
    let drafts = place.run(&[
        "list", "--status", "草案", "--format", "tsv", "--as-of", AS_OF,
    ]);
    assert_eq!(drafts.status.code(), Some(0), "{}", stderr(&drafts));
    let text = stdout(&drafts);
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("编号\t路径\t标题\t文号\t制定机关\t类型\t公布日期\t施行日期\t有效至\t时效\t条数")
    );
    assert!(lines.clone().count() > 0);
    for line in lines {
        assert_eq!(line.split('\t').nth(9), Some("草案"), "{line}");
    }
    let json = place.json(&["list", "--status", "草案"]);
    for document in json["documents"].as_array().expect("documents") {
        assert_eq!(document["draft"], true);
        assert_eq!(document["status"], "unknown");
    }
    let hits = stdout(&place.run(&["search", "状态:草案", "资金", "--format", "tsv"]));
    assert!(
        hits.lines()
            .nth(1)
            .is_some_and(|hit| hit.contains("\t草案\t")),
        "{hits}"
    );
}

#[test]
fn beyond_the_last_page() {
    let place = Place::with_index();
    let output = place.run(&["search", "孵化器", "--offset", "1000"]);
    let text = stdout(&output);
    assert!(
        text.contains("没有第 1001 条") && text.contains("共 "),
        "{text}"
    );
}

#[test]
fn a_word_list_that_is_not_there_is_told() {
    let place = Place::with_index();
    fs::write(
        place.path("tiaowen.toml"),
        "corpus = ['corpus']\nuser_dictionary = ['词典.txt']\n",
    )
    .expect("written");
    let output = place.run(&["search", "孵化器", "-n", "1"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output).matches("词典.txt 不存在").count(), 1);
    fs::write(place.path("词典.txt"), "# 空\n").expect("written");
    assert!(!stderr(&place.run(&["search", "孵化器"])).contains("词典.txt"));
}

#[test]
fn a_folder_without_corpus_is_told_what_to_write() {
    let place = Place::new();
    fs::remove_dir(place.path("corpus")).expect("removed");
    fs::create_dir(place.path("文件")).expect("folder");
    let init = stdout(&place.run(&["init"]));
    assert!(init.contains("去掉 corpus 一行行首的 #"), "{init}");
    let output = place.run(&["index"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("tiaowen.toml"),
        "{}",
        stderr(&output)
    );
    assert!(!stdout(&place.run(&["init", "--force", "文件"])).contains("行首的 #，写上"));
}

#[test]
fn the_width_of_a_pipe_can_be_set() {
    let place = Place::with_index();
    let width = |columns: Option<&str>| {
        let mut command = place.command(&["search", "孵化器认定条件"]);
        if let Some(columns) = columns {
            command.env("COLUMNS", columns);
        }
        let text = stdout(&command.output().expect("runs"));
        text.lines()
            .map(tiaowen::report::wrap::width)
            .max()
            .unwrap_or(0)
    };
    assert!((70..=80).contains(&width(None)));
    assert!((90..=100).contains(&width(Some("100"))));
    assert!((70..=80).contains(&width(Some("x"))));
}
