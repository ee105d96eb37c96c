//! Words that must stand near each other: in one sentence, one paragraph, one article.

use super::query::{Nearness, Together};
use crate::index::literal::solid_chars;
use crate::text::normalize::canonical;

/// Characters that end a sentence. A semicolon does not: what it parts are members of one sentence.
const SENTENCE_ENDS: [char; 4] = ['。', '！', '？', '\n'];

/// The literal form of a text without borders of cells.
fn folded(text: &str) -> String {
    solid_chars(&canonical(text).text).collect()
}

/// A condition, its words prepared once.
#[derive(Debug)]
pub struct Condition {
    nearness: Nearness,
    words: Vec<String>,
}

impl Condition {
    /// From the condition as written.
    pub fn new(written: &Together) -> Self {
        Self {
            nearness: written.nearness,
            words: written.words.iter().map(|word| folded(word)).collect(),
        }
    }

    /// Whether a clause's text meets it.
    pub fn holds(&self, text: &str) -> bool {
        let whole = |part: &str| {
            let part = folded(part);
            self.words.iter().all(|word| part.contains(word.as_str()))
        };
        match self.nearness {
            Nearness::Article => whole(text),
            Nearness::Paragraph => text.split('\n').any(whole),
            Nearness::Sentence => text.split(SENTENCE_ENDS).any(whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_paragraph_article() {
        let text = "第三条　孵化器应当备案。市科技局给予补贴。\n众创空间另行规定。";
        let holds = |nearness, words: [&str; 2]| {
            Condition::new(&Together {
                nearness,
                words: words.map(str::to_owned).to_vec(),
            })
            .holds(text)
        };
        assert!(holds(Nearness::Sentence, ["孵化器", "备案"]));
        assert!(!holds(Nearness::Sentence, ["孵化器", "补贴"]));
        assert!(holds(Nearness::Paragraph, ["孵化器", "补贴"]));
        assert!(!holds(Nearness::Paragraph, ["孵化器", "众创空间"]));
        assert!(holds(Nearness::Article, ["孵化器", "众创空间"]));
    }
}
