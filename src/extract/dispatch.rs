//! Decides how a file is read.

use std::path::Path;

use super::sniff::{self, Format};
use super::{ExtractError, Options, Outcome, RawText, plain, quality};

/// Largest file that is read, in bytes. A regulation of this size does not exist; a scan or a dump does.
pub const MAX_FILE: u64 = 200 << 20;

/// Extensions of files that are looked at. What is in them is decided by content.
const EXTENSIONS: [&str; 37] = [
    "txt", "text", "md", "markdown", "docx", "docm", "dotx", "dotm", "doc", "dot", "wps", "wpt",
    "rtf", "odt", "pdf", "ofd", "html", "htm", "shtml", "xhtml", "mht", "mhtml", "xls", "xlt",
    "xlsx", "xlsm", "xltx", "xlsb", "et", "ett", "ods", "csv", "tsv", "zip", "caj", "rar", "7z",
];

fn extension(path: &Path) -> Option<String> {
    path.extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
}

/// Whether a file of this name is indexed at all. Formats that are known but not read are looked at
/// too, so that they are reported and not passed over. Lock files of office programs are not documents.
pub fn is_supported(path: &Path) -> bool {
    let lock = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    !lock && extension(path).is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// The text of a file, with standard options and without external programs.
///
/// # Errors
/// [`ExtractError`] with reason and hint for staff.
pub fn extract(bytes: &[u8], path: &Path) -> Result<RawText, ExtractError> {
    extract_with(bytes, path, &Options::default())
}

/// Whether reading this file needs no isolation: plain text costs a text folder no worker.
pub fn is_plain(bytes: &[u8]) -> bool {
    matches!(sniff::sniff(bytes), Format::Text | Format::Other(_))
}

/// Whether the bytes are an archive of other files.
pub fn is_archive(bytes: &[u8]) -> bool {
    cfg!(feature = "office") && sniff::sniff(bytes) == Format::Zip
}

/// The text of a file, read in this process.
///
/// # Errors
/// [`ExtractError`] with reason and hint for staff.
pub fn extract_with(bytes: &[u8], path: &Path, options: &Options) -> Result<RawText, ExtractError> {
    nested(bytes, path, options, 0)
}

/// The member of an archive at a position, nothing concluded from it.
///
/// # Errors
/// Where the archive cannot be opened.
#[cfg(all(feature = "office", feature = "isolation"))]
pub(super) fn member(
    bytes: &[u8],
    options: &Options,
    position: usize,
) -> Result<RawText, ExtractError> {
    super::archive::members(bytes, options, 0, Some(position))
}

/// As [`extract_with`], for a file inside `level` archives.
pub(super) fn nested(
    bytes: &[u8],
    path: &Path,
    options: &Options,
    level: u8,
) -> Result<RawText, ExtractError> {
    let limit = options.limits.file;
    if bytes.len() as u64 > limit {
        return Err(ExtractError::TooBig {
            size: bytes.len() as u64,
            limit,
        });
    }
    let extension = extension(path);
    let format = sniff::sniff(bytes);
    let mut raw = by_format(format, bytes, extension.as_deref(), options, level)?;
    if raw.text.len() > options.limits.text {
        return Err(ExtractError::Bomb("文字量超过上限".to_owned()));
    }
    if !matches!(format, Format::Zip) {
        quality::judge(&mut raw)?;
    }
    if let Some(note) = sniff::wrong_extension(format, extension.as_deref()) {
        raw.warnings.insert(0, note);
        if raw.outcome == Outcome::Ok {
            raw.outcome = Outcome::WrongExt;
        }
    }
    Ok(raw)
}

fn by_format(
    format: Format,
    bytes: &[u8],
    extension: Option<&str>,
    options: &Options,
    level: u8,
) -> Result<RawText, ExtractError> {
    let limits = &options.limits;
    let _ = (limits, level);
    match format {
        Format::Text => plain::read(bytes, extension),
        Format::Html => super::html::read(bytes, limits),
        Format::Mht => super::html::read_mht(bytes, limits),
        #[cfg(feature = "office")]
        Format::Docx => super::docx::read(bytes, options),
        #[cfg(feature = "office")]
        Format::Ofd => super::ofd::read(bytes, limits),
        #[cfg(feature = "office")]
        Format::Zip => super::archive::read(bytes, options, level),
        #[cfg(feature = "sheet")]
        Format::Sheet(name) => super::sheet::read(bytes, name, limits),
        #[cfg(feature = "sheet")]
        Format::Xls => super::sheet::read(bytes, "xls", limits),
        #[cfg(feature = "pdf")]
        Format::Pdf => super::pdf::read(bytes, options),
        #[cfg(feature = "doc")]
        Format::Doc => super::doc::read(bytes, limits),
        Format::EncryptedOffice => Err(ExtractError::Encrypted),
        Format::Slides => Err(ExtractError::Unsupported("演示文稿".to_owned())),
        Format::Compound => Err(ExtractError::Unsupported(
            "旧版 Office 的其他文件（演示文稿、邮件等）".to_owned(),
        )),
        Format::Other(name) => Err(ExtractError::Binary(name)),
        Format::Odt => Err(ExtractError::Unsupported(
            "OpenDocument 文本（odt）".to_owned(),
        )),
        Format::Rtf => Err(ExtractError::Unsupported("RTF 文档".to_owned())),
        #[allow(unreachable_patterns, reason = "reached when a feature is off")]
        other => {
            let name = sniff::usual_extension(other).unwrap_or("未知");
            Err(ExtractError::Unsupported(format!(
                "{name}（此版本未包含读取该格式的功能）"
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_looked_at() {
        assert!(is_supported(Path::new("通知.DOCX")) && is_supported(Path::new("a/b.wps")));
        assert!(!is_supported(Path::new("~$通知.docx")) && !is_supported(Path::new("图.png")));
        assert!(!is_supported(Path::new("无扩展名")));
    }

    #[test]
    fn a_picture_named_txt_is_refused() {
        let error = extract(b"\x89PNG\r\n\x1a\n....", Path::new("a.txt")).expect_err("no text");
        assert_eq!(error.outcome(), Outcome::Unsupported);
    }
}
