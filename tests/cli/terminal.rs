//! What a person meets: errors with a way out, suggestions, Markdown, the pager, links.

use std::process::{Command, Output};

use crate::common::{AS_OF, Place, stderr, stdout};

#[test]
fn every_error_has_its_three_parts() {
    let place = Place::with_samples();
    place.run(&["index"]);
    std::fs::write(place.path("q.tsv"), "没有制表符\n").expect("written");
    std::fs::write(place.path("bad.toml"), "[[decision]]\nkey = 1 2\n").expect("written");
    std::fs::write(
        place.path("gbk.toml"),
        b"[[decision]]\nreason = \"\xb7\xcf\"\n",
    )
    .expect("written");
    std::fs::write(place.path("broken.docx"), b"PK\x03\x04 broken").expect("written");
    let cases: &[(&[&str], i32)] = &[
        (&[], 2),
        (&["serch", "x"], 2),
        (&["孵化器"], 2),
        (&["search"], 2),
        (&["search", "--litral", "x"], 2),
        (&["search", "状态:好", "孵化器"], 2),
        (&["search", "年份:去年", "孵化器"], 2),
        (&["search", "范围:别处", "孵化器"], 2),
        (&["search", "x", "--format", "xlsx"], 2),
        (&["search", "--batch", "没有.tsv"], 2),
        (&["search", "--batch", "q.tsv"], 2),
        (&["show", "哪里也没有的东西"], 1),
        (&["show", "韶州科〔2021〕44号", "第九十九条"], 1),
        (&["list", "--kind", "规范文"], 2),
        (&["list", "--as-of", "昨天"], 2),
        (&["check", "--rule", "expird"], 2),
        (&["check", "哪里也没有的东西"], 2),
        (&["check", "--format", "xlsx"], 2),
        (&["check", "--decisions", "没有.xlsx"], 2),
        (&["check", "--decisions", "bad.toml"], 2),
        (&["check", "--decisions", "gbk.toml"], 2),
        (&["check", "-o", "没有/底稿.md"], 5),
        (&["explain", "expird"], 2),
        (&["diff", "甲", "乙"], 1),
        (&["parse", "没有.txt"], 3),
        (&["parse", "broken.docx"], 3),
        (&["index", "没有的文件夹"], 2),
        (&["list", "--index", "别处"], 4),
        (&["list", "--config", "没有.toml"], 2),
        (&["completions", "tcsh"], 2),
        (&["help", "serch"], 2),
    ];
    for (args, code) in cases {
        let output = place.run(args);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(*code), "{args:?}: {message}");
        for part in ["出错：", "原因：", "怎么办："] {
            assert!(message.contains(part), "{args:?} has no {part}\n{message}");
        }
        for english in ["expected", "error", "Error", "invalid", "unknown", "os "] {
            assert!(!message.contains(english), "{args:?}: {message}");
        }
    }
}

#[test]
fn what_could_have_been_meant() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let said = |args: &[&str]| {
        let output = place.run(args);
        stdout(&output) + &stderr(&output)
    };
    assert!(
        said(&["show", "科技孵化器管里办法"]).contains("是否要找：韶州市科技企业孵化载体管理办法")
    );
    assert!(said(&["show", "韶州科〔2021〕43号"]).contains("是否要找："));
    assert!(said(&["check", "创新卷管理办法"]).contains("是否要找：韶州市科技创新券管理办法"));
    assert!(said(&["explain", "expird"]).contains("expired（有效期已过）"));
    assert!(said(&["check", "--rule", "有效期以过"]).contains("是否要写：expired"));
    assert!(said(&["list", "--kind", "规范文"]).contains("是否要写：规范性文件"));
    assert!(said(&["search", "状态:有校", "孵化器"]).contains("可用：现行有效"));
    assert!(said(&["search", "类别:规章", "孵化"]).contains("是否要写 类型:规章"));
    assert!(said(&["捡索", "孵化"]).contains("tiaowen search（检索）"));
}

