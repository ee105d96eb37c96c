//! Plans whose period is over, programmes, platforms and requirements that were given up.

use super::table::{CatalogueError, Fuzzy, Guard, rows};

/// What sort of thing came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanKind {
    /// A plan with a period.
    Plan,
    /// A programme or fund.
    Programme,
    /// A portal or system.
    Platform,
    /// A licence, proof, rating, tax or paper.
    Matter,
    /// A scheme or standard.
    Standard,
}

/// A plan, programme, platform or requirement.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Words to look for.
    pub words: String,
    /// Sort.
    pub kind: PlanKind,
    /// Last day; `None` where it is not known.
    pub until: Option<Fuzzy>,
    /// What to use now.
    pub now: Option<String>,
    /// Beside what it does not count.
    pub guard: Guard,
    /// Where that stands.
    pub source: String,
    /// Whether the source was read.
    pub verified: bool,
}

pub(super) fn read(table: &str, text: &str) -> Result<Vec<Plan>, CatalogueError> {
    rows(table, text)
        .map(|row| {
            let kind = match row.required(1, "类别")? {
                "plan" => PlanKind::Plan,
                "programme" => PlanKind::Programme,
                "platform" => PlanKind::Platform,
                "matter" => PlanKind::Matter,
                "standard" => PlanKind::Standard,
                other => return Err(row.error(format!("没有“{other}”这个类别"))),
            };
            Ok(Plan {
                words: row.required(0, "词语")?.to_owned(),
                kind,
                until: row.date(2)?,
                now: row.optional(3).map(str::to_owned),
                guard: row.guard(4, 5),
                source: row.required(6, "依据")?.to_owned(),
                verified: row.mark(7)?,
            })
        })
        .collect()
}
