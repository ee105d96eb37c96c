//! Pages made of characters at places.

use super::*;

/// Characters of size 10 from a place on.
fn put(glyphs: &mut Vec<Glyph>, x: f64, y: f64, text: &str) {
    let mut x = x;
    for c in text.chars() {
        let dx = if c.is_ascii() { 5.0 } else { 10.0 };
        glyphs.push(Glyph {
            text: c.to_string(),
            x,
            y,
            dx,
            dy: 0.0,
            size: 10.0,
        });
        x += dx;
    }
}

fn sheet(number: u32, rows: &[(f64, f64, &str)]) -> Sheet {
    let mut glyphs = Vec::new();
    for (x, y, text) in rows {
        put(&mut glyphs, *x, *y, text);
    }
    glyphs.reverse();
    Sheet {
        number,
        width: 600.0,
        height: 800.0,
        glyphs,
        rules: Vec::new(),
    }
}

fn text(sheets: Vec<Sheet>) -> String {
    lines(sheets)
        .into_iter()
        .map(|(line, _)| line + "\n")
        .collect()
}

const FULL: &str = "为规范科技创新券的管理依据有关规定制定本办法并报市人民政府同意后印发执行";

#[test]
fn paragraphs_heads_and_page_marks() {
    let page = |number: u32, mark: &'static str, rows: &[(f64, f64, &'static str)]| {
        let mut all = vec![(200.0, 40.0, "韶州市人民政府公报"), (290.0, 770.0, mark)];
        all.extend_from_slice(rows);
        sheet(number, &all)
    };
    let pages = vec![
        page(
            1,
            "- 1 -",
            &[
                (100.0, 200.0, "第一条 甲"),
                (80.0, 220.0, FULL),
                (80.0, 240.0, FULL),
                (80.0, 260.0, "施行。"),
                (100.0, 280.0, "第二条 乙。"),
                (80.0, 300.0, FULL),
            ],
        ),
        page(2, "- 2 -", &[(80.0, 200.0, "第三条的规定办理。")]),
        page(3, "- 3 -", &[(100.0, 200.0, "第四条 丙。")]),
    ];
    let lines = lines(pages);
    let text: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(text[0], "第一条 甲");
    assert_eq!(text[1], format!("{FULL}{FULL}施行。"));
    assert_eq!(text[3], format!("{FULL}第三条的规定办理。"));
    assert_eq!(lines.last(), Some(&("第四条 丙。".to_owned(), 3)));
    assert!(
        !text
            .iter()
            .any(|line| line.contains("公报") || line.contains("- 1"))
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = "左栏文字左栏文字左栏文字左栏文字左栏文字";
    let right = "右栏文字右栏文字右栏文字右栏文字右栏文字";
    let mut rows = vec![(150.0, 100.0, "韶州市科技创新券管理办法关于全文公布的通知")];
    for n in 0..8 {
        rows.push((60.0, 140.0 + 16.0 * f64::from(n), left));
        rows.push((300.0, 140.0 + 16.0 * f64::from(n), right));
    }
    let text = text(vec![sheet(1, &rows)]);
    let first = text.find("右栏").expect("right");
    assert!(!text[first..].contains("左栏"), "{text}");
}

