//! The two analyzers of the index: words and character bigrams.
//!
//! Both take canonical text. Positions are character offsets, so that words inside words keep
//! their true place. Tokens are streamed into one buffer: an allocation a token would double the
//! cost of indexing (measured, DESIGN §4).

use std::sync::Arc;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::literal::{END, GAP, literal_chars};
use crate::lexicon::{Segmenter, Word};

/// Name of the word analyzer.
pub const WORDS: &str = "words";
/// Name of the bigram analyzer.
pub const BIGRAMS: &str = "bigrams";

/// Versions of the analyzers; part of the version an index remembers.
pub const ANALYZER_VERSION: u32 = 1;

/// The analyzers for writing; a reader needs none, since queries are analysed by `search`.
pub fn for_writing(segmenter: Arc<dyn Segmenter + Send + Sync>) -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(BIGRAMS, TextAnalyzer::from(BigramTokenizer::default()));
    manager.register(WORDS, TextAnalyzer::from(WordTokenizer::new(segmenter)));
    manager
}

/// Words of the text, lower-cased.
#[derive(Clone)]
pub struct WordTokenizer {
    segmenter: Arc<dyn Segmenter + Send + Sync>,
    /// The text of `words`: titles and headings repeat from clause to clause.
    text: String,
    words: Vec<Word>,
    token: Token,
}

impl WordTokenizer {
    /// A tokenizer over a loaded dictionary.
    pub fn new(segmenter: Arc<dyn Segmenter + Send + Sync>) -> Self {
        Self {
            segmenter,
            text: String::new(),
            words: Vec::new(),
            token: Token::default(),
        }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let folded = fold(text);
        if self.text != *folded {
            self.segmenter.segment(&folded, &mut self.words);
            self.text.clear();
            self.text.push_str(&folded);
        }
        self.token.reset();
        WordStream {
            text: &self.text,
            words: self.words.iter(),
            token: &mut self.token,
        }
    }
}

/// Lower case without changing the number of characters; borrows where nothing changes.
pub fn fold(text: &str) -> std::borrow::Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        text.to_ascii_lowercase().into()
    } else {
        text.into()
    }
}

/// See [`WordTokenizer`].
pub struct WordStream<'a> {
    text: &'a str,
    words: std::slice::Iter<'a, Word>,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(word.of(self.text));
        self.token.position = word.start as usize;
        self.token.offset_from = word.byte_start as usize;
        self.token.offset_to = word.byte_end as usize;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Overlapping pairs of characters of the literal form; the last of a run is paired with [`END`].
#[derive(Clone, Default)]
pub struct BigramTokenizer {
    chars: Vec<char>,
    token: Token,
}

impl Tokenizer for BigramTokenizer {
    type TokenStream<'a> = BigramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BigramStream<'a> {
        self.chars.clear();
        self.chars.extend(literal_chars(text));
        self.token.reset();
        BigramStream {
            chars: &self.chars,
            next: 0,
            token: &mut self.token,
        }
    }
}

/// See [`BigramTokenizer`].
pub struct BigramStream<'a> {
    chars: &'a [char],
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for BigramStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some(&first) = self.chars.get(self.next) else {
                return false;
            };
            let at = self.next;
            self.next += 1;
            if first == GAP {
                continue;
            }
            let second = match self.chars.get(at + 1) {
                None | Some(&GAP) => END,
                Some(&second) => second,
            };
            self.token.text.clear();
            self.token.text.push(first);
            self.token.text.push(second);
            self.token.position = at;
            return true;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
