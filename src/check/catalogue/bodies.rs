//! Bodies that were renamed, merged or abolished.

use super::table::{CatalogueError, Fuzzy, Guard, rows};

/// When the old name counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Wherever it stands as a word of its own.
    Word,
    /// Only in an enumeration of bodies (`公安、工商、税务等部门`).
    Enumeration,
}

/// An old name.
#[derive(Clone, Debug)]
pub struct Body {
    /// The old name.
    pub old: String,
    /// What it is called now; alternatives separated by `/`.
    pub new: String,
    /// When it changed.
    pub from: Fuzzy,
    /// Whether the body is gone; otherwise a functional name that superior law still uses.
    pub abolished: bool,
    /// When it counts.
    pub reach: Reach,
    /// Beside what it does not count.
    pub guard: Guard,
    /// Reform plan or law.
    pub source: String,
    /// Whether the source was read.
    pub verified: bool,
}

pub(super) fn read(table: &str, text: &str) -> Result<Vec<Body>, CatalogueError> {
    rows(table, text)
        .map(|row| {
            let abolished = match row.required(4, "强度")? {
                "abolished" => true,
                "functional" => false,
                other => {
                    return Err(row.error(format!(
                        "“强度”只能是 abolished 或 functional，不能是“{other}”"
                    )));
                }
            };
            let reach = match row.required(5, "方式")? {
                "word" => Reach::Word,
                "enum" => Reach::Enumeration,
                other => {
                    return Err(row.error(format!("“方式”只能是 word 或 enum，不能是“{other}”")));
                }
            };
            Ok(Body {
                old: row.required(0, "旧名称")?.to_owned(),
                new: row.required(1, "新名称")?.to_owned(),
                from: row
                    .date(2)?
                    .ok_or_else(|| row.error("缺少“日期”（第 3 列）"))?,
                abolished,
                reach,
                guard: row.guard(6, 7),
                source: row.required(8, "依据")?.to_owned(),
                verified: row.mark(9)?,
            })
        })
        .collect()
}
