//! Scores every clause that shares enough with the query.
//!
//! For each concept the postings of all its terms in all fields are added up with their field
//! weights (BM25F), then saturated once, so that a word in title, heading and text does not count
//! three times. Entries are taken a window at a time, all concepts over one window before the next: so the sums stay in
//! the processor's cache, and memory is touched for what is found, not for what is indexed.
//!
//! Words come heaviest first. An entry that lacks so much of the query that what is still to come cannot bring it over the
//! bar is left alone from there on; where few are left, only they are looked up in the postings of the rest.

use tantivy::schema::{Field, IndexRecordOption};

use super::concept::ConceptKind;
use super::cursor::{Cursor, Norms, Span, usual_length};
use super::weighing::{Place, Weighed, masses};
use super::weights::Weights;
use super::window::{Mask, PLACES, WINDOW, Window};
use crate::index::bits::Bits;
use crate::index::headings::Headings;
use crate::index::parallel::{Part, across_parts};
use crate::index::{IndexError, Reader};

/// One entry in so many must have a concept for all places of a window to be gone through instead of those that have
/// it: adding nothing to eight neighbours at once is quicker than jumping from one place to the next.
const DENSE: u64 = 8;

/// Looking one entry up in a list of postings costs as much as going through so many of them.
const SEEK: u64 = 16;

/// Sums of weights are compared with this much room for rounding.
const ROOM: f32 = 1e-3;

/// What keeps a clause out of an answer, whatever its score.
pub struct Bar<'b> {
    /// What it must cover of the query's weight.
    pub least: f32,
    /// Whether it must have a word of the query, not only pairs of characters.
    pub whole_words: bool,
    /// Entries that may be found in each segment; `None`: all.
    pub limits: &'b [Option<Bits>],
}

/// A clause that shares something with the query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Its entry in the segment.
    pub entry: u32,
    /// Its score.
    pub score: f32,
    /// Sum of the weights of the query's words that occur.
    pub covered: f32,
}

/// What was found among some entries of a segment.
pub struct Found {
    /// The entries.
    pub part: Part,
    /// Those found, in order.
    pub scored: Vec<Scored>,
}

/// Scores all entries: the clauses found that are not barred, in the order of segments and entries.
///
/// # Errors
/// [`IndexError`].
pub fn score(
    reader: &Reader,
    weighed: &[Weighed],
    weights: &Weights,
    bar: &Bar<'_>,
) -> Result<Vec<Found>, IndexError> {
    let lookups = lookups(weighed);
    across_parts(
        reader,
        work(&lookups, bar.least),
        || Window::new(bar.whole_words),
        |window, part| {
            let scored = score_part(reader, &part, &lookups, weights, bar, window)?;
            Ok(Found { part, scored })
        },
    )
}

/// About how many postings are gone through.
fn work(lookups: &[Lookup<'_>], least: f32) -> u64 {
    let mut sum = 0;
    // Entries that may still be found once those that lack too much are out.
    let mut left = u64::MAX;
    for lookup in lookups {
        let postings: u64 = lookup.weighed.places.iter().map(Place::clauses).sum();
        sum += postings.min(left.saturating_mul(SEEK));
        if lookup.last && lookup.after + ROOM < least {
            left = left.min(sum);
        }
    }
    sum
}

/// A concept in its place among those that are added up.
#[derive(Clone, Copy)]
struct Lookup<'w> {
    weighed: &'w Weighed,
    /// What its group weighs at most.
    full: f32,
    /// What the groups behind it weigh together.
    after: f32,
    /// Whether it is the last one of its group.
    last: bool,
}

impl Lookup<'_> {
    fn is_pair(&self) -> bool {
        self.weighed.concept.kind == ConceptKind::Bigram
    }
}

