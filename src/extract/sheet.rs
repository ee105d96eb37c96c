//! Spreadsheets: a row is a line, a cell ends with a tab.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Ods, Reader, SheetVisible, Sheets, Xls, Xlsb, Xlsx};

use super::limits::Limits;
use super::{ExtractError, RawText};

/// Most cells that are read.
const CELLS: usize = 5_000_000;

/// Reads a spreadsheet; `name` is the format for `RawText`.
pub fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<RawText, ExtractError> {
    // calamine trusts the numbers in a file: it panics on some damaged ones.
    std::panic::catch_unwind(|| book(bytes, name, limits))
        .unwrap_or_else(|_| Err(ExtractError::corrupt("表格结构错误")))
}

fn book(bytes: &[u8], name: &str, limits: &Limits) -> Result<RawText, ExtractError> {
    #[cfg(feature = "office")]
    if name != "xls" {
        check_package(bytes, limits)?;
    }
    let input = Cursor::new(bytes);
    let mut book = match name {
        "xls" => Sheets::Xls(Xls::new(input).map_err(|error| failed(&error.into()))?),
        "xlsb" => Sheets::Xlsb(Xlsb::new(input).map_err(|error| failed(&error.into()))?),
        "ods" => Sheets::Ods(Ods::new(input).map_err(|error| failed(&error.into()))?),
        _ => Sheets::Xlsx(Xlsx::new(input).map_err(|error| failed(&error.into()))?),
    };
    let mut raw = RawText {
        format: name.to_owned(),
        ..RawText::default()
    };
    let sheets = book.sheets_metadata().to_vec();
    let mut cells = 0usize;
    let shown: Vec<_> = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .collect();
    let hidden = sheets.len() - shown.len();
    let several = shown.len() > 1;
    for sheet in shown {
        let filled = match table(&mut book, &sheet.name, CELLS.saturating_sub(cells)) {
            Ok(Some(filled)) => filled,
            Ok(None) => return Err(ExtractError::Bomb(format!("表格超过 {CELLS} 格"))),
            Err(_) => {
                raw.degrade(format!("工作表“{}”无法读取，内容不合格式", sheet.name));
                continue;
            }
        };
        cells += filled.values().map(BTreeMap::len).sum::<usize>();
        if filled.is_empty() {
            continue;
        }
        if several {
            raw.text.push_str(&sheet.name);
            raw.text.push('\n');
        }
        let merged = merged(&mut book, &sheet.name);
        let columns: BTreeSet<u32> = filled.values().flat_map(BTreeMap::keys).copied().collect();
        let columns: Vec<u32> = columns.into_iter().collect();
        for (&number, row) in &filled {
            line(number, row, &columns, &merged, &filled, &mut raw.text);
            if raw.text.len() > limits.text {
                return Err(ExtractError::Bomb("文字量超过上限".to_owned()));
            }
        }
    }
    if hidden > 0 {
        raw.warnings
            .push(format!("有 {hidden} 个隐藏的工作表未读取"));
    }
    if raw.text.trim().is_empty() {
        return Err(ExtractError::Empty);
    }
    Ok(raw)
}

/// Filled cells by row and column. A sheet may have a cell far down or right: only cells that are there
/// take memory.
type Table = BTreeMap<u32, BTreeMap<u32, Data>>;

/// The filled cells of a sheet; `None` where there are more than `most`.
fn table(
    book: &mut Sheets<Cursor<&[u8]>>,
    sheet: &str,
    most: usize,
) -> Result<Option<Table>, calamine::Error> {
    let mut table = Table::new();
    let mut left = most;
    let mut put = |(row, column): (u32, u32), value: Data| {
        if matches!(value, Data::Empty) {
            return true;
        }
        left = left.saturating_sub(1);
        table.entry(row).or_default().insert(column, value);
        left > 0
    };
    let whole = match book {
        Sheets::Xlsx(book) => {
            let mut cells = book.worksheet_cells_reader(sheet)?;
            let mut whole = true;
            while whole && let Some(cell) = cells.next_cell()? {
                whole = put(cell.get_position(), cell.get_value().clone().into());
            }
            whole
        }
        Sheets::Xlsb(book) => {
            let mut cells = book.worksheet_cells_reader(sheet)?;
            let mut whole = true;
            while whole && let Some(cell) = cells.next_cell()? {
                whole = put(cell.get_position(), cell.get_value().clone().into());
            }
            whole
        }
        _ => {
            let range = book.worksheet_range(sheet)?;
            let (top, left) = range.start().unwrap_or_default();
            range.used_cells().all(|(row, column, value)| {
                let place = (top + row as u32, left + column as u32);
                put(place, value.clone())
            })
        }
    };
    Ok(whole.then_some(table))
}

/// A merged area: first and last row and column.
type Area = ((u32, u32), (u32, u32));

/// Areas merged over several rows: their value holds for each of the rows.
fn merged(book: &mut Sheets<Cursor<&[u8]>>, sheet: &str) -> Vec<Area> {
    const MOST: usize = 2000;
    let areas = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        _ => Vec::new(),
    };
    areas
        .into_iter()
        .map(|area| (area.start, area.end))
        .filter(|(from, to)| to.0 > from.0)
        .take(MOST)
        .collect()
}

