//! Did you mean …: the nearest of what could have been meant.

use crate::index::entry::DocCard;
use crate::search::query::FILTERS;

/// Least likeness of a suggestion; two of three Chinese characters, five of seven letters.
const LIKE: f64 = 0.5;

/// Least share of the characters of a name that a title must have, in order.
const TITLE: f64 = 0.6;

/// The candidate nearest to a word, if one is near.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(word, candidates, LIKE)
}

/// The candidate nearest to a word, if one is at least that near.
fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    least: f64,
) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    if word.is_empty() {
        return None;
    }
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = likeness(&word, &candidate.to_lowercase());
        if likeness >= least && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// From 0 to 1; a part of a word is near it.
fn likeness(word: &str, candidate: &str) -> f64 {
    let distance = strsim::normalized_damerau_levenshtein(word, candidate);
    let part = word.chars().count() >= 2 && (candidate.contains(word) || word.contains(candidate));
    if part { distance.max(0.8) } else { distance }
}

/// Documents whose title or number has most of the characters of a name in the same order: what was mistyped
/// or remembered wrongly. The best first.
pub fn documents<'c>(name: &str, cards: &'c [DocCard], limit: usize) -> Vec<&'c DocCard> {
    let wanted: Vec<char> = solid(name);
    if wanted.len() < 2 {
        return Vec::new();
    }
    let mut found: Vec<(f64, usize, &DocCard)> = cards
        .iter()
        .filter_map(|card| {
            let title = card.title.as_deref().map(solid).unwrap_or_default();
            let number = card.number.as_ref().map(|number| solid(&number.key));
            let share = |text: &[char]| common(&wanted, text) as f64 / wanted.len() as f64;
            let of_number = number.as_deref().map_or(0.0, share);
            // A number differs in a digit or two, not in a third of itself.
            let score = share(&title).max(if of_number >= 0.8 { of_number } else { 0.0 });
            (score >= TITLE).then_some((score, title.len(), card))
        })
        .collect();
    found.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then(a.1.cmp(&b.1))
            .then_with(|| b.2.day().cmp(&a.2.day()))
            .then_with(|| (&a.2.path, a.2.position).cmp(&(&b.2.path, b.2.position)))
    });
    let best = found.first().map_or(0.0, |(score, ..)| *score);
    found.retain(|(score, ..)| *score >= best - 0.15);
    let mut titles: Vec<(Option<&str>, Option<&str>)> = Vec::new();
    let mut shown = Vec::new();
    for (.., card) in found {
        let name = (
            card.title.as_deref(),
            card.number.as_ref().map(|number| number.key.as_str()),
        );
        if !titles.contains(&name) && shown.len() < limit {
            titles.push(name);
            shown.push(card);
        }
    }
    shown
}

/// What people call filters that have another name.
const CALLED: [(&str, &str); 10] = [
    ("类别", "类型"),
    ("种类", "类型"),
    ("名称", "标题"),
    ("单位", "机关"),
    ("部门", "机关"),
    ("发文单位", "机关"),
    ("效力", "状态"),
    ("年度", "年份"),
    ("年", "年份"),
    ("路径", "文件"),
];

/// A note for each word of a query that looks like a filter and is none.
pub fn filters(query: &str) -> Vec<String> {
    let known = |name: &str| FILTERS.iter().any(|(filter, _)| *filter == name);
    query
        .split_whitespace()
        .filter_map(|word| {
            let (name, value) = word.split_once([':', '：'])?;
            let plain = !value.is_empty()
                && name.chars().count() <= 6
                && name.chars().all(char::is_alphabetic)
                && !known(&name.to_lowercase())
                && name != "不含";
            if !plain {
                return None;
            }
            let near = CALLED
                .iter()
                .find(|(called, _)| *called == name)
                .map(|(_, filter)| *filter)
                .or_else(|| {
                    // One of two characters in common is too little: 条件 is not 文件.
                    nearest(name, FILTERS.iter().map(|(filter, _)| *filter), LIKE + 0.1)
                })?;
            Some(format!(
                "“{name}:”不是筛选项，已按文字检索；是否要写 {near}:{value}"
            ))
        })
        .collect()
}

/// The letters of a name: no blanks, no punctuation.
fn solid(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Length of the longest common subsequence.
fn common(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for &x in a {
        let mut diagonal = 0;
        for (at, &y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y {
                diagonal + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words() {
        let commands = ["search", "检索", "show", "查看", "check", "检查"];
        assert_eq!(closest("serch", commands), Some("search"));
        assert_eq!(closest("捡索", commands), Some("检索"));
        assert_eq!(closest("Check", commands), Some("check"));
        assert_eq!(closest("孵化器", commands), None);
        assert_eq!(closest("expird", ["expired", "expiring"]), Some("expired"));
        assert_eq!(
            closest("规范文", ["政策文件", "规范性文件"]),
            Some("规范性文件")
        );
        assert_eq!(
            closest("到期", ["有效期已过", "即将到期"]),
            Some("即将到期")
        );
        assert_eq!(closest("", commands), None);
    }

    #[test]
    fn filters_that_are_none() {
        assert_eq!(
            filters("类别:规章 孵化"),
            ["“类别:”不是筛选项，已按文字检索；是否要写 类型:规章"]
        );
        assert_eq!(
            filters("titel:办法"),
            ["“titel:”不是筛选项，已按文字检索；是否要写 title:办法"]
        );
        assert!(filters("类型:规章 “第一条：甲” 不含:乙 https://a 例如：甲 条件：乙").is_empty());
    }

    #[test]
    fn characters_in_common() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let wanted = chars("科技孵化器管里办法");
        assert_eq!(common(&wanted, &chars("韶州市科技企业孵化载体管理办法")), 7);
        assert_eq!(common(&wanted, &chars("实验动物")), 0);
    }
}
