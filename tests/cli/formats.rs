//! Formats through the whole program: members of archives, scans, damage, what a page claims.

#![cfg(all(feature = "office", feature = "pdf"))]

use serde_json::Value;

use crate::common::{Place, rule, stderr, stdout, zip_of};

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs
        .iter()
        .map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
        .collect();
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A PDF whose pages show one line each, or, where it is empty, a picture.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 \
         /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
            .to_owned(),
    ];
    let mut kids = String::new();
    for line in lines {
        let page = objects.len() + 1;
        kids.push_str(&format!("{page} 0 R "));
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            page + 1
        ));
        let hex: String = line
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        let content = if line.is_empty() {
            "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q".to_owned()
        } else {
            format!("BT /F1 12 Tf 72 700 Td <{hex}> Tj ET")
        };
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    objects[1] = format!(
        "<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 595 842] >>",
        lines.len()
    );
    let mut out = "%PDF-1.4\n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    out.push_str("trailer << /Root 1 0 R >>\n%%EOF");
    out.into_bytes()
}

fn paths(hits: &Value) -> Vec<String> {
    let hits = hits["hits"].as_array().expect("hits");
    hits.iter()
        .map(|hit| hit["document"]["path"].as_str().expect("path").to_owned())
        .collect()
}

#[test]
fn members_of_archives_are_documents_of_their_own() {
    let place = Place::new();
    let inner = zip_of(&[(
        "丙.txt",
        rule("韶州市丙类示例办法", "韶州科〔2024〕3号", "丙类标记。").as_bytes(),
    )]);
    let archive = zip_of(&[
        (
            "文件/甲.txt",
            rule("韶州市甲类示例办法", "韶州科〔2024〕1号", "甲类标记。").as_bytes(),
        ),
        (
            "乙.docx",
            &docx(&["韶州市乙类示例办法", "第一条 乙类标记。"]),
        ),
        ("坏.docx", b"PK\x03\x04 broken"),
        ("内.zip", &inner),
    ]);
    place.write("来文.zip", &archive);
    let output = place.run(&["index"]);
    let said = stdout(&output) + &stderr(&output);
    assert!(said.contains("未能读取 来文.zip!/坏.docx"), "{said}");
    for (words, path) in [
        ("甲类标记", "来文.zip!/文件/甲.txt"),
        ("乙类标记", "来文.zip!/乙.docx"),
        ("丙类标记", "来文.zip!/内.zip!/丙.txt"),
    ] {
        let hits = place.json(&["search", &format!("“{words}”")]);
        assert_eq!(paths(&hits), [path]);
    }
    let list = place.json(&["list"]).to_string();
    assert!(list.contains("来文.zip!/乙.docx"), "{list}");
    let shown = place.run(&["show", "来文.zip!/乙.docx"]);
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    assert!(stdout(&shown).contains("来文.zip!/乙.docx"));
    let failed = stdout(&place.run(&["status", "--failed"]));
    assert!(failed.contains("来文.zip!/坏.docx"), "{failed}");
    // Gone with its archive, and no trace of the members left.
    std::fs::remove_file(place.path("corpus/来文.zip")).expect("removed");
    place.write(
        "他.txt",
        rule("韶州市丁类示例办法", "韶州科〔2024〕4号", "丁类标记。"),
    );
    assert_eq!(place.run(&["index", "-q"]).status.code(), Some(0));
    assert!(paths(&place.json(&["search", "“甲类标记”"])).is_empty());
    assert!(!stdout(&place.run(&["status", "--failed"])).contains("坏.docx"));
}

#[test]
fn a_locked_archive_is_told() {
    let place = Place::new();
    let mut archive = zip_of(&[("甲.txt", "第一条 甲".as_bytes())]);
    // The flag of encryption, in the header of the member and in the directory.
    archive[6] |= 1;
    let directory = archive
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .expect("directory");
    archive[directory + 8] |= 1;
    place.write("密.zip", &archive);
    let output = place.run(&["index"]);
    let said = stdout(&output) + &stderr(&output);
    assert!(said.contains("已加密") && said.contains("口令"), "{said}");
}

#[test]
fn scanned_pages_are_named_and_missing_programs_too() {
    let place = Place::new();
    let text = "第一条 为规范韶州市科技创新券的管理和使用，制定本办法。";
    place.write("混合.pdf", pdf(&[text, "", "", text]));
    place.write("扫描.pdf", pdf(&["", ""]));
    let mut command = place.command(&["index", "--ocr"]);
    command.env("PATH", "");
    let output = command.output().expect("runs");
    let said = stdout(&output) + &stderr(&output);
    assert!(said.contains("第 2–3 页为扫描件，需 OCR"), "{said}");
    assert!(said.contains("扫描件，需 OCR（第 1–2 页"), "{said}");
    assert!(said.contains("未安装 pdftoppm"), "{said}");
    let found = stdout(&place.run(&["search", "“科技创新券”"]));
    assert!(found.contains("文字有损"), "{found}");
    let shown = place.json(&["show", "混合.pdf"]);
    let pages: Vec<u64> = shown["clauses"]
        .as_array()
        .expect("clauses")
        .iter()
        .filter_map(|clause| clause["page"].as_u64())
        .collect();
    assert!(pages.contains(&1), "{shown}");
    let status = stdout(&place.run(&["status"]));
    assert!(status.contains("由内置读取"), "{status}");
}

#[test]
fn a_wrong_extension_is_mentioned_once() {
    let place = Place::new();
    place.write(
        "办法.doc",
        docx(&["韶州市示例办法", "第一条 为了管理，制定本办法。"]),
    );
    let output = place.run(&["index"]);
    let said = stdout(&output) + &stderr(&output);
    assert_eq!(said.matches("实际是 docx 格式").count(), 1, "{said}");
    let parsed = place.json_of("办法.doc");
    assert_eq!(parsed["format"], "docx");
    assert_eq!(parsed["outcome"], "wrong_ext");
}

#[test]
fn what_only_a_page_says_is_marked() {
    let place = Place::new();
    let page = "<html><head><meta charset=utf-8></head><body><table><tr><td>发文字号：</td><td>韶州科〔2021〕7号</td><td>发布机构：</td><td>韶州市科学技术局</td></tr></table>\
        <div class=TRS_Editor><p>韶州市科技创新券管理办法</p><p>第一条 为了管理，制定本办法。</p><p>第二条 本办法自2021年7月1日起施行。</p></div></body></html>";
    place.write("页.html", page);
    place.run(&["index", "-q"]);
    let parsed = place.json_of("页.html");
    assert_eq!(
        (&parsed["format"], &parsed["encoding"]),
        (&"html".into(), &"UTF-8".into())
    );
    assert_eq!(parsed["number"], "韶州科〔2021〕7号");
    assert_eq!(parsed["claimed"], serde_json::json!(["number", "issuer"]));
    assert_eq!(parsed["claims"]["issuer"], "韶州市科学技术局");
    let shown = stdout(&place.run(&["show", "页.html"]));
    assert!(shown.contains("取自网页所附信息"), "{shown}");
}
