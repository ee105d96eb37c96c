//! The grammar of places inside a document: `第十条之一第二款第（三）项`, ranges and lists.
//!
//! One rule a function; each takes the rest of a canonical text and leaves what it did not use.
//! Blanks are allowed wherever OCR puts them. Nothing here knows which document is meant.

use winnow::Parser;
use winnow::combinator::{alt, delimited, opt, preceded, repeat};
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};

use crate::text::numeral;

/// What a rule gives: a value, or nothing (no message is needed, the caller tries the next rule).
pub type Rule<T> = Result<T, EmptyError>;

/// A numbered unit: 第十条之一 is 10 with insert 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The number after 第.
    pub value: u32,
    /// The number after 之, 0 where there is none.
    pub insert: u32,
}

/// One cited place: as much of 编 章 节 条 款 项 目 as the text gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// 编, 章 or 节, where one is cited (the innermost).
    pub heading: Option<(char, u32)>,
    /// 条.
    pub article: Option<Number>,
    /// 款.
    pub paragraph: Option<u32>,
    /// 项.
    pub item: Option<Number>,
    /// 目.
    pub subitem: Option<u32>,
}

/// How a place of a list follows the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// 、 和 或者 …
    And,
    /// 至, 到: all between are meant too.
    Through,
}

/// Longest range that is expanded; beyond it only its ends are given.
const LONGEST_RANGE: u32 = 400;

fn blanks<'i>(input: &mut &'i str) -> Rule<&'i str> {
    take_while(0.., |c: char| c.is_whitespace()).parse_next(input)
}

/// A numeral in any script.
pub fn number(input: &mut &str) -> Rule<u32> {
    let (value, used) = numeral::prefix(input).ok_or(EmptyError)?;
    let value = u32::try_from(value).map_err(|_| EmptyError)?;
    *input = &input[used..];
    Ok(value)
}

/// `第`, number, unit word: the number.
fn ordinal<'i>(unit: char) -> impl Parser<&'i str, u32, EmptyError> {
    delimited(('第', blanks), number, (blanks, unit))
}

/// `第十二条`, `第十条之一`.
pub fn article(input: &mut &str) -> Rule<Number> {
    let value = ordinal('条').parse_next(input)?;
    // 之一 is part of the number only where no word goes on from it (之一的, 之一般).
    let mut rest = *input;
    let insert = preceded((blanks, '之', blanks), number)
        .parse_next(&mut rest)
        .ok();
    if let Some(insert) =
        insert.filter(|&n| n < 100 && !rest.starts_with(['般', '切', '前', '后', '间']))
    {
        *input = rest;
        return Ok(Number { value, insert });
    }
    Ok(Number { value, insert: 0 })
}

/// `第二款`.
pub fn paragraph(input: &mut &str) -> Rule<u32> {
    ordinal('款').parse_next(input)
}

/// A number in round brackets.
fn bracketed(input: &mut &str) -> Rule<u32> {
    delimited(
        (one_of(['（', '(']), blanks),
        number,
        (blanks, one_of(['）', ')'])),
    )
    .parse_next(input)
}

/// `第（三）项`, `第三项`, `（三）项`, `第三项之一`.
pub fn item(input: &mut &str) -> Rule<Number> {
    let value = alt((
        delimited(('第', blanks), bracketed, (blanks, '项')),
        delimited(('第', blanks), number, (blanks, '项')),
        delimited(blanks, bracketed, (blanks, '项')),
    ))
    .parse_next(input)?;
    let mut rest = *input;
    let insert = preceded(('之', blanks), number)
        .parse_next(&mut rest)
        .ok()
        .filter(|&n| n < 100);
    if insert.is_some() {
        *input = rest;
    }
    Ok(Number {
        value,
        insert: insert.unwrap_or(0),
    })
}

/// `第1目`.
pub fn subitem(input: &mut &str) -> Rule<u32> {
    ordinal('目').parse_next(input)
}

/// `第一编`, `第三章`, `第二节`.
pub fn heading(input: &mut &str) -> Rule<(char, u32)> {
    alt((
        ordinal('编').map(|n| ('编', n)),
        (ordinal('分'), '编').map(|(n, _)| ('编', n)),
        ordinal('章').map(|n| ('章', n)),
        ordinal('节').map(|n| ('节', n)),
    ))
    .parse_next(input)
}

