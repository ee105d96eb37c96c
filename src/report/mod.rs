//! Rendering: one file a result, each as text for people and as the objects of CONTRACT.
//!
//! Knows nothing of how anything was found, and never prints.

pub mod document_json;
pub mod index_report;
pub mod list_report;
pub mod names;
pub mod parse_json;
pub mod parse_text;
pub mod search_json;
pub mod search_text;
pub mod show_report;
pub mod status_report;
pub mod style;
pub mod table;
pub mod wrap;

/// Version of the contract with other programs.
pub const SCHEMA: u32 = 1;
