//! Who ends or extends whom: repeals and extensions matched to documents of the corpus.

use jiff::civil::Date;

use super::facts::{DocFacts, ExtensionFact, RepealFact};
use super::key;
use super::versions::Lines;
use crate::law::lifecycle;

/// Most documents of one title that a repeal without a number is compared with.
const MOST_NAMESAKES: usize = 1_000;

/// The end of a document by another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// Position of the document that repeals.
    pub by: usize,
    /// First day without force; `None` where it is not known.
    pub from: Option<Date>,
    /// Whether title, maker and date (or the number) agree.
    pub certain: bool,
}

/// A new last day in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extended {
    /// Position of the extending document.
    pub by: usize,
    /// Last day in force.
    pub until: Date,
}

/// Ends and extensions, beside the documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    pub repealed: Vec<Option<End>>,
    pub extended: Vec<Option<Extended>>,
}

/// Matches all repeals and extensions.
pub(super) fn find(documents: &[&DocFacts], lines: &Lines) -> Ends {
    let mut ends = Ends {
        repealed: vec![None; documents.len()],
        extended: vec![None; documents.len()],
    };
    for (by, document) in documents.iter().enumerate() {
        // Drafts do nothing; a copy does what its original does.
        if document.draft || lines.copy_of[by].is_some() {
            continue;
        }
        for repeal in document.repeals.iter().filter(|r| r.whole) {
            for (object, certain) in objects(documents, lines, by, repeal) {
                let from = repeal
                    .effective
                    .or(document.effective)
                    .or(document.published)
                    .or(document.dated);
                let end = End { by, from, certain };
                let slot = &mut ends.repealed[object];
                if slot
                    .as_ref()
                    .is_none_or(|held| earlier(&end, held, documents))
                {
                    *slot = Some(end);
                }
            }
        }
        for extension in &document.extensions {
            for object in extended(documents, lines, by, extension) {
                let start = documents[object].expires;
                let until = extension.until.or_else(|| {
                    let after = start?.tomorrow().ok()?;
                    lifecycle::last_day(after, extension.months?)
                });
                if let Some(until) = until
                    && ends.extended[object]
                        .as_ref()
                        .is_none_or(|held| held.until < until)
                {
                    ends.extended[object] = Some(Extended { by, until });
                }
            }
        }
    }
    share_within_files(documents, lines, &mut ends);
    ends
}

/// The surer end counts, then the earlier one; ties go by path so that order does not matter.
fn earlier(new: &End, held: &End, documents: &[&DocFacts]) -> bool {
    let rank = |e: &End| {
        (
            !e.certain,
            e.from.is_none(),
            e.from,
            documents[e.by].path.clone(),
        )
    };
    rank(new) < rank(held)
}

