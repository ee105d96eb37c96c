//! `no-validity`: no term is stated although one must be.

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::laws::zh_date;
use super::super::subject::{Subject, UNVERIFIED};

/// 规范性文件没有写明有效期。
///
/// ## 查什么
/// 在要求写明有效期的地方，规范性文件的正文和印发通知里都没有有效期、试行期或失效日期。该要求施行以后制定的判“很可能”，
/// 以前制定的只作提示。
///
/// ## 依据
/// 当地规范性文件管理规定（jurisdictions.toml 所列；广东省为《广东省行政规范性文件管理规定》，条号待核）。
///
/// ## 示例
/// “本办法自印发之日起施行。”——没有有效期。
///
/// ## 误报与处理
/// 法律、法规、规章、规划、方案、报告、通知、草案和内部管理制度不在此列，程序不报；文本不全的也不报。
/// 有效期写在没有收入语料的通知里的，请把通知与正文放在同一个文件，或在 facts.toml 里登记。名称带“试行”“暂行”而没有期限的，
/// 另见 trial-overdue。
pub struct NoValidity;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let card = &subject.entry.card;
    if subject.is_over() || !subject.has_term() || card.truncated || card.last_day().is_some() {
        return;
    }
    let Some(profile) = subject
        .profile()
        .filter(|profile| profile.must_state_validity)
    else {
        return;
    };
    let Some(made) = subject.date() else { return };
    let states = super::term::validity(subject).is_some()
        || subject
            .document()
            .extensions
            .iter()
            .any(|e| e.until.is_some());
    // A trial rule past its time is the graver matter and reported as such.
    if states || extended(subject) || super::trial_overdue::overdue(subject, profile).is_some() {
        return;
    }
    let older = profile.stated_since.is_some_and(|since| made < since);
    let mark = if profile.verified { "" } else { UNVERIFIED };
    let since = profile
        .stated_since
        .map(|since| format!("自{}起", zh_date(since)))
        .unwrap_or_default();
    let remark = if older {
        "，本文件早于此，清理时可一并明确"
    } else {
        ""
    };
    let message = format!(
        "没有写明有效期；{}{since}要求写明{remark}{mark}",
        profile.name
    );
    let certainty = if older {
        Certainty::Hint
    } else {
        Certainty::Probable
    };
    let mut finding = subject.finding("no-validity", certainty, message, profile.source.clone());
    super::term::effect(subject, &mut finding);
    finding.verified = profile.verified;
    finding.suggestion = Suggestion::Amend;
    out.push(finding);
}

/// Whether the resolved status knows an end that the text does not state (an extension notice, staff).
fn extended(subject: &Subject<'_>) -> bool {
    subject
        .entry
        .card
        .intervals
        .iter()
        .any(|interval| interval.status == crate::law::model::Status::Expired)
}
