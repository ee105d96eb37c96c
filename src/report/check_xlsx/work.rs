//! The sheet 清理底稿: a row a finding, with its evidence and room for what staff decide.

use rust_xlsxwriter::{DataValidation, DataValidationRule, ExcelDateTime, Worksheet, XlsxError};

use super::{Column, Looks, begin, put, put_day, row_height};
use crate::check::decisions::{Judged, Verdict, evidence_of};
use crate::check::finding::Certainty;
use crate::report::check_view::{
    CheckView, Group, advice_in_words, basis, decision, number, related, status, title,
};

/// Name of the sheet.
pub const SHEET: &str = "清理底稿";

/// The columns; the hidden ones tie a row to its finding in the next round.
const COLUMNS: [Column; 21] = [
    Column::new("序号", 5.0),
    Column::new("文件名称", 20.0),
    Column::new("文号", 14.0),
    Column::new("时效", 8.0),
    Column::new("问题类别", 11.0),
    Column::new("把握", 7.0),
    Column::new("条款", 10.0),
    Column::new("原文", 30.0),
    Column::new("发现的问题", 24.0),
    Column::new("依据和相关文件", 20.0),
    Column::new("建议", 8.0),
    Column::new("本轮", 7.0),
    Column::new("处理意见", 9.0),
    Column::new("处理理由", 14.0),
    Column::new("处理人", 7.0),
    Column::new("处理日期", 10.0),
    Column::hidden("编码（勿改）"),
    Column::hidden("规则编号"),
    Column::hidden("文件编号"),
    Column::hidden("所涉名称"),
    Column::hidden("依据校验"),
];

const VERDICT: u16 = 12;

pub(super) fn write(
    sheet: &mut Worksheet,
    view: &CheckView<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let summary = view.summary();
    let note = format!(
        "时效截至 {}。检查 {} 份文件：确定 {}，很可能 {}，提示 {}，已处理 {}。\
         请在“处理意见”中选择并填写理由、处理人、日期；隐藏列用于下一轮对照，请勿改动。清理意见由制定机关决定。",
        view.as_of,
        summary.documents,
        summary.certain,
        summary.probable,
        summary.hints,
        summary.decided
    );
    let first = begin(sheet, SHEET, "文件清理底稿", &note, &COLUMNS, looks)?;
    sheet.set_freeze_panes(first, 2)?;
    let mut row = first;
    for group in view.groups(true) {
        for judged in &group.findings {
            finding(sheet, row, row - first + 1, view, &group, judged, looks)?;
            row += 1;
        }
    }
    let last = row.saturating_sub(1).max(first);
    sheet.autofilter(first - 1, 0, last, COLUMNS.len() as u16 - 1)?;
    let verdicts = DataValidation::new()
        .allow_list_strings(&Verdict::ALL.map(Verdict::name))?
        .set_input_message("从列表中选择：继续有效、修改、废止、失效")?
        .set_error_title("处理意见")?
        .set_error_message("请从列表中选择：继续有效、修改、废止、失效")?;
    sheet.add_data_validation(first, VERDICT, last, VERDICT, &verdicts)?;
    let days = DataValidation::new()
        .allow_date(DataValidationRule::Between(
            ExcelDateTime::from_ymd(2000, 1, 1)?,
            ExcelDateTime::from_ymd(2100, 12, 31)?,
        ))
        .set_error_title("处理日期")?
        .set_error_message("请写成 2026-11-22 的样子")?;
    sheet.add_data_validation(first, VERDICT + 3, last, VERDICT + 3, &days)?;
    Ok(())
}

fn finding(
    sheet: &mut Worksheet,
    row: u32,
    number_in_list: u32,
    view: &CheckView<'_>,
    group: &Group<'_>,
    judged: &Judged,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let finding = &judged.finding;
    let card = &view.document(group.document).card;
    let certainty = match finding.certainty {
        Certainty::Certain => &looks.certain,
        Certainty::Probable => &looks.probable,
        Certainty::Hint => &looks.centre,
    };
    let sources = [basis(judged), related(judged)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>();
    let (place, sources) = (view.place(judged), sources.join("\n"));
    let texts: [(usize, &str); 7] = [
        (1, title(card)),
        (2, number(card)),
        (4, view.rule_name(finding.rule)),
        (6, &place),
        (7, finding.quote.trim()),
        (8, &finding.message),
        (9, &sources),
    ];
    sheet.set_row_height(
        row,
        row_height(texts.map(|(column, text)| (text, COLUMNS[column].width))),
    )?;
    sheet.write_number_with_format(row, 0, number_in_list, &looks.centre)?;
    put(sheet, row, 1, title(card), &looks.text)?;
    put(sheet, row, 2, number(card), &looks.text)?;
    put(sheet, row, 3, status(card, view.as_of), &looks.centre)?;
    put(sheet, row, 4, view.rule_name(finding.rule), &looks.text)?;
    put(sheet, row, 5, &finding.certainty.to_string(), certainty)?;
    put(sheet, row, 6, &place, &looks.text)?;
    put(sheet, row, 7, finding.quote.trim(), &looks.text)?;
    put(sheet, row, 8, &finding.message, &looks.text)?;
    put(sheet, row, 9, &sources, &looks.quiet)?;
    put(
        sheet,
        row,
        10,
        &advice_in_words(finding.suggestion, card, view.as_of),
        &looks.centre,
    )?;
    put(
        sheet,
        row,
        11,
        if view.compared {
            judged.state.name()
        } else {
            ""
        },
        &looks.centre,
    )?;
    // What was decided on other evidence is not carried over as a decision; it stands as a reminder.
    let standing = judged.standing();
    put(
        sheet,
        row,
        VERDICT,
        standing.map_or("", |decision| decision.verdict.name()),
        &looks.input,
    )?;
    let jotting = judged.jotting.clone().unwrap_or_default();
    let (reason, by, on) = match (standing, decision(judged)) {
        (Some(decision), _) => (decision.reason.clone(), decision.by.clone(), decision.on),
        (None, Some(before)) => (
            Some(format!("（此前：{before}；所据内容已变）")),
            None,
            None,
        ),
        (None, None) => (jotting.reason, jotting.by, jotting.on),
    };
    let (reason, by) = (reason.unwrap_or_default(), by.unwrap_or_default());
    put(sheet, row, VERDICT + 1, &reason, &looks.input)?;
    put(sheet, row, VERDICT + 2, &by, &looks.input)?;
    put_day(sheet, row, VERDICT + 3, on, &looks.day)?;
    put(sheet, row, 16, &finding.key, &looks.quiet)?;
    put(sheet, row, 17, finding.rule, &looks.quiet)?;
    put(
        sheet,
        row,
        18,
        &view.document(finding.document).card.id,
        &looks.quiet,
    )?;
    put(
        sheet,
        row,
        19,
        finding.term.as_deref().unwrap_or_default(),
        &looks.quiet,
    )?;
    put(sheet, row, 20, &evidence_of(finding), &looks.quiet)?;
    Ok(())
}