/// The documents a repeal means, and how sure that is.
fn objects(
    documents: &[&DocFacts],
    lines: &Lines,
    by: usize,
    repeal: &RepealFact,
) -> Vec<(usize, bool)> {
    let repealer = documents[by];
    let mut found: Vec<(usize, bool)> = Vec::new();
    let titles: Vec<String> = repeal
        .title
        .iter()
        .flat_map(|t| [Some(key::title(t)), key::issued_title(t)])
        .flatten()
        .collect();
    if let Some(number) = &repeal.number
        && let Some(same) = lines.by_number.get(number)
    {
        for &at in same {
            // A number of an order may be shared by amendments; with a title, the title has to agree.
            let named = titles.is_empty()
                || documents[at].title.as_deref().is_some_and(|t| {
                    let own = key::title(t);
                    titles.contains(&own)
                        || key::issued_title(t).is_some_and(|i| titles.contains(&i))
                        || number.contains('〔')
                });
            if named && before(documents, lines, by, at, repeal) {
                found.push((at, true));
            }
        }
    }
    if !found.is_empty() {
        return found;
    }
    for title in &titles {
        let Some(same) = lines.by_title.get(title) else {
            continue;
        };
        // A title that thousands share says nothing; the bound keeps such a corpus linear.
        for &at in same.iter().take(MOST_NAMESAKES) {
            if let (Some(number), Some(own)) = (&repeal.number, &documents[at].number)
                && number != own
                && comparable(number, own)
            {
                continue;
            }
            if !before(documents, lines, by, at, repeal)
                || !makers_agree(documents, lines, by, at, repeal)
            {
                continue;
            }
            let certain = places_known(lines, by, at)
                || date_agrees(documents[at], repeal)
                || same.len() == 1;
            found.push((at, certain));
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|f| f.0);
    let _ = repealer;
    found
}

/// Two numbers of the same form; an order number and a 文号 of one document do not contradict.
fn comparable(a: &str, b: &str) -> bool {
    a.contains('〔') == b.contains('〔') && a.contains('令') == b.contains('令')
}

/// Whether the document existed before the repeal and is not the repealer itself or a later version.
fn before(
    documents: &[&DocFacts],
    lines: &Lines,
    by: usize,
    at: usize,
    repeal: &RepealFact,
) -> bool {
    let (object, repealer) = (documents[at], documents[by]);
    if at == by
        || lines.copy_of[at] == Some(by)
        || lines.copy_of[by] == Some(at)
        || object.path == repealer.path && object.part == repealer.part
    {
        return false;
    }
    // What the sentence says of the object's date rules out later re-enactments of the title.
    if let Some(date) = repeal.date {
        if date_agrees(object, repeal) {
            return true;
        }
        let first = object.first_date();
        // A header may begin with a later event, but a first event years after the date is another text.
        if first.is_some_and(|first| years_after(first, date) > 2.0) && !object.history.is_empty() {
            return false;
        }
    }
    let Some(version) = object.version_date() else {
        // Undated texts: only where the titles differ can the object not be the repealer's own kin.
        return object.title.as_deref().map(key::title)
            != repealer.title.as_deref().map(key::title);
    };
    let day = repeal
        .effective
        .or(repealer.effective)
        .or_else(|| repealer.version_date());
    let enacted = repealer.first_date().max(repeal.effective);
    match (day, enacted) {
        (Some(day), Some(enacted)) => {
            version < day.max(enacted) || version == day && object.title != repealer.title
        }
        (Some(day), None) => version < day,
        _ => false,
    }
}

fn years_after(later: Date, earlier: Date) -> f64 {
    (f64::from(later.year()) - f64::from(earlier.year()))
        + (f64::from(later.month()) - f64::from(earlier.month())) / 12.0
}

/// Whether the date in the sentence is one of the object's.
fn date_agrees(object: &DocFacts, repeal: &RepealFact) -> bool {
    let Some(date) = repeal.date else {
        return false;
    };
    [
        object.adopted,
        object.dated,
        object.published,
        object.effective,
        object.name_date,
    ]
    .contains(&Some(date))
        || object.history.contains(&date)
}

/// Whether the object can be what the repealer, or the maker the sentence names, made.
fn makers_agree(
    documents: &[&DocFacts],
    lines: &Lines,
    by: usize,
    at: usize,
    repeal: &RepealFact,
) -> bool {
    let object = lines.region[at].as_deref();
    if let Some(named) = repeal.issuer.as_deref().and_then(key::region) {
        return key::places_agree(Some(&named), object);
    }
    let repealer = lines.region[by].as_deref();
    if key::places_agree(repealer, object) {
        return true;
    }
    // A law or a national regulation ends national rules only; a province may end what its city made
    // when the title itself names the place.
    documents[at]
        .title
        .as_deref()
        .and_then(key::region_of_title)
        .is_some()
}

fn places_known(lines: &Lines, by: usize, at: usize) -> bool {
    lines.region[by].is_some() && lines.region[by] == lines.region[at]
}

/// The documents an extension means.
fn extended(
    documents: &[&DocFacts],
    lines: &Lines,
    by: usize,
    extension: &ExtensionFact,
) -> Vec<usize> {
    let repeal = RepealFact {
        title: extension.title.clone(),
        number: extension.number.clone(),
        effective: documents[by]
            .effective
            .or(documents[by].published)
            .or(documents[by].dated),
        whole: true,
        ..RepealFact::default()
    };
    objects(documents, lines, by, &repeal)
        .into_iter()
        .map(|(at, _)| at)
        .collect()
}

/// A notice and what it issues share their number and their end.
fn share_within_files(documents: &[&DocFacts], lines: &Lines, ends: &mut Ends) {
    use crate::law::model::PartRole;
    for group in lines.by_path.values().filter(|g| g.len() > 1) {
        let notice = group
            .iter()
            .copied()
            .find(|&at| documents[at].part == PartRole::Notice);
        let Some(notice) = notice else { continue };
        let issued: Vec<usize> = group
            .iter()
            .copied()
            .filter(|&at| documents[at].part == PartRole::Issued)
            .collect();
        if let Some(end) = ends.repealed[notice].clone() {
            for &at in &issued {
                if at != end.by && ends.repealed[at].is_none() {
                    ends.repealed[at] = Some(end.clone());
                }
            }
        } else if let [only] = issued.as_slice()
            && let Some(end) = ends.repealed[*only].clone()
            && end.by != notice
        {
            ends.repealed[notice] = Some(end);
        }
        if let Some(until) = ends.extended[notice].clone() {
            for &at in &issued {
                ends.extended[at].get_or_insert_with(|| until.clone());
            }
        }
    }
}
