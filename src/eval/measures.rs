//! Measures of a ranking, by question and over groups of questions.
//!
//! Recall, reciprocal rank and nDCG as in Manning, Raghavan and Schütze, Introduction to Information
//! Retrieval (2008), chapter 8; nDCG with gain `2^grade − 1` and discount `log2(rank + 1)`.

use std::collections::{BTreeMap, HashSet};

use super::interval::{Interval, mean};
use super::questions::{Answer, Judgements, Question};
use super::runs::Run;

/// A measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Share of the answers among the first ten hits.
    Recall10,
    /// Share of the answers among the first hundred hits.
    Recall100,
    /// One over the rank of the first answer, 0 behind the tenth.
    Mrr10,
    /// Discounted gain of the first ten hits against the best possible.
    Ndcg10,
    /// Whether an answer is among the first ten hits.
    Hit10,
}

/// All measures in the order they are shown.
pub const MEASURES: [Measure; 5] = [
    Measure::Recall10,
    Measure::Recall100,
    Measure::Mrr10,
    Measure::Ndcg10,
    Measure::Hit10,
];

impl Measure {
    /// Its usual name, as used in files and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recall10 => "recall@10",
            Self::Recall100 => "recall@100",
            Self::Mrr10 => "mrr@10",
            Self::Ndcg10 => "ndcg@10",
            Self::Hit10 => "hit@10",
        }
    }

    /// The measure with a name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        MEASURES
            .into_iter()
            .find(|measure| measure.name().eq_ignore_ascii_case(name.trim()))
    }
}

/// The measures of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Number of the question.
    pub id: String,
    /// Its kind.
    pub kind: Option<String>,
    /// Values in the order of [`MEASURES`].
    pub values: [f64; 5],
    /// Rank of the first answer, where there is one.
    pub rank: Option<usize>,
}

impl Scored {
    /// The value of a measure.
    pub fn value(&self, measure: Measure) -> f64 {
        self.values[measure as usize]
    }
}

/// Scores a run; questions without answers in the judgements are left out.
pub fn score(questions: &[Question], judgements: &Judgements, run: &Run) -> Vec<Scored> {
    questions
        .iter()
        .filter_map(|question| {
            let answers = judgements.answers.get(&question.id)?;
            let hits = run.hits.get(&question.id).map_or(&[][..], Vec::as_slice);
            let (values, rank) = one(answers, hits);
            Some(Scored {
                id: question.id.clone(),
                kind: question.kind.clone(),
                values,
                rank,
            })
        })
        .collect()
}

fn one(answers: &[Answer], hits: &[(String, String)]) -> ([f64; 5], Option<usize>) {
    // The grade each hit brings; an answer counts once, for the first hit that is it.
    let mut taken: HashSet<usize> = HashSet::new();
    let grades: Vec<u32> = hits
        .iter()
        .take(100)
        .map(|(path, label)| {
            let found = answers
                .iter()
                .enumerate()
                .find(|(at, answer)| !taken.contains(at) && answer.is(path, label));
            found.map_or(0, |(at, answer)| {
                taken.insert(at);
                answer.grade
            })
        })
        .collect();
    let among = |depth: usize| {
        grades
            .iter()
            .take(depth)
            .filter(|&&grade| grade > 0)
            .count() as f64
    };
    let rank = grades.iter().position(|&grade| grade > 0).map(|at| at + 1);
    let gain = |grades: &[u32]| -> f64 {
        grades
            .iter()
            .take(10)
            .enumerate()
            .map(|(at, &grade)| (2f64.powf(f64::from(grade)) - 1.0) / (at as f64 + 2.0).log2())
            .sum()
    };
    let mut best: Vec<u32> = answers.iter().map(|answer| answer.grade).collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let first_ten = rank.filter(|&rank| rank <= 10);
    let values = [
        among(10) / answers.len() as f64,
        among(100) / answers.len() as f64,
        first_ten.map_or(0.0, |rank| 1.0 / rank as f64),
        gain(&grades) / gain(&best),
        f64::from(u8::from(first_ten.is_some())),
    ];
    (values, rank)
}

/// The measures of a group of questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Kind of the questions; `None` = all of them.
    pub kind: Option<String>,
    /// Number of questions.
    pub questions: usize,
    /// Means in the order of [`MEASURES`], with their 95 % intervals.
    pub means: [Interval; 5],
}

/// All questions, then each kind by name.
pub fn group(scored: &[Scored]) -> Vec<Group> {
    let mut kinds: BTreeMap<&str, Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        if let Some(kind) = &one.kind {
            kinds.entry(kind).or_default().push(one);
        }
    }
    let of = |kind: Option<&str>, members: &[&Scored]| Group {
        kind: kind.map(str::to_owned),
        questions: members.len(),
        means: MEASURES.map(|measure| {
            mean(
                &members
                    .iter()
                    .map(|one| one.value(measure))
                    .collect::<Vec<_>>(),
            )
        }),
    };
    std::iter::once(of(None, &scored.iter().collect::<Vec<_>>()))
        .chain(kinds.iter().map(|(kind, members)| of(Some(kind), members)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(labels: &[&str]) -> Vec<Answer> {
        labels
            .iter()
            .map(|label| Answer {
                path: "甲".to_owned(),
                label: Some((*label).to_owned()),
                grade: 1,
            })
            .collect()
    }

    fn hits(labels: &[&str]) -> Vec<(String, String)> {
        labels
            .iter()
            .map(|label| ("甲".to_owned(), (*label).to_owned()))
            .collect()
    }

    #[test]
    fn by_hand() {
        let (values, rank) = one(&answers(&["一", "二"]), &hits(&["三", "一", "一", "二"]));
        assert_eq!(rank, Some(2));
        assert!((values[0] - 1.0).abs() < 1e-9 && (values[2] - 0.5).abs() < 1e-9);
        let ideal = 1.0 + 1.0 / 3f64.log2();
        let got = 1.0 / 3f64.log2() + 1.0 / 5f64.log2();
        assert!((values[3] - got / ideal).abs() < 1e-9);
    }

    #[test]
    fn behind_the_tenth() {
        let many: Vec<String> = (0..20).map(|at| format!("x{at}")).collect();
        let mut labels: Vec<&str> = many.iter().map(String::as_str).collect();
        labels.push("一");
        let (values, rank) = one(&answers(&["一"]), &hits(&labels));
        assert_eq!(
            (rank, values[0], values[1], values[2]),
            (Some(21), 0.0, 1.0, 0.0)
        );
    }

    #[test]
    fn nothing_found() {
        let (values, rank) = one(&answers(&["一"]), &[]);
        assert_eq!((values, rank), ([0.0; 5], None));
    }
}
