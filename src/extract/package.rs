//! Zip packages: parts by tolerant names, unpacked under limits.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ExtractError;
use super::limits::Limits;

/// An open package.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Positions by normal name.
    names: HashMap<String, usize>,
    limits: Limits,
    unpacked: u64,
}

/// The form of a part's name in which names are compared: `/` between folders, no leading `/` or
/// `./`, `a/../` resolved, lower case.
pub fn normal_name(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/").to_lowercase()
}

impl<'b> Package<'b> {
    /// Opens a package.
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, ExtractError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| zip_error(&error))?;
        if archive.len() > limits.members.saturating_mul(10) {
            return Err(ExtractError::Bomb(format!(
                "压缩包内文件多达 {} 个",
                archive.len()
            )));
        }
        let mut names = HashMap::with_capacity(archive.len());
        for (position, raw) in archive.file_names_raw().enumerate() {
            names
                .entry(normal_name(&String::from_utf8_lossy(raw)))
                .or_insert(position);
        }
        Ok(Self {
            archive,
            names,
            limits: *limits,
            unpacked: 0,
        })
    }

    /// Whether a part of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&normal_name(name))
    }

    /// Unpacks a part; `None` where there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        match self.names.get(&normal_name(name)) {
            Some(&position) => self.at(position).map(Some),
            None => Ok(None),
        }
    }

    /// Number of members.
    pub fn len(&self) -> usize {
        self.archive.len()
    }

    /// Name in raw bytes, flag for UTF-8, and whether it is a folder, is encrypted.
    pub fn entry(&self, position: usize) -> Option<Entry> {
        let entry = self.archive.by_index_data(position).ok()?;
        let raw = entry.name_raw().to_vec();
        let folder = raw.ends_with(b"/") || raw.ends_with(b"\\");
        Some(Entry {
            raw,
            folder,
            encrypted: entry.encrypted(),
        })
    }

    /// Unpacks the member at a position.
    pub fn at(&mut self, position: usize) -> Result<Vec<u8>, ExtractError> {
        let left = self.limits.total.saturating_sub(self.unpacked);
        let most = self.limits.part.min(left);
        let file = self
            .archive
            .by_index(position)
            .map_err(|error| zip_error(&error))?;
        let mut bytes = Vec::new();
        let read = file.take(most + 1).read_to_end(&mut bytes);
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > most {
            return Err(ExtractError::Bomb(format!("解压后超过 {} MB", most >> 20)));
        }
        read.map_err(|error| match error.kind() {
            std::io::ErrorKind::OutOfMemory => ExtractError::Bomb("内存不足".to_owned()),
            _ => ExtractError::corrupt("压缩数据错误"),
        })?;
        Ok(bytes)
    }
}

/// What the directory says of a member.
pub struct Entry {
    /// Name as stored.
    pub raw: Vec<u8>,
    /// Whether it is a folder.
    pub folder: bool,
    /// Whether it needs a password.
    pub encrypted: bool,
}

fn zip_error(error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ExtractError::Encrypted
        }
        ZipError::CompressionMethodNotSupported(method) => {
            ExtractError::Unsupported(format!("压缩方法 {method}"))
        }
        ZipError::Io(_) => ExtractError::corrupt("压缩包不完整"),
        // The library says in English what only a programmer could use.
        ZipError::InvalidArchive(text) if text.contains("EOCD") => {
            ExtractError::corrupt("压缩包结构错误：没有结尾，可能没有下载完整")
        }
        _ => ExtractError::corrupt("压缩包结构错误"),
    }
}

#[cfg(test)]
pub mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A zip with the given members.
    pub fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        for (name, bytes) in members {
            writer.start_file(*name, stored).expect("member");
            writer.write_all(bytes).expect("bytes");
        }
        writer.finish().expect("zip").into_inner()
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        let bytes = zip_of(&[("word\\Document.xml", b"<a/>")]);
        let mut package = Package::open(&bytes, &Limits::default()).expect("package");
        assert!(package.has("/word/./x/../document.xml"));
        assert_eq!(
            package.part("WORD/document.xml").expect("part").as_deref(),
            Some(b"<a/>".as_slice())
        );
        assert_eq!(package.part("none").expect("no part"), None);
    }

    #[test]
    fn a_bomb_is_stopped_while_unpacking() {
        let bytes = zip_of(&[("a", &vec![0; 3 << 20])]);
        let limits = Limits {
            part: 1 << 20,
            ..Limits::default()
        };
        let mut package = Package::open(&bytes, &limits).expect("package");
        assert!(matches!(package.part("a"), Err(ExtractError::Bomb(_))));
        assert!(matches!(
            Package::open(&bytes[..40], &limits),
            Err(ExtractError::Corrupt(_))
        ));
    }
}
