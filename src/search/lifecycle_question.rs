//! Questions about a document's life: 某办法过期了没有, 哪些文件今年到期.

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LifecycleQuestion {
    /// Whether a document is still in force: its name.
    StillInForce(String),
    /// Which documents reach the last day of their term in a year: `2026`, `今年`, `明年`.
    Expiring(String),
}

/// Ways to ask whether something is still in force, longest first.
const STILL: [&str; 36] = [
    "现在是否还有效",
    "是不是已经失效",
    "现在还有效吗",
    "是不是过期了",
    "什么时候到期",
    "什么时候失效",
    "是否仍然有效",
    "过期了没有",
    "失效了没有",
    "废止了没有",
    "是否已废止",
    "是否已失效",
    "是否现行有效",
    "还在执行吗",
    "有没有过期",
    "有没有失效",
    "有没有废止",
    "还有没有效",
    "何时到期",
    "何时失效",
    "过期了吗",
    "失效了吗",
    "废止了吗",
    "到期了吗",
    "还有效吗",
    "是否有效",
    "是否过期",
    "是否失效",
    "是否废止",
    "有效吗",
    "过期没",
    "失效没",
    "过期了",
    "还能用吗",
    "还有效",
    "还有效力吗",
];

/// Words for the end of a term.
const ENDS: [&str; 6] = ["到期", "失效", "届满", "过期", "有效期满", "期满"];

/// Words that ask for documents.
const WHICH: [&str; 8] = [
    "哪些",
    "哪几",
    "什么文件",
    "有没有文件",
    "哪份",
    "哪个文件",
    "列出",
    "清单",
];

/// Recognises such a question in canonical free text.
pub fn lifecycle_question(text: &str) -> Option<LifecycleQuestion> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches(['?', '？', '。', '呢', '啊']);
    if ENDS.iter().any(|word| text.contains(word)) && WHICH.iter().any(|word| text.contains(word)) {
        return year(text).map(LifecycleQuestion::Expiring);
    }
    let name = STILL
        .iter()
        .filter_map(|ending| text.strip_suffix(ending))
        .min_by_key(|name| name.len())?
        .trim_end_matches(['的', '，', ',', '现', '在', '还'])
        .trim_matches(['《', '》']);
    (name.chars().count() >= 3).then(|| LifecycleQuestion::StillInForce(name.to_owned()))
}

/// The year asked about, as a filter takes it.
fn year(text: &str) -> Option<String> {
    for word in ["今年", "本年", "明年", "去年"] {
        if text.contains(word) {
            return Some(word.to_owned());
        }
    }
    let at = text.find("年")?;
    let digits: String = text[..at]
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    (digits.len() == 4).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_it_is_in_force() {
        for text in [
            "韶州市科技创新券管理办法 过期了没有",
            "《韶州市科技创新券管理办法》还有效吗？",
            "韶州市科技创新券管理办法现在还有效吗",
        ] {
            assert_eq!(
                lifecycle_question(text),
                Some(LifecycleQuestion::StillInForce(
                    "韶州市科技创新券管理办法".to_owned()
                )),
                "{text}"
            );
        }
    }

    #[test]
    fn which_expire() {
        assert_eq!(
            lifecycle_question("哪些文件今年到期"),
            Some(LifecycleQuestion::Expiring("今年".to_owned()))
        );
        assert_eq!(
            lifecycle_question("2027年到期的文件有哪些"),
            Some(LifecycleQuestion::Expiring("2027".to_owned()))
        );
    }

    #[test]
    fn other_questions() {
        for text in [
            "有效期几年",
            "孵化器认定条件",
            "合同是否有效",
            "过期食品",
            "哪些企业可以申请",
        ] {
            let found = lifecycle_question(text);
            assert!(
                found.is_none() || text == "合同是否有效",
                "{text}: {found:?}"
            );
        }
    }
}
