//! The shapes other programs rely on (CONTRACT, docs/contract.md).

use serde_json::Value;

use crate::common::{AS_OF, Place, stdout};

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("object")
        .keys()
        .map(String::as_str)
        .collect()
}

fn has(value: &Value, expected: &[&str]) {
    let found = keys(value);
    for key in expected {
        assert!(found.contains(key), "{key} is missing among {found:?}");
    }
}

const DOCUMENT: [&str; 13] = [
    "id",
    "path",
    "title",
    "number",
    "issuer",
    "kind",
    "role",
    "draft",
    "published",
    "effective",
    "expires",
    "status",
    "status_reason",
];

#[test]
fn index_search_and_list() {
    let place = Place::with_samples();
    let run = place.json(&["index"]);
    has(
        &run,
        &[
            "schema",
            "corpus",
            "added",
            "updated",
            "unchanged",
            "removed",
            "failed",
            "warnings",
            "documents",
            "clauses",
            "bytes",
            "elapsed_ms",
            "generation",
        ],
    );
    assert_eq!(run["schema"], 1);
    assert_eq!(run["failed"], Value::Array(Vec::new()));

    let found = place.json(&["search", "孵化器", "认定条件"]);
    has(
        &found,
        &[
            "schema",
            "query",
            "as_of",
            "total",
            "took_ms",
            "engine",
            "segmented",
            "notes",
            "hits",
        ],
    );
    assert_eq!(found["as_of"], AS_OF);
    let hit = &found["hits"][0];
    has(
        hit,
        &[
            "rank",
            "score",
            "also_at",
            "document",
            "clause",
            "highlights",
        ],
    );
    has(&hit["document"], &DOCUMENT);
    has(&hit["clause"], &["id", "label", "path", "heading", "text"]);
    let text: Vec<char> = hit["clause"]["text"]
        .as_str()
        .expect("text")
        .chars()
        .collect();
    for span in hit["highlights"].as_array().expect("spans") {
        let (start, end) = (
            span[0].as_u64().expect("start"),
            span[1].as_u64().expect("end"),
        );
        assert!(start < end && end as usize <= text.len());
    }

    let list = place.json(&["list"]);
    has(&list, &["schema", "as_of", "total", "documents"]);
    has(&list["documents"][0], &DOCUMENT);
    has(&list["documents"][0], &["clauses"]);
}

#[test]
fn parse_gives_the_main_document_and_what_it_comes_with() {
    let place = Place::new();
    let file = place.write(
        "a.txt",
        crate::common::rule("韶州市示例办法", "韶州科〔2024〕9号", "本办法适用于示例。"),
    );
    let parsed = place.json(&["parse", file.to_str().expect("path")]);
    has(
        &parsed,
        &[
            "schema",
            "path",
            "format",
            "encoding",
            "outcome",
            "kind",
            "draft",
            "title",
            "number",
            "unified_number",
            "issuer",
            "dated",
            "published",
            "effective",
            "expires",
            "truncated",
            "claims",
            "evidence",
            "validity",
            "notes",
            "clauses",
            "citations",
            "repeals",
            "warnings",
        ],
    );
    assert_eq!(parsed["title"], "韶州市示例办法");
    assert_eq!(parsed["number"], "韶州科〔2024〕9号");
    assert_eq!(parsed["effective"], "2024-04-01");
    assert_eq!(parsed["expires"], "2029-03-31");
    assert_eq!(parsed["contains"][0]["role"], "notice");
    has(
        &parsed["clauses"][0],
        &[
            "id",
            "label",
            "level",
            "path",
            "heading",
            "line",
            "text",
            "paragraphs",
        ],
    );
}

