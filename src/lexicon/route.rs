//! The cut of a short run of Chinese characters, straight from a compiled lexicon.
//!
//! jieba joins the dictionary's words to the most probable sequence and asks its model of unknown words only where
//! single characters are left side by side. A query seldom has such a place; then the sequence can be found without
//! a jieba, whose tables alone take longer to lay out than the rest of a cold search. Probabilities are added in
//! jieba's order, so that rounding decides the same way; `local` tests that both cuts are one.

use jieba_rs::Token;

use super::map::Lexicon;
use crate::text::chars::is_hanzi;

/// Longest text cut here, in characters; longer ones are no keywords.
const LONGEST: usize = 64;

/// Bytes of a common Chinese character in UTF-8.
const WIDE: usize = 3;

/// The best way on from a character to the end of the text.
#[derive(Clone, Copy)]
struct Step {
    probability: f64,
    end: usize,
}

/// Cuts a text as jieba does; `None` where jieba has to do it.
pub(super) fn cut<'t, D: AsRef<[u8]>>(
    lexicon: &Lexicon<D>,
    text: &'t str,
) -> Option<Vec<Token<'t>>> {
    if !text.chars().all(is_hanzi) {
        return None;
    }
    let length = text.len() / WIDE;
    if length > LONGEST {
        return None;
    }
    let total = (lexicon.total() as f64).ln();
    let mut steps = vec![
        Step {
            probability: 0.0,
            end: length,
        };
        length + 1
    ];
    for at in (0..length).rev() {
        let mut best: Option<Step> = None;
        lexicon.prefixes(&text[at * WIDE..], |bytes, frequency| {
            let end = at + bytes / WIDE;
            let probability = (frequency as f64).ln() - total + steps[end].probability;
            if best.is_none_or(|best| {
                probability > best.probability
                    || (probability.total_cmp(&best.probability).is_eq() && end > best.end)
            }) {
                best = Some(Step { probability, end });
            }
        });
        steps[at] = best.unwrap_or_else(|| Step {
            probability: 0.0 - total + steps[at + 1].probability,
            end: at + 1,
        });
    }
    let mut tokens = Vec::new();
    // Where the run of single characters begins that the last token ends.
    let mut alone: Option<usize> = None;
    let mut at = 0;
    while at < length {
        let end = steps[at].end;
        let single = end - at == 1;
        let begun = *alone.get_or_insert(at);
        let closed = if single { end } else { at };
        if (!single || end == length)
            && closed - begun > 1
            && lexicon
                .frequency(&text[begun * WIDE..closed * WIDE])
                .is_none()
        {
            return None;
        }
        if !single {
            alone = None;
        }
        tokens.push(Token {
            word: &text[at * WIDE..end * WIDE],
            start: at,
            end,
            byte_start: at * WIDE,
            byte_end: end * WIDE,
        });
        at = end;
    }
    Some(tokens)
}

/// Where the tokens of a text end, as a lexicon keeps it ([`super::map::CUT`]); `None` for a text that is too long.
pub(super) fn ends(tokens: &[Token<'_>]) -> Option<u64> {
    let length = tokens.last()?.end;
    (length <= LONGEST).then(|| {
        tokens
            .iter()
            .fold(0, |ends, token| ends | 1 << (token.end - 1))
    })
}

/// The cut of a text that the lexicon keeps.
pub(super) fn kept<'t, D: AsRef<[u8]>>(
    lexicon: &Lexicon<D>,
    text: &'t str,
) -> Option<Vec<Token<'t>>> {
    let ends = lexicon.cut(text)?;
    let mut tokens = Vec::new();
    let (mut start, mut byte_start) = (0, 0);
    for (at, (byte, c)) in text.char_indices().enumerate().take(LONGEST) {
        if ends & 1 << at != 0 {
            let byte_end = byte + c.len_utf8();
            tokens.push(Token {
                word: &text[byte_start..byte_end],
                start,
                end: at + 1,
                byte_start,
                byte_end,
            });
            (start, byte_start) = (at + 1, byte_end);
        }
    }
    Some(tokens)
}
