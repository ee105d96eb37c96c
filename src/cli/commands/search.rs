//! `search`: ranks clauses.

use std::path::Path;
use std::time::Instant;

use crate::cli::args::{Format, IndexArgs};
use crate::cli::commands::index::sync_index;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::search_args::{FilterArgs, GroupArg, SearchArgs, SortArg};
use crate::cli::suggest;
use crate::index::{IndexError, Reader, freshness};
use crate::lexicon::{FullSegmenter, Lexicon, LexiconError, compile};
use crate::report::{search_json, search_md, search_text};
use crate::search::weights::Weights;
use crate::search::{Engine, SearchError, SearchOptions, Sort};

/// Runs the command.
pub fn run(context: &Context, args: &SearchArgs) -> Result<Exit, CliError> {
    missing_words(context);
    if let Some(file) = &args.batch {
        context.format(&[Format::Trec, Format::Text])?;
        return batch(context, args, file);
    }
    let format = context.format(formats::of("search"))?;
    let begun = Instant::now();
    let query = full_query(&args.query.join(" "), &args.filter);
    if query.trim().is_empty() {
        return Err(CliError::search(SearchError::Empty, &context.index));
    }
    let (reader, exit) = open_or_build(context)?;
    if args.load_dictionary {
        load_dictionary(context)?;
    }
    let engine = engine(context, &reader, args.weights.as_deref())?;
    let mut result = engine
        .search(&query, &options(context, args))
        .map_err(|error| CliError::search(error, &context.index))?;
    result.notes.extend(suggest::filters(&query));
    if result.hits.is_empty() && result.total > 0 {
        let beyond = format!(
            "没有第 {} 条：--offset {} 之后没有结果了",
            args.offset + 1,
            args.offset
        );
        result.notes.insert(0, beyond);
    }
    result
        .notes
        .extend(freshness::notes(&context.index, reader.payload()));
    let took = begun.elapsed();
    let mut out = context.output();
    match format {
        Format::Json => out.json(&search_json::object(&result, took))?,
        Format::Jsonl => {
            for hit in &result.hits {
                out.json(&search_json::hit(hit, context.as_of))?;
            }
        }
        Format::Tsv => {
            let text = search_json::tsv(&result);
            out.text(&text)?;
        }
        Format::Md => out.text(&search_md::render(&result))?,
        _ => {
            let text = search_text::render(&result, &out.style, out.width, args.offset);
            out.text(&text)?;
        }
    }
    out.finish()?;
    if !matches!(format, Format::Json | Format::Text | Format::Md) {
        for note in &result.notes {
            context.say(note);
        }
    }
    let exit = if result.total == 0 {
        Exit::Negative.max(exit)
    } else {
        exit
    };
    // The process ends here. The system takes its memory back in one go; to unmap the index file by file and to
    // free what was read takes longer.
    std::mem::forget((result, engine));
    std::mem::forget(reader);
    Ok(exit)
}

/// Opens the index; where there is none yet, builds it from the default folders first.
fn open_or_build(context: &Context) -> Result<(Reader, Exit), CliError> {
    match context.open() {
        Ok(reader) => Ok((reader, Exit::Success)),
        Err(error @ IndexError::Missing(_)) => {
            let configured =
                !context.config.corpus.is_empty() || !context.config.reference.is_empty();
            if !configured && !context.default_corpus().is_dir() {
                return Err(CliError::index(error, &context.index));
            }
            context.say("还没有索引，先为默认文件夹建立索引……");
            let report = sync_index(context, &IndexArgs::default())?;
            let exit = if report.failed.is_empty() {
                Exit::Success
            } else {
                Exit::Unreadable
            };
            for failed in &report.failed {
                context.say(&format!(
                    "未能读取 {}：{}",
                    failed.path, failed.failure.reason
                ));
            }
            if let Some(payload) = &report.payload {
                context.say(&format!(
                    "已索引 {} 份文件、{} 条，用时 {:.1} 秒",
                    payload.counts.documents,
                    payload.counts.clauses,
                    report.elapsed_ms as f64 / 1000.0
                ));
            }
            context.reader().map(|reader| (reader, exit))
        }
        Err(error) => Err(CliError::index(error, &context.index)),
    }
}

/// Says which word lists of the settings are not there: the index goes on with the words it was built with.
fn missing_words(context: &Context) {
    for path in &context.config.user_dictionary {
        if !path.exists() {
            context.say(&format!(
                "注意：tiaowen.toml 写的自建词典 {} 不存在；放好文件，或者去掉这一项",
                path.display()
            ));
        }
    }
}

