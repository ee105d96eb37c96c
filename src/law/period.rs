//! The period a plan is made for: `“十三五”规划`, `（2018—2020年）`, `规划期为2016—2020年` (DOMAIN S16).
//!
//! A plan whose period is over is not ended by that: no text says so. But nobody should take it for valid
//! without asking, so the status of such a plan becomes unknown.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use super::model::{Document, Kind, Level};
use crate::text::normalize::canonical;
use crate::text::numeral;

/// The period of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// As it is shown: `2016—2020年`.
    pub words: String,
    /// Its last day.
    pub last: Date,
}

/// Clauses of a plan in which its period is looked for; it is told at the beginning.
const OPENING: usize = 12;

// The patterns are constants, tried by the tests.
#[expect(clippy::expect_used, reason = "constant pattern")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("constant pattern")
}

/// From a year to a year, perhaps with months.
const RANGE: &str = r"(?P<from>20[0-4][0-9])(?:年(?:(?P<fm>1[0-2]|0?[1-9])月)?)?(?:[-—–－~～]+|至|到)(?P<to>20[0-4][0-9])(?:年(?:(?P<tm>1[0-2]|0?[1-9])月)?)?";

static ANYWHERE: LazyLock<Regex> = LazyLock::new(|| pattern(RANGE));

/// `规划期为2016—2020年`, `实施期限：2021年至2023年`.
static STATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:本)?(?:规划|计划|实施|行动|执行|方案)(?:期限|期|时限|年限|周期)(?:为|是|:|：)?{RANGE}"
    ))
});

/// `“十三五”`, `第十三个五年规划`.
static FIVE_YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"“(?P<a>十[一二三四五六七八九])五”|第(?P<b>十[一二三四五六七八九]|二十)个五年|(?P<c>十[一二三四五六七八九])五(?:规划|时期|期间|计划)",
    )
});

/// `三年行动方案`, `五年计划`.
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<n>[二两三四五六七八九十])年.{0,4}(?:行动|规划|计划|方案)"));

/// The year of a yearly programme: `2021年工作要点`.
static YEARLY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<y>20[0-4][0-9])年度?(?P<after>.*)$"));

/// The period of a plan; `None` for other documents, and where no period is named.
pub fn period(document: &Document) -> Option<Period> {
    if document.kind != Kind::Policy || document.draft {
        return None;
    }
    let title = canonical(document.title.as_deref()?).text;
    let dated = document.dated.or(document.published);
    // What was made after the period speaks about it, and was not made for it.
    named(&title, document).filter(|period| dated.is_none_or(|dated| dated <= period.last))
}

fn named(title: &str, document: &Document) -> Option<Period> {
    if let Some(period) = ANYWHERE
        .captures_iter(title)
        .filter_map(|hit| range(&hit))
        .last()
    {
        return Some(period);
    }
    let plans = FIVE_YEARS.captures_iter(title).filter_map(|hit| {
        let name = ["a", "b", "c"].iter().find_map(|group| hit.name(group))?;
        let ordinal = number(name.as_str())?;
        years(1_951 + 5 * ordinal, 1_955 + 5 * ordinal)
    });
    if let Some(period) = plans.max_by_key(|period| period.last) {
        return Some(period);
    }
    let opening = document
        .clauses
        .iter()
        .filter(|clause| clause.level != Level::Note)
        .take(OPENING)
        .map(|clause| canonical(&clause.text).text);
    // A range in the text counts where it is called the period, or is as long as the title says.
    let length = YEARS.captures(title).and_then(|hit| number(&hit["n"]));
    let made = document.dated.or(document.published).map(Date::year);
    for text in opening {
        if let Some(period) = STATED.captures(&text).and_then(|hit| range(&hit)) {
            return Some(period);
        }
        let counted = ANYWHERE.captures_iter(&text).find(|hit| {
            let (from, to) = (year(hit, "from"), year(hit, "to"));
            from.zip(to)
                .zip(length)
                .is_some_and(|((from, to), length)| {
                    to - from + 1 == length && made.is_some_and(|made| (made - from).abs() <= 1)
                })
        });
        if let Some(period) = counted.and_then(|hit| range(&hit)) {
            return Some(period);
        }
    }
    yearly(title)
}

