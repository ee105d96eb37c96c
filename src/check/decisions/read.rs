//! The ledger from a decided work sheet or from a plain `decisions.toml`.

use std::collections::HashMap;

use super::{Decision, Entry, Jotting, Ledger, Verdict};
use crate::check::rows::{Field, Problem, Problems, Row, from_toml, from_xlsx};

/// Name of the sheet with what no longer occurs.
pub const GONE: &str = "不再出现";

/// Fields of an entry with the heads of their columns in the work sheet.
pub const FIELDS: &[Field] = &[
    Field::new("key", &["编码（勿改）", "编码"]),
    Field::new("verdict", &["处理意见"]),
    Field::new("reason", &["处理理由", "理由"]),
    Field::new("by", &["处理人", "经办人"]),
    Field::new("on", &["处理日期", "日期"]),
    Field::new("rule", &["规则编号"]),
    Field::new("document", &["文件编号"]),
    Field::new("title", &["文件名称"]),
    Field::new("number", &["文号"]),
    Field::new("quote", &["原文"]),
    Field::new("term", &["所涉名称"]),
    Field::new("message", &["发现的问题"]),
    Field::new("evidence", &["依据校验"]),
];

impl Ledger {
    /// Reads `[[decision]]` tables: `key`, `verdict` (继续有效, 修改, 废止, 失效), `reason`, `by`, `on`.
    ///
    /// # Errors
    /// [`Problems`], each with its line.
    pub fn from_toml(text: &str) -> Result<Self, Problems> {
        Self::from_rows(&from_toml(text, "decision", FIELDS)?, true)
    }

    /// Reads the work sheet as staff filled it in; rows may be sorted, filtered or left out.
    ///
    /// # Errors
    /// [`Problems`] when it is no workbook, has no such sheet, or a row cannot be understood.
    pub fn from_xlsx(bytes: &[u8]) -> Result<Self, Problems> {
        let sheets = from_xlsx(bytes, FIELDS, &["key", "verdict"])?;
        if sheets.is_empty() {
            return Err(Problems::one(
                "工作簿里没有带“处理意见”和“编码（勿改）”两列的工作表；请用 check -o 导出的清理底稿",
            ));
        }
        let mut ledger = Self::default();
        let mut problems = Vec::new();
        // The sheet of what is gone first: what stands in the others wins.
        let (gone, present): (Vec<_>, Vec<_>) =
            sheets.into_iter().partition(|sheet| sheet.name == GONE);
        for (sheets, gone) in [(gone, true), (present, false)] {
            let rows: Vec<Row> = sheets.into_iter().flat_map(|sheet| sheet.rows).collect();
            match Self::from_rows(&rows, false) {
                Ok(mut part) => {
                    part.entries.iter_mut().for_each(|entry| entry.gone = gone);
                    ledger.extend(part);
                }
                Err(Problems(more)) => problems.extend(more),
            }
        }
        if problems.is_empty() {
            Ok(ledger)
        } else {
            Err(Problems(problems))
        }
    }

    fn from_rows(rows: &[Row], strict: bool) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut ledger = Self::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        for row in rows {
            match entry(row, strict) {
                Ok(Some(entry)) => ledger.add(entry, row, &mut known),
                Ok(None) if row.text("verdict").is_some() => {
                    ledger
                        .warnings
                        .push(format!("{}：有处理意见但没有编码，未采用", row.place));
                }
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(ledger)
        } else {
            Err(Problems(problems))
        }
    }

    /// Adds an entry; of two with one key the decided one stays, of two decisions the later.
    fn add(&mut self, entry: Entry, row: &Row, known: &mut HashMap<String, usize>) {
        let Some(&at) = known.get(&entry.key) else {
            known.insert(entry.key.clone(), self.entries.len());
            self.entries.push(entry);
            return;
        };
        let (Some(new), Some(old)) = (&entry.decision, &self.entries[at].decision) else {
            if entry.decision.is_some() {
                self.entries[at] = entry;
            }
            return;
        };
        if new.verdict != old.verdict {
            let later = if new.on >= old.on {
                new.verdict
            } else {
                old.verdict
            };
            self.warnings.push(format!(
                "{}：同一问题另有不同的处理意见，采用“{later}”",
                row.place
            ));
        }
        if new.on >= old.on {
            self.entries[at] = entry;
        }
    }

