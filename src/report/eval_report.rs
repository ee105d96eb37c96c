//! `eval`: figures as text and JSON.

use serde::Serialize;

use super::SCHEMA;
use super::style::{Mark, Style};
use super::table::table;
use crate::eval::interval::Interval;
use crate::eval::measures::MEASURES;
use crate::eval::{Comparison, Group, Question, Scored};

/// Moved questions listed at most.
const LISTED: usize = 20;

/// What is reported.
pub struct EvalView<'a> {
    /// The questions.
    pub questions: &'a [Question],
    /// Measures by question.
    pub scored: &'a [Scored],
    /// Measures by group.
    pub groups: &'a [Group],
    /// Against an earlier run.
    pub comparison: Option<&'a Comparison>,
    /// Floors that were not reached: measure, floor, value.
    pub below: &'a [(&'static str, f64, f64)],
    /// Questions without judgements.
    pub unjudged: usize,
    /// Whether questions without an answer among the first ten are listed.
    pub misses: bool,
}

const NAMES: [&str; 5] = ["召回@10", "召回@100", "MRR@10", "nDCG@10", "命中@10"];

/// For people.
pub fn text(view: &EvalView<'_>, style: Style) -> String {
    let mut text = String::new();
    let mut header = vec!["类型", "题数"];
    header.extend(NAMES);
    let rows: Vec<Vec<String>> = view
        .groups
        .iter()
        .map(|group| {
            let mut row = vec![
                group.kind.clone().unwrap_or_else(|| "全部".to_owned()),
                group.questions.to_string(),
            ];
            row.extend(group.means.iter().map(|mean| format!("{:.3}", mean.mean)));
            row
        })
        .collect();
    for line in table(&header, &rows, &[20]) {
        text.push_str(&format!("{line}\n"));
    }
    if let Some(all) = view.groups.first() {
        let intervals: Vec<String> = NAMES
            .iter()
            .zip(&all.means)
            .map(|(name, mean)| format!("{name} {:.3}–{:.3}", mean.low, mean.high))
            .collect();
        text.push_str(&format!(
            "{}\n",
            style.paint(
                Mark::Faint,
                &format!("95% 置信区间（自助法）：{}", intervals.join("，"))
            )
        ));
    }
    if view.unjudged > 0 {
        text.push_str(&format!("有 {} 题没有标准答案，未计入\n", view.unjudged));
    }
    if let Some(comparison) = view.comparison {
        text.push_str(&against(comparison, style));
    }
    if view.misses {
        text.push_str(&misses(view));
    }
    for (name, floor, value) in view.below {
        text.push_str(&style.paint(
            Mark::Bad,
            &format!("未达到下限：{name} 为 {value:.3}，应不低于 {floor:.3}"),
        ));
        text.push('\n');
    }
    text
}

fn against(comparison: &Comparison, style: Style) -> String {
    let mut text = format!("\n与对照结果相比（共同的 {} 题）\n", comparison.questions);
    for (name, difference) in NAMES.iter().zip(&comparison.differences) {
        let sure = difference.low > 0.0 || difference.high < 0.0;
        let line = format!(
            "  {name} {:+.3}（{:+.3} 至 {:+.3}）{}",
            difference.mean,
            difference.low,
            difference.high,
            if sure { "，差异显著" } else { "" }
        );
        let mark = match (sure, difference.mean > 0.0) {
            (false, _) => Mark::Faint,
            (true, true) => Mark::Good,
            (true, false) => Mark::Bad,
        };
        text.push_str(&format!("{}\n", style.paint(mark, &line)));
    }
    let rank =
        |rank: Option<usize>| rank.map_or_else(|| "未找到".to_owned(), |rank| format!("第 {rank}"));
    for (name, moved) in [("变好", &comparison.better), ("变差", &comparison.worse)] {
        text.push_str(&format!("  {name} {} 题", moved.len()));
        let shown: Vec<String> = moved
            .iter()
            .take(LISTED)
            .map(|(id, before, now)| format!("{id}（{} → {}）", rank(*before), rank(*now)))
            .collect();
        if !shown.is_empty() {
            text.push_str(&format!("：{}", shown.join("、")));
        }
        text.push('\n');
    }
    text
}

fn misses(view: &EvalView<'_>) -> String {
    let missed: Vec<&Scored> = view
        .scored
        .iter()
        .filter(|one| one.rank.is_none_or(|rank| rank > 10))
        .collect();
    let mut text = format!("\n前十条中没有答案的 {} 题\n", missed.len());
    for one in missed {
        let question = view
            .questions
            .iter()
            .find(|question| question.id == one.id)
            .map_or("", |question| question.text.as_str());
        let rank = one
            .rank
            .map_or_else(|| "未找到".to_owned(), |rank| format!("排第 {rank}"));
        text.push_str(&format!("  {}  {question}  （{rank}）\n", one.id));
    }
    text
}

/// The figures as one object.
#[derive(Debug, Serialize)]
pub struct EvalJson<'a> {
    schema: u32,
    unjudged: usize,
    groups: Vec<GroupJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<ComparisonJson<'a>>,
    below: Vec<BelowJson>,
    questions: Vec<ScoredJson<'a>>,
}

#[derive(Debug, Serialize)]
struct GroupJson<'a> {
    kind: Option<&'a str>,
    questions: usize,
    measures: Vec<MeasureJson>,
}

#[derive(Debug, Serialize)]
struct MeasureJson {
    name: &'static str,
    mean: f64,
    low: f64,
    high: f64,
}

#[derive(Debug, Serialize)]
struct ComparisonJson<'a> {
    questions: usize,
    differences: Vec<MeasureJson>,
    better: Vec<&'a str>,
    worse: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct BelowJson {
    name: &'static str,
    floor: f64,
    value: f64,
}

#[derive(Debug, Serialize)]
struct ScoredJson<'a> {
    id: &'a str,
    kind: Option<&'a str>,
    rank: Option<usize>,
    recall_10: f64,
    recall_100: f64,
    ndcg_10: f64,
}

fn measures(means: &[Interval; 5]) -> Vec<MeasureJson> {
    MEASURES
        .iter()
        .zip(means)
        .map(|(measure, mean)| MeasureJson {
            name: measure.name(),
            mean: mean.mean,
            low: mean.low,
            high: mean.high,
        })
        .collect()
}

/// For programs.
pub fn object<'a>(view: &EvalView<'a>) -> EvalJson<'a> {
    EvalJson {
        schema: SCHEMA,
        unjudged: view.unjudged,
        groups: view
            .groups
            .iter()
            .map(|group| GroupJson {
                kind: group.kind.as_deref(),
                questions: group.questions,
                measures: measures(&group.means),
            })
            .collect(),
        comparison: view.comparison.map(|comparison| ComparisonJson {
            questions: comparison.questions,
            differences: measures(&comparison.differences),
            better: comparison
                .better
                .iter()
                .map(|(id, ..)| id.as_str())
                .collect(),
            worse: comparison
                .worse
                .iter()
                .map(|(id, ..)| id.as_str())
                .collect(),
        }),
        below: view
            .below
            .iter()
            .map(|&(name, floor, value)| BelowJson { name, floor, value })
            .collect(),
        questions: view
            .scored
            .iter()
            .map(|one| ScoredJson {
                id: &one.id,
                kind: one.kind.as_deref(),
                rank: one.rank,
                recall_10: one.values[0],
                recall_100: one.values[1],
                ndcg_10: one.values[3],
            })
            .collect(),
    }
}
