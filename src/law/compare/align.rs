//! Which clause of the new version is which of the old: equal words first, then the best order-keeping
//! match between them by shared character pairs, then what has moved.

use std::collections::HashSet;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Body;

/// Texts with less in common are two different clauses.
const ALIKE: f32 = 0.35;
/// Texts with the same number need less in common.
const ALIKE_NUMBERED: f32 = 0.2;
/// Texts with as much in common are the same clause even out of order.
const MOVED: f32 = 0.6;
/// What an equal number adds: of two equally similar clauses the one with the same number.
const NUMBER: f32 = 0.05;
/// Pairs compared at most between two fixed points, so that no input is quadratic.
const PAIRS: usize = 1_500_000;

/// A match.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
    pub(super) moved: bool,
    pub(super) similarity: f32,
}

/// Aligns two sequences of clauses; the matches in the order of the new one.
pub(super) fn align(old: &[Body], new: &[Body]) -> Vec<Match> {
    let texts = |bodies: &[Body]| {
        bodies
            .iter()
            .map(|body| body.text.clone())
            .collect::<Vec<_>>()
    };
    let (old_texts, new_texts) = (texts(old), texts(new));
    let mut pairs: Vec<Match> = Vec::new();
    let (mut a, mut b) = (0, 0);
    let between = |a: std::ops::Range<usize>, b: std::ops::Range<usize>, pairs: &mut Vec<Match>| {
        if !a.is_empty() && !b.is_empty() {
            gap(old, new, a, b, pairs);
        }
    };
    for op in capture_diff_slices(Algorithm::Patience, &old_texts, &new_texts) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            between(a..old_index, b..new_index, &mut pairs);
            pairs.extend((0..len).map(|at| Match {
                old: Some(old_index + at),
                new: Some(new_index + at),
                moved: false,
                similarity: 1.0,
            }));
            (a, b) = (old_index + len, new_index + len);
        }
    }
    between(a..old.len(), b..new.len(), &mut pairs);
    moved(old, new, &mut pairs);
    in_order(old.len(), new.len(), pairs)
}

/// Character pairs of a text, sorted.
fn shingles(text: &str) -> Vec<u64> {
    let mut before = 0;
    let mut pairs: Vec<u64> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| {
            let pair = (before << 32) | u64::from(u32::from(c));
            before = u64::from(u32::from(c));
            pair
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Dice's measure over sorted character pairs, with their counts.
fn dice(a: &[u64], b: &[u64]) -> f32 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}

/// The best match that keeps the order, between two fixed points.
fn gap(
    old: &[Body],
    new: &[Body],
    a: std::ops::Range<usize>,
    b: std::ops::Range<usize>,
    pairs: &mut Vec<Match>,
) {
    let (rows, columns) = (a.len(), b.len());
    if rows.saturating_mul(columns) > PAIRS {
        by_number(old, new, a, b, pairs);
        return;
    }
    let left: Vec<Vec<u64>> = old[a.clone()]
        .iter()
        .map(|body| shingles(&body.text))
        .collect();
    let right: Vec<Vec<u64>> = new[b.clone()]
        .iter()
        .map(|body| shingles(&body.text))
        .collect();
    let mut alike = vec![0f32; rows * columns];
    for i in 0..rows {
        for j in 0..columns {
            let (x, y) = (left[i].len(), right[j].len());
            // Texts of very different length cannot reach the limit.
            if 2.0 * x.min(y) as f32 >= ALIKE_NUMBERED * (x + y) as f32 {
                alike[i * columns + j] = dice(&left[i], &right[j]);
            }
        }
    }
    let worth = |i: usize, j: usize| -> f32 {
        let share = alike[i * columns + j];
        let numbered = old[a.start + i].label == new[b.start + j].label;
        match (share, numbered) {
            (ALIKE_NUMBERED.., true) => share + NUMBER,
            (ALIKE.., false) => share,
            _ => 0.0,
        }
    };
    // best[i][j]: worth of the best match of the first i old with the first j new clauses.
    let width = columns + 1;
    let mut best = vec![0f32; (rows + 1) * width];
    for i in 1..=rows {
        for j in 1..=columns {
            let skip = best[(i - 1) * width + j].max(best[i * width + j - 1]);
            let gain = worth(i - 1, j - 1);
            let take = if gain > 0.0 {
                best[(i - 1) * width + j - 1] + gain
            } else {
                0.0
            };
            best[i * width + j] = skip.max(take);
        }
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (rows, columns);
    while i > 0 && j > 0 {
        let here = best[i * width + j];
        if here <= best[(i - 1) * width + j] {
            i -= 1;
        } else if here <= best[i * width + j - 1] {
            j -= 1;
        } else {
            i -= 1;
            j -= 1;
            found.push(Match {
                old: Some(a.start + i),
                new: Some(b.start + j),
                moved: false,
                similarity: alike[i * columns + j],
            });
        }
    }
    pairs.extend(found.into_iter().rev());
}

/// Where there is too much to compare: clauses with the same number, in order.
fn by_number(
    old: &[Body],
    new: &[Body],
    a: std::ops::Range<usize>,
    b: std::ops::Range<usize>,
    pairs: &mut Vec<Match>,
) {
    let labels = |bodies: &[Body]| {
        bodies
            .iter()
            .map(|body| body.label.clone())
            .collect::<Vec<_>>()
    };
    for op in capture_diff_slices(
        Algorithm::Patience,
        &labels(&old[a.clone()]),
        &labels(&new[b.clone()]),
    ) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for at in 0..len {
                let (i, j) = (a.start + old_index + at, b.start + new_index + at);
                let similarity = dice(&shingles(&old[i].text), &shingles(&new[j].text));
                if similarity >= ALIKE_NUMBERED {
                    pairs.push(Match {
                        old: Some(i),
                        new: Some(j),
                        moved: false,
                        similarity,
                    });
                }
            }
        }
    }
}

