//! Scores every clause that shares something with the query, term at a time.
//!
//! For each concept the postings of all its terms in all fields are added up with their field
//! weights (BM25F), then saturated once, so that a word in title, heading and text does not count
//! three times. Only the postings of the query's terms are touched.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, Term};

use super::asking::only_asks;
use super::concept::{Concept, ConceptKind};
use super::weights::Weights;
use crate::index::bits::Bits;
use crate::index::postings::for_each_block;
use crate::index::{IndexError, Reader};

/// Scores of the clauses of one segment.
pub struct SegmentScores {
    /// Score by entry; 0 for those that share nothing.
    pub scores: Vec<f32>,
    /// Sum of the weights of the query's words that occur, by entry.
    pub covered: Vec<f32>,
    /// Entries that share something with the query.
    pub touched: Bits,
}

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
}

/// A field to look a concept up in.
#[derive(Clone, Copy)]
struct Source {
    field: Field,
    weight: f32,
    b: f32,
}

/// The fields a concept is looked up in.
fn sources(reader: &Reader, kind: ConceptKind, weights: &Weights) -> Vec<Source> {
    let fields = reader.fields();
    let all = match kind {
        ConceptKind::Word | ConceptKind::Inner | ConceptKind::Added => vec![
            Source {
                field: fields.text,
                weight: 1.0,
                b: weights.b,
            },
            Source {
                field: fields.head,
                weight: weights.head,
                b: weights.b_context,
            },
            Source {
                field: fields.title,
                weight: weights.title,
                b: weights.b_context,
            },
        ],
        ConceptKind::Bigram => vec![
            Source {
                field: fields.bigrams,
                weight: 1.0,
                b: weights.b,
            },
            Source {
                field: fields.context,
                weight: weights.bigram_context,
                b: weights.b_context,
            },
        ],
    };
    all.into_iter()
        .filter(|source| source.weight > 0.0)
        .collect()
}

/// Looks up how rare the concepts are.
///
/// # Errors
/// [`IndexError`].
pub fn weigh(
    reader: &Reader,
    concepts: Vec<Concept>,
    weights: &Weights,
) -> Result<Vec<Weighed>, IndexError> {
    let total = reader.payload().counts.clauses.max(1) as f32;
    concepts
        .into_iter()
        .filter(|concept| concept.kind != ConceptKind::Bigram || weights.bigrams > 0.0)
        .map(|concept| {
            let mut own = 0;
            let mut best = 0;
            for source in sources(reader, concept.kind, weights) {
                for (at, (term, _)) in concept.terms.iter().enumerate() {
                    let frequency = frequency(reader, &Term::from_field_text(source.field, term))?;
                    // A title stands on every clause of its document and says nothing of rarity.
                    if source.field != reader.fields().title
                        && source.field != reader.fields().context
                    {
                        if at == 0 {
                            own = own.max(frequency);
                        }
                        best = best.max(frequency);
                    } else if best == 0 {
                        best = best.max(frequency.min(1));
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
            })
        })
        .collect()
}

/// What each word of the query weighs, by group: its rarity, but no more than that of the words inside
/// it taken together, so that a clause that has all of them covers it. A word that occurs nowhere weighs
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
    (0..groups)
        .map(|group| match (words[group] > 0.0, inner[group] > 0.0) {
            (true, true) => words[group].min(inner[group]),
            (true, false) => words[group],
            (false, true) => inner[group],
            (false, false) => added[group],
        })
        .collect()
}

/// Length normalisation of one field in one segment, by the byte the length is stored as.
struct Norms {
    reader: FieldNormReader,
    factor: [f32; 256],
}

impl Norms {
    fn new(segment: &SegmentReader, field: Field, usual: f32, b: f32) -> Result<Self, IndexError> {
        let reader = segment.get_fieldnorms_reader(field)?;
        let mut factor = [0.0; 256];
        for (id, slot) in factor.iter_mut().enumerate() {
            let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            *slot = 1.0 / (1.0 - b + b * length / usual);
        }
        Ok(Self { reader, factor })
    }

    #[inline]
    fn of(&self, entry: u32) -> f32 {
        self.factor[self.reader.fieldnorm_id(entry) as usize]
    }
}

/// The length a field is compared with. A constant, not the average of the corpus at hand: so a score does
/// not change with what else is indexed, nor with what has been deleted but not yet merged away.
fn usual_length(reader: &Reader, field: Field) -> f32 {
    let fields = reader.fields();
    match field {
        field if field == fields.text => 70.0,
        field if field == fields.bigrams => 110.0,
        field if field == fields.head => 5.0,
        field if field == fields.context => 20.0,
        _ => 8.0,
    }
}

/// In how many living entries a term occurs.
fn frequency(reader: &Reader, term: &Term) -> Result<u64, IndexError> {
    let mut sum = 0;
    for segment in reader.searcher().segment_readers() {
        let inverted = segment.inverted_index(term.field())?;
        let Some(info) = inverted
            .get_term_info(term)
            .map_err(tantivy::TantivyError::from)?
        else {
            continue;
        };
        if !segment.has_deletes() {
            sum += u64::from(info.doc_freq);
            continue;
        }
        for_each_block(&inverted, &info, IndexRecordOption::Basic, |block| {
            sum += block
                .docs()
                .iter()
                .filter(|&&entry| !segment.is_deleted(entry))
                .count() as u64;
        })?;
    }
    Ok(sum)
}

/// Scores all segments.
///
/// # Errors
/// [`IndexError`].
pub fn score(
    reader: &Reader,
    weighed: &[Weighed],
    weights: &Weights,
) -> Result<Vec<SegmentScores>, IndexError> {
    let segments = reader.searcher().segment_readers();
    segments
        .iter()
        .map(|segment| score_segment(reader, segment, weighed, weights))
        .collect()
}

