//! Per-character facts and folds that need no context, as tables over the basic plane.
//!
//! Not full NFKC: ① stays what it is, marks of a sentence (，；：？！) stay full-width, and all shapes
//! of brackets become （）; what depends on neighbours is done by `normalize`.

use super::script::{FORM_PAIRS, LOOSE, TRADITIONAL_PAIRS};

/// Class of a character, low three bits of [`facts`].
pub const HAN: u8 = 0;
/// Arabic digit.
pub const DIGIT: u8 = 1;
/// Letter of an alphabet, and everything not named otherwise.
pub const LETTER: u8 = 2;
/// ASCII punctuation.
pub const POINT: u8 = 3;
/// A blank inside a line.
pub const BLANK: u8 = 4;
/// A line end.
pub const BREAK: u8 = 5;
/// A tabulator: the end of a table cell.
pub const CELL: u8 = 6;
/// Dropped: zero-width and control characters.
pub const DROP: u8 = 7;
/// Mask of the class.
pub const CLASS: u8 = 7;
/// The fold changes the character.
pub const FOLDED: u8 = 0x08;
/// A traditional character.
pub const OLD: u8 = 0x10;
/// ASCII punctuation or quotation mark that may become full-width.
pub const TURNS: u8 = 0x20;
/// May change by its neighbours: bracket, dash, zero, angle.
pub const NEAR: u8 = 0x40;
/// Marks of a sentence and brackets in full width: never a neighbour word.
pub const MARK: u8 = 0x80;

const GONE: u16 = 0xFFFF;

/// Facts about `c`: class and flags.
pub fn facts(c: char) -> u8 {
    match u16::try_from(u32::from(c)) {
        Ok(at) => FACTS[at as usize],
        Err(_) => HAN,
    }
}

/// The context-free fold of `c` (for dropped characters the character itself).
pub fn fold(c: char) -> char {
    mapped(&FOLD, c).unwrap_or(c)
}

/// The fold of the literal index: one character for all that canonical forms may differ in; `None`
/// for what the literal index does not see.
pub fn literal(c: char) -> Option<char> {
    mapped(&LITERAL, c)
}

fn mapped(table: &'static [u16; 0x10000], c: char) -> Option<char> {
    match u16::try_from(u32::from(c)) {
        Ok(at) => match table[at as usize] {
            GONE => None,
            // Tables map to characters only (tests check it).
            to => char::from_u32(u32::from(to)),
        },
        Err(_) => Some(c),
    }
}

static FOLD: [u16; 0x10000] = fold_table();
static FACTS: [u8; 0x10000] = facts_table();
static LITERAL: [u16; 0x10000] = literal_table();

/// Single characters and what they fold to.
const SINGLES: [(char, char); 66] = [
    ('(', '（'),
    (')', '）'),
    ('[', '（'),
    (']', '）'),
    ('［', '（'),
    ('］', '）'),
    ('【', '（'),
    ('】', '）'),
    ('〔', '（'),
    ('〕', '）'),
    ('﹝', '（'),
    ('﹞', '）'),
    ('〖', '（'),
    ('〗', '）'),
    ('﹙', '（'),
    ('﹚', '）'),
    ('❨', '（'),
    ('❩', '）'),
    ('⁽', '（'),
    ('⁾', '）'),
    ('「', '“'),
    ('」', '”'),
    ('『', '‘'),
    ('』', '’'),
    ('｢', '“'),
    ('｣', '”'),
    ('＂', '"'),
    ('„', '"'),
    ('‟', '"'),
    ('〝', '“'),
    ('〞', '”'),
    ('〟', '”'),
    ('•', '·'),
    ('‧', '·'),
    ('・', '·'),
    ('･', '·'),
    ('∙', '·'),
    ('⋅', '·'),
    ('｡', '。'),
    ('､', '、'),
    ('〜', '~'),
    ('～', '~'),
    ('∼', '~'),
    ('―', '—'),
    ('─', '—'),
    ('━', '—'),
    ('﹘', '—'),
    ('‐', '-'),
    ('‑', '-'),
    ('‒', '-'),
    ('–', '-'),
    ('−', '-'),
    ('－', '-'),
    ('﹣', '-'),
    ('﹤', '<'),
    ('﹥', '>'),
    ('﹪', '%'),
    ('﹢', '+'),
    ('﹦', '='),
    ('﹕', '：'),
    ('﹔', '；'),
    ('﹖', '？'),
    ('﹗', '！'),
    ('﹐', '，'),
    ('﹑', '、'),
    ('‹', '〈'),
];

