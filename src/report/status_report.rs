//! `status`: health of an index.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::SCHEMA;
use super::style::{Mark, Style};
use crate::index::entry::{FileRecord, Role};
use crate::index::payload::{Counts, Payload, Root, Run, Versions};
use crate::index::sync::SyncReport;

/// What there is to say.
pub struct StatusView<'a> {
    /// Index folder.
    pub folder: PathBuf,
    /// Bytes on disk.
    pub size: u64,
    /// What the commit says.
    pub payload: &'a Payload,
    /// Number of segments.
    pub segments: usize,
    /// Words of the lexicon.
    pub words: usize,
    /// All files.
    pub files: &'a [FileRecord],
    /// What a run of `index` would do now, where that was looked at.
    pub pending: Option<&'a SyncReport>,
    /// Only the files that could not be read.
    pub failed_only: bool,
    /// Where it is the hour it is.
    pub zone: TimeZone,
}

/// The status as an object.
#[derive(Debug, Serialize)]
pub struct StatusJson<'a> {
    schema: u32,
    index: String,
    generation: u64,
    size: u64,
    segments: usize,
    versions: &'a Versions,
    words: usize,
    corpus: &'a [Root],
    counts: Counts,
    pending: Option<PendingJson<'a>>,
    failed: Vec<FailedJson<'a>>,
    runs: &'a [Run],
}

#[derive(Debug, Serialize)]
struct PendingJson<'a> {
    added: &'a [String],
    updated: &'a [String],
    removed: &'a [String],
}

#[derive(Debug, Serialize)]
struct FailedJson<'a> {
    path: String,
    reason: &'a str,
    hint: &'a str,
    stale: bool,
}

fn failed<'a>(view: &StatusView<'a>) -> Vec<FailedJson<'a>> {
    view.files
        .iter()
        .flat_map(|file| {
            file.failures().map(|(path, failure)| FailedJson {
                path,
                reason: &failure.reason,
                hint: &failure.hint,
                stale: file.failure.is_some() && file.documents > 0,
            })
        })
        .collect()
}

/// The status as an object.
pub fn object<'a>(view: &StatusView<'a>) -> StatusJson<'a> {
    StatusJson {
        schema: SCHEMA,
        index: view.folder.display().to_string(),
        generation: view.payload.generation,
        size: view.size,
        segments: view.segments,
        versions: &view.payload.versions,
        words: view.words,
        corpus: &view.payload.roots,
        counts: view.payload.counts,
        pending: view.pending.map(|pending| PendingJson {
            added: &pending.added,
            updated: &pending.updated,
            removed: &pending.removed,
        }),
        failed: failed(view),
        runs: &view.payload.runs,
    }
}

/// How many files of each format there are, what read them and what became of them.
fn formats(view: &StatusView<'_>) -> Vec<String> {
    let mut counts: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for file in view.files.iter().filter(|file| file.documents > 0) {
        *counts
            .entry((&file.format, &file.reader, file.outcome.label()))
            .or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((format, reader, outcome), count)| {
            let reader = if reader.is_empty() {
                String::new()
            } else {
                format!("，由{reader}读取")
            };
            format!("格式：{format} {count} 个（{outcome}{reader}）\n")
        })
        .collect()
}

/// A moment of the log as it is written in an office: `2026-11-29 20:40`, by the clock on the wall.
fn clock(at: &str, zone: &TimeZone) -> String {
    at.parse::<Timestamp>().map_or_else(
        |_| at.to_owned(),
        |moment| {
            moment
                .to_zoned(zone.clone())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        },
    )
}

/// The status for people.
pub fn text(view: &StatusView<'_>, style: &Style) -> String {
    let mut text = String::new();
    if !view.failed_only {
        let counts = view.payload.counts;
        text.push_str(&format!(
            "索引：{}（{:.1} MB，词典 {} 词）\n",
            view.folder.display(),
            view.size as f64 / 1e6,
            view.words
        ));
        for root in &view.payload.roots {
            let role = if root.role == Role::Own {
                "本局文件"
            } else {
                "参考法规"
            };
            text.push_str(&format!(
                "文件夹：{}（{role}，代号 {}）\n",
                root.path, root.alias
            ));
        }
        text.push_str(&format!(
            "内容：文件 {} 个，{} 份文件（含通知与所印发办法），{} 条，其中条文 {} 条，原文 {:.1} MB\n",
            counts.files,
            counts.documents,
            counts.clauses,
            counts.articles,
            counts.bytes as f64 / 1e6
        ));
        for line in formats(view) {
            text.push_str(&line);
        }
        if let Some(run) = view.payload.runs.last() {
            text.push_str(&format!(
                "上次更新：{}，新增 {}，更新 {}，移出 {}，失败 {}，用时 {:.1} 秒\n",
                clock(&run.at, &view.zone),
                run.added,
                run.updated,
                run.removed,
                run.failed,
                run.elapsed_ms as f64 / 1000.0
            ));
        }
        if let Some(pending) = view.pending {
            let behind = pending.added.len() + pending.updated.len() + pending.removed.len();
            if pending.rebuilt.is_some() {
                text.push_str(
                    &style.paint(Mark::Warn, "程序或词典版本有变化，下次 index 将全部重建\n"),
                );
            } else if behind == 0 && !pending.failed.is_empty() {
                text.push_str(
                    &style.paint(Mark::Warn, "有文件夹或文件无法查看，不能确定索引是否最新\n"),
                );
            } else if behind == 0 {
                text.push_str(&style.paint(Mark::Good, "索引与文件夹一致\n"));
            } else {
                let line = format!(
                    "索引落后：待新增 {}，待更新 {}，待移出 {}；运行 tiaowen index 更新\n",
                    pending.added.len(),
                    pending.updated.len(),
                    pending.removed.len()
                );
                text.push_str(&style.paint(Mark::Warn, &line));
            }
        }
    }
    let failed = failed(view);
    if failed.is_empty() {
        text.push_str("没有读不了的文件\n");
    }
    for failed in failed {
        let stale = if failed.stale {
            "（索引中仍是上一次读到的内容）"
        } else {
            ""
        };
        text.push_str(&format!(
            "{}{stale}\n  原因：{}\n  怎么办：{}\n",
            style.paint(Mark::Bad, &format!("未能读取 {}", failed.path)),
            failed.reason,
            failed.hint
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_by_the_clock_on_the_wall() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        assert_eq!(clock("2026-11-29T12:40:44Z", &zone), "2026-11-29 20:40");
        assert_eq!(clock("昨天", &zone), "昨天");
    }
}