    /// Puts other entries on top of these; theirs win, but nothing decided gives way to an empty row.
    pub fn extend(&mut self, other: Self) {
        let mut at: HashMap<String, usize> = self
            .entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (entry.key.clone(), at))
            .collect();
        for entry in other.entries {
            if let Some(&place) = at.get(&entry.key) {
                if entry.decision.is_some() || self.entries[place].decision.is_none() {
                    self.entries[place] = entry;
                }
            } else {
                at.insert(entry.key.clone(), self.entries.len());
                self.entries.push(entry);
            }
        }
        self.warnings.extend(other.warnings);
    }
}

/// The entry of a row; `None` for a row without a key in a sheet.
fn entry(row: &Row, strict: bool) -> Result<Option<Entry>, Problem> {
    let Some(key) = row.text("key") else {
        return if strict {
            Err(row.problem("key", "缺少 key（编码，见 check --format json 的 key）"))
        } else {
            Ok(None)
        };
    };
    let decision = match row.text("verdict") {
        Some(text) => {
            let verdict = Verdict::parse(&text).ok_or_else(|| {
                row.problem(
                    "verdict",
                    format!("不认识处理意见“{text}”，可用：继续有效、修改、废止、失效"),
                )
            })?;
            Some(Decision {
                verdict,
                reason: row.text("reason"),
                by: row.text("by"),
                on: row.date("on")?,
            })
        }
        None if strict => {
            return Err(row.problem(
                "verdict",
                "缺少 verdict（处理意见）：继续有效、修改、废止、失效",
            ));
        }
        None => None,
    };
    let jotting = match &decision {
        Some(_) => None,
        None => Some(Jotting {
            reason: row.text("reason"),
            by: row.text("by"),
            on: row.date("on")?,
        })
        .filter(|jotting| *jotting != Jotting::default()),
    };
    Ok(Some(Entry {
        key,
        decision,
        jotting,
        rule: row.text("rule"),
        document: row.text("document"),
        title: row.text("title"),
        number: row.text("number"),
        quote: row.text("quote"),
        term: row.text("term"),
        message: row.text("message"),
        evidence: row.text("evidence"),
        gone: false,
    }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_plain_file_is_read() {
        let text = "\
[[decision]]
key = \"expired/ab12\"
verdict = \"失效\"
reason = \"期限已过\"
by = \"张三\"
on = 2026-11-20

[[decision]]
key = \"no-validity/cd34\"
verdict = \"keep\"
";
        let ledger = Ledger::from_toml(text).expect("good");
        let first = ledger.entries[0].decision.as_ref().expect("decided");
        assert_eq!(
            (first.verdict, first.on),
            (Verdict::Lapse, Some(date(2026, 11, 20)))
        );
        assert_eq!(
            ledger.entries[1]
                .decision
                .as_ref()
                .map(|decision| decision.verdict),
            Some(Verdict::Keep)
        );
    }

    #[test]
    fn mistakes_are_all_named() {
        let text = "[[decision]]\nkey = \"a\"\nverdict = \"再议\"\n\n[[decision]]\nverdict = \"废止\"\n\n[[decision]]\nkey = \"b\"\nverdict = \"废止\"\non = \"上周\"\n";
        assert_eq!(
            Ledger::from_toml(text).expect_err("bad").to_string(),
            "第 3 行：不认识处理意见“再议”，可用：继续有效、修改、废止、失效\n\
             第 5 行：缺少 key（编码，见 check --format json 的 key）\n\
             第 11 行：“上周”不是日期，请写成 2026-11-22 的样子"
        );
    }

    #[test]
    fn of_two_decisions_the_later_stays() {
        let text = "[[decision]]\nkey = \"a\"\nverdict = \"废止\"\non = 2026-02-01\n[[decision]]\nkey = \"a\"\nverdict = \"修改\"\non = 2026-01-01\n";
        let ledger = Ledger::from_toml(text).expect("good");
        assert_eq!(ledger.entries.len(), 1);
        assert_eq!(
            ledger.entries[0]
                .decision
                .as_ref()
                .map(|decision| decision.verdict),
            Some(Verdict::Repeal)
        );
        assert_eq!(
            ledger.warnings,
            ["第 5 行：同一问题另有不同的处理意见，采用“废止”"]
        );
    }
}
