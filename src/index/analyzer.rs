//! The two analyzers of the index: words and character bigrams.
//!
//! Both take canonical text. Words are cut where files are read, by as many threads as there are, and handed to tantivy
//! one after the other in a line: its threads are what a full index waits for, and the fewer they are, the fewer segments
//! a search has to open. Tokens are streamed into one buffer: an allocation a token would double the cost of indexing
//! (measured, DESIGN §4).

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

/// What stands behind each word of a line of words: U+001F, which no word holds.
const SEPARATOR: char = '\u{1F}';

/// The analyzers for writing; a reader needs none, since queries are analysed by `search`.
pub fn for_writing() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(BIGRAMS, TextAnalyzer::from(BigramTokenizer::default()));
    manager.register(WORDS, TextAnalyzer::from(WordTokenizer::default()));
    manager
}

/// Cuts text into the words that are indexed of it, lower-cased.
#[derive(Clone)]
pub struct WordAnalyzer {
    segmenter: Arc<dyn Segmenter + Send + Sync>,
}

impl WordAnalyzer {
    /// With a loaded dictionary.
    pub fn new(segmenter: Arc<dyn Segmenter + Send + Sync>) -> Self {
        Self { segmenter }
    }

    /// The words of a canonical text, words inside words among them, as [`WordTokenizer`] takes them. `words` is
    /// room that is used again from text to text.
    pub fn line(&self, text: &str, words: &mut Vec<Word>) -> String {
        let text = fold(text);
        self.segmenter.segment(&text, words);
        let bytes = words.iter().map(|word| word.of(&text).len() + 1).sum();
        let mut line = String::with_capacity(bytes);
        for word in words {
            line.push_str(word.of(&text));
            line.push(SEPARATOR);
        }
        line
    }
}

/// Takes a line of words apart. All stand at the same position: nothing asks where.
#[derive(Clone, Default)]
pub struct WordTokenizer {
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, line: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream {
            rest: line,
            token: &mut self.token,
        }
    }
}

/// See [`WordTokenizer`].
pub struct WordStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((word, rest)) = self.rest.split_once(SEPARATOR) else {
            return false;
        };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = 0;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::compile;

    fn words_of(line: &str) -> Vec<String> {
        let mut tokenizer = WordTokenizer::default();
        let mut stream = tokenizer.token_stream(line);
        let mut words = Vec::new();
        while stream.advance() {
            words.push(stream.token().text.clone());
        }
        words
    }

    #[test]
    fn a_line_holds_the_words_of_the_text() {
        let compiled = compile(&[]).expect("compiles");
        let segmenter = Arc::new(compiled.segmenter);
        let analyzer = WordAnalyzer::new(segmenter.clone());
        let mut words = Vec::new();
        for text in [
            "申请认定高新技术企业的，应当符合下列条件：\n（一）R&D 投入3%以上；",
            "\u{1F}韶州\u{1F}市\u{1F}",
            "，。",
            "",
        ] {
            let line = analyzer.line(text, &mut words);
            let mut cut = Vec::new();
            let folded = fold(text);
            segmenter.segment(&folded, &mut cut);
            let expected: Vec<&str> = cut.iter().map(|word| word.of(&folded)).collect();
            assert_eq!(words_of(&line), expected, "{text:?}");
        }
        assert_eq!(words_of(""), Vec::<String>::new());
    }
}