/// A programme of work for one year.
fn yearly(title: &str) -> Option<Period> {
    let hit = YEARLY.captures(title)?;
    let after = &hit["after"];
    let core = after.split('(').next().unwrap_or(after);
    let programme = [
        "要点",
        "计划",
        "工作安排",
        "行动方案",
        "实施方案",
        "工作方案",
    ]
    .iter()
    .any(|end| core.ends_with(end));
    let other = after.starts_with(['前', '底', '末', '版', '修', '第', '以'])
        || after.contains("修订")
        || after.contains("修正");
    let year = hit["y"].parse().ok()?;
    (programme && !other).then(|| {
        Some(Period {
            words: format!("{year}年"),
            last: Date::new(year, 12, 31).ok()?,
        })
    })?
}

fn year(hit: &Captures<'_>, name: &str) -> Option<i16> {
    hit.name(name)?.as_str().parse().ok()
}

/// A range of years, or of months.
fn range(hit: &Captures<'_>) -> Option<Period> {
    let (from, to) = (year(hit, "from")?, year(hit, "to")?);
    if from > to {
        return None;
    }
    let month = |name: &str| -> Option<i8> { hit.name(name)?.as_str().parse().ok() };
    match (month("fm"), month("tm")) {
        (first, Some(last)) => {
            let first = first.map(|first| format!("{first}月")).unwrap_or_default();
            Some(Period {
                words: format!("{from}年{first}—{to}年{last}月"),
                last: Date::new(to, last, 1).ok()?.last_of_month(),
            })
        }
        _ => years(from, to),
    }
}

fn years(from: i16, to: i16) -> Option<Period> {
    Some(Period {
        words: format!("{from}—{to}年"),
        last: Date::new(to, 12, 31).ok()?,
    })
}

/// 十三 → 13, 两 → 2.
fn number(words: &str) -> Option<i16> {
    i16::try_from(numeral::parse(words)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::Clause;
    use jiff::civil::date;

    fn of(title: &str, text: &str, dated: Date) -> Option<(String, Date)> {
        let document = Document {
            kind: Kind::Policy,
            title: Some(title.to_owned()),
            dated: Some(dated),
            clauses: vec![Clause {
                ordinal: 0,
                label: "前言".to_owned(),
                level: Level::Preamble,
                path: Vec::new(),
                heading: None,
                text: text.to_owned(),
                lines: vec![1],
                page: None,
            }],
            ..Document::default()
        };
        period(&document).map(|period| (period.words, period.last))
    }

    #[test]
    fn periods_of_plans() {
        let day = date(2016, 10, 28);
        for (title, text, dated, words, last) in [
            (
                "韶州市科技创新“十三五”规划",
                "",
                day,
                "2016—2020年",
                date(2020, 12, 31),
            ),
            (
                "韶州市第十四个五年科技规划",
                "",
                date(2021, 6, 1),
                "2021—2025年",
                date(2025, 12, 31),
            ),
            (
                "韶州市研发三年行动方案（2018－2020年）",
                "",
                date(2018, 5, 8),
                "2018—2020年",
                date(2020, 12, 31),
            ),
            (
                "韶州市科技园规划（2018年7月—2021年6月）",
                "",
                date(2018, 5, 8),
                "2018年7月—2021年6月",
                date(2021, 6, 30),
            ),
            (
                "韶州市科技创新规划",
                "本规划期限为2016—2020年。",
                day,
                "2016—2020年",
                date(2020, 12, 31),
            ),
            (
                "韶州市高企三年行动计划",
                "2017年至2019年，培育高企。",
                day,
                "2017—2019年",
                date(2019, 12, 31),
            ),
            (
                "韶州市科学技术局2021年工作要点",
                "",
                date(2021, 2, 1),
                "2021年",
                date(2021, 12, 31),
            ),
        ] {
            assert_eq!(
                of(title, text, dated),
                Some((words.to_owned(), last)),
                "{title}"
            );
        }
    }

    #[test]
    fn years_that_are_no_period() {
        let day = date(2021, 3, 1);
        for (title, text) in [
            ("韶州市促进科技创新若干措施", "2016—2020年，全市投入增长。"),
            ("韶州市“十三五”规划实施总结方案", ""),
            ("韶州市2030年前碳达峰行动方案", ""),
            ("韶州市科技小院建设方案（2021年修订）", ""),
            ("韶州市高企三年行动计划", "2016—2020年，全市投入增长。"),
        ] {
            assert_eq!(of(title, text, day), None, "{title}");
        }
    }
}
