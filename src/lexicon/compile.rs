//! Word lists to a compiled lexicon, strictly: what could never match is refused with its line.

use std::collections::{BTreeMap, BTreeSet};

use jieba_rs::Jieba;
use thiserror::Error;

use super::full::FullSegmenter;
use super::map::{CUT, MAGIC};
use super::route;
use super::synonyms::shipped_terms;
use crate::text::chars::is_hanzi;
use crate::text::normalize::canonical;
use crate::text::width::{HAN, facts};

/// jieba's dictionary (MIT, see data/lexicon/jieba/LICENSE): `word frequency tag` a line.
const JIEBA: &str = include_str!("../../data/lexicon/jieba/dict.txt");

/// Our own words: `word \t frequency or empty \t topic` a line, `#` begins a comment.
const DOMAIN: &str = include_str!("../../data/lexicon/domain.tsv");

/// Why a lexicon could not be made or opened.
#[derive(Debug, Error)]
pub enum LexiconError {
    /// The compiled file is cut off, of another version or not a lexicon at all.
    #[error("词典文件损坏或版本不符")]
    Damaged,
    /// The finite-state map could not be built.
    #[error("词典编译失败：{0}")]
    Build(#[from] fst::Error),
    /// The word list could not be read by the segmenter.
    #[error("词典无法载入：{0}")]
    Load(#[from] jieba_rs::Error),
}

/// A word that staff added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserWord {
    /// The word as written.
    pub word: String,
    /// Its frequency; `None` lets the compiler choose one just high enough to keep the word whole.
    pub frequency: Option<u64>,
    /// Where it stands, for messages: `userdict.txt:12`.
    pub place: String,
}

/// A word left out of the lexicon, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands.
    pub place: String,
    /// The word as written.
    pub word: String,
    /// Why, in Chinese.
    pub reason: &'static str,
}

/// The outcome of a compilation.
pub struct Compiled {
    /// The compiled lexicon, header and all.
    pub bytes: Vec<u8>,
    /// What was left out.
    pub refused: Vec<Refused>,
    /// A segmenter over all words of the lexicon, which has to be made to choose frequencies.
    pub segmenter: FullSegmenter,
}

/// Bumped whenever the same word lists would compile to another lexicon.
const COMPILER_VERSION: u32 = 2;

