//! Hostile and broken input: one clear line, the right exit code, nothing lost.

use crate::common::{Place, rule, stderr};

fn reason(run: &serde_json::Value, path: &str) -> String {
    run["failed"]
        .as_array()
        .expect("failed")
        .iter()
        .find(|failed| failed["path"] == path)
        .unwrap_or_else(|| panic!("{path} is not reported: {run}"))["reason"]
        .as_str()
        .expect("reason")
        .to_owned()
}

#[test]
fn unreadable_files_are_listed_and_the_rest_is_indexed() {
    let place = Place::new();
    place.write(
        "好.txt",
        rule("韶州市示例办法", "韶州科〔2024〕9号", "示例。"),
    );
    place.write("空.txt", "");
    place.write(
        "程序.txt",
        [
            0x7F, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3E, 0,
        ],
    );
    let run = place.json(&["index"]);
    assert!(reason(&run, "空.txt").contains('空'));
    assert!(!reason(&run, "程序.txt").is_empty());
    assert_eq!(run["added"], 1);
    assert_eq!(
        place.run(&["index"]).status.code(),
        Some(3),
        "tried again, still unreadable"
    );
    assert_eq!(place.run(&["search", "示例"]).status.code(), Some(0));
    assert_eq!(place.run(&["status"]).status.code(), Some(3));
}

#[test]
fn encodings_are_recognised() {
    let place = Place::new();
    let text = rule("韶州市编码办法", "韶州科〔2024〕10号", "编码应当识别。");
    let (gbk, ..) = encoding_rs::GB18030.encode(&text);
    place.write("gbk.txt", &gbk);
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    place.write("utf16.txt", utf16);
    place.write("bom.txt", format!("\u{FEFF}{text}"));
    let run = place.json(&["index"]);
    assert_eq!(run["failed"], serde_json::json!([]));
    let found = place.json(&["search", "“编码应当识别”", "-n", "0"]);
    assert_eq!(found["total"], 3, "{found}");
    assert_eq!(
        found["hits"].as_array().expect("hits").len(),
        1,
        "copies are shown once"
    );
    assert_eq!(
        found["hits"][0]["also_at"]
            .as_array()
            .expect("places")
            .len(),
        2
    );
}

#[test]
fn hidden_and_lock_files_and_loops_are_passed_over() {
    let place = Place::new();
    place.write(
        "好.txt",
        rule("韶州市示例办法", "韶州科〔2024〕9号", "示例。"),
    );
    place.write(".隐藏.txt", "隐藏");
    place.write("~$好.txt", "锁");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(place.path("corpus"), place.path("corpus/loop")).expect("link");
        std::os::unix::fs::symlink("/nowhere/at/all.txt", place.path("corpus/dangling.txt"))
            .expect("link");
    }
    let run = place.json(&["index"]);
    assert_eq!(run["added"], 1, "{run}");
    assert_eq!(run["failed"], serde_json::json!([]));
}

#[test]
fn a_huge_file_is_refused_with_a_hint() {
    let place = Place::new();
    place.write(
        "好.txt",
        rule("韶州市示例办法", "韶州科〔2024〕9号", "示例。"),
    );
    let file = std::fs::File::create(place.path("corpus/大.txt")).expect("file");
    file.set_len(300 << 20).expect("sparse");
    let output = place.run(&["index"]);
    assert_eq!(output.status.code(), Some(3));
    let run = place.json(&["index"]);
    assert!(reason(&run, "大.txt").contains('大'), "{run}");
}

#[test]
fn a_missing_folder_is_wrong_usage() {
    let place = Place::new();
    let output = place.run(&["index", "没有的文件夹"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("不存在"));
}

#[test]
fn a_damaged_index_is_refused_and_can_be_rebuilt() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let meta = std::fs::read_dir(place.path("index/gen-000001"))
        .expect("generation")
        .map(|entry| entry.expect("entry").path())
        .find(|path| path.ends_with("meta.json"))
        .expect("meta.json");
    std::fs::write(meta, "{").expect("damaged");
    let output = place.run(&["search", "孵化器"]);
    assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    assert!(stderr(&output).contains("--rebuild"));
    assert_eq!(
        place.run(&["index", "--rebuild", "corpus"]).status.code(),
        Some(0)
    );
    assert_eq!(place.run(&["search", "孵化器"]).status.code(), Some(0));
}
