//! Repeals: which documents, or parts of them, a text ends, and from when.
//!
//! A repealing sentence is known by its verb (废止, 失效, 停止执行, 不再适用 …) standing directly behind
//! a named object, before one (`废止《…》`), behind a class of papers, or behind `与本办法不一致的`. The
//! same words about licences, penalties or procedures are no repeals, and neither is precedence
//! (以本解释为准). [`objects`] reads the names, [`list`] the lists under or beside a sentence.

mod between;
mod list;
mod objects;
mod predicate;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use jiff::civil::Date;

use crate::law::date;
use crate::law::lifecycle;
use crate::law::model::{Document, Level, Repeal, RepealKind};
use crate::law::reference::passage::{Masked, Passage, Sentence, passages};
use objects::Object;
use predicate::Form;

/// The verbs of repeal; each hit starts the reading of its sentence.
const VERBS: &[&str] = &[
    "废止",
    "失效",
    "停止执行",
    "停止施行",
    "停止适用",
    "停止实施",
    "不再适用",
    "不再执行",
    "不再施行",
    "不再作为",
    "终止执行",
    "终止施行",
    "终止实施",
    "作废",
    "予以撤销",
    "停止使用",
    "失去效力",
];

/// Most verbs with objects of their own in one part of a sentence.
const MOST_VERBS: usize = 16;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(VERBS).ok());

/// Reads all repeals of a document. Dates of effect rest on `document.effective` and `published`, so
/// [`super::lifecycle`] has to have read it before.
pub fn read(document: &Document) -> Vec<Repeal> {
    read_in(document, &passages(&document.clauses))
}

/// The same over clauses that are prepared already.
pub fn read_in(document: &Document, passages: &[Passage<'_>]) -> Vec<Repeal> {
    let mut reader = Reader {
        document,
        passages,
        found: Vec::new(),
    };
    for index in 0..passages.len() {
        reader.passage(index);
    }
    list::annexes(&mut reader);
    reader.finish()
}

pub(super) struct Reader<'d, 'p> {
    document: &'d Document,
    passages: &'p [Passage<'d>],
    found: Vec<Repeal>,
}

impl Reader<'_, '_> {
    fn passage(&mut self, index: usize) {
        let passage = &self.passages[index];
        // 题注 and portal headers tell history.
        if passage.clause.level == Level::Note {
            return;
        }
        let Some(finder) = FINDER.as_ref() else {
            return;
        };
        let text = passage.text();
        let mut read_to = 0;
        for hit in finder.find_iter(text).map(|hit| hit.start()) {
            if hit < read_to || passage.title_at(hit).is_some() {
                continue;
            }
            let sentence = passage.sentence_at(hit);
            read_to = sentence.end;
            self.sentence(index, sentence);
        }
    }

    fn sentence(&mut self, index: usize, sentence: Sentence) {
        let passage = &self.passages[index];
        let mut start = sentence.start;
        // Each part between semicolons has its own subject and verb.
        let stops: Vec<usize> = passage.text()[sentence.start..sentence.end]
            .match_indices(['；', ';'])
            .map(|(i, m)| sentence.start + i + m.len())
            .filter(|&at| passage.title_at(at - 1).is_none())
            .chain([sentence.end])
            .collect();
        for end in stops {
            let part = Sentence { start, end };
            start = end;
            self.part(index, sentence, part);
        }
    }

    /// Reads the verbs of a part one after the other: `《甲》…予以废止，宣布《乙》失效` has two with objects.
    fn part(&mut self, index: usize, sentence: Sentence, part: Sentence) {
        let mut rest = part;
        for _ in 0..MOST_VERBS {
            let Some(end) = self.verb(index, sentence, rest) else {
                return;
            };
            rest.start = end;
            if self.passages[index]
                .titles_in(rest.start, rest.end)
                .is_empty()
            {
                return;
            }
        }
    }

