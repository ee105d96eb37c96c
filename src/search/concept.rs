//! From query text to what is looked up: words, words inside words, character bigrams.

use crate::text::chars::is_alphanumeric;
use std::collections::HashSet;

use crate::index::analyzer::fold;
use crate::index::literal::{END, GAP, literal_chars};
use crate::lexicon::{Added, Segmenter, Word};

/// One thing a query asks for, with the terms that stand for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Concept {
    /// As cut from the query.
    pub text: String,
    /// What kind of evidence it is.
    pub kind: ConceptKind,
    /// Number of the query word it belongs to: a word and the words inside it share one.
    pub group: usize,
    /// Weight against what was typed.
    pub weight: f32,
    /// Alternatives with their weight, the word itself first.
    pub terms: Vec<(String, f32)>,
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConceptKind {
    /// A word as jieba cut it: counts for coverage.
    Word,
    /// A word inside such a word.
    Inner,
    /// A word added by a synonym: counts for coverage of the word that called for it.
    Added,
    /// Two neighbouring characters.
    Bigram,
}

/// Cuts the parts of a query into concepts: words, then words inside them, words that synonyms add, then
/// bigrams. Repeated ones count once.
pub fn concepts(parts: &[String], added: &[Added], segmenter: &impl Segmenter) -> Vec<Concept> {
    let mut concepts: Vec<Concept> = Vec::new();
    let mut seen: HashSet<(String, bool)> = HashSet::new();
    let mut add = |text: &str, kind: ConceptKind, group: usize, weight: f32| {
        if seen.insert((text.to_owned(), matches!(kind, ConceptKind::Bigram))) {
            concepts.push(Concept {
                text: text.to_owned(),
                kind,
                group,
                weight,
                terms: vec![(text.to_owned(), 1.0)],
            });
        }
    };
    let mut words: Vec<Word> = Vec::new();
    let mut inner: Vec<(String, usize)> = Vec::new();
    let mut owners: Vec<(String, usize)> = Vec::new();
    let mut groups = 0;
    for part in parts {
        let folded = fold(part);
        segmenter.segment(&folded, &mut words);
        let wholes: Vec<Word> = words.iter().filter(|word| word.whole).copied().collect();
        for (at, word) in wholes.iter().enumerate() {
            add(word.of(&folded), ConceptKind::Word, groups + at, 1.0);
            owners.push((word.of(&folded).to_owned(), groups + at));
        }
        for word in words.iter().filter(|word| !word.whole) {
            let group = wholes
                .partition_point(|whole| whole.start <= word.start)
                .saturating_sub(1);
            inner.push((word.of(&folded).to_owned(), groups + group));
        }
        groups += wholes.len();
    }
    for (text, group) in inner {
        add(&text, ConceptKind::Inner, group, 1.0);
    }
    for extra in added {
        let trigger = fold(&extra.trigger);
        let group = owners
            .iter()
            .find(|(word, _)| trigger.contains(word.as_str()) || word.contains(&*trigger))
            .map_or(0, |&(_, group)| group);
        let term = fold(&extra.term);
        segmenter.segment(&term, &mut words);
        for word in words.iter().filter(|word| word.whole) {
            add(word.of(&term), ConceptKind::Added, group, extra.weight);
        }
    }
    let typed = parts.iter().map(|part| (part.as_str(), 1.0));
    let extra = added
        .iter()
        .map(|extra| (extra.term.as_str(), extra.weight));
    for (text, weight) in typed.chain(extra) {
        let chars: Vec<char> = literal_chars(text).collect();
        for pair in chars.windows(2) {
            if pair
                .iter()
                .all(|&c| c != GAP && c != END && is_alphanumeric(c))
            {
                add(
                    &pair.iter().collect::<String>(),
                    ConceptKind::Bigram,
                    0,
                    weight,
                );
            }
        }
    }
    concepts
}

/// The query's words as shown to people: as jieba cut them, in order.
pub fn shown_words(parts: &[String], segmenter: &impl Segmenter) -> Vec<String> {
    let mut shown = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    for part in parts {
        segmenter.segment(part, &mut words);
        shown.extend(
            words
                .iter()
                .filter(|word| word.whole)
                .map(|word| word.of(part).to_owned()),
        );
    }
    shown
}
