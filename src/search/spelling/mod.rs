//! What a query was meant to say: pinyin, initials, characters of the same sound or shape.
//!
//! Words come from the index, so that nothing is suggested that is not there. A correction is offered, and
//! only put in the query's place by itself when there would be no answer at all.

mod characters;
mod latin;
mod sound;
mod vocabulary;

use characters::mend;
use latin::spelled;

use crate::index::{IndexError, Reader};
use crate::lexicon::Segmenter;

/// Something a query was probably meant to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub typed: String,
    /// As meant.
    pub meant: String,
}

/// What is asked for instead of a query's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The words of the query, mended.
    pub words: Vec<String>,
    /// What was changed.
    pub changes: Vec<Correction>,
}

/// Mends the words of a query (canonical, parts between blanks); `None` where nothing better is known. Unless
/// the result is `doubtful`, only names of laws are looked at: going through the words of an index takes longer
/// than a search.
///
/// # Errors
/// [`IndexError`] when the index cannot be read.
pub fn correct(
    reader: &Reader,
    segmenter: &impl Segmenter,
    words: &[String],
    doubtful: bool,
) -> Result<Option<Corrected>, IndexError> {
    let joined = join_latin(words);
    let suspect = joined
        .iter()
        .map(|word| {
            if is_latin(word) {
                return Ok(!vocabulary::occurs(reader, &word.to_lowercase())?);
            }
            Ok((doubtful && !characters::gaps(reader, word)?.is_empty())
                || characters::is_unheard(reader, word)?)
        })
        .collect::<Result<Vec<bool>, IndexError>>()?;
    if !suspect.contains(&true) {
        return Ok(None);
    }
    let mut corrected = Corrected {
        words: Vec::with_capacity(joined.len()),
        changes: Vec::new(),
    };
    for (word, suspect) in joined.into_iter().zip(suspect) {
        let meant = match (is_latin(&word), suspect) {
            (true, true) => spelled(reader, &word.to_lowercase())?,
            (true, false) => None,
            (false, _) => mend(reader, segmenter, &word)?,
        };
        match meant {
            Some(meant) if meant != word => {
                corrected.words.push(meant.clone());
                corrected.changes.push(Correction { typed: word, meant });
            }
            _ => corrected.words.push(word),
        }
    }
    Ok((!corrected.changes.is_empty()).then_some(corrected))
}

fn is_latin(word: &str) -> bool {
    word.len() >= 2 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'')
}

/// Neighbouring syllables (`fu hua qi`) make one word; an abbreviation in capitals stays as it is.
fn join_latin(words: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut open = false;
    for word in words {
        let syllable = is_latin(word) && word.chars().all(|c| c.is_ascii_lowercase() || c == '\'');
        match joined.last_mut() {
            Some(last) if open && syllable => last.push_str(word),
            _ => joined.push(word.clone()),
        }
        open = syllable;
    }
    joined
}
