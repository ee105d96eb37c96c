//! Small files made here.

use super::*;
use crate::extract::Outcome;

/// A file with one page a content, whose font is `font`.
pub fn pdf(font: &str, contents: &[&[u8]]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let mut add = |number: usize, body: &[u8]| {
        offsets.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    };
    let kids: String = (0..contents.len())
        .map(|n| format!("{} 0 R ", 4 + 2 * n))
        .collect();
    add(1, b"<< /Type /Catalog /Pages 2 0 R >>");
    add(
        2,
        format!(
            "<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 595 842] >>",
            contents.len()
        )
        .as_bytes(),
    );
    add(3, font.as_bytes());
    for (n, content) in contents.iter().enumerate() {
        let (page, stream) = (4 + 2 * n, 5 + 2 * n);
        add(page, format!("<< /Type /Page /Parent 2 0 R /Contents {stream} 0 R /Resources << /Font << /F1 3 0 R >> >> >>").as_bytes());
        let mut body = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\nendstream");
        add(stream, &body);
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF",
            offsets.len() + 1
        )
        .bytes(),
    );
    out
}

/// A file with some lines on two pages.
pub fn sample() -> Vec<u8> {
    let text = shown(encoding_rs::GBK.encode(LINE).0.as_ref());
    pdf(&composite("GBK-EUC-H"), &[&text, &text])
}

fn composite(encoding: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} /DescendantFonts [<< /Type /Font \
         /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
    )
}

fn shown(bytes: &[u8]) -> Vec<u8> {
    let hex: String = bytes.iter().map(|b| format!("{b:02X}")).collect();
    format!("BT /F1 16 Tf 1 0 0 1 72 700 Tm <{hex}> Tj ET").into_bytes()
}

const LINE: &str = "第一条 本办法自2021年6月1日起施行，有效期5年，解释权归市局。";

#[test]
fn the_maps_of_chinese_typesetting_are_read() {
    let gbk = encoding_rs::GBK.encode(LINE).0;
    let wide: Vec<u8> = LINE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (map, bytes) in [
        ("GBK-EUC-H", gbk.as_ref()),
        ("GBKp-EUC-H", &gbk),
        ("GBK2K-H", &gbk),
        ("GB-EUC-H", &gbk),
        ("GBpc-EUC-H", &gbk),
        ("UniGB-UCS2-H", &wide),
        ("UniGB-UTF16-H", &wide),
    ] {
        let raw = read(&pdf(&composite(map), &[&shown(bytes)]), &Options::default()).expect("text");
        assert_eq!(raw.text.trim(), LINE, "{map}");
        assert_eq!(
            (raw.line_pages.as_slice(), raw.reader.as_str()),
            ([1].as_slice(), "内置")
        );
    }
}

#[test]
fn a_font_without_map_is_told() {
    let font = composite("Identity-H");
    let page = shown(&[1, 2].repeat(60));
    assert!(matches!(
        read(&pdf(&font, &[&page]), &Options::default()),
        Err(ExtractError::NeedsTool(_))
    ));
    // A collection of its own has no table anywhere.
    let font = font.replace("(GB1)", "(Identity)");
    assert!(matches!(
        read(&pdf(&font, &[&page]), &Options::default()),
        Err(ExtractError::Garbled(_))
    ));
}

#[test]
fn scans_and_mixed_files_are_told() {
    let text = shown(encoding_rs::GBK.encode(LINE).0.as_ref());
    let scan: &[u8] = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q";
    let error = read(
        &pdf(&composite("GBK-EUC-H"), &[scan, scan]),
        &Options::default(),
    )
    .expect_err("scan");
    assert_eq!(error, ExtractError::Scanned("第 1–2 页".to_owned()));
    let raw = read(
        &pdf(&composite("GBK-EUC-H"), &[&text, scan]),
        &Options::default(),
    )
    .expect("text");
    assert_eq!(raw.outcome, Outcome::OkDegraded);
    assert!(
        raw.warnings[0].contains("第 2 页为扫描件"),
        "{:?}",
        raw.warnings
    );
}

#[test]
fn a_file_without_table_of_objects_is_scanned_for_them() {
    let whole = pdf(
        &composite("GBK-EUC-H"),
        &[&shown(encoding_rs::GBK.encode(LINE).0.as_ref())],
    );
    let cut = memchr::memmem::find(&whole, b"xref").expect("xref");
    assert_eq!(
        read(&whole[..cut], &Options::default())
            .expect("text")
            .text
            .trim(),
        LINE
    );
    assert!(matches!(
        read(b"%PDF-1.4 nothing", &Options::default()),
        Err(ExtractError::Corrupt(_))
    ));
}

#[test]
fn loops_end() {
    let looped = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 3 0 R 3 0 R]>>endobj \
        3 0 obj<</Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>endobj 4 0 obj<</Subtype/Form/Length 5 0 R>>stream\n/X Do /X Do\nendstream endobj \
        5 0 obj 5 0 R endobj trailer<</Root 1 0 R>>";
    assert!(matches!(
        read(looped, &Options::default()),
        Err(ExtractError::Corrupt(_))
    ));
}
