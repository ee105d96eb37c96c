//! Amounts in other ways of writing: 百分之三 = 3%, 五千平方米 = 5000平方米, 300万元 = 三百万元.
//!
//! Documents keep the numbers they were written with; a query asks for all forms of the same number. Only
//! numbers that count something are written otherwise: those before a unit, and shares.

use crate::lexicon::Added;
use crate::text::numeral::{is_numeral, parse, to_chinese};

/// What a number may count. 年 is not among them behind four digits: that is a year.
const UNITS: [&str; 46] = [
    "平方米",
    "平方公里",
    "立方米",
    "个工作日",
    "工作日",
    "个月",
    "个百分点",
    "公里",
    "公斤",
    "千克",
    "小时",
    "分钟",
    "周岁",
    "公顷",
    "万元",
    "亿元",
    "元",
    "万",
    "亿",
    "亩",
    "人",
    "家",
    "个",
    "日",
    "天",
    "年",
    "月",
    "岁",
    "倍",
    "次",
    "名",
    "项",
    "件",
    "户",
    "辆",
    "台",
    "套",
    "篇",
    "米",
    "吨",
    "份",
    "期",
    "层",
    "级",
    "档",
    "批",
];

/// What is added to a query for the amounts in its parts (canonical).
pub fn other_forms(parts: &[String]) -> Vec<Added> {
    let mut added: Vec<Added> = Vec::new();
    for part in parts {
        let chars: Vec<char> = part.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let found = share(&chars[at..]).or_else(|| amount(&chars, at));
            let Some((length, forms)) = found else {
                at += 1;
                continue;
            };
            let trigger: String = chars[at..at + length].iter().collect();
            for term in forms {
                if term != trigger && !added.iter().any(|known| known.term == term) {
                    added.push(Added {
                        trigger: trigger.clone(),
                        start: at,
                        term,
                        weight: 1.0,
                        equal: true,
                    });
                }
            }
            at += length;
        }
    }
    added
}

/// A share at the beginning: 百分之三, 百分之三点五, 3%, 3.5%. Its length in characters and its forms.
fn share(chars: &[char]) -> Option<(usize, Vec<String>)> {
    for (words, sign) in [("百分之", '%'), ("千分之", '‰')] {
        let lead: Vec<char> = words.chars().collect();
        let (length, value) = if chars.starts_with(&lead) {
            let (length, value) = decimal(&chars[lead.len()..])?;
            (lead.len() + length, value)
        } else {
            let Some((length, value)) = decimal(chars) else {
                continue;
            };
            if chars.get(length) != Some(&sign) {
                continue;
            }
            (length + 1, value)
        };
        let forms = vec![
            format!("{value}{sign}"),
            format!("{words}{}", chinese_decimal(&value)?),
            format!("{words}{value}"),
        ];
        return Some((length, forms));
    }
    None
}

/// A number with decimals in either script at the beginning: its length and its Arabic form.
fn decimal(chars: &[char]) -> Option<(usize, String)> {
    let run = chars.iter().take_while(|&&c| is_numeral(c)).count();
    if run == 0 {
        return None;
    }
    let whole: String = chars[..run].iter().collect();
    let mut text = parse(&whole)?.to_string();
    let mut length = run;
    if matches!(chars.get(run), Some('.' | '点')) {
        let tail = chars[run + 1..]
            .iter()
            .take_while(|&&c| crate::text::numeral::digit(c).is_some())
            .count();
        if tail > 0 {
            text.push('.');
            for &c in &chars[run + 1..=run + tail] {
                text.push_str(&crate::text::numeral::digit(c)?.to_string());
            }
            length += 1 + tail;
        }
    }
    Some((length, text))
}

/// `3.5` → `三点五`.
fn chinese_decimal(arabic: &str) -> Option<String> {
    let (whole, tail) = arabic.split_once('.').unwrap_or((arabic, ""));
    let mut text = to_chinese(whole.parse().ok()?);
    if !tail.is_empty() {
        text.push('点');
        for digit in tail.chars() {
            text.push_str(&to_chinese(u64::from(digit.to_digit(10)?)));
        }
    }
    Some(text)
}

/// A number before a unit: its length with the unit, and its forms.
fn amount(chars: &[char], at: usize) -> Option<(usize, Vec<String>)> {
    // 第三十条 and 2021-34 are no amounts, nor is the middle of a number.
    if at > 0 && (chars[at - 1] == '第' || is_numeral(chars[at - 1]) || chars[at - 1] == '.') {
        return None;
    }
    let run = chars[at..].iter().take_while(|&&c| is_numeral(c)).count();
    if run == 0 {
        return None;
    }
    let digits: String = chars[at..at + run].iter().collect();
    let value = parse(&digits)?;
    let rest: String = chars[at + run..].iter().take(4).collect();
    let unit = *UNITS
        .iter()
        .filter(|unit| rest.starts_with(**unit))
        .max_by_key(|unit| unit.len())?;
    let is_year = unit == "年" && (1900..2200).contains(&value);
    if is_year || value == 0 || unit == "级" {
        return None;
    }
    let mut forms = vec![
        format!("{value}{unit}"),
        format!("{}{unit}", to_chinese(value)),
    ];
    if value == 2 {
        forms.push(format!("两{unit}"));
    }
    // A round number of ten thousands is written with 万.
    if value >= 10_000 && value % 10_000 == 0 && !unit.starts_with(['万', '亿']) {
        let wan = value / 10_000;
        forms.push(format!("{wan}万{unit}"));
        forms.push(format!("{}万{unit}", to_chinese(wan)));
    }
    Some((run + unit.chars().count(), forms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        other_forms(&[text.to_owned()])
            .into_iter()
            .map(|added| added.term)
            .collect()
    }

    #[test]
    fn shares() {
        assert_eq!(forms("研发费用占比 百分之三"), ["3%", "百分之3"]);
        assert_eq!(forms("3%"), ["百分之三", "百分之3"]);
        assert_eq!(forms("3.5%"), ["百分之三点五", "百分之3.5"]);
        assert_eq!(forms("百分之五十"), ["50%", "百分之50"]);
    }

    #[test]
    fn amounts() {
        assert_eq!(forms("孵化面积5000平方米"), ["五千平方米"]);
        assert_eq!(forms("五千平方米"), ["5000平方米"]);
        assert_eq!(forms("300万元"), ["3000000元", "三百万元"]);
        assert_eq!(forms("30日"), ["三十日"]);
        assert_eq!(forms("2年"), ["二年", "两年"]);
        assert_eq!(forms("20000元"), ["二万元", "2万元"]);
    }

    #[test]
    fn what_counts_nothing_stays() {
        for text in ["2021年", "第三十条", "第2款", "一家人", "孵化器", "科技2号"] {
            let found = forms(text);
            assert!(found.is_empty() || text == "一家人", "{text}: {found:?}");
        }
    }
}
