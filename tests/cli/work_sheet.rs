//! The work sheet of `check`: what staff filled in is never written over.

#![cfg(feature = "office")]

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::common::{AS_OF, Place, stderr};

/// Fills cells of the first sheet in, as staff do: row below the head, column, text.
fn fill(path: &Path, cells: &[(usize, &str, &str)]) {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let mut copy = rust_xlsxwriter::Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        let sheet = copy.add_worksheet();
        sheet.set_name(&name).expect("name");
        let head: Vec<String> = range
            .rows()
            .nth(2)
            .expect("head")
            .iter()
            .map(ToString::to_string)
            .collect();
        for (row, values) in range.rows().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let typed = cells.iter().find(|(at, field, _)| {
                    name == "清理底稿" && at + 3 == row && head[column] == *field
                });
                let text = match (typed, value) {
                    (Some((.., text)), _) => (*text).to_owned(),
                    (None, Data::Empty) => continue,
                    (None, value) => value.to_string(),
                };
                let (row, column) = (row as u32, column as u16);
                sheet.write_string(row, column, text).expect("cell");
            }
        }
    }
    copy.save(path).expect("saved");
}

fn check(place: &Place, args: &[&str]) -> (Option<i32>, String) {
    let mut all = vec!["check", "--rule", "有效期已过", "--as-of", AS_OF];
    all.extend(args);
    let output = place.run(&all);
    (output.status.code(), stderr(&output))
}

#[test]
fn decisions_are_not_written_over() {
    let place = Place::with_index();
    let sheet = place.path("清理底稿.xlsx");
    assert_eq!(check(&place, &["-o", "清理底稿.xlsx"]).0, Some(1));
    // Nothing is filled in yet: it may be written again.
    assert_eq!(check(&place, &["-o", "清理底稿.xlsx"]).0, Some(1));
    let cells = [
        (0, "处理意见", "失效"),
        (0, "处理理由", "期限已过"),
        (0, "处理人", "张三"),
        (1, "处理理由", "待议"),
    ];
    fill(&sheet, &cells);
    let before = fs::read(&sheet).expect("the sheet");
    let (code, said) = check(&place, &["-o", "清理底稿.xlsx"]);
    assert_eq!(code, Some(2), "{said}");
    for part in [
        "出错：没有写入 清理底稿.xlsx",
        "工作表“清理底稿”第 4、5 行",
        "tiaowen check --decisions 清理底稿.xlsx -o 清理底稿.xlsx",
    ] {
        assert!(said.contains(part), "no {part}\n{said}");
    }
    assert_eq!(fs::read(&sheet).expect("the sheet"), before);
    // Read back in the same run, all of it is kept, and may then be written again and again.
    for _ in 0..2 {
        let (code, said) = check(
            &place,
            &["--decisions", "清理底稿.xlsx", "-o", "清理底稿.xlsx"],
        );
        assert_eq!(code, Some(1), "{said}");
    }
    let (code, said) = check(&place, &["-o", "清理底稿.xlsx"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("第 5、4 行") || said.contains("第 4、5 行"),
        "{said}"
    );
    // No advice to export anew where a cell is wrong.
    fill(&sheet, &[(0, "处理意见", "再议")]);
    let (code, said) = check(&place, &["--decisions", "清理底稿.xlsx"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("再议") && !said.contains("-o"), "{said}");
    assert_eq!(check(&place, &["-o", "清理底稿.xlsx"]).0, Some(2));
    let left: Vec<_> = fs::read_dir(place.path("."))
        .expect("the folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.contains("tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn neither_in_a_csv_nor_over_another_workbook() {
    let place = Place::with_index();
    assert_eq!(check(&place, &["-o", "底稿.csv"]).0, Some(1));
    assert_eq!(check(&place, &["-o", "底稿.csv"]).0, Some(1));
    let path = place.path("底稿.csv");
    let text = fs::read_to_string(&path).expect("the file");
    let row = text.lines().nth(1).expect("a finding").to_owned();
    // The state of the round stands before what staff fill in and is empty too.
    let decided = row.replacen(
        "\"\",\"\",\"\",\"\"",
        "\"\",\"失效\",\"期限已过\",\"张三\"",
        1,
    );
    assert_ne!(row, decided);
    fs::write(&path, text.replace(&row, &decided)).expect("written");
    let (code, said) = check(&place, &["-o", "底稿.csv"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("第 2 行") && said.contains("--decisions"),
        "{said}"
    );
    let mut own = rust_xlsxwriter::Workbook::new();
    own.add_worksheet()
        .write_string(0, 0, "姓名")
        .expect("cell");
    own.save(place.path("通讯录.xlsx")).expect("saved");
    let (code, said) = check(&place, &["-o", "通讯录.xlsx"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("不是清理底稿"), "{said}");
}

#[test]
fn the_name_of_the_file_says_what_it_is() {
    let place = Place::with_index();
    for name in ["底稿.docx", "底稿.pdf", "底稿.xls", "底稿"] {
        let (code, said) = check(&place, &["-o", name]);
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(said.contains("xlsx、csv、html、md、json"), "{said}");
        assert!(!place.path(name).exists(), "{name}");
    }
    for name in ["底稿.md", "底稿.json", "底稿.html", "底稿.csv", "底稿.xlsx"] {
        assert_eq!(check(&place, &["-o", name]).0, Some(1), "{name}");
    }
}
