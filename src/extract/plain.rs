//! Plain text and Markdown.

use super::{ExtractError, RawText};
use crate::text::encoding;

/// Most bytes of a text file that are read.
pub const MOST_BYTES: u64 = 256 << 20;

/// Signatures of formats that are no text, with the name staff know.
const SIGNATURES: [(&[u8], &str); 16] = [
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Office 或 ZIP 压缩包"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "旧版 Office（doc/xls/wps）",
    ),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xBC\xAF", "7z 压缩包"),
    (b"\x1F\x8B", "gzip 压缩包"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xFF\xD8\xFF", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\0", "TIFF 图片"),
    (b"MM\0*", "TIFF 图片"),
    (b"\x7FELF", "程序"),
    (b"MZ\x90", "程序"),
    (b"SQLite format 3\0", "数据库"),
    (b"ID3", "音频"),
    (b"{\\rtf", "RTF"),
];

/// Reads a text file; `extension` (without dot, any case) only decides between `txt` and `md`.
pub fn read(bytes: &[u8], extension: Option<&str>) -> Result<RawText, ExtractError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ExtractError::TooBig {
            size: bytes.len() as u64,
            limit: MOST_BYTES,
        });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ExtractError::Empty);
    }
    if let Some((_, name)) = SIGNATURES
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
    {
        return Err(ExtractError::Binary(name));
    }
    let Some(decoded) = encoding::decode(bytes) else {
        return Err(if looks_binary(bytes) {
            ExtractError::Binary("二进制数据")
        } else {
            ExtractError::Undecodable
        });
    };
    let text = decoded.text.as_ref();
    let (mut all, mut control) = (0usize, 0usize);
    let mut visible = false;
    for c in text.chars() {
        all += 1;
        let odd = c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
        control += usize::from(odd);
        visible |= !odd && !c.is_whitespace() && c != '\u{feff}';
    }
    if control * 50 > all {
        return Err(ExtractError::Binary("二进制数据"));
    }
    if !visible {
        return Err(ExtractError::Empty);
    }
    let mut warnings = Vec::new();
    if decoded.damaged > 0 {
        warnings.push(format!(
            "有 {} 处文字无法解码，以 \u{fffd} 代替",
            decoded.damaged
        ));
    }
    let format = if extension
        .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
    {
        "md"
    } else {
        "txt"
    };
    Ok(RawText {
        text: line_ends(text),
        format: format.to_owned(),
        encoding: Some(decoded.encoding.to_owned()),
        warnings,
        ..RawText::default()
    })
}

/// One `\n` for `\r\n` and lone `\r`.
fn line_ends(text: &str) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let odd = sample
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=31))
        .count();
    odd * 50 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one() {
        let raw = read("第一条\r\n第二条\r第三条\n".as_bytes(), Some("MD")).expect("text");
        assert_eq!(raw.text, "第一条\n第二条\n第三条\n");
        assert_eq!(
            (raw.format.as_str(), raw.encoding.as_deref()),
            ("md", Some("UTF-8"))
        );
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_reason() {
        assert_eq!(read(b"", None), Err(ExtractError::Empty));
        assert_eq!(
            read(" \n\u{3000}\n".as_bytes(), None),
            Err(ExtractError::Empty)
        );
        assert!(matches!(
            read(b"%PDF-1.7 ...", Some("txt")),
            Err(ExtractError::Binary("PDF"))
        ));
        let noise: Vec<u8> = (0..4096u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        let error = read(&noise, Some("txt")).expect_err("binary");
        assert!(!error.reason().is_empty() && !error.hint().is_empty());
    }

    #[test]
    fn damage_is_told() {
        let mut bytes = "韶州市科技创新券管理办法（试行）".repeat(10).into_bytes();
        bytes[10] = 0xFF;
        let raw = read(&bytes, None).expect("text");
        assert!(raw.warnings[0].contains("无法解码"), "{:?}", raw.warnings);
    }
}
