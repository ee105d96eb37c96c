//! What staff filled in in an existing work sheet, so that no new one is written over it.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use super::Verdict;
use super::read::FIELDS;
use crate::check::facts::read as facts;
use crate::check::rows::{Field, Place, Problems, Row, from_xlsx};
use crate::text::encoding::decode;

/// What staff fill in beside a finding.
const WRITTEN: [&str; 4] = ["verdict", "reason", "by", "on"];

/// A row with something filled in.
struct Filled {
    place: Place,
    /// Whether a row like this can be read back.
    tied: bool,
    /// The key and what was filled in, as it is compared.
    cells: Vec<Option<String>>,
}

/// The rows of the workbook `old` whose filled-in cells are not in `new`; of a workbook that was `read` in this run,
/// only those that could not be.
///
/// # Errors
/// [`Problems`] where `old` is no workbook, or no work sheet.
pub fn lost_from_xlsx(old: &[u8], new: &[u8], read: bool) -> Result<Vec<Place>, Problems> {
    let old = from_book(old)?
        .ok_or_else(|| Problems::one("它是工作簿，但不是清理底稿（没有“处理意见”和“编码”两列）"))?;
    Ok(lost(old, from_book(new)?.unwrap_or_default(), read))
}

/// The same of comma-separated values, which are never read back.
///
/// # Errors
/// [`Problems`] where `old` is no export of ours.
pub fn lost_from_csv(old: &[u8], new: &[u8]) -> Result<Vec<Place>, Problems> {
    let old = from_csv(old).ok_or_else(|| {
        Problems::one("它不是清理结果的表格（没有“处理意见”和“编码”两列），或者编码认不出")
    })?;
    Ok(lost(old, from_csv(new).unwrap_or_default(), false))
}

fn lost(old: Vec<Filled>, new: Vec<Filled>, read: bool) -> Vec<Place> {
    let kept: HashSet<Vec<Option<String>>> = new.into_iter().map(|row| row.cells).collect();
    old.into_iter()
        .filter(|row| !(kept.contains(&row.cells) || read && row.tied))
        .map(|row| row.place)
        .collect()
}

/// All filled-in rows; `None` where no sheet is a work sheet.
fn from_book(bytes: &[u8]) -> Result<Option<Vec<Filled>>, Problems> {
    let sheets = from_xlsx(bytes, FIELDS, &["key", "verdict"])?;
    if sheets.is_empty() {
        return Ok(None);
    }
    let findings = sheets
        .iter()
        .flat_map(|sheet| &sheet.rows)
        .filter(|row| WRITTEN.iter().any(|field| row.text(field).is_some()))
        .map(|row| Filled {
            place: row.place.clone(),
            tied: row.text("key").is_some(),
            cells: std::iter::once("key")
                .chain(WRITTEN)
                .map(|field| cell(row, field))
                .collect(),
        });
    let entered = from_xlsx(
        bytes,
        facts::FIELDS,
        &["document", "source", "person", "date"],
    )?;
    let entered = entered
        .iter()
        .filter(|sheet| sheet.name == facts::SHEET)
        .flat_map(|sheet| &sheet.rows)
        .map(|row| Filled {
            place: row.place.clone(),
            tied: true,
            cells: facts::FIELDS
                .iter()
                // The program's own column.
                .filter(|field| field.name != "text_hash")
                .map(|field| cell(row, field.name))
                .collect(),
        });
    Ok(Some(findings.chain(entered).collect()))
}

/// A cell as it is compared: dates and verdicts in one way of writing.
fn cell(row: &Row, field: &str) -> Option<String> {
    let text = row.text(field)?;
    if field == "verdict" {
        return Some(Verdict::parse(&text).map_or(text, |verdict| verdict.name().to_owned()));
    }
    const DAYS: [&str; 7] = [
        "on",
        "date",
        "dated",
        "published",
        "effective",
        "expires",
        "repealed",
    ];
    if DAYS.contains(&field)
        && let Ok(Some(day)) = row.date(field)
    {
        return Some(day.to_string());
    }
    Some(text)
}

