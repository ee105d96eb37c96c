//! Citations: every mention of a document or of a part of one, with its place and what it is for.
//!
//! Marked titles (`《…》`), bare law names, 本办法 and 前款, 文号 without a title, and short names
//! defined by 以下简称. A short name in marks keeps its words as title; which document it stands for
//! follows from the definition before it ([`definitions`]).

mod relation;
mod tail;

use std::collections::HashSet;

use memchr::memmem;

use crate::law::model::{Citation, Document, Level, Relation};
use crate::law::number;
use crate::law::reference::names::{self, Bare, BareAt};
use crate::law::reference::passage::{Passage, passages, tidy};
use crate::law::reference::title::TitleAt;
use crate::law::reference::unit::{self, Number, Place};
use crate::text::numeral;
use crate::text::span::CharSpan;
use relation::Context;

/// Most short names followed through one document.
const MOST_SHORT_NAMES: usize = 32;

/// Reads all citations of a document. What `document.repeals` names is marked as repealed.
pub fn read(document: &Document) -> Vec<Citation> {
    read_in(document, &passages(&document.clauses))
}

/// The same over clauses that are prepared already.
pub fn read_in(document: &Document, passages: &[Passage<'_>]) -> Vec<Citation> {
    let context = Context::new(document, passages);
    let mut reader = Reader {
        document,
        passages,
        context,
        short: Vec::new(),
        found: Vec::new(),
    };
    for index in 0..passages.len() {
        reader.passage(index);
    }
    reader.found
}

/// The short names of a document: short name → full title.
pub fn definitions(citations: &[Citation]) -> Vec<(String, String)> {
    citations
        .windows(2)
        .filter(|pair| pair[1].relation == Relation::Definition && pair[0].clause == pair[1].clause)
        .filter_map(|pair| {
            let short = unmarked(&pair[1].text);
            Some((short, pair[0].title.clone()?))
        })
        .collect()
}

/// Without marks around it.
fn unmarked(words: &str) -> String {
    words
        .trim_matches(['《', '》', '“', '”', '"', '〈', '〉'])
        .to_owned()
}

struct Reader<'d, 'p> {
    document: &'d Document,
    passages: &'p [Passage<'d>],
    context: Context,
    /// Unmarked short names in the order of their definition, with the full title.
    short: Vec<(String, String)>,
    found: Vec<Citation>,
}

impl Reader<'_, '_> {
    fn passage(&mut self, index: usize) {
        let passage = &self.passages[index];
        let text = passage.text();
        let first = self.found.len();
        // Marked titles and bare names in one ascending walk, so that none is read twice.
        let bare = names::find(text);
        let mut titles = passage.titles.iter().peekable();
        let mut bare = bare.into_iter().peekable();
        let mut free_from = 0;
        let mut last_title: Option<String> = None;
        loop {
            let next_title = titles.peek().map_or(usize::MAX, |t| t.start);
            let next_bare = bare.peek().map_or(usize::MAX, |b| b.start);
            if next_title == usize::MAX && next_bare == usize::MAX {
                break;
            }
            if next_title <= next_bare {
                let Some(title) = titles.next() else { break };
                if title.start >= free_from {
                    free_from = self.marked(index, title).max(title.end);
                    last_title = Some(passage.words(title.inner.0, title.inner.1));
                }
            } else {
                let Some(name) = bare.next() else { break };
                if name.start >= free_from && passage.title_at(name.start).is_none() {
                    free_from = self
                        .unmarked(index, name, last_title.as_deref())
                        .max(name.end);
                }
            }
        }
        self.short_names(index, first);
        self.numbers(index, first);
        self.own_articles(index, first);
        let mut fresh: Vec<Citation> = self.found.drain(first..).collect();
        fresh.sort_by_key(|c| (c.span.start, std::cmp::Reverse(c.span.end)));
        self.found.extend(fresh);
    }