/// Pairs what is left over on both sides and has kept its words: it has moved.
fn moved(old: &[Body], new: &[Body], pairs: &mut Vec<Match>) {
    let used_old: HashSet<usize> = pairs.iter().filter_map(|pair| pair.old).collect();
    let used_new: HashSet<usize> = pairs.iter().filter_map(|pair| pair.new).collect();
    let left: Vec<(usize, Vec<u64>)> = (0..old.len())
        .filter(|at| !used_old.contains(at))
        .map(|at| (at, shingles(&old[at].text)))
        .collect();
    let right: Vec<(usize, Vec<u64>)> = (0..new.len())
        .filter(|at| !used_new.contains(at))
        .map(|at| (at, shingles(&new[at].text)))
        .collect();
    if left.len().saturating_mul(right.len()) > PAIRS {
        return;
    }
    let mut candidates: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in &left {
        for (j, b) in &right {
            if 2.0 * a.len().min(b.len()) as f32 >= MOVED * (a.len() + b.len()) as f32 {
                let share = dice(a, b);
                if share >= MOVED {
                    candidates.push((share, *i, *j));
                }
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut taken_old, mut taken_new) = (HashSet::new(), HashSet::new());
    for (similarity, i, j) in candidates {
        if !taken_old.contains(&i) && !taken_new.contains(&j) {
            taken_old.insert(i);
            taken_new.insert(j);
            pairs.push(Match {
                old: Some(i),
                new: Some(j),
                moved: true,
                similarity,
            });
        }
    }
}

/// Adds what has no counterpart and puts all in the order of the new version; what was removed stands
/// after the clause it stood after.
fn in_order(old: usize, new: usize, pairs: Vec<Match>) -> Vec<Match> {
    let mut of_old: Vec<Option<Match>> = vec![None; old];
    let mut of_new: Vec<Option<Match>> = vec![None; new];
    for pair in pairs {
        if let (Some(i), Some(j)) = (pair.old, pair.new) {
            of_old[i] = Some(pair);
            of_new[j] = Some(pair);
        }
    }
    let single = |old, new| Match {
        old,
        new,
        moved: false,
        similarity: 0.0,
    };
    // Removed clauses by the new clause they follow; place 0 is before the first.
    let mut after: Vec<Vec<Match>> = vec![Vec::new(); new + 1];
    let mut place = 0;
    for (at, pair) in of_old.iter().enumerate() {
        match pair {
            Some(pair) if !pair.moved => place = pair.new.map_or(place, |new| new + 1),
            Some(_) => {}
            None => after[place].push(single(Some(at), None)),
        }
    }
    let mut ordered = std::mem::take(&mut after[0]);
    for (at, pair) in of_new.into_iter().enumerate() {
        ordered.push(pair.unwrap_or_else(|| single(None, Some(at))));
        ordered.append(&mut after[at + 1]);
    }
    ordered
}