/// The version of the lexicon that [`compile`] would make, in hex, without making it: what an index
/// remembers to know whether its words are still ours.
pub fn version(user: &[UserWord]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&COMPILER_VERSION.to_le_bytes());
    hasher.update(JIEBA.as_bytes()).update(DOMAIN.as_bytes());
    let mut words: Vec<(&str, Option<u64>)> = user
        .iter()
        .map(|word| (word.word.as_str(), word.frequency))
        .collect();
    words.sort_unstable();
    for (word, frequency) in words {
        hasher
            .update(word.as_bytes())
            .update(&[0])
            .update(&frequency.unwrap_or(0).to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// The user's words that a lexicon would refuse.
pub fn refused(user: &[UserWord]) -> Vec<Refused> {
    user.iter()
        .filter_map(|word| {
            let reason = accept(&word.word, word.frequency).err()?;
            Some(Refused {
                place: word.place.clone(),
                word: word.word.clone(),
                reason,
            })
        })
        .collect()
}

/// Compiles jieba's dictionary, the domain words and the user's words into one lexicon.
///
/// Words are folded like every text (DESIGN D5) and lower-cased; of doubles the larger frequency
/// stays. A word without a frequency gets the one jieba suggests over the words that have one.
///
/// # Errors
/// [`LexiconError`] when the map cannot be built; bad lines are not errors but [`Refused`].
pub fn compile(user: &[UserWord]) -> Result<Compiled, LexiconError> {
    let mut words = Words::default();
    let mut open: BTreeSet<String> = BTreeSet::new();
    let mut refused = Vec::new();
    let mut take = |word: &str, frequency: Option<u64>, place: &dyn Fn() -> String| match accept(
        word, frequency,
    ) {
        Ok((word, Some(frequency))) => words.list.push((word, frequency)),
        Ok((word, None)) => {
            open.insert(word);
        }
        Err(reason) => refused.push(Refused {
            place: place(),
            word: word.to_owned(),
            reason,
        }),
    };
    for (number, line) in JIEBA.lines().enumerate() {
        let mut cells = line.split(' ');
        let word = cells.next().unwrap_or_default();
        let frequency = cells.next().and_then(|cell| cell.parse().ok()).unwrap_or(0);
        take(word, Some(frequency), &|| {
            format!("jieba/dict.txt:{}", number + 1)
        });
    }
    for (number, line) in DOMAIN.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let mut cells = line.split('\t');
        let word = cells.next().unwrap_or_default();
        let frequency = cells.next().and_then(|cell| cell.trim().parse().ok());
        take(word, frequency, &|| format!("domain.tsv:{}", number + 1));
    }
    for word in user {
        take(&word.word, word.frequency, &|| word.place.clone());
    }

    words.settle();
    let mut jieba = Jieba::with_dict(&mut words.listing().as_bytes())?;
    let known = words.list.len();
    for word in open {
        if words.list[..known]
            .binary_search_by(|(known, _)| known.cmp(&word))
            .is_err()
        {
            let frequency = jieba.suggest_freq(&word);
            jieba.add_word(&word, Some(frequency), None);
            words.list.push((word, frequency as u64));
        }
    }
    words.settle();
    let cuts = cuts(&jieba);
    Ok(Compiled {
        bytes: pack(&words, &cuts)?,
        refused,
        segmenter: FullSegmenter::new(jieba),
    })
}

/// Words with their frequencies.
#[derive(Default)]
struct Words {
    list: Vec<(String, u64)>,
}

impl Words {
    /// Puts them in the order of their bytes, in which jieba's come already; of doubles the larger frequency stays.
    fn settle(&mut self) {
        self.list.sort_by(|(a, _), (b, _)| a.cmp(b));
        self.list.dedup_by(|(word, frequency), (kept, most)| {
            let same = word == kept;
            if same {
                *most = *most.max(frequency);
            }
            same
        });
    }

    /// `word frequency` a line, as jieba reads it.
    fn listing(&self) -> String {
        let mut text = String::with_capacity(self.list.len() * 16);
        for (word, frequency) in &self.list {
            text.push_str(word);
            text.push(' ');
            text.push_str(&frequency.to_string());
            text.push('\n');
        }
        text
    }
}

/// The folded word and its frequency, or why it can never match.
fn accept(word: &str, frequency: Option<u64>) -> Result<(String, Option<u64>), &'static str> {
    if word.chars().any(char::is_whitespace) {
        return Err("含空白，永远不会匹配");
    }
    if word.is_empty() {
        return Err("空行");
    }
    if frequency == Some(0) {
        return Err("词频为零");
    }
    if word.chars().all(stands) {
        return Ok((word.to_owned(), frequency));
    }
    let folded = fold(word);
    if !folded
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-'))
    {
        return Err("含标点，永远不会匹配");
    }
    Ok((folded, frequency))
}

/// Whether a character is the same in every form of a text: nine words in ten hold no others.
fn stands(c: char) -> bool {
    is_hanzi(c) && facts(c) == HAN
}

/// A word in the form every text has when it is cut.
pub(super) fn fold(word: &str) -> String {
    canonical(word).text.to_lowercase()
}

/// The cuts of the terms that synonyms add and that are no single words.
fn cuts(jieba: &Jieba) -> BTreeMap<String, u64> {
    shipped_terms()
        .into_iter()
        .filter(|term| term.chars().all(is_hanzi))
        .filter_map(|term| {
            let tokens = jieba.cut(term, true);
            // A word of the dictionary that stays whole is found without.
            let is_word = tokens.len() == 1 && jieba.has_word(term);
            let ends = route::ends(&tokens).filter(|_| !is_word)?;
            Some((format!("{CUT}{term}"), ends))
        })
        .collect()
}

fn pack(words: &Words, cuts: &BTreeMap<String, u64>) -> Result<Vec<u8>, LexiconError> {
    let mut bytes = Vec::with_capacity(4 << 20);
    bytes.extend_from_slice(MAGIC);
    let total: u64 = words.list.iter().map(|(_, frequency)| frequency).sum();
    bytes.extend_from_slice(&total.to_le_bytes());
    bytes.extend_from_slice(&(words.list.len() as u64).to_le_bytes());
    let mut builder = fst::MapBuilder::new(bytes)?;
    for (key, &value) in cuts {
        builder.insert(key, value)?;
    }
    for (key, value) in &words.list {
        builder.insert(key, *value)?;
    }
    Ok(builder.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_can_never_match() {
        assert_eq!(accept("孵化 器", None), Err("含空白，永远不会匹配"));
        assert_eq!(accept("孵化器。", None), Err("含标点，永远不会匹配"));
        assert_eq!(accept("孵化器", Some(0)), Err("词频为零"));
        assert_eq!(accept("Ｒ＆Ｄ", Some(3)), Ok(("r&d".to_owned(), Some(3))));
    }
}