    /// Reads a title in marks and what follows it; gives the end of what was used.
    fn marked(&mut self, index: usize, title: &TitleAt) -> usize {
        let passage = &self.passages[index];
        let words = passage.words(title.inner.0, title.inner.1);
        let mut tail = tail::read(passage, title.end);
        if tail.number.is_none() {
            tail.number = tail::number_before(passage.text(), title.start);
        }
        let relation = self
            .context
            .relation(passage, title.start, tail.end, Some(&words));
        let own_annex = || self.context.has_annex(&words);
        if names::is_document(&words) || own_annex() {
            let mut citation = self.citation(index, title.start, tail.end, relation);
            citation.title = Some(words.clone());
            citation.number.clone_from(&tail.number);
            fill_places(&mut citation, &tail.places);
            self.found.push(citation);
        }
        for &(start, end) in &title.nested {
            let inner = passage.words(start, end);
            if !names::is_document(&inner) {
                continue;
            }
            let relation = if matches!(relation, Relation::History | Relation::Repeal) {
                relation
            } else if self.context.is_own(&inner) {
                Relation::Itself
            } else if relation::amends(&words) {
                Relation::Amend
            } else {
                Relation::Reference
            };
            let mut citation = self.citation(index, start, end, relation);
            citation.title = Some(inner);
            citation.nested = true;
            self.found.push(citation);
        }
        if let Some((start, end, marked)) = tail.short.filter(|_| names::is_document(&words)) {
            let mut citation = self.citation(index, start, end, Relation::Definition);
            let short = unmarked(&passage.words(start, end));
            citation.title = Some(if marked { short.clone() } else { words.clone() });
            self.found.push(citation);
            if !marked && self.short.len() < MOST_SHORT_NAMES && short.chars().count() >= 2 {
                self.short.push((short, words));
            }
        }
        // The short name was read with its definition and is not read again as a title.
        tail.short.map_or(tail.end, |(_, end, _)| tail.end.max(end))
    }

    /// Reads a bare name and what follows it.
    fn unmarked(&mut self, index: usize, name: BareAt, last_title: Option<&str>) -> usize {
        let passage = &self.passages[index];
        let mut tail = tail::read(passage, name.end);
        // A bracket behind a bare name is read for laws only; 本办法（…） defines nothing.
        if name.kind != Bare::Law {
            tail.short = None;
            tail.number = None;
        }
        let words = passage.words(name.start, name.end);
        match name.kind {
            Bare::Law => {
                let title = self.full_title(&words);
                let relation = self
                    .context
                    .relation(passage, name.start, tail.end, Some(&title));
                let mut citation = self.citation(index, name.start, tail.end, relation);
                citation.title = Some(title.clone());
                fill_places(&mut citation, &tail.places);
                self.found.push(citation);
                if let Some((start, end, marked)) = tail.short {
                    let mut citation = self.citation(index, start, end, Relation::Definition);
                    let short = unmarked(&passage.words(start, end));
                    citation.title = Some(if marked { short } else { title });
                    self.found.push(citation);
                }
            }
            Bare::Own => {
                let mut citation = self.citation(index, name.start, tail.end, Relation::Itself);
                fill_places(&mut citation, &tail.places);
                self.found.push(citation);
            }
            Bare::Relative => {
                let mut citation = self.citation(index, name.start, tail.end, Relation::Itself);
                fill_places(&mut citation, &tail.places);
                self.resolve_relative(index, name, &words, &mut citation);
                self.found.push(citation);
            }
            Bare::Back => {
                // 该法 without a place is a pronoun; with one it is a citation of what was named last.
                let noun = words.trim_start_matches(['该', '同']);
                let last = last_title.filter(|title| title.ends_with(noun));
                if let (false, Some(title)) = (tail.places.is_empty(), last) {
                    let mut citation =
                        self.citation(index, name.start, tail.end, Relation::Reference);
                    citation.title = Some(title.to_owned());
                    fill_places(&mut citation, &tail.places);
                    self.found.push(citation);
                }
            }
        }
        tail.end
    }

    /// The full title of a bare law name, where the document gives it.
    fn full_title(&self, words: &str) -> String {
        if words.starts_with("中华人民共和国") {
            return words.to_owned();
        }
        let known = self
            .short
            .iter()
            .find(|(short, _)| short == words)
            .map(|(_, full)| full.clone());
        known.unwrap_or_else(|| words.to_owned())
    }

