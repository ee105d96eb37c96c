//! Wrong characters: 高新计数企业, 官理办法.
//!
//! A pair of neighbouring characters that stands nowhere in the index shows where a word is wrong. The words
//! of the index are tried over that place, and one is taken when with it every pair is known.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::sound::{Sounds, alike};
use super::vocabulary::{ByCharacter, Entry, Pattern, fitting, pair_occurs};
use crate::index::literal::Needle;
use crate::index::{IndexError, Reader};
use crate::lexicon::{Segmenter, Word};
use crate::text::chars::is_hanzi;

static SHAPES: LazyLock<HashMap<char, HashSet<char>>> = LazyLock::new(|| {
    let mut shapes: HashMap<char, HashSet<char>> = HashMap::new();
    for line in include_str!("../../../data/lexicon/shapes.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let group: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
        for &c in &group {
            shapes.entry(c).or_default().extend(group.iter().copied());
        }
    }
    shapes
});

/// Longest word tried over a wrong place.
const LONGEST: usize = 10;

/// Longest part that is compared as a whole.
const WHOLE: usize = 8;

/// Clauses a word stands in before something that sounds like it is taken for it.
const KNOWN_WELL: u64 = 5;

/// Longest query part that is looked at: longer ones are sentences.
const LONGEST_PART: usize = 16;

/// The positions of a word's pairs of neighbours that stand nowhere in the index.
///
/// # Errors
/// [`IndexError`].
pub fn gaps(reader: &Reader, word: &str) -> Result<Vec<usize>, IndexError> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() > LONGEST_PART || !chars.iter().all(|&c| c.is_alphabetic()) {
        return Ok(Vec::new());
    }
    let mut gaps = Vec::new();
    for (at, pair) in chars.windows(2).enumerate() {
        if !pair_occurs(reader, &pair.iter().collect::<String>())? {
            gaps.push(at);
        }
    }
    Ok(gaps)
}

/// A word of the index that the whole part sounds or looks like, where the part itself stands nowhere:
/// 行政出发法 for 行政处罚法. Its pairs of characters may each be known from elsewhere.
fn whole(reader: &Reader, word: &str) -> Result<Option<String>, IndexError> {
    let chars: Vec<char> = word.chars().collect();
    if !(3..=WHOLE).contains(&chars.len()) {
        return Ok(None);
    }
    if stands_somewhere(reader, word)? {
        return Ok(None);
    }
    let place = 0..chars.len();
    let best = similar(reader, &chars, std::slice::from_ref(&place), 0)?
        .into_iter()
        .filter(|entry| entry.frequency >= KNOWN_WELL)
        .filter_map(|entry| {
            let likeness = likeness(&chars, &entry.chars, 0).filter(|&likeness| likeness > 0.6)?;
            Some((likeness * (10.0 + (entry.frequency as f32).ln()), entry))
        })
        .max_by(|(a, a_entry), (b, b_entry)| {
            a.total_cmp(b)
                .then_with(|| b_entry.chars.cmp(&a_entry.chars))
        });
    Ok(best.map(|(_, entry)| entry.text()))
}

/// Whether a part looks like the short name of a law and stands in no clause as it is. Other parts that stand
/// nowhere are common (孵化器认定), and reading all words of the index for each would be slow.
///
/// # Errors
/// [`IndexError`].
pub fn is_unheard(reader: &Reader, word: &str) -> Result<bool, IndexError> {
    let length = word.chars().count();
    let named = word.ends_with(['法', '典', '例', '则']);
    let han = named && word.chars().all(is_hanzi);
    Ok(han && (3..=WHOLE).contains(&length) && !stands_somewhere(reader, word)?)
}

