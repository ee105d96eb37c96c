//! What a citation means: title, maker and date against the corpus, never the title alone.

use std::collections::HashMap;

use jiff::civil::Date;

use super::facts::{self, DocFacts};
use super::key;
use super::versions::{self, Lines};

/// What was found for a citation; positions are those of the documents given to the resolver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One work; the newest version of it.
    Resolved(usize),
    /// The corpus has no such document. It may well exist.
    NotInCorpus,
    /// Several works of this name.
    Ambiguous(Vec<usize>),
}

/// Finds the documents that citations mean.
pub struct CitationResolver<'f> {
    documents: Vec<&'f DocFacts>,
    lines: Lines,
}

impl<'f> CitationResolver<'f> {
    /// Prepares the corpus.
    pub fn new(documents: &[&'f DocFacts]) -> Self {
        Self {
            documents: documents.to_vec(),
            lines: versions::order(documents),
        }
    }

    /// The document that `title` or `number` means when the document at `citing` uses it. `short` are
    /// the short names defined there ([`crate::law::citation::definitions`]).
    pub fn resolve(
        &self,
        title: Option<&str>,
        number: Option<&str>,
        citing: Option<usize>,
        short: &[(String, String)],
    ) -> Resolution {
        if let Some(number) = number
            && let Some(found) = self.lines.by_number.get(number)
        {
            let title = title.map(key::title);
            let named: Vec<usize> = found
                .iter()
                .copied()
                .filter(|&at| match (&title, &self.documents[at].title) {
                    (Some(title), Some(own)) => {
                        key::title(own) == *title || key::issued_title(own).as_ref() == Some(title)
                    }
                    _ => true,
                })
                .collect();
            // A notice and what it issues carry one number; the issued document is meant.
            if let Some(best) = self.main_of(if named.is_empty() { found } else { &named }) {
                return Resolution::Resolved(best);
            }
        }
        let Some(title) = title else {
            return Resolution::NotInCorpus;
        };
        let full = short
            .iter()
            .find(|(s, _)| s == title)
            .map_or(title, |(_, full)| full.as_str());
        let mut keys = vec![key::title(full)];
        keys.extend(key::issued_title(full));
        let found = keys.iter().find_map(|k| self.lines.by_title.get(k));
        let Some(found) = found else {
            return Resolution::NotInCorpus;
        };
        self.choose(found, full, citing)
    }

    /// The version of the work at `at` that was current on `day`; `None` when the corpus has only
    /// later ones.
    pub fn version_on(&self, at: usize, day: Date) -> Option<usize> {
        let title = self.documents[at].title.as_deref().map(key::title)?;
        let place = self.lines.region[at].as_deref();
        self.lines
            .by_title
            .get(&title)?
            .iter()
            .copied()
            .filter(|&v| {
                key::places_agree(place, self.lines.region[v].as_deref())
                    && !self.documents[v].draft
            })
            .filter(|&v| self.documents[v].version_date().is_some_and(|d| d <= day))
            .max_by_key(|&v| (self.documents[v].version_date(), std::cmp::Reverse(v)))
    }

    fn main_of(&self, found: &[usize]) -> Option<usize> {
        use crate::law::model::PartRole;
        found
            .iter()
            .copied()
            .filter(|&at| self.lines.copy_of[at].is_none())
            .min_by_key(|&at| (self.documents[at].part != PartRole::Issued, at))
    }

    fn choose(&self, found: &[usize], title: &str, citing: Option<usize>) -> Resolution {
        let mut works: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
        for &at in found {
            works
                .entry(self.lines.region[at].as_deref())
                .or_default()
                .push(at);
        }
        let newest = |members: &[usize]| {
            let live: Vec<usize> = members
                .iter()
                .copied()
                .filter(|&at| !self.documents[at].draft)
                .collect();
            let pool = if live.is_empty() { members } else { &live };
            pool.iter()
                .copied()
                .filter(|&at| self.lines.copy_of[at].is_none())
                .max_by_key(|&at| {
                    (
                        self.documents[at].version_date(),
                        std::cmp::Reverse(&self.documents[at].path),
                    )
                })
                .or(pool.first().copied())
        };
        let wanted = key::region_of_title(title);
        let own = citing.and_then(|at| facts::region(self.documents[at]));
        let national = title
            .starts_with("中华人民共和国")
            .then(|| "国家".to_owned());
        for place in [national, wanted, own, Some("国家".to_owned())]
            .into_iter()
            .flatten()
        {
            if let Some(members) = works.get(&Some(place.as_str()))
                && let Some(at) = newest(members)
            {
                return Resolution::Resolved(at);
            }
        }
        let mut groups: Vec<usize> = works
            .values()
            .filter_map(|members| newest(members))
            .collect();
        groups.sort_unstable();
        match groups.as_slice() {
            [] => Resolution::NotInCorpus,
            [only] => Resolution::Resolved(*only),
            _ => Resolution::Ambiguous(groups),
        }
    }
}
