//! What a file is, by its content.

/// A format this program reads, or knows by sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text or Markdown.
    Text,
    /// Web page.
    Html,
    /// Web page with its parts (MHT), also Word's "single file web page".
    Mht,
    /// Office Open XML text.
    Docx,
    /// Office Open XML or OpenDocument spreadsheet, `xlsb` too.
    Sheet(&'static str),
    /// OpenDocument text.
    Odt,
    /// Office Open XML or OpenDocument slides.
    Slides,
    /// OFD.
    Ofd,
    /// Any other zip archive.
    Zip,
    /// PDF.
    Pdf,
    /// Word 97–2003 or WPS text.
    Doc,
    /// Excel 5–2003.
    Xls,
    /// A compound file with an encrypted Office Open XML package inside.
    EncryptedOffice,
    /// Another compound file (ppt, msg …).
    Compound,
    /// Rich Text Format.
    Rtf,
    /// Something else; its name.
    Other(&'static str),
}

/// Signatures of formats that are not read.
const OTHER: [(&[u8], &str); 15] = [
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xBC\xAF", "7z 压缩包"),
    (b"\x1F\x8B", "gzip 压缩包"),
    (b"\xFD7zXZ", "xz 压缩包"),
    (b"BZh", "bzip2 压缩包"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xFF\xD8\xFF", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\0", "TIFF 图片"),
    (b"MM\0*", "TIFF 图片"),
    (b"AT&TFORM", "DjVu 图书"),
    (b"\x7FELF", "程序"),
    (b"MZ\x90", "程序"),
    (b"SQLite format 3\0", "数据库"),
    (b"HLP\0", "CAJ 文献"),
];

/// The static name equal to `words`, for errors that come from another process.
pub(super) fn known_name(words: &str) -> &'static str {
    OTHER
        .iter()
        .map(|(_, name)| *name)
        .find(|name| *name == words)
        .unwrap_or("二进制数据")
}

/// Bytes at the start in which the signs of a web page are looked for.
const HEAD: usize = 4096;

/// Recognises the format of a file.
pub fn sniff(bytes: &[u8]) -> Format {
    if let Some((_, name)) = OTHER.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Format::Other(name);
    }
    // Some senders put a line of HTTP or a BOM before the signature.
    let head = &bytes[..bytes.len().min(1024)];
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Format::Pdf;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Format::Rtf;
    }
    // Excel 2–4 and 5 without a compound file.
    if bytes.starts_with(b"\x09\x08") && bytes.get(2) == Some(&0x10) && bytes.get(3) == Some(&0) {
        return Format::Xls;
    }
    text(bytes)
}

/// Which package a zip file is, by the names in it. The names stand uncompressed in the headers.
fn zip(bytes: &[u8]) -> Format {
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    // Names in the central directory are at the end; finding the last part is enough for most.
    if let Some(mimetype) = bytes
        .get(30..)
        .and_then(|rest| rest.strip_prefix(b"mimetype"))
    {
        let head = &mimetype[..mimetype.len().min(80)];
        let is = |kind: &[u8]| memchr::memmem::find(head, kind).is_some();
        if is(b"opendocument.spreadsheet") {
            return Format::Sheet("ods");
        }
        if is(b"opendocument.text") {
            return Format::Odt;
        }
        if is(b"opendocument.presentation") {
            return Format::Slides;
        }
    }
    // A zip of documents stores members whose own names may be among its bytes: the parts below are
    // only looked for in the names of this archive's directory.
    let names = directory_names(bytes);
    let Some(names) = names else {
        // A damaged directory: go by what is there.
        return if has(b"word/document") {
            Format::Docx
        } else if has(b"xl/workbook") {
            Format::Sheet("xlsx")
        } else if has(b"OFD.xml") {
            Format::Ofd
        } else {
            Format::Zip
        };
    };
    let any = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    if any(&|name| name == "[content_types].xml") {
        if any(&|name| name.starts_with("word/")) {
            return Format::Docx;
        }
        if any(&|name| name == "xl/workbook.bin") {
            return Format::Sheet("xlsb");
        }
        if any(&|name| name.starts_with("xl/")) {
            return Format::Sheet("xlsx");
        }
        if any(&|name| name.starts_with("ppt/")) {
            return Format::Slides;
        }
    }
    if any(&|name| name.trim_start_matches(['/', '.']) == "ofd.xml") {
        return Format::Ofd;
    }
    if any(&|name| name == "word/document.xml") {
        return Format::Docx;
    }
    Format::Zip
}

/// Names of the central directory, lower case, `\` as `/`; `None` where there is none.
fn directory_names(bytes: &[u8]) -> Option<Vec<String>> {
    let names = directory(bytes)?;
    let normal = |name: &&[u8]| {
        String::from_utf8_lossy(name)
            .to_lowercase()
            .replace('\\', "/")
    };
    Some(names.iter().map(normal).collect())
}

