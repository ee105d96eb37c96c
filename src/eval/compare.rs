//! Two runs over the same questions.

use std::collections::HashMap;

use super::interval::{Interval, mean};
use super::measures::{MEASURES, Scored};

/// How a run differs from an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Questions in both.
    pub questions: usize,
    /// Mean differences in the order of [`MEASURES`], with their 95 % intervals: what does not hold 0 is
    /// more than chance.
    pub differences: [Interval; 5],
    /// Questions whose first answer stands higher now: number, rank before, rank now.
    pub better: Vec<Moved>,
    /// Questions whose first answer stands lower now.
    pub worse: Vec<Moved>,
}

/// A question with the rank of its first answer before and now.
pub type Moved = (String, Option<usize>, Option<usize>);

/// Compares question by question.
pub fn compare(now: &[Scored], before: &[Scored]) -> Comparison {
    let before: HashMap<&str, &Scored> = before.iter().map(|one| (one.id.as_str(), one)).collect();
    let pairs: Vec<(&Scored, &Scored)> = now
        .iter()
        .filter_map(|one| before.get(one.id.as_str()).map(|&old| (one, old)))
        .collect();
    let depth = |rank: Option<usize>| rank.unwrap_or(usize::MAX);
    let moved = |better: bool| -> Vec<Moved> {
        pairs
            .iter()
            .filter(|(one, old)| {
                let (now, before) = (depth(one.rank), depth(old.rank));
                if better { now < before } else { now > before }
            })
            .map(|(one, old)| (one.id.clone(), old.rank, one.rank))
            .collect()
    };
    Comparison {
        questions: pairs.len(),
        differences: MEASURES.map(|measure| {
            let differences: Vec<f64> = pairs
                .iter()
                .map(|(one, old)| one.value(measure) - old.value(measure))
                .collect();
            mean(&differences)
        }),
        better: moved(true),
        worse: moved(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(id: &str, rank: Option<usize>) -> Scored {
        let hit = f64::from(u8::from(rank.is_some()));
        Scored {
            id: id.to_owned(),
            kind: None,
            values: [hit; 5],
            rank,
        }
    }

    #[test]
    fn what_moved() {
        let before = [
            scored("a", Some(3)),
            scored("b", Some(1)),
            scored("c", None),
        ];
        let now = [
            scored("a", Some(1)),
            scored("b", None),
            scored("d", Some(1)),
        ];
        let comparison = compare(&now, &before);
        assert_eq!(comparison.questions, 2);
        assert_eq!(comparison.better, [("a".to_owned(), Some(3), Some(1))]);
        assert_eq!(comparison.worse, [("b".to_owned(), Some(1), None)]);
        assert!((comparison.differences[0].mean + 0.5).abs() < 1e-9);
    }
}
