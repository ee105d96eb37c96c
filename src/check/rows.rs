//! Rows that staff wrote, from a plain TOML file or from a sheet of a workbook, with the place of
//! each so that a mistake can be named by its line.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::law::date::parse_date;

/// Rows and columns of a sheet that are looked at; a sheet of staff work has far fewer.
const MAX_ROWS: u32 = 200_000;
const MAX_COLUMNS: u32 = 256;
/// Largest workbook read, in bytes.
const MAX_WORKBOOK: usize = 64 << 20;
/// The header stands in one of the first rows.
const HEADER_WITHIN: u32 = 12;

/// A field and the names it may be written under: the TOML key first, then the column heads.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name in code and in TOML.
    pub name: &'static str,
    /// Other names, as in the head of a sheet.
    pub aliases: &'static [&'static str],
}

impl Field {
    /// A field.
    pub const fn new(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases }
    }

    fn answers_to(self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Line of a text file, from 1.
    Line(usize),
    /// Row of a sheet, from 1.
    Sheet(String, u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "第 {line} 行"),
            Self::Sheet(sheet, row) => write!(f, "工作表“{sheet}”第 {row} 行"),
        }
    }
}

/// A mistake in what staff wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, if it can be said.
    pub place: Option<Place>,
    /// What is wrong and how to write it, in Chinese.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}：{}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// All mistakes of a file, so that they can be put right in one go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// One mistake without a place.
    pub fn one(message: impl Into<String>) -> Self {
        Self(vec![Problem {
            place: None,
            message: message.into(),
        }])
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Text(String),
    Day(Date),
    Number(f64),
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    cells: BTreeMap<&'static str, (Place, Cell)>,
}

impl Row {
    /// Where a field stands, else the row.
    pub fn place_of(&self, field: &str) -> Place {
        self.cells
            .get(field)
            .map_or(&self.place, |(place, _)| place)
            .clone()
    }

    /// A field as text; `None` where it is missing or blank.
    pub fn text(&self, field: &str) -> Option<String> {
        let text = match &self.cells.get(field)?.1 {
            Cell::Text(text) => text.trim().to_owned(),
            Cell::Day(day) => day.to_string(),
            Cell::Number(number) => number.to_string(),
        };
        (!text.is_empty()).then_some(text)
    }

    /// A field as a date; the problem where it is none.
    ///
    /// # Errors
    /// [`Problem`] when something stands there that is no date.
    pub fn date(&self, field: &str) -> Result<Option<Date>, Problem> {
        let Some((place, cell)) = self.cells.get(field) else {
            return Ok(None);
        };
        let wrong = |shown: &str| Problem {
            place: Some(place.clone()),
            message: format!("“{shown}”不是日期，请写成 2026-11-22 的样子"),
        };
        match cell {
            Cell::Day(day) => Ok(Some(*day)),
            Cell::Number(serial) => from_serial(*serial)
                .map(Some)
                .ok_or_else(|| wrong(&serial.to_string())),
            Cell::Text(text) if text.trim().is_empty() => Ok(None),
            Cell::Text(text) => parse_date(text).map(Some).ok_or_else(|| wrong(text.trim())),
        }
    }

    /// Whether nothing is filled in.
    pub fn is_blank(&self) -> bool {
        self.cells.keys().all(|field| self.text(field).is_none())
    }

    /// A problem of this row.
    pub fn problem(&self, field: &str, message: impl Into<String>) -> Problem {
        Problem {
            place: Some(self.place_of(field)),
            message: message.into(),
        }
    }
}

/// The day of a spreadsheet serial number (1900 system); only 1927–2173, so that a stray number is no date.
fn from_serial(serial: f64) -> Option<Date> {
    if !(10_000.0..100_000.0).contains(&serial) {
        return None;
    }
    Date::new(1899, 12, 30)
        .ok()?
        .checked_add(jiff::Span::new().days(serial as i64))
        .ok()
}

