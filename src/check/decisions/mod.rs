//! What staff decided about findings, and what of it still holds in the next round (DESIGN D7).
//!
//! A decision belongs to a finding by its key, never by a path or a row, so that it survives
//! re-indexing, renaming and edits elsewhere in the text. When the evidence of a decided finding
//! changes, the finding speaks again, with what was decided before.

pub mod judge;
pub mod kept;
pub mod read;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::finding::Finding;
use crate::text::normalize::canonical;

pub use judge::{Judged, Round, RoundState, judge};

/// What staff decided (处理意见).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 继续有效.
    Keep,
    /// 修改.
    Amend,
    /// 废止.
    Repeal,
    /// 失效.
    Lapse,
}

impl Verdict {
    /// All of them, in the order of the drop-down list.
    pub const ALL: [Self; 4] = [Self::Keep, Self::Amend, Self::Repeal, Self::Lapse];

    /// Name as in the drop-down list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "继续有效",
            Self::Amend => "修改",
            Self::Repeal => "废止",
            Self::Lapse => "失效",
        }
    }

    /// Reads a verdict as staff write it; also the English names.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        Some(match text.as_str() {
            "继续有效" | "保留" | "有效" | "keep" => Self::Keep,
            "修改" | "拟修改" | "修订" | "amend" => Self::Amend,
            "废止" | "拟废止" | "repeal" => Self::Repeal,
            "失效" | "宣布失效" | "拟宣布失效" | "lapse" => Self::Lapse,
            _ => return None,
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A decision (CONTRACT: `check`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
}

/// What staff wrote beside a finding that they have not decided yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jotting {
    /// 处理理由.
    pub reason: Option<String>,
    /// 处理人.
    pub by: Option<String>,
    /// 处理日期.
    pub on: Option<Date>,
}

/// A finding of an earlier round, with or without a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Key of the finding.
    pub key: String,
    /// The decision, if one was made.
    pub decision: Option<Decision>,
    /// What stands in its row without a decision.
    pub jotting: Option<Jotting>,
    /// Rule id.
    pub rule: Option<String>,
    /// Id of the document.
    pub document: Option<String>,
    /// Title of the document.
    pub title: Option<String>,
    /// 文号 of the document.
    pub number: Option<String>,
    /// The words that proved it.
    pub quote: Option<String>,
    /// The title or name the finding was about.
    pub term: Option<String>,
    /// What was found.
    pub message: Option<String>,
    /// Fingerprint of the evidence ([`evidence_of`]).
    pub evidence: Option<String>,
    /// Whether the round before had already told that it no longer occurs.
    pub gone: bool,
}

/// All entries of earlier rounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The entries, a key once.
    pub entries: Vec<Entry>,
    /// What was passed over or ambiguous, in Chinese.
    pub warnings: Vec<String>,
}

/// Fingerprint of what a finding rests on: the words, their subject, the other document and its day.
///
/// Stands beside the key because a key may hold while, say, the repeal it points to moves to another
/// day. Where the words stand, and how the message is put, is no evidence.
pub fn evidence_of(finding: &Finding) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(solid(text).as_bytes()).update(&[0]);
    };
    add(&finding.quote);
    add(finding.term.as_deref().unwrap_or_default());
    if let Some(related) = &finding.related {
        add(&related.title);
        add(&related
            .effective
            .map(|day| day.to_string())
            .unwrap_or_default());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// A text as it is compared: canonical, without blanks.
pub(crate) fn solid(text: &str) -> String {
    canonical(text)
        .text
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_read_as_written() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::parse(verdict.name()), Some(verdict));
        }
        assert_eq!(Verdict::parse(" 宣布 失效 "), Some(Verdict::Lapse));
        assert_eq!(Verdict::parse("再议"), None);
    }
}
