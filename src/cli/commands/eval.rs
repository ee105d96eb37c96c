//! `eval`: how well the search answers questions whose answers are known.

use std::path::Path;

use crate::cli::args::Format;
use crate::cli::commands::search::engine;
use crate::cli::context::Context;
use crate::cli::error::{CliError, system_reason};
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::search_args::EvalArgs;
use crate::eval::{self, BadLine, Judgements, Measure, Run, compare, group, questions, score};
use crate::report::eval_report::{EvalView, object, text};
use crate::search::{SearchError, SearchOptions};

/// Runs the command.
pub fn run(context: &Context, args: &EvalArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("eval"))?;
    let questions = load(&args.queries, questions::read)?;
    let judgements = load(&args.qrels, Judgements::read)?;
    let floors = args
        .floor
        .iter()
        .map(|text| floor(text))
        .collect::<Result<Vec<_>, _>>()?;
    let before = args
        .against
        .as_deref()
        .map(|path| load(path, Run::read))
        .transpose()?;
    let run = searched(context, args, &questions)?;
    if let Some(path) = &args.save {
        std::fs::write(path, run.write()).map_err(|error| {
            CliError::usage(format!("无法写入 {}", path.display())).because(system_reason(&error))
        })?;
    }
    let scored = score(&questions, &judgements, &run);
    if scored.is_empty() {
        return Err(CliError::usage("没有一题有标准答案")
            .because(format!(
                "{} 中的编号与 {} 中的对不上",
                args.qrels.display(),
                args.queries.display()
            ))
            .hint("两个文件的第一列都应是题目编号"));
    }
    let groups = group(&scored);
    let comparison =
        before.map(|before| compare(&scored, &score(&questions, &judgements, &before)));
    let below: Vec<(&'static str, f64, f64)> = floors
        .into_iter()
        .map(|(measure, floor)| {
            (
                measure.name(),
                floor,
                groups[0].means[measure as usize].mean,
            )
        })
        .filter(|(_, floor, value)| value < floor)
        .collect();
    let view = EvalView {
        questions: &questions,
        scored: &scored,
        groups: &groups,
        comparison: comparison.as_ref(),
        below: &below,
        unjudged: questions.len() - scored.len(),
        misses: args.misses,
    };
    let mut out = context.output();
    match format {
        Format::Json => out.json(&object(&view))?,
        Format::Trec => out.text(&run.write())?,
        _ => {
            let text = text(&view, out.style);
            out.text(&text)?;
        }
    }
    out.finish()?;
    Ok(if below.is_empty() {
        Exit::Success
    } else {
        Exit::Negative
    })
}

/// Asks all questions of one open index.
fn searched(
    context: &Context,
    args: &EvalArgs,
    questions: &[eval::Question],
) -> Result<Run, CliError> {
    let reader = context.reader()?;
    let engine = engine(context, &reader, None)?;
    let options = SearchOptions {
        limit: 100,
        exact: args.exact,
        fold_twins: false,
        ..SearchOptions::on(context.as_of)
    };
    let mut run = Run::default();
    for question in questions {
        let result = match engine.search(&question.text, &options) {
            Ok(result) => result,
            Err(SearchError::Empty) => continue,
            Err(error) => return Err(CliError::search(error, &context.index)),
        };
        run.hits.insert(
            question.id.clone(),
            result
                .hits
                .into_iter()
                .map(|hit| (hit.card.path.clone(), hit.clause.label))
                .collect(),
        );
    }
    Ok(run)
}

fn load<T>(path: &Path, read: impl Fn(&str) -> Result<T, BadLine>) -> Result<T, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::unreadable(path, &error))?;
    read(&text).map_err(|error| {
        CliError::usage(format!("{} 的格式不对", path.display())).because(error.to_string())
    })
}

/// `recall@10=0.85`.
fn floor(text: &str) -> Result<(Measure, f64), CliError> {
    text.split_once('=')
        .and_then(|(name, value)| Some((Measure::named(name)?, value.trim().parse().ok()?)))
        .filter(|(_, value): &(Measure, f64)| (0.0..=1.0).contains(value))
        .ok_or_else(|| {
            CliError::usage(format!("不认识的下限“{text}”"))
                .hint("写作 指标=数值，如 recall@10=0.85；指标有 recall@10、recall@100、mrr@10、ndcg@10、hit@10")
        })
}
