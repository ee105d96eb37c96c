//! A naive search program for legal texts, to measure others against: tantivy with default settings and the
//! tantivy-jieba tokenizer, one entry for each clause. It knows nothing of status, numbers, spelling or formats.
//!
//!     naive index DIR INDEX      all .md and .txt under DIR, split at lines that begin with 第…条
//!     naive search INDEX QUERY   the ten best clauses

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use regex::Regex;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, IndexWriter, TantivyDocument, doc};
use tantivy_jieba::JiebaTokenizer;
use walkdir::WalkDir;

const THREADS: usize = 2;
const WRITER_MEMORY: usize = 200_000_000;
const SHOWN_CHARACTERS: usize = 80;

type Fallible<T> = Result<T, Box<dyn Error>>;

struct Fields {
    path: Field,
    title: Field,
    label: Field,
    text: Field,
}

/// A clause with the words that lead it (第十二条), empty for what stands before the first one.
struct Clause {
    label: String,
    text: String,
}

fn main() -> Fallible<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["index", folder, index] => build(Path::new(folder), Path::new(index)),
        ["search", index, query] => search(Path::new(index), query),
        _ => Err("usage: naive index DIR INDEX | naive search INDEX QUERY".into()),
    }
}

fn schema() -> (Schema, Fields) {
    let jieba = TextFieldIndexing::default()
        .set_tokenizer("jieba")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = TextOptions::default()
        .set_indexing_options(jieba)
        .set_stored();
    let mut builder = Schema::builder();
    let fields = Fields {
        path: builder.add_text_field("path", STRING | STORED),
        title: builder.add_text_field("title", words.clone()),
        label: builder.add_text_field("label", STRING | STORED),
        text: builder.add_text_field("text", words),
    };
    (builder.build(), fields)
}

fn build(folder: &Path, place: &Path) -> Fallible<()> {
    let (schema, fields) = schema();
    fs::create_dir_all(place)?;
    let index = Index::create_in_dir(place, schema)?;
    register(&index);
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, WRITER_MEMORY)?;
    let heading = Regex::new("^[\\s#*　]*(第[一二三四五六七八九十百千零〇0-9]+条(?:之[一二三四五六七八九十]+)?)")?;
    let (mut files, mut clauses) = (0, 0);
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        let path = entry.path();
        let known = path.extension().is_some_and(|e| e == "md" || e == "txt");
        if !entry.file_type().is_file() || !known {
            continue;
        }
        let bytes = fs::read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        let title = title(&text, path);
        for clause in split(&text, &heading) {
            writer.add_document(doc!(
                fields.path => path.to_string_lossy().into_owned(),
                fields.title => title.clone(),
                fields.label => clause.label,
                fields.text => clause.text,
            ))?;
            clauses += 1;
        }
        files += 1;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    println!("{files} files, {clauses} clauses");
    Ok(())
}

/// The first line that is not empty, or else the name of the file.
fn title(text: &str, path: &Path) -> String {
    text.lines()
        .map(|line| line.trim().trim_start_matches('#').trim())
        .find(|line| !line.is_empty())
        .map_or_else(
            || path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            str::to_owned,
        )
}

fn split(text: &str, heading: &Regex) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut open = Clause {
        label: String::new(),
        text: String::new(),
    };
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(found) = heading.captures(line) {
            let next = Clause {
                label: found[1].to_owned(),
                text: String::new(),
            };
            let done = std::mem::replace(&mut open, next);
            if !done.text.is_empty() {
                clauses.push(done);
            }
        }
        open.text.push_str(line.trim());
        open.text.push('\n');
    }
    if !open.text.is_empty() {
        clauses.push(open);
    }
    clauses
}

fn search(place: &Path, query: &str) -> Fallible<()> {
    let (_, fields) = schema();
    let index = Index::open_in_dir(place)?;
    register(&index);
    let searcher = index.reader()?.searcher();
    let mut parser = QueryParser::for_index(&index, vec![fields.title, fields.text]);
    parser.set_field_boost(fields.title, 2.0);
    let query = parser.parse_query(query)?;
    let (count, best) = searcher.search(&query, &(Count, TopDocs::with_limit(10).order_by_score()))?;
    println!("{count} clauses");
    for (score, address) in best {
        let entry: TantivyDocument = searcher.doc(address)?;
        let shown = |field| entry.get_first(field).and_then(|v| v.as_str()).unwrap_or_default();
        let start: String = shown(fields.text).chars().take(SHOWN_CHARACTERS).collect();
        println!("{score:.2}\t{}\t{}\t{}", shown(fields.title), shown(fields.label), shown(fields.path));
        println!("\t{}", start.replace('\n', " "));
    }
    Ok(())
}

/// Makes the tokenizer known. Its dictionary is loaded with the first text it is given.
fn register(index: &Index) {
    index.tokenizers().register("jieba", JiebaTokenizer::new());
}
