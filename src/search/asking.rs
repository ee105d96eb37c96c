//! Words of a question that only ask: they score, but no clause need have them.

use memchr::memmem;

/// Words between blanks; lines with # in front are remarks. Looked through as it is: a query has few words.
static TABLE: &str = include_str!("../../data/lexicon/asking.txt");

/// Whether a word only asks.
pub fn only_asks(word: &str) -> bool {
    !word.is_empty()
        && memmem::find_iter(TABLE.as_bytes(), word).any(|at| {
            let (before, after) = (&TABLE[..at], &TABLE[at + word.len()..]);
            let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
            !line.starts_with('#')
                && before.chars().next_back().is_none_or(char::is_whitespace)
                && after.chars().next().is_none_or(char::is_whitespace)
        })
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
        assert!(!only_asks("奖励") && !only_asks("孵化器") && !only_asks(""));
        let all = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert!(all.flat_map(str::split_whitespace).all(only_asks));
        let remarks = TABLE.lines().filter(|line| line.starts_with('#'));
        assert!(
            remarks
                .flat_map(str::split_whitespace)
                .any(|word| !only_asks(word))
        );
    }
}
