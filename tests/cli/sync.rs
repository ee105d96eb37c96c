//! Increments: only what changed is done again, and nothing is lost.

use std::fs;

use crate::common::{Place, dump, rule, stderr};

#[test]
fn nothing_changed_is_nothing_done() {
    let place = Place::with_samples();
    let first = place.json(&["index"]);
    let second = place.json(&["index"]);
    assert_eq!(second["added"], 0);
    assert_eq!(second["updated"], 0);
    assert_eq!(second["unchanged"], first["added"]);
    assert_eq!(second["generation"], first["generation"]);
}

#[test]
fn a_chain_of_increments_equals_a_rebuild() {
    let place = Place::with_samples();
    place.run(&["index"]);
    place.write(
        "新/一.txt",
        rule(
            "韶州市第一示例办法",
            "韶州科〔2024〕91号",
            "孵化器的认定条件另行规定。",
        ),
    );
    place.write(
        "新/二.txt",
        rule("韶州市第二示例办法", "韶州科〔2024〕92号", "资金管理。"),
    );
    let added = place.json(&["index"]);
    assert_eq!(added["added"], 2);
    place.write(
        "新/一.txt",
        rule(
            "韶州市第一示例办法",
            "韶州科〔2024〕91号",
            "《韶州市第二示例办法》同时废止。",
        ),
    );
    fs::remove_file(place.path("corpus/新/二.txt")).expect("removed");
    fs::rename(place.path("corpus/清理"), place.path("corpus/清理改名")).expect("renamed");
    let changed = place.json(&["index"]);
    assert_eq!(changed["updated"], 1, "{changed}");
    let increments = dump(&place);
    fs::remove_dir_all(place.path("index")).expect("removed");
    place.run(&["index"]);
    assert_eq!(increments, dump(&place));
}

#[test]
fn a_repealing_notice_changes_the_status_of_another_file() {
    let place = Place::new();
    place.write(
        "旧.txt",
        rule("韶州市旧示例办法", "韶州科〔2024〕9号", "示例。"),
    );
    place.run(&["index"]);
    let status = |place: &Place| {
        place.json(&[
            "list",
            "--title",
            "韶州市旧示例办法",
            "--kind",
            "规范性文件",
        ])["documents"][0]["status"]
            .clone()
    };
    assert_eq!(status(&place), "in_force");
    place.write(
        "新.txt",
        "韶州市科学技术局关于废止《韶州市旧示例办法》的通知\n韶州科〔2025〕3号\n\n各有关单位：\n\
         经研究，决定废止《韶州市旧示例办法》（韶州科〔2024〕9号），自2025年6月1日起停止执行。\n\n韶州市科学技术局\n2025年5月20日\n",
    );
    let run = place.json(&["index"]);
    assert_eq!(
        (&run["added"], &run["updated"], &run["unchanged"]),
        (&1.into(), &0.into(), &1.into())
    );
    assert_eq!(status(&place), "repealed");
    fs::remove_file(place.path("corpus/新.txt")).expect("removed");
    place.run(&["index"]);
    assert_eq!(status(&place), "in_force");
}

#[test]
fn a_touched_file_is_unchanged_and_a_changed_one_with_its_old_time_is_found_by_verify() {
    let place = Place::new();
    let file = place.write(
        "一.txt",
        rule("韶州市示例办法", "韶州科〔2024〕9号", "甲甲甲。"),
    );
    place.run(&["index"]);
    let time = fs::metadata(&file)
        .expect("metadata")
        .modified()
        .expect("time");
    let set = |time| {
        fs::File::options()
            .write(true)
            .open(&file)
            .expect("open")
            .set_modified(time)
            .expect("set");
    };
    set(time + std::time::Duration::from_secs(60));
    let touched = place.json(&["index"]);
    assert_eq!(
        (&touched["updated"], &touched["unchanged"]),
        (&0.into(), &1.into())
    );
    fs::write(
        &file,
        rule("韶州市示例办法", "韶州科〔2024〕9号", "乙乙乙。"),
    )
    .expect("written");
    set(time + std::time::Duration::from_secs(60));
    assert_eq!(place.json(&["index"])["updated"], 0);
    assert_eq!(place.json(&["index", "--verify"])["updated"], 1);
    assert_eq!(place.json(&["search", "“乙乙乙”"])["total"], 1);
}

#[test]
fn an_unmounted_share_empties_nothing() {
    let place = Place::with_samples();
    let before = place.json(&["index"]);
    fs::rename(place.path("corpus"), place.path("away")).expect("moved");
    let gone = place.run(&["index"]);
    assert_eq!(gone.status.code(), Some(3), "{}", stderr(&gone));
    fs::create_dir(place.path("corpus")).expect("empty");
    let empty = place.json(&["index"]);
    assert_eq!(empty["removed"], 0, "{empty}");
    assert_eq!(empty["clauses"], before["clauses"]);
    assert!(
        empty["failed"][0]["reason"]
            .as_str()
            .expect("reason")
            .contains("突然为空")
    );
    assert_eq!(place.run(&["search", "孵化器"]).status.code(), Some(0));
}

#[test]
fn a_failed_file_keeps_its_last_good_version() {
    let place = Place::new();
    let file = place.write(
        "一.txt",
        rule("韶州市示例办法", "韶州科〔2024〕9号", "保留原来的内容。"),
    );
    place.run(&["index"]);
    fs::write(&file, "").expect("emptied");
    let run = place.json(&["index"]);
    assert_eq!(run["failed"].as_array().expect("failed").len(), 1);
    assert_eq!(place.json(&["search", "“保留原来的内容”"])["total"], 1);
    let status = place.json(&["status"]);
    assert_eq!(status["failed"][0]["stale"], true);
}

#[test]
fn a_rehearsal_changes_nothing() {
    let place = Place::with_samples();
    place.run(&["index"]);
    place.write(
        "新.txt",
        rule("韶州市示例办法", "韶州科〔2024〕9号", "示例。"),
    );
    let rehearsal = place.json(&["index", "--dry-run"]);
    assert_eq!(
        (&rehearsal["added"], &rehearsal["dry_run"]),
        (&1.into(), &true.into())
    );
    assert_eq!(place.json(&["search", "“韶州科〔2024〕9号”"])["total"], 0);
    assert_eq!(
        place.json(&["status"])["pending"]["added"]
            .as_array()
            .expect("added")
            .len(),
        1
    );
}

#[test]
fn folders_have_roles_and_can_be_forgotten() {
    let place = Place::with_samples();
    fs::create_dir(place.path("laws")).expect("folder");
    fs::write(
        place.path("laws/某法.txt"),
        "某示例法\n\n第一条　为了示例，制定本法。\n第二条　本法自2020年1月1日起施行。\n",
    )
    .expect("written");
    place.run(&["index", "corpus", "--reference", "laws"]);
    let list = place.json(&["list", "--role", "reference"]);
    assert_eq!(list["total"], 1);
    assert_eq!(
        list["documents"][0]["path"], "laws/某法.txt",
        "with several folders a path begins with its folder"
    );
    let forgotten = place.json(&["index", "--forget", "laws"]);
    assert_eq!(forgotten["removed"], 1);
    assert!(
        !place.json(&["list"])["documents"][0]["path"]
            .as_str()
            .expect("path")
            .starts_with("corpus/")
    );
}