/// Writes a row: a cell for each of `columns`, which are those with anything in them.
fn line(
    number: u32,
    row: &BTreeMap<u32, Data>,
    columns: &[u32],
    merged: &[Area],
    table: &Table,
    out: &mut String,
) {
    let from = out.len();
    let mut filled = 0;
    let over: Vec<&Area> = merged
        .iter()
        .filter(|((top, _), (bottom, _))| (top + 1..=*bottom).contains(&number))
        .collect();
    // A value that holds from above may be the last one of a row.
    let held = over.iter().map(|((_, left), _)| *left).max();
    let last = row.keys().next_back().copied().max(held).unwrap_or(0);
    for &column in columns.iter().take_while(|column| **column <= last) {
        let above = || {
            let area = over.iter().find(|((_, left), _)| *left == column)?;
            table.get(&area.0.0)?.get(&column)
        };
        let text = row
            .get(&column)
            .or_else(above)
            .map_or_else(String::new, value);
        filled += usize::from(!text.is_empty());
        out.push_str(&text);
        out.push('\t');
    }
    if filled == 0 {
        out.truncate(from);
        return;
    }
    // A row with one cell is a heading, not a row of a table.
    if filled == 1 {
        let only = out[from..].trim_matches('\t').to_owned();
        out.truncate(from);
        out.push_str(&only);
    }
    out.push('\n');
}

/// A cell as it is read by people; numbers without an empty fraction, dates as dates.
fn value(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text
            .trim()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "是".to_owned(),
        Data::Bool(false) => "否".to_owned(),
        Data::DateTime(date) => date_text(date.as_f64()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim_end_matches("T00:00:00").to_owned()
        }
        Data::Error(error) => format!("{error}"),
    }
}

/// 2021年6月1日 of a serial number of days (1 = 1900-01-01, with Excel's 1900-02-29).
fn date_text(serial: f64) -> String {
    if !(0.0..2_958_466.0).contains(&serial) {
        return serial.to_string();
    }
    let days = serial.floor() as i64;
    let seconds = ((serial - serial.floor()) * 86_400.0).round() as i64;
    let time = if seconds > 0 {
        format!(" {:02}:{:02}", seconds / 3600, seconds % 3600 / 60)
    } else {
        String::new()
    };
    if days == 0 {
        return time.trim().to_owned();
    }
    // Civil date of days since 0000-03-01 (Howard Hinnant's algorithm).
    let days = if days >= 60 { days - 1 } else { days } + 693_900;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!(
        "{}年{month}月{day}日{time}",
        year_of_era + era * 400 + carry
    )
}

/// Unpacks every part under limits before calamine does it without.
#[cfg(feature = "office")]
fn check_package(bytes: &[u8], limits: &Limits) -> Result<(), ExtractError> {
    let mut package = super::package::Package::open(bytes, limits)?;
    for position in 0..package.len() {
        package.at(position)?;
    }
    Ok(())
}

fn failed(error: &calamine::Error) -> ExtractError {
    let text = error.to_string();
    if text.to_lowercase().contains("password") || text.to_lowercase().contains("encrypt") {
        ExtractError::Encrypted
    } else {
        ExtractError::Corrupt("表格无法打开，内容不合格式".to_owned())
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers() {
        assert_eq!(date_text(44_958.0), "2023年2月1日");
        assert_eq!(date_text(1.0), "1900年1月1日");
        assert_eq!(date_text(61.0), "1900年3月1日");
        assert_eq!(date_text(44_348.5), "2021年6月1日 12:00");
        assert_eq!(value(&Data::Float(3.0)), "3");
        assert_eq!(value(&Data::Float(3.25)), "3.25");
    }

    #[test]
    fn merged_cells_hold_for_every_row() {
        let text = |text: &str| Data::String(text.to_owned());
        let table = Table::from([
            (0, BTreeMap::from([(0, text("甲")), (900, text("废止"))])),
            (70_000, BTreeMap::from([(0, text("乙"))])),
        ]);
        let merged = [((0, 900), (70_000, 900))];
        let mut out = String::new();
        for (&number, row) in &table {
            line(number, row, &[0, 900], &merged, &table, &mut out);
        }
        assert_eq!(out, "甲\t废止\t\n乙\t废止\t\n");
    }

    /// A workbook with one sheet of three rows.
    #[cfg(feature = "office")]
    pub fn xlsx() -> Vec<u8> {
        use crate::extract::package::tests::zip_of;
        let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
            <row r="1"><c r="A1" t="inlineStr"><is><t>清理目录</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>序号</t></is></c><c r="B2" t="inlineStr"><is><t>名称</t></is></c></row>
            <row r="3"><c r="A3"><v>1</v></c><c r="B3" t="inlineStr"><is><t>管理办法</t></is></c></row></sheetData></worksheet>"#;
        let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="目录" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
        let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
        let root = rels
            .replace("worksheets/sheet1.xml", "xl/workbook.xml")
            .replace("/worksheet\"", "/officeDocument\"");
        zip_of(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", root.as_bytes()),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }

    #[cfg(feature = "office")]
    #[test]
    fn a_row_is_a_line() {
        let bytes = xlsx();
        let raw = read(&bytes, "xlsx", &Limits::default()).expect("sheet");
        assert_eq!(raw.text, "清理目录\n序号\t名称\t\n1\t管理办法\t\n");
        assert!(read(&bytes[..bytes.len() / 2], "xlsx", &Limits::default()).is_err());
    }
}
