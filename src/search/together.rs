//! Words that must stand near each other: in one sentence, one paragraph, one article.

use super::query::{Nearness, Together};
use crate::index::literal::{GAP, literal_chars};
use crate::text::normalize::canonical;

/// Characters that end a sentence. A semicolon does not: what it parts are members of one sentence.
const SENTENCE_ENDS: [char; 4] = ['。', '！', '？', '\n'];

/// The literal form of a text without borders of cells.
fn folded(text: &str) -> String {
    literal_chars(&canonical(text).text)
        .filter(|&c| c != GAP)
        .collect()
}

/// Whether a clause's text meets a condition.
pub fn holds(condition: &Together, text: &str) -> bool {
    let words: Vec<String> = condition.words.iter().map(|word| folded(word)).collect();
    let whole = |part: &str| {
        let part = folded(part);
        words.iter().all(|word| part.contains(word.as_str()))
    };
    match condition.nearness {
        Nearness::Article => whole(text),
        Nearness::Paragraph => text.split('\n').any(whole),
        Nearness::Sentence => text.split(SENTENCE_ENDS).any(whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_paragraph_article() {
        let text = "第三条　孵化器应当备案。市科技局给予补贴。\n众创空间另行规定。";
        let holds = |nearness, words: [&str; 2]| {
            super::holds(
                &Together {
                    nearness,
                    words: words.map(str::to_owned).to_vec(),
                },
                text,
            )
        };
        assert!(holds(Nearness::Sentence, ["孵化器", "备案"]));
        assert!(!holds(Nearness::Sentence, ["孵化器", "补贴"]));
        assert!(holds(Nearness::Paragraph, ["孵化器", "补贴"]));
        assert!(!holds(Nearness::Paragraph, ["孵化器", "众创空间"]));
        assert!(holds(Nearness::Article, ["孵化器", "众创空间"]));
    }
}