/// Names of the central directory as they are stored.
pub(super) fn directory(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    const MOST: usize = 5000;
    let tail_from = bytes.len().saturating_sub(66_000);
    let end = tail_from + memchr::memmem::rfind(&bytes[tail_from..], b"PK\x05\x06")?;
    let word = |at: usize| -> Option<usize> {
        let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(four) as usize)
    };
    let half = |at: usize| -> Option<usize> {
        let two: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(usize::from(u16::from_le_bytes(two)))
    };
    let mut at = end.checked_sub(word(end + 12)?)?;
    let mut names = Vec::new();
    while names.len() < MOST && bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let length = half(at + 28)?;
        let name = bytes.get(at + 46..at + 46 + length)?;
        names.push(name);
        at += 46 + length + half(at + 30)? + half(at + 32)?;
    }
    (!names.is_empty()).then_some(names)
}

/// Which compound file it is, by the names of its streams (UTF-16LE in 128-byte entries).
fn compound(bytes: &[u8]) -> Format {
    let has = |name: &str| {
        let wide: Vec<u8> = name
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .chain([0, 0])
            .collect();
        memchr::memmem::find_iter(bytes, &wide).any(|at| at % 128 == 0)
    };
    if has("EncryptedPackage") {
        Format::EncryptedOffice
    } else if has("WordDocument") {
        Format::Doc
    } else if has("Workbook") || has("Book") {
        Format::Xls
    } else {
        Format::Compound
    }
}

/// Text, or a web page.
fn text(bytes: &[u8]) -> Format {
    let head = &bytes[..bytes.len().min(HEAD)];
    // UTF-16 web pages are rare but exist; dropping NUL bytes shows their tags.
    let lower: Vec<u8> = head
        .iter()
        .filter(|&&b| b != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let has = |mark: &[u8]| memchr::memmem::find(&lower, mark).is_some();
    if has(b"mime-version:") && has(b"content-type:") && !lower.starts_with(b"<") {
        return Format::Mht;
    }
    let start: &[u8] = lower.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&lower);
    let start = start.trim_ascii_start();
    if start.starts_with(b"<") {
        let page = [
            b"<!doctype html".as_slice(),
            b"<html",
            b"<head",
            b"<body",
            b"<table",
            b"<div",
            b"<meta",
            b"<p>",
            b"<p ",
        ];
        if page.iter().any(|mark| has(mark)) {
            return Format::Html;
        }
    }
    Format::Text
}

/// Extensions that go with a format; the first is the usual one. Empty where any will do.
fn extensions(format: Format) -> &'static [&'static str] {
    match format {
        Format::Text | Format::Other(_) => &[],
        Format::Html => &["html", "htm", "shtml", "xhtml"],
        Format::Mht => &["mht", "mhtml"],
        Format::Docx => &["docx", "docm", "dotx", "dotm"],
        Format::Sheet("xlsx") => &["xlsx", "xlsm", "xltx", "et"],
        Format::Sheet("xlsb") => &["xlsb"],
        Format::Sheet(_) => &["ods"],
        Format::Odt => &["odt"],
        Format::Slides => &["pptx", "odp"],
        Format::Ofd => &["ofd"],
        Format::Zip => &["zip"],
        Format::Pdf => &["pdf"],
        Format::Doc => &["doc", "dot", "wps", "wpt"],
        Format::Xls => &["xls", "xlt", "et", "ett"],
        Format::EncryptedOffice => &["docx", "xlsx", "pptx"],
        Format::Compound => &["ppt", "dps", "msg"],
        Format::Rtf => &["rtf"],
    }
}

/// The extension that files of a format usually have.
pub fn usual_extension(format: Format) -> Option<&'static str> {
    extensions(format).first().copied()
}

/// What to say about an extension (lower case) that names another format; `None` where it fits.
pub fn wrong_extension(format: Format, extension: Option<&str>) -> Option<String> {
    let fitting = extensions(format);
    let usual = fitting.first()?;
    match extension {
        Some(extension) if !fitting.contains(&extension) => {
            // WPS writes both compound files and zips under its own extension.
            let own = matches!((format, extension), (Format::Docx, "wps" | "wpt"));
            (!own).then(|| format!("扩展名为 {extension}，实际是 {usual} 格式，已按 {usual} 读取"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(sniff(b"\xEF\xBB\xBF<!DOCTYPE html><html>"), Format::Html);
        assert_eq!(sniff(b"  <table><tr><td>1</td></tr></table>"), Format::Html);
        assert_eq!(sniff("第一条 <p>".as_bytes()), Format::Text);
        assert_eq!(sniff(b"\n%PDF-1.4\n"), Format::Pdf);
        assert_eq!(
            sniff(b"MIME-Version: 1.0\r\nContent-Type: multipart/related"),
            Format::Mht
        );
        assert_eq!(sniff(b"\x89PNG\r\n"), Format::Other("PNG 图片"));
        assert_eq!(sniff(b"PK\x03\x04"), Format::Zip);
        assert_eq!(sniff(b""), Format::Text);
    }

    #[test]
    fn a_wrong_extension_is_named_and_a_fitting_one_is_not() {
        let said = wrong_extension(Format::Docx, Some("doc")).expect("note");
        assert!(said.contains("docx"), "{said}");
        assert_eq!(wrong_extension(Format::Docx, Some("wps")), None);
        assert_eq!(wrong_extension(Format::Doc, Some("wps")), None);
        assert_eq!(wrong_extension(Format::Text, Some("txt")), None);
        assert!(wrong_extension(Format::Html, Some("xls")).is_some());
    }
}
