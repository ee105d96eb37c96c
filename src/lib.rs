//! `tiaowen` (条文): clause-level full-text search and clean-up of Chinese regulatory documents.
//!
//! The modules follow the data: [`extract`] turns bytes into text, [`law`] turns text into documents
//! made of clauses, [`index`] keeps them, [`search`] ranks clauses, [`check`] finds what is outdated,
//! [`eval`] measures rankings, [`report`] renders results, and [`cli`] is the only place that talks to the terminal, the
//! environment and the clock. See ARCHITECTURE.md.

pub mod browse;
pub mod check;
pub mod cli;
pub mod eval;
pub mod extract;
pub mod index;
pub mod law;
pub mod lexicon;
pub mod report;
pub mod search;
pub mod text;
