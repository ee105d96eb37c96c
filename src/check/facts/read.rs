//! Facts from `facts.toml` or from the sheet 人工录入 of the work book.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Fact, Facts};
use crate::check::decisions::solid;
use crate::check::rows::{Field, Problem, Problems, Row, from_toml, from_xlsx};
use crate::law::model::DocNumber;
use crate::law::number::parse_number;
use crate::text::normalize::canonical;

/// Name of the sheet.
pub const SHEET: &str = "人工录入";

/// Fields of a fact with the heads of their columns.
pub const FIELDS: &[Field] = &[
    Field::new("document", &["文件（文号、标题或路径）", "文件"]),
    Field::new("number", &["更正文号"]),
    Field::new("unified_number", &["更正统一编号"]),
    Field::new("dated", &["成文日期"]),
    Field::new("published", &["公布日期"]),
    Field::new("effective", &["施行日期"]),
    Field::new("expires", &["有效期至"]),
    Field::new("repealed", &["废止日期"]),
    Field::new("repealed_by", &["由何文件废止"]),
    Field::new("source", &["来源"]),
    Field::new("person", &["录入人"]),
    Field::new("date", &["录入日期"]),
    Field::new("text_hash", &["正文校验（勿改）", "正文校验"]),
];

/// Fields of the hidden list of texts, from which a fact entered in the sheet takes its hash.
const TEXTS: &[Field] = &[
    Field::new("name", &["文件编号"]),
    Field::new("number", &["文号"]),
    Field::new("path", &["路径"]),
    Field::new("text_hash", &["正文校验"]),
];

impl Facts {
    /// Reads `[[fact]]` tables.
    ///
    /// # Errors
    /// [`Problems`], each with its line.
    pub fn from_toml(text: &str) -> Result<Self, Problems> {
        collect(&from_toml(text, "fact", FIELDS)?, &HashMap::new())
    }

    /// Reads the sheet 人工录入; a workbook without it has no facts.
    ///
    /// # Errors
    /// [`Problems`] when it is no workbook or a row cannot be understood.
    pub fn from_xlsx(bytes: &[u8]) -> Result<Self, Problems> {
        let sheets = from_xlsx(bytes, FIELDS, &["document", "source", "person", "date"])?;
        let Some(sheet) = sheets.into_iter().find(|sheet| sheet.name == SHEET) else {
            return Ok(Self::default());
        };
        let mut hashes = HashMap::new();
        for row in from_xlsx(bytes, TEXTS, &["name", "path", "text_hash"])?
            .iter()
            .flat_map(|sheet| &sheet.rows)
        {
            let Some(hash) = row.text("text_hash") else {
                continue;
            };
            // The issued document stands before its notice and keeps the number.
            for name in ["name", "number", "path"]
                .into_iter()
                .filter_map(|field| row.text(field))
            {
                hashes
                    .entry(name_key(&name))
                    .or_insert_with(|| hash.clone());
            }
        }
        collect(&sheet.rows, &hashes)
    }

    /// Puts other facts after these; the later wins.
    pub fn extend(&mut self, other: Self) {
        self.facts.extend(other.facts);
    }
}

fn name_key(name: &str) -> String {
    parse_number(&canonical(name).text).map_or_else(|| solid(name), |number| number.key)
}

fn collect(rows: &[Row], hashes: &HashMap<String, String>) -> Result<Facts, Problems> {
    let mut facts = Facts::default();
    let mut problems = Vec::new();
    for row in rows {
        match fact(row, hashes) {
            Ok(fact) => facts.facts.push(fact),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() {
        Ok(facts)
    } else {
        Err(Problems(problems))
    }
}

fn fact(row: &Row, hashes: &HashMap<String, String>) -> Result<Fact, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut date = |field: &str| -> Option<Date> {
        row.date(field).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        })
    };
    let (dated, published) = (date("dated"), date("published"));
    let (effective, expires, repealed) = (date("effective"), date("expires"), date("repealed"));
    let entered = date("date");
    let mut text = |field: &str, what: &str| -> String {
        row.text(field).unwrap_or_else(|| {
            problems.push(row.problem(field, format!("缺少 {field}（{what}）")));
            String::new()
        })
    };
    let document = text("document", "哪份文件：文号、标题或路径");
    let source = text("source", "依据哪份文件或档案");
    let person = text("person", "录入人");
    if entered.is_none() && row.text("date").is_none() {
        problems.push(row.problem("date", "缺少 date（录入日期）"));
    }
    let number = row.text("number").and_then(|text| {
        let parsed = parse_number(&canonical(&text).text);
        if parsed.is_none() {
            problems.push(row.problem(
                "number",
                format!("“{text}”不像文号，请写成 韶州科〔2021〕1号 的样子"),
            ));
        }
        parsed.map(|number| DocNumber { text, ..number })
    });
    let unified_number = row.text("unified_number");
    let nothing = number.is_none()
        && unified_number.is_none()
        && [dated, published, effective, expires, repealed]
            .iter()
            .all(Option::is_none);
    if nothing && problems.is_empty() {
        problems.push(row.problem(
            "document",
            "没有要更正的内容：文号、日期、有效期至（expires）或废止日期（repealed）",
        ));
    }
    if let (Some(first), Some(last)) = (effective, expires)
        && last < first
    {
        problems.push(row.problem("expires", format!("有效期至 {last} 早于施行日期 {first}")));
    }
    let text_hash = row
        .text("text_hash")
        .or_else(|| hashes.get(&name_key(&document)).cloned());
    if let Some(hash) = &text_hash
        && (hash.len() < 8 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        problems.push(row.problem("text_hash", "正文校验要写 8 位以上的十六进制数字，或留空"));
    }
    let Some(date) = entered.filter(|_| problems.is_empty()) else {
        return Err(problems);
    };
    Ok(Fact {
        document,
        number,
        unified_number,
        dated,
        published,
        effective,
        expires,
        repealed,
        repealed_by: row.text("repealed_by"),
        source,
        person,
        date,
        text_hash,
        place: row.place.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_all_named() {
        let text = "\
[[fact]]
document = \"韶州科〔2018〕5号\"
expires = \"明年\"
source = \"函\"
date = 2026-01-01

[[fact]]
document = \"韶州科〔2018〕6号\"
number = \"五号\"
effective = 2024-01-01
expires = 2023-01-01
source = \"函\"
person = \"李四\"
date = 2026-01-01

[[fact]]
document = \"韶州科〔2018〕7号\"
source = \"函\"
person = \"李四\"
date = 2026-01-01
";
        assert_eq!(
            Facts::from_toml(text).expect_err("bad").to_string(),
            "第 3 行：“明年”不是日期，请写成 2026-11-22 的样子\n\
             第 1 行：缺少 person（录入人）\n\
             第 9 行：“五号”不像文号，请写成 韶州科〔2021〕1号 的样子\n\
             第 11 行：有效期至 2023-01-01 早于施行日期 2024-01-01\n\
             第 17 行：没有要更正的内容：文号、日期、有效期至（expires）或废止日期（repealed）"
        );
    }

    #[test]
    fn an_unknown_field_is_told() {
        let error = Facts::from_toml("[[fact]]\ndocument = \"x\"\nexpired = 2026-01-01\n")
            .expect_err("bad");
        assert!(
            error
                .to_string()
                .starts_with("第 3 行：不认识“expired”，可用：document、number"),
            "{error}"
        );
    }
}
