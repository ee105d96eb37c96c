//! Which command can write which format.

use super::args::Format;

/// Text and an object.
const PLAIN: &[Format] = &[Format::Text, Format::Json];

/// The formats of a command, by its English name; the first is the one used where none is asked for.
pub fn of(command: &str) -> &'static [Format] {
    match command {
        "search" | "list" => &[
            Format::Text,
            Format::Json,
            Format::Jsonl,
            Format::Tsv,
            Format::Md,
        ],
        "show" | "refs" => &[Format::Text, Format::Json, Format::Md],
        "check" => &[
            Format::Text,
            Format::Json,
            Format::Jsonl,
            Format::Csv,
            Format::Md,
            Format::Html,
            Format::Xlsx,
        ],
        "explain" => &[Format::Text, Format::Md, Format::Json, Format::Jsonl],
        "diff" => &[Format::Text, Format::Json, Format::Html, Format::Md],
        "parse" => &[Format::Text, Format::Json, Format::Jsonl],
        "eval" => &[Format::Text, Format::Json, Format::Trec],
        "index" | "segment" | "status" | "doctor" => PLAIN,
        _ => &[Format::Text],
    }
}
