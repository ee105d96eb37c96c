//! Small documents made here, one idea each.

use super::*;
use crate::extract::package::tests::zip_of;

const LAW: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlRestart w:val="0"/><w:pStyle w:val="Article"/><w:lvlText w:val="第%2条"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%3）"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Article"/></w:style>
<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;

fn docx(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w='w' xmlns:mc='m' xmlns:a='a'><w:body>{body}<w:sectPr/></w:body></w:document>"
    );
    let mut members: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", LAW.as_bytes()),
        ("word/styles.xml", STYLES.as_bytes()),
    ];
    members.extend_from_slice(more);
    zip_of(&members)
}

/// A document with lists, a table, tracked changes and a note.
pub fn sample() -> Vec<u8> {
    let body = [
        numbered(0, "总则"),
        numbered(1, "目的。"),
        numbered(2, "甲；"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>".to_owned(),
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:footnoteReference w:id='2'/></w:r></w:p>".to_owned(),
    ];
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:id='2'><w:p><w:r><w:t>说明</w:t></w:r></w:p></w:footnote></w:footnotes>";
    docx(&body.concat(), &[("word/footnotes.xml", notes.as_bytes())])
}

fn text(body: &str) -> String {
    read(&docx(body, &[]), &Options::default())
        .expect("text")
        .text
}

fn numbered(level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn automatic_numbers_are_written_out() {
    let body = [
        numbered(0, "总则"),
        numbered(1, "目的。"),
        numbered(2, "甲；"),
        numbered(2, "乙。"),
        numbered(0, "罚则"),
        "<w:p><w:pPr><w:pStyle w:val='Sub'/></w:pPr><w:r><w:t>依样式。</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:pPr><w:pStyle w:val='Article'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:t>无号。</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    insta::assert_snapshot!(text(&body), @r"
    第一章 总则
    第一条 目的。
    （一）甲；
    （二）乙。
    第二章 罚则
    第二条 依样式。
    无号。
    ");
}

#[test]
fn changes_hidden_text_and_fields() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Gone'/></w:rPr><w:t>隐</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显&amp;</w:t></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:br/><w:t>乙</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>";
    assert_eq!(text(body), "甲增显&\n乙\n前半后半\n");
}

#[test]
fn tables_boxes_and_notes() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let p = |t: &str| format!("<w:p><w:r><w:t>{t}</w:t></w:r></w:p>");
    let table = format!(
        "<w:tbl><w:tr>{}<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc></w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell(&p("序号")),
        p("名称"),
        cell(&p("1")),
        cell(&format!("{}{}", p("甲"), p("乙"))),
        cell("<w:p/>")
    );
    let boxed = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>\
         <mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:footnoteReference w:id='2'/><w:t>后</w:t></w:r></w:p>",
        p("框")
    );
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:t>说明</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let bytes = docx(
        &format!("{table}{boxed}"),
        &[("word/footnotes.xml", notes.as_bytes())],
    );
    let raw = read(&bytes, &Options::default()).expect("text");
    assert_eq!(
        raw.text,
        "序号\t名称\t\t\n1\t甲 乙\t\t\n前后\n框\n〔脚注〕说明\n"
    );
}

#[test]
fn imported_parts_are_read_in_place() {
    let rels = "<Relationships><Relationship Id='h' Type='x/aFChunk' Target='/word/a.html'/>\
        <Relationship Id='e' Type='x/aFChunk' Target='http://example.invalid/' TargetMode='External'/></Relationships>";
    let html = "<html><body><h1>办法</h1><p>第一条 甲</p></body></html>";
    let more: [(&str, &[u8]); 2] = [
        ("word/_rels/document.xml.rels", rels.as_bytes()),
        ("word/a.html", html.as_bytes()),
    ];
    let body = "<w:p><w:r><w:t>前</w:t></w:r></w:p><w:altChunk xmlns:r='r' r:id='h'/><w:altChunk r:id='e'/>";
    let raw = read(&docx(body, &more), &Options::default()).expect("text");
    assert_eq!(raw.text, "前\n办法\n第一条 甲\n");
}

