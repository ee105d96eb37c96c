//! Rendering: one file a result, each as text for people and as the objects of CONTRACT.
//!
//! Knows nothing of how anything was found, and never prints.

pub mod check_csv;
pub mod check_html;
pub mod check_json;
mod check_list;
pub mod check_md;
#[cfg(test)]
pub(crate) mod check_sample;
pub mod check_text;
pub mod check_view;
pub mod check_xlsx;
pub mod diff_html;
pub mod diff_json;
pub mod diff_md;
#[cfg(test)]
pub(crate) mod diff_sample;
pub mod diff_text;
pub mod diff_view;
pub mod doctor_report;
pub mod document_json;
pub mod eval_report;
pub mod excerpts;
pub mod index_report;
pub mod list_md;
pub mod list_report;
mod markdown;
pub mod names;
pub mod parse_json;
pub mod parse_text;
pub mod refs_json;
pub mod refs_md;
pub mod refs_text;
pub mod refs_view;
pub mod search_json;
pub mod search_md;
pub mod search_text;
pub mod show_md;
pub mod show_report;
pub mod status_report;
pub mod style;
pub mod table;
pub mod wrap;

/// Version of the contract with other programs.
pub const SCHEMA: u32 = 1;
