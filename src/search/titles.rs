//! Finding a document by what people call it: full, short or slightly wrong.

use std::collections::HashMap;

use jiff::civil::Date;
use tantivy::{DocAddress, Term};

use crate::index::entry::DocCard;
use crate::index::literal::solid_chars;
use crate::index::{IndexError, Reader};
use crate::law::model::Status;
use crate::text::normalize::canonical;

/// How well a name fits a title, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The same, but for 中华人民共和国, brackets and blanks.
    Exact,
    /// The same, but for what stands in brackets at the end: （试行）, （2021年修订）.
    Core,
    /// The title ends with the name: 孵化载体管理办法 for 韶州市科技企业孵化载体管理办法.
    Ending,
    /// The title holds the name.
    Within,
    /// The name leaves characters of the title out: 科技进步法.
    Shortened,
    /// Most character pairs agree.
    Similar,
}

/// Documents looked at closely.
const CANDIDATES: usize = 300;

/// Share of common character pairs (Dice) from which a title counts as similar.
const SIMILAR: f32 = 0.6;

/// The documents a name fits best, those in force and newer ones first. All have the same fit.
///
/// # Errors
/// [`IndexError`].
pub fn find(
    reader: &Reader,
    name: &str,
    as_of: Date,
) -> Result<Option<(Fit, Vec<DocCard>)>, IndexError> {
    let wanted = core(name);
    let pairs = pairs(&wanted);
    if pairs.is_empty() {
        return Ok(None);
    }
    let mut found: Vec<(Fit, usize, DocCard)> = Vec::new();
    for address in candidates(reader, &pairs)? {
        let card = reader.card_at(address)?;
        if let Some(fit) = card.title.as_deref().and_then(|title| fit(&wanted, title)) {
            let surplus = core(card.title.as_deref().unwrap_or_default())
                .chars()
                .count();
            found.push((fit, surplus.abs_diff(wanted.chars().count()), card));
        }
    }
    let Some(best) = found.iter().map(|(fit, ..)| *fit).min() else {
        return Ok(None);
    };
    found.retain(|(fit, ..)| *fit == best);
    // A short name stands for the title it shortens least; others are other documents.
    if best > Fit::Core
        && let Some(least) = found.iter().map(|&(_, surplus, _)| surplus).min()
    {
        let limit = if best == Fit::Similar {
            least
        } else {
            least + 2
        };
        found.retain(|&(_, surplus, _)| surplus <= limit);
    }
    found.sort_by(|(_, a_surplus, a), (_, b_surplus, b)| {
        let rank = |card: &DocCard| match card.status(as_of).0 {
            _ if card.draft => 5,
            Status::InForce => 0,
            Status::NotYetEffective => 1,
            Status::Unknown => 2,
            Status::Amended => 3,
            Status::Repealed | Status::Expired => 4,
        };
        (rank(a), a_surplus)
            .cmp(&(rank(b), b_surplus))
            .then_with(|| b.day().cmp(&a.day()))
            .then_with(|| (&a.path, a.position).cmp(&(&b.path, b.position)))
    });
    Ok(Some((
        best,
        found.into_iter().map(|(.., card)| card).collect(),
    )))
}

/// A title as it is compared: without marks, blanks and the name of the state.
fn core(title: &str) -> String {
    let folded: String = solid_chars(&canonical(title).text)
        .filter(|c| {
            !matches!(
                c,
                '《' | '》' | '〈' | '〉' | '“' | '”' | '"' | '、' | '，' | '。'
            )
        })
        .collect();
    folded
        .strip_prefix("中华人民共和国")
        .map_or(folded.clone(), str::to_owned)
}

/// A title without what stands in brackets at its end.
fn without_brackets(title: &str) -> &str {
    let mut rest = title;
    while let Some(open) = rest.strip_suffix('）').and_then(|inner| inner.rfind('（')) {
        rest = &rest[..open];
    }
    rest
}

fn fit(wanted: &str, title: &str) -> Option<Fit> {
    let title = core(title);
    if title == wanted {
        return Some(Fit::Exact);
    }
    let (short, wanted_short) = (without_brackets(&title), without_brackets(wanted));
    if short == wanted_short {
        return Some(Fit::Core);
    }
    let length = wanted.chars().count();
    if length >= 3 && short.ends_with(wanted_short) {
        return Some(Fit::Ending);
    }
    if length >= 3 && title.contains(wanted) {
        return Some(Fit::Within);
    }
    if length >= 3
        && short.chars().next() == wanted_short.chars().next()
        && short.chars().last() == wanted_short.chars().last()
        && subsequence(wanted_short, short)
    {
        return Some(Fit::Shortened);
    }
    let (a, b) = (pairs(wanted), pairs(&title));
    let common = a.iter().filter(|pair| b.contains(pair)).count();
    let dice = 2.0 * common as f32 / (a.len() + b.len()).max(1) as f32;
    (length >= 4 && dice >= SIMILAR).then_some(Fit::Similar)
}

fn subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

fn pairs(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut pairs: Vec<String> = chars.windows(2).map(|pair| pair.iter().collect()).collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// The documents that share most pairs with a name.
fn candidates(reader: &Reader, pairs: &[String]) -> Result<Vec<DocAddress>, IndexError> {
    let mut shared: HashMap<DocAddress, usize> = HashMap::new();
    let field = reader.fields().name;
    for pair in pairs {
        for address in reader.addresses(&Term::from_field_text(field, pair))? {
            *shared.entry(address).or_default() += 1;
        }
    }
    let mut best: Vec<(usize, DocAddress)> = shared
        .into_iter()
        .map(|(address, count)| (count, address))
        .collect();
    best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    best.truncate(CANDIDATES);
    Ok(best.into_iter().map(|(_, address)| address).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_titles() {
        let cases = [
            (
                "科学技术进步法",
                "中华人民共和国科学技术进步法",
                Some(Fit::Exact),
            ),
            (
                "科技进步法",
                "中华人民共和国科学技术进步法",
                Some(Fit::Shortened),
            ),
            (
                "韶州市科技创新券管理办法",
                "韶州市科技创新券管理办法（试行）",
                Some(Fit::Core),
            ),
            (
                "孵化载体管理办法",
                "韶州市科技企业孵化载体管理办法",
                Some(Fit::Ending),
            ),
            (
                "科技企业孵化载体官理办法",
                "科技企业孵化载体管理办法",
                Some(Fit::Similar),
            ),
            ("刑法", "中华人民共和国刑法", Some(Fit::Exact)),
            ("民法典", "中华人民共和国刑法", None),
        ];
        for (name, title, expected) in cases {
            assert_eq!(fit(&core(name), title), expected, "{name} / {title}");
        }
    }
}
