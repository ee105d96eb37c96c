//! One file a command.

pub mod browse;
pub mod check;
pub mod completions;
pub mod diff;
pub mod doctor;
pub mod eval;
pub mod explain;
pub mod find;
pub mod help;
pub mod index;
pub mod init;
pub mod list;
pub mod man;
pub mod parse;
pub mod refs;
pub mod search;
pub mod segment;
pub mod show;
pub mod status;
