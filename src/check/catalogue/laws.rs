//! Laws that were repealed, revised or made anew.

use super::table::{CatalogueError, Fuzzy, Guard, rows};

/// A repealed law or paper.
#[derive(Clone, Debug)]
pub struct RepealedLaw {
    /// Full title; `None` where only the number identifies it.
    pub title: Option<String>,
    /// Title without 中华人民共和国.
    pub short: Option<String>,
    /// 文号.
    pub number: Option<String>,
    /// What replaced it.
    pub successor: Option<String>,
    /// First day on which it was no longer in force.
    pub from: Fuzzy,
    /// Whether the short title without book marks is a citation, and beside what it is not.
    pub bare: Option<Guard>,
    /// Where the repeal stands.
    pub source: String,
    /// Whether the source was read.
    pub verified: bool,
}

/// How a law was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// 修订: published anew; articles mostly renumbered.
    Revised,
    /// 修正: some articles changed.
    Amended,
    /// Made for the first time.
    Made,
}

/// A version of a law.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Full title.
    pub title: String,
    /// Day of adoption or publication.
    pub date: Fuzzy,
    /// How.
    pub way: Way,
    /// First day in force.
    pub effective: Option<Fuzzy>,
    /// Number of its last article.
    pub articles: Option<u32>,
    /// Where that stands.
    pub source: String,
    /// Whether the source was read.
    pub verified: bool,
}

pub(super) fn repealed(table: &str, text: &str) -> Result<Vec<RepealedLaw>, CatalogueError> {
    rows(table, text)
        .map(|row| {
            let title = row.optional(0).map(str::to_owned);
            let number = row.optional(2).map(str::to_owned);
            if title.is_none() && number.is_none() {
                return Err(row.error("旧名称和旧文号至少填一个"));
            }
            let bare = match row.required(5, "简称可裸引")? {
                "Y" => Some(row.guard(6, 7)),
                "N" => None,
                other => {
                    return Err(row.error(format!("“简称可裸引”只能是 Y 或 N，不能是“{other}”")));
                }
            };
            Ok(RepealedLaw {
                title,
                short: row.optional(1).map(str::to_owned),
                number,
                successor: row.optional(3).map(str::to_owned),
                from: row
                    .date(4)?
                    .ok_or_else(|| row.error("缺少“废止日期”（第 5 列）"))?,
                bare,
                source: row.required(8, "依据")?.to_owned(),
                verified: row.mark(9)?,
            })
        })
        .collect()
}

pub(super) fn revised(table: &str, text: &str) -> Result<Vec<Revision>, CatalogueError> {
    rows(table, text)
        .map(|row| {
            let way = match row.required(3, "方式")? {
                "R" => Way::Revised,
                "A" => Way::Amended,
                other => return Err(row.error(format!("“方式”只能是 R 或 A，不能是“{other}”"))),
            };
            Ok(Revision {
                title: row.required(0, "名称")?.to_owned(),
                date: row
                    .date(2)?
                    .ok_or_else(|| row.error("缺少“修改日期”（第 3 列）"))?,
                way,
                effective: row.date(4)?,
                articles: row.number(6)?,
                source: row.required(7, "依据")?.to_owned(),
                verified: row.mark(8)?,
            })
        })
        .collect()
}

pub(super) fn made(table: &str, text: &str) -> Result<Vec<Revision>, CatalogueError> {
    rows(table, text)
        .map(|row| {
            let published = row.date(2)?;
            let effective = row.date(3)?;
            Ok(Revision {
                title: row.required(0, "名称")?.to_owned(),
                date: published
                    .or(effective)
                    .ok_or_else(|| row.error("公布日期和施行日期至少填一个"))?,
                way: Way::Made,
                effective,
                articles: row.number(4)?,
                source: row.optional(5).unwrap_or("目录").to_owned(),
                verified: row.mark(6)?,
            })
        })
        .collect()
}
