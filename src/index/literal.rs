//! Literal recall (DESIGN D3): which clauses contain a string, down to one character.
//!
//! A clause's characters are indexed as overlapping pairs with positions. A string of one character
//! is the union of all pairs that begin with it, of two a single pair, of three and more a phrase of
//! pairs. The last character of a run is paired with [`END`], so that it can be found as well.

use tantivy::query::{EnableScoring, PhraseQuery, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::bits::Bits;
use super::error::IndexError;
use super::postings::for_each_block;
use crate::text::normalize::literal_form;

/// Partner of the last character of a run; no character of any text.
pub const END: char = '\u{10FFFF}';

/// Border of a table cell: no string is found across it.
pub const GAP: char = '\t';

/// The literal form of canonical text, character by character, ready for pairing.
pub fn literal_chars(canonical: &str) -> impl Iterator<Item = char> + '_ {
    literal_form(canonical).map(|(c, _)| if c == END { '\u{FFFD}' } else { c })
}

/// The literal form of canonical text without borders of cells: what is compared where nothing is looked up.
pub fn solid_chars(canonical: &str) -> impl Iterator<Item = char> + '_ {
    literal_chars(canonical).filter(|&c| c != GAP)
}

/// A string to be found as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    chars: Vec<char>,
}

impl Needle {
    /// A needle from canonical text; `None` where nothing but blanks is left.
    pub fn new(canonical: &str) -> Option<Self> {
        let mut chars: Vec<char> = literal_chars(canonical).collect();
        while chars.last() == Some(&GAP) {
            chars.pop();
        }
        let lead = chars.iter().take_while(|&&c| c == GAP).count();
        chars.drain(..lead);
        (!chars.is_empty()).then_some(Self { chars })
    }

    /// Number of characters looked for.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Never true: a needle has at least one character.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The characters looked for.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The pairs that determine the needle, with their offsets; the last character of a needle of
    /// two or more is covered by the pair before it.
    fn pairs(&self) -> Vec<(usize, String)> {
        let chars = &self.chars;
        let mut pairs = Vec::with_capacity(chars.len() / 2 + 1);
        let mut at = 0;
        while at < chars.len() {
            if chars[at] == GAP {
                at += 1;
                continue;
            }
            match chars.get(at + 1) {
                Some(&GAP) => pairs.push((at, [chars[at], END].iter().collect())),
                Some(&next) => pairs.push((at, [chars[at], next].iter().collect())),
                None => match at.checked_sub(1).map(|before| chars[before]) {
                    Some(before) if before != GAP => {
                        pairs.push((at - 1, [before, chars[at]].iter().collect()));
                    }
                    // A single character behind a cell border: its partner is unknown, so that the
                    // result may be larger than asked for, never smaller.
                    _ => {}
                },
            }
            at += 2;
        }
        pairs.dedup();
        pairs
    }

    /// The entries of a segment whose `field` contains the needle. Deleted entries may be among them.
    ///
    /// # Errors
    /// [`IndexError`] when the segment cannot be read.
    pub fn find(&self, segment: &SegmentReader, field: Field) -> Result<Bits, IndexError> {
        let mut found = Bits::new(segment.max_doc());
        if self.chars.len() == 1 {
            union_of_pairs(segment, field, self.chars[0], &mut found)?;
            return Ok(found);
        }
        let mut terms: Vec<(usize, Term)> = self
            .pairs()
            .into_iter()
            .map(|(offset, pair)| (offset, Term::from_field_text(field, &pair)))
            .collect();
        if terms.len() == 1 {
            let inverted = segment.inverted_index(field)?;
            let term = terms.remove(0).1;
            if let Some(mut postings) = inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?
            {
                fill(&mut postings, &mut found);
            }
        } else if !terms.is_empty() {
            let query = PhraseQuery::new_with_offset(terms);
            let weight = query.weight(EnableScoring::disabled_from_schema(segment.schema()))?;
            let mut scorer = weight.scorer(segment, 1.0)?;
            fill(&mut scorer, &mut found);
        }
        Ok(found)
    }
}

fn fill(docs: &mut impl DocSet, found: &mut Bits) {
    let mut doc = docs.doc();
    while doc != TERMINATED {
        found.insert(doc);
        doc = docs.advance();
    }
}

/// All entries with a pair that begins with `first`.
fn union_of_pairs(
    segment: &SegmentReader,
    field: Field,
    first: char,
    found: &mut Bits,
) -> Result<(), IndexError> {
    let inverted = segment.inverted_index(field)?;
    let from = first.to_string();
    let mut past = from.clone().into_bytes();
    past.push(0xFF);
    let mut stream = inverted
        .terms()
        .range()
        .ge(from.as_bytes())
        .lt(&past)
        .into_stream()
        .map_err(tantivy::TantivyError::from)?;
    while let Some((_, info)) = stream.next() {
        for_each_block(&inverted, info, IndexRecordOption::Basic, |block| {
            block.docs().iter().for_each(|&doc| found.insert(doc));
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(usize, String)> {
        Needle::new(text).expect("not blank").pairs()
    }

    #[test]
    fn pairs_cover_every_character() {
        assert_eq!(pairs("孵化"), [(0, "孵化".to_owned())]);
        assert_eq!(
            pairs("孵化器"),
            [(0, "孵化".to_owned()), (1, "化器".to_owned())]
        );
        assert_eq!(
            pairs("孵化器内"),
            [(0, "孵化".to_owned()), (2, "器内".to_owned())]
        );
    }

    #[test]
    fn blanks_only_is_no_needle() {
        assert_eq!(Needle::new(" \u{3000}\t "), None);
    }
}