/// The concepts in the order they are added up: group by group, the heaviest first, pairs of characters at the end.
fn lookups(weighed: &[Weighed]) -> Vec<Lookup<'_>> {
    let masses = masses(weighed);
    let mass = |group: usize| masses.get(group).copied().unwrap_or(0.0);
    let is_pair = |weighed: &Weighed| weighed.concept.kind == ConceptKind::Bigram;
    let mut ordered: Vec<&Weighed> = weighed.iter().collect();
    ordered.sort_by(|a, b| {
        let (a_group, b_group) = (a.concept.group, b.concept.group);
        is_pair(a)
            .cmp(&is_pair(b))
            .then_with(|| mass(b_group).total_cmp(&mass(a_group)))
            .then_with(|| a_group.cmp(&b_group))
    });
    let mut lookups: Vec<Lookup<'_>> = Vec::with_capacity(ordered.len());
    let mut after = 0.0;
    for (at, &weighed) in ordered.iter().enumerate().rev() {
        let group = weighed.concept.group;
        let last = ordered
            .get(at + 1)
            .is_none_or(|next| next.concept.group != group || is_pair(next));
        let full = if is_pair(weighed) { 0.0 } else { mass(group) };
        if last && let Some(next) = lookups.last() {
            after += next.full;
        }
        lookups.push(Lookup {
            weighed,
            full,
            after,
            last,
        });
    }
    lookups.reverse();
    lookups
}

/// A concept with its cursors in one segment.
struct Search<'w> {
    lookup: Lookup<'w>,
    cursors: Vec<Cursor>,
    /// Postings a window, about.
    usual: u64,
    /// Whether so many entries have it that all places of a window are gone through: see [`DENSE`].
    dense: bool,
}