#[test]
fn damage_is_told_and_depth_is_bounded() {
    let cut = zip_of(&[(
        "word/document.xml",
        b"<w:document><w:body><w:p><w:r><w:t>\xE7\x94\xB2",
    )]);
    let raw = read(&cut, &Options::default()).expect("text");
    assert!(raw.text.starts_with('甲') && !raw.warnings.is_empty());
    let deep = format!("{}{}", "<w:sdt>".repeat(100_000), numbered(1, "甲"));
    let raw = read(&docx(&deep, &[]), &Options::default()).expect("text");
    assert!(
        raw.warnings.iter().any(|warning| warning.contains("嵌套")),
        "{:?}",
        raw.warnings
    );
    assert!(matches!(
        read(&zip_of(&[("a", b"")]), &Options::default()),
        Err(ExtractError::Corrupt(_))
    ));
}

#[test]
fn moved_and_hidden_paragraphs_take_no_number() {
    let gone = |mark: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr><w:rPr>{mark}</w:rPr></w:pPr>{text}</w:p>"
        )
    };
    let body = [
        numbered(1, "甲。"),
        gone(
            "<w:moveFrom/>",
            "<w:moveFrom><w:r><w:t>乙。</w:t></w:r></w:moveFrom>",
        ),
        gone(
            "<w:vanish/>",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>丙。</w:t></w:r>",
        ),
        gone(
            "<w:moveTo/>",
            "<w:moveTo><w:r><w:t>丁。</w:t></w:r></w:moveTo>",
        ),
    ]
    .concat();
    assert_eq!(text(&body), "第一条 甲。\n\n第二条 丁。\n");
}

/// A paragraph with a picture, as wide and high in EMU.
fn picture(wide: u32, high: u32) -> String {
    format!(
        "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='{wide}' cy='{high}'/><a:blip r:embed='p'/></wp:inline></w:drawing></w:r></w:p>"
    )
}

#[test]
fn pictures_of_pages_are_told_and_seals_are_not() {
    let scan = picture(7_000_000, 10_000_000);
    let error = read(&docx(&scan.repeat(3), &[]), &Options::default()).expect_err("scanned");
    assert_eq!(error.outcome(), crate::extract::Outcome::Scanned);
    assert!(error.reason().contains("3 张图片"), "{}", error.reason());
    let notice = numbered(1, "各县（市、区）科技局应当按照本通知要求组织申报。");
    let raw = read(&docx(&(notice.clone() + &scan), &[]), &Options::default()).expect("text");
    assert!(
        raw.warnings[0].contains("1 张整页大小的图片"),
        "{:?}",
        raw.warnings
    );
    let seal = notice + &picture(1_400_000, 1_400_000);
    assert!(
        read(&docx(&seal, &[]), &Options::default())
            .expect("text")
            .warnings
            .is_empty()
    );
}

#[test]
fn texts_of_diagrams_and_parts_in_cells_are_read() {
    let rels = "<Relationships><Relationship Id='d' Type='x/diagramData' Target='diagrams/data1.xml'/>\
        <Relationship Id='h' Type='x/aFChunk' Target='/word/a.html'/></Relationships>";
    let data = "<dgm:dataModel xmlns:dgm='d' xmlns:a='a'><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>受理</a:t></a:r></a:p></dgm:t></dgm:pt>\
        <dgm:pt><dgm:t><a:p><a:r><a:t>评</a:t></a:r><a:r><a:t>审</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>";
    let more: [(&str, &[u8]); 3] = [
        ("word/_rels/document.xml.rels", rels.as_bytes()),
        ("word/diagrams/data1.xml", data.as_bytes()),
        ("word/a.html", "<html><p>第一条 甲</p></html>".as_bytes()),
    ];
    let body = "<w:p><w:r><w:t>流程</w:t></w:r><w:r><w:drawing><dgm:relIds r:dm='d'/></w:drawing></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:altChunk r:id='h'/></w:tc></w:tr></w:tbl>";
    let raw = read(&docx(body, &more), &Options::default()).expect("text");
    assert_eq!(raw.text, "流程\n受理\n评审\n第一条 甲\n");
}
