//! What the index says of a query's concepts: where they stand, how rare they are, what they weigh.

use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};

use super::asking::only_asks;
use super::concept::{Concept, ConceptKind, Meaning};
use super::weights::Weights;
use crate::index::headings::Headings;
use crate::index::postings::for_each_block;
use crate::index::{IndexError, Reader};

/// Words from which a query is taken for a question in whole sentences.
pub(super) const QUESTION: usize = 6;

/// What a single character weighs at most against the lightest whole word beside it.
const CHARACTER: f32 = 0.5;

/// A concept with what the whole index says about it.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The concept.
    pub concept: Concept,
    /// In how many clauses its own text occurs, in text or headings.
    pub frequency: u64,
    /// Weight from rarity, with the weight of the kind.
    pub idf: f32,
    /// Weight from rarity alone.
    pub rarity: f32,
    /// Where its terms stand.
    pub places: Vec<Place>,
}

/// The postings of one term in one field of one segment.
#[derive(Clone, Debug)]
pub struct Place {
    /// Number of the segment.
    pub segment: usize,
    /// The field, with its weights.
    pub source: Source,
    /// What the term counts among the concept's terms.
    pub variant: f32,
    /// Where the postings lie.
    pub info: TermInfo,
}

/// Clauses that are taken to stand under a heading when the frequency of a word in headings is estimated.
const USUAL_RUN: u64 = 8;

impl Place {
    /// In how many clauses the term stands, about.
    pub fn clauses(&self) -> u64 {
        let count = u64::from(self.info.doc_freq);
        if self.source.heads {
            count * USUAL_RUN
        } else {
            count
        }
    }
}

/// A field to look a concept up in.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The field.
    pub field: Field,
    /// What an occurrence there counts.
    pub weight: f32,
    /// Length normalisation there.
    pub b: f32,
    /// Whether its postings are headings, which stand for the clauses under them.
    pub heads: bool,
}

/// The fields a concept is looked up in.
pub fn sources(reader: &Reader, kind: ConceptKind, weights: &Weights) -> Vec<Source> {
    let fields = reader.fields();
    let all = match kind {
        ConceptKind::Word | ConceptKind::Inner | ConceptKind::Added => vec![
            Source {
                field: fields.text,
                weight: 1.0,
                b: weights.b,
                heads: false,
            },
            Source {
                field: fields.head,
                weight: weights.head,
                b: weights.b_context,
                heads: true,
            },
            Source {
                field: fields.title,
                weight: weights.title,
                b: weights.b_context,
                heads: true,
            },
        ],
        ConceptKind::Bigram => vec![
            Source {
                field: fields.bigrams,
                weight: 1.0,
                b: weights.b,
                heads: false,
            },
            Source {
                field: fields.context,
                weight: weights.bigram_context,
                b: weights.b_context,
                heads: true,
            },
        ],
    };
    all.into_iter()
        .filter(|source| source.weight > 0.0)
        .collect()
}

/// Looks up where the concepts stand and how rare they are.
///
/// # Errors
/// [`IndexError`].
pub fn weigh(
    reader: &Reader,
    concepts: Vec<Concept>,
    weights: &Weights,
) -> Result<Vec<Weighed>, IndexError> {
    let total = reader.payload().counts.clauses.max(1) as f32;
    let fields = reader.fields();
    concepts
        .into_iter()
        .filter(|concept| concept.kind != ConceptKind::Bigram || weights.bigrams > 0.0)
        .map(|concept| {
            let mut own = 0;
            let mut best = 0;
            let mut places = Vec::new();
            for source in sources(reader, concept.kind, weights) {
                for (at, (term, variant)) in concept.terms.iter().enumerate() {
                    let before = places.len();
                    find(reader, source, term, *variant, &mut places)?;
                    // A title stands on every clause of its document and says nothing of rarity.
                    if source.field != fields.title && source.field != fields.context {
                        let frequency = frequency(reader, &places[before..])?;
                        if at == 0 {
                            own = own.max(frequency);
                        }
                        best = best.max(frequency);
                    } else if best == 0 && places.len() > before {
                        best = 1;
                    }
                }
            }
            let frequency = if own > 0 { own } else { best } as f32;
            let idf = ((total - frequency + 0.5) / (frequency + 0.5) + 1.0)
                .ln()
                .max(0.01);
            let kind = match concept.kind {
                ConceptKind::Word => 1.0,
                ConceptKind::Inner => weights.inner,
                ConceptKind::Added => weights.added * concept.weight,
                ConceptKind::Bigram if concept.weight < 1.0 => {
                    weights.bigrams * weights.added * concept.weight
                }
                ConceptKind::Bigram => weights.bigrams,
            };
            Ok(Weighed {
                concept,
                frequency: own,
                idf: idf * kind,
                rarity: idf,
                places,
            })
        })
        .collect()
}

/// Looks a term up in all segments.
fn find(
    reader: &Reader,
    source: Source,
    term: &str,
    variant: f32,
    places: &mut Vec<Place>,
) -> Result<(), IndexError> {
    let term = Term::from_field_text(source.field, term);
    for (segment, reader) in reader.searcher().segment_readers().iter().enumerate() {
        let inverted = reader.inverted_index(source.field)?;
        let info = inverted
            .get_term_info(&term)
            .map_err(tantivy::TantivyError::from)?;
        places.extend(info.map(|info| Place {
            segment,
            source,
            variant,
            info,
        }));
    }
    Ok(())
}

