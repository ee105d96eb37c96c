//! What a rule found, before anyone renders it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How sure a finding is (DESIGN D7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// 提示.
    Hint,
    /// 很可能.
    Probable,
    /// 确定.
    Certain,
}

/// What staff are advised to do (清理意见).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggestion {
    /// 继续有效.
    Keep,
    /// 修改.
    Amend,
    /// 废止.
    Repeal,
    /// 宣布失效.
    Lapse,
    /// 人工核对.
    Review,
}

/// The document a finding points to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Path, where it is in the corpus.
    pub path: Option<String>,
    /// When the relation takes effect, or the other document does.
    pub effective: Option<Date>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Rule id (CONTRACT), e.g. `expired`.
    pub rule: &'static str,
    /// How sure.
    pub certainty: Certainty,
    /// Index of the document in the corpus view.
    pub document: usize,
    /// Ordinal of the clause.
    pub clause: Option<u32>,
    /// 1-based line of the original file.
    pub line: Option<u32>,
    /// The words that prove it, as printed.
    pub quote: String,
    /// The title or name the finding is about, as written.
    pub term: Option<String>,
    /// What was found, in Chinese.
    pub message: String,
    /// Legal basis, in Chinese.
    pub basis: String,
    /// The document it points to.
    pub related: Option<Related>,
    /// What staff are advised to do.
    pub suggestion: Suggestion,
    /// Whether all catalogue rows it rests on are verified.
    pub verified: bool,
    /// Stable key: rule + work + version's number or date + normalised evidence + target, never the path.
    pub key: String,
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certain => "确定",
            Self::Probable => "很可能",
            Self::Hint => "提示",
        })
    }
}

impl fmt::Display for Suggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keep => "继续有效",
            Self::Amend => "修改",
            Self::Repeal => "废止",
            Self::Lapse => "宣布失效",
            Self::Review => "人工核对",
        })
    }
}