    /// 前款, 前条 and 本条 mean places of the clause they stand in.
    fn resolve_relative(&self, index: usize, name: BareAt, words: &str, citation: &mut Citation) {
        let passage = &self.passages[index];
        if passage.clause.level != Level::Article {
            return;
        }
        let label = article_label(&passage.clause.label);
        if words.contains('条') && words.starts_with(['前', '上']) {
            let back = counted(words).unwrap_or(1) as usize;
            let before: Vec<String> = self.passages[..index]
                .iter()
                .rev()
                .filter(|p| p.clause.level == Level::Article)
                .take(back)
                .filter_map(|p| article_label(&p.clause.label))
                .collect();
            citation.articles = before.into_iter().rev().collect();
            return;
        }
        if matches!(words, "本章" | "本节" | "本编" | "前章" | "前节") {
            return;
        }
        if citation.articles.is_empty() {
            citation.articles.extend(label);
        }
        // The paragraphs of an article that long cannot be counted for each mention.
        if words.ends_with('款') && name.start < 60_000 {
            let here = paragraph_number(passage.text(), name.start);
            let back = if words.starts_with('本') {
                0
            } else {
                counted(words).unwrap_or(1)
            };
            let numbers: Vec<String> = match back {
                0 => vec![here],
                n => (1..=n)
                    .rev()
                    .filter_map(|i| here.checked_sub(i))
                    .filter(|&k| k > 0)
                    .collect(),
            }
            .into_iter()
            .map(|n| format!("第{}款", numeral::to_chinese(u64::from(n))))
            .collect();
            if !numbers.is_empty() {
                citation.paragraph = Some(numbers.join("、"));
            }
        }
    }

    /// Later mentions of unmarked short names.
    fn short_names(&mut self, index: usize, first: usize) {
        if self.short.is_empty() {
            return;
        }
        let passage = &self.passages[index];
        let text = passage.text();
        let mut fresh = Vec::new();
        for (short, full) in &self.short {
            for at in memmem::find_iter(text.as_bytes(), short.as_bytes()) {
                let end = at + short.len();
                if passage.title_at(at).is_none() && name_ends(&text[end..]) {
                    fresh.push((at, end, full.clone()));
                }
            }
        }
        fresh.sort_unstable_by_key(|&(at, end, _)| (at, std::cmp::Reverse(end)));
        let taken = self.taken(first);
        let mut free_from = 0;
        for (start, end, full) in fresh {
            let tail = tail::read(passage, end);
            let span = passage.span(start, tail.end);
            if start < free_from || overlaps(&taken, span) {
                continue;
            }
            free_from = tail.end;
            let relation = self.context.relation(passage, start, tail.end, Some(&full));
            let mut citation = self.citation(index, start, tail.end, relation);
            citation.title = Some(full);
            fill_places(&mut citation, &tail.places);
            self.found.push(citation);
        }
    }

    /// The places of the citations from the `first` on, in order.
    fn taken(&self, first: usize) -> Vec<CharSpan> {
        let mut taken: Vec<CharSpan> = self.found[first..].iter().map(|c| c.span).collect();
        taken.sort_unstable();
        taken
    }

    /// Numbers that stand for a document of their own, without a title beside them.
    fn numbers(&mut self, index: usize, first: usize) {
        let passage = &self.passages[index];
        // The portal header and the line under the title hold the document's own number.
        if passage.clause.level == Level::Note {
            return;
        }
        let text = passage.text();
        let own = self.document.number.as_ref().map(|n| n.key.as_str());
        let mut used: HashSet<String> = self.found[first..]
            .iter()
            .filter_map(|c| c.number.clone())
            .collect();
        for hit in number::find_bytes(text) {
            if passage.title_at(hit.start).is_some() || own == Some(hit.number.key.as_str()) {
                continue;
            }
            if used.contains(&hit.number.key)
                || hit.number.key.starts_with("令第")
                || hit.number.key.starts_with("公告第")
            {
                continue;
            }
            let relation = self.context.relation(passage, hit.start, hit.end, None);
            let mut citation = self.citation(index, hit.start, hit.end, relation);
            used.insert(hit.number.key.clone());
            citation.number = Some(hit.number.key);
            self.found.push(citation);
        }
    }

    /// `依照第十五条的规定`: an article without an owner is the document's own.
    fn own_articles(&mut self, index: usize, first: usize) {
        let passage = &self.passages[index];
        if passage.clause.level != Level::Article || self.context.is_amending() {
            return;
        }
        let text = passage.text();
        let taken = self.taken(first);
        let mut free_from = 0;
        for at in memmem::find_iter(text.as_bytes(), "第".as_bytes()) {
            if at < free_from
                || at == 0
                || passage.title_at(at).is_some()
                || !leads_to_article(&text[..at])
            {
                continue;
            }
            let mut rest = &text[at..];
            let Ok(places) = unit::places(&mut rest) else {
                continue;
            };
            let end = text.len() - rest.len();
            free_from = end;
            if places.iter().all(|p| p.article.is_none()) {
                continue;
            }
            let span = passage.span(at, end);
            if overlaps(&taken, span) {
                continue;
            }
            let mut citation = self.citation(index, at, end, Relation::Itself);
            fill_places(&mut citation, &places);
            self.found.push(citation);
        }
    }