/// One place, at least one unit of it.
pub fn place(input: &mut &str) -> Rule<Place> {
    let start = *input;
    let headings: Vec<(char, u32)> = repeat(0..4, heading).parse_next(input)?;
    let place = Place {
        heading: headings.last().copied(),
        article: opt(preceded(blanks, article)).parse_next(input)?,
        paragraph: opt(preceded(blanks, paragraph)).parse_next(input)?,
        item: opt(preceded(blanks, item)).parse_next(input)?,
        subitem: opt(preceded(blanks, subitem)).parse_next(input)?,
    };
    if place == Place::default() {
        *input = start;
        return Err(EmptyError);
    }
    Ok(place)
}

/// `第八、九条`, `第八至十条`: numbers that share one 条.
fn shared_article(input: &mut &str) -> Rule<Vec<Number>> {
    let start = *input;
    let parsed = (|| {
        ('第', blanks).parse_next(input)?;
        let mut numbers = vec![Number {
            value: number(input)?,
            insert: 0,
        }];
        loop {
            let mut rest = *input;
            let Ok(link) = link.parse_next(&mut rest) else {
                break;
            };
            let _ = blanks(&mut rest);
            let Ok(value) = number(&mut rest) else { break };
            push(&mut numbers, Number { value, insert: 0 }, link);
            *input = rest;
        }
        if numbers.len() < 2 {
            return Err(EmptyError);
        }
        (blanks, '条').parse_next(input)?;
        Ok(numbers)
    })();
    if parsed.is_err() {
        *input = start;
    }
    parsed
}

/// What stands between two members of a list.
fn link(input: &mut &str) -> Rule<Link> {
    delimited(
        blanks,
        alt((
            alt(("至", "到", "—", "－", "～", "~", "-")).value(Link::Through),
            alt((
                alt(("、", "，以及", "，和", "，或者", "以及", "或者")),
                alt(("和", "及", "或", "与", "，", ",")),
            ))
            .value(Link::And),
        )),
        blanks,
    )
    .parse_next(input)
}

fn push(numbers: &mut Vec<Number>, next: Number, link: Link) {
    if let (Link::Through, Some(last)) = (link, numbers.last().copied())
        && last.insert == 0
        && next.insert == 0
        && next.value > last.value
        && next.value - last.value <= LONGEST_RANGE
    {
        numbers.extend((last.value + 1..next.value).map(|value| Number { value, insert: 0 }));
    }
    numbers.push(next);
}

/// A list of places with its ranges expanded. A member without its own 条 belongs to the 条 before
/// it: 第二十五条第（二）项、第（三）项 are two items of one article.
pub fn places(input: &mut &str) -> Rule<Vec<Place>> {
    let mut all: Vec<Place> = Vec::new();
    match shared_article(input) {
        Ok(numbers) => all.extend(numbers.into_iter().map(|n| Place {
            article: Some(n),
            ..Place::default()
        })),
        Err(_) => all.push(place(input)?),
    }
    loop {
        let mut rest = *input;
        let Ok(link) = link(&mut rest) else { break };
        if let Ok(numbers) = shared_article(&mut rest) {
            all.extend(numbers.into_iter().map(|n| Place {
                article: Some(n),
                ..Place::default()
            }));
            *input = rest;
            continue;
        }
        let Ok(next) = place(&mut rest) else { break };
        *input = rest;
        extend(&mut all, next, link);
    }
    Ok(all)
}

fn extend(all: &mut Vec<Place>, mut next: Place, link: Link) {
    let Some(last) = all.last().copied() else {
        all.push(next);
        return;
    };
    if next.article.is_none() && next.heading.is_none() {
        next.article = last.article;
        if next.paragraph.is_none() {
            next.paragraph = last.paragraph;
        }
    }
    if link == Link::Through {
        let whole_articles = last.paragraph.is_none()
            && next.paragraph.is_none()
            && last.item.is_none()
            && next.item.is_none();
        if let (Some(from), Some(to), true) = (last.article, next.article, whole_articles) {
            let mut numbers = vec![from];
            push(&mut numbers, to, link);
            let inner = numbers.len().saturating_sub(1);
            for number in numbers.into_iter().take(inner).skip(1) {
                all.push(Place {
                    article: Some(number),
                    ..Place::default()
                });
            }
        } else if let (Some(from), Some(to), true) = (
            last.item,
            next.item,
            last.article == next.article && last.paragraph == next.paragraph,
        ) {
            let mut numbers = vec![from];
            push(&mut numbers, to, link);
            let inner = numbers.len().saturating_sub(1);
            for number in numbers.into_iter().take(inner).skip(1) {
                all.push(Place {
                    item: Some(number),
                    ..last
                });
            }
        }
    }
    all.push(next);
}

