//! How good a ranking is: questions with known answers, measures, intervals, comparison with an earlier run.
//!
//! Knows neither the index nor the command line: it gets questions ([`questions`]), judgements and runs
//! ([`runs`]), and gives figures ([`measures`]) with intervals ([`interval`]) and differences ([`compare`]).
//! The files are those of TREC-like evaluations, so that other tools can read them.

pub mod compare;
pub mod interval;
pub mod measures;
pub mod questions;
pub mod runs;

pub use compare::{Comparison, compare};
pub use measures::{Group, Measure, Scored, group, score};
pub use questions::{Judgements, Question};
pub use runs::Run;

use thiserror::Error;

/// A line of a question, judgement or run file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("第 {line} 行：{reason}")]
pub struct BadLine {
    /// From 1.
    pub line: usize,
    /// What is wrong with it, in Chinese.
    pub reason: &'static str,
}
