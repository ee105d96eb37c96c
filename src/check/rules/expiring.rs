//! `expiring`: the term is over soon.

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::laws::zh_date;
use super::super::subject::Subject;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::law::model::Status;

/// 文件的有效期将在几个月内届满（默认六个月）。
///
/// ## 查什么
/// 现行有效、写明有效期的规范性文件，从查询日期起算在提示期内到期。有延期通知的按延长后的日期算；已经废止、已有新版本的不报。
/// 提示期由 jurisdictions.toml 的 expiring_months 规定。
///
/// ## 依据
/// 文件自身的有效期条款；届满前应当评估，需要继续执行的，在届满前重新制定或者延期（各地规范性文件管理规定）。
///
/// ## 示例
/// 有效期到 2027 年 1 月 31 日的办法，在 2026 年 11 月查询时提示。
///
/// ## 误报与处理
/// 已经在走修订、延期程序的，在处理意见里注明即可；下一轮在新文件收入语料后不再出现。
pub struct Expiring;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.is_over()
        || !matches!(subject.status(), Status::InForce | Status::Unknown)
        || !subject.has_term()
    {
        return;
    }
    let (Some(last), Some(profile)) = (last_day(subject), subject.profile()) else {
        return;
    };
    let today = subject.world.options.as_of;
    let Ok(limit) = today.checked_add(i64::from(profile.expiring_months).months()) else {
        return;
    };
    if last < today || last > limit {
        return;
    }
    let days = today.until(last).map_or(0, |span| span.get_days());
    let message = match days {
        0 => format!("有效期今天（{}）届满", zh_date(last)),
        days => format!("有效期到{}为止，还有{days}天", zh_date(last)),
    };
    let mut finding = subject.finding(ID, Certainty::Certain, message, "文件自身的有效期条款");
    super::term::locate(subject, &mut finding);
    finding.suggestion = Suggestion::Review;
    out.push(finding);
}

/// The last day in force: of the interval the day lies in, when the next one says that the term is over.
fn last_day(subject: &Subject<'_>) -> Option<Date> {
    let intervals = &subject.entry.card.intervals;
    let Some(now) = subject.interval else {
        return subject.entry.card.last_day();
    };
    let at = intervals
        .iter()
        .position(|interval| std::ptr::eq(interval, now))?;
    // Amendments of other laws may cut the time in force into several stretches.
    let over = intervals[at..]
        .iter()
        .find(|interval| !matches!(interval.status, Status::InForce | Status::Unknown))?;
    if over.status != Status::Expired {
        return None;
    }
    over.from
        .and_then(|from| from.yesterday().ok())
        .or(subject.entry.card.last_day())
}

const ID: &str = "expiring";
