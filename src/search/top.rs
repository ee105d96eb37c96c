//! The best of many candidates, in an order that depends on nothing but the index.

use std::cmp::Ordering;

use super::ranking::Candidate;

/// What was found: how much, and the best of it.
#[derive(Default)]
pub(super) struct Gathered {
    /// Number of clauses found.
    pub(super) total: usize,
    /// Whether one of them has all of the query's weight.
    pub(super) complete: bool,
    /// Those asked for at least, in no order; all that are not here come behind them.
    pub(super) candidates: Vec<Candidate>,
}

/// Puts candidates in order, the best first; of equal scores the smaller place. No more than `needed` are kept.
///
/// `document` and `ordinal` give the place. They are asked for only where scores are equal: a hundred thousand clauses may
/// have one score, and most searches have few that do.
pub(super) fn best(
    mut candidates: Vec<Candidate>,
    needed: usize,
    document: impl Fn(&Candidate) -> u64,
    ordinal: impl Fn(&Candidate) -> u64,
) -> Vec<Candidate> {
    let in_place = |a: &Candidate, b: &Candidate| {
        document(a)
            .cmp(&document(b))
            .then_with(|| ordinal(a).cmp(&ordinal(b)))
    };
    let mut kept: Vec<Candidate> = Vec::new();
    if candidates.len() > needed && needed > 0 {
        let (.., last, _) =
            candidates.select_nth_unstable_by(needed - 1, |a, b| b.score.total_cmp(&a.score));
        let last = last.score;
        // Documents of those that have the last score, with their places among the candidates.
        let mut ties: Vec<(u64, u32)> = Vec::new();
        for (at, candidate) in candidates.iter().enumerate() {
            match candidate.score.total_cmp(&last) {
                Ordering::Greater => kept.push(*candidate),
                Ordering::Equal => ties.push((document(candidate), at as u32)),
                Ordering::Less => {}
            }
        }
        let wanted = needed - kept.len();
        if ties.len() > wanted {
            let (.., border, _) = ties.select_nth_unstable_by_key(wanted - 1, |&(key, _)| key);
            let border = border.0;
            ties.retain(|&(key, _)| key <= border);
        }
        let mut ties: Vec<Candidate> = ties
            .into_iter()
            .map(|(_, at)| candidates[at as usize])
            .collect();
        if ties.len() > wanted {
            ties.select_nth_unstable_by(wanted - 1, in_place);
            ties.truncate(wanted);
        }
        kept.append(&mut ties);
    } else {
        kept = candidates;
    }
    kept.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| in_place(a, b)));
    kept
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
                    address: DocAddress::new(0, at as u32),
                })
                .collect();
            // Places run against the order of entries.
            let document = |candidate: &Candidate| 100 - u64::from(candidate.address.doc_id / 5);
            let ordinal = |candidate: &Candidate| u64::from(candidate.address.doc_id % 5);
            let place = |candidate: &Candidate| (document(candidate), ordinal(candidate));
            let mut all = candidates.clone();
            all.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score as u32), place(candidate)));
            all.truncate(needed);
            let addresses = |list: &[Candidate]| {
                list.iter().map(|candidate| candidate.address).collect::<Vec<_>>()
            };
            prop_assert_eq!(addresses(&best(candidates, needed, document, ordinal)), addresses(&all));
        }
    }
}
