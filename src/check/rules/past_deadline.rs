//! `past-deadline`: targets, deadlines, plan periods and programmes that are over.

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::super::catalogue::PlanKind;
use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::laws::zh_date;
use super::super::subject::{Place, Subject, UNVERIFIED};
use crate::law::model::{Kind, Level};
use crate::text::normalize::canonical;

/// 文件里的目标年份、完成期限、规划期已过，或者引用了已停办的计划、平台和已取消的事项。
///
/// ## 查什么
/// 规范性文件、政策、通知里的“到2020年”“2021年底前”“6月30日前完成”一类期限早于查询日期；名称里的规划期（2018—2020年）已过；
/// 引用目录 past_plans.tsv 所列的已到期规划、已停办的科技计划、已关闭的平台和已取消的证照、税费。
///
/// ## 依据
/// 文件自身写明的期限；规划、计划的起止时间；历次改革和取消事项的决定（见目录）。任务完成、时限已过的文件可以宣布失效。
///
/// ## 示例
/// “到2020年，全市研发投入占比达到2.5%。”
///
/// ## 误报与处理
/// 叙述历史（“十三五”期间取得……、截至2020年底已有……）、文件自身的施行日期和有效期、书名号里的名称、工作报告不报。
/// 目标已经完成的，宣布失效或者修改；仍在执行的，更新年份。
pub struct PastDeadline;

/// `到2020年`, `2021年底前`, `2021年6月30日前`, `在2025年内`.
static DEADLINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?P<to>到)?(?P<y>20[0-4][0-9])年(?P<end>底|末)?(?:(?P<m>1[0-2]|0?[1-9])月(?P<me>底|末|份)?(?:(?P<d>3[01]|[12][0-9]|0?[1-9])日)?)?(?P<before>前|之前|以前|内|年底前)?";
    // The pattern is a constant, tried by the tests.
    #[expect(clippy::expect_used, reason = "constant pattern")]
    Regex::new(pattern).expect("constant pattern")
});

/// A period in a title: `（2018—2020年）`.
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constant pattern")]
    Regex::new(r"(20[0-4][0-9])年?[-—–~～至到]+(20[0-4][0-9])年?").expect("constant pattern")
});

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let kind = subject.entry.card.kind;
    let speaks = matches!(
        kind,
        Kind::NormativeDocument | Kind::Policy | Kind::Notice | Kind::Rule | Kind::Other
    );
    if subject.is_over() || subject.tells() || subject.amends() || !speaks {
        return;
    }
    period(subject, out);
    let mut seen = HashSet::new();
    for (at, _, text) in subject.operative() {
        for hit in DEADLINE.captures_iter(text) {
            deadline(subject, at, &hit, &mut seen, out);
        }
        for hit in subject.world.catalogue.plan_words.find_iter(text) {
            plan(
                subject,
                at,
                hit.pattern().as_usize(),
                hit.start(),
                hit.end(),
                &mut seen,
                out,
            );
        }
    }
}

/// The period in the document's own title.
fn period(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    // A notice and the plan it issues count once.
    if subject.world.carries(subject.entry) {
        return;
    }
    let Some(title) = subject.entry.card.title.as_deref() else {
        return;
    };
    let folded = canonical(title).text;
    let Some(year) = PERIOD
        .captures(&folded)
        .and_then(|hit| hit[2].parse::<i16>().ok())
    else {
        return;
    };
    if year >= subject.world.options.as_of.year() {
        return;
    }
    let message = format!("名称中的规划（执行）期到{year}年为止，已经结束");
    let mut finding = subject.finding(ID, Certainty::Probable, message, "文件自身写明的期限");
    title.clone_into(&mut finding.quote);
    finding.line = subject
        .document()
        .evidence
        .get(&crate::law::model::Field::Title)
        .and_then(|evidence| evidence.line);
    finding.suggestion = Suggestion::Lapse;
    out.push(finding);
}

fn deadline(
    subject: &Subject<'_>,
    at: usize,
    hit: &Captures<'_>,
    seen: &mut HashSet<(usize, Option<u32>, String)>,
    out: &mut Vec<Finding>,
) {
    let Some((last, whole)) = last_day(hit).zip(hit.get(0)) else {
        return;
    };
    if last >= subject.world.options.as_of {
        return;
    }
    let Some(passage) = subject.passage(at) else {
        return;
    };
    let place = Place {
        passage,
        start: whole.start(),
        end: whole.end(),
    };
    if passage.title_at(place.start).is_some() || !is_deadline(place, hit) {
        return;
    }
    let line = passage.line(passage.span(place.start, place.end));
    if !seen.insert((at, line, whole.as_str().to_owned())) {
        return;
    }
    let message = format!(
        "“{}”的期限或目标年份已过（{}）",
        place.words(),
        zh_date(last)
    );
    let mut finding = subject.finding_at(place, ID, Certainty::Hint, message, "文件自身写明的期限");
    finding.term = Some(place.words());
    finding.suggestion = Suggestion::Review;
    out.push(finding);
}

