//! From jieba's tokens to the words that are indexed and searched.

use crate::text::chars::is_alphanumeric;

/// A word of a text, in the order it is indexed: by start, then by length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// First code point of the word in the text: its position in the index.
    pub start: u32,
    /// Length in code points.
    pub chars: u32,
    /// First byte in the text.
    pub byte_start: u32,
    /// One past the last byte.
    pub byte_end: u32,
    /// Whether jieba cut the word itself, as opposed to a word found inside a longer one.
    pub whole: bool,
}

impl Word {
    /// The word's characters.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.byte_start as usize..self.byte_end as usize]
    }
}

/// Something that cuts canonical, lower-cased text into words.
pub trait Segmenter {
    /// Replaces `out` with the words of `text` in index order.
    fn segment(&self, text: &str, out: &mut Vec<Word>);
}

/// Longest word inside a word that is looked for, in code points; jieba's longest entry has 16.
const MAX_INNER: usize = 12;

/// Pushes `token` and every dictionary word of two or more characters inside it, but for those that stand
/// across the words it is made of: 国高 is no word of 外国高端人才, nor 民法 one of 人民法院.
///
/// jieba's own search mode stops at three characters, which would hide 高新技术 in 高新技术企业.
pub(super) fn expand(
    text: &str,
    token: &jieba_rs::Token<'_>,
    is_word: impl Fn(usize, usize) -> bool,
    out: &mut Vec<Word>,
) {
    let word = &text[token.byte_start..token.byte_end];
    if !word.chars().any(is_alphanumeric) {
        return;
    }
    let whole = Word {
        start: token.start as u32,
        chars: (token.end - token.start) as u32,
        byte_start: token.byte_start as u32,
        byte_end: token.byte_end as u32,
        whole: true,
    };
    let length = token.end - token.start;
    if length > 2 && !word.is_ascii() {
        let mut bounds = [0u32; MAX_INNER * 4 + 1];
        let usable = length.min(bounds.len() - 1);
        for (slot, (at, _)) in bounds.iter_mut().zip(word.char_indices()) {
            *slot = at as u32;
        }
        if usable == length {
            bounds[length] = word.len() as u32;
        }
        let mut inside = Inside::default();
        for from in 0..usable {
            for to in (from + 2)..=usable.min(from + MAX_INNER) {
                if to - from == length {
                    continue;
                }
                let (start, end) = (bounds[from] as usize, bounds[to] as usize);
                if end > start && is_word(token.byte_start + start, token.byte_start + end) {
                    inside.ends[from] |= 1 << to;
                }
            }
        }
        let borders = if usable == length {
            inside.borders(length)
        } else {
            0
        };
        for from in 0..usable {
            for to in (from + 2)..=usable.min(from + MAX_INNER) {
                let (start, end) = (bounds[from] as usize, bounds[to.min(usable)] as usize);
                let is_word = inside.ends[from] & (1 << to) != 0;
                if is_word && (!across(borders, from, to) || is_number(&word[start..end])) {
                    out.push(Word {
                        start: (token.start + from) as u32,
                        chars: (to - from) as u32,
                        byte_start: (token.byte_start + start) as u32,
                        byte_end: (token.byte_start + end) as u32,
                        whole: false,
                    });
                }
            }
            if from == 0 {
                out.push(whole);
            }
        }
    } else {
        out.push(whole);
    }
}

/// The words inside a token, by place: bit `to` of `ends[from]` is the word from `from` to `to`.
struct Inside {
    ends: [u64; MAX_INNER * 4 + 1],
}

impl Default for Inside {
    fn default() -> Self {
        Self {
            ends: [0; MAX_INNER * 4 + 1],
        }
    }
}

impl Inside {
    /// The places at which the token can be cut into words of two and more characters, as bits; 0 where it
    /// cannot be cut so.
    fn borders(&self, length: usize) -> u64 {
        if length < 4 {
            return 0;
        }
        let mut from_start: u64 = 1;
        for from in 0..length {
            if from_start & (1 << from) != 0 {
                from_start |= self.ends[from];
            }
        }
        if from_start & (1 << length) == 0 {
            return 0;
        }
        let mut to_end: u64 = 1 << length;
        for from in (0..length).rev() {
            if self.ends[from] & to_end != 0 {
                to_end |= 1 << from;
            }
        }
        from_start & to_end
    }
}

/// Whether a word begins and ends at no border, but has one inside.
fn across(borders: u64, from: usize, to: usize) -> bool {
    let within = ((1u64 << to) - 1) & !((1u64 << from) | ((1u64 << from) - 1));
    borders & (1 << from) == 0 && borders & (1 << to) == 0 && borders & within != 0
}

/// 二十六 stays a word of 第二十六章.
fn is_number(word: &str) -> bool {
    word.chars().all(crate::text::numeral::is_numeral)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_across_words_are_none() {
        let words = [
            "外国",
            "国高",
            "高端",
            "人才",
            "人民",
            "民法",
            "法院",
            "高新",
            "技术",
            "高新技术",
            "新技",
            "企业",
            "第二",
            "二十六",
            "十六章",
            "孵化",
            "市民",
            "民政",
        ];
        let inner = |text: &str| -> Vec<String> {
            let token = jieba_rs::Token {
                word: text,
                start: 0,
                end: text.chars().count(),
                byte_start: 0,
                byte_end: text.len(),
            };
            let mut out = Vec::new();
            expand(
                text,
                &token,
                |start, end| words.contains(&&text[start..end]),
                &mut out,
            );
            out.iter()
                .filter(|word| !word.whole)
                .map(|word| word.of(text).to_owned())
                .collect()
        };
        assert_eq!(inner("外国高端人才"), ["外国", "高端", "人才"]);
        assert_eq!(inner("人民法院"), ["人民", "法院"]);
        assert_eq!(inner("高新技术企业"), ["高新", "高新技术", "技术", "企业"]);
        assert_eq!(inner("第二十六章"), ["第二", "二十六", "十六章"]);
        assert_eq!(inner("孵化器"), ["孵化"]);
        assert_eq!(inner("市民政局"), ["市民", "民政"]);
    }
}
