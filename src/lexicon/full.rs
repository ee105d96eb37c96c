//! The segmenter for bulk work: the whole dictionary in memory.

use std::sync::Arc;

use jieba_rs::Jieba;

use super::compile::LexiconError;
use super::map::Lexicon;
use super::words::{Segmenter, Word, expand};

/// jieba over every word of a compiled lexicon. Cheap to clone.
#[derive(Clone)]
pub struct FullSegmenter {
    jieba: Arc<Jieba>,
}

impl FullSegmenter {
    /// Over a jieba that has all words of a lexicon.
    pub(super) fn new(jieba: Jieba) -> Self {
        Self {
            jieba: Arc::new(jieba),
        }
    }

    /// Loads the lexicon; takes a few hundred milliseconds.
    ///
    /// # Errors
    /// [`LexiconError::Load`] when jieba refuses the word list.
    pub fn load<D: AsRef<[u8]>>(lexicon: &Lexicon<D>) -> Result<Self, LexiconError> {
        let mut text = String::with_capacity(lexicon.len() * 16);
        lexicon.for_each(|word, frequency| {
            text.push_str(word);
            text.push(' ');
            text.push_str(&frequency.to_string());
            text.push('\n');
        });
        Ok(Self::new(Jieba::with_dict(&mut text.as_bytes())?))
    }

    /// jieba's plain cut, for comparison with [`super::LocalSegmenter`].
    pub fn jieba(&self) -> &Jieba {
        &self.jieba
    }
}

impl Segmenter for FullSegmenter {
    fn segment(&self, text: &str, out: &mut Vec<Word>) {
        out.clear();
        for token in self.jieba.cut(text, true) {
            expand(
                text,
                &token,
                |start, end| self.jieba.has_word(&text[start..end]),
                out,
            );
        }
    }
}