/// Whether a clause has the word literally.
fn stands_somewhere(reader: &Reader, word: &str) -> Result<bool, IndexError> {
    let Some(needle) = Needle::new(word) else {
        return Ok(true);
    };
    for segment in reader.searcher().segment_readers() {
        if needle.find(segment, reader.fields().bigrams)?.count() > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Mends one part of a query; `None` where nothing fits.
///
/// # Errors
/// [`IndexError`].
pub fn mend(
    reader: &Reader,
    segmenter: &impl Segmenter,
    word: &str,
) -> Result<Option<String>, IndexError> {
    let mut text = word.to_owned();
    let mut open = gaps(reader, word)?;
    if open.is_empty() {
        return whole(reader, word);
    }
    // Each round closes one gap at least.
    for _ in 0..3 {
        if open.is_empty() {
            break;
        }
        let cuts = cuts(reader, segmenter, &text);
        let mut tries = candidates(reader, &text, &open, &cuts)?;
        tries.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut mended = None;
        for (_, candidate) in tries.into_iter().take(40) {
            let left = gaps(reader, &candidate)?;
            if left.len() < open.len() {
                mended = Some((candidate, left));
                break;
            }
        }
        match mended {
            Some(better) => (text, open) = better,
            None => return Ok(None),
        }
    }
    Ok((text != word && open.is_empty()).then_some(text))
}

/// A word as the segmenter cut it.
struct Cut {
    start: usize,
    end: usize,
    /// Whether it is a word of the dictionary, of two characters or more.
    known: bool,
}

fn cuts(reader: &Reader, segmenter: &impl Segmenter, text: &str) -> Vec<Cut> {
    let mut words: Vec<Word> = Vec::new();
    segmenter.segment(text, &mut words);
    let mut at = 0;
    words
        .iter()
        .filter(|word| word.whole)
        .map(|word| {
            let word = word.of(text);
            let length = word.chars().count();
            at += length;
            Cut {
                start: at - length,
                end: at,
                known: length > 1 && reader.lexicon().frequency(word).is_some(),
            }
        })
        .collect()
}

/// Whether words may be put in a window's place: it ends where words end, and either holds something that
/// is no word, or is several words that become one long one. Words that ask stay as they are.
fn may_replace(cuts: &[Cut], window: &[char], start: usize, end: usize) -> bool {
    const ASKING: &str = "几多少什么怎吗呢吧谁何哪";
    if window.iter().any(|&c| ASKING.contains(c)) {
        return false;
    }
    let inside: Vec<&Cut> = cuts
        .iter()
        .filter(|cut| cut.start >= start && cut.end <= end)
        .collect();
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
        return false;
    };
    let exact = first.start == start && last.end == end;
    let unknown = inside.iter().any(|cut| !cut.known);
    exact && (unknown || (inside.len() > 1 && end - start >= 4))
}

/// The part with one word put over each wrong place, with a score.
fn candidates(
    reader: &Reader,
    word: &str,
    gaps: &[usize],
    cuts: &[Cut],
) -> Result<Vec<(f32, String)>, IndexError> {
    let chars: Vec<char> = word.chars().collect();
    let mut places = Vec::new();
    for length in 2..=LONGEST.min(chars.len()) {
        for start in 0..=chars.len() - length {
            // A gap lies within the place or at its border.
            let touches = gaps
                .iter()
                .any(|&gap| gap + 1 >= start && gap < start + length);
            let place = start..start + length;
            if touches && may_replace(cuts, &chars[place.clone()], start, start + length) {
                places.push(place);
            }
        }
    }
    // Some other character may stand beside a gap, and nowhere else.
    let free = gaps.iter().fold(0, |free, &gap| free | 3 << gap);
    let words = similar(reader, &chars, &places, free)?;
    let mut found = Vec::new();
    for place in places {
        let length = place.len();
        for entry in words.iter().filter(|entry| entry.chars.len() == length) {
            if let Some(likeness) =
                likeness(&chars[place.clone()], &entry.chars, free >> place.start)
            {
                let mut text: String = chars[..place.start].iter().collect();
                text.extend(&entry.chars);
                text.extend(&chars[place.end..]);
                let weight = (entry.frequency as f32 + 1.0).ln();
                found.push((likeness * (10.0 + weight) * (length as f32).sqrt(), text));
            }
        }
    }
    Ok(found)
}

/// The words of the index that can be taken for what stands in one of the places. Characters that may be any other are
/// the bits of `free`.
fn similar(
    reader: &Reader,
    typed: &[char],
    places: &[Range<usize>],
    free: u32,
) -> Result<Vec<Entry>, IndexError> {
    let mut all = Vec::new();
    for some in places.chunks(PLACES) {
        all.append(&mut fitting(reader, || Similar::new(typed, some, free))?);
    }
    if places.len() > PLACES {
        all.sort_by(|a, b| (a.chars.len(), &a.chars).cmp(&(b.chars.len(), &b.chars)));
        all.dedup();
    }
    Ok(all)
}

/// Words that can be taken for what stands in one of up to [`PLACES`] places, in up to [`LONGEST_PART`] characters.
struct Similar<'t> {
    typed: &'t [char],
    sounds: Vec<Sounds>,
    shapes: Vec<Option<&'static HashSet<char>>>,
    places: &'t [Range<usize>],
    free: u32,
    /// What is known of characters met before.
    likes: ByCharacter<Likes>,
}

/// Typed characters that a character is the same as, or can be taken for; a bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Likes {
    same: u16,
    alike: u16,
}

/// Places looked at together: the bits of a number of [`Open`].
const PLACES: usize = u32::BITS as usize;

