//! The table of rules. Ids are for ever: never renamed, never used again for something else.

use super::finding::Finding;
use super::rules;
use super::subject::Subject;

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Id (CONTRACT).
    pub id: &'static str,
    /// Name staff see.
    pub name: &'static str,
    /// Its source file, for the manual.
    source: &'static str,
    /// Looks at one document.
    pub(super) run: fn(&Subject<'_>, &mut Vec<Finding>),
}

macro_rules! rule {
    ($id:literal, $name:literal, $module:ident) => {
        Rule {
            id: $id,
            name: $name,
            source: include_str!(concat!("rules/", stringify!($module), ".rs")),
            run: rules::$module::run,
        }
    };
}

/// All rules, in the order of their weight.
pub const RULES: [Rule; 16] = [
    rule!("expired", "有效期已过", expired),
    rule!("expiring", "即将到期", expiring),
    rule!("no-validity", "未写有效期", no_validity),
    rule!("validity-too-long", "有效期过长", validity_too_long),
    rule!("trial-overdue", "试行超期", trial_overdue),
    rule!("repealed", "已被废止", repealed),
    rule!("superseded", "已有新版本", superseded),
    rule!("basis-repealed", "制定依据已废止", basis_repealed),
    rule!("basis-amended", "制定依据已修改", basis_amended),
    rule!("cites-repealed", "引用已废止的文件", cites_repealed),
    rule!(
        "cites-missing-article",
        "引用的条文不存在",
        cites_missing_article
    ),
    rule!("stale-body", "机构名称过时", stale_body),
    rule!("past-deadline", "目标或期限已过", past_deadline),
    rule!("fair-competition", "公平竞争审查用语", fair_competition),
    rule!("broken-reference", "内部引用有误", broken_reference),
    rule!("duplicate", "重复收录", duplicate),
];

/// The rule with an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

impl Rule {
    /// The manual: the comment over the rule's type, in Chinese Markdown.
    pub fn manual(&self) -> String {
        let mut manual = String::new();
        for line in self.source.lines() {
            if let Some(text) = line.strip_prefix("///") {
                manual.push_str(text.strip_prefix(' ').unwrap_or(text));
                manual.push('\n');
            } else if !manual.is_empty() {
                break;
            }
        }
        manual
    }

    /// The first line of the manual: what the rule is about.
    pub fn summary(&self) -> String {
        self.manual().lines().next().unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_manual() {
        for rule in &RULES {
            let manual = rule.manual();
            for section in ["## 查什么", "## 依据", "## 示例", "## 误报与处理"] {
                assert!(manual.contains(section), "{} has no {section}", rule.id);
            }
            assert!(
                !rule.summary().starts_with('#') && !rule.summary().is_empty(),
                "{}",
                rule.id
            );
        }
    }

    #[test]
    fn ids_are_those_of_the_contract() {
        let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(
            ids,
            [
                "expired",
                "expiring",
                "no-validity",
                "validity-too-long",
                "trial-overdue",
                "repealed",
                "superseded",
                "basis-repealed",
                "basis-amended",
                "cites-repealed",
                "cites-missing-article",
                "stale-body",
                "past-deadline",
                "fair-competition",
                "broken-reference",
                "duplicate",
            ]
        );
    }
}