impl Number {
    /// `第十条之一` and the like, in statute numerals.
    pub fn label(self, unit: char) -> String {
        let mut text = format!("第{}{unit}", numeral::to_chinese(u64::from(self.value)));
        if self.insert > 0 {
            text.push('之');
            text.push_str(&numeral::to_chinese(u64::from(self.insert)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all<T>(mut rule: impl FnMut(&mut &str) -> Rule<T>, text: &str) -> (Option<T>, String) {
        let mut rest = text;
        let value = rule(&mut rest).ok();
        (value, rest.to_owned())
    }

    fn articles(text: &str) -> Vec<String> {
        let mut rest = text;
        let places = places(&mut rest).unwrap_or_default();
        places
            .into_iter()
            .filter_map(|p| Some(p.article?.label('条')))
            .collect()
    }

    #[test]
    fn article_rule() {
        for (text, value, insert, rest) in [
            ("第十二条的", 12, 0, "的"),
            ("第12条", 12, 0, ""),
            ("第１２条", 12, 0, ""),
            ("第 十 二条", 0, 0, "第 十 二条"),
            ("第 12 条规定", 12, 0, "规定"),
            ("第十条之一第二款", 10, 1, "第二款"),
            ("第一百二十条之二", 120, 2, ""),
            ("第十条之前", 10, 0, "之前"),
        ] {
            let (got, left) = all(article, text);
            if value > 0 {
                assert_eq!(
                    (got, left.as_str()),
                    (Some(Number { value, insert }), rest),
                    "{text}"
                );
            } else {
                assert_eq!(got, None, "{text}");
            }
        }
    }

    #[test]
    fn item_rule() {
        for text in [
            "第（三）项",
            "第(三)项",
            "第三项",
            "（三）项",
            "第（ 3 ）项",
        ] {
            assert_eq!(
                all(item, text).0,
                Some(Number {
                    value: 3,
                    insert: 0
                }),
                "{text}"
            );
        }
        assert_eq!(all(item, "（三）当事人").0, None);
    }

    #[test]
    fn heading_rule() {
        assert_eq!(all(heading, "第三章").0, Some(('章', 3)));
        assert_eq!(all(heading, "第二分编").0, Some(('编', 2)));
    }

    #[test]
    fn place_rule() {
        let (got, rest) = all(place, "第十条第二款第（三）项第1目的规定");
        assert_eq!(rest, "的规定");
        let got = got.unwrap();
        assert_eq!(
            (
                got.article.unwrap().value,
                got.paragraph,
                got.item.unwrap().value,
                got.subitem
            ),
            (10, Some(2), 3, Some(1))
        );
        assert!(all(place, "第三方").0.is_none());
    }

    #[test]
    fn lists_and_ranges() {
        assert_eq!(
            articles("第八条、第九条和第十一条的规定"),
            ["第八条", "第九条", "第十一条"]
        );
        assert_eq!(
            articles("第八条至第十一条"),
            ["第八条", "第九条", "第十条", "第十一条"]
        );
        assert_eq!(articles("第八至十条"), ["第八条", "第九条", "第十条"]);
        assert_eq!(articles("第八、九条"), ["第八条", "第九条"]);
        assert_eq!(articles("第三十条，应当"), ["第三十条"]);
    }

    #[test]
    fn members_without_an_article_share_the_one_before() {
        let mut text = "第二十五条第（二）项、第（三）项或者第（四）项规定";
        let got = places(&mut text).unwrap();
        assert_eq!(text, "规定");
        let read: Vec<_> = got
            .iter()
            .map(|p| (p.article.unwrap().value, p.item.unwrap().value))
            .collect();
        assert_eq!(read, [(25, 2), (25, 3), (25, 4)]);
        let mut text = "第五条第一款第一项至第三项";
        let read: Vec<_> = places(&mut text)
            .unwrap()
            .iter()
            .map(|p| p.item.unwrap().value)
            .collect();
        assert_eq!(read, [1, 2, 3]);
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "\\PC{0,60}") {
            let mut rest = text.as_str();
            let _ = places(&mut rest);
            prop_assert!(text.ends_with(rest));
        }

        #[test]
        fn near_misses_never_panic(text in "[第条款项目章节之至、和（）()一二十百1-9 ]{0,40}") {
            let mut rest = text.as_str();
            let _ = places(&mut rest);
            prop_assert!(text.ends_with(rest));
        }
    }
}