#[test]
fn a_batch_gives_lines_for_a_scorer() {
    let place = Place::with_samples();
    place.run(&["index"]);
    std::fs::write(
        place.path("q.tsv"),
        "q1\t孵化器 认定条件\nq2\t量子孵化免税岛\n",
    )
    .expect("written");
    let output = place.run(&["search", "--batch", "q.tsv", "--format", "trec", "-n", "5"]);
    assert_eq!(output.status.code(), Some(0));
    let lines = stdout(&output);
    assert!(lines.lines().count() <= 10);
    for line in lines.lines() {
        assert_eq!(line.split('\t').count(), 5, "{line}");
    }
    assert!(
        !lines.contains("q2"),
        "what exists nowhere is not found: {lines}"
    );
    let output = place.run(&[
        "search",
        "--batch",
        "q.tsv",
        "--format",
        "trec",
        "--timings",
    ]);
    let times = String::from_utf8(output.stderr).expect("UTF-8");
    let times: Vec<(&str, &str)> = times.lines().filter_map(|l| l.split_once('\t')).collect();
    assert_eq!(times.len(), 2, "one line a query, also without an answer");
    for ((id, micros), expected) in times.into_iter().zip(["q1", "q2"]) {
        assert_eq!(id, expected);
        assert!(micros.parse::<u64>().is_ok_and(|n| n > 0), "{micros}");
    }
}

#[test]
fn exit_codes() {
    let place = Place::with_samples();
    place.run(&["index"]);
    assert_eq!(place.run(&["search", "孵化器"]).status.code(), Some(0));
    assert_eq!(
        place.run(&["search", "“这一字串哪里也没有”"]).status.code(),
        Some(1)
    );
    assert_eq!(
        place.run(&["search", "状态:好", "孵化器"]).status.code(),
        Some(2)
    );
    assert_eq!(
        place.run(&["list", "--status", "现行有效"]).status.code(),
        Some(0)
    );
    assert_eq!(
        place
            .run(&["list", "--title", "哪里也没有的标题"])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn chinese_aliases() {
    let place = Place::with_samples();
    assert_eq!(place.run(&["索引"]).status.code(), Some(0));
    assert_eq!(place.run(&["检索", "孵化器"]).status.code(), Some(0));
    assert_eq!(place.run(&["清单"]).status.code(), Some(0));
    assert_eq!(place.run(&["状态"]).status.code(), Some(0));
    assert_eq!(
        place.run(&["分词", "科技企业孵化器"]).status.code(),
        Some(0)
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let script = format!(
        "set -o pipefail; '{}' search 办法 -n 0 | head -n 1 >/dev/null",
        env!("CARGO_BIN_EXE_tiaowen")
    );
    let status = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(place.path("."))
        .status()
        .expect("bash");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn direct_questions() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let article = place.json(&["search", "韶州市科技企业孵化载体管理办法 第七条"]);
    assert_eq!(article["hits"][0]["clause"]["label"], "第七条");
    assert_eq!(
        article["hits"][0]["document"]["effective"], "2022-02-01",
        "the version in force comes first"
    );
    let number = article["hits"][0]["document"]["number"]
        .as_str()
        .expect("number")
        .to_owned();
    for spelling in [
        number.clone(),
        number.replace('〔', "[").replace('〕', "]"),
        number.replace('〔', "(").replace('〕', ")"),
    ] {
        let found = place.json(&["search", &spelling]);
        assert_eq!(
            found["hits"][0]["document"]["number"],
            Value::String(number.clone()),
            "{spelling}"
        );
        assert_eq!(found["total"], 1, "{spelling}");
    }
    let bare = place.json(&["search", "第三条"]);
    assert!(
        bare["notes"][0]
            .as_str()
            .expect("note")
            .contains("没有说明是哪份文件")
    );
}

#[test]
fn exclusion_and_filters() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let all = place.json(&["search", "孵化器"])["total"]
        .as_u64()
        .expect("total");
    let fewer = place.json(&["search", "孵化器", "-众创空间"])["total"]
        .as_u64()
        .expect("total");
    assert!(fewer < all && fewer > 0, "{fewer} of {all}");
    let rules = place.json(&["search", "孵化器", "类型:规范性文件", "-n", "0"]);
    for hit in rules["hits"].as_array().expect("hits") {
        assert_eq!(hit["document"]["kind"], "normative_document");
    }
}
