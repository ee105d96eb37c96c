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
    /// The synonyms it is a word of that mean the same as the whole of a query word.
    pub means: Vec<Meaning>,
}

/// A synonym that means the same as a word of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Number of the synonym.
    pub synonym: usize,
    /// Number of its words.
    pub words: usize,
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
                means: Vec::new(),
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
    let mut meanings: Vec<(usize, String, Meaning)> = Vec::new();
    for (synonym, extra) in added.iter().enumerate() {
        let trigger = fold(&extra.trigger);
        let group = owners
            .iter()
            .find(|(word, _)| trigger.contains(word.as_str()) || word.contains(&*trigger))
            .map_or(0, |&(_, group)| group);
        let term = fold(&extra.term);
        segmenter.segment(&term, &mut words);
        let wholes = words.iter().filter(|word| word.whole);
        let same = extra.equal && owners.contains(&(trigger.clone().into_owned(), group));
        let count = wholes.clone().count();
        for word in wholes {
            add(word.of(&term), ConceptKind::Added, group, extra.weight);
            if same {
                let meaning = Meaning {
                    synonym,
                    words: count,
                };
                meanings.push((group, word.of(&term).to_owned(), meaning));
            }
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
    for (group, text, meaning) in meanings {
        let word = concepts.iter_mut().find(|concept| {
            concept.kind == ConceptKind::Added && concept.group == group && concept.text == text
        });
        if let Some(word) = word
            && !word.means.contains(&meaning)
        {
            word.means.push(meaning);
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
