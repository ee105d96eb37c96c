//! Tab-separated tables with comments, and the small kinds of cells they have.

use jiff::civil::Date;
use thiserror::Error;

/// What is wrong with a table of the catalogue.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{table} 第 {line} 行：{problem}")]
pub struct CatalogueError {
    /// File name of the table.
    pub table: String,
    /// Line, from 1; 0 when the whole table is meant.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub problem: String,
}

/// A row of a table, with the place it came from.
pub(super) struct Cells<'t> {
    table: &'t str,
    line: usize,
    all: Vec<&'t str>,
}

/// The rows of a table; comments and empty lines are skipped.
pub(super) fn rows<'t>(table: &'t str, text: &'t str) -> impl Iterator<Item = Cells<'t>> {
    text.lines().enumerate().filter_map(move |(number, line)| {
        let line = line.trim_start_matches('\u{FEFF}').trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') {
            return None;
        }
        Some(Cells {
            table,
            line: number + 1,
            all: line.split('\t').map(str::trim).collect(),
        })
    })
}

impl<'t> Cells<'t> {
    /// A cell that may be empty; columns count from 0.
    pub fn optional(&self, column: usize) -> Option<&'t str> {
        self.all
            .get(column)
            .copied()
            .filter(|cell| !cell.is_empty())
    }

    /// A cell that must not be empty.
    pub fn required(&self, column: usize, name: &str) -> Result<&'t str, CatalogueError> {
        self.optional(column)
            .ok_or_else(|| self.error(format!("缺少“{name}”（第 {} 列）", column + 1)))
    }

    /// A date cell.
    pub fn date(&self, column: usize) -> Result<Option<Fuzzy>, CatalogueError> {
        let Some(cell) = self.optional(column) else {
            return Ok(None);
        };
        Fuzzy::parse(cell).map(Some).ok_or_else(|| {
            self.error(format!(
                "“{cell}”不是日期，应写成 2021-01-01、2021-01 或 2021"
            ))
        })
    }

    /// A number cell.
    pub fn number(&self, column: usize) -> Result<Option<u32>, CatalogueError> {
        let Some(cell) = self.optional(column) else {
            return Ok(None);
        };
        cell.parse()
            .map(Some)
            .map_err(|_| self.error(format!("“{cell}”不是数字")))
    }

    /// The mark cell: whether the source was read.
    pub fn mark(&self, column: usize) -> Result<bool, CatalogueError> {
        match self.required(column, "标记")? {
            "V" => Ok(true),
            "V2" | "M" => Ok(false),
            other => Err(self.error(format!("标记只能是 V、V2 或 M，不能是“{other}”"))),
        }
    }

    /// What may not stand beside a hit.
    pub fn guard(&self, before: usize, after: usize) -> Guard {
        Guard {
            before: self.words(before),
            after: self.words(after),
        }
    }

    /// A cell with words separated by semicolons.
    pub fn words(&self, column: usize) -> Vec<String> {
        self.optional(column)
            .map(|cell| {
                cell.split([';', '；'])
                    .map(str::trim)
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned)
                    .collect()
            })
            .unwrap_or_default()
    }

    /// An error at this row.
    pub fn error(&self, problem: impl Into<String>) -> CatalogueError {
        CatalogueError {
            table: self.table.to_owned(),
            line: self.line,
            problem: problem.into(),
        }
    }
}

/// A date of which the month or the day may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fuzzy {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Fuzzy {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts
            .next()?
            .parse()
            .ok()
            .filter(|year| (1900..=2200).contains(year))?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        parts.next().is_none().then_some(Self { year, month, day })
    }

    /// The last day it can mean: only after it is the change sure to have happened.
    pub fn latest(self) -> Date {
        let month = self.month.unwrap_or(12);
        // The parts were checked when they were read; the month exists.
        let first = Date::constant(self.year, month, 1);
        match self.day {
            Some(day) => Date::constant(self.year, month, day),
            None => first.last_of_month(),
        }
    }

    /// The first day it can mean.
    pub fn earliest(self) -> Date {
        Date::constant(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// As staff write it: `2021年1月1日`, `2019年`.
    pub fn zh(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{}年{month}月{day}日", self.year),
            (Some(month), None) => format!("{}年{month}月", self.year),
            _ => format!("{}年", self.year),
        }
    }
}

/// Words that, right before or right behind a hit, say that it is another word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// Not when the text before ends with one of these.
    pub before: Vec<String>,
    /// Not when the text behind begins with one of these.
    pub after: Vec<String>,
}

impl Guard {
    /// Whether a hit between these bytes of `text` stands.
    pub fn allows(&self, text: &str, start: usize, end: usize) -> bool {
        !self
            .before
            .iter()
            .any(|word| text[..start].ends_with(word.as_str()))
            && !self
                .after
                .iter()
                .any(|word| text[end..].starts_with(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_three_kinds() {
        assert_eq!(
            Fuzzy::parse("2019").unwrap().latest().to_string(),
            "2019-12-31"
        );
        assert_eq!(
            Fuzzy::parse("2016-08").unwrap().latest().to_string(),
            "2016-08-31"
        );
        assert_eq!(Fuzzy::parse("2021-01-01").unwrap().zh(), "2021年1月1日");
        assert_eq!(Fuzzy::parse("2021-02-30"), None);
        assert_eq!(Fuzzy::parse("二〇二一"), None);
    }

    #[test]
    fn comments_and_blank_lines_are_skipped() {
        let rows: Vec<_> = rows("x.tsv", "# 注\n\n甲\t\tV\r\n").collect();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].line, 3);
        assert_eq!(rows[0].optional(1), None);
        assert!(rows[0].mark(2).unwrap());
        assert_eq!(
            rows[0].mark(0).unwrap_err().to_string(),
            "x.tsv 第 3 行：标记只能是 V、V2 或 M，不能是“甲”"
        );
    }
}
