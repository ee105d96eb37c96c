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
            works: facts.iter().map(key::work).collect(),
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
