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

/// Pushes `token` and every dictionary word of two or more characters inside it.
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
        for from in 0..usable {
            for to in (from + 2)..=usable.min(from + MAX_INNER) {
                if to - from == length {
                    continue;
                }
                let (start, end) = (bounds[from] as usize, bounds[to] as usize);
                if end > start && is_word(token.byte_start + start, token.byte_start + end) {
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
