//! What arrivals do to the documents that were there before: the first question after a new regulation.

use std::collections::{HashMap, HashSet};

use super::resolve::{Change, Pending};
use crate::index::entry::Role;
use crate::index::error::IndexError;
use crate::index::reader::Reader;
use crate::law::model::PartRole;
use crate::law::resolve::key;

/// Arrivals looked at; a first import of a whole collection is no news.
const MOST_ARRIVALS: usize = 200;

/// One effect on a document that did not change itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Path of the document concerned.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What happens to it, in Chinese.
    pub what: String,
    /// Title of the arrival.
    pub by: String,
}

/// The effects of the documents that are new in this run.
///
/// # Errors
/// [`IndexError`] when the old index cannot be read.
pub fn effects(
    old: &Reader,
    documents: &[Pending],
    changes: &[Change],
) -> Result<Vec<Effect>, IndexError> {
    let arrivals: Vec<&Pending> = documents.iter().filter(|document| document.fresh).collect();
    if arrivals.is_empty() || arrivals.len() > MOST_ARRIVALS {
        return Ok(Vec::new());
    }
    let title = |document: &Pending| {
        document
            .card
            .title
            .clone()
            .unwrap_or_else(|| document.card.place())
    };
    let by_id: HashMap<&str, &Pending> = arrivals
        .iter()
        .map(|document| (document.card.id.as_str(), *document))
        .collect();
    let mut found = Vec::new();
    for change in changes {
        let document = &documents[change.document];
        if document.fresh {
            continue;
        }
        for interval in &document.card.intervals {
            let Some(arrival) = interval.by.as_deref().and_then(|by| by_id.get(by)) else {
                continue;
            };
            if change.before.contains(interval) {
                continue;
            }
            let from = interval
                .from
                .map(|day| format!("{day} 起"))
                .unwrap_or_default();
            let reason = interval.reason.clone().unwrap_or_default();
            found.push(Effect {
                path: document.card.place(),
                title: title(document),
                what: format!("{from}时效变化：{reason}"),
                by: title(arrival),
            });
        }
    }
    let mut names: HashMap<String, &Pending> = HashMap::new();
    for arrival in &arrivals {
        if let Some(title) = &arrival.card.title
            && arrival.card.part != PartRole::Notice
        {
            names.insert(key::title(title), arrival);
        }
    }
    let touched: HashSet<(String, String)> = found
        .iter()
        .map(|effect| (effect.path.clone(), effect.by.clone()))
        .collect();
    for document in documents {
        if document.fresh || document.card.role != Role::Own || document.card.draft {
            continue;
        }
        let Some(facts) = old.facts(document.card.key)? else {
            continue;
        };
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for cited in facts
            .citations
            .iter()
            .filter_map(|citation| citation.title.as_deref())
        {
            *counts.entry(cited).or_default() += 1;
        }
        let mut cited: Vec<(&str, usize)> = counts.into_iter().collect();
        cited.sort_unstable();
        for (cited, times) in cited {
            let Some(arrival) = names.get(&key::title(cited)) else {
                continue;
            };
            let by = title(arrival);
            if touched.contains(&(document.card.place(), by.clone())) {
                continue;
            }
            found.push(Effect {
                path: document.card.place(),
                title: title(document),
                what: format!("引用《{cited}》{times} 处，请核对"),
                by,
            });
        }
    }
    found.sort_by(|a, b| (&a.by, &a.path, &a.what).cmp(&(&b.by, &b.path, &b.what)));
    found.dedup();
    Ok(found)
}
