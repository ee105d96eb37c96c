//! From query text to what is looked up: words, words inside words, character bigrams.

use crate::index::analyzer::fold;
use crate::index::literal::{END, GAP, literal_chars};
use crate::lexicon::{Segmenter, Word};

/// One thing a query asks for, with the terms that stand for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Concept {
    /// As cut from the query.
    pub text: String,
    /// What kind of evidence it is.
    pub kind: ConceptKind,
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
    /// Two neighbouring characters.
    Bigram,
}

/// Cuts the parts of a query into concepts. Repeated words count once.
pub fn concepts(parts: &[String], segmenter: &impl Segmenter) -> Vec<Concept> {
    let mut concepts: Vec<Concept> = Vec::new();
    let mut add = |text: &str, kind: ConceptKind| {
        if !concepts.iter().any(|concept| concept.text == text && (concept.kind == kind || concept.kind == ConceptKind::Word)) {
            concepts.push(Concept { text: text.to_owned(), kind, terms: vec![(text.to_owned(), 1.0)] });
        }
    };
    let mut words: Vec<Word> = Vec::new();
    for part in parts {
        let folded = fold(part);
        segmenter.segment(&folded, &mut words);
        for word in &words {
            let kind = if word.whole { ConceptKind::Word } else { ConceptKind::Inner };
            add(word.of(&folded), kind);
        }
    }
    for part in parts {
        let chars: Vec<char> = literal_chars(part).collect();
        for pair in chars.windows(2) {
            if pair.iter().all(|&c| c != GAP && c != END && c.is_alphanumeric()) {
                add(&pair.iter().collect::<String>(), ConceptKind::Bigram);
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
        shown.extend(words.iter().filter(|word| word.whole).map(|word| word.of(part).to_owned()));
    }
    shown
}
