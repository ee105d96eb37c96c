//! Ranges of days as people write them in a filter.

use jiff::civil::{Date, date};

/// Days from one to another, both included; either end may be open, and a year may be told from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRange {
    /// Between two days.
    Between(Option<Date>, Option<Date>),
    /// A year counted from the day asked for: 0 = 今年.
    Year(i16),
}

impl DayRange {
    /// Reads `2021`, `2021-06`, `2021年6月30日`, `2020..2021-06`, `..2021`, `2020至今`, `今年`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text {
            "今年" | "本年" | "本年度" => return Some(Self::Year(0)),
            "去年" | "上年" => return Some(Self::Year(-1)),
            "明年" | "来年" => return Some(Self::Year(1)),
            _ => {}
        }
        for separator in ["..", "至", "到", "~", "～", "—"] {
            if let Some((from, to)) = text.split_once(separator) {
                let (from, to) = (from.trim(), to.trim_matches(['.', '—', ' ']));
                let from = if from.is_empty() {
                    None
                } else {
                    Some(span(from)?.0)
                };
                let to = if to.is_empty() || to == "今" {
                    None
                } else {
                    Some(span(to)?.1)
                };
                return (from.is_some() || to.is_some()).then_some(Self::Between(from, to));
            }
        }
        let (from, to) = span(text)?;
        Some(Self::Between(Some(from), Some(to)))
    }

    /// Whether a day is among them.
    pub fn contains(&self, day: Date, as_of: Date) -> bool {
        match *self {
            Self::Between(from, to) => {
                from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
            }
            Self::Year(offset) => day.year() == as_of.year() + offset,
        }
    }
}

/// The first and last day of a year, a month or a day.
fn span(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text
        .split(['-', '年', '月', '日', '.', '/'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let year: i16 = parts.first()?.parse().ok()?;
    if !(1900..=2200).contains(&year) {
        return None;
    }
    match parts[1..] {
        [] => Some((date(year, 1, 1), date(year, 12, 31))),
        [month] => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [month, day] => {
            let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let fixed = |from, to| Some(DayRange::Between(from, to));
        let (first, last) = (date(2021, 1, 1), date(2021, 12, 31));
        assert_eq!(DayRange::parse("2021"), fixed(Some(first), Some(last)));
        assert_eq!(DayRange::parse("2021年"), fixed(Some(first), Some(last)));
        assert_eq!(
            DayRange::parse("2020..2021-06"),
            fixed(Some(date(2020, 1, 1)), Some(date(2021, 6, 30)))
        );
        assert_eq!(DayRange::parse("..2021"), fixed(None, Some(last)));
        assert_eq!(DayRange::parse("2021至今"), fixed(Some(first), None));
        assert_eq!(
            DayRange::parse("2021年6月30日"),
            fixed(Some(date(2021, 6, 30)), Some(date(2021, 6, 30)))
        );
        for text in ["", "..", "昨天", "2021-13", "2021-02-30", "0"] {
            assert_eq!(DayRange::parse(text), None, "{text}");
        }
    }

    #[test]
    fn years_from_today() {
        let range = DayRange::parse("今年").expect("a year");
        assert!(range.contains(date(2026, 6, 30), date(2026, 11, 22)));
        assert!(!range.contains(date(2025, 6, 30), date(2026, 11, 22)));
    }
}
