//! Words of a question that only ask: they score, but no clause need have them.

use std::collections::HashSet;
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../data/lexicon/asking.txt");

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Whether a word only asks.
pub fn only_asks(word: &str) -> bool {
    WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_is_told_from_what_is_asked() {
        assert!(only_asks("多少") && only_asks("怎么办"));
        assert!(
            ["还", "能", "用", "能用", "现在"]
                .into_iter()
                .all(only_asks)
        );
        assert!(!only_asks("奖励") && !only_asks("孵化器"));
    }
}
