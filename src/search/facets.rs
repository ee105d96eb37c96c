//! How a result spreads over kinds, makers, statuses and years.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use jiff::civil::Date;

use super::engine::{Engine, SearchError};
use super::ranking::Candidate;
use crate::index::columns::Columns;
use crate::index::entry::DocCard;
use crate::law::model::{Kind, Status};

/// Makers listed at most; the others are counted together.
const ISSUERS: usize = 12;

/// Numbers of clauses, the largest first (years: the newest first).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Documents the clauses stand in.
    pub documents: usize,
    /// By kind of document.
    pub kinds: Vec<(Kind, usize)>,
    /// By maker, as in the documents; `None` where no maker is stated.
    pub issuers: Vec<(Option<String>, usize)>,
    /// Clauses of makers that are not listed.
    pub other_issuers: usize,
    /// By status on the day asked for.
    pub statuses: Vec<(Status, usize)>,
    /// By year; `None` where no date is known.
    pub years: Vec<(Option<i16>, usize)>,
}

impl Facets {
    /// Counts clauses by their documents: each with the number of its clauses in the result.
    pub fn count<'c>(
        documents: impl IntoIterator<Item = (&'c DocCard, usize)>,
        as_of: Date,
    ) -> Self {
        let mut facets = Self::default();
        let mut kinds: HashMap<Kind, usize> = HashMap::new();
        let mut issuers: HashMap<Option<String>, usize> = HashMap::new();
        let mut statuses: HashMap<Status, usize> = HashMap::new();
        let mut years: BTreeMap<Option<i16>, usize> = BTreeMap::new();
        for (card, clauses) in documents {
            facets.documents += 1;
            *kinds.entry(card.kind).or_default() += clauses;
            *issuers.entry(card.issuer.clone()).or_default() += clauses;
            *statuses.entry(card.status(as_of).0).or_default() += clauses;
            *years.entry(card.year()).or_default() += clauses;
        }
        facets.kinds = largest(kinds);
        facets.issuers = largest(issuers);
        if facets.issuers.len() > ISSUERS {
            facets.other_issuers = facets
                .issuers
                .drain(ISSUERS..)
                .map(|(_, clauses)| clauses)
                .sum();
        }
        facets.statuses = largest(statuses);
        facets.years = years.into_iter().rev().collect();
        facets
    }
}

fn largest<T: Ord + Hash>(counts: HashMap<T, usize>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
    counts
}

impl Engine<'_> {
    /// Counts all clauses that match, not only those of the page.
    pub(super) fn facets(
        &self,
        candidates: &[Candidate],
        columns: &[Columns],
        as_of: Date,
    ) -> Result<Facets, SearchError> {
        let mut clauses: HashMap<u64, usize> = HashMap::new();
        for candidate in candidates {
            let columns = &columns[candidate.address.segment_ord as usize];
            let key = columns.document(candidate.address.doc_id);
            *clauses.entry(key).or_default() += 1;
        }
        // Reading all documents in order is cheaper than finding many of them one by one.
        let few = clauses.len() * 8 < self.reader.payload().counts.documents as usize;
        let mut some: Vec<DocCard> = Vec::new();
        if few {
            for &key in clauses.keys() {
                some.extend(self.reader.card(key)?.map(|card| self.current(card)));
            }
        }
        let cards = if few { &some } else { self.cards()? };
        Ok(Facets::count(
            cards
                .iter()
                .filter_map(|card| clauses.get(&card.key).map(|&count| (card, count))),
            as_of,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up() {
        let card = |kind, year: Option<i16>| DocCard {
            kind,
            published: year.map(|year| jiff::civil::date(year, 1, 1)),
            ..DocCard::default()
        };
        let cards = [
            card(Kind::Law, Some(2020)),
            card(Kind::Rule, Some(2021)),
            card(Kind::Law, None),
        ];
        let facets = Facets::count(cards.iter().zip([1, 5, 2]), jiff::civil::date(2026, 11, 22));
        assert_eq!(facets.documents, 3);
        assert_eq!(facets.kinds, [(Kind::Rule, 5), (Kind::Law, 3)]);
        assert_eq!(facets.years, [(Some(2021), 5), (Some(2020), 1), (None, 2)]);
        assert_eq!(
            facets
                .statuses
                .iter()
                .map(|(_, count)| count)
                .sum::<usize>(),
            8
        );
    }
}
