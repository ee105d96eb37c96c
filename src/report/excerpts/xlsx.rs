//! Excerpts as a work book: one row a clause.

use jiff::civil::Date;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::{Excerpt, caution, lines, status, subtitle, title};
use crate::report::wrap::wrap;

/// A work book that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("无法生成工作簿：{0}")]
pub struct WriteError(#[from] XlsxError);

/// Heads and widths of the columns.
const COLUMNS: [(&str, f64); 10] = [
    ("序号", 5.0),
    ("文件", 28.0),
    ("文号", 17.0),
    ("制定机关", 15.0),
    ("条文", 10.0),
    ("所在章节", 16.0),
    ("内容", 60.0),
    ("时效", 10.0),
    ("说明", 24.0),
    ("来源", 24.0),
];

/// Characters a cell holds at most.
const CELL: usize = 32_000;

/// Renders excerpts.
///
/// # Errors
/// [`WriteError`] beyond the limits of the format.
pub fn render(excerpts: &[Excerpt], as_of: Date) -> Result<Vec<u8>, WriteError> {
    let base = || Format::new().set_font_name("宋体").set_font_size(10.0);
    let cell = base()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let head = cell
        .clone()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_background_color(Color::RGB(0x00E3_EAF3));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("条文摘录")?;
    let last = COLUMNS.len() as u16 - 1;
    let big = base()
        .set_bold()
        .set_font_size(16.0)
        .set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, last, "条文摘录", &big)?;
    sheet.merge_range(1, 0, 1, last, &subtitle(excerpts, as_of), &base())?;
    for (at, (name, width)) in COLUMNS.iter().enumerate() {
        sheet.write_string_with_format(2, at as u16, *name, &head)?;
        sheet.set_column_width(at as u16, *width)?;
    }
    for (at, Excerpt { card, clause }) in excerpts.iter().enumerate() {
        let row = at as u32 + 3;
        sheet.write_number_with_format(row, 0, at as u32 + 1, &cell)?;
        let cells = [
            title(card),
            card.number
                .as_ref()
                .map(|number| number.key.clone())
                .unwrap_or_default(),
            card.issuer.clone().unwrap_or_default(),
            clause.label.trim().to_owned(),
            clause.path.join(" › "),
            lines(clause).join("\n"),
            status(card, as_of),
            caution(card, as_of).unwrap_or_default(),
            card.path.clone(),
        ];
        let mut height = 1;
        for (text, (column, (_, width))) in cells.iter().zip(COLUMNS.iter().enumerate().skip(1)) {
            let text: String = text.chars().take(CELL).collect();
            height = height.max(wrap(&text, *width as usize).len());
            // As text, so that nothing becomes a formula.
            sheet.write_string_with_format(row, column as u16, text, &cell)?;
        }
        // 409 points are the most a row can have.
        sheet.set_row_height(row, (height as f64 * 13.0 + 4.0).min(409.0))?;
    }
    sheet.set_freeze_panes(3, 0)?;
    sheet.set_repeat_rows(2, 2)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::super::tests::{TODAY, sample};
    use super::*;

    #[test]
    fn one_row_a_clause_and_no_formula() {
        let bytes = render(&sample(), TODAY).expect("written");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("read");
        let sheet = book.worksheet_range("条文摘录").expect("sheet");
        let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned();
        assert_eq!(cell(3, 4), Some(Data::String("第七条".to_owned())));
        assert_eq!(cell(3, 7), Some(Data::String("已废止".to_owned())));
        assert_eq!(cell(4, 6), Some(Data::String("=1+1".to_owned())));
        assert_eq!(sheet.height(), 5);
    }
}
