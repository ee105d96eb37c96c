//! `show`: a document or a clause with its context.

use crate::cli::args::{Format, ShowArgs};
use crate::cli::commands::find;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::index::entry::DocCard;
use crate::report::{show_md, show_report};

/// Other documents of the same name that are listed.
const OTHERS: usize = 5;

/// Runs the command.
pub fn run(context: &Context, args: &ShowArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("show"))?;
    let reader = context.reader()?;
    let mut cards = find::documents(context, &reader, &args.document)?;
    context.enter_facts(&mut cards)?;
    let card = &cards[0];
    let others: Vec<&DocCard> = cards[1..]
        .iter()
        .filter(|other| other.path != card.path || other.part == card.part)
        .collect();
    let document = reader
        .document(card)
        .map_err(|error| CliError::index(error, &context.index))?;
    let selected = match &args.clause {
        None => None,
        Some(wanted) => {
            let place = find::clause(card, &document, wanted)?;
            Some(
                place.saturating_sub(args.context)
                    ..(place + args.context + 1).min(document.clauses.len()),
            )
        }
    };
    let mut out = context.output();
    if !others.is_empty() {
        let mut note = format!(
            "“{}”有 {} 份，以下是 {}；另有：\n",
            args.document,
            others.len() + 1,
            find::name(card)
        );
        for other in others.iter().take(OTHERS) {
            note.push_str(&format!("  {}  {}\n", find::name(other), other.path));
        }
        if others.len() > OTHERS {
            note.push_str(&format!("  ……还有 {} 份\n", others.len() - OTHERS));
        }
        context.aside(&mut out, format, &note)?;
    }
    if format == Format::Json {
        out.json(&show_report::object(
            card,
            &document,
            selected,
            context.as_of,
        ))?;
    } else if format == Format::Md {
        out.text(&show_md::render(card, &document, selected, context.as_of))?;
    } else {
        let text = show_report::text(
            card,
            &document,
            selected,
            context.as_of,
            &out.style,
            out.width,
        );
        out.text(&text)?;
    }
    out.finish()?;
    Ok(Exit::Success)
}