/// Most characters of a word that may differ.
const DIFFERENCES: usize = 2;

/// The places still open, a bit each, by the number of characters that differed.
type Open = [u32; DIFFERENCES + 1];

impl<'t> Similar<'t> {
    fn new(typed: &'t [char], places: &'t [Range<usize>], free: u32) -> Self {
        Self {
            typed,
            sounds: typed.iter().map(|&c| Sounds::of(c)).collect(),
            shapes: typed.iter().map(|c| SHAPES.get(c)).collect(),
            places,
            free,
            likes: ByCharacter::new(),
        }
    }

    fn likes(&self, c: char) -> Likes {
        let own = Sounds::of(c);
        let mut likes = Likes::default();
        for (at, &other) in self.typed.iter().enumerate().take(LONGEST_PART) {
            let shaped = self.shapes[at].is_some_and(|group| group.contains(&c));
            likes.same |= u16::from(c == other) << at;
            likes.alike |= u16::from(own.meet(&self.sounds[at]) || shaped) << at;
        }
        likes
    }
}

impl Pattern for Similar<'_> {
    type State = Open;

    fn start(&self) -> Open {
        let mut open = [0; DIFFERENCES + 1];
        for at in 0..self.places.len() {
            open[0] |= 1 << at;
        }
        open
    }

    fn after(&self, state: Open, length: usize, next: char) -> Option<Open> {
        let likes = self.likes.with(next, |c| self.likes(c), |likes| *likes);
        let mut open = [0; DIFFERENCES + 1];
        for (differences, &places) in state.iter().enumerate() {
            let mut rest = places;
            while rest != 0 {
                let number = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let place = &self.places[number];
                let at = place.start + length;
                if at >= place.end {
                    continue;
                }
                let different = if likes.same >> at & 1 == 1 {
                    differences
                } else if likes.alike >> at & 1 == 1
                    || (self.free >> at & 1 == 1 && may_be_any(place.len(), differences + 1))
                {
                    differences + 1
                } else {
                    continue;
                };
                if different <= most_differences(place.len()) {
                    open[different] |= 1 << number;
                }
            }
        }
        open.iter().any(|&places| places != 0).then_some(open)
    }

    fn fits(&self, state: Open, length: usize) -> bool {
        let changed = state[1..].iter().fold(0, |all, places| all | places);
        let mut whole = self.places.iter().enumerate();
        whole.any(|(number, place)| place.len() == length && changed >> number & 1 == 1)
    }
}

/// Characters of a word of some length that may differ.
fn most_differences(length: usize) -> usize {
    if length == 2 {
        2
    } else {
        (length / 2).clamp(1, DIFFERENCES)
    }
}

/// Whether the character that is the `nth` to differ may be any other, where it is free to.
fn may_be_any(length: usize, nth: usize) -> bool {
    length >= 4 && nth == 1
}

fn shaped_alike(a: char, b: char) -> bool {
    SHAPES.get(&a).is_some_and(|group| group.contains(&b))
}

/// How alike two words of one length are, if they can be taken for each other: all characters but one that is free (a
/// bit of `free`) the same, or the others of the same sound or shape.
fn likeness(typed: &[char], word: &[char], free: u32) -> Option<f32> {
    let mut different = 0;
    let mut likeness = 1.0;
    for (at, (&a, &b)) in typed.iter().zip(word).enumerate() {
        if a == b {
            continue;
        }
        different += 1;
        if different > most_differences(typed.len()) {
            return None;
        }
        if alike(a, b) {
            likeness *= 0.9;
        } else if shaped_alike(a, b) {
            likeness *= 0.85;
        } else if free >> at & 1 == 1 && may_be_any(typed.len(), different) {
            likeness *= 0.5;
        } else {
            return None;
        }
    }
    (different > 0).then_some(likeness)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike_words(a: &str, b: &str) -> bool {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        likeness(&a, &b, u32::MAX).is_some()
    }

    #[test]
    fn what_is_taken_for_what() {
        assert!(alike_words("高新计数企业", "高新技术企业"));
        assert!(alike_words("官理办法", "管理办法"));
        assert!(alike_words("贷物", "货物"));
        assert!(!alike_words("孵化器", "加速器"));
        assert!(!alike_words("认定", "评定"));
        assert!(alike_words("高新某术企业", "高新技术企业"));
        let typed: Vec<char> = "高新某术企业".chars().collect();
        let word: Vec<char> = "高新技术企业".chars().collect();
        assert!(likeness(&typed, &word, 1 << 2).is_some());
        assert!(likeness(&typed, &word, 1 << 1).is_none());
    }
}
