//! Stable ids: the same document keeps its id when its file moves or is renamed.

use std::collections::HashMap;

use super::facts::{self, DocFacts};
use super::key;

/// Hex digits of an id.
const DIGITS: usize = 12;

/// An id for each document, unique in the corpus. It rests on title, place and number or date, where
/// the text gives them, else on the text; copies of one document are told apart by a counter that
/// follows their text and path.
pub fn assign(documents: &[&DocFacts]) -> Vec<String> {
    let names: Vec<String> = documents.iter().map(|facts| name(facts)).collect();
    let mut same: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        same.entry(name).or_default().push(at);
    }
    let mut ids = vec![String::new(); documents.len()];
    for (name, mut group) in same {
        group.sort_by(|&a, &b| {
            let order = |at: usize| (&documents[at].text_hash, &documents[at].path);
            order(a).cmp(&order(b))
        });
        for (nth, at) in group.into_iter().enumerate() {
            ids[at] = if nth == 0 {
                digest(name)
            } else {
                digest(&format!("{name}#{nth}"))
            };
        }
    }
    unique(&mut ids, documents);
    ids
}

/// What an id is made from.
fn name(facts: &DocFacts) -> String {
    let Some(title) = &facts.title else {
        return format!("text {}", facts.text_hash);
    };
    let title = key::title(title);
    let region = facts::region(facts).unwrap_or_default();
    let part = if facts.draft { "draft" } else { "" };
    if let Some(number) = &facts.number {
        return format!("{title}|{region}|{number}|{part}");
    }
    match facts.published.or(facts.dated).or(facts.effective) {
        Some(date) => format!("{title}|{region}|{date}|{part}"),
        None => format!("{title}|{region}|{}|{part}", facts.text_hash),
    }
}

fn digest(name: &str) -> String {
    blake3::hash(name.as_bytes()).to_hex()[..DIGITS].to_owned()
}

/// 48 bits may meet by chance; the later one (by path) is hashed again until it is free.
fn unique(ids: &mut [String], documents: &[&DocFacts]) {
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by(|&a, &b| (&ids[a], &documents[a].path).cmp(&(&ids[b], &documents[b].path)));
    let mut taken = std::collections::HashSet::with_capacity(ids.len());
    for at in order {
        let mut round = 0u32;
        while !taken.insert(ids[at].clone()) {
            round += 1;
            ids[at] = digest(&format!("{}+{round}+{}", ids[at], documents[at].path));
        }
    }
}
