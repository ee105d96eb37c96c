//! `segment`: how index and query cut a text.

use serde::Serialize;

use crate::cli::args::{Format, SegmentArgs};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::index::IndexError;
use crate::index::analyzer::fold;
use crate::lexicon::{Lexicon, LocalSegmenter, Segmenter, Word, compile};
use crate::text::normalize::canonical;

#[derive(Serialize)]
struct SegmentJson<'a> {
    schema: u32,
    text: &'a str,
    words: Vec<&'a str>,
    index_terms: Vec<&'a str>,
}

/// Runs the command. Without an index the shipped word lists and the user's are used.
pub fn run(context: &Context, args: &SegmentArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("segment"))?;
    let text = fold(&canonical(&args.text.join(" ")).text).into_owned();
    let mut words: Vec<Word> = Vec::new();
    match context.open() {
        Ok(reader) => LocalSegmenter::new(reader.lexicon()).segment(&text, &mut words),
        Err(IndexError::Missing(_)) => {
            let failed =
                |error: crate::lexicon::LexiconError| CliError::internal("词典出错").because(error);
            let compiled = compile(&context.config.user_words()?).map_err(failed)?;
            let lexicon = Lexicon::open(compiled.bytes).map_err(failed)?;
            LocalSegmenter::new(&lexicon).segment(&text, &mut words);
        }
        Err(error) => return Err(CliError::index(error, &context.index)),
    }
    let whole: Vec<&str> = words
        .iter()
        .filter(|word| word.whole)
        .map(|word| word.of(&text))
        .collect();
    let all: Vec<&str> = words.iter().map(|word| word.of(&text)).collect();
    let mut out = context.output();
    if format == Format::Json {
        out.json(&SegmentJson {
            schema: 1,
            text: &text,
            words: whole,
            index_terms: all,
        })?;
    } else {
        out.text(&format!(
            "切分：{}\n索引：{}\n",
            whole.join(" / "),
            all.join(" / ")
        ))?;
    }
    out.finish()?;
    Ok(Exit::Success)
}
