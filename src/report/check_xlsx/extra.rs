//! The other sheets: 人工录入 (facts from papers that are not in the corpus), what the last round had
//! and this one has not, and a hidden list of the texts that facts are checked against.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Column, Looks, begin, put, put_day, row_height};
use crate::check::decisions::Entry;
use crate::check::decisions::read::GONE;
use crate::check::facts::read::SHEET as FACTS;
use crate::report::check_view::{CheckView, number, title};

/// Empty rows offered for new facts.
const EMPTY: u32 = 20;

pub(super) fn facts(
    sheet: &mut Worksheet,
    view: &CheckView<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns = [
        Column::new("文件（文号、标题或路径）", 30.0),
        Column::new("更正文号", 17.0),
        Column::new("更正统一编号", 15.0),
        Column::new("成文日期", 11.0),
        Column::new("公布日期", 11.0),
        Column::new("施行日期", 11.0),
        Column::new("有效期至", 11.0),
        Column::new("废止日期", 11.0),
        Column::new("由何文件废止", 20.0),
        Column::new("来源", 24.0),
        Column::new("录入人", 8.0),
        Column::new("录入日期", 11.0),
        Column::hidden("正文校验（勿改）"),
    ];
    let note = "文库里没有的纸质文件写明的文号、日期、延期（有效期至）或废止，在此录入；来源、录入人、录入日期必填。以录入为准，并标明“人工录入”。";
    let first = begin(sheet, FACTS, "人工录入", note, &columns, looks)?;
    for (at, fact) in view.facts.iter().enumerate() {
        let row = first + at as u32;
        put(sheet, row, 0, &fact.document, &looks.input)?;
        put(
            sheet,
            row,
            1,
            fact.number.as_ref().map_or("", |number| &number.text),
            &looks.input,
        )?;
        put(
            sheet,
            row,
            2,
            fact.unified_number.as_deref().unwrap_or_default(),
            &looks.input,
        )?;
        let days = [
            fact.dated,
            fact.published,
            fact.effective,
            fact.expires,
            fact.repealed,
        ];
        for (at, day) in days.into_iter().enumerate() {
            put_day(sheet, row, 3 + at as u16, day, &looks.day)?;
        }
        put(
            sheet,
            row,
            8,
            fact.repealed_by.as_deref().unwrap_or_default(),
            &looks.input,
        )?;
        put(sheet, row, 9, &fact.source, &looks.input)?;
        put(sheet, row, 10, &fact.person, &looks.input)?;
        put_day(sheet, row, 11, Some(fact.date), &looks.day)?;
        put(
            sheet,
            row,
            12,
            fact.text_hash.as_deref().unwrap_or_default(),
            &looks.quiet,
        )?;
    }
    let begin = first + view.facts.len() as u32;
    for row in begin..begin + EMPTY {
        for column in 0..12 {
            let format = if matches!(column, 3..=7 | 11) {
                &looks.day
            } else {
                &looks.input
            };
            sheet.write_blank(row, column, format)?;
        }
    }
    Ok(())
}

pub(super) fn lapsed(
    sheet: &mut Worksheet,
    view: &CheckView<'_>,
    looks: &Looks,
    gone: &[&Entry],
) -> Result<(), XlsxError> {
    let note = "上一轮有、本轮没有再发现的问题。保留在此，若问题再次出现，原处理意见继续有效。";
    entries(
        sheet,
        view,
        looks,
        gone,
        GONE,
        "上一轮有、本轮不再出现",
        note,
    )
}

pub(super) fn outside(
    sheet: &mut Worksheet,
    view: &CheckView<'_>,
    looks: &Looks,
    kept: &[&Entry],
) -> Result<(), XlsxError> {
    let note = "本轮没有检查到的规则、文件或把握程度，其处理意见原样保留。";
    entries(sheet, view, looks, kept, "本轮未检查", "本轮未检查", note)?;
    sheet.set_hidden(true);
    Ok(())
}

