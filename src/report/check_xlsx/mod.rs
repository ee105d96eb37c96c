//! `check` as a work book: the work sheet that staff fill in and that is read back, and the list
//! that can be handed in.
//!
//! All text is written as text, so that no cell is a formula; the same view gives the same bytes.

mod extra;
mod list;
mod work;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::check_view::CheckView;
use super::wrap::wrap;
use crate::check::decisions::Entry;

/// Characters a cell holds at most.
const CELL: usize = 32_000;
/// Number of the paper A4.
const A4: u8 = 9;

/// A work book that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("无法生成工作簿：{0}")]
pub struct WriteError(#[from] XlsxError);

/// A column: head, width in characters of the standard font, whether staff see it.
struct Column {
    head: &'static str,
    width: f64,
    hidden: bool,
}

impl Column {
    const fn new(head: &'static str, width: f64) -> Self {
        Self {
            head,
            width,
            hidden: false,
        }
    }

    const fn hidden(head: &'static str) -> Self {
        Self {
            head,
            width: 12.0,
            hidden: true,
        }
    }
}

/// The looks of the cells.
struct Looks {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    centre: Format,
    quiet: Format,
    input: Format,
    day: Format,
    certain: Format,
    probable: Format,
}

impl Looks {
    fn new() -> Self {
        let base = || Format::new().set_font_name("宋体").set_font_size(10.0);
        let cell = || {
            base()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00B0_B0B0))
        };
        Self {
            title: base()
                .set_font_size(16.0)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: base()
                .set_font_color(Color::RGB(0x0060_6060))
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
            head: cell()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E3_EAF3)),
            text: cell(),
            centre: cell().set_align(FormatAlign::Center),
            quiet: cell().set_font_color(Color::RGB(0x0070_7070)),
            input: cell().set_background_color(Color::RGB(0x00FF_FBE6)),
            day: cell()
                .set_background_color(Color::RGB(0x00FF_FBE6))
                .set_num_format("yyyy-mm-dd")
                .set_align(FormatAlign::Left),
            certain: cell()
                .set_align(FormatAlign::Center)
                .set_bold()
                .set_font_color(Color::RGB(0x00B0_1E1E)),
            probable: cell()
                .set_align(FormatAlign::Center)
                .set_font_color(Color::RGB(0x009A_5B00)),
        }
    }
}

/// Renders the work book.
///
/// # Errors
/// [`WriteError`] beyond the limits of the format (over a million findings).
pub fn render(view: &CheckView<'_>) -> Result<Vec<u8>, WriteError> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(
        view.as_of.year().clamp(1900, 9999) as u16,
        view.as_of.month().unsigned_abs(),
        view.as_of.day().unsigned_abs(),
    )?;
    book.set_properties(
        &DocProperties::new()
            .set_title("文件清理底稿")
            .set_creation_datetime(&created),
    );
    work::write(book.add_worksheet(), view, &looks)?;
    list::write(book.add_worksheet(), view, &looks)?;
    extra::facts(book.add_worksheet(), view, &looks)?;
    // Only what staff wrote is worth keeping.
    let decided = |entry: &&Entry| entry.decision.is_some() || entry.jotting.is_some();
    let (told, outside): (Vec<_>, Vec<_>) = view.outside.iter().partition(|entry| entry.gone);
    let lapsed: Vec<_> = view.lapsed.iter().chain(told).filter(decided).collect();
    if !lapsed.is_empty() {
        extra::lapsed(book.add_worksheet(), view, &looks, &lapsed)?;
    }
    if !outside.is_empty() {
        extra::outside(book.add_worksheet(), view, &looks, &outside)?;
    }
    extra::texts(book.add_worksheet(), view, &looks)?;
    Ok(book.save_to_buffer()?)
}

/// Title, note and head of a sheet, print set-up, frozen head. Returns the first row of the body.
fn begin(
    sheet: &mut Worksheet,
    name: &str,
    title: &str,
    note: &str,
    columns: &[Column],
    looks: &Looks,
) -> Result<u32, XlsxError> {
    sheet.set_name(name)?;
    let visible = columns
        .iter()
        .filter(|column| !column.hidden)
        .count()
        .max(2) as u16;
    sheet.merge_range(0, 0, 0, visible - 1, title, &looks.title)?;
    sheet.set_row_height(0, 30)?;
    sheet.merge_range(1, 0, 1, visible - 1, note, &looks.note)?;
    sheet.set_row_height(1, 32)?;
    for (at, column) in columns.iter().enumerate() {
        let at = at as u16;
        sheet.write_string_with_format(2, at, column.head, &looks.head)?;
        sheet.set_column_width(at, column.width)?;
        if column.hidden {
            sheet.set_column_hidden(at)?;
        }
    }
    sheet.set_row_height(2, 28)?;
    sheet.set_freeze_panes(3, 0)?;
    sheet.set_repeat_rows(2, 2)?;
    sheet.set_paper_size(A4);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页");
    Ok(3)
}

/// Text for a cell: not longer than a cell holds.
fn fitting(text: &str) -> String {
    if text.chars().count() <= CELL {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(CELL).collect();
    short.push('…');
    short
}

/// Height in points of a row whose cells hold these texts in columns of these widths: spreadsheets do
/// not all fit the height of wrapped text when they open a file.
fn row_height<'t>(cells: impl IntoIterator<Item = (&'t str, f64)>) -> f64 {
    let lines = cells
        .into_iter()
        .map(|(text, width)| wrap(text, width as usize).len())
        .max()
        .unwrap_or(1);
    // 409 points are the most a row can have.
    (lines.max(1) as f64 * 13.0 + 4.0).min(409.0)
}

/// Writes text.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, column, fitting(text), format)?;
    Ok(())
}

/// Writes a day as a date cell, or an empty cell.
fn put_day(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    day: Option<jiff::civil::Date>,
    format: &Format,
) -> Result<(), XlsxError> {
    match day {
        // The 1900 system has no earlier days.
        Some(day) if (1901..=9999).contains(&day.year()) => {
            let date = ExcelDateTime::from_ymd(
                day.year() as u16,
                day.month().unsigned_abs(),
                day.day().unsigned_abs(),
            )?;
            sheet.write_datetime_with_format(row, column, &date, format)?;
        }
        Some(day) => put(sheet, row, column, &day.to_string(), format)?,
        None => {
            sheet.write_blank(row, column, format)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
