//! What the renderers of `diff` share.

use std::fmt::Write;

use jiff::civil::Date;

use crate::law::compare::{ClausePair, Comparison};
use crate::law::model::{Clause, Document};

/// One side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Path as shown.
    pub path: &'a str,
    /// Id in the index; none for a file outside it.
    pub id: Option<&'a str>,
    /// The document.
    pub document: &'a Document,
}

/// A comparison with its two sides.
#[derive(Clone, Copy, Debug)]
pub struct DiffView<'a> {
    /// The old version.
    pub old: Side<'a>,
    /// The new version.
    pub new: Side<'a>,
    /// What differs.
    pub comparison: &'a Comparison,
}

impl<'a> DiffView<'a> {
    /// The clauses of a pair.
    pub fn clauses(&self, pair: &ClausePair) -> (Option<&'a Clause>, Option<&'a Clause>) {
        (
            pair.old.and_then(|at| self.old.document.clauses.get(at)),
            pair.new.and_then(|at| self.new.document.clauses.get(at)),
        )
    }

    /// Whether nothing differs, neither words nor numbers nor facts.
    pub fn is_same(&self) -> bool {
        self.comparison.facts.is_empty()
            && self.comparison.same_words()
            && self
                .comparison
                .clauses
                .iter()
                .all(|pair| !pair.renumbered && !pair.moved)
    }
}

impl Side<'_> {
    /// Title, number and date in one line.
    pub fn name(&self) -> String {
        let document = self.document;
        let mut name = document
            .title
            .clone()
            .unwrap_or_else(|| self.path.to_owned());
        if let Some(number) = &document.number {
            let _ = write!(name, "（{}）", number.text);
        }
        let day: Option<(Date, &str)> = document
            .published
            .map(|day| (day, "公布"))
            .or(document.dated.map(|day| (day, "成文")))
            .or(document.effective.map(|day| (day, "施行")));
        if let Some((day, what)) = day {
            let _ = write!(name, "，{day} {what}");
        }
        name
    }
}

/// Chinese name of a field that differs.
pub fn field_name(field: &str) -> &'static str {
    match field {
        "title" => "标题",
        "number" => "文号",
        "unified_number" => "统一编号",
        "issuer" => "制定机关",
        "dated" => "成文日期",
        "published" => "公布日期",
        "effective" => "施行日期",
        "expires" => "有效至",
        _ => "其他",
    }
}

/// What happened to a pair, in words.
pub fn change_name(view: &DiffView<'_>, pair: &ClausePair) -> String {
    use crate::law::compare::Change;
    let label = |clause: Option<&Clause>| {
        clause
            .map(|clause| clause.label.trim().to_owned())
            .unwrap_or_default()
    };
    let (old, new) = view.clauses(pair);
    let (old, new) = (label(old), label(new));
    let mut words = Vec::new();
    let head = match pair.change {
        Change::Added => {
            words.push("新增");
            new
        }
        Change::Removed => {
            words.push("删除");
            old
        }
        Change::Same | Change::Modified => {
            if pair.change == Change::Modified {
                words.push("修改");
            }
            if pair.moved {
                words.push("移动");
            }
            if pair.renumbered {
                words.push("改号");
                format!("{old} → {new}")
            } else {
                new
            }
        }
    };
    if words.is_empty() {
        words.push("相同");
    }
    format!("{head}　〔{}〕", words.join("、"))
}
