//! What a score is made of, for `--explain`.

use tantivy::DocSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

use super::concept::ConceptKind;
use super::cursor::{Norms, usual_length};
use super::weighing::Weighed;
use super::weights::Weights;
use crate::index::headings::Headings;
use crate::index::{IndexError, Reader};

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
    let number = address.segment_ord as usize;
    let heading = Headings::open(reader, number)?.over(reader, number, address.doc_id)?;
    let fields = *reader.fields();
    let mut lines = Vec::new();
    let (mut pairs, mut pair_count) = (0.0, 0);
    for weighed in weighed {
        let mut sum = 0.0;
        let mut places: Vec<&str> = Vec::new();
        let here = weighed.places.iter();
        for place in here.filter(|place| place.segment == number) {
            let source = place.source;
            let entry = match (source.heads, heading) {
                (false, _) => address.doc_id,
                (true, Some(heading)) => heading,
                (true, None) => continue,
            };
            let mut postings = segment
                .inverted_index(source.field)?
                .read_postings_from_terminfo(&place.info, IndexRecordOption::WithFreqs)
                .map_err(tantivy::TantivyError::from)?;
            if postings.doc() <= entry && postings.seek(entry) == entry {
                let norms = Norms::new(
                    segment,
                    source.field,
                    usual_length(reader, source.field),
                    source.b,
                )?;
                sum +=
                    source.weight * place.variant * postings.term_freq() as f32 * norms.of(entry);
                places.push(match source.field {
                    field if field == fields.head => "章节",
                    field if field == fields.title || field == fields.context => "标题",
                    _ => "正文",
                });
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
