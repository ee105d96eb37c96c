//! Traditional to simplified characters, and code points that only look different.
//!
//! Character pairs come from `data/script`; words whose characters need company (乾, 著, 覆 …) are
//! looked up only in texts that have a character of the pairs, so simplified text costs nothing.

use std::sync::LazyLock;

const TRADITIONAL: &[u8] = include_bytes!("../../data/script/traditional.txt");
const FORMS: &[u8] = include_bytes!("../../data/script/forms.txt");
const WORDS: &str = include_str!("../../data/script/words.txt");

/// Characters of `words.txt` that the literal form folds although the canonical form keeps them
/// where no word asks for the change.
pub(super) const LOOSE: [(char, char); 6] = [
    ('乾', '干'),
    ('著', '着'),
    ('藉', '借'),
    ('瞭', '了'),
    ('覆', '复'),
    ('麽', '么'),
];

/// Number of pairs in a data file.
const fn count(data: &[u8]) -> usize {
    let (mut n, mut i, mut fresh) = (0, 0, true);
    while i < data.len() {
        if fresh && data[i] != b'#' && data[i] != b'\n' {
            n += 1;
        }
        fresh = data[i] == b'\n';
        i += 1;
    }
    n
}

/// The three bytes of a character of U+0800–U+FFFF at `i`.
const fn three(data: &[u8], i: usize) -> u16 {
    ((data[i] as u16 & 0x0F) << 12)
        | ((data[i + 1] as u16 & 0x3F) << 6)
        | (data[i + 2] as u16 & 0x3F)
}

/// The pairs of a data file; every line is three bytes, a blank, three bytes (a test checks it).
const fn pairs<const N: usize>(data: &[u8]) -> [(u16, u16); N] {
    let mut out = [(0, 0); N];
    let (mut n, mut i) = (0, 0);
    while i < data.len() {
        if data[i] != b'#' && data[i] != b'\n' {
            out[n] = (three(data, i), three(data, i + 4));
            n += 1;
        }
        while i < data.len() && data[i] != b'\n' {
            i += 1;
        }
        i += 1;
    }
    out
}

pub(super) static TRADITIONAL_PAIRS: [(u16, u16); count(TRADITIONAL)] = pairs(TRADITIONAL);
pub(super) static FORM_PAIRS: [(u16, u16); count(FORMS)] = pairs(FORMS);

/// A word and its simplified form.
type Word = (Vec<char>, Vec<char>);

/// Words by first character, longest first.
static WORD_LIST: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let mut words: Vec<Word> = WORDS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once(' '))
        .map(|(from, to)| (from.chars().collect(), to.trim().chars().collect()))
        .collect();
    words.sort_by(|a, b| a.0[0].cmp(&b.0[0]).then(b.0.len().cmp(&a.0.len())));
    words
});

/// The simplified character of a traditional one.
pub fn simplified(c: char) -> Option<char> {
    let key = u16::try_from(u32::from(c)).ok()?;
    let at = TRADITIONAL_PAIRS.binary_search_by_key(&key, |p| p.0).ok()?;
    char::from_u32(u32::from(TRADITIONAL_PAIRS[at].1))
}

/// The simplified word that begins at the start of `text` (characters given by `at(i)`).
pub(super) fn word(at: impl Fn(usize) -> Option<char>) -> Option<&'static [char]> {
    let first = at(0)?;
    let list = &*WORD_LIST;
    let from = list.partition_point(|w| w.0[0] < first);
    list[from..]
        .iter()
        .take_while(|w| w.0[0] == first)
        .find(|w| w.0.iter().enumerate().all(|(i, c)| at(i) == Some(*c)))
        .map(|w| w.1.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_files_are_sorted_pairs_of_three_byte_characters() {
        for data in [TRADITIONAL, FORMS] {
            let text = std::str::from_utf8(data).expect("UTF-8");
            let rows: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
            assert!(rows.windows(2).all(|w| w[0] < w[1]), "sorted, no doubles");
            for row in &rows {
                let chars: Vec<char> = row.chars().collect();
                assert!(chars.len() == 3 && chars[1] == ' ', "{row}");
                assert!(row.len() == 7 && chars[0] != chars[2], "{row}");
            }
        }
        assert_eq!(TRADITIONAL_PAIRS.len(), 2953);
    }

    #[test]
    fn no_result_is_folded_again() {
        for (from, to) in TRADITIONAL_PAIRS {
            let to = char::from_u32(u32::from(to)).expect("a character");
            assert!(simplified(to).is_none(), "{from} → {to}");
        }
    }

    #[test]
    fn words_keep_their_length_and_fold_like_their_characters() {
        let loose = |c: char| {
            let c = simplified(c).unwrap_or(c);
            LOOSE.iter().find(|p| p.0 == c).map_or(c, |p| p.1)
        };
        for (from, to) in WORD_LIST.iter() {
            assert_eq!(from.len(), to.len());
            for (a, b) in from.iter().zip(to) {
                assert_eq!(loose(*a), loose(*b), "{from:?}");
            }
        }
    }

    #[test]
    fn longest_word_at_a_place() {
        let text: Vec<char> = "意味著".chars().collect();
        assert_eq!(
            word(|i| text.get(i).copied()),
            Some(['意', '味', '着'].as_slice())
        );
    }
}
