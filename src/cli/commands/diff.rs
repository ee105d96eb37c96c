//! `diff`: two versions of a document, clause by clause.

use std::path::{Path, PathBuf};

use crate::cli::args::{DiffArgs, Format};
use crate::cli::commands::find;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::index::Reader;
use crate::index::entry::DocCard;
use crate::index::sync::read::parse_path;
use crate::index::sync::roots::source_path;
use crate::law::compare::compare;
use crate::law::model::{Document, PartRole};
use crate::law::resolve::key;
use crate::report::diff_view::{DiffView, Side};
use crate::report::{diff_html, diff_json, diff_md, diff_text};

/// A side with what it borrows from.
struct Found {
    path: String,
    id: Option<String>,
    document: Document,
    /// Where the file lies.
    source: Option<PathBuf>,
    /// Of the index: all that the name stands for, what was taken first.
    cards: Vec<DocCard>,
}

impl Found {
    /// Whether both are one document.
    fn is(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (Some(id), Some(other)) => id == other,
            _ => self.source.is_some() && self.source == other.source,
        }
    }
}

/// Runs the command. Exit code 1 says that nothing differs.
pub fn run(context: &Context, args: &DiffArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("diff"))?;
    // Two files need no index.
    let mut reader = None;
    let mut old = side(context, &mut reader, &args.old)?;
    let mut new = side(context, &mut reader, &args.new)?;
    let mut notes = Vec::new();
    if old.is(&new) {
        let Some(reader) = &reader else {
            return Err(one_document(args, &old, &[]));
        };
        (old, new) = two_versions(context, reader, args, old, new, &mut notes)?;
    } else {
        notes.extend(
            [ambiguous(&args.old, &old), ambiguous(&args.new, &new)]
                .into_iter()
                .flatten(),
        );
    }
    let comparison = compare(&old.document, &new.document);
    let view = DiffView {
        old: shown(&old),
        new: shown(&new),
        comparison: &comparison,
    };
    let mut out = context.output();
    if !notes.is_empty() {
        context.aside(&mut out, format, &notes.join("\n"))?;
    }
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
    indexed(context, reader, cards)
}

/// The first of some documents of the index.
fn indexed(context: &Context, reader: &Reader, cards: Vec<DocCard>) -> Result<Found, CliError> {
    let card = &cards[0];
    let document = reader
        .document(card)
        .map_err(|error| CliError::index(error, &context.index))?;
    Ok(Found {
        path: card.path.clone(),
        id: Some(card.id.clone()),
        document,
        source: source_path(&card.path, &reader.payload().roots)
            .and_then(|path| path.canonicalize().ok()),
        cards,
    })
}

/// A note where a name stands for several documents.
fn ambiguous(asked: &str, found: &Found) -> Option<String> {
    let other = found.cards.iter().find(|other| other.path != found.path)?;
    Some(format!(
        "“{asked}”有多份，取 {}；另有 {}",
        found.path, other.path
    ))
}

/// Two versions for a name that was given twice: the one before the newest, and the newest.
///
/// # Errors
/// There is but one, or the names say which one is meant.
fn two_versions(
    context: &Context,
    reader: &Reader,
    args: &DiffArgs,
    old: Found,
    new: Found,
    notes: &mut Vec<String>,
) -> Result<(Found, Found), CliError> {
    let versions = versions(context, reader, &old, &new)?;
    // A number, an id or a path means that version and no other.
    let means_all = |found: &Found| {
        let named = |card: &&DocCard| found.cards.iter().any(|other| other.id == card.id);
        versions.iter().filter(named).count() > 1
    };
    let [.., before, newest] = &versions[..] else {
        return Err(one_document(args, &new, &versions));
    };
    if !means_all(&old) || !means_all(&new) {
        return Err(one_document(args, &new, &versions));
    }
    notes.push(format!(
        "“{}”有 {} 个版本，对比最新的两个：{} 和 {}",
        args.old,
        versions.len(),
        version(before),
        version(newest)
    ));
    for other in &versions[..versions.len() - 2] {
        notes.push(format!("  另有 {}", version(other)));
    }
    let pair = [before, newest].map(|card| indexed(context, reader, vec![card.clone()]));
    let [old, new] = pair;
    Ok((old?, new?))
}

/// The versions of the document that two names stand for, the oldest first.
fn versions(
    context: &Context,
    reader: &Reader,
    old: &Found,
    new: &Found,
) -> Result<Vec<DocCard>, CliError> {
    let known = reader
        .cards_and_facts()
        .map_err(|error| CliError::index(error, &context.index))?;
    let Some(asked) = old.cards.first().or(new.cards.first()) else {
        return Ok(Vec::new());
    };
    let Some((_, facts)) = known.iter().find(|(card, _)| card.key == asked.key) else {
        return Ok(Vec::new());
    };
    let work = key::work(facts);
    let mut versions = Vec::new();
    for (card, facts) in &known {
        if card.part == asked.part && key::work(facts) == work {
            let shown = reader.card(card.key);
            versions.extend(shown.map_err(|error| CliError::index(error, &context.index))?);
        }
    }
    versions.sort_by(|a, b| (a.day(), &a.path).cmp(&(b.day(), &b.path)));
    // Copies of a version are no versions.
    let mut seen = std::collections::HashSet::new();
    versions.retain(|card| seen.insert(card.id.clone()));
    Ok(versions)
}

/// A version as it can be told from others: number, day and id.
fn version(card: &DocCard) -> String {
    let day = card.day().map(|day| format!("，{day}")).unwrap_or_default();
    format!("{}{day}，编号 {}", find::name(card), card.id)
}

/// Both names stand for one document, of which there are these versions.
fn one_document(args: &DiffArgs, found: &Found, versions: &[DocCard]) -> CliError {
    let error = CliError::usage(format!("“{}”和“{}”是同一份文件", args.old, args.new))
        .because(format!("两个都指 {}", found.path));
    let others = versions
        .iter()
        .filter(|card| Some(&card.id) != found.id.as_ref())
        .map(|card| format!("它的另一版本：{}", version(card)));
    let error = others.fold(error, CliError::hint);
    if versions.len() > 1 {
        error.hint("两个版本分别写文号、编号或者路径，旧的在前")
    } else {
        error
            .hint("索引中没有它的另一个版本；两个版本分别写文号、编号或者路径")
            .hint("列出同名的文件：tiaowen list --title 名称")
    }
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
        source: path.canonicalize().ok(),
        cards: Vec::new(),
    })
}
