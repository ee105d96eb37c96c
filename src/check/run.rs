//! The run: all rules over all documents asked for.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use rayon::prelude::*;

use super::catalogue::Catalogue;
use super::finding::{Certainty, Finding};
use super::keys;
use super::registry::{RULES, Rule};
use super::subject::Subject;
use super::view::CorpusView;
use super::world::World;
use crate::index::entry::Role;
use crate::law::citation::definitions;

/// What to check.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The day on which status is judged.
    pub as_of: Date,
    /// Ids of the rules to run; empty = all.
    pub rules: Vec<String>,
    /// Least certainty that is reported.
    pub min_certainty: Certainty,
    /// Whether findings about reference law are wanted too.
    pub include_reference: bool,
    /// Documents to report on, by their index in the view; `None` = all in scope.
    pub documents: Option<Vec<usize>>,
    /// Name of the profile of the place; `None` = by the maker of each document.
    pub jurisdiction: Option<String>,
    /// By rule id: findings are given this certainty at most.
    pub at_most: BTreeMap<&'static str, Certainty>,
}

impl CheckOptions {
    /// Everything about the bureau's own documents on a day.
    pub fn new(as_of: Date) -> Self {
        Self {
            as_of,
            rules: Vec::new(),
            min_certainty: Certainty::Hint,
            include_reference: false,
            documents: None,
            jurisdiction: None,
            at_most: BTreeMap::new(),
        }
    }
}

/// The documents a check speaks about: those named, else the bureau's own, or all.
pub fn scope(view: &CorpusView, options: &CheckOptions) -> Vec<usize> {
    let mut chosen: Vec<usize> = match &options.documents {
        Some(named) => named
            .iter()
            .copied()
            .filter(|&index| index < view.documents.len())
            .collect(),
        None => (0..view.documents.len())
            .filter(|&index| {
                options.include_reference || view.documents[index].card.role == Role::Own
            })
            .collect(),
    };
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Documents outside the scope whose articles are cited inside it: their clauses must be there too, while
/// of the others title, dates and repeals are enough.
pub fn needed(view: &CorpusView, options: &CheckOptions) -> Vec<usize> {
    let inside = scope(view, options);
    let mut cited = HashSet::new();
    for document in inside.iter().map(|&index| &view.documents[index].document) {
        cited.extend(
            document
                .citations
                .iter()
                .filter(|citation| !citation.articles.is_empty())
                .filter_map(|citation| citation.title.clone()),
        );
        cited.extend(
            definitions(&document.citations)
                .into_iter()
                .map(|(_, title)| title),
        );
    }
    let cited: HashSet<String> = cited.iter().map(|title| keys::title_key(title)).collect();
    (0..view.documents.len())
        .filter(|index| inside.binary_search(index).is_err())
        .filter(|&index| view.documents[index].document.clauses.is_empty())
        .filter(|&index| {
            view.documents[index]
                .card
                .title
                .as_deref()
                .is_some_and(|title| cited.contains(&keys::title_key(title)))
        })
        .collect()
}

/// Runs the rules. Findings come by document, rule and place; the same input gives the same list.
pub fn check(view: &CorpusView, catalogue: &Catalogue, options: &CheckOptions) -> Vec<Finding> {
    let world = World::new(view, catalogue, options);
    let rules: Vec<&Rule> = RULES
        .iter()
        .filter(|rule| options.rules.is_empty() || options.rules.iter().any(|id| id == rule.id))
        .collect();
    let found: Vec<Vec<Finding>> = scope(view, options)
        .into_par_iter()
        .map(|index| document(&world, &rules, index))
        .collect();
    found.into_iter().flatten().collect()
}

/// All findings about one document, in order, with their keys.
fn document(world: &World<'_>, rules: &[&Rule], index: usize) -> Vec<Finding> {
    let subject = Subject::new(world, index);
    let mut found = Vec::new();
    for rule in rules {
        let mut of_rule = Vec::new();
        (rule.run)(&subject, &mut of_rule);
        if let Some(&most) = world.options.at_most.get(rule.id) {
            for finding in &mut of_rule {
                finding.certainty = finding.certainty.min(most);
            }
        }
        of_rule.retain(|finding| finding.certainty >= world.options.min_certainty);
        of_rule.sort_by(|a, b| {
            (a.clause, a.line, &a.term, &a.quote).cmp(&(b.clause, b.line, &b.term, &b.quote))
        });
        found.append(&mut of_rule);
    }
    let card = &subject.entry.card;
    let mut seen: HashMap<String, u32> = HashMap::new();
    for finding in &mut found {
        let key = keys::key(card, finding);
        // The same words twice in a document: the second and later ones are told apart by their order.
        let times = seen.entry(key.clone()).or_insert(0);
        *times += 1;
        finding.key = if *times == 1 {
            key
        } else {
            format!("{key}-{times}")
        };
    }
    found
}
