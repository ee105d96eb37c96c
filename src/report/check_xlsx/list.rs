//! The sheet 清理目录: the list in the columns in which it is published.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Column, Looks, begin, put, row_height};
use crate::report::check_list::{HEADS, rows};
use crate::report::check_view::CheckView;

/// Name of the sheet.
pub const SHEET: &str = "清理目录";

/// Widths of the columns; together what A4 landscape holds.
const WIDTHS: [f64; 11] = [
    5.0, 30.0, 17.0, 15.0, 16.0, 11.0, 11.0, 14.0, 12.0, 36.0, 14.0,
];

pub(super) fn write(
    sheet: &mut Worksheet,
    view: &CheckView<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns: Vec<Column> = HEADS
        .iter()
        .zip(WIDTHS)
        .map(|(head, width)| Column::new(head, width))
        .collect();
    let note = format!(
        "时效截至 {}。标“（建议）”的清理意见由程序提出，尚未经制定机关决定。",
        view.as_of
    );
    let first = begin(sheet, SHEET, "规范性文件清理目录", &note, &columns, looks)?;
    let rows = rows(view);
    for (at, cells) in rows.iter().enumerate() {
        let row = first + at as u32;
        sheet.set_row_height(
            row,
            row_height(cells.iter().map(String::as_str).zip(WIDTHS)),
        )?;
        for (column, cell) in cells.iter().enumerate() {
            let format = if matches!(column, 0 | 5 | 6 | 8) {
                &looks.centre
            } else {
                &looks.text
            };
            match cell.parse::<u32>() {
                Ok(number) if column == 0 => {
                    sheet.write_number_with_format(row, 0, number, format)?;
                }
                _ => put(sheet, row, column as u16, cell, format)?,
            }
        }
    }
    let last = (first + rows.len() as u32).saturating_sub(1).max(first);
    sheet.autofilter(first - 1, 0, last, HEADS.len() as u16 - 1)?;
    Ok(())
}
