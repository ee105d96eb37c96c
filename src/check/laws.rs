//! Which titles and numbers stand for law that is over: by the catalogue, and by what the indexed
//! documents themselves repeal.

use std::collections::HashMap;

use jiff::civil::Date;

use super::catalogue::{Catalogue, Revision};
use super::keys::{title_key, version_date};
use super::view::{CorpusView, ViewDocument};
use super::world::is_over;
use crate::law::model::{Level, PartRole, RepealKind};
use crate::text::numeral;

/// Law that is over, and how we know.
#[derive(Clone, Debug)]
pub(super) struct Ended<'a> {
    /// First day on which it was no longer in force; `None` where the repealing text has no date.
    pub from: Option<Date>,
    /// `from` as staff write it.
    pub since: Option<String>,
    /// What ended it.
    pub by: Ender<'a>,
    /// Whether the source was read (always, when the corpus says so).
    pub verified: bool,
    /// Place name without which the repeal holds only in the repealer's own region.
    region: Option<String>,
}

/// What ended a law.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ender<'a> {
    /// A repeal in an indexed document: its index and the repealing sentence.
    Corpus(usize, &'a str),
    /// A row of the catalogue: successor and source.
    Catalogue(Option<&'a str>, &'a str),
}

/// The state of the law on a day.
pub(super) struct Laws<'a> {
    titles: HashMap<String, Vec<Ended<'a>>>,
    numbers: HashMap<&'a str, Vec<Ended<'a>>>,
    /// Documents of the corpus that the catalogue says are over.
    documents: HashMap<usize, Ended<'a>>,
    /// Documents in force by comparable title.
    live: HashMap<String, Vec<usize>>,
    revisions: HashMap<String, Vec<&'a Revision>>,
    as_of: Date,
}

impl<'a> Laws<'a> {
    /// Reads the repeals of the corpus and of the catalogue.
    pub fn new(
        view: &'a CorpusView,
        catalogue: &'a Catalogue,
        as_of: Date,
        titles: &HashMap<String, Vec<usize>>,
    ) -> Self {
        let mut laws = Self {
            titles: HashMap::new(),
            numbers: HashMap::new(),
            documents: HashMap::new(),
            live: HashMap::new(),
            revisions: HashMap::new(),
            as_of,
        };
        laws.read_catalogue(catalogue);
        for (index, document) in view.documents.iter().enumerate() {
            laws.read_repeals(index, document);
        }
        laws.end_documents(view, titles);
        for (title, versions) in titles {
            let live: Vec<usize> = versions
                .iter()
                .copied()
                .filter(|&at| laws.in_force(view, at))
                .collect();
            if !live.is_empty() {
                laws.live.insert(title.clone(), live);
            }
        }
        laws
    }

    fn read_catalogue(&mut self, catalogue: &'a Catalogue) {
        for row in catalogue
            .repealed
            .iter()
            .filter(|row| row.from.latest() <= self.as_of)
        {
            let ended = Ended {
                from: Some(row.from.latest()),
                since: Some(row.from.zh()),
                by: Ender::Catalogue(row.successor.as_deref(), &row.source),
                verified: row.verified,
                region: None,
            };
            if let Some(number) = &row.number {
                self.numbers.entry(number).or_default().push(ended.clone());
            }
            let same_title = |new: &str| {
                row.title
                    .as_deref()
                    .is_some_and(|old| title_key(old) == title_key(new))
            };
            if let Some(title) = &row.title
                && !(row.number.is_some() && row.successor.as_deref().is_some_and(same_title))
            {
                self.titles.entry(title_key(title)).or_default().push(ended);
            }
        }
        for row in &catalogue.revisions {
            if row.effective.unwrap_or(row.date).latest() <= self.as_of {
                self.revisions
                    .entry(title_key(&row.title))
                    .or_default()
                    .push(row);
            }
        }
    }

    fn read_repeals(&mut self, index: usize, document: &'a ViewDocument) {
        if document.card.draft {
            return;
        }
        let own = document.card.title.as_deref().map(title_key);
        for repeal in &document.document.repeals {
            let whole = matches!(repeal.kind, RepealKind::Whole | RepealKind::AnnexList);
            let from = repeal
                .effective
                .or(document.card.effective)
                .or(document.card.published)
                .or(document.card.dated);
            if !repeal.operative || !whole || from.is_some_and(|from| from > self.as_of) {
                continue;
            }
            let mut ended = Ended {
                from,
                since: from.map(zh_date),
                by: Ender::Corpus(index, &repeal.sentence),
                verified: true,
                region: None,
            };
            if let Some(number) = &repeal.number {
                self.numbers.entry(number).or_default().push(ended.clone());
            }
            if let Some(title) = repeal.title.as_deref().map(title_key)
                && own.as_ref() != Some(&title)
                && title.chars().count() >= 4
            {
                ended.region = place(document).filter(|place| !title.contains(place.as_str()));
                self.titles.entry(title).or_default().push(ended);
            }
        }
    }

    /// Documents of the corpus that a row of the catalogue ended.
    fn end_documents(&mut self, view: &CorpusView, titles: &HashMap<String, Vec<usize>>) {
        let mut found = Vec::new();
        for (title, versions) in titles {
            for ended in self.titles.get(title).into_iter().flatten() {
                if !matches!(ended.by, Ender::Catalogue(..)) {
                    continue;
                }
                for &at in versions {
                    if ends(ended, view, at) {
                        found.push((at, ended.clone()));
                    }
                }
            }
        }
        for (index, document) in view.documents.iter().enumerate() {
            let Some(number) = &document.card.number else {
                continue;
            };
            let row = self.numbers.get(number.key.as_str()).into_iter().flatten();
            for ended in row.filter(|ended| matches!(ended.by, Ender::Catalogue(..))) {
                if ends(ended, view, index) {
                    found.push((index, ended.clone()));
                }
            }
        }
        self.documents.extend(found);
    }

