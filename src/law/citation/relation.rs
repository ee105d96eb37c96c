//! What a citation is for, judged by the sentence it stands in.

use std::collections::HashSet;

use crate::law::model::{Document, Level, Relation};
use crate::law::number;
use crate::law::reference::passage::{Passage, Sentence};

/// What is known of the document while its citations are read.
pub(super) struct Context {
    own: Option<String>,
    amending: bool,
    /// Titles, and numbers without a title, that a clause repeals.
    repealed: HashSet<(u32, String)>,
    /// The beginnings of the annexes, where their titles stand.
    annexes: Vec<String>,
    sentence: Option<(u32, Sentence, Frame)>,
}

/// The words of a sentence that decide the relation of the titles in it.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    /// Titles between these bytes are the basis of the document.
    basis: Option<(usize, usize)>,
}

/// Words that begin a basis.
const BASIS_LEADS: &[&str] = &[
    "根据",
    "依据",
    "依照",
    "按照",
    "遵照",
    "贯彻",
    "为落实",
    "落实",
    "为实施",
    "为了实施",
    "实施",
    "参照",
];

/// Words that end one: what is made on that basis.
const BASIS_ENDS: &[&str] = &[
    "制定本",
    "制订本",
    "制定《",
    "特制定",
    "特制订",
    "制定如下",
    "作如下",
    "作出如下",
    "做出如下",
    "提出如下",
    "解释如下",
    "规定如下",
    "通知如下",
    "公告如下",
    "决定如下",
    "通告如下",
    "意见如下",
    "批复如下",
    "答复如下",
    "制定以下",
    "现制定",
    "修订本",
    "，制定",
    "特作",
    "特发布",
    "特通知",
    "解答如下",
    "明确如下",
    "说明如下",
];