#[test]
fn tables_have_cells() {
    let rows = [
        (60.0, 100.0, "序号"),
        (150.0, 100.0, "名称"),
        (350.0, 100.0, "文号"),
        (60.0, 120.0, "1"),
        (150.0, 120.0, "科技创新券管理"),
        (350.0, 120.0, "韶科〔2021〕1号"),
        (150.0, 136.0, "办法（试行）"),
        (60.0, 156.0, "2"),
        (150.0, 156.0, "孵化器管理办法"),
        (350.0, 156.0, "韶科〔2021〕2号"),
    ];
    insta::assert_snapshot!(text(vec![sheet(1, &rows)]), @"
    序号\t名称\t文号\t
    1\t科技创新券管理办法（试行）\t韶科〔2021〕1号\t
    2\t孵化器管理办法\t韶科〔2021〕2号\t
    ");
}

#[test]
fn turned_pages_are_read_and_watermarks_are_not() {
    let mut glyphs = Vec::new();
    for (n, c) in "第一条　转过来的文字。".chars().enumerate() {
        glyphs.push(Glyph {
            text: c.to_string(),
            x: 300.0,
            y: 100.0 + 10.0 * n as f64,
            dx: 0.0,
            dy: 10.0,
            size: 10.0,
        });
    }
    glyphs.push(Glyph {
        text: "密".to_owned(),
        x: 1.0,
        y: 1.0,
        dx: 7.0,
        dy: -7.0,
        size: 10.0,
    });
    let sheet = Sheet {
        number: 1,
        width: 600.0,
        height: 800.0,
        glyphs,
        rules: Vec::new(),
    };
    assert_eq!(text(vec![sheet]), "第一条 转过来的文字。\n");
}

#[test]
fn ruled_cells_hold_what_is_between_the_lines() {
    let mut sheet = sheet(
        1,
        &[
            (60.0, 60.0, "附表"),
            (65.0, 100.0, "序号"),
            (150.0, 100.0, "名称"),
            (150.0, 125.0, "科技创新券"),
            (65.0, 132.0, "1"),
            (150.0, 139.0, "管理办法"),
            (150.0, 155.0, "跨列的合计说明"),
            (60.0, 200.0, "以上。"),
        ],
    );
    for y in [85.0, 110.0, 145.0, 165.0] {
        sheet.rules.push([60.0, y, 300.0, y]);
    }
    for (x, y1) in [(60.0, 165.0), (140.0, 145.0), (300.0, 165.0)] {
        sheet.rules.push([x, 85.0, x, y1]);
    }
    insta::assert_snapshot!(text(vec![sheet]), @"
    附表
    序号\t名称\t
    1\t科技创新券管理办法\t
    跨列的合计说明\t\t
    以上。
    ");
}

#[test]
fn columns_that_stand_close_are_read_one_after_the_other() {
    let half: String = FULL.chars().take(20).collect();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in 0..10 {
        let y = 100.0 + 20.0 * f64::from(row);
        left.push((80.0, y, half.as_str()));
        right.push((292.0, y, half.as_str()));
    }
    left[0].2 = "第一条 左栏文字左栏文字左栏文字左栏";
    right[0].2 = "第二条 右栏文字右栏文字右栏文字右栏";
    let rows: Vec<(f64, f64, &str)> = left.into_iter().chain(right).collect();
    let text = text(vec![sheet(1, &rows)]);
    let (first, second) = (text.find("第一条"), text.find("第二条"));
    assert!(first < second, "{text}");
    assert_eq!(
        text.matches("左栏左栏").count() + text.matches("右栏右栏").count(),
        0
    );
    let before: String = text.chars().take_while(|c| *c != '右').collect();
    assert_eq!(before.matches("为规范科技").count(), 9, "{text}");
}

#[test]
fn signatures_on_the_right_and_titles_in_the_middle_stand_alone() {
    let rows = [
        (100.0, 180.0, "现将办法印发给你们。"),
        (80.0, 200.0, FULL),
        (80.0, 220.0, FULL),
        (80.0, 240.0, "请遵照执行。"),
        (380.0, 300.0, "韶州市科学技术局"),
        (395.0, 320.0, "2021年3月15日"),
    ];
    let second = [
        (200.0, 100.0, "韶州市科技创新券管理办法"),
        (100.0, 140.0, "第一条 甲。"),
        (80.0, 160.0, FULL),
        (80.0, 180.0, FULL),
    ];
    let text = text(vec![sheet(1, &rows), sheet(2, &second)]);
    for line in [
        "韶州市科学技术局",
        "2021年3月15日",
        "韶州市科技创新券管理办法",
    ] {
        assert!(text.lines().any(|own| own == line), "{text}");
    }
    let long = [
        (80.0, 100.0, FULL),
        (210.0, 120.0, "执行的通知标题第二行"),
        (80.0, 160.0, FULL),
        (80.0, 180.0, FULL),
    ];
    let text = self::text(vec![sheet(1, &long)]);
    assert!(text.contains("印发执行执行的通知"), "{text}");
}
