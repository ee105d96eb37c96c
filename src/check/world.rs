//! What all rules share during one run.

use std::collections::HashMap;

use super::catalogue::{Catalogue, Profile};
use super::keys::title_key;
use super::laws::Laws;
use super::run::CheckOptions;
use super::view::{CorpusView, ViewDocument};
use crate::law::model::{PartRole, Status};

/// The corpus, the catalogue, the day, and what follows from them together.
pub(super) struct World<'a> {
    /// All documents.
    pub view: &'a CorpusView,
    /// Tables.
    pub catalogue: &'a Catalogue,
    /// What was asked.
    pub options: &'a CheckOptions,
    /// Which titles and numbers stand for law that is over.
    pub laws: Laws<'a>,
    by_id: HashMap<&'a str, usize>,
    /// Key of a notice → documents it carries.
    carried: HashMap<u64, Vec<usize>>,
    by_key: HashMap<u64, usize>,
    /// Documents by comparable title, each with its index.
    pub titles: HashMap<String, Vec<usize>>,
    /// The same by the letters of the title alone, for copies that differ in punctuation.
    letters: HashMap<String, Vec<usize>>,
}

impl<'a> World<'a> {
    /// Prepares a run.
    pub fn new(view: &'a CorpusView, catalogue: &'a Catalogue, options: &'a CheckOptions) -> Self {
        let mut by_id = HashMap::new();
        let mut by_key = HashMap::new();
        let mut carried: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut titles: HashMap<String, Vec<usize>> = HashMap::new();
        let mut letters: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, document) in view.documents.iter().enumerate() {
            by_id.entry(document.card.id.as_str()).or_insert(index);
            by_key.insert(document.card.key, index);
            if let Some(wrapper) = document.card.wrapper {
                carried.entry(wrapper).or_default().push(index);
            }
            if let Some(title) = &document.card.title {
                let key = title_key(title);
                letters.entry(bare(&key)).or_default().push(index);
                titles.entry(key).or_default().push(index);
            }
        }
        let laws = Laws::new(view, catalogue, options.as_of, &titles);
        Self {
            view,
            catalogue,
            options,
            laws,
            by_id,
            carried,
            by_key,
            titles,
            letters,
        }
    }

    /// The document with an id.
    pub fn by_id(&self, id: &str) -> Option<&'a ViewDocument> {
        self.by_id.get(id).map(|&index| &self.view.documents[index])
    }

    /// Whether a document is a notice whose content is a document of its own: the pair counts once.
    pub fn carries(&self, document: &ViewDocument) -> bool {
        document.card.part == PartRole::Notice && self.carried.contains_key(&document.card.key)
    }

    /// The notice that carries a document.
    pub fn wrapper(&self, document: &ViewDocument) -> Option<&'a ViewDocument> {
        let index = self.by_key.get(&document.card.wrapper?)?;
        Some(&self.view.documents[*index])
    }

    /// Documents of the same name, itself included.
    pub fn namesakes(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let title = self.view.documents[index].card.title.as_deref();
        let key = title.map(|title| bare(&title_key(title)));
        key.and_then(|key| self.letters.get(&key))
            .into_iter()
            .flatten()
            .copied()
    }

    /// The rules of validity for a document.
    pub fn profile(&self, document: &ViewDocument) -> Option<&'a Profile> {
        if let Some(profile) = self
            .options
            .jurisdiction
            .as_deref()
            .and_then(|name| self.catalogue.profile(name))
        {
            return Some(profile);
        }
        let maker = document
            .card
            .issuer
            .as_deref()
            .or(document.card.title.as_deref())
            .unwrap_or_default();
        self.catalogue.profile_for(maker)
    }
}

/// Whether a status means that the text is no longer to be followed.
pub(super) fn is_over(status: Status) -> bool {
    matches!(status, Status::Repealed | Status::Expired | Status::Amended)
}

/// The letters and digits of a title.
fn bare(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}
