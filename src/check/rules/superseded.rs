//! `superseded`: a later version of the same work.

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::keys::version_date;
use super::super::laws::zh_date;
use super::super::subject::{Subject, related};
use crate::law::model::Status;

/// 同一机关、同一名称的文件已有更新的版本。
///
/// ## 查什么
/// 语料中有同名、同制定机关、日期更晚的文件，而新文件没有写明废止旧文件（写明的由 repealed 报）。新版本已公布、尚未施行的，
/// 提前提示施行日期。
///
/// ## 依据
/// 同一机关的新规定与旧规定不一致的，适用新的规定（立法法第一百零三条的原则）。
///
/// ## 示例
/// 2018 年的《韶州市科技特派员管理办法》和 2022 年的同名办法并存，后者没有写“同时废止”。
///
/// ## 误报与处理
/// 年度通知、同一系列的（一）（二）、不同机关的同名文件不算。两个版本确实并行的（如适用于不同对象），请注明理由；
/// 否则把旧的一份列入废止目录。
pub struct Superseded;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.entry.card.draft || subject.world.carries(subject.entry) {
        return;
    }
    let coming = subject.coming(Status::Amended);
    let now = subject
        .interval
        .filter(|interval| interval.status == Status::Amended);
    let Some(interval) = now.or(coming) else {
        return;
    };
    let by = interval
        .by
        .as_deref()
        .and_then(|id| subject.world.by_id(id));
    let certainty = if interval.certain {
        Certainty::Certain
    } else {
        Certainty::Probable
    };
    let message = match by {
        Some(by) => {
            let made = version_date(&by.card)
                .map(|date| format!("{}的", zh_date(date)))
                .unwrap_or_default();
            let from = interval
                .from
                .filter(|_| now.is_none())
                .map(|from| format!("，自{}起施行", zh_date(from)));
            format!(
                "已有{made}新版本{}{}",
                super::repealed::name(by),
                from.unwrap_or_default()
            )
        }
        None => "已有新版本".to_owned(),
    };
    let mut finding = subject.finding(
        "superseded",
        certainty,
        message,
        "同一机关就同一事项的新规定优先于旧规定",
    );
    finding.quote = interval
        .reason
        .clone()
        .or_else(|| by.and_then(|by| by.card.title.clone()))
        .unwrap_or_default();
    finding.term.clone_from(&subject.entry.card.title);
    finding.related = by.map(related);
    finding.suggestion = if now.is_some() {
        Suggestion::Repeal
    } else {
        Suggestion::Review
    };
    out.push(finding);
}