/// Reads `[[name]]` tables of a TOML file.
///
/// # Errors
/// [`Problems`]: wrong TOML, unknown tables or fields, values that are neither text nor date.
pub fn from_toml(text: &str, name: &str, fields: &[Field]) -> Result<Vec<Row>, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line_at = |byte: usize| Place::Line(breaks.partition_point(|&at| at < byte) + 1);
    let whole = DeTable::parse(text).map_err(|error| {
        Problems(vec![Problem {
            place: error.span().map(|span| line_at(span.start)),
            message: format!(
                "写法不合 TOML 格式：{}",
                crate::text::toml_zh::reason(error.message())
            ),
        }])
    })?;
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for (key, value) in whole.get_ref() {
        let place = line_at(key.span().start);
        if key.get_ref() != name {
            problems.push(Problem {
                place: Some(place),
                message: format!("不认识“{}”，每一项以 [[{name}]] 开头", key.get_ref()),
            });
            continue;
        }
        let DeValue::Array(entries) = value.get_ref() else {
            problems.push(Problem {
                place: Some(place),
                message: format!("每一项以 [[{name}]] 开头（两层方括号）"),
            });
            continue;
        };
        for entry in entries {
            let place = line_at(entry.span().start);
            let DeValue::Table(table) = entry.get_ref() else {
                problems.push(Problem {
                    place: Some(place),
                    message: format!("每一项以 [[{name}]] 开头"),
                });
                continue;
            };
            rows.push(toml_row(table, place, fields, &line_at, &mut problems));
        }
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(Problems(problems))
    }
}

fn toml_row(
    table: &DeTable<'_>,
    place: Place,
    fields: &[Field],
    line_at: &impl Fn(usize) -> Place,
    problems: &mut Vec<Problem>,
) -> Row {
    let mut cells = BTreeMap::new();
    for (key, value) in table {
        let at = line_at(key.span().start);
        let Some(field) = fields.iter().find(|field| field.answers_to(key.get_ref())) else {
            let known = fields
                .iter()
                .map(|field| field.name)
                .collect::<Vec<_>>()
                .join("、");
            problems.push(Problem {
                place: Some(at),
                message: format!("不认识“{}”，可用：{known}", key.get_ref()),
            });
            continue;
        };
        let cell = match value.get_ref() {
            DeValue::String(text) => Some(Cell::Text(text.to_string())),
            DeValue::Datetime(moment) => moment
                .date
                .and_then(|day| {
                    Date::new(
                        day.year.cast_signed(),
                        day.month.cast_signed(),
                        day.day.cast_signed(),
                    )
                    .ok()
                })
                .map(Cell::Day),
            _ => None,
        };
        match cell {
            Some(cell) => {
                cells.insert(field.name, (at, cell));
            }
            None => problems.push(Problem {
                place: Some(at),
                message: format!(
                    "“{}”要写成带英文双引号的文字，日期写成 2026-11-22",
                    key.get_ref()
                ),
            }),
        }
    }
    Row { place, cells }
}

/// A sheet of a workbook: its name and its rows under their heads.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// The rows that are not blank.
    pub rows: Vec<Row>,
}

/// Reads the sheets of an xlsx workbook whose head has all of `required`; other sheets are passed over.
///
/// # Errors
/// [`Problems`] when it is no workbook.
pub fn from_xlsx(
    bytes: &[u8],
    fields: &[Field],
    required: &[&str],
) -> Result<Vec<Sheet>, Problems> {
    if bytes.len() > MAX_WORKBOOK {
        return Err(Problems::one(format!(
            "工作簿超过 {} MB",
            MAX_WORKBOOK >> 20
        )));
    }
    let broken = |detail: String| {
        Problems::one(format!(
            "不是可读的 xlsx 工作簿（{detail}）；请另存为 .xlsx 后再试"
        ))
    };
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // Read cell by cell: a dense range would let one stray far cell ask for any amount of memory.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut grid: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
        loop {
            let cell = cells
                .next_cell()
                .map_err(|error| broken(error.to_string()))?;
            let Some(cell) = cell else { break };
            let (row, column) = cell.get_position();
            if row >= MAX_ROWS || column >= MAX_COLUMNS {
                continue;
            }
            if let Some(value) = value(cell.get_value()) {
                grid.entry(row).or_default().insert(column, value);
            }
        }
        if let Some(rows) = sheet_rows(&name, &grid, fields, required) {
            sheets.push(Sheet { name, rows });
        }
    }
    Ok(sheets)
}