#[test]
fn markdown_for_papers() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let md = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--format", "md", "--as-of", AS_OF]);
        let output = place.run(&all);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{}",
            stderr(&output)
        );
        stdout(&output)
    };
    insta::assert_snapshot!("search_md", md(&["search", "孵化器认定条件", "-n", "1"]));
    insta::assert_snapshot!(
        "show_md",
        md(&["show", "韶州市科技创新券管理办法", "第十七条"])
    );
    insta::assert_snapshot!("list_md", md(&["list", "--title", "创新券"]));
    insta::assert_snapshot!("refs_md", md(&["refs", "合同法", "--impact"]));
    let diff = md(&["diff", "韶州科〔2021〕35号", "韶州科规〔2026〕3号"]);
    assert!(diff.contains("<del>") && diff.contains("<ins>"), "{diff}");
}

/// Runs a command line in a terminal of its own, where the tool for that is installed.
fn in_terminal(place: &Place, line: &str) -> Option<Output> {
    if !std::path::Path::new("/usr/bin/script").exists() {
        println!("skipped: script(1) is not installed");
        return None;
    }
    let line = format!(
        "stty rows 12 cols 80; {}",
        line.replace("tiaowen", env!("CARGO_BIN_EXE_tiaowen"))
    );
    let mut command = Command::new("script");
    command
        .args(["-qec", &line, "/dev/null"])
        .current_dir(place.path("."))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("TERM", "xterm-256color")
        .env("SHELL", "/bin/sh")
        .stdin(std::process::Stdio::null());
    Some(command.output().expect("script runs"))
}

#[test]
fn long_output_goes_through_the_pager_on_a_terminal_only() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let Some(paged) = in_terminal(
        &place,
        "TIAOWEN_PAGER='sed s/^/PAGED/' tiaowen explain expired",
    ) else {
        return;
    };
    assert_eq!(paged.status.code(), Some(0), "{}", stdout(&paged));
    assert!(stdout(&paged).contains("PAGED"), "{}", stdout(&paged));
    let says = |line: &str| stdout(&in_terminal(&place, line).expect("script"));
    // What fits on the screen is just shown; so is everything with --no-pager, or into a pipe.
    let short = says("TIAOWEN_PAGER='sed s/^/PAGED/' tiaowen segment 孵化器");
    assert!(
        !short.contains("PAGED") && short.contains("孵化器"),
        "{short}"
    );
    let line = "TIAOWEN_PAGER='sed s/^/PAGED/' tiaowen explain expired --no-pager";
    assert!(!says(line).contains("PAGED"));
    let line = "TIAOWEN_PAGER='sed s/^/PAGED/' tiaowen explain expired | cat";
    assert!(!says(line).contains("PAGED"));
    // PAGER counts where the other is not set; one that is not installed is no harm.
    assert!(says("PAGER='sed s/^/PAGED/' tiaowen explain expired").contains("PAGED"));
    assert!(says("PAGER=nosuch tiaowen explain expired").contains("误报与处理"));
    // Leaving the pager early is no error.
    let left = in_terminal(&place, "TIAOWEN_PAGER='head -n 1' tiaowen search 办法 -n 0");
    assert_eq!(left.expect("script").status.code(), Some(0));
}

#[test]
fn links_only_where_the_terminal_has_them() {
    let place = Place::with_samples();
    place.run(&["index"]);
    const LINK: &str = "\u{1b}]8;;file://";
    let Some(linked) = in_terminal(
        &place,
        "VTE_VERSION=7600 tiaowen search 孵化器 -n 1 --no-pager",
    ) else {
        return;
    };
    assert!(stdout(&linked).contains(LINK), "{:?}", stdout(&linked));
    let says = |line: &str| stdout(&in_terminal(&place, line).expect("script"));
    assert!(says("VTE_VERSION=7600 tiaowen list --no-pager").contains(LINK));
    for line in [
        "tiaowen search 孵化器 -n 1 --no-pager",
        "NO_COLOR=1 VTE_VERSION=7600 tiaowen search 孵化器 -n 1 --no-pager",
        "TERM=dumb VTE_VERSION=7600 tiaowen search 孵化器 -n 1 --no-pager",
        "VTE_VERSION=7600 tiaowen search 孵化器 -n 1 --no-pager --color never",
        "VTE_VERSION=7600 tiaowen search 孵化器 -n 1 --no-pager | cat",
    ] {
        assert!(!says(line).contains(LINK), "{line}");
    }
    let off = says("NO_COLOR=1 tiaowen search 孵化器 -n 1 --no-pager");
    assert!(!off.contains('\u{1b}'), "{off:?}");
}
