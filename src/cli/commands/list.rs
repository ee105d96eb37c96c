//! `list`: documents with number, dates and status.

use crate::cli::args::{Format, ListArgs};
use crate::cli::commands::search::filter_text;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::report::{list_md, list_report};
use crate::search::Query;
use crate::search::filter::{Filter, STANDS_IN};

/// Runs the command.
pub fn run(context: &Context, args: &ListArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("list"))?;
    let query = Query::parse(&filter_text(&args.filter), false);
    let filter = Filter::new(&query.filters).map_err(CliError::filter)?;
    let reader = context.reader()?;
    let mut cards = reader
        .cards()
        .map_err(|error| CliError::index(error, &context.index))?;
    context.enter_facts(&mut cards)?;
    cards.retain(|card| filter.passes(card, context.as_of));
    if filter.by_publication() && cards.iter().any(|card| card.published.is_none()) {
        context.say(&format!("提示：{STANDS_IN}"));
    }
    let mut out = context.output();
    match format {
        Format::Json => out.json(&list_report::object(&cards, context.as_of))?,
        Format::Jsonl => {
            for card in &cards {
                out.json(&list_report::row(card, context.as_of))?;
            }
        }
        Format::Tsv => {
            let text = list_report::tsv(&cards, context.as_of);
            out.text(&text)?;
        }
        Format::Md => out.text(&list_md::render(&cards, context.as_of))?,
        _ => {
            let text = list_report::text(&cards, context.as_of, &out.style, out.width);
            out.text(&text)?;
        }
    }
    out.finish()?;
    Ok(if cards.is_empty() {
        Exit::Negative
    } else {
        Exit::Success
    })
}