fn value(cell: &DataRef<'_>) -> Option<Cell> {
    Some(match cell {
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::DateTimeIso(text) => Cell::Text(text.chars().take(10).collect()),
        DataRef::DateTime(moment) => Cell::Number(moment.as_f64()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Bool(_) | DataRef::Error(_) | DataRef::DurationIso(_) | DataRef::Empty => {
            return None;
        }
    })
}

fn sheet_rows(
    name: &str,
    grid: &BTreeMap<u32, BTreeMap<u32, Cell>>,
    fields: &[Field],
    required: &[&str],
) -> Option<Vec<Row>> {
    let head_of = |cells: &BTreeMap<u32, Cell>| -> BTreeMap<u32, &'static str> {
        cells
            .iter()
            .filter_map(|(&column, cell)| {
                let Cell::Text(text) = cell else { return None };
                let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                fields
                    .iter()
                    .find(|field| field.answers_to(&text))
                    .map(|field| (column, field.name))
            })
            .collect()
    };
    let (head_row, head) = grid
        .range(..HEADER_WITHIN)
        .map(|(&row, cells)| (row, head_of(cells)))
        .find(|(_, head)| {
            required
                .iter()
                .all(|field| head.values().any(|name| name == field))
        })?;
    let rows = grid
        .range(head_row + 1..)
        .map(|(&row, cells)| {
            let place = Place::Sheet(name.to_owned(), row + 1);
            let cells = cells
                .iter()
                .filter_map(|(column, cell)| {
                    head.get(column)
                        .map(|&field| (field, (place.clone(), cell.clone())))
                })
                .collect();
            Row { place, cells }
        })
        .filter(|row| !row.is_blank())
        .collect();
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[Field::new("key", &["编码"]), Field::new("on", &["日期"])];

    #[test]
    fn rows_know_their_lines() {
        let rows = from_toml("# 说明\n[[row]]\nkey = \"a\"\non = 2026-11-22\n\n[[row]]\nkey = \"b\"\non = \"2026年1月2日\"\n", "row", FIELDS)
            .expect("good");
        assert_eq!(rows[1].place, Place::Line(6));
        assert_eq!(
            rows[0].date("on"),
            Ok(Some(jiff::civil::date(2026, 11, 22)))
        );
        assert_eq!(rows[1].date("on"), Ok(Some(jiff::civil::date(2026, 1, 2))));
    }

    #[test]
    fn mistakes_are_named_with_their_lines() {
        let error = from_toml(
            "[[row]]\nkey = \"a\"\nwhy = \"x\"\non = 3\n[other]\nx = 1\n",
            "row",
            FIELDS,
        )
        .expect_err("bad");
        assert_eq!(
            error.to_string(),
            "第 5 行：不认识“other”，每一项以 [[row]] 开头\n\
             第 4 行：“on”要写成带英文双引号的文字，日期写成 2026-11-22\n\
             第 3 行：不认识“why”，可用：key、on"
        );
        let error = from_toml("[[row]]\nkey = 中文\n", "row", FIELDS).expect_err("bad");
        assert!(
            error.to_string().starts_with("第 2 行：写法不合 TOML 格式"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_workbook_is_said() {
        assert!(from_xlsx(b"PK nonsense", FIELDS, &["key"]).is_err());
        assert!(from_xlsx(b"", FIELDS, &["key"]).is_err());
    }
}