/// The last day a deadline leaves.
fn last_day(hit: &Captures<'_>) -> Option<Date> {
    let number = |name: &str| {
        hit.name(name)
            .and_then(|part| part.as_str().parse::<i16>().ok())
    };
    let year = number("y")?;
    let day = match (number("m"), number("d")) {
        (Some(month), Some(day)) => Date::new(year, month as i8, day as i8).ok()?,
        (Some(month), None) => Date::new(year, month as i8, 1).ok()?.last_of_month(),
        _ => Date::new(year, 12, 31).ok()?,
    };
    Some(day)
}

/// Whether the words set a time for something still to do.
fn is_deadline(place: Place<'_>, hit: &Captures<'_>) -> bool {
    let has = |name: &str| hit.name(name).is_some();
    let before = place.before();
    let to = has("to")
        && !before.ends_with([
            '达', '收', '得', '接', '月', '日', '年', '看', '想', '报', '签', '遇',
        ]);
    // 到2020年, 2021年底前; a bare year says nothing.
    if !(to || has("before")) {
        return false;
    }
    // 2018年到2020年, 自2018年起到2020年: a stretch of time.
    let near: String = before
        .chars()
        .rev()
        .take(14)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    if has("to") && (near.contains('自') || near.contains('从')) && near.contains('年') {
        return false;
    }
    let sentence = place.sentence();
    let own = [
        "有效期",
        "施行",
        "起执行",
        "试行期",
        "废止",
        "失效",
        "出生",
        "注册成立",
        "成立",
    ];
    let told = [
        "期间，",
        "以来",
        "截至",
        "截止",
        "已达",
        "已有",
        "共有",
        "取得了",
        "实现了",
        "完成了",
        "已完成",
        "已建成",
        "累计",
        "达到了",
    ];
    !own.iter().any(|word| sentence.contains(word))
        && !told.iter().any(|word| sentence.contains(word))
}

fn plan(
    subject: &Subject<'_>,
    at: usize,
    row: usize,
    start: usize,
    end: usize,
    seen: &mut HashSet<(usize, Option<u32>, String)>,
    out: &mut Vec<Finding>,
) {
    let plan = &subject.world.catalogue.plans[row];
    let Some(passage) = subject.passage(at) else {
        return;
    };
    let place = Place {
        passage,
        start,
        end,
    };
    let over = plan
        .until
        .is_none_or(|until| until.latest() < subject.world.options.as_of);
    let told =
        is_told(place) || passage.title_at(start).is_some() || passage.clause.level == Level::Note;
    if !over || told || !plan.guard.allows(passage.text(), start, end) {
        return;
    }
    let line = passage.line(passage.span(start, end));
    if !seen.insert((at, line, plan.words.clone())) {
        return;
    }
    let mark = if plan.verified { "" } else { UNVERIFIED };
    let what = match plan.kind {
        PlanKind::Plan => "的规划期已过",
        PlanKind::Programme => "已停止实施",
        PlanKind::Platform => "已停用或更名",
        PlanKind::Matter => "已取消或停止",
        PlanKind::Standard => "已更新或不再使用",
    };
    let when = plan
        .until
        .map(|until| format!("（{}）", until.zh()))
        .unwrap_or_default();
    let now = plan
        .now
        .as_ref()
        .map(|now| format!("，现为：{now}"))
        .unwrap_or_default();
    let title = subject.entry.card.title.as_deref().unwrap_or_default();
    let is_plan = plan.kind == PlanKind::Plan
        && ["规划", "计划", "方案"]
            .iter()
            .any(|word| title.contains(word));
    let certainty = if is_plan && title.contains(plan.words.as_str()) {
        Certainty::Probable
    } else {
        Certainty::Hint
    };
    let message = format!("“{}”{what}{when}{now}{mark}", plan.words);
    let mut finding = subject.finding_at(place, ID, certainty, message, plan.source.clone());
    finding.term = Some(place.words());
    finding.verified = plan.verified;
    finding.suggestion = Suggestion::Review;
    out.push(finding);
}

/// Whether the sentence tells what was: `“十三五”期间，我市……取得`.
fn is_told(place: Place<'_>) -> bool {
    let after: String = place
        .after()
        .chars()
        .take(8)
        .filter(|c| !matches!(c, '”' | '"' | '“'))
        .collect();
    let period = ["期间", "时期", "以来", "末", "收官"]
        .iter()
        .any(|word| after.starts_with(word));
    let sentence = place.sentence();
    let told = [
        "取得",
        "完成",
        "实现了",
        "已",
        "累计",
        "以来",
        "原",
        "曾",
        "不再",
        "取消",
        "停止",
        "改征",
        "废止",
    ];
    period || told.iter().any(|word| sentence.contains(word))
}

const ID: &str = "past-deadline";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_days() {
        let day = |text: &str| {
            DEADLINE
                .captures(text)
                .and_then(|hit| last_day(&hit))
                .map(|day| day.to_string())
        };
        assert_eq!(day("到2020年").as_deref(), Some("2020-12-31"));
        assert_eq!(day("2021年6月底前").as_deref(), Some("2021-06-30"));
        assert_eq!(day("2021年6月15日前").as_deref(), Some("2021-06-15"));
        assert_eq!(day("第2021号"), None);
    }

    #[test]
    fn periods_in_titles() {
        let end = |text: &str| PERIOD.captures(text).map(|hit| hit[2].to_owned());
        assert_eq!(end("行动方案（2018—2020年）").as_deref(), Some("2020"));
        assert_eq!(end("工作规程（2021年）"), None);
    }
}