#[expect(clippy::large_stack_arrays, reason = "evaluated by the compiler")]
const fn fold_table() -> [u16; 0x10000] {
    let mut t = [0u16; 0x10000];
    let mut i = 0;
    while i < 0x10000 {
        t[i] = i as u16;
        i += 1;
    }
    // Full-width ASCII, except the marks of a sentence and the brackets.
    i = 0xFF01;
    while i <= 0xFF5E {
        if !matches!(
            i,
            0xFF01 | 0xFF08 | 0xFF09 | 0xFF0C | 0xFF1A | 0xFF1B | 0xFF1F
        ) {
            t[i] = (i - 0xFEE0) as u16;
        }
        i += 1;
    }
    i = 0;
    while i < FORM_PAIRS.len() {
        t[FORM_PAIRS[i].0 as usize] = FORM_PAIRS[i].1;
        i += 1;
    }
    i = 0;
    while i < SINGLES.len() {
        t[SINGLES[i].0 as usize] = SINGLES[i].1 as u16;
        i += 1;
    }
    i = 0;
    while i < 0x10000 {
        if is_blank(i) {
            t[i] = ' ' as u16;
        } else if is_break(i) {
            t[i] = '\n' as u16;
        }
        i += 1;
    }
    t['›' as usize] = '〉' as u16;
    t
}

const fn is_blank(c: usize) -> bool {
    matches!(
        c,
        0x20 | 0x0D | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000
    )
}

const fn is_break(c: usize) -> bool {
    matches!(c, 0x0A | 0x0B | 0x0C | 0x85 | 0x2028 | 0x2029)
}

const fn is_dropped(c: usize) -> bool {
    matches!(c, 0..=8 | 0x0E..=0x1F | 0x7F..=0x84 | 0x86..=0x9F | 0xAD | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF9..=0xFFFB)
}

const fn is_han(c: usize) -> bool {
    matches!(c, 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3041..=0x30FA | 0x30FC..=0x30FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x25CB)
}

/// Class of a folded character.
const fn class(c: usize) -> u8 {
    if is_blank(c) {
        BLANK
    } else if is_break(c) {
        BREAK
    } else if c == 0x09 {
        CELL
    } else if is_dropped(c) {
        DROP
    } else if c >= 0x30 && c <= 0x39 {
        DIGIT
    } else if is_han(c) {
        HAN
    } else if is_mark(c) {
        HAN | MARK
    } else if matches!(c, 0x41..=0x5A | 0x61..=0x7A) || c >= 0x80 {
        LETTER
    } else {
        POINT
    }
}

/// Full-width marks: transparent when a neighbouring word is looked for, no blank stands beside them.
const fn is_mark(c: usize) -> bool {
    matches!(c, 0x2014 | 0x2018 | 0x2019 | 0x201C | 0x201D | 0x2026 | 0xB7 | 0x3001..=0x3003 | 0x3008..=0x301F
        | 0xFF01..=0xFF0F | 0xFF1A..=0xFF20 | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF65)
        || c == '<' as usize
        || c == '>' as usize
}

#[expect(clippy::large_stack_arrays, reason = "evaluated by the compiler")]
const fn facts_table() -> [u8; 0x10000] {
    let mut t = [0u8; 0x10000];
    let mut i = 0;
    while i < 0x10000 {
        let to = FOLD_FOR_FACTS[i] as usize;
        let mut f = class(to);
        if to != i {
            f |= FOLDED;
        }
        if matches!(to as u8 as char, ',' | ';' | ':' | '?' | '!' | '"') && to < 0x80 {
            f |= TURNS;
        }
        if to == '（' as usize
            || to == '—' as usize
            || to == '<' as usize
            || to == '>' as usize
            || to == 0x25CB
            || to == '零' as usize
            || to == 'O' as usize
        {
            f |= NEAR;
        }
        t[i] = f;
        i += 1;
    }
    i = 0;
    while i < TRADITIONAL_PAIRS_FOR_FACTS.len() {
        t[TRADITIONAL_PAIRS_FOR_FACTS[i].0 as usize] |= OLD;
        i += 1;
    }
    // A form whose common shape is a traditional character counts as one.
    i = 0;
    while i < FORM_PAIRS.len() {
        t[FORM_PAIRS[i].0 as usize] |= t[FORM_PAIRS[i].1 as usize] & OLD;
        i += 1;
    }
    // ㈠ … ㈩ become （一） … （十）.
    i = 0x3220;
    while i <= 0x3229 {
        t[i] = HAN | MARK | FOLDED;
        i += 1;
    }
    t
}