/// In how many living clauses a term stands, or under how many of its headings.
fn frequency(reader: &Reader, places: &[Place]) -> Result<u64, IndexError> {
    let mut sum = 0;
    for place in places {
        let segment = reader.searcher().segment_reader(place.segment as u32);
        if !segment.has_deletes() && !place.source.heads {
            sum += u64::from(place.info.doc_freq);
            continue;
        }
        let headings = place
            .source
            .heads
            .then(|| Headings::open(reader, place.segment))
            .transpose()?;
        let inverted = segment.inverted_index(place.source.field)?;
        for_each_block(&inverted, &place.info, IndexRecordOption::Basic, |block| {
            for &entry in block.docs() {
                if !segment.is_deleted(entry) {
                    sum += match &headings {
                        None => 1,
                        Some(headings) => headings.under(entry).len() as u64,
                    };
                }
            }
        })?;
    }
    Ok(sum)
}

/// What each word of the query weighs, by group: its rarity, but no more than that of the words inside
/// it taken together, so that a clause that has all of them covers it, and no more than a synonym that means
/// the same: a rare abbreviation must not hide what is written in full. A word that occurs nowhere weighs
/// what the words inside it or its synonyms weigh.
pub fn masses(weighed: &[Weighed]) -> Vec<f32> {
    let groups = weighed
        .iter()
        .map(|weighed| weighed.concept.group + 1)
        .max()
        .unwrap_or(0);
    let (mut words, mut inner, mut added) = (
        vec![0.0f32; groups],
        vec![0.0f32; groups],
        vec![0.0f32; groups],
    );
    for weighed in weighed.iter().filter(|weighed| weighed.frequency > 0) {
        let group = weighed.concept.group;
        match weighed.concept.kind {
            ConceptKind::Word => words[group] = weighed.rarity,
            ConceptKind::Inner => inner[group] += weighed.rarity,
            ConceptKind::Added => {
                added[group] = added[group].max(weighed.rarity * weighed.concept.weight);
            }
            ConceptKind::Bigram => {}
        }
    }
    // Words that only ask weigh nothing beside others.
    let asks = |weighed: &&Weighed| {
        weighed.concept.kind == ConceptKind::Word && only_asks(&weighed.concept.text)
    };
    let typed = weighed
        .iter()
        .filter(|weighed| weighed.concept.kind == ConceptKind::Word)
        .count();
    let asking: Vec<usize> = weighed
        .iter()
        .filter(asks)
        .map(|weighed| weighed.concept.group)
        .collect();
    if asking.len() < typed {
        for group in asking {
            words[group] = 0.0;
            inner[group] = 0.0;
            added[group] = 0.0;
        }
    }
    let same = same_meaning(weighed, groups);
    let mut masses: Vec<f32> = (0..groups)
        .map(|group| match (words[group] > 0.0, inner[group] > 0.0) {
            (true, true) => words[group].min(inner[group]).min(same[group]),
            (true, false) => words[group].min(same[group]),
            (false, true) => inner[group].min(same[group]),
            (false, false) => added[group].min(same[group]),
        })
        .collect();
    if typed < QUESTION {
        restrain_characters(weighed, &mut masses);
    }
    masses
}

/// A single character beside whole words never outweighs them, however rare it is: of 创新券 用 the voucher is
/// what is looked for.
fn restrain_characters(weighed: &[Weighed], masses: &mut [f32]) {
    let is_word = |word: &&Weighed| word.concept.kind == ConceptKind::Word;
    let single = |word: &&Weighed| word.concept.text.chars().count() == 1;
    let least = weighed
        .iter()
        .filter(is_word)
        .filter(|word| !single(word))
        .map(|word| masses[word.concept.group])
        .filter(|&mass| mass > 0.0)
        .fold(f32::INFINITY, f32::min);
    for word in weighed.iter().filter(is_word).filter(single) {
        let mass = &mut masses[word.concept.group];
        *mass = mass.min(least * CHARACTER);
    }
}

/// By group, what the commonest synonym weighs that means the same and whose words all occur; infinite where
/// there is none.
fn same_meaning(weighed: &[Weighed], groups: usize) -> Vec<f32> {
    let mut synonyms: Vec<(Meaning, usize, usize, f32)> = Vec::new();
    for word in weighed.iter().filter(|word| word.frequency > 0) {
        let mass = word.rarity * word.concept.weight;
        for &meaning in &word.concept.means {
            match synonyms.iter_mut().find(|(known, ..)| *known == meaning) {
                Some((_, _, found, sum)) => {
                    *found += 1;
                    *sum += mass;
                }
                None => synonyms.push((meaning, word.concept.group, 1, mass)),
            }
        }
    }
    let mut least = vec![f32::INFINITY; groups];
    for (meaning, group, found, sum) in synonyms {
        if found == meaning.words {
            least[group] = least[group].min(sum);
        }
    }
    least
}