fn score_segment(
    reader: &Reader,
    segment: &SegmentReader,
    weighed: &[Weighed],
    weights: &Weights,
) -> Result<SegmentScores, IndexError> {
    let size = segment.max_doc();
    let mut scores = vec![0.0f32; size as usize];
    let mut covered = vec![0.0f32; size as usize];
    let mut touched = Bits::new(size);
    let mut sums = vec![0.0f32; size as usize];
    let mut hit: Vec<u32> = Vec::new();
    let mut norms: std::collections::HashMap<Field, Norms> = std::collections::HashMap::new();
    let groups = masses(weighed);
    let mut parts = vec![0.0f32; size as usize];
    let mut partly: Vec<u32> = Vec::new();
    let mut ordered: Vec<&Weighed> = weighed.iter().collect();
    ordered.sort_by_key(|weighed| {
        (
            weighed.concept.kind == ConceptKind::Bigram,
            weighed.concept.group,
        )
    });
    let mut lookups = ordered.into_iter().peekable();
    while let Some(weighed) = lookups.next() {
        let group = weighed.concept.group;
        for source in sources(reader, weighed.concept.kind, weights) {
            let inverted = segment.inverted_index(source.field)?;
            for (text, variant) in &weighed.concept.terms {
                let term = Term::from_field_text(source.field, text);
                let Some(info) = inverted
                    .get_term_info(&term)
                    .map_err(tantivy::TantivyError::from)?
                else {
                    continue;
                };
                let norms = match norms.entry(source.field) {
                    std::collections::hash_map::Entry::Occupied(slot) => slot.into_mut(),
                    std::collections::hash_map::Entry::Vacant(slot) => slot.insert(Norms::new(
                        segment,
                        source.field,
                        usual_length(reader, source.field),
                        source.b,
                    )?),
                };
                let factor = source.weight * variant;
                for_each_block(&inverted, &info, IndexRecordOption::WithFreqs, |block| {
                    for (&entry, &frequency) in block.docs().iter().zip(block.freqs()) {
                        let sum = &mut sums[entry as usize];
                        if *sum == 0.0 {
                            hit.push(entry);
                        }
                        *sum += factor * frequency as f32 * norms.of(entry);
                    }
                })?;
            }
        }
        for entry in hit.drain(..) {
            let sum = std::mem::take(&mut sums[entry as usize]);
            scores[entry as usize] += weighed.idf * sum * (weights.k1 + 1.0) / (sum + weights.k1);
            if weighed.concept.kind != ConceptKind::Bigram {
                let part = &mut parts[entry as usize];
                if *part == 0.0 {
                    partly.push(entry);
                }
                *part += weighed.rarity * weighed.concept.weight;
            }
            touched.insert(entry);
        }
        // The word itself covers its group; failing that, the words inside it do by what they weigh.
        let last = lookups.peek().is_none_or(|next| {
            next.concept.group != group || next.concept.kind == ConceptKind::Bigram
        });
        if last {
            let full = groups.get(group).copied().unwrap_or(0.0);
            for entry in partly.drain(..) {
                covered[entry as usize] += std::mem::take(&mut parts[entry as usize]).min(full);
            }
        }
    }
    Ok(SegmentScores {
        scores,
        covered,
        touched,
    })
}

/// What one clause's score is made of: a line in Chinese and its share.
///
/// # Errors
/// [`IndexError`].
pub fn evidence(
    reader: &Reader,
    address: tantivy::DocAddress,
    weighed: &[Weighed],
    weights: &Weights,
) -> Result<Vec<(String, f32)>, IndexError> {
    let segment = reader.searcher().segment_reader(address.segment_ord);
    let fields = *reader.fields();
    let mut lines = Vec::new();
    let (mut pairs, mut pair_count) = (0.0, 0);
    for weighed in weighed {
        let mut sum = 0.0;
        let mut places: Vec<&str> = Vec::new();
        for source in sources(reader, weighed.concept.kind, weights) {
            let norms = Norms::new(
                segment,
                source.field,
                usual_length(reader, source.field),
                source.b,
            )?;
            let inverted = segment.inverted_index(source.field)?;
            for (text, variant) in &weighed.concept.terms {
                let term = Term::from_field_text(source.field, text);
                let found = inverted
                    .read_postings(&term, IndexRecordOption::WithFreqs)
                    .map_err(tantivy::TantivyError::from)?;
                let Some(mut postings) = found else { continue };
                if postings.doc() <= address.doc_id
                    && postings.seek(address.doc_id) == address.doc_id
                {
                    sum += source.weight
                        * variant
                        * postings.term_freq() as f32
                        * norms.of(address.doc_id);
                    places.push(match source.field {
                        field if field == fields.head => "章节",
                        field if field == fields.title || field == fields.context => "标题",
                        _ => "正文",
                    });
                }
            }
        }
        if sum <= 0.0 {
            continue;
        }
        let share = weighed.idf * sum * (weights.k1 + 1.0) / (sum + weights.k1);
        places.dedup();
        match weighed.concept.kind {
            ConceptKind::Word => lines.push((
                format!("词“{}”（{}）", weighed.concept.text, places.join("、")),
                share,
            )),
            ConceptKind::Inner => {
                lines.push((
                    format!("词中词“{}”（{}）", weighed.concept.text, places.join("、")),
                    share,
                ));
            }
            ConceptKind::Added => {
                lines.push((
                    format!("相近词“{}”（{}）", weighed.concept.text, places.join("、")),
                    share,
                ));
            }
            ConceptKind::Bigram => {
                pairs += share;
                pair_count += 1;
            }
        }
    }
    if pair_count > 0 {
        lines.push((format!("相邻字 {pair_count} 组"), pairs));
    }
    Ok(lines)
}
