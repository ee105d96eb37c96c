//! The segmenter for queries: jieba over just the words that occur in the text.

use jieba_rs::Jieba;

use super::map::Lexicon;
use super::words::{Segmenter, Word, expand};

/// A private-use word that carries the frequency of all words not in the text, so that jieba's
/// log-probabilities are those of the whole dictionary.
const REST: &str = "\u{F8FE}\u{F8FF}";

/// Cuts a text as the whole dictionary would, without loading it (DESIGN D2).
pub struct LocalSegmenter<'l, D> {
    lexicon: &'l Lexicon<D>,
}

impl<'l, D: AsRef<[u8]>> LocalSegmenter<'l, D> {
    /// A segmenter over an open lexicon; costs nothing.
    pub fn new(lexicon: &'l Lexicon<D>) -> Self {
        Self { lexicon }
    }

    /// jieba with the words of `text` only; cuts `text` (and nothing else) like the whole dictionary.
    pub fn jieba_for(&self, text: &str) -> Jieba {
        let mut jieba = Jieba::empty();
        let mut known = 0;
        for (at, _) in text.char_indices() {
            let rest = &text[at..];
            self.lexicon.prefixes(rest, |length, frequency| {
                let word = &rest[..length];
                if !jieba.has_word(word) {
                    jieba.add_word(word, Some(frequency as usize), None);
                    known += frequency;
                }
            });
        }
        let others = self.lexicon.total().saturating_sub(known);
        if others > 0 {
            jieba.add_word(REST, Some(others as usize), None);
        }
        jieba
    }
}

impl<D: AsRef<[u8]>> Segmenter for LocalSegmenter<'_, D> {
    fn segment(&self, text: &str, out: &mut Vec<Word>) {
        out.clear();
        let jieba = self.jieba_for(text);
        for token in jieba.cut(text, true) {
            expand(
                text,
                &token,
                |start, end| jieba.has_word(&text[start..end]),
                out,
            );
        }
    }
}

/// A [`LocalSegmenter`] that keeps its lexicon: for a handful of documents, where loading the whole
/// dictionary would cost more than looking words up.
pub struct OwnedLocalSegmenter<D> {
    lexicon: Lexicon<D>,
}

impl<D: AsRef<[u8]>> OwnedLocalSegmenter<D> {
    /// Takes an open lexicon.
    pub fn new(lexicon: Lexicon<D>) -> Self {
        Self { lexicon }
    }
}

impl<D: AsRef<[u8]>> Segmenter for OwnedLocalSegmenter<D> {
    fn segment(&self, text: &str, out: &mut Vec<Word>) {
        LocalSegmenter::new(&self.lexicon).segment(text, out);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{FullSegmenter, Lexicon, compile};
    use super::*;

    fn lexicon() -> Lexicon<super::super::map::Body<Vec<u8>>> {
        Lexicon::open(compile(&[]).expect("the shipped word lists compile").bytes).expect("opens")
    }

    fn show(segmenter: &impl Segmenter, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        segmenter.segment(text, &mut words);
        words.iter().map(|word| word.of(text).to_owned()).collect()
    }

    #[test]
    fn long_words_show_the_words_inside() {
        let lexicon = lexicon();
        let words = show(&LocalSegmenter::new(&lexicon), "高新技术企业认定管理办法");
        for expected in ["高新技术企业", "高新技术", "企业", "认定", "管理", "办法"]
        {
            assert!(
                words.iter().any(|word| word == expected),
                "{expected} missing in {words:?}"
            );
        }
    }

    #[test]
    fn words_come_in_index_order() {
        let lexicon = lexicon();
        let mut words = Vec::new();
        LocalSegmenter::new(&lexicon).segment(
            "中华人民共和国促进科技成果转化法实施条例 R&D 经费占比3%",
            &mut words,
        );
        assert!(
            words.windows(2).all(|pair| pair[0].start <= pair[1].start),
            "{words:?}"
        );
    }

    #[test]
    fn local_and_full_cut_alike() {
        let lexicon = lexicon();
        let full = FullSegmenter::load(&lexicon).expect("loads");
        let local = LocalSegmenter::new(&lexicon);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(400));
        let pieces = prop::sample::select(vec![
            "科技企业孵化器",
            "认定条件",
            "应当",
            "的",
            "韶州市",
            "专项资金",
            "第十二条",
            "研发费用加计扣除",
            "abc",
            "R&D",
            "2021年",
            "〔",
            "〕",
            "，",
            "验收结题",
            "乙方",
            "魑魅",
            "小明硕士",
            "毕业",
            "\n",
            " ",
            "３％",
            "𠮷",
        ]);
        runner
            .run(&prop::collection::vec(pieces, 0..12), |pieces| {
                let text = pieces.concat();
                let (mut left, mut right) = (Vec::new(), Vec::new());
                local.segment(&text, &mut left);
                full.segment(&text, &mut right);
                prop_assert_eq!(left, right);
                Ok(())
            })
            .expect("both segmenters agree");
    }
}
