//! `show`: a document or a clause with its context.

use crate::cli::args::{Format, ShowArgs};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::index::entry::DocCard;
use crate::report::show_report;
use crate::search::lookup::{Lookup, lookup};
use crate::search::routes::whole_article;
use crate::text::normalize::canonical;

/// Runs the command.
pub fn run(context: &Context, args: &ShowArgs) -> Result<Exit, CliError> {
    let format = context.format(&[Format::Text, Format::Json])?;
    let reader = context.reader()?;
    let failed = |error| CliError::index(error, &context.index);
    let cards = match lookup(&reader, &args.document, context.as_of).map_err(failed)? {
        Lookup::Found(cards) => cards,
        Lookup::Similar(cards) => {
            let mut error = CliError::usage(format!("没有找到“{}”", args.document));
            error.exit = Exit::Negative;
            return Err(cards.iter().take(5).fold(error, |error, card| error.hint(format!("是否要找：{}", name(card)))));
        }
        Lookup::Nothing => {
            let mut error = CliError::usage(format!("没有找到“{}”", args.document))
                .hint("可用路径、编号、文号或标题；tiaowen list 列出全部文件");
            error.exit = Exit::Negative;
            return Err(error);
        }
    };
    let card = &cards[0];
    let others: Vec<&DocCard> =
        cards[1..].iter().filter(|other| other.path != card.path || other.part == card.part).collect();
    let document = reader.document(card).map_err(failed)?;
    let selected = match &args.clause {
        None => None,
        Some(wanted) => {
            let folded = canonical(wanted).text;
            let number = whole_article(&folded).or_else(|| whole_article(&format!("第{folded}条")));
            let place = document.clauses.iter().position(|clause| {
                let label = canonical(&clause.label).text;
                label == folded || (number.is_some() && whole_article(&label) == number)
            });
            let Some(place) = place else {
                let mut error = CliError::usage(format!("《{}》中没有“{wanted}”", card.title.as_deref().unwrap_or(&card.path)))
                    .hint(format!("共 {} 条；不写条文则显示全文", card.articles));
                error.exit = Exit::Negative;
                return Err(error);
            };
            Some(place.saturating_sub(args.context)..(place + args.context + 1).min(document.clauses.len()))
        }
    };
    let mut out = context.output();
    if format == Format::Json {
        out.json(&show_report::object(card, &document, selected, context.as_of))?;
    } else {
        let text = show_report::text(card, &document, selected, context.as_of, &out.style, out.width);
        out.text(&text)?;
    }
    out.finish()?;
    if !others.is_empty() {
        context.say("另有同样符合的文件：");
        for other in others.iter().take(5) {
            context.say(&format!("  {}  {}", name(other), other.path));
        }
    }
    Ok(Exit::Success)
}

fn name(card: &DocCard) -> String {
    let number = card.number.as_ref().map(|number| format!("（{}）", number.key)).unwrap_or_default();
    format!("{}{number}", card.title.as_deref().unwrap_or("（无标题）"))
}
