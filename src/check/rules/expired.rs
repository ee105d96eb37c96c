//! `expired`: the term is over.

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::laws::zh_date;
use super::super::subject::{Subject, related};
use crate::law::model::Status;

/// 文件自己写明的有效期（或延长后的有效期）已经届满。
///
/// ## 查什么
/// 规范性文件写明了有效期、试行期或“有效期至某年某月某日”，而查询日期已在最后一天之后。有效期写在印发通知里的也算；
/// 有延期通知的按延长后的日期算。从 2021 年 7 月 1 日起施行、有效期 5 年的，最后一天是 2026 年 6 月 30 日。
///
/// ## 依据
/// 文件自身的有效期条款。有效期届满，文件自动失效，不必另行废止（各地规范性文件管理规定，如《广东省行政规范性文件管理规定》）。
///
/// ## 示例
/// “本办法自2018年1月1日起施行，有效期5年。”——2023 年起不得再作为管理依据。
///
/// ## 误报与处理
/// 许可证、资质、证书的有效期不算。如有延期通知没有收入语料，请把通知放进语料，或在 facts.toml 里登记，再查一次。
/// 仍需要的，按程序重新制定；不再需要的，列入“宣布失效”。
pub struct Expired;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.status() != Status::Expired
        || subject.entry.card.draft
        || subject.world.carries(subject.entry)
    {
        return;
    }
    let Some(interval) = subject.interval else {
        return;
    };
    // The last day in force is the day before the status began.
    let last = interval
        .from
        .and_then(|from| from.yesterday().ok())
        .or(subject.entry.card.last_day());
    let day = last.map_or_else(
        || "已届满".to_owned(),
        |last| format!("到{}为止", zh_date(last)),
    );
    let certainty = if interval.certain {
        Certainty::Certain
    } else {
        Certainty::Probable
    };
    let mut finding = subject.finding(
        Expired::ID,
        certainty,
        format!("有效期{day}，已经失效"),
        "文件自身的有效期条款",
    );
    super::term::locate(subject, &mut finding);
    if let Some(by) = interval
        .by
        .as_deref()
        .and_then(|id| subject.world.by_id(id))
    {
        finding.related = Some(related(by));
    }
    finding.suggestion = Suggestion::Lapse;
    out.push(finding);
}

impl Expired {
    const ID: &'static str = "expired";
}
