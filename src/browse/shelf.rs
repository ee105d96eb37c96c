//! What takes all documents at once: citations, versions. Read when it is first needed, or ahead of that by
//! another thread.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::index::entry::{DocCard, DocFactsRecord};
use crate::index::{IndexError, Reader};
use crate::law::references::{References, Source};
use crate::law::resolve::{DocFacts, key};

/// All documents with what resolution needs of them.
#[derive(Default)]
pub struct Documents {
    /// The documents by path and place.
    pub cards: Vec<DocCard>,
    /// Their facts, beside them.
    pub facts: Vec<DocFacts>,
    /// Their citations, beside them.
    pub records: Vec<DocFactsRecord>,
    /// Keys of their works, beside them.
    pub works: Vec<String>,
    /// Places by key.
    pub places: HashMap<u64, usize>,
}

/// See the module.
#[derive(Default)]
pub struct Shelf {
    documents: OnceLock<Result<Documents, String>>,
}

impl Documents {
    fn read(reader: &Reader) -> Result<Self, IndexError> {
        let cards = reader.cards()?;
        let mut facts: HashMap<u64, DocFacts> = reader
            .cards_and_facts()?
            .into_iter()
            .map(|(card, facts)| (card.key, facts))
            .collect();
        let facts: Vec<DocFacts> = cards
            .iter()
            .map(|card| facts.remove(&card.key).unwrap_or_default())
            .collect();
        let records = cards
            .iter()
            .map(|card| reader.facts(card.key).map(Option::unwrap_or_default))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            works: works(&cards, &facts),
            places: cards
                .iter()
                .enumerate()
                .map(|(at, card)| (card.key, at))
                .collect(),
            cards,
            facts,
            records,
        })
    }
}

/// The works the documents are versions of: by title and place, and whatever a document of the same title
/// ends or replaces, whoever made it.
fn works(cards: &[DocCard], facts: &[DocFacts]) -> Vec<String> {
    let mut works: Vec<String> = facts.iter().map(key::work).collect();
    let places: HashMap<&str, usize> = cards
        .iter()
        .enumerate()
        .map(|(at, card)| (card.id.as_str(), at))
        .collect();
    let title = |at: usize| facts[at].title.as_deref().map(key::title);
    for (at, card) in cards.iter().enumerate() {
        for by in card.intervals.iter().filter_map(|it| it.by.as_deref()) {
            let Some(&newer) = places.get(by) else {
                continue;
            };
            if works[at] != works[newer] && title(at).is_some() && title(at) == title(newer) {
                let (old, new) = (works[at].clone(), works[newer].clone());
                for work in works.iter_mut().filter(|work| **work == old) {
                    work.clone_from(&new);
                }
            }
        }
    }
    works
}

impl Shelf {
    /// All documents; read now if nobody did before.
    ///
    /// # Errors
    /// Why the index could not be read.
    pub fn documents(&self, reader: &Reader) -> Result<&Documents, String> {
        self.documents
            .get_or_init(|| Documents::read(reader).map_err(|error| error.to_string()))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// Who cites whom.
    ///
    /// # Errors
    /// Why the index could not be read.
    pub fn references(&self, reader: &Reader) -> Result<References<'_>, String> {
        let documents = self.documents(reader)?;
        Ok(References::new(
            documents
                .facts
                .iter()
                .zip(&documents.records)
                .map(|(facts, record)| Source {
                    facts,
                    citations: &record.citations,
                })
                .collect(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::{Status, StatusInterval};

    #[test]
    fn what_a_text_of_the_same_title_ends_is_a_version_of_it() {
        let facts = |title: &str, issuer: &str| DocFacts {
            title: Some(title.to_owned()),
            issuer: Some(issuer.to_owned()),
            ..DocFacts::default()
        };
        let card = |id: &str, by: Option<&str>| DocCard {
            id: id.to_owned(),
            intervals: vec![StatusInterval {
                from: None,
                to: None,
                status: Status::Repealed,
                reason: None,
                by: by.map(str::to_owned),
                certain: true,
            }],
            ..DocCard::default()
        };
        let facts = [
            facts("科技小院办法", "韶州市科学技术局"),
            facts("科技小院办法", "韶州市科学技术局、韶州市财政局"),
            facts("科技小院办法", "云州市科学技术局"),
            facts("科技小院办法", "广东省科学技术厅"),
            facts("科技小院新办法", "广东省科学技术厅"),
        ];
        let cards = [
            card("a", None),
            card("b", None),
            card("c", Some("d")),
            card("d", Some("e")),
            card("e", None),
        ];
        let works = works(&cards, &facts);
        assert_eq!(works[0], works[1], "a joint issue");
        assert_eq!(works[2], works[3], "ended by the same title");
        assert_ne!(works[0], works[2], "another place");
        assert_ne!(works[3], works[4], "another title");
    }
}
