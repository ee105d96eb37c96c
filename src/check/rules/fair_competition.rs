//! `fair-competition`: wording that calls for a fair-competition review.

use super::super::catalogue::Wording;
use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::subject::{Place, Subject, UNVERIFIED};
use crate::law::model::Kind;

/// 可能违反公平竞争审查标准的表述。
///
/// ## 查什么
/// 规章、规范性文件、政策措施、通知里的红旗用语（目录 fair_competition.tsv 中标为 strong 的）：限定购买本地产品、本地企业优先、
/// 要求外地企业设立分支机构、税收返还、按税收贡献奖励等。
///
/// ## 依据
/// 《公平竞争审查条例》第八条至第十三条（国务院令第783号，2024 年 8 月 1 日施行）。第十二条规定了例外：维护国家安全、
/// 促进科学技术进步等，但须没有影响更小的替代方案，并有合理的实施期限或者终止条件。
///
/// ## 示例
/// “政府采购同等条件下优先采购本市注册企业的产品。”
///
/// ## 误报与处理
/// 只作提示，是否违法由起草部门审查、市场监管部门指导。“不得指定……”“不得限制外地企业”等禁止性规定不报；把注册地作为财政
/// 项目申报资格的，多半合法，不报。科技扶持政策请核对是否写明了期限。
pub struct FairCompetition;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let kind = subject.entry.card.kind;
    let binding = matches!(
        kind,
        Kind::Rule | Kind::NormativeDocument | Kind::Policy | Kind::Notice | Kind::Other
    );
    if subject.is_over() || subject.tells() || subject.amends() || !binding {
        return;
    }
    for (at, _, text) in subject.operative() {
        for (from, to) in small_clauses(text) {
            let small = &text[from..to];
            let Some(passage) = subject.passage(at) else {
                continue;
            };
            let rows = &subject.world.catalogue.wording;
            // One of the regulation's, and one of the bureau's own where that is another place.
            let shipped = first_hit(rows.iter().filter(|row| row.own_basis.is_none()), small);
            let own = first_hit(rows.iter().filter(|row| row.own_basis.is_some()), small)
                .filter(|hit| shipped.is_none_or(|other| (hit.1, hit.2) != (other.1, other.2)));
            for (wording, start, end) in shipped.into_iter().chain(own) {
                let place = Place {
                    passage,
                    start: from + start,
                    end: from + end,
                };
                if passage.title_at(place.start).is_none()
                    && !forbidden(place.before(), &small[..start])
                {
                    out.push(finding(subject, wording, place));
                }
            }
        }
    }
}

fn finding(subject: &Subject<'_>, wording: &Wording, place: Place<'_>) -> Finding {
    let mark = if wording.verified { "" } else { UNVERIFIED };
    let (message, basis) = match &wording.own_basis {
        Some(basis) => (format!("{}，请核对", wording.hint), basis.clone()),
        None => (
            format!("{}，请作公平竞争审查{mark}", wording.hint),
            format!("《公平竞争审查条例》{}", provision(&wording.provision)),
        ),
    };
    let mut finding =
        subject.finding_at(place, "fair-competition", Certainty::Hint, message, basis);
    finding.term = Some(place.words());
    finding.verified = wording.verified;
    finding.suggestion = Suggestion::Review;
    finding
}

/// The first wording of a small clause, the strongest row first.
fn first_hit<'w>(
    rows: impl Iterator<Item = &'w Wording>,
    small: &str,
) -> Option<(&'w Wording, usize, usize)> {
    rows.filter(|row| row.strong && !row.except.iter().any(|word| small.contains(word.as_str())))
        .find_map(|row| {
            let (start, end) = row.pattern.find(small)?;
            Some((row, start, end))
        })
}

/// The small clauses of a text: between commas, stops and breaks.
fn small_clauses(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut from = 0;
    text.split_inclusive(['，', '。', '；', '：', '！', '？', '\n'])
        .map(move |part| {
            let start = from;
            from += part.len();
            (start, from)
        })
}

/// Whether the clause forbids what the words say.
fn forbidden(before: &str, small_before: &str) -> bool {
    let bans = [
        "不得", "禁止", "严禁", "不准", "不应", "不能", "防止", "避免", "杜绝", "清理", "取消",
        "废除", "纠正", "不以", "不再",
    ];
    let lists = [
        "不得有下列",
        "不得存在下列",
        "禁止下列",
        "严禁下列",
        "不得包含下列",
        "不得含有下列",
        "不得实施下列",
        "不得设定下列",
        "不得作出下列",
    ];
    bans.iter().any(|word| small_before.contains(word))
        || lists.iter().any(|word| before.contains(word))
}

/// `§8（三）` as staff write it: `第八条（三）`.
fn provision(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('§') {
        out.push_str(&rest[..at]);
        let digits: String = rest[at + '§'.len_utf8()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let number = digits
            .parse()
            .map_or_else(|_| digits.clone(), crate::text::numeral::to_chinese);
        out.extend(["第", number.as_str(), "条"]);
        rest = &rest[at + '§'.len_utf8() + digits.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provisions_in_words() {
        assert_eq!(provision("§9（一）（三）"), "第九条（一）（三）");
        assert_eq!(
            provision("§8（三）、§10（一）"),
            "第八条（三）、第十条（一）"
        );
    }

    #[test]
    fn bans_are_the_opposite() {
        assert!(forbidden("", "任何单位不得"));
        assert!(forbidden("申报工作不得有下列行为：（一）", ""));
        assert!(!forbidden("第三条 ", "采购单位应当"));
    }
}