fn score_part(
    reader: &Reader,
    part: &Part,
    lookups: &[Lookup<'_>],
    weights: &Weights,
    bar: &Bar<'_>,
    window: &mut Window,
) -> Result<Vec<Scored>, IndexError> {
    let number = part.segment;
    let segment = reader.searcher().segment_reader(number as u32);
    let entries = segment.max_doc();
    let windows = u64::from(entries.div_ceil(WINDOW).max(1));
    let mut norms: Vec<(Field, Norms)> = Vec::new();
    let mut headings: Option<Headings<'_>> = None;
    let mut searches: Vec<Search<'_>> = Vec::with_capacity(lookups.len());
    for &lookup in lookups {
        let mut cursors = Vec::new();
        let here = lookup.weighed.places.iter();
        for place in here.filter(|place| place.segment == number) {
            let field = place.source.field;
            let known = norms.iter().position(|(known, _)| *known == field);
            let of_field = if let Some(at) = known {
                at
            } else {
                let usual = usual_length(reader, field);
                norms.push((field, Norms::new(segment, field, usual, place.source.b)?));
                norms.len() - 1
            };
            if place.source.heads && headings.is_none() {
                headings = Some(Headings::open(reader, number)?);
            }
            let block = segment
                .inverted_index(field)?
                .read_block_postings_from_terminfo(&place.info, IndexRecordOption::WithFreqs)
                .map_err(tantivy::TantivyError::from)?;
            let factor = place.source.weight * place.variant;
            cursors.push(Cursor::new(block, factor, of_field, place.source.heads));
        }
        let postings = postings(lookup.weighed, number);
        searches.push(Search {
            lookup,
            cursors,
            usual: postings / windows,
            dense: postings * DENSE > u64::from(entries),
        });
    }
    let mut found = Vec::new();
    if searches.iter().all(|search| search.cursors.is_empty()) {
        return Ok(found);
    }
    let limits = bar.limits.get(number).and_then(Option::as_ref);
    for base in part.entries.clone().step_by(PLACES) {
        let span = Span {
            base,
            headings: headings.as_ref(),
        };
        let mut left = Mask::of(base, entries, limits);
        let mut covers_all = false;
        for search in &mut searches {
            if left.count == 0 {
                break;
            }
            let Lookup {
                weighed,
                full,
                after,
                last,
            } = search.lookup;
            let only = (left.count * SEEK < search.usual).then_some(&left);
            let dense = search.dense && only.is_none();
            for cursor in &mut search.cursors {
                let norms = &norms[cursor.norms].1;
                let (sums, hit) = (&mut *window.sums, &mut window.hit);
                if dense {
                    cursor.take(&span, only, norms, sums, |_, _| {});
                } else {
                    cursor.take(&span, only, norms, sums, |at, sum| {
                        if sum == 0.0 {
                            hit.push(at as u16);
                        }
                    });
                }
            }
            if dense {
                window.settle_all(weighed, weights.k1);
            } else {
                window.settle(weighed, weights.k1);
            }
            covers_all |= dense;
            if last && !search.lookup.is_pair() {
                window.cover(full, std::mem::take(&mut covers_all));
                if after + ROOM < bar.least {
                    window.narrow(&mut left, bar.least - after - ROOM);
                }
            }
        }
        window.drain(base, &left, &mut found);
    }
    Ok(found)
}

/// How many postings a concept has in a segment, about.
fn postings(weighed: &Weighed, segment: usize) -> u64 {
    let places = weighed.places.iter();
    let here = places.filter(|place| place.segment == segment);
    here.map(Place::clauses).sum()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::fs;

    use tantivy::SegmentReader;

    use super::*;
    use crate::index::entry::Role;
    use crate::index::headings::LONGEST_RUN;
    use crate::index::sync::{self, Silent, SyncOptions};
    use crate::lexicon::LocalSegmenter;
    use crate::search::concept::concepts;
    use crate::search::weighing::weigh;

    const WORDS: [&str; 8] = [
        "孵化器",
        "认定",
        "条件",
        "企业",
        "申请",
        "科技",
        "资金",
        "管理办法",
    ];

    /// An index of some windows: every word in a share of the clauses and titles of its own, the last in one clause.
    fn sample() -> Reader {
        let corpus = tempfile::tempdir().expect("temp dir");
        let mut state = 7u64;
        let mut chance = |one_in: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33).is_multiple_of(one_in)
        };
        for document in 0..9 {
            let mut text = format!("韶州市示例规定之{document}");
            for word in WORDS {
                if chance(4) {
                    text.push_str(word);
                }
            }
            text.push('\n');
            for article in 1..LONGEST_RUN + 200 {
                write!(text, "\n第{article}条　为了示例，").expect("written");
                for (at, word) in WORDS.iter().enumerate() {
                    if chance(1 << (at + 1)) {
                        text.push_str(word);
                    }
                }
                text.push_str("。\n");
            }
            fs::write(corpus.path().join(format!("{document}.txt")), text).expect("written");
        }
        let folder = tempfile::tempdir().expect("temp dir");
        let options = SyncOptions {
            add: vec![(corpus.path().to_owned(), Role::Own)],
            ..SyncOptions::default()
        };
        sync::run(folder.path(), &options, &Silent).expect("indexed");
        Reader::open(folder.path()).expect("opens")
    }

    #[test]
    fn a_bar_leaves_out_and_changes_nothing_else() {
        let reader = sample();
        let entries = reader
            .searcher()
            .segment_readers()
            .iter()
            .map(SegmentReader::max_doc);
        assert!(entries.clone().sum::<u32>() > 2 * WINDOW, "several windows");
        let some: Vec<Option<Bits>> = entries
            .map(|count| {
                let mut bits = Bits::new(count);
                (0..count)
                    .filter(|entry| entry % 7 < 2)
                    .for_each(|entry| bits.insert(entry));
                Some(bits)
            })
            .collect();
        let all = vec![None; some.len()];
        let weights = Weights::default();
        let segmenter = LocalSegmenter::new(reader.lexicon());
        for query in [&WORDS[..1], &WORDS[2..5], &WORDS[5..], &WORDS[..]] {
            let parts: Vec<String> = query.iter().map(|&word| word.to_owned()).collect();
            let weighed =
                weigh(&reader, concepts(&parts, &[], &segmenter), &weights).expect("looked up");
            let found = |least: f32, limits: &[Option<Bits>]| {
                let bar = Bar {
                    least,
                    whole_words: true,
                    limits,
                };
                let mut segments = vec![Vec::new(); limits.len()];
                for found in score(&reader, &weighed, &weights, &bar).expect("scored") {
                    segments[found.part.segment].extend(found.scored);
                }
                segments
            };
            let whole = found(f32::NEG_INFINITY, &all);
            assert!(whole.iter().map(Vec::len).sum::<usize>() > 0, "{query:?}");
            let mass: f32 = masses(&weighed).iter().sum();
            for share in [0.0, 0.2, 0.5, 0.9, 1.0, 2.0] {
                let least = mass * share - 1e-4;
                for limits in [&all, &some] {
                    let within = |segment: usize, found: &Scored| {
                        let limits = limits[segment].as_ref();
                        found.covered >= least
                            && limits.is_none_or(|limits| limits.contains(found.entry))
                    };
                    let expected: Vec<Vec<Scored>> = whole
                        .iter()
                        .enumerate()
                        .map(|(at, all)| {
                            all.iter().copied().filter(|one| within(at, one)).collect()
                        })
                        .collect();
                    let mut left = found(least, limits);
                    for (at, all) in left.iter_mut().enumerate() {
                        all.retain(|one| within(at, one));
                    }
                    assert_eq!(left, expected, "{query:?} {share}");
                }
            }
        }
    }
}
