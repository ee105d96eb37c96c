//! What several commands do with the names people type: find the document, find the clause.

use std::path::{Component, Path, PathBuf};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::suggest;
use crate::index::Reader;
use crate::index::entry::DocCard;
use crate::index::payload::Root;
use crate::law::model::Document;
use crate::search::lookup::{self, Lookup};
use crate::search::routes::whole_article;
use crate::text::normalize::canonical;

/// The documents a name stands for, the best first.
///
/// # Errors
/// With similar titles as hints where there is none.
pub fn documents(
    context: &Context,
    reader: &Reader,
    asked: &str,
) -> Result<Vec<DocCard>, CliError> {
    let failed = |error| CliError::index(error, &context.index);
    match lookup(context, reader, asked)? {
        Lookup::Found(cards) => Ok(cards),
        Lookup::Similar(cards) => {
            let near: Vec<&DocCard> = cards.iter().take(5).collect();
            Err(unknown(asked, &near))
        }
        Lookup::Nothing => {
            let cards = reader.cards().map_err(failed)?;
            Err(unknown(asked, &suggest::documents(asked, &cards, 5)))
        }
    }
}

/// What a name stands for; a path as the shell completes it, from the current folder or from the root, leads to the
/// document of that file.
///
/// # Errors
/// The index cannot be read.
pub fn lookup(context: &Context, reader: &Reader, asked: &str) -> Result<Lookup, CliError> {
    let failed = |error| CliError::index(error, &context.index);
    if let Some(path) = path_in(asked, &reader.payload().roots)
        && reader
            .cards()
            .map_err(failed)?
            .iter()
            .any(|card| card.path == path)
    {
        return lookup::lookup(reader, &path, context.as_of).map_err(failed);
    }
    lookup::lookup(reader, asked, context.as_of).map_err(failed)
}

/// The path of a file as the index shows it, if it lies in one of the folders of the index.
fn path_in(asked: &str, roots: &[Root]) -> Option<String> {
    // What is in an archive has its path inside it behind `!/`.
    let (file, member) = match asked.split_once("!/") {
        Some((file, member)) => (file, Some(member)),
        None => (asked, None),
    };
    let real = std::fs::canonicalize(file).or_else(|_| std::path::absolute(file).map(plain));
    let real = real.ok()?;
    let (root, below) = roots
        .iter()
        .filter_map(|root| Some((root, real.strip_prefix(&root.path).ok()?)))
        // Of folders in each other the inner one.
        .max_by_key(|(root, _)| root.path.len())?;
    let mut path: Vec<&str> = below
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect::<Option<_>>()?;
    if roots.len() > 1 {
        path.insert(0, &root.alias);
    }
    let path = path.join("/");
    Some(match member {
        Some(member) => format!("{path}!/{member}"),
        None => path,
    })
}

/// A path without `.` and `..`, for what is not there to be asked.
fn plain(path: PathBuf) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir => {}
            part => parts.push(part),
        }
    }
    parts
}

/// No such document, with what could have been meant.
pub fn unknown(asked: &str, near: &[&DocCard]) -> CliError {
    let missing = CliError::usage(format!("没有找到“{asked}”"));
    let mut error = if Path::new(asked).is_file() {
        missing
            .because("有这个文件，但它不在索引中")
            .hint("在索引的文件夹里的，更新索引：tiaowen index")
            .hint(format!("不建索引，直接看读出了什么：tiaowen parse {asked}"))
    } else {
        missing.because("索引中没有这个路径、编号、文号或标题")
    };
    error.exit = Exit::Negative;
    near.iter()
        .fold(error, |error, card| {
            error.hint(format!("是否要找：{}", name(card)))
        })
        .hint("列出全部文件：tiaowen list")
}

/// Place of a clause among those of a document: `第十二条`, `12`, `附件1`.
///
/// # Errors
/// Where the document has no such clause.
pub fn clause(card: &DocCard, document: &Document, wanted: &str) -> Result<usize, CliError> {
    let folded = canonical(wanted).text;
    let number = whole_article(&folded).or_else(|| whole_article(&format!("第{folded}条")));
    let place = document.clauses.iter().position(|clause| {
        let label = canonical(&clause.label).text;
        label == folded || (number.is_some() && whole_article(&label) == number)
    });
    place.ok_or_else(|| {
        let title = card.title.as_deref().unwrap_or(&card.path);
        let mut error = CliError::usage(format!("《{title}》中没有“{wanted}”"))
            .because(format!("它共有 {} 条", card.articles))
            .hint(format!("查看全文：tiaowen show {}", card.id));
        error.exit = Exit::Negative;
        error
    })
}

/// Title and number of a document.
pub fn name(card: &DocCard) -> String {
    let number = card
        .number
        .as_ref()
        .map(|number| format!("（{}）", number.key))
        .unwrap_or_default();
    format!("{}{number}", card.title.as_deref().unwrap_or("（无标题）"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::entry::Role;

    #[test]
    fn paths_of_the_shell_lead_into_the_index() {
        let folder = tempfile::tempdir().expect("folder");
        let base = folder.path().canonicalize().expect("there");
        let root = |alias: &str| Root {
            alias: alias.to_owned(),
            path: base.join(alias).display().to_string(),
            role: Role::Own,
        };
        std::fs::create_dir_all(base.join("corpus/通知")).expect("folder");
        std::fs::write(base.join("corpus/通知/a.txt"), "甲").expect("written");
        let typed = |name: &str| base.join(name).display().to_string();
        let one = [root("corpus")];
        let two = [root("corpus"), root("laws")];
        for (name, roots, wanted) in [
            ("corpus/通知/a.txt", &one[..], Some("通知/a.txt")),
            ("corpus/通知/../通知/./a.txt", &one, Some("通知/a.txt")),
            ("corpus/通知/a.txt", &two, Some("corpus/通知/a.txt")),
            // Gone from the disk, still in the index.
            ("laws/../corpus/b.txt", &two, Some("corpus/b.txt")),
            ("corpus/来文.zip!/乙.docx", &one, Some("来文.zip!/乙.docx")),
            ("elsewhere/a.txt", &one, None),
        ] {
            assert_eq!(path_in(&typed(name), roots).as_deref(), wanted, "{name}");
        }
    }
}
