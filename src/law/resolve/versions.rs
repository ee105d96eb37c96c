//! Versions of a work in their order, and copies of one version.

use std::collections::HashMap;

use jiff::civil::Date;

use super::facts::{self, DocFacts};
use super::key;

/// The documents as lines of versions; all vectors run beside the documents.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The version after it.
    pub next: Vec<Option<usize>>,
    /// Whether the version after it names this version in its history.
    pub certain: Vec<bool>,
    /// The document it is a second copy of.
    pub copy_of: Vec<Option<usize>>,
    /// Place of each document, where known.
    pub region: Vec<Option<String>>,
    /// Documents by compared title.
    pub by_title: HashMap<String, Vec<usize>>,
    /// Documents by number.
    pub by_number: HashMap<String, Vec<usize>>,
    /// Documents by path: a notice and what it issues.
    pub by_path: HashMap<String, Vec<usize>>,
}

/// Two copies of one version may carry dates that differ by some days (filing against publication).
const SLACK_DAYS: i32 = 10;
/// Clauses in common from which two texts of one date are one version.
const SAME: f64 = 0.9;
/// Below it two documents of one title are parts of one code, not versions, when their dates agree.
const PARTS: f64 = 0.02;

/// Finds versions and copies.
pub fn order(documents: &[&DocFacts]) -> Lines {
    let mut lines = Lines {
        next: vec![None; documents.len()],
        certain: vec![false; documents.len()],
        copy_of: vec![None; documents.len()],
        region: documents.iter().map(|d| facts::region(d)).collect(),
        ..Lines::default()
    };
    for (at, document) in documents.iter().enumerate() {
        if let Some(title) = &document.title {
            lines
                .by_title
                .entry(key::title(title))
                .or_default()
                .push(at);
        }
        if let Some(number) = &document.number {
            lines.by_number.entry(number.clone()).or_default().push(at);
        }
        lines
            .by_path
            .entry(document.path.clone())
            .or_default()
            .push(at);
    }
    let mut groups: Vec<Vec<usize>> = lines
        .by_title
        .values()
        .filter(|g| g.len() > 1)
        .cloned()
        .collect();
    for group in &mut groups {
        for versions in by_place(group, &lines.region) {
            chain(documents, &versions, &mut lines);
        }
    }
    lines
}

/// Splits the documents of one title by place. Those without a place go with the only place there is.
fn by_place(group: &[usize], regions: &[Option<String>]) -> Vec<Vec<usize>> {
    let mut placed: Vec<(&str, Vec<usize>)> = Vec::new();
    let mut free = Vec::new();
    for &at in group {
        match regions[at].as_deref() {
            Some(place) => match placed.iter_mut().find(|(p, _)| *p == place) {
                Some((_, members)) => members.push(at),
                None => placed.push((place, vec![at])),
            },
            None => free.push(at),
        }
    }
    let mut out: Vec<Vec<usize>> = placed.into_iter().map(|(_, members)| members).collect();
    match out.as_mut_slice() {
        [only] => only.extend(free),
        _ => out.push(free),
    }
    out.retain(|g| g.len() > 1);
    out
}

/// Orders the versions of one work and links each to the one after it.
fn chain(documents: &[&DocFacts], group: &[usize], lines: &mut Lines) {
    let mut members: Vec<usize> = group
        .iter()
        .copied()
        .filter(|&at| !documents[at].draft)
        .collect();
    members.sort_by(|&a, &b| {
        let order = |at: usize| {
            (
                documents[at].version_date(),
                documents[at].published,
                &documents[at].path,
            )
        };
        order(a).cmp(&order(b))
    });
    // Copies first: a version may be stored twice under two names.
    let mut versions: Vec<usize> = Vec::new();
    for at in members {
        match versions
            .iter()
            .rev()
            .take(4)
            .find(|&&v| is_copy(documents[v], documents[at]))
        {
            Some(&of) => lines.copy_of[at] = Some(of),
            None => versions.push(at),
        }
    }
    let title = documents[group[0]].title.as_deref().unwrap_or_default();
    if !key::has_versions(title) {
        return;
    }
    for pair in versions.windows(2) {
        let (old, new) = (documents[pair[0]], documents[pair[1]]);
        let (Some(from), Some(to)) = (old.version_date(), new.version_date()) else {
            continue;
        };
        if from >= to || old.part != new.part && old.path == new.path {
            continue;
        }
        lines.next[pair[0]] = Some(pair[1]);
        lines.certain[pair[0]] = names_version(old, new);
    }
    // A copy is followed by what follows its original.
    for &at in group {
        if let Some(of) = lines.copy_of[at] {
            lines.next[at] = lines.next[of].filter(|&n| n != at);
            lines.certain[at] = lines.certain[of];
        }
    }
}

/// Whether two documents of one title and place are one version stored twice.
fn is_copy(a: &DocFacts, b: &DocFacts) -> bool {
    let apart = |x: Option<Date>, y: Option<Date>| matches!((x, y), (Some(x), Some(y)) if days_between(x, y) > SLACK_DAYS);
    if a.same_text(b) {
        // A text that an amendment left as it was in what we compare is still another version when
        // both its header and its file name say so.
        return !(apart(a.published, b.published) && apart(a.name_date, b.name_date));
    }
    let overlap = a.overlap(b);
    match (a.published.or(a.dated), b.published.or(b.dated)) {
        (Some(x), Some(y)) if x == y => {
            let named_apart = apart(a.name_date, b.name_date);
            // One day and hardly a clause in common: two parts of one code.
            if overlap <= PARTS && a.articles > 0 && b.articles > 0 && !named_apart {
                return false;
            }
            !named_apart
        }
        (Some(x), Some(y)) => overlap >= SAME && days_between(x, y) <= SLACK_DAYS,
        _ => match (a.version_date(), b.version_date()) {
            (Some(x), Some(y)) => overlap >= SAME && days_between(x, y) <= SLACK_DAYS,
            _ => overlap >= SAME,
        },
    }
}

fn days_between(a: Date, b: Date) -> i32 {
    a.since(b).map_or(i32::MAX, |span| span.get_days().abs())
}

/// Whether the newer version's history contains the older one's last event: the same lineage.
fn names_version(old: &DocFacts, new: &DocFacts) -> bool {
    let Some(last) = old.published.or(old.dated) else {
        return false;
    };
    new.history.contains(&last)
}
