//! `trial-overdue`: a trial rule without a term, in force longer than trials may be.

use super::super::catalogue::Profile;
use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::laws::zh_date;
use super::super::subject::{Subject, UNVERIFIED};
use super::validity_too_long::span;
use jiff::ToSpan;
use jiff::civil::Date;

/// 名称带“试行”“暂行”而没有写期限的文件，施行时间已超过试行的上限。
///
/// ## 查什么
/// 规范性文件名称里有“（试行）”“暂行”，没有写明有效期或试行期，从施行（或印发）之日起已超过当地规定的试行期上限
/// （广东省 3 年）。写明了期限的，由 expired 按所写的期限报。
///
/// ## 依据
/// 当地规范性文件管理规定（jurisdictions.toml 的 trial_validity_months）。
///
/// ## 示例
/// 《韶州市科技项目检查规程（试行）》2019 年施行，没有写期限，至今仍在执行。
///
/// ## 误报与处理
/// 法院的“规定（试行）”、国务院的“暂行条例”不在此列，程序不报。仍需要的，去掉“试行”重新制定；不需要的宣布失效。
pub struct TrialOverdue;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let card = &subject.entry.card;
    if subject.is_over() || !subject.has_term() || card.truncated || card.last_day().is_some() {
        return;
    }
    let Some(profile) = subject.profile() else {
        return;
    };
    let Some((from, months)) = overdue(subject, profile) else {
        return;
    };
    let mark = if profile.verified { "" } else { UNVERIFIED };
    let message = format!(
        "试行（暂行）文件自{}施行，没有写期限，已超过{}最长{}的规定{mark}",
        zh_date(from),
        profile.name,
        span(months)
    );
    let mut finding = subject.finding(
        "trial-overdue",
        Certainty::Probable,
        message,
        profile.source.clone(),
    );
    super::term::effect(subject, &mut finding);
    finding.verified = profile.verified;
    finding.suggestion = Suggestion::Review;
    out.push(finding);
}

/// Since when a trial rule without a term is in force and how many months it may be, when that is past.
pub(super) fn overdue(subject: &Subject<'_>, profile: &Profile) -> Option<(Date, u32)> {
    let months = profile
        .trial_validity_months
        .filter(|_| is_trial(subject, profile))?;
    let stated =
        super::term::validity(subject).is_some_and(|(validity, _)| validity.until.is_some());
    let from = subject
        .entry
        .card
        .effective
        .or(subject.date())
        .filter(|_| !stated)?;
    let limit = from.checked_add(i64::from(months).months()).ok()?;
    (subject.world.options.as_of >= limit).then_some((from, months))
}

/// Whether the title says that it is a trial rule.
pub(super) fn is_trial(subject: &Subject<'_>, profile: &Profile) -> bool {
    let title = subject.entry.card.title.as_deref().unwrap_or_default();
    profile
        .trial_marks
        .iter()
        .any(|mark| title.contains(mark.as_str()))
}