/// The filled-in rows of an export, also as a spreadsheet saved it again; `None` where it is none.
fn from_csv(bytes: &[u8]) -> Option<Vec<Filled>> {
    let decoded = decode(bytes)?;
    let text = decoded.text.trim_start_matches('\u{feff}');
    let (columns, rows) = [',', '\t', ';'].into_iter().find_map(|separator| {
        let mut rows = csv_rows(text, separator).into_iter();
        let (_, head) = rows.next()?;
        let column = |name: &str| {
            let known = |field: &&Field| field.name == name;
            let aliases = FIELDS.iter().find(known)?.aliases;
            head.iter().position(|head| aliases.contains(&head.trim()))
        };
        let key = column("key")?;
        column("verdict")?;
        let columns: Vec<Option<usize>> = std::iter::once(Some(key))
            .chain(WRITTEN.map(column))
            .collect();
        Some((columns, rows))
    })?;
    let filled = rows.filter_map(|(line, row)| {
        let cells: Vec<Option<String>> = columns
            .iter()
            .map(|column| {
                let text = row.get((*column)?)?.trim();
                (!text.is_empty()).then(|| text.to_owned())
            })
            .collect();
        cells[1..].iter().any(Option::is_some).then_some(Filled {
            place: Place::Line(line),
            tied: false,
            cells,
        })
    });
    Some(filled.collect())
}

/// The rows with their first lines; quoted cells may hold separators and line breaks.
fn csv_rows(text: &str, separator: char) -> Vec<(usize, Vec<String>)> {
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                line += 1;
                row.push(std::mem::take(&mut cell));
                rows.push((begun, std::mem::take(&mut row)));
                begun = line;
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            '\r' => {}
            c => {
                line += usize::from(c == '\n');
                cell.push(c);
            }
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push((begun, row));
    }
    rows
}

/// Places in words: `工作表“清理底稿”第 4、7 行`; of many, the first few.
pub fn in_words(places: &[Place]) -> String {
    const SHOWN: usize = 8;
    let mut sheets: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for place in places.iter().take(SHOWN) {
        let (sheet, row) = match place {
            Place::Line(line) => ("", line.to_string()),
            Place::Sheet(sheet, row) => (sheet.as_str(), row.to_string()),
        };
        sheets.entry(sheet).or_default().push(row);
    }
    let mut text = String::new();
    for (sheet, rows) in sheets {
        let gap = if text.is_empty() { "" } else { "；" };
        let sheet = if sheet.is_empty() {
            String::new()
        } else {
            format!("工作表“{sheet}”")
        };
        let _ = write!(text, "{gap}{sheet}第 {} 行", rows.join("、"));
    }
    if places.len() > SHOWN {
        let _ = write!(text, "等 {} 处", places.len());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "\u{feff}\"文件名称\",\"处理意见\",\"处理理由\",\"处理人\",\"编码\"\r\n";

    #[test]
    fn filled_rows_of_a_csv_are_missed() {
        let new = format!(
            "{HEAD}\"甲\",\"\",\"\",\"\",\"k1\"\r\n\"乙\r\n乙\",\"\",\"\",\"\",\"k2\"\r\n\"丙\",\"\",\"\",\"\",\"k3\"\r\n"
        );
        let old = new
            .replace("\"\",\"\",\"\",\"k2\"", "\"废止\",\"\",\"\",\"k2\"")
            .replace("\"\",\"\",\"\",\"k3\"", "\"\",\"再议，下月\",\"\",\"k3\"");
        let places = lost_from_csv(old.as_bytes(), new.as_bytes()).expect("an export");
        assert_eq!(places, [Place::Line(3), Place::Line(5)]);
        assert_eq!(in_words(&places), "第 3、5 行");
        assert!(
            lost_from_csv(new.as_bytes(), new.as_bytes())
                .expect("an export")
                .is_empty()
        );
        assert!(
            lost_from_csv(old.as_bytes(), old.as_bytes())
                .expect("an export")
                .is_empty()
        );
        // As a spreadsheet saves it: without quotes, with tabs.
        let tabs = "文件名称\t处理意见\t处理理由\t处理人\t编码\n甲\t失效\t\t\tk1\n";
        assert_eq!(
            lost_from_csv(tabs.as_bytes(), new.as_bytes()).expect("an export"),
            [Place::Line(2)]
        );
        assert!(lost_from_csv("姓名,电话\n甲,1\n".as_bytes(), new.as_bytes()).is_err());
    }

    #[test]
    fn many_places_are_counted() {
        let places: Vec<Place> = (4..20)
            .map(|row| Place::Sheet("清理底稿".to_owned(), row))
            .collect();
        assert_eq!(
            in_words(&places),
            "工作表“清理底稿”第 4、5、6、7、8、9、10、11 行等 16 处"
        );
    }
}
