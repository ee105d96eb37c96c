//! The file named with `-o`: which format its name asks for, and what stands in it already.

use std::path::{Path, PathBuf};

use super::args::Format;
use super::error::{CliError, system_reason};
use crate::check::decisions::kept::{in_words, lost_from_csv, lost_from_xlsx};

/// Extensions of files that are made by other programs; ours would only pretend to be one.
const FOREIGN: [&str; 14] = [
    "doc", "docx", "wps", "rtf", "odt", "pdf", "ofd", "xls", "et", "ods", "ppt", "pptx", "zip",
    "rar",
];

/// The format of a file: the one asked for, else the one its name stands for, of those a command can write.
///
/// # Errors
/// A name that stands for no format, or for another one than was asked for.
pub fn format(path: &Path, asked: Format, writable: &[Format]) -> Result<Format, CliError> {
    let extension = path
        .extension()
        .map(|end| end.to_string_lossy().to_lowercase());
    let named = extension.as_deref().and_then(|end| {
        let end = match end {
            "txt" => "text",
            "htm" => "html",
            end => end,
        };
        writable.iter().copied().find(|format| format.name() == end)
    });
    let refused = || CliError::usage(format!("没有写入 {}", path.display()));
    match (named, extension) {
        (Some(named), _) if asked == Format::Text || named == asked => Ok(named),
        (Some(named), _) => Err(refused()
            .because(format!(
                "文件名表示 {}，--format 写的是 {}",
                named.name(),
                asked.name()
            ))
            .hint("去掉 --format，按文件名定格式；或者改文件名")),
        // Who asks for a format by name may call the file what they like, but not what it is not.
        (None, None) if asked != Format::Text => Ok(asked),
        (None, Some(end)) if asked != Format::Text && !FOREIGN.contains(&end.as_str()) => Ok(asked),
        (None, end) => {
            let reason = match &end {
                None => "文件名没有扩展名，不知道写成什么格式".to_owned(),
                Some(end) => format!("不会写扩展名为 {end} 的文件"),
            };
            let names: Vec<&str> = ["xlsx", "csv", "html", "md", "json"]
                .into_iter()
                .filter(|name| writable.iter().any(|format| format.name() == *name))
                .collect();
            let example = match end.as_deref() {
                Some("xls" | "et" | "ods") => "xlsx",
                Some("doc" | "docx" | "wps" | "pdf" | "rtf" | "odt" | "ofd") => "html",
                _ => names.first().copied().unwrap_or("txt"),
            };
            Err(refused()
                .because(reason)
                .hint(format!("可用的扩展名：{}", names.join("、")))
                .hint(format!(
                    "例如：-o {}",
                    path.with_extension(example).display()
                )))
        }
    }
}

/// Looks whether the file holds what staff filled in and `bytes` do not have. `read` are the files whose decisions
/// were read in this run.
///
/// # Errors
/// What would be lost, and how it is kept.
pub fn guard(path: &Path, format: Format, bytes: &[u8], read: &[PathBuf]) -> Result<(), CliError> {
    let old = match std::fs::read(path) {
        Ok(old) if !old.is_empty() => old,
        // What cannot be written says so itself.
        _ => return Ok(()),
    };
    let was_read = read.iter().any(|one| is_same(one, path));
    let found = match format {
        Format::Xlsx => lost_from_xlsx(&old, bytes, was_read),
        Format::Csv => lost_from_csv(&old, bytes),
        _ => return Ok(()),
    };
    let shown = path.display();
    let refused = CliError::usage(format!("没有写入 {shown}"));
    let another = "换一个文件名再写，或者先把原来的文件移走";
    let places = match found {
        Ok(places) if places.is_empty() => return Ok(()),
        Ok(places) => places,
        Err(problems) => {
            return Err(refused
                .because(format!(
                    "已经有这个文件，不能确认覆盖后不会丢失内容：{problems}"
                ))
                .hint(another));
        }
    };
    let rows = in_words(&places);
    Err(if was_read {
        refused
            .because(format!(
                "已经有这个文件，其中填写的内容有的没有编码，读不回来，覆盖会丢失：{rows}"
            ))
            .hint(another)
    } else if format == Format::Xlsx {
        refused
            .because(format!(
                "已经有这个文件，其中填写的处理意见、理由或人工录入没有读入，覆盖会丢失：{rows}"
            ))
            .hint(format!(
                "读回再写，填好的都会保留：tiaowen check --decisions {shown} -o {shown}"
            ))
            .hint(another)
    } else {
        refused
            .because(format!(
                "已经有这个文件，其中填写的处理意见或理由覆盖会丢失：{rows}"
            ))
            .hint("csv 不能读回；处理意见请填在 xlsx 底稿里，用 --decisions 读回")
            .hint(another)
    })
}

/// Whether two names are of one file.
pub fn is_same(a: &Path, b: &Path) -> bool {
    match (std::fs::canonicalize(a), std::fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// Writes the file whole or not at all: beside it first, then in its place, so that what stood there is not gone
/// when the disk is full half way.
///
/// # Errors
/// What the system said.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |error: std::io::Error| {
        CliError::internal(format!("无法写入 {}", path.display()))
            .because(system_reason(&error))
            .hint("检查文件夹是否存在、是否有写入权限；文件正在表格软件里打开的，先关闭")
    };
    // A link stays one, and so does what is no plain file.
    let place = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let Ok(before) = place.metadata() else {
        return std::fs::write(&place, bytes).map_err(failed);
    };
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = place.with_file_name(format!(".{name}.tmp"));
    if !before.is_file() || beside.exists() {
        return std::fs::write(&place, bytes).map_err(failed);
    }
    let written = std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::set_permissions(&beside, before.permissions()))
        .and_then(|()| std::fs::rename(&beside, &place));
    written.or_else(|error| {
        let _ = std::fs::remove_file(&beside);
        // In a folder where nothing can be made the file itself may still be written.
        if error.kind() == std::io::ErrorKind::PermissionDenied {
            return std::fs::write(&place, bytes).map_err(failed);
        }
        Err(failed(error))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITABLE: [Format; 7] = [
        Format::Text,
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Md,
        Format::Html,
        Format::Xlsx,
    ];

    fn of(name: &str, asked: Format) -> Result<Format, String> {
        format(Path::new(name), asked, &WRITABLE).map_err(|error| error.message())
    }

    #[test]
    fn the_name_says_the_format() {
        for (name, wanted) in [
            ("a.xlsx", Format::Xlsx),
            ("a.CSV", Format::Csv),
            ("a.htm", Format::Html),
            ("a.txt", Format::Text),
            ("a.jsonl", Format::Jsonl),
        ] {
            assert_eq!(of(name, Format::Text), Ok(wanted), "{name}");
        }
        assert_eq!(of("out", Format::Json), Ok(Format::Json));
        assert_eq!(of("out.dat", Format::Json), Ok(Format::Json));
        assert_eq!(of("a.md", Format::Md), Ok(Format::Md));
    }

    #[test]
    fn no_file_pretends_to_be_another() {
        for name in ["a.docx", "a.pdf", "a.xls", "a", "a.abc"] {
            let message = of(name, Format::Text).expect_err(name);
            assert!(message.contains("xlsx、csv、html、md、json"), "{message}");
        }
        assert!(
            of("底稿.xls", Format::Xlsx)
                .expect_err("another format")
                .contains("-o 底稿.xlsx")
        );
        assert!(
            of("a.xlsx", Format::Html)
                .expect_err("two formats")
                .contains("--format 写的是 html")
        );
    }
}
