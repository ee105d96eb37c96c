//! Why a file gave no text.

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::Outcome;

/// Why a file gave no text.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(into = "Wire")]
pub enum ExtractError {
    /// No bytes, or nothing but blanks.
    #[error("文件为空")]
    Empty,
    /// Not text, whatever the name says; the content found, where known (`PDF`, `ZIP` …).
    #[error("不是文本文件（内容像{0}）")]
    Binary(&'static str),
    /// No encoding gives readable text.
    #[error("无法判断文字编码")]
    Undecodable,
    /// More bytes than the limit (both in bytes).
    #[error("文件过大（{size} 字节，上限 {limit} 字节）")]
    TooBig {
        /// Size of the file.
        size: u64,
        /// Largest size read.
        limit: u64,
    },
    /// What the file unpacks to is above the limit; what it is, and the limit.
    #[error("解压后过大：{0}")]
    Bomb(String),
    /// A format this version does not read.
    #[error("不支持的格式：{0}")]
    Unsupported(String),
    /// A program that is not installed would be needed; what for.
    #[error("需要安装外部工具：{0}")]
    NeedsTool(String),
    /// The pages named are pictures of text.
    #[error("扫描件，需 OCR（{0}）")]
    Scanned(String),
    /// The characters were turned into outlines.
    #[error("文字已转曲，没有可读的文字（{0}）")]
    Outlined(String),
    /// A password is needed.
    #[error("文件已加密，需要口令")]
    Encrypted,
    /// There is a text layer, but its characters are not those of the page.
    #[error("文字层为乱码：{0}")]
    Garbled(String),
    /// The file is damaged; what the reader says.
    #[error("文件损坏：{0}")]
    Corrupt(String),
    /// Reading took too long (seconds).
    #[error("读取超过 {0} 秒，已中止")]
    Timeout(u64),
    /// No file of an archive could be read; the reasons, and what became of the first.
    #[error("压缩包内的文件均未能读取（{0}）")]
    Members(String, Outcome),
    /// The worker died; how.
    #[error("读取时程序异常终止（{0}）")]
    Crashed(String),
}

impl ExtractError {
    /// What went wrong, for staff.
    pub fn reason(&self) -> String {
        self.to_string()
    }

    /// What staff can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Binary(_) => "请用原来的软件打开，另存为文本后再放入；或改回正确的扩展名",
            Self::Undecodable => "请用记事本打开，另存为 UTF-8 编码",
            _ => self.outcome().hint(),
        }
    }

    /// The status of the file.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Empty => Outcome::Empty,
            Self::Binary(_) | Self::Unsupported(_) => Outcome::Unsupported,
            Self::Undecodable | Self::Garbled(_) => Outcome::Garbled,
            Self::TooBig { .. } | Self::Bomb(_) => Outcome::TooBig,
            Self::NeedsTool(_) => Outcome::NeedsTool,
            Self::Scanned(_) => Outcome::Scanned,
            Self::Outlined(_) => Outcome::Outlined,
            Self::Encrypted => Outcome::Encrypted,
            Self::Corrupt(_) | Self::Crashed(_) => Outcome::Corrupt,
            Self::Timeout(_) => Outcome::Timeout,
            Self::Members(_, outcome) => *outcome,
        }
    }

    /// A damaged file.
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }
}

/// An error on its way between two processes: number of the variant, words, two sizes.
#[derive(Serialize, Deserialize)]
struct Wire(u8, String, u64, u64);

impl From<ExtractError> for Wire {
    fn from(error: ExtractError) -> Self {
        let words = |kind, words| Self(kind, words, 0, 0);
        match error {
            ExtractError::Empty => words(0, String::new()),
            ExtractError::Binary(what) => words(1, what.to_owned()),
            ExtractError::Undecodable => words(2, String::new()),
            ExtractError::TooBig { size, limit } => Self(3, String::new(), size, limit),
            ExtractError::Bomb(what) => words(4, what),
            ExtractError::Unsupported(what) => words(5, what),
            ExtractError::NeedsTool(what) => words(6, what),
            ExtractError::Scanned(what) => words(7, what),
            ExtractError::Outlined(what) => words(8, what),
            ExtractError::Encrypted => words(9, String::new()),
            ExtractError::Garbled(what) => words(10, what),
            ExtractError::Corrupt(what) => words(11, what),
            ExtractError::Timeout(seconds) => Self(12, String::new(), seconds, 0),
            ExtractError::Crashed(what) => words(13, what),
            ExtractError::Members(what, outcome) => {
                let place = Outcome::ALL.iter().position(|known| *known == outcome);
                Self(14, what, place.unwrap_or_default() as u64, 0)
            }
        }
    }
}

impl<'de> Deserialize<'de> for ExtractError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self::from)
    }
}

impl From<Wire> for ExtractError {
    fn from(Wire(kind, words, size, limit): Wire) -> Self {
        match kind {
            0 => Self::Empty,
            1 => Self::Binary(super::sniff::known_name(&words)),
            2 => Self::Undecodable,
            3 => Self::TooBig { size, limit },
            4 => Self::Bomb(words),
            5 => Self::Unsupported(words),
            6 => Self::NeedsTool(words),
            7 => Self::Scanned(words),
            8 => Self::Outlined(words),
            9 => Self::Encrypted,
            10 => Self::Garbled(words),
            12 => Self::Timeout(size),
            13 => Self::Crashed(words),
            14 => {
                let outcome = Outcome::ALL.get(size as usize).copied();
                Self::Members(words, outcome.unwrap_or(Outcome::Corrupt))
            }
            _ => Self::Corrupt(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_survive_the_way_between_processes() {
        for error in [
            ExtractError::Empty,
            ExtractError::Binary("PNG 图片"),
            ExtractError::TooBig { size: 3, limit: 2 },
            ExtractError::Scanned("第 2–5 页".to_owned()),
            ExtractError::Timeout(30),
            ExtractError::Members("甲.pdf：…".to_owned(), Outcome::Encrypted),
        ] {
            let bytes = postcard::to_stdvec(&error).expect("bytes");
            let back: ExtractError = postcard::from_bytes(&bytes).expect("error");
            assert_eq!(back, error);
            assert!(!back.reason().is_empty() && !back.hint().is_empty());
        }
    }
}