    fn citation(&self, index: usize, start: usize, end: usize, relation: Relation) -> Citation {
        let passage = &self.passages[index];
        let span = passage.span(start, end);
        Citation {
            clause: passage.clause.ordinal,
            line: passage.line(span),
            span,
            text: tidy(passage.printed(span)),
            title: None,
            number: None,
            articles: Vec::new(),
            paragraph: None,
            item: None,
            relation,
            nested: false,
        }
    }
}

/// Whether a place meets one of these, which are in order.
fn overlaps(taken: &[CharSpan], span: CharSpan) -> bool {
    let next = taken.partition_point(|t| t.start < span.end);
    // Nested titles lie inside their outer one, so a few before it are looked at.
    taken[..next]
        .iter()
        .rev()
        .take(8)
        .any(|t| t.end > span.start)
}

/// How many 前两款 goes back.
fn counted(words: &str) -> Option<u32> {
    words
        .chars()
        .find_map(|c| numeral::digit(c).filter(|&d| d > 0))
        .map(|d| d as u32)
}

/// The 款 (from 1) in which byte `at` of an article stands: every line that is no 项 begins one.
fn paragraph_number(text: &str, at: usize) -> u32 {
    let lines = text[..at].split('\n').collect::<Vec<_>>();
    let current_is_item = lines.last().is_some_and(|l| is_item(l));
    let whole = lines
        .iter()
        .filter(|l| !l.trim().is_empty() && !is_item(l))
        .count() as u32;
    // The line of `at` itself counts; when only its blank beginning was cut off it was not counted.
    let open = lines.last().is_some_and(|l| l.trim().is_empty());
    (whole + u32::from(open && !current_is_item)).max(1)
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let Some(rest) = line.strip_prefix(['（', '(']) else {
        return false;
    };
    numeral::prefix(rest).is_some_and(|(_, used)| rest[used..].starts_with(['）', ')']))
}

fn article_label(label: &str) -> Option<String> {
    let mut rest = label;
    unit::article(&mut rest).ok().map(|n| n.label('条'))
}

/// Words after which 第N条 means the document's own article.
fn leads_to_article(before: &str) -> bool {
    const LEADS: &[&str] = &[
        "依照", "按照", "根据", "依据", "违反", "适用", "符合", "参照", "除", "见", "执行", "有",
        "由", "依",
    ];
    let before = before.trim_end();
    LEADS.iter().any(|lead| before.ends_with(lead))
}

/// Whether a name may end where `after` begins.
fn name_ends(after: &str) -> bool {
    !after.starts_with(['规', '律', '院', '官', '学', '治']) || after.starts_with("规定")
}

/// Fills articles, paragraph and item of a citation from its places.
fn fill_places(citation: &mut Citation, places: &[Place]) {
    let mut articles: Vec<String> = Vec::new();
    let mut paragraphs: Vec<String> = Vec::new();
    let mut items: Vec<String> = Vec::new();
    for place in places {
        if let Some(article) = place.article {
            let label = article.label('条');
            if articles.last() != Some(&label) {
                articles.push(label);
            }
        }
        if let Some(paragraph) = place.paragraph {
            let label = format!("第{}款", numeral::to_chinese(u64::from(paragraph)));
            if paragraphs.last() != Some(&label) {
                paragraphs.push(label);
            }
        }
        if let Some(item) = place.item {
            let label = item_label(item);
            if items.last() != Some(&label) {
                items.push(label);
            }
        }
    }
    articles.dedup();
    let single = articles.len() <= 1;
    citation.articles = articles;
    // With several articles a paragraph belongs to one of them only; the printed text says to which.
    if single {
        citation.paragraph = (!paragraphs.is_empty()).then(|| paragraphs.join("、"));
        citation.item = (!items.is_empty()).then(|| items.join("、"));
    }
}

fn item_label(item: Number) -> String {
    let mut label = format!("第（{}）项", numeral::to_chinese(u64::from(item.value)));
    if item.insert > 0 {
        label.push('之');
        label.push_str(&numeral::to_chinese(u64::from(item.insert)));
    }
    label
}

#[cfg(test)]
mod tests;
