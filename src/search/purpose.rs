//! What a question is after, and which clauses are of that kind: a definition for 什么是, conditions for 条件,
//! amounts for 多少, procedure for 怎么申请, a responsible body for 谁负责.

use std::sync::LazyLock;

use regex::Regex;

/// What a question is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What something is.
    Definition,
    /// What has to be met.
    Conditions,
    /// How much, how many, how long.
    Amount,
    /// How to go about it.
    Procedure,
    /// Who is in charge.
    Body,
}

/// A purpose with the words that ask for it and what clauses of that kind say.
struct Row {
    purpose: Purpose,
    asks: &'static [&'static str],
    says: LazyLock<Option<Regex>>,
}

static ROWS: [Row; 5] = [
    Row {
        purpose: Purpose::Definition,
        asks: &[
            "什么是",
            "是什么",
            "指什么",
            "定义",
            "含义",
            "何为",
            "何谓",
            "什么叫",
            "什么意思",
        ],
        says: LazyLock::new(|| Regex::new("是指|所称|系指|是为|定义").ok()),
    },
    Row {
        purpose: Purpose::Conditions,
        asks: &[
            "条件",
            "资格",
            "具备什么",
            "符合什么",
            "要求",
            "门槛",
            "才能",
            "能不能",
            "可以吗",
        ],
        says: LazyLock::new(|| {
            Regex::new("(下列|以下|相应|规定的?)(基本)?条件|应当?(具备|符合|满足)|须(具备|符合)|条件(的|：|:)").ok()
        }),
    },
    Row {
        purpose: Purpose::Amount,
        asks: &[
            "多少",
            "标准",
            "金额",
            "额度",
            "比例",
            "多久",
            "多长",
            "几年",
            "几次",
            "几天",
            "几个月",
            "期限",
            "上限",
            "最高",
            "最低",
            "最多",
            "赔多少",
            "罚多少",
        ],
        says: LazyLock::new(|| {
            Regex::new("[0-9一二三四五六七八九十百千万两]+(个)?(元|万|亿|%|％|年|月|日|次|倍|周岁|小时)|百分之|分之").ok()
        }),
    },
    Row {
        purpose: Purpose::Procedure,
        asks: &[
            "怎么办",
            "流程",
            "程序",
            "如何申请",
            "怎么申请",
            "怎样申请",
            "步骤",
            "手续",
            "材料",
            "如何办理",
            "怎么办理",
            "如何处理",
            "怎么处理",
        ],
        says: LazyLock::new(|| {
            Regex::new("提交|提出|申请|受理|审核|审查|程序|下列材料|工作日内|报送|办理").ok()
        }),
    },
    Row {
        purpose: Purpose::Body,
        asks: &[
            "谁负责",
            "哪个部门",
            "谁管",
            "由谁",
            "哪个单位",
            "什么部门",
            "找谁",
            "谁办",
        ],
        says: LazyLock::new(|| Regex::new("负责|主管部门|牵头|行政部门").ok()),
    },
];

/// What a query (canonical) is after; several at once where it says so.
pub fn purposes(query: &str) -> Vec<Purpose> {
    ROWS.iter()
        .filter(|row| row.asks.iter().any(|word| query.contains(word)))
        .map(|row| row.purpose)
        .collect()
}

/// Share of the purposes that a clause's text serves.
pub fn serves(purposes: &[Purpose], text: &str) -> f32 {
    if purposes.is_empty() {
        return 0.0;
    }
    let served = ROWS
        .iter()
        .filter(|row| purposes.contains(&row.purpose))
        .filter(|row| row.says.as_ref().is_some_and(|says| says.is_match(text)))
        .count();
    served as f32 / purposes.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_clauses_of_their_kind() {
        for (query, purpose, yes, no) in [
            (
                "什么是众创空间",
                Purpose::Definition,
                "本办法所称众创空间，是指……",
                "众创空间应当备案。",
            ),
            (
                "孵化器 认定条件",
                Purpose::Conditions,
                "申请认定应当具备下列条件：",
                "市科技局负责认定。",
            ),
            (
                "高企 奖励 多少",
                Purpose::Amount,
                "一次性奖励20万元。",
                "给予奖励。",
            ),
            (
                "外国人来华工作许可 谁办",
                Purpose::Body,
                "由市科技主管部门负责办理。",
                "申请人应当年满十八周岁。",
            ),
        ] {
            let found = purposes(query);
            assert!(found.contains(&purpose), "{query}: {found:?}");
            assert!(serves(&[purpose], yes) > serves(&[purpose], no), "{query}");
        }
        assert!(purposes("孵化器").is_empty());
        assert!(serves(&[], "任何文字").abs() < f32::EPSILON);
    }
}
