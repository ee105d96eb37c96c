//! Questions that name what they want: a 文号, a 《title》, an article of a title.

use super::lifecycle_question::{LifecycleQuestion, lifecycle_question};
use super::part_number::{PartOfNumber, part_of_number};
use crate::law::number::find_numbers;
use crate::text::numeral;

/// An article, as asked for: `第十条之一第二款第（三）项`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArticleRef {
    /// 条.
    pub article: u64,
    /// 之N.
    pub inserted: Option<u64>,
    /// 款.
    pub paragraph: Option<u64>,
    /// 项.
    pub item: Option<u64>,
}

/// What a query asks for directly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The document with a number: its key.
    Number(String),
    /// Documents with a number that is written in part: `34号`, `韶科2021 34`, `粤府令277`.
    PartOfNumber(PartOfNumber),
    /// An article of a document that is named.
    Article(String, ArticleRef),
    /// An article without a document.
    BareArticle(ArticleRef),
    /// A document by its title, given in 《》.
    Title(String),
    /// Whether a document, by its name, is still in force; or which documents end in a year.
    Lifecycle(LifecycleQuestion),
}

/// Recognises a direct question; `text` is canonical free text.
pub fn recognise(text: &str) -> Option<Route> {
    let part = part_of_number(text);
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return None;
    }
    let numbers = find_numbers(&text);
    if let [(span, number)] = &numbers[..]
        && span.start == 0
        && span.end as usize == text.chars().count()
    {
        return Some(Route::Number(number.key.clone()));
    }
    if let Some(part) = part {
        return Some(Route::PartOfNumber(part));
    }
    if let Some((title, article)) = split_article(&text) {
        let title = title
            .trim_end_matches(['的', '之'])
            .trim_matches(['《', '》']);
        return Some(if title.is_empty() {
            Route::BareArticle(article)
        } else {
            Route::Article(title.to_owned(), article)
        });
    }
    if let Some(question) = lifecycle_question(&text) {
        return Some(Route::Lifecycle(question));
    }
    let inner = text.strip_prefix('《')?.strip_suffix('》')?;
    (!inner.is_empty() && !inner.contains('》')).then(|| Route::Title(inner.to_owned()))
}

/// Splits a reference to an article off the end of a text.
fn split_article(text: &str) -> Option<(&str, ArticleRef)> {
    let mut before = None;
    for (at, c) in text.char_indices() {
        let begins = c == '第'
            || (numeral::is_numeral(c)
                && !before.is_some_and(numeral::is_numeral)
                && before != Some('第'));
        if begins && let Some(reference) = whole_article(&text[at..]) {
            return Some((&text[..at], reference));
        }
        before = Some(c);
    }
    None
}

/// Reads a text that is an article reference and nothing else.
pub fn whole_article(text: &str) -> Option<ArticleRef> {
    let (article, rest) = unit(text, '条')?;
    let mut reference = ArticleRef {
        article,
        ..ArticleRef::default()
    };
    let mut rest = rest;
    if let Some((inserted, length)) = rest.strip_prefix('之').and_then(numeral::prefix) {
        reference.inserted = Some(inserted);
        rest = &rest['之'.len_utf8() + length..];
    }
    if let Some((paragraph, after)) = unit(rest, '款') {
        reference.paragraph = Some(paragraph);
        rest = after;
    }
    if let Some((item, after)) = unit(rest, '项') {
        reference.item = Some(item);
        rest = after;
    }
    rest.is_empty().then_some(reference)
}

/// `第N` + unit, with or without 第, the number with or without brackets.
fn unit(text: &str, name: char) -> Option<(u64, &str)> {
    let text = text.strip_prefix('第').unwrap_or(text);
    let (open, text) = match text.strip_prefix('（') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (value, length) = numeral::prefix(text)?;
    let mut rest = &text[length..];
    if open {
        rest = rest.strip_prefix('）')?;
    }
    rest.strip_prefix(name).map(|rest| (value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(article: u64) -> ArticleRef {
        ArticleRef {
            article,
            ..ArticleRef::default()
        }
    }

    #[test]
    fn articles_in_any_numerals() {
        for text in [
            "科技进步法第三十二条",
            "科技进步法32条",
            "科技进步法 第32条",
            "《科技进步法》第三十二条",
        ] {
            assert_eq!(
                recognise(text),
                Some(Route::Article("科技进步法".to_owned(), article(32))),
                "{text}"
            );
        }
    }

    #[test]
    fn down_to_the_item() {
        let expected = ArticleRef {
            article: 10,
            inserted: Some(1),
            paragraph: Some(2),
            item: Some(3),
        };
        assert_eq!(whole_article("第十条之一第二款第（三）项"), Some(expected));
        assert_eq!(whole_article("第十条规定"), None);
    }

    #[test]
    fn an_article_alone_and_a_title_alone() {
        assert_eq!(
            recognise("第三十二条"),
            Some(Route::BareArticle(article(32)))
        );
        assert_eq!(
            recognise("《韶州市科技创新券管理办法》"),
            Some(Route::Title("韶州市科技创新券管理办法".to_owned()))
        );
        assert_eq!(recognise("孵化器认定条件"), None);
    }

    #[test]
    fn a_number_alone() {
        assert!(matches!(
            recognise("韶州科[2021]34号"),
            Some(Route::Number(_))
        ));
    }
}
