//! `validity-too-long`: the stated term is longer than allowed.

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::subject::{Subject, UNVERIFIED};
use jiff::ToSpan;

/// 写明的有效期超过当地规定的上限。
///
/// ## 查什么
/// 从施行日期到有效期最后一天的时间，长于当地的上限（广东省：一般 5 年，暂行、试行 3 年）。恰好等于上限的不报；由延期通知
/// 延长的部分不计。
///
/// ## 依据
/// 当地规范性文件管理规定（jurisdictions.toml 所列，上限可按当地规定修改）。
///
/// ## 示例
/// “自2022年1月1日起施行，有效期10年。”
///
/// ## 误报与处理
/// 各地上限不同，先核对 jurisdictions.toml 选用的是不是本地的规定。确属过长的，修改有效期条款；在改之前按上限掌握。
pub struct ValidityTooLong;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.is_over() || !subject.has_term() {
        return;
    }
    let Some(profile) = subject.profile() else {
        return;
    };
    let Some((validity, _)) = super::term::validity(subject) else {
        return;
    };
    let card = &subject.entry.card;
    let (Some(from), Some(until)) = (card.effective.or(subject.date()), validity.until) else {
        return;
    };
    let trial = super::trial_overdue::is_trial(subject, profile);
    let cap = if trial {
        profile
            .trial_validity_months
            .or(profile.max_validity_months)
    } else {
        profile.max_validity_months
    };
    let Some(cap) = cap else { return };
    let Ok(limit) = from.checked_add(i64::from(cap).months()) else {
        return;
    };
    // The day of the anniversary itself is tolerated: some count the first day, some do not.
    if until <= limit {
        return;
    }
    let what = if trial {
        "暂行、试行文件"
    } else {
        "规范性文件"
    };
    let mark = if profile.verified { "" } else { UNVERIFIED };
    let message = format!(
        "“{}”超过{}{what}最长{}的规定{mark}",
        validity.text,
        profile.name,
        span(cap)
    );
    let mut finding = subject.finding(
        "validity-too-long",
        Certainty::Probable,
        message,
        profile.source.clone(),
    );
    super::term::locate(subject, &mut finding);
    finding.verified = profile.verified;
    finding.suggestion = Suggestion::Amend;
    out.push(finding);
}

/// Months as staff say them.
pub(super) fn span(months: u32) -> String {
    if months.is_multiple_of(12) {
        format!("{}年", months / 12)
    } else {
        format!("{months}个月")
    }
}