impl Context {
    pub(super) fn new(document: &Document, passages: &[Passage<'_>]) -> Self {
        let title = document.title.as_deref();
        let annexes = passages
            .iter()
            .filter(|p| p.clause.level == Level::Annex)
            .map(|p| {
                p.clause
                    .text
                    .chars()
                    .take(80)
                    .filter(|c| !c.is_whitespace())
                    .collect()
            })
            .collect();
        let repealed = document
            .repeals
            .iter()
            .filter_map(|r| match (&r.title, &r.number) {
                (Some(title), _) => Some((r.clause, bare_title(title))),
                (None, Some(number)) => Some((r.clause, number.clone())),
                (None, None) => None,
            })
            .collect();
        Self {
            repealed,
            annexes,
            own: title.map(bare_title),
            amending: title.is_some_and(amends),
            sentence: None,
        }
    }

    /// Whether the document is a decision that amends others.
    pub(super) fn is_amending(&self) -> bool {
        self.amending
    }

    /// Whether a title is the document's own.
    pub(super) fn is_own(&self, title: &str) -> bool {
        self.own
            .as_deref()
            .is_some_and(|own| own == bare_title(title))
    }

    /// Whether the document has an annex or a table of this name.
    pub(super) fn has_annex(&self, title: &str) -> bool {
        title.ends_with('表') && self.annexes.iter().any(|annex| annex.contains(title))
    }

    /// The relation of what stands between two bytes of a passage.
    pub(super) fn relation(
        &mut self,
        passage: &Passage<'_>,
        start: usize,
        end: usize,
        title: Option<&str>,
    ) -> Relation {
        let text = passage.text();
        let after = text[end..].trim_start_matches(['》', '）', ')', ' ', '　', '\n', '，']);
        if passage.clause.level == Level::Note && passage.clause.label == "题注" {
            return Relation::History;
        }
        if let Some(title) = title {
            if follows_amendment(after)
                && (amends(title) || title.contains("废止") || passage.clause.level == Level::Note)
            {
                return Relation::History;
            }
            if self.is_own(title) && !self.repealed(passage, Some(title), None) {
                return Relation::Itself;
            }
            if self.has_annex(title) {
                return Relation::Itself;
            }
        }
        if self.repealed(passage, title, Some(&text[start..end])) {
            return Relation::Repeal;
        }
        if amended_here(&text[..start], after) {
            return Relation::Amend;
        }
        let frame = self.frame(passage, start);
        if frame
            .basis
            .is_some_and(|(from, to)| start >= from && end <= to)
        {
            return Relation::Basis;
        }
        Relation::Reference
    }

    /// Whether the document repeals this title (or number) in this clause.
    fn repealed(&self, passage: &Passage<'_>, title: Option<&str>, words: Option<&str>) -> bool {
        if self.repealed.is_empty() {
            return false;
        }
        let clause = passage.clause.ordinal;
        match (title, words) {
            (Some(title), _) => self.repealed.contains(&(clause, bare_title(title))),
            (None, Some(words)) => number::find_bytes(words)
                .into_iter()
                .any(|n| self.repealed.contains(&(clause, n.number.key))),
            (None, None) => false,
        }
    }

    fn frame(&mut self, passage: &Passage<'_>, at: usize) -> Frame {
        if let Some((clause, sentence, frame)) = self.sentence
            && clause == passage.clause.ordinal
            && (sentence.start..sentence.end).contains(&at)
        {
            return frame;
        }
        let sentence = passage.sentence_at(at);
        let text = &passage.text()[sentence.start..sentence.end];
        let outside = |i: &usize| passage.title_at(sentence.start + i).is_none();
        let from = BASIS_LEADS
            .iter()
            .filter_map(|lead| {
                text.match_indices(lead)
                    .map(|(i, _)| i)
                    .find(|i| outside(i))
            })
            .min();
        let to = BASIS_ENDS
            .iter()
            .filter_map(|end| {
                text.match_indices(end)
                    .map(|(i, _)| i)
                    .filter(|i| outside(i))
                    .last()
            })
            .max();
        let basis = match (from, to) {
            (Some(from), Some(to)) if from < to => {
                Some((sentence.start + from, sentence.start + to))
            }
            _ => None,
        };
        let frame = Frame { basis };
        self.sentence = Some((passage.clause.ordinal, sentence, frame));
        frame
    }
}

/// Whether a title is that of a decision that amends.
pub(super) fn amends(title: &str) -> bool {
    title.contains("关于修改")
        || title.contains("关于修订")
        || title.contains("关于修正")
        || title.contains("修正案")
        || title.contains("废止和修改")
        || title.contains("修改和废止")
        || title.contains("修改、废止")
        || title.contains("关于调整部分")
}

/// Whether the words after a title say that it amended: `第二次修正`, `修订`.
fn follows_amendment(after: &str) -> bool {
    let rest = match after.strip_prefix('第') {
        Some(rest) => rest
            .find('次')
            .filter(|&i| i <= 9)
            .map_or(after, |i| &rest[i + '次'.len_utf8()..]),
        None => after,
    };
    ["修正", "修订", "修改"]
        .iter()
        .any(|verb| rest.starts_with(verb))
        && !rest.starts_with("修改为")
        && !rest.starts_with("修订为")
}

/// Whether the words around say that the title between them is amended here.
fn amended_here(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    if ["修改", "修订", "修正"]
        .iter()
        .any(|verb| before.ends_with(verb))
    {
        return true;
    }
    let phrase: String = after
        .chars()
        .take_while(|c| !matches!(c, '。' | '；' | '\n'))
        .take(60)
        .collect();
    let verbs = [
        "修改为",
        "作如下修改",
        "作出如下修改",
        "作以下修改",
        "作出修改",
        "修改如下",
        "予以修改",
        "后增加",
        "增加一条",
        "增加一款",
        "删去",
        "删除",
        "修正如下",
        "做如下修改",
    ];
    let acted = verbs.iter().any(|verb| phrase.contains(verb));
    acted
        && (before.ends_with(['将', '在', '对', '把', '、', '和', '及', '：', '与'])
            || before.is_empty()
            || before.ends_with('\n')
            || phrase.starts_with("作"))
}

/// A title without marks, blanks and 中华人民共和国.
pub(super) fn bare_title(title: &str) -> String {
    let bare: String = title
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>' | '＜' | '＞')
        })
        .collect();
    bare.strip_prefix("中华人民共和国")
        .map(str::to_owned)
        .unwrap_or(bare)
}
