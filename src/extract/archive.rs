//! Zip archives: every file inside is a text of its own, under the limits of the whole.

use std::path::Path;

use super::package::Package;
use super::{ExtractError, Member, Options, Outcome, RawText, dispatch, sniff};
use crate::text::encoding;

/// Deepest archives inside archives.
const DEPTH: u8 = 3;

/// Most members whose reasons are listed where none could be read.
const SHOWN: usize = 5;

/// Reads the members of an archive that have the name of a document.
///
/// The text of the archive itself is empty; its members carry theirs, and the reasons of those that
/// could not be read.
pub fn read(bytes: &[u8], options: &Options, level: u8) -> Result<RawText, ExtractError> {
    conclude(members(bytes, options, level, None)?)
}

/// The names of an archive's members by position, folders too.
#[cfg(feature = "isolation")]
pub fn names(bytes: &[u8]) -> Vec<String> {
    let names = sniff::directory(bytes).unwrap_or_default();
    names.iter().map(|raw| name(raw)).collect()
}

/// Reads all members, or the one at a position; nothing is concluded from what they are.
pub fn members(
    bytes: &[u8],
    options: &Options,
    level: u8,
    only: Option<usize>,
) -> Result<RawText, ExtractError> {
    if level >= DEPTH {
        return Err(ExtractError::Bomb("压缩包嵌套过深".to_owned()));
    }
    let mut package = Package::open(bytes, &options.limits)?;
    let mut raw = RawText {
        format: "zip".to_owned(),
        ..RawText::default()
    };
    let mut passed = 0usize;
    let mut text = 0usize;
    for position in 0..package.len() {
        if only.is_some_and(|only| only != position) {
            continue;
        }
        let Some(entry) = package.entry(position) else {
            continue;
        };
        let name = name(&entry.raw);
        if entry.folder || name.starts_with("__MACOSX/") {
            continue;
        }
        if !dispatch::is_supported(Path::new(&name)) {
            passed += 1;
            continue;
        }
        if raw.members.len() >= options.limits.members || text > options.limits.text {
            raw.degrade(format!(
                "压缩包内文件过多，只读取了前 {} 个",
                raw.members.len()
            ));
            break;
        }
        let result = if entry.encrypted {
            Err(ExtractError::Encrypted)
        } else {
            package
                .at(position)
                .and_then(|bytes| dispatch::nested(&bytes, Path::new(&name), options, level + 1))
        };
        // What is above the limit of the whole archive ends it.
        let over = matches!(&result, Err(ExtractError::Bomb(_)));
        match result {
            // A nested archive gives its members, not itself.
            Ok(inner) if inner.format == "zip" => {
                for member in inner.members {
                    raw.members.push(Member {
                        name: format!("{name}!/{}", member.name),
                        ..member
                    });
                }
            }
            result => {
                text += result.as_ref().map_or(0, |raw| raw.text.len());
                raw.members.push(Member { name, result });
            }
        }
        if over {
            raw.degrade("压缩包解压后超过上限，其余文件未读取".to_owned());
            break;
        }
    }
    if passed > 0 {
        raw.warnings
            .push(format!("压缩包内有 {passed} 个其他类型的文件未读取"));
    }
    Ok(raw)
}

/// What became of an archive, by its members.
pub fn conclude(mut raw: RawText) -> Result<RawText, ExtractError> {
    if raw.members.is_empty() {
        return Err(ExtractError::Empty);
    }
    let failed = || {
        raw.members
            .iter()
            .filter_map(|member| Some((&member.name, member.result.as_ref().err()?)))
    };
    if let Some((_, first)) = failed().next()
        && failed().count() == raw.members.len()
    {
        if failed().all(|(_, error)| error == first) {
            return Err(first.clone());
        }
        let mut words: Vec<String> = failed()
            .take(SHOWN)
            .map(|(name, error)| format!("{name}：{}", error.reason()))
            .collect();
        if raw.members.len() > SHOWN {
            words.push("……".to_owned());
        }
        return Err(ExtractError::Members(words.join("；"), first.outcome()));
    }
    for member in &raw.members {
        if let Err(error) = &member.result {
            raw.warnings
                .push(format!("{}：{}", member.name, error.reason()));
            raw.outcome = Outcome::OkDegraded;
        }
    }
    Ok(raw)
}

/// The name of a member: UTF-8, else GBK as Chinese Windows writes it; `/` between folders.
fn name(raw: &[u8]) -> String {
    // Short names in GBK can be valid UTF-8 by chance, but then of scripts nobody uses here.
    let chance = std::str::from_utf8(raw)
        .is_ok_and(|name| name.chars().any(|c| ('\u{80}'..='\u{7ff}').contains(&c)));
    if chance {
        let (name, damaged) = encoding_rs::GB18030.decode_without_bom_handling(raw);
        if !damaged {
            return name.replace('\\', "/");
        }
    }
    let decoded = encoding::decode(raw).map(|decoded| decoded.text.into_owned());
    decoded
        .unwrap_or_else(|| String::from_utf8_lossy(raw).into_owned())
        .replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::package::tests::zip_of;

    #[test]
    fn members_are_texts_of_their_own() {
        let inner = zip_of(&[("丙.txt", "第三条 丙".as_bytes())]);
        let bytes = zip_of(&[
            ("文件/甲.txt", "第一条 甲".as_bytes()),
            ("图.png", b"\x89PNG"),
            ("乙.docx", b"\x89PNG broken"),
            ("内.zip", &inner),
        ]);
        let raw = read(&bytes, &Options::default(), 0).expect("members");
        let names: Vec<&str> = raw
            .members
            .iter()
            .map(|member| member.name.as_str())
            .collect();
        assert_eq!(names, ["文件/甲.txt", "乙.docx", "内.zip!/丙.txt"]);
        let texts: Vec<_> = raw
            .texts()
            .map(|(name, raw)| (name, raw.text.as_str()))
            .collect();
        assert_eq!(
            texts,
            [
                (Some("文件/甲.txt"), "第一条 甲"),
                (Some("内.zip!/丙.txt"), "第三条 丙")
            ]
        );
        assert_eq!(raw.warnings.len(), 2);
    }

    #[test]
    fn names_in_gbk_are_read() {
        let (gbk, _, _) = encoding_rs::GBK.encode("通知\\办法.docx");
        assert_eq!(name(&gbk), "通知/办法.docx");
        assert_eq!(name("办法.docx".as_bytes()), "办法.docx");
        let (chance, _, _) = encoding_rs::GBK.encode("通知一.docx");
        assert!(std::str::from_utf8(&chance).is_ok());
        assert_eq!(name(&chance), "通知一.docx");
    }

    #[test]
    fn archives_in_archives_end() {
        let mut bytes = zip_of(&[("a.txt", b"x")]);
        for _ in 0..5 {
            bytes = zip_of(&[("a.zip", &bytes)]);
        }
        assert!(read(&bytes, &Options::default(), 0).is_err());
    }
}