#[expect(
    clippy::large_const_arrays,
    reason = "read by the compiler only, not in the binary"
)]
const FOLD_FOR_FACTS: [u16; 0x10000] = fold_table();
const TRADITIONAL_PAIRS_FOR_FACTS: [(u16, u16); TRADITIONAL_PAIRS.len()] = TRADITIONAL_PAIRS;

const fn literal_table() -> [u16; 0x10000] {
    let mut t = fold_table();
    // First the characters that folding leaves alone, then those that fold to them.
    let mut i = 0;
    while i < 0x10000 {
        if FOLD_FOR_FACTS[i] as usize == i {
            // Letters to lower case: ASCII, Latin-1, Greek, Cyrillic.
            t[i] = match i {
                0x41..=0x5A
                | 0xC0..=0xD6
                | 0xD8..=0xDE
                | 0x391..=0x3A1
                | 0x3A3..=0x3A9
                | 0x410..=0x42F => i as u16 + 32,
                0x400..=0x40F => i as u16 + 80,
                0xD800..=0xDFFF => GONE,
                _ => i as u16,
            };
            let class = class(i) & CLASS;
            if class == BLANK || class == BREAK || class == DROP {
                t[i] = GONE;
            }
        }
        i += 1;
    }
    i = 0;
    while i < SAME.len() {
        t[SAME[i].0 as usize] = SAME[i].1 as u16;
        i += 1;
    }
    i = 0;
    while i < LOOSE.len() {
        t[LOOSE[i].0 as usize] = LOOSE[i].1 as u16;
        i += 1;
    }
    i = 0;
    while i < TRADITIONAL_PAIRS_FOR_FACTS.len() {
        t[TRADITIONAL_PAIRS_FOR_FACTS[i].0 as usize] = t[TRADITIONAL_PAIRS_FOR_FACTS[i].1 as usize];
        i += 1;
    }
    i = 0;
    while i < 0x10000 {
        if FOLD_FOR_FACTS[i] as usize != i {
            t[i] = t[FOLD_FOR_FACTS[i] as usize];
        }
        i += 1;
    }
    t
}

/// What the canonical form decides by context, made one for the literal index.
const SAME: [(char, char); 16] = [
    (',', '，'),
    (';', '；'),
    (':', '：'),
    ('?', '？'),
    ('!', '！'),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('—', '-'),
    ('<', '〈'),
    ('>', '〉'),
    ('○', '〇'),
    ('零', '〇'),
    ('〔', '（'),
    ('〕', '）'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_characters_and_idempotent() {
        for c in (0..0x10000u32).filter_map(char::from_u32) {
            let to = fold(c);
            assert_eq!(fold(to), to, "{c:?}");
            if let Some(l) = literal(c) {
                assert_eq!(literal(l), Some(l), "{c:?} {l:?}");
            }
        }
    }

    #[test]
    fn literal_sees_no_difference_that_folding_makes() {
        for c in (0..0x10000u32).filter_map(char::from_u32) {
            if facts(c) & CLASS != DROP && !('㈠'..='㈩').contains(&c) {
                assert_eq!(literal(c), literal(fold(c)), "{c:?}");
            }
        }
    }

    #[test]
    fn folds_of_known_characters() {
        assert_eq!(
            "２００６［Ａ］．％".chars().map(fold).collect::<String>(),
            "2006（A）.%"
        );
        assert_eq!(fold('，'), '，');
        assert_eq!(literal('\t'), Some('\t'));
        assert_eq!(literal('\u{3000}'), None);
        assert_eq!(literal('條'), Some('条'));
    }
}
