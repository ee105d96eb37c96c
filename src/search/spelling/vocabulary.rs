//! The words of an index, with the number of clauses each stands in.

use std::collections::HashMap;

use tantivy::Term;

use crate::index::{IndexError, Reader};
use crate::text::chars::is_hanzi;

/// Longest word kept, in characters.
const LONGEST: usize = 12;

/// A word of the index.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its characters.
    pub chars: Vec<char>,
    /// Number of clauses it stands in.
    pub frequency: u64,
}

impl Entry {
    /// The word as text.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// The Chinese words of an index by their length.
#[derive(Debug)]
pub struct Vocabulary {
    by_length: Vec<Vec<Entry>>,
}

impl Vocabulary {
    /// Reads the words of texts and titles.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn of(reader: &Reader) -> Result<Self, IndexError> {
        let mut words: HashMap<String, u64> = HashMap::new();
        let fields = reader.fields();
        for segment in reader.searcher().segment_readers() {
            for field in [fields.text, fields.title] {
                let inverted = segment.inverted_index(field)?;
                let mut stream = inverted
                    .terms()
                    .stream()
                    .map_err(tantivy::TantivyError::from)?;
                while let Some((term, info)) = stream.next() {
                    // Two Chinese characters have six bytes.
                    if term.len() < 6 || term.len() > LONGEST * 3 || term[0] < 0xE3 {
                        continue;
                    }
                    let Ok(word) = std::str::from_utf8(term) else {
                        continue;
                    };
                    if word.chars().all(is_hanzi) {
                        let count = words.entry(word.to_owned()).or_default();
                        *count += u64::from(info.doc_freq);
                    }
                }
            }
        }
        let mut by_length = vec![Vec::new(); LONGEST + 1];
        for (word, frequency) in words {
            let chars: Vec<char> = word.chars().collect();
            by_length[chars.len().min(LONGEST)].push(Entry { chars, frequency });
        }
        for entries in &mut by_length {
            entries.sort_by(|a, b| {
                b.frequency
                    .cmp(&a.frequency)
                    .then_with(|| a.chars.cmp(&b.chars))
            });
        }
        Ok(Self { by_length })
    }

    /// The words of a length, most frequent first.
    pub fn of_length(&self, length: usize) -> &[Entry] {
        self.by_length.get(length).map_or(&[], Vec::as_slice)
    }

    /// All words.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.by_length.iter().flatten()
    }
}

/// Whether a word stands in a text or title of the index.
///
/// # Errors
/// [`IndexError`].
pub fn occurs(reader: &Reader, word: &str) -> Result<bool, IndexError> {
    let fields = reader.fields();
    any(reader, &[fields.text, fields.title, fields.head], word)
}

/// Whether two characters stand next to each other in a text, title or heading of the index.
///
/// # Errors
/// [`IndexError`].
pub fn pair_occurs(reader: &Reader, pair: &str) -> Result<bool, IndexError> {
    let fields = reader.fields();
    any(reader, &[fields.bigrams, fields.context], pair)
}

fn any(reader: &Reader, fields: &[tantivy::schema::Field], text: &str) -> Result<bool, IndexError> {
    for segment in reader.searcher().segment_readers() {
        for &field in fields {
            let term = Term::from_field_text(field, text);
            let found = segment
                .inverted_index(field)?
                .get_term_info(&term)
                .map_err(tantivy::TantivyError::from)?;
            if found.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