    fn in_force(&self, view: &CorpusView, at: usize) -> bool {
        let card = &view.documents[at].card;
        !card.draft && !is_over(card.status(self.as_of).0) && !self.documents.contains_key(&at)
    }

    /// What the catalogue says ended a document of the corpus.
    pub fn document(&self, index: usize) -> Option<&Ended<'a>> {
        self.documents.get(&index)
    }

    /// What ended the law that a document cites by title or number; `None` also where a version of the
    /// title is in force, for then that one is meant.
    pub fn cited(
        &self,
        title: Option<&str>,
        number: Option<&str>,
        view: &CorpusView,
        citing: usize,
    ) -> Option<&Ended<'a>> {
        if let Some(number) = number
            && let Some(ended) = self.numbers.get(number).and_then(|all| all.first())
        {
            return Some(ended);
        }
        let key = title_key(title?);
        let citing = &view.documents[citing];
        let ended = self
            .titles
            .get(&key)?
            .iter()
            .filter(|ended| ended.holds_for(citing))
            .min_by_key(|ended| !ended.verified)?;
        let replaced = self.live.get(&key).into_iter().flatten().any(|&at| {
            let card = &view.documents[at].card;
            let last = card.effective.max(version_date(card));
            // A text that is older than the repeal is the one that was repealed.
            ended
                .from
                .is_none_or(|from| last.is_none_or(|last| last >= from))
        });
        (!replaced).then_some(ended)
    }

    /// The newest version of a title on the day, by the corpus and the catalogue.
    pub fn current(&self, title: &str, view: &CorpusView) -> Option<Current<'a>> {
        let key = title_key(title);
        let row = self
            .revisions
            .get(&key)
            .and_then(|rows| rows.iter().max_by_key(|row| row.date))
            .copied();
        let live = self.live.get(&key).into_iter().flatten().copied();
        let indexed = live
            .filter(|&at| {
                let card = &view.documents[at].card;
                // A text of which only the notice stands here has no articles to count.
                card.part != PartRole::Notice && card.effective.is_none_or(|day| day <= self.as_of)
            })
            .max_by_key(|&at| (version_date(&view.documents[at].card), at));
        (row.is_some() || indexed.is_some()).then_some(Current { row, indexed })
    }
}

/// The newest version that is known of a law.
#[derive(Clone, Copy, Debug)]
pub(super) struct Current<'a> {
    /// By the catalogue.
    pub row: Option<&'a Revision>,
    /// In the corpus.
    pub indexed: Option<usize>,
}

impl Ended<'_> {
    /// Whether the repeal can be meant by a document: a title without a place name, repealed by a local
    /// body, is that of a local paper.
    fn holds_for(&self, citing: &ViewDocument) -> bool {
        self.region.as_ref().is_none_or(|region| {
            let named =
                |text: Option<&str>| text.is_some_and(|text| text.contains(region.as_str()));
            named(citing.card.issuer.as_deref()) || named(citing.card.title.as_deref())
        })
    }
}

/// Whether a repeal means this version of a document: it is older than the repeal.
fn ends(ended: &Ended<'_>, view: &CorpusView, at: usize) -> bool {
    let card = &view.documents[at].card;
    let Some(last) = card.effective.max(version_date(card)) else {
        return false;
    };
    !card.draft && ended.from.is_some_and(|from| last < from)
}

/// The place a local maker belongs to, without 省, 市, 县: `韶州`.
fn place(document: &ViewDocument) -> Option<String> {
    let maker = document
        .card
        .issuer
        .as_deref()
        .or(document.card.title.as_deref())?;
    if ["国家", "中国", "中华", "全国", "最高"]
        .iter()
        .any(|lead| maker.starts_with(lead))
    {
        return None;
    }
    let head: Vec<char> = maker.chars().take(8).collect();
    let end = (2..head.len()).find(|&at| matches!(head[at], '省' | '市' | '州' | '县' | '区'))?;
    Some(head[..end].iter().collect())
}

/// A day as staff write it.
pub(super) fn zh_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// The number of an article label: `第十二条之一` → 12.
pub(super) fn article_number(label: &str) -> Option<u64> {
    let rest = label.trim().strip_prefix('第')?;
    let (digits, _) = rest.split_once('条')?;
    numeral::parse(digits)
}

/// The number of the last article of a document; `None` where the articles do not run on from 1, so that
/// nothing can be said of what is missing.
pub(super) fn last_article(document: &ViewDocument) -> Option<u64> {
    if document.card.truncated {
        return None;
    }
    let mut last = 0;
    for clause in document
        .document
        .clauses
        .iter()
        .filter(|clause| clause.level == Level::Article)
    {
        let number = article_number(&clause.label)?;
        if number != last && number != last + 1 {
            return None;
        }
        last = number;
    }
    (last > 1).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_labels() {
        assert_eq!(article_number("第十二条"), Some(12));
        assert_eq!(article_number("第一百零一条之二"), Some(101));
        assert_eq!(article_number("附件1"), None);
    }

    #[test]
    fn places_of_makers() {
        let with = |issuer: &str| {
            let mut document = ViewDocument {
                card: crate::index::entry::DocCard::default(),
                document: crate::law::model::Document::default(),
            };
            document.card.issuer = Some(issuer.into());
            place(&document)
        };
        assert_eq!(with("韶州市人民政府").as_deref(), Some("韶州"));
        assert_eq!(with("国务院"), None);
        assert_eq!(with("国家市场监督管理总局"), None);
    }
}
