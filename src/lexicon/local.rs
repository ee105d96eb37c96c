//! The segmenter for queries: jieba over just the words that occur in the text.

use std::sync::{Mutex, PoisonError};

use jieba_rs::Jieba;

use super::map::Lexicon;
use super::route;
use super::words::{Segmenter, Word, expand};

/// A private-use word that carries the frequency of all words not looked up yet, so that jieba's
/// log-probabilities are those of the whole dictionary.
const REST: &str = "\u{F8FE}\u{F8FF}";

/// The words looked up so far. They stay: a jieba of its own for every text would cost more than the cut, and
/// words of other texts change nothing, since frequencies are shares of the same total.
struct Known {
    jieba: Jieba,
    /// Sum of the frequencies of the words in `jieba`, [`REST`] aside.
    total: u64,
}

impl Known {
    fn new() -> Self {
        Self {
            jieba: Jieba::empty(),
            total: 0,
        }
    }

    /// Looks up every word of the lexicon that stands somewhere in `text`.
    fn learn<D: AsRef<[u8]>>(&mut self, lexicon: &Lexicon<D>, text: &str) {
        let before = self.total;
        for (at, _) in text.char_indices() {
            let rest = &text[at..];
            lexicon.prefixes(rest, |length, frequency| {
                let word = &rest[..length];
                if !self.jieba.has_word(word) {
                    self.jieba.add_word(word, Some(frequency as usize), None);
                    self.total += frequency;
                }
            });
        }
        if before == 0 || self.total != before {
            let others = lexicon.total().saturating_sub(self.total);
            self.jieba.add_word(REST, Some(others as usize), None);
        }
    }

    fn cut(&self, text: &str, out: &mut Vec<Word>) {
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

fn segment<D: AsRef<[u8]>>(
    known: &Mutex<Option<Known>>,
    lexicon: &Lexicon<D>,
    text: &str,
    out: &mut Vec<Word>,
) {
    // A thread that died while it held the words left them whole: words are only added.
    if let Some(tokens) = route::cut(lexicon, text).or_else(|| route::kept(lexicon, text)) {
        out.clear();
        for token in tokens {
            let is_word = |start, end| lexicon.frequency(&text[start..end]).is_some();
            expand(text, &token, is_word, out);
        }
        return;
    }
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_with(Known::new);
    known.learn(lexicon, text);
    known.cut(text, out);
}

/// Cuts texts as the whole dictionary would, without loading it (DESIGN D2): only words that occur in them are
/// looked up.
pub struct LocalSegmenter<'l, D> {
    lexicon: &'l Lexicon<D>,
    known: Mutex<Option<Known>>,
}

impl<'l, D: AsRef<[u8]>> LocalSegmenter<'l, D> {
    /// A segmenter over an open lexicon; costs nothing before the first text.
    pub fn new(lexicon: &'l Lexicon<D>) -> Self {
        Self {
            lexicon,
            known: Mutex::new(None),
        }
    }
}

impl<D: AsRef<[u8]>> Segmenter for LocalSegmenter<'_, D> {
    fn segment(&self, text: &str, out: &mut Vec<Word>) {
        segment(&self.known, self.lexicon, text, out);
    }
}

/// A [`LocalSegmenter`] that keeps its lexicon: for a handful of documents, where loading the whole
/// dictionary would cost more than looking words up.
pub struct OwnedLocalSegmenter<D> {
    lexicon: Lexicon<D>,
    known: Mutex<Option<Known>>,
}

impl<D: AsRef<[u8]>> OwnedLocalSegmenter<D> {
    /// Takes an open lexicon.
    pub fn new(lexicon: Lexicon<D>) -> Self {
        Self {
            lexicon,
            known: Mutex::new(None),
        }
    }
}

impl<D: AsRef<[u8]>> Segmenter for OwnedLocalSegmenter<D> {
    fn segment(&self, text: &str, out: &mut Vec<Word>) {
        segment(&self.known, &self.lexicon, text, out);
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
    fn the_compilers_segmenter_is_that_of_its_lexicon() {
        let compiled = compile(&[]).expect("compiles");
        let lexicon = Lexicon::open(compiled.bytes).expect("opens");
        let loaded = FullSegmenter::load(&lexicon).expect("loads");
        for text in [
            "韶州市科技企业孵化载体认定条件",
            "外国人来华工作许可证，R&D经费占比3%",
            "揭榜挂帅项目验收结题",
        ] {
            assert_eq!(show(&compiled.segmenter, text), show(&loaded, text));
        }
    }

    #[test]
    fn terms_of_synonyms_are_cut_alike_and_without_jieba() {
        let lexicon = lexicon();
        let full = FullSegmenter::load(&lexicon).expect("loads");
        let local = LocalSegmenter::new(&lexicon);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for term in super::super::synonyms::shipped_terms() {
            local.segment(term, &mut left);
            full.segment(term, &mut right);
            assert_eq!(left, right, "{term}");
            let plain = term.chars().all(crate::text::chars::is_hanzi);
            let kept = route::cut(&lexicon, term).or_else(|| route::kept(&lexicon, term));
            assert!(!plain || kept.is_some(), "{term}");
        }
        assert!(lexicon.frequency("\0科企孵化器").is_none());
        assert!(lexicon.len() > 340_000);
    }

    #[test]
    fn chinese_characters_alone_are_cut_alike() {
        let lexicon = lexicon();
        let full = FullSegmenter::load(&lexicon).expect("loads");
        let local = LocalSegmenter::new(&lexicon);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(3_000));
        let pieces = prop::sample::select(vec![
            "科技企业孵化器",
            "认定",
            "条件",
            "应当",
            "的",
            "韶州市",
            "专项资金",
            "中",
            "国",
            "人",
            "民",
            "共和",
            "高新",
            "技术",
            "企业",
            "乙方",
            "魑",
            "鿕",
            "验收",
            "结题",
            "不",
            "得",
            "小明",
            "硕士",
            "毕业",
            "于",
            "研究",
            "生命",
            "起源",
            "市",
            "长江",
            "大桥",
        ]);
        let shortcut = std::cell::Cell::new(0);
        runner
            .run(&prop::collection::vec(pieces, 0..9), |pieces| {
                let text = pieces.concat();
                let (mut left, mut right) = (Vec::new(), Vec::new());
                full.segment(&text, &mut right);
                local.segment(&text, &mut left);
                prop_assert_eq!(left, right);
                shortcut.set(shortcut.get() + usize::from(route::cut(&lexicon, &text).is_some()));
                Ok(())
            })
            .expect("both segmenters agree");
        assert!(
            shortcut.get() > 300,
            "the short way is taken: {}",
            shortcut.get()
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
                full.segment(&text, &mut right);
                // With the words of all texts before, and with those of this text alone.
                local.segment(&text, &mut left);
                prop_assert_eq!(&left, &right);
                LocalSegmenter::new(&lexicon).segment(&text, &mut left);
                prop_assert_eq!(&left, &right);
                Ok(())
            })
            .expect("both segmenters agree");
    }
}