/// The engine with the user's synonyms, the documents as staff corrected them, and the weights of a file.
///
/// # Errors
/// Settings that cannot be used.
pub fn engine<'r>(
    context: &Context,
    reader: &'r Reader,
    weights: Option<&Path>,
) -> Result<Engine<'r>, CliError> {
    let (synonyms, warnings) = context.config.synonyms()?;
    for warning in warnings {
        context.say(&format!("注意：{warning}"));
    }
    let weights = match weights {
        None => Weights::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| CliError::unreadable(path, &error))?;
            toml::from_str(&text).map_err(|error| {
                CliError::usage(format!("权重文件 {} 有误", path.display()))
                    .because(crate::text::toml_zh::reason(error.message()))
            })?
        }
    };
    let engine = Engine::with_weights(reader, weights).with_synonyms(synonyms);
    if context.config.facts.is_empty() {
        return Ok(engine);
    }
    let mut cards = reader
        .cards()
        .map_err(|error| CliError::index(error, &context.index))?;
    context.enter_facts(&mut cards)?;
    Ok(engine.with_entered(cards))
}

fn options(context: &Context, args: &SearchArgs) -> SearchOptions {
    SearchOptions {
        as_of: context.as_of,
        limit: args.n,
        offset: args.offset,
        literal: args.literal,
        sort: match args.sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Date => Sort::Date,
        },
        by_document: args.group == Some(GroupArg::Document),
        exact: args.exact,
        mend: true,
        explain: args.explain,
        fold_twins: args.batch.is_none(),
        facets: args.facets,
    }
}

/// The query with the filter options written out as filters.
fn full_query(query: &str, filter: &FilterArgs) -> String {
    let mut text = query.to_owned();
    text.push_str(&filter_text(filter));
    text
}

/// Filter options as filters of the query language.
pub fn filter_text(filter: &FilterArgs) -> String {
    let pairs = [
        ("title", &filter.title),
        ("issuer", &filter.issuer),
        ("number", &filter.number),
        ("kind", &filter.kind),
        ("status", &filter.status),
        ("year", &filter.year),
        ("role", &filter.role),
        ("region", &filter.region),
        ("published", &filter.published),
        ("effective", &filter.effective),
        ("expires", &filter.expires),
    ];
    let mut text = String::new();
    for (name, value) in pairs {
        if let Some(value) = value {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            text.push_str(&format!(" {name}:\"{value}\""));
        }
    }
    text
}

/// Loads the whole dictionary as a program would that segments without a compiled lexicon: what that costs
/// is measured by `bench/`.
fn load_dictionary(context: &Context) -> Result<(), CliError> {
    let failed = |error: LexiconError| CliError::internal("词典出错").because(error);
    let compiled = compile(&context.config.user_words()?).map_err(failed)?;
    let lexicon = Lexicon::open(compiled.bytes).map_err(failed)?;
    FullSegmenter::load(&lexicon).map_err(failed)?;
    Ok(())
}

/// Many queries over one open index.
fn batch(context: &Context, args: &SearchArgs, file: &Path) -> Result<Exit, CliError> {
    let queries =
        std::fs::read_to_string(file).map_err(|error| CliError::unreadable(file, &error))?;
    let reader = context.reader()?;
    let engine = engine(context, &reader, args.weights.as_deref())?;
    let options = options(context, args);
    let mut out = context.output();
    let mut any = false;
    for (number, line) in queries.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let Some((id, query)) = line.split_once('\t') else {
            return Err(CliError::usage(format!(
                "{} 第 {} 行没有制表符",
                file.display(),
                number + 1
            ))
            .because("不知道哪是编号、哪是检索词")
            .hint("每行写“编号、制表符、检索词”"));
        };
        let query = full_query(query, &args.filter);
        let begun = Instant::now();
        let answer = engine.search(&query, &options);
        if args.timings {
            context.say(&format!("{id}\t{}", begun.elapsed().as_micros()));
        }
        let result = match answer {
            Ok(result) => result,
            Err(crate::search::SearchError::Empty) => continue,
            Err(error) => return Err(CliError::search(error, &context.index)),
        };
        for hit in &result.hits {
            any = true;
            out.text(&format!(
                "{id}\t{}\t{}\t{}\t{:.6}\n",
                hit.card.path, hit.clause.label, hit.rank, hit.score
            ))?;
        }
    }
    out.finish()?;
    Ok(if any { Exit::Success } else { Exit::Negative })
}
