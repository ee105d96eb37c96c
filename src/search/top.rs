//! The best of many candidates, in an order that depends on nothing but the index.

use super::ranking::Candidate;

/// A candidate with its place, by which equal scores are told apart: key of the document and ordinal of the clause.
type Placed = ((u64, u64), Candidate);

/// Puts candidates in order, the best first; of equal scores the smaller place. No more than `needed` are kept.
///
/// The place of a candidate is read once, and only where it can matter: to read it for every comparison takes
/// longer than the search when thousands have one score.
pub(super) fn best(
    mut candidates: Vec<Candidate>,
    needed: usize,
    place: impl Fn(&Candidate) -> (u64, u64),
) -> Vec<Candidate> {
    let placed = |candidate: Candidate| (place(&candidate), candidate);
    let mut kept: Vec<Placed> = Vec::new();
    if candidates.len() > needed && needed > 0 {
        let (.., last, _) =
            candidates.select_nth_unstable_by(needed - 1, |a, b| b.score.total_cmp(&a.score));
        let last = last.score;
        let mut ties: Vec<Placed> = Vec::new();
        for candidate in candidates {
            match candidate.score.total_cmp(&last) {
                std::cmp::Ordering::Greater => kept.push(placed(candidate)),
                std::cmp::Ordering::Equal => ties.push(placed(candidate)),
                std::cmp::Ordering::Less => {}
            }
        }
        let wanted = needed - kept.len();
        if ties.len() > wanted {
            ties.select_nth_unstable_by_key(wanted - 1, |(place, _)| *place);
            ties.truncate(wanted);
        }
        kept.append(&mut ties);
    } else {
        kept.extend(candidates.into_iter().map(placed));
    }
    kept.sort_unstable_by(|(a_place, a), (b_place, b)| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a_place.cmp(b_place))
    });
    kept.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::DocAddress;

    use super::*;

    proptest! {
        #[test]
        fn the_best_are_those_a_full_sort_puts_first(
            scores in prop::collection::vec(0u8..4, 0..60),
            needed in 1usize..70,
        ) {
            let candidates: Vec<Candidate> = scores
                .iter()
                .enumerate()
                .map(|(at, &score)| Candidate {
                    score: f32::from(score),
                    covered: 0.0,
                    address: DocAddress::new(0, at as u32),
                })
                .collect();
            // Places run against the order of entries.
            let place = |candidate: &Candidate| (0, 1_000 - u64::from(candidate.address.doc_id));
            let mut all = candidates.clone();
            all.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score as u32), place(candidate)));
            all.truncate(needed);
            let addresses = |list: &[Candidate]| {
                list.iter().map(|candidate| candidate.address).collect::<Vec<_>>()
            };
            prop_assert_eq!(addresses(&best(candidates, needed, place)), addresses(&all));
        }
    }
}
