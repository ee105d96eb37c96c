//! One file a command.

pub mod index;
pub mod list;
pub mod parse;
pub mod search;
pub mod segment;
pub mod show;
pub mod status;
