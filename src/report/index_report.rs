//! What a run of `index` did.

use serde::Serialize;

use super::SCHEMA;
use super::style::{Mark, Style};
use crate::index::entry::Role;
use crate::index::sync::SyncReport;

/// The summary of CONTRACT.
#[derive(Debug, Serialize)]
pub struct IndexJson<'a> {
    schema: u32,
    corpus: Vec<&'a str>,
    added: usize,
    updated: usize,
    unchanged: u64,
    removed: usize,
    moved: &'a [(String, String)],
    failed: Vec<FailedJson<'a>>,
    warnings: Vec<WarningJson<'a>>,
    effects: Vec<EffectJson<'a>>,
    documents: u64,
    clauses: u64,
    articles: u64,
    bytes: u64,
    elapsed_ms: u64,
    generation: u64,
    dry_run: bool,
}

#[derive(Debug, Serialize)]
struct FailedJson<'a> {
    path: &'a str,
    reason: &'a str,
    hint: &'a str,
}

#[derive(Debug, Serialize)]
struct EffectJson<'a> {
    path: &'a str,
    title: &'a str,
    what: &'a str,
    by: &'a str,
}

#[derive(Debug, Serialize)]
struct WarningJson<'a> {
    path: &'a str,
    message: &'a str,
}

/// The summary as an object.
pub fn json(report: &SyncReport) -> IndexJson<'_> {
    let counts = report
        .payload
        .as_ref()
        .map(|payload| payload.counts)
        .unwrap_or_default();
    IndexJson {
        schema: SCHEMA,
        corpus: report.roots.iter().map(|root| root.path.as_str()).collect(),
        added: report.added.len(),
        updated: report.updated.len(),
        unchanged: report.unchanged,
        removed: report.removed.len(),
        moved: &report.moved,
        failed: report
            .failed
            .iter()
            .map(|failed| FailedJson {
                path: &failed.path,
                reason: &failed.failure.reason,
                hint: &failed.failure.hint,
            })
            .collect(),
        warnings: report
            .warnings
            .iter()
            .map(|warning| WarningJson {
                path: &warning.path,
                message: &warning.message,
            })
            .collect(),
        effects: report
            .effects
            .iter()
            .map(|effect| EffectJson {
                path: &effect.path,
                title: &effect.title,
                what: &effect.what,
                by: &effect.by,
            })
            .collect(),
        documents: counts.documents,
        clauses: counts.clauses,
        articles: counts.articles,
        bytes: counts.bytes,
        elapsed_ms: report.elapsed_ms,
        generation: report
            .payload
            .as_ref()
            .map_or(0, |payload| payload.generation),
        dry_run: report.dry_run,
    }
}

/// Warnings shown before the rest is only counted.
const SHOWN: usize = 20;

/// The summary for people.
pub fn text(report: &SyncReport, style: &Style) -> String {
    let mut text = String::new();
    if let Some(reason) = report.rebuilt {
        text.push_str(&format!("{reason}\n"));
    }
    for root in &report.roots {
        let role = if root.role == Role::Own {
            "本局文件"
        } else {
            "参考法规"
        };
        text.push_str(&format!("文件夹：{}（{role}）\n", root.path));
    }
    let will = if report.dry_run {
        "（演练，未改动索引）将"
    } else {
        ""
    };
    text.push_str(&format!(
        "{will}新增 {}，更新 {}，未变 {}，移出 {}，失败 {}\n",
        report.added.len(),
        report.updated.len(),
        report.unchanged,
        report.removed.len(),
        report.failed.len()
    ));
    if report.dry_run {
        let lists = [
            ("新增", &report.added),
            ("更新", &report.updated),
            ("移出", &report.removed),
        ];
        for (name, paths) in lists {
            for path in paths.iter().take(SHOWN) {
                text.push_str(&format!("  {name}　{path}\n"));
            }
            if paths.len() > SHOWN {
                text.push_str(&format!("  {name}　……另有 {} 个\n", paths.len() - SHOWN));
            }
        }
    }
    for (old, new) in report.moved.iter().take(SHOWN) {
        text.push_str(&format!("  改名或移动　{old} → {new}\n"));
    }
    if !report.effects.is_empty() {
        let line = format!(
            "新到文件对原有文件的影响（{} 项）：\n",
            report.effects.len()
        );
        text.push_str(&style.paint(Mark::Strong, &line));
        let mut by = "";
        for effect in &report.effects {
            if effect.by != by {
                by = &effect.by;
                text.push_str(&format!("  《{by}》\n"));
            }
            text.push_str(&format!(
                "    《{}》　{}（{}）\n",
                effect.title, effect.what, effect.path
            ));
        }
    }
    for failed in &report.failed {
        text.push_str(&format!(
            "{}\n  原因：{}\n  怎么办：{}\n",
            style.paint(Mark::Bad, &format!("未能读取 {}", failed.path)),
            failed.failure.reason,
            failed.failure.hint
        ));
    }
    for warning in report.warnings.iter().take(SHOWN) {
        text.push_str(&format!(
            "{} {}：{}\n",
            style.paint(Mark::Warn, "注意"),
            warning.path,
            warning.message
        ));
    }
    if report.warnings.len() > SHOWN {
        text.push_str(&format!(
            "……另有 {} 条提示，可用 --format json 查看\n",
            report.warnings.len() - SHOWN
        ));
    }
    for word in &report.refused_words {
        text.push_str(&format!(
            "{} 词典 {} 的“{}”未采用：{}\n",
            style.paint(Mark::Warn, "注意"),
            word.place,
            word.word,
            word.reason
        ));
    }
    if let Some(payload) = &report.payload {
        let counts = payload.counts;
        text.push_str(&format!(
            "索引现有 {} 份文件、{} 条（其中条文 {} 条），原文 {:.1} MB，用时 {:.1} 秒\n",
            counts.documents,
            counts.clauses,
            counts.articles,
            counts.bytes as f64 / 1e6,
            report.elapsed_ms as f64 / 1000.0
        ));
    }
    text
}
