//! Dates in every spelling met in regulatory texts.
//!
//! `2021年7月1日`, `２００６年８月２４日`, `二○○九年十二月三十日`, `一九九0年`, `2017 年 11 月`,
//! `7月l日` (OCR: l for 1), `2021-07-01`, `2021/7/1`, `2021.7.1`. A year or a month alone is a
//! [`PartialDate`]; what is no day of the calendar is no date.

use jiff::civil::Date;
use memchr::memmem;

use crate::text::chars::CharCounter;
use crate::text::numeral;
use crate::text::span::CharSpan;

/// A date as far as the text states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1900–2199 (1000–2199 for fully written dates).
    pub year: i16,
    /// Month, 1–12.
    pub month: Option<i8>,
    /// Day, 1–31, valid for its month.
    pub day: Option<i8>,
}

impl PartialDate {
    /// The date, where year, month and day are all stated.
    pub fn full(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The first day of what is stated: 1985 → 1985-01-01, 2017年11月 → 2017-11-01.
    pub fn first_day(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The last day of what is stated: 2026年底 → 2026-12-31.
    pub fn last_day(self) -> Option<Date> {
        match self.day {
            Some(_) => self.full(),
            None => Some(
                Date::new(self.year, self.month.unwrap_or(12), 1)
                    .ok()?
                    .last_of_month(),
            ),
        }
    }
}

/// A date found in a text, with its place in bytes and the words it was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateAt {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The date.
    pub date: PartialDate,
}

/// Reads a string that is a date and nothing else; also `20210701`.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Date::new(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        )
        .ok();
    }
    let found = find_bytes(text);
    match found.as_slice() {
        [one] if one.start == 0 && text[one.end..].trim().is_empty() => one.date.full(),
        _ => None,
    }
}

/// All dates of `text` in order, with their places in code points.
pub fn find_dates(text: &str) -> Vec<(CharSpan, PartialDate)> {
    let mut counter = CharCounter::new(text);
    find_bytes(text)
        .into_iter()
        .map(|found| {
            (
                CharSpan::new(counter.at(found.start), counter.at(found.end)),
                found.date,
            )
        })
        .collect()
}

/// All dates of `text` in order, with their places in bytes.
pub fn find_bytes(text: &str) -> Vec<DateAt> {
    let mut found: Vec<DateAt> = memmem::find_iter(text.as_bytes(), "年".as_bytes())
        .filter_map(|at| around_year_mark(text, at))
        .collect();
    separated(text, &mut found);
    found.sort_by_key(|d| (d.start, d.end));
    found.dedup_by(|b, a| b.start < a.end);
    found
}

fn is_gap(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\u{a0}' | '\t'
    )
}

/// A digit of a date, with the letters that OCR puts for 1 and 0.
fn date_char(c: char) -> bool {
    numeral::is_numeral(c) || matches!(c, 'l' | 'I' | 'O' | 'o' | 'Ｏ' | '元')
}

/// The value of the digits of a year, month or day.
fn value(digits: &str) -> Option<u64> {
    if let Some(value) = numeral::parse(digits) {
        return Some(value);
    }
    if digits == "元" {
        return Some(1);
    }
    let mended: String = digits
        .chars()
        .filter(|c| !is_gap(*c))
        .map(|c| match c {
            'l' | 'I' => '1',
            'O' | 'o' | 'Ｏ' => '0',
            c => c,
        })
        .collect();
    numeral::parse(&mended)
}

/// The date whose 年 stands at byte `at`.
fn around_year_mark(text: &str, at: usize) -> Option<DateAt> {
    let head = &text[..at];
    // At most four digits with blanks between and before the mark: look back 16 characters, no further.
    let mut start = at;
    let mut digits = 0;
    for (index, c) in head.char_indices().rev().take(16) {
        if date_char(c) && c != '元' {
            start = index;
            digits += 1;
            if digits > 6 {
                return None;
            }
        } else if !is_gap(c) || digits >= 4 {
            break;
        }
    }
    if digits < 4 {
        return None;
    }
    let year_text: String = text[start..at].chars().filter(|c| !is_gap(*c)).collect();
    let year = value(&year_text).filter(|y| (1900..2200).contains(y))?;
    let mut date = PartialDate {
        year: year as i16,
        month: None,
        day: None,
    };
    let mut end = at + "年".len();
    if let Some(rest) = text[end..].strip_prefix('度') {
        end = text.len() - rest.len();
        return Some(DateAt { start, end, date });
    }
    if let Some((month, after)) =
        number_before(&text[end..], &['月']).filter(|(m, _)| (1..=12).contains(m))
    {
        date.month = Some(month as i8);
        end += after;
        if let Some((day, after)) = number_before(&text[end..], &['日', '号']) {
            let day = i8::try_from(day)
                .ok()
                .filter(|&d| Date::new(date.year, month as i8, d).is_ok());
            if day.is_some() {
                date.day = day;
                end += after;
            }
        }
    }
    Some(DateAt { start, end, date })
}

/// A number at the start of `text` (blanks allowed around it) that ends in one of `marks`: its
/// value and the bytes up to and including the mark.
fn number_before(text: &str, marks: &[char]) -> Option<(u64, usize)> {
    let mut digits = String::new();
    for (index, c) in text.char_indices().take(12) {
        if date_char(c) {
            digits.push(c);
        } else if marks.contains(&c) && !digits.is_empty() {
            return Some((value(&digits)?, index + c.len_utf8()));
        } else if !is_gap(c) {
            return None;
        }
    }
    None
}

