//! Finding the document a command is about: by path, id, 文号 or title.

use jiff::civil::Date;

use super::titles::{Fit, find};
use crate::index::entry::DocCard;
use crate::index::{IndexError, Reader};
use crate::law::number::find_numbers;
use crate::text::normalize::canonical;

/// What a name stands for.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// One document, or several that answer to the name equally: the best first.
    Found(Vec<DocCard>),
    /// None; these have similar titles.
    Similar(Vec<DocCard>),
    /// None at all.
    Nothing,
}

/// Looks a document up.
///
/// # Errors
/// [`IndexError`].
pub fn lookup(reader: &Reader, name: &str, as_of: Date) -> Result<Lookup, IndexError> {
    let cards = reader.cards()?;
    let plain = name.trim().trim_start_matches("./");
    let by = |test: &dyn Fn(&DocCard) -> bool| -> Vec<DocCard> {
        cards.iter().filter(|card| test(card)).cloned().collect()
    };
    let exact = by(&|card| card.id == plain || card.path == plain);
    if !exact.is_empty() {
        return Ok(Lookup::Found(main_first(exact)));
    }
    let canonical = canonical(plain).text;
    let numbers = find_numbers(&canonical);
    if let [(span, number)] = &numbers[..]
        && span.len() == canonical.chars().count()
    {
        let found = reader.cards_by_number(&number.key)?;
        if !found.is_empty() {
            return Ok(Lookup::Found(main_first(found)));
        }
    }
    let ending = by(&|card| {
        !plain.is_empty()
            && card.path.ends_with(plain)
            && card.path[..card.path.len() - plain.len()].ends_with('/')
    });
    if !ending.is_empty() {
        return Ok(Lookup::Found(main_first(ending)));
    }
    Ok(match find(reader, plain, as_of)? {
        Some((fit, cards)) if fit < Fit::Similar => Lookup::Found(cards),
        Some((_, cards)) => Lookup::Similar(cards),
        None => Lookup::Nothing,
    })
}

/// What is issued before the notice that issues it.
fn main_first(mut cards: Vec<DocCard>) -> Vec<DocCard> {
    cards.sort_by_key(|card| {
        (
            card.part == crate::law::model::PartRole::Notice,
            card.path.clone(),
            card.position,
        )
    });
    cards
}
