//! What each field of an index costs on disk: `cargo run --release --example space -- INDEX`.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use tiaowen::index::Reader;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("usage: space INDEX")?;
    let reader = Reader::open(&folder)?;
    let usage = reader.searcher().space_usage()?;
    let mut fields: BTreeMap<String, [u64; 5]> = BTreeMap::new();
    let mut stored = 0;
    for segment in usage.segments() {
        let parts = [
            segment.termdict(),
            segment.postings(),
            segment.positions(),
            segment.fieldnorms(),
            segment.fast_fields(),
        ];
        for (part, usage) in parts.into_iter().enumerate() {
            for field in usage.fields() {
                let row = fields.entry(field.field_name().to_owned()).or_default();
                row[part] += field.total().get_bytes();
            }
        }
        stored += segment.store().total().get_bytes();
    }
    let mut out = std::io::stdout().lock();
    let megabytes = |bytes: u64| format!("{:.2}", bytes as f64 / 1e6);
    writeln!(
        out,
        "| field | terms MB | postings MB | positions MB | lengths MB | column MB | together MB |"
    )?;
    writeln!(out, "|---|---:|---:|---:|---:|---:|---:|")?;
    for (name, parts) in fields {
        let cells: Vec<String> = parts.iter().map(|&bytes| megabytes(bytes)).collect();
        let sum = megabytes(parts.iter().sum());
        writeln!(out, "| {name} | {} | {sum} |", cells.join(" | "))?;
    }
    writeln!(out, "| stored entries | | | | | | {} |", megabytes(stored))?;
    let lexicon = reader.lexicon().bytes() as u64;
    writeln!(out, "| lexicon | | | | | | {} |", megabytes(lexicon))?;
    Ok(())
}