/// Finds `2021-07-01`, `2021/7/1`, `2021.7.1`, with or without full-width signs.
fn separated(text: &str, found: &mut Vec<DateAt>) {
    let bytes = text.as_bytes();
    for start in memchr::memchr2_iter(b'1', b'2', bytes) {
        // A date does not begin inside a number (`粤12021-07-01`) or a version (`v1.2019.1.1`).
        let before = start.checked_sub(1).map(|i| bytes[i]);
        if before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/')) {
            continue;
        }
        let Some(year) = text
            .get(start..start + 4)
            .and_then(|y| y.parse::<i16>().ok())
        else {
            continue;
        };
        if !(1900..2200).contains(&year) {
            continue;
        }
        let Some((mark, after)) = date_mark(&text[start + 4..]) else {
            continue;
        };
        let Some((month, used)) = two_digits(&text[start + 4 + after..]) else {
            continue;
        };
        let second = start + 4 + after + used;
        let Some((again, after)) = date_mark(&text[second..]) else {
            continue;
        };
        if again != mark {
            continue;
        }
        let Some((day, used)) = two_digits(&text[second + after..]) else {
            continue;
        };
        let end = second + after + used;
        if bytes.get(end).is_some_and(u8::is_ascii_digit) || Date::new(year, month, day).is_err() {
            continue;
        }
        let date = PartialDate {
            year,
            month: Some(month),
            day: Some(day),
        };
        found.push(DateAt { start, end, date });
    }
}

/// The separator of a numeric date at the start of `text`, folded to half width, and its length.
fn date_mark(text: &str) -> Option<(char, usize)> {
    let c = text.chars().next()?;
    let folded = match c {
        '-' | '－' | '‐' | '–' => '-',
        '/' | '／' => '/',
        '.' | '．' => '.',
        _ => return None,
    };
    Some((folded, c.len_utf8()))
}

/// One or two ASCII digits at the start of `text` and how many they are.
fn two_digits(text: &str) -> Option<(i8, usize)> {
    let used = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Some((text[..used].parse().ok()?, used))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_every_spelling() {
        for (text, expected) in [
            ("2021年7月1日", date(2021, 7, 1)),
            ("２００６年８月２４日", date(2006, 8, 24)),
            ("二○○九年十二月三十日", date(2009, 12, 30)),
            ("二〇〇四年十二月二十三日", date(2004, 12, 23)),
            ("二零零七年元月五日", date(2007, 1, 5)),
            ("一九九0年四月一日", date(1990, 4, 1)),
            ("一九九五年二月廿八日", date(1995, 2, 28)),
            ("2017 年 11 月 3 日", date(2017, 11, 3)),
            ("2017\u{2002}年\u{3000}11 月3日", date(2017, 11, 3)),
            ("2020年7月l日", date(2020, 7, 1)),
            ("2O2O年7月1日", date(2020, 7, 1)),
            ("2021-07-01", date(2021, 7, 1)),
            ("2021/7/1", date(2021, 7, 1)),
            ("2021.7.1", date(2021, 7, 1)),
            ("20210701", date(2021, 7, 1)),
            ("2021年7月1号", date(2021, 7, 1)),
        ] {
            assert_eq!(parse_date(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_day() {
        for text in [
            "2021年2月30日",
            "2021年13月1日",
            "2021年",
            "有效期5年",
            "12021-07-01",
            "2021-7-1-2",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn finds_dates_with_their_places() {
        let text = "自2021年7月1日起施行，至二〇二六年六月三十日止；1985年度，2017 年 11 月。";
        let found: Vec<_> = find_dates(text)
            .into_iter()
            .map(|(s, d)| (s.slice(text), d.first_day()))
            .collect();
        assert_eq!(
            found,
            [
                ("2021年7月1日", Some(date(2021, 7, 1))),
                ("二〇二六年六月三十日", Some(date(2026, 6, 30))),
                ("1985年度", Some(date(1985, 1, 1))),
                ("2017 年 11 月", Some(date(2017, 11, 1))),
            ]
        );
    }

    #[test]
    fn durations_are_no_dates() {
        assert!(find_dates("有效期5年，三年内，第2000号，二十年").is_empty());
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_on_boundaries(text in "[年月日0-9一二十〇lO ./\\-第\u{3000}x]{0,60}") {
            for found in find_bytes(&text) {
                prop_assert!(text.get(found.start..found.end).is_some());
            }
        }

        #[test]
        fn round_trip(days in 0i64..80_000) {
            let day = date(1950, 1, 1).saturating_add(jiff::Span::new().days(days));
            let han = format!("{}年{}月{}日",
                day.year().to_string().chars().map(|c| "〇一二三四五六七八九".chars().nth(c as usize - 48).unwrap()).collect::<String>(),
                numeral::to_chinese(day.month() as u64), numeral::to_chinese(day.day() as u64));
            prop_assert_eq!(parse_date(&han), Some(day));
            prop_assert_eq!(parse_date(&day.to_string()), Some(day));
        }
    }
}
