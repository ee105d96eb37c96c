//! Texts that are cut off, empty or without their numbering: nothing may be concluded from what is missing.

use super::model::{Clause, Document, Level};
use crate::text::chars::is_alphanumeric;

/// Whether the text looks incomplete, with the reason in Chinese.
pub fn reason(document: &Document) -> Option<String> {
    let body: Vec<&Clause> = document
        .clauses
        .iter()
        .filter(|c| c.level != Level::Note)
        .collect();
    if body
        .iter()
        .all(|c| c.text.chars().filter(|&c| is_alphanumeric(c)).count() < 2)
    {
        return Some("没有正文".to_owned());
    }
    let articles: Vec<&&Clause> = body.iter().filter(|c| c.level == Level::Article).collect();
    let first = articles.first()?;
    // One part of a code, or amendments that number on, begin where they begin.
    let part = document.claims.contains_key("part")
        || first.path.first().is_some_and(|p| {
            let p = super::structure::block::compact(p);
            p.starts_with('第') && !p.starts_with("第一") || p == "附则"
        })
        || document
            .title
            .as_deref()
            .is_some_and(|t| t.contains("修正案"));
    if part {
        return None;
    }
    if let Some(number) = number(&first.label)
        && number > 1
    {
        return Some(format!("正文从{}开始，前面缺失", first.label));
    }
    let last = articles.last()?;
    let text = last.text.trim_end();
    if !text.ends_with(['。', '！', '”', '"', '）', ')', '；', '：', '》', '.', '】'])
        && text.chars().count() > 12
    {
        let effect = ["施行", "废止", "实施", "执行", "生效", "解释"]
            .iter()
            .any(|w| text.ends_with(w));
        if !effect {
            return Some(format!("{}没有写完，正文可能被截断", last.label));
        }
    }
    // A rule that opens with its purpose closes with a word on its effect; where the last articles have
    // none and the text never reaches 附则, the end is missing.
    let tail: String = articles
        .iter()
        .rev()
        .take(3)
        .map(|c| c.text.as_str())
        .collect();
    let closes = [
        "施行",
        "废止",
        "生效",
        "起实施",
        "起执行",
        "实施。",
        "执行。",
        "试行",
        "解释",
        "有效期",
    ]
    .iter()
    .any(|w| tail.contains(w));
    let chapters = articles
        .iter()
        .filter_map(|c| c.path.first())
        .any(|p| p.starts_with('第'));
    // The constitution and the organic laws have no such clause.
    let organic = document
        .title
        .as_deref()
        .is_some_and(|t| t.ends_with("宪法") || t.ends_with("组织法"));
    let purpose = articles.iter().take(2).any(|c| c.text.contains("制定本"));
    let reaches = last.path.last().is_some_and(|p| {
        let p = super::structure::block::compact(p);
        p.ends_with("附则") || p.ends_with("其他规定") || p.ends_with("其他")
    });
    if !closes && (chapters || purpose) && !reaches && !organic {
        return Some(format!("{}之后没有施行条款，正文可能被截断", last.label));
    }
    let gaps = articles
        .windows(2)
        .any(|w| match (number(&w[0].label), number(&w[1].label)) {
            (Some(a), Some(b)) => b > a + 1,
            _ => false,
        });
    gaps.then(|| "条的编号不连续，中间可能缺条".to_owned())
}

fn number(label: &str) -> Option<u64> {
    crate::text::numeral::prefix(label.strip_prefix('第')?).map(|(n, _)| n)
}
