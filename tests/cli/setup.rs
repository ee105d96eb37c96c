//! Setting up: settings found upwards, `init`, `doctor`, completions, man pages, help.

use serde_json::Value;

use crate::common::{Place, stderr, stdout};

fn three_parts(message: &str) {
    for part in ["出错：", "原因：", "怎么办："] {
        assert!(message.contains(part), "no {part}\n{message}");
    }
}

/// What `doctor` found, by id.
fn doctor(place: &Place) -> (Option<i32>, Value) {
    let output = place.run(&["doctor", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    (output.status.code(), report)
}

fn state<'r>(report: &'r Value, check: &str) -> &'r str {
    report["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .find(|one| one["check"] == check)
        .and_then(|one| one["state"].as_str())
        .unwrap_or_else(|| panic!("no {check}: {report}"))
}

#[test]
fn init_writes_once_and_the_file_works_from_below() {
    let place = Place::with_samples();
    let first = place.run(&["init"]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(stdout(&first).contains("tiaowen index"));
    let again = place.run(&["初始化"]);
    assert_eq!(again.status.code(), Some(2));
    three_parts(&stderr(&again));
    std::fs::write(place.path("tiaowen.toml"), "corpus = ['corpus']\n# 我的\n").expect("written");
    assert_eq!(place.run(&["init", "--force"]).status.code(), Some(0));
    let kept = std::fs::read_to_string(place.path("tiaowen.toml.bak")).expect("kept");
    assert!(kept.contains("我的"));
    assert_eq!(place.run(&["index", "-q"]).status.code(), Some(0));
    // From a folder below, the same settings and the same index.
    let below = place
        .command(&["search", "孵化器", "-n", "1"])
        .current_dir(place.path("corpus/通知"))
        .output()
        .expect("runs");
    assert_eq!(below.status.code(), Some(0), "{}", stderr(&below));
    assert!(!place.path("corpus/通知/index").exists());
    let printed = place.run(&["init", "--print"]);
    assert!(stdout(&printed).contains("[rules]"));
}

#[test]
fn mistakes_in_the_settings_are_named() {
    let place = Place::with_samples();
    let said = |text: &str| {
        std::fs::write(place.path("tiaowen.toml"), text).expect("written");
        let output = place.run(&["list"]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        let message = stderr(&output);
        three_parts(&message);
        assert!(message.contains("tiaowen.toml"), "{message}");
        for english in ["expected", "unknown", "invalid", "TOML parse"] {
            assert!(!message.contains(english), "{message}");
        }
        message
    };
    let message = said("# 注\ncorpuss = [\"corpus\"]\n");
    assert!(
        message.contains("第 2 行") && message.contains("是否要写：corpus"),
        "{message}"
    );
    let message = said("index = 3\n[rules]\nexpird = \"关\"\n");
    assert!(
        message.contains("第 1 行：index 要写文字，写的是数字"),
        "{message}"
    );
    assert!(message.contains("是否要写：expired"), "{message}");
    assert!(said("corpus = [\"a\"\nindex = 'b'\n").contains("第 "));
    assert!(said("corpus = 文件\n").contains("英文双引号"));
    std::fs::write(place.path("tiaowen.toml"), "jurisdiction = '广东'\n").expect("written");
    place.run(&["index", "-q"]);
    let message = stderr(&place.run(&["check"]));
    three_parts(&message);
    assert!(message.contains("是否要写：广东省"), "{message}");
}

#[test]
fn rules_are_switched_off_and_toned_down() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let count = |report: &Value, rule: &str| report["summary"][rule].as_u64().unwrap_or(0);
    let before = place.json(&["check"]);
    assert!(count(&before, "expired") > 0 && count(&before, "repealed") > 0);
    std::fs::write(
        place.path("tiaowen.toml"),
        "[rules]\nexpired = '关'\n\"已被废止\" = '提示'\n",
    )
    .expect("written");
    let after = place.json(&["check"]);
    assert_eq!(count(&after, "expired"), 0);
    assert_eq!(count(&after, "repealed"), count(&before, "repealed"));
    for finding in after["findings"].as_array().expect("findings") {
        if finding["rule"] == "repealed" {
            assert_eq!(finding["certainty"], "hint");
        }
    }
    // Asked for by name it runs.
    let named = place.json(&["check", "--rule", "expired"]);
    assert_eq!(count(&named, "expired"), count(&before, "expired"));
}

#[test]
fn own_red_flags_are_found() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let found = |place: &Place| -> Vec<Value> {
        place.json(&["check", "--rule", "fair-competition"])["findings"]
            .as_array()
            .expect("findings")
            .clone()
    };
    let before = found(&place);
    std::fs::write(
        place.path("tiaowen.toml"),
        "red_flags = ['一票否决', { words = '超大型 企业', hint = '限定规模', basis = '本局规定', except = ['高新'] }]\n",
    )
    .expect("written");
    place.write(
        "红旗.txt",
        crate::common::rule(
            "韶州市示例办法",
            "韶州科〔2024〕9号",
            "申报实行一票否决。超大型工业企业可以申报。超大型企业和高新企业可以申报。",
        ),
    );
    place.run(&["index"]);
    let after = found(&place);
    let own: Vec<&Value> = after
        .iter()
        .filter(|finding| !before.contains(finding))
        .collect();
    assert_eq!(own.len(), 2, "{own:?}");
    assert_eq!(own[0]["term"], "一票否决");
    assert_eq!(own[1]["basis"], "本局规定");
    assert!(
        own[1]["message"]
            .as_str()
            .expect("text")
            .contains("限定规模")
    );
}

#[test]
fn a_folder_added_to_the_settings_is_taken_in() {
    let place = Place::new();
    place.write(
        "a.txt",
        crate::common::rule("甲办法", "韶州科〔2024〕1号", "甲。"),
    );
    std::fs::write(place.path("tiaowen.toml"), "corpus = ['corpus']\n").expect("written");
    place.run(&["index"]);
    std::fs::create_dir(place.path("法规")).expect("folder");
    std::fs::write(
        place.path("法规/b.txt"),
        crate::common::rule("乙办法", "韶州科〔2024〕2号", "乙。"),
    )
    .expect("written");
    std::fs::write(
        place.path("tiaowen.toml"),
        "corpus = ['corpus']\nreference = ['法规']\n",
    )
    .expect("written");
    let (_, report) = doctor(&place);
    assert_eq!(
        report["checks"]
            .as_array()
            .expect("checks")
            .iter()
            .filter(|one| one["check"] == "folder" && one["state"] == "advice")
            .count(),
        1,
        "{report}"
    );
    place.run(&["index"]);
    let list = place.json(&["list", "--role", "reference"]);
    assert!(list["total"].as_u64().expect("total") > 0, "{list}");
}

#[test]
fn doctor_says_what_is_wrong() {
    let place = Place::with_samples();
    let (code, report) = doctor(&place);
    assert_eq!(code, Some(4), "no index yet: {report}");
    assert_eq!(report["schema"], 1);
    assert_eq!(state(&report, "index"), "problem");
    assert_eq!(state(&report, "folder"), "ok");
    place.run(&["index"]);
    let (code, report) = doctor(&place);
    assert_eq!(code, Some(0), "{report}");
    for check in ["index", "lock", "fresh", "unreadable", "space"] {
        assert_eq!(state(&report, check), "ok", "{check}");
    }
    assert_eq!(report["problems"], 0);
    place.write("坏.docx", b"PK\x03\x04 broken");
    let (code, report) = doctor(&place);
    assert_eq!((code, state(&report, "fresh")), (Some(0), "advice"));
    place.run(&["index"]);
    let (code, report) = doctor(&place);
    assert_eq!((code, state(&report, "unreadable")), (Some(3), "problem"));
    // Wrong settings do not keep it from looking at the rest.
    std::fs::write(place.path("tiaowen.toml"), "corpuss = 1\n").expect("written");
    let (code, report) = doctor(&place);
    assert_eq!(state(&report, "config"), "problem");
    assert_eq!(state(&report, "index"), "ok");
    assert_eq!(code, Some(3));
    let text = stdout(&place.run(&["体检"]));
    assert!(
        text.contains("［问题］配置") && text.contains("怎么办："),
        "{text}"
    );
}

#[test]
fn completions_man_and_help_need_nothing() {
    let place = Place::new();
    // Even with broken settings.
    std::fs::write(place.path("tiaowen.toml"), "?").expect("written");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = place.run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(stdout(&output).contains("doctor"), "{shell}");
    }
    for args in [&["man"][..], &["man", "检索"], &["手册", "search"]] {
        let page = stdout(&place.run(args));
        assert!(page.contains(".SH 名称"), "{page}");
    }
    assert_eq!(place.run(&["man", "--dir", "man"]).status.code(), Some(0));
    assert!(place.path("man/tiaowen-search.1").is_file());
    let help = stdout(&place.run(&["search", "--help"]));
    assert_eq!(help, stdout(&place.run(&["help", "检索"])));
    assert!(help.starts_with("检索条文"), "{help}");
    assert!(stdout(&place.run(&["--help"])).contains("用法：tiaowen 命令"));
    assert_eq!(place.run(&["help", "serch"]).status.code(), Some(2));
}