    /// Reads the first verb of a part; gives the byte behind it where more may follow.
    fn verb(&mut self, index: usize, sentence: Sentence, part: Sentence) -> Option<usize> {
        let passage = &self.passages[index];
        let masked = passage.masked(part);
        match predicate::read(&masked.text)? {
            Form::Objects { verb } => {
                let objects = objects::before(passage, &masked, verb);
                let effective = self.effective(&masked, verb);
                self.push(index, sentence, objects, effective, &masked);
                return Some(masked.unmask(verb + "废止".len()));
            }
            Form::VerbFirst { verb } => {
                let objects = objects::after(passage, &masked, verb);
                let effective = self.effective(&masked, verb);
                self.push(index, sentence, objects, effective, &masked);
            }
            Form::CatchAll { verb } => {
                self.unnamed(index, sentence, RepealKind::CatchAll, &masked, verb);
            }
            Form::Class { verb } => {
                self.unnamed(index, sentence, RepealKind::Class, &masked, verb);
            }
            Form::List { verb, at } => {
                let effective = self.effective(&masked, verb);
                list::below(self, index, sentence, masked.unmask(at), effective);
            }
        }
        None
    }

    fn unnamed(
        &mut self,
        index: usize,
        sentence: Sentence,
        kind: RepealKind,
        masked: &Masked,
        verb: usize,
    ) {
        let effective = self.effective(masked, verb);
        let passage = &self.passages[index];
        let span = passage.span(masked.unmask(verb), sentence.end);
        self.found.push(Repeal {
            clause: passage.clause.ordinal,
            line: passage.line(span),
            sentence: sentence_words(passage, sentence),
            kind,
            title: None,
            number: None,
            date: None,
            articles: Vec::new(),
            effective,
            issuer: None,
            operative: self.operative(&masked.text),
        });
    }

    fn push(
        &mut self,
        index: usize,
        sentence: Sentence,
        objects: Vec<Object>,
        effective: Option<Date>,
        masked: &Masked,
    ) {
        let passage = &self.passages[index];
        let operative = self.operative(&masked.text);
        for object in objects {
            let span = passage.span(object.start, object.end);
            self.found.push(Repeal {
                clause: passage.clause.ordinal,
                line: passage.line(span),
                sentence: sentence_words(passage, sentence),
                kind: object.kind,
                title: object.title,
                number: object.number,
                date: object.date,
                articles: object.articles,
                effective,
                issuer: object.issuer,
                operative,
            });
        }
    }

    fn operative(&self, words: &str) -> bool {
        !self.document.draft
            && !["拟废止", "拟宣布", "拟予", "建议废止", "计划废止", "拟失效"]
                .iter()
                .any(|plan| words.contains(plan))
    }

    /// When a repeal takes effect: the day named with the verb, else the day the document itself does.
    fn effective(&self, masked: &Masked, verb: usize) -> Option<Date> {
        let before = &masked.text[..verb];
        let segment = before.rfind(['，', ',', objects::TITLE]).map_or(0, |i| i);
        let tail = &before[segment..];
        // `自2021年7月1日起同时废止`, but not `1997年2月5日起施行的《…》`.
        if (tail.contains('起') || tail.contains('于'))
            && let Some(found) = date::find_bytes(tail).into_iter().last()
            && let Some(day) = found.date.full()
            && !tail[found.end..].contains('的')
        {
            return Some(day);
        }
        let document = self.document;
        let made = lifecycle::enacted(document);
        let on_publication = ["公布之日", "发布之日", "印发之日", "颁布之日"]
            .iter()
            .any(|w| before.contains(w))
            && !before.contains("起施行")
            && !before.contains("起实施");
        if on_publication {
            lifecycle::made_public(document)
                .or(made)
                .or(document.effective)
        } else {
            document.effective.or(made)
        }
    }

    /// Leaves out what repeats and what a document cannot repeal: itself by its own number.
    fn finish(self) -> Vec<Repeal> {
        let own = self.document.number.as_ref().map(|n| n.key.clone());
        let mut kept: Vec<Repeal> = Vec::with_capacity(self.found.len());
        let mut seen = std::collections::HashSet::new();
        for repeal in self.found {
            if repeal.number.is_some() && repeal.number == own {
                continue;
            }
            let key = (
                repeal.line,
                repeal.clause,
                repeal.title.clone(),
                repeal.number.clone(),
                repeal.kind,
            );
            if seen.insert(key) {
                kept.push(repeal);
            }
        }
        kept
    }
}

fn sentence_words(passage: &Passage<'_>, sentence: Sentence) -> String {
    let printed = passage.printed(passage.span(sentence.start, sentence.end));
    let words: String = printed.lines().map(str::trim).collect();
    // A list in one run of text can be long; the sentence is evidence, not a copy of it.
    if words.chars().count() > 600 {
        words.chars().take(600).chain(['…']).collect()
    } else {
        words
    }
}

#[cfg(test)]
mod tests;
