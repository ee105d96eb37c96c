//! One file a command.

pub mod check;
pub mod diff;
pub mod eval;
pub mod explain;
pub mod find;
pub mod index;
pub mod list;
pub mod parse;
pub mod refs;
pub mod search;
pub mod segment;
pub mod show;
pub mod status;
