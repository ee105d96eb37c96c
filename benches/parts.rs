//! Times of the parts: `cargo bench --bench parts [-- NAME]`. The whole is measured by the scripts in `bench/`.
//!
//! All texts are those of the sample corpus, so that the figures need nothing from outside.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;
use tiaowen::extract::{RawText, extract};
use tiaowen::index::Reader;
use tiaowen::index::entry::Role;
use tiaowen::index::sync::{self, Silent, SyncOptions};
use tiaowen::law::parse::parse_file;
use tiaowen::lexicon::{FullSegmenter, Lexicon, LocalSegmenter, Segmenter, compile};
use tiaowen::report::style::Style;
use tiaowen::report::{search_json, search_text};
use tiaowen::search::{Engine, SearchOptions};
use tiaowen::text::normalize::{canonical, literal_form};

const QUERIES: [(&str, &str); 6] = [
    ("words", "孵化器 认定条件"),
    ("literal", "“孵化器”"),
    (
        "question",
        "科技企业孵化器被取消资格以后还能不能继续享受房租补贴",
    ),
    ("negation", "不含:孵化器"),
    ("number", "韶州科〔2021〕1号"),
    ("pinyin", "fuhuaqi rending"),
];

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The documents of the sample corpus as text, in the order of their paths.
fn texts() -> Vec<(String, RawText)> {
    let mut folders = vec![corpus()];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sample corpus") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let bytes = fs::read(&path).ok()?;
            let raw = extract(&bytes, &path).ok()?;
            Some((path.to_string_lossy().into_owned(), raw))
        })
        .collect()
}

/// The bytes of text in one round of a benchmark.
fn bytes(texts: &[(String, RawText)]) -> Throughput {
    Throughput::Bytes(texts.iter().map(|(_, raw)| raw.text.len() as u64).sum())
}

/// The sample corpus, indexed in a scratch folder that lives as long as the answer.
fn index() -> (TempDir, Reader) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let options = SyncOptions {
        add: vec![(corpus(), Role::Own)],
        now: "2026-11-22T00:00:00Z".to_owned(),
        ..SyncOptions::default()
    };
    sync::run(folder.path(), &options, &Silent).expect("an index");
    let reader = Reader::open(folder.path()).expect("an index");
    (folder, reader)
}

fn normalisation(c: &mut Criterion) {
    let texts = texts();
    let mut group = c.benchmark_group("normalisation");
    group.throughput(bytes(&texts));
    group.bench_function("canonical", |b| {
        b.iter(|| {
            for (_, raw) in &texts {
                black_box(canonical(&raw.text));
            }
        });
    });
    let forms: Vec<_> = texts.iter().map(|(_, raw)| canonical(&raw.text)).collect();
    group.bench_function("literal", |b| {
        b.iter(|| {
            for form in &forms {
                black_box(literal_form(&form.text).count());
            }
        });
    });
    group.finish();
}

fn segmentation(c: &mut Criterion) {
    let texts = texts();
    let forms: Vec<_> = texts.iter().map(|(_, raw)| canonical(&raw.text)).collect();
    let compiled = compile(&[]).expect("the shipped words");
    let lexicon = Lexicon::open(compiled.bytes).expect("a lexicon");
    let full = FullSegmenter::load(&lexicon).expect("jieba");
    let local = LocalSegmenter::new(&lexicon);
    let mut words = Vec::new();
    let mut group = c.benchmark_group("segmentation");
    group.throughput(bytes(&texts));
    group.bench_function("full", |b| {
        b.iter(|| {
            for line in forms.iter().flat_map(|form| form.text.lines()) {
                full.segment(black_box(line), &mut words);
            }
        });
    });
    group.finish();
    let mut group = c.benchmark_group("segmentation of a query");
    for (name, query) in QUERIES {
        group.bench_function(name, |b| {
            b.iter(|| local.segment(black_box(query), &mut words));
        });
    }
    group.finish();
    let mut group = c.benchmark_group("dictionary");
    group.sample_size(10);
    group.bench_function("compile", |b| b.iter(|| compile(&[]).expect("words")));
    group.bench_function("load", |b| {
        b.iter(|| FullSegmenter::load(&lexicon).expect("jieba"));
    });
    group.finish();
}

fn parsing(c: &mut Criterion) {
    let texts = texts();
    let mut group = c.benchmark_group("parsing");
    group.throughput(bytes(&texts));
    group.sample_size(20);
    group.bench_function("all samples", |b| {
        b.iter(|| {
            for (path, raw) in &texts {
                black_box(parse_file(raw, path));
            }
        });
    });
    group.finish();
}

fn searching(c: &mut Criterion) {
    let (folder, reader) = index();
    let options = SearchOptions::on("2026-11-22".parse().expect("a day"));
    let mut group = c.benchmark_group("search");
    group.bench_function("opening the index", |b| {
        b.iter(|| Reader::open(folder.path()).expect("an index"));
    });
    group.bench_function("opening and one query", |b| {
        b.iter_batched(
            || folder.path(),
            |path| {
                let reader = Reader::open(path).expect("an index");
                let engine = Engine::new(&reader);
                engine.search(QUERIES[0].1, &options).expect("an answer")
            },
            BatchSize::PerIteration,
        );
    });
    let engine = Engine::new(&reader);
    for (name, query) in QUERIES {
        group.bench_function(name, |b| {
            b.iter(|| {
                engine
                    .search(black_box(query), &options)
                    .expect("an answer")
            });
        });
    }
    group.finish();
}

fn rendering(c: &mut Criterion) {
    let (_folder, reader) = index();
    let engine = Engine::new(&reader);
    let options = SearchOptions {
        limit: 50,
        ..SearchOptions::on("2026-11-22".parse().expect("a day"))
    };
    let result = engine.search(QUERIES[0].1, &options).expect("an answer");
    let mut group = c.benchmark_group("rendering of 50 hits");
    group.bench_function("text", |b| {
        b.iter(|| search_text::render(black_box(&result), &Style::plain(), 100, 0));
    });
    group.bench_function("tsv", |b| {
        b.iter(|| search_json::tsv(black_box(&result)));
    });
    group.finish();
}

criterion_group!(
    parts,
    normalisation,
    segmentation,
    parsing,
    searching,
    rendering
);
criterion_main!(parts);
