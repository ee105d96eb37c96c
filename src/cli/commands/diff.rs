//! `diff`: two versions of a document, clause by clause.

use std::path::Path;

use crate::cli::args::{DiffArgs, Format};
use crate::cli::commands::find;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::index::Reader;
use crate::index::sync::read::parse_path;
use crate::law::compare::compare;
use crate::law::model::{Document, PartRole};
use crate::report::diff_view::{DiffView, Side};
use crate::report::{diff_html, diff_json, diff_md, diff_text};

/// A side with what it borrows from.
struct Found {
    path: String,
    id: Option<String>,
    document: Document,
}

/// Runs the command. Exit code 1 says that nothing differs.
pub fn run(context: &Context, args: &DiffArgs) -> Result<Exit, CliError> {
    let format = context.format(&[Format::Text, Format::Json, Format::Html, Format::Md])?;
    // Two files need no index.
    let mut reader = None;
    let old = side(context, &mut reader, &args.old)?;
    let new = side(context, &mut reader, &args.new)?;
    let comparison = compare(&old.document, &new.document);
    let view = DiffView {
        old: shown(&old),
        new: shown(&new),
        comparison: &comparison,
    };
    let mut out = context.output();
    match format {
        Format::Json => out.json(&diff_json::object(&view))?,
        Format::Html => out.text(&diff_html::render(&view, args.all))?,
        Format::Md => out.text(&diff_md::render(&view, args.all))?,
        _ => {
            let text = diff_text::render(&view, args.all, &out.style, out.width);
            out.text(&text)?;
        }
    }
    out.finish()?;
    Ok(if view.is_same() {
        Exit::Negative
    } else {
        Exit::Success
    })
}

fn shown(found: &Found) -> Side<'_> {
    Side {
        path: &found.path,
        id: found.id.as_deref(),
        document: &found.document,
    }
}

/// A document of the index; a file that is not in it is parsed.
fn side(context: &Context, reader: &mut Option<Reader>, asked: &str) -> Result<Found, CliError> {
    let path = Path::new(asked);
    if path.is_file() {
        return file(path, asked);
    }
    let reader = match reader {
        Some(reader) => reader,
        None => reader.insert(context.reader()?),
    };
    let cards = find::documents(context, reader, asked)?;
    let card = &cards[0];
    if let Some(other) = cards[1..].iter().find(|other| other.path != card.path) {
        context.say(&format!(
            "“{asked}”有多份，取 {}；另有 {}",
            card.path, other.path
        ));
    }
    let document = reader
        .document(card)
        .map_err(|error| CliError::index(error, &context.index))?;
    Ok(Found {
        path: card.path.clone(),
        id: Some(card.id.clone()),
        document,
    })
}

/// The main document of a file: what is issued, not the notice that issues it.
fn file(path: &Path, asked: &str) -> Result<Found, CliError> {
    let (_, parsed) = parse_path(path, &Context::extractor(false)).map_err(|failure| {
        let mut error = CliError::usage(format!("无法读取 {asked}"))
            .because(&failure.reason)
            .hint(&failure.hint);
        error.exit = Exit::Unreadable;
        error
    })?;
    let mut documents = parsed.documents;
    let main = documents
        .iter()
        .position(|document| document.part == PartRole::Issued)
        .unwrap_or(0);
    if documents.is_empty() {
        let mut error = CliError::usage(format!("{asked} 中没有文字"))
            .because("文件是空的，或者程序没有读出文字")
            .hint(format!("看程序读出了什么：tiaowen parse {asked}"));
        error.exit = Exit::Unreadable;
        return Err(error);
    }
    Ok(Found {
        path: asked.to_owned(),
        id: None,
        document: documents.swap_remove(main),
    })
}