/// Entries of the ledger, as they are read back.
fn entries(
    sheet: &mut Worksheet,
    view: &CheckView<'_>,
    looks: &Looks,
    entries: &[&Entry],
    name: &str,
    title: &str,
    note: &str,
) -> Result<(), XlsxError> {
    let columns = [
        Column::new("文件名称", 32.0),
        Column::new("文号", 17.0),
        Column::new("问题类别", 16.0),
        Column::new("原文", 36.0),
        Column::new("发现的问题", 36.0),
        Column::new("处理意见", 10.0),
        Column::new("处理理由", 24.0),
        Column::new("处理人", 8.0),
        Column::new("处理日期", 11.0),
        Column::hidden("编码（勿改）"),
        Column::hidden("规则编号"),
        Column::hidden("文件编号"),
        Column::hidden("所涉名称"),
        Column::hidden("依据校验"),
    ];
    let first = begin(sheet, name, title, note, &columns, looks)?;
    for (at, entry) in entries.iter().enumerate() {
        let row = first + at as u32;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let decision = entry.decision.as_ref();
        let (reason, by, on) = match (decision, &entry.jotting) {
            (Some(decision), _) => (&decision.reason, &decision.by, decision.on),
            (None, Some(jotting)) => (&jotting.reason, &jotting.by, jotting.on),
            (None, None) => (&None, &None, None),
        };
        let texts = [(&entry.title, 0), (&entry.quote, 3), (&entry.message, 4)];
        let texts = texts
            .map(|(text, column)| (text.as_deref().unwrap_or_default(), columns[column].width));
        sheet.set_row_height(row, row_height(texts))?;
        put(sheet, row, 0, &text(&entry.title), &looks.text)?;
        put(sheet, row, 1, &text(&entry.number), &looks.text)?;
        put(
            sheet,
            row,
            2,
            view.rule_name(entry.rule.as_deref().unwrap_or_default()),
            &looks.text,
        )?;
        put(sheet, row, 3, &text(&entry.quote), &looks.text)?;
        put(sheet, row, 4, &text(&entry.message), &looks.text)?;
        put(
            sheet,
            row,
            5,
            decision.map_or("", |decision| decision.verdict.name()),
            &looks.text,
        )?;
        put(sheet, row, 6, &text(reason), &looks.text)?;
        put(sheet, row, 7, &text(by), &looks.text)?;
        put_day(sheet, row, 8, on, &looks.day)?;
        put(sheet, row, 9, &entry.key, &looks.quiet)?;
        put(sheet, row, 10, &text(&entry.rule), &looks.quiet)?;
        put(sheet, row, 11, &text(&entry.document), &looks.quiet)?;
        put(sheet, row, 12, &text(&entry.term), &looks.quiet)?;
        put(sheet, row, 13, &text(&entry.evidence), &looks.quiet)?;
    }
    Ok(())
}

pub(super) fn texts(
    sheet: &mut Worksheet,
    view: &CheckView<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let columns = [
        Column::new("文件编号", 16.0),
        Column::new("文号", 20.0),
        Column::new("文件名称", 40.0),
        Column::new("路径", 40.0),
        Column::new("正文校验", 20.0),
    ];
    let note = "供程序对照人工录入之后正文有无改动，请勿改动。";
    let first = begin(sheet, "正文校验", "正文校验", note, &columns, looks)?;
    for (at, &document) in view.documents.iter().enumerate() {
        let row = first + at as u32;
        let card = &view.document(document).card;
        put(sheet, row, 0, &card.id, &looks.quiet)?;
        put(sheet, row, 1, number(card), &looks.quiet)?;
        put(sheet, row, 2, title(card), &looks.quiet)?;
        put(sheet, row, 3, &card.path, &looks.quiet)?;
        put(sheet, row, 4, &card.text_hash, &looks.quiet)?;
    }
    sheet.set_hidden(true);
    Ok(())
}
