//! What several commands do with the names people type: find the document, find the clause.

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::suggest;
use crate::index::Reader;
use crate::index::entry::DocCard;
use crate::law::model::Document;
use crate::search::lookup::{Lookup, lookup};
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
    match lookup(reader, asked, context.as_of).map_err(failed)? {
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

/// No such document, with what could have been meant.
pub fn unknown(asked: &str, near: &[&DocCard]) -> CliError {
    let mut error = CliError::usage(format!("没有找到“{asked}”"))
        .because("索引中没有这个路径、编号、文号或标题");
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
