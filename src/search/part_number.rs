//! A 文号 as people remember it: the serial alone (`34号`), without brackets (`韶科2021 34`), without 第
//! (`粤府令277`).

use crate::index::entry::DocCard;
use crate::index::{IndexError, Reader};
use crate::text::chars::is_hanzi;
use crate::text::numeral;

/// Characters an agency code has at most: 对外贸易经济合作部令.
const LONGEST_CODE: usize = 16;

/// Numbers before and behind the one asked for that are shown as its neighbours.
const NEIGHBOURS: u64 = 3;

/// Numbers of the same agency and year that are shown where the one asked for does not exist.
const NEAREST: usize = 5;

/// What was written of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartOfNumber {
    /// Agency code, without 第; empty if none was written.
    pub code: String,
    /// Year.
    pub year: Option<u64>,
    /// Serial.
    pub serial: u64,
    /// Whether 号 was written, so that nothing else can be meant.
    pub marked: bool,
}

/// A number's key taken apart: `韶科〔2021〕34号`, `国务院令第796号`, `海关总署公告2014年第30号`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct KeyParts<'k> {
    code: &'k str,
    year: Option<u64>,
    serial: u64,
}

/// Reads an incomplete number; `text` is canonical and may hold blanks.
pub fn part_of_number(text: &str) -> Option<PartOfNumber> {
    let text = text.trim();
    let code_end = text
        .char_indices()
        .find(|&(_, c)| c.is_ascii_digit() || matches!(c, '第' | '〔' | '[' | '【') || c == '（')
        .map(|(at, _)| at)?;
    let code: String = text[..code_end]
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if code.chars().count() > LONGEST_CODE || !code.chars().all(is_hanzi) {
        return None;
    }
    let mut part = PartOfNumber {
        code,
        ..PartOfNumber::default()
    };
    let mut numbers: Vec<&str> = Vec::new();
    let mut rest = &text[code_end..];
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            numbers.push(&rest[..digits]);
            rest = &rest[digits..];
            continue;
        }
        let c = rest.chars().next()?;
        match c {
            '号' => part.marked = true,
            '〔' | '〕' | '[' | ']' | '（' | '）' | '【' | '】' | '第' | '年' | '-' | '—' =>
                {}
            // 277号令: the kind of number may stand behind it.
            '令' if part.marked && rest == "令" => part.code.push('令'),
            c if c.is_whitespace() => {}
            _ => return None,
        }
        rest = &rest[c.len_utf8()..];
    }
    let number = |text: &str| text.parse::<u64>().ok();
    match numbers[..] {
        [serial] => part.serial = number(serial)?,
        [year, serial] if is_year(year) => {
            part.year = number(year);
            part.serial = number(serial)?;
        }
        _ => return None,
    }
    // Without an agency a serial is only one if it says so; a year alone is a year.
    let enough = if part.code.is_empty() {
        part.marked
    } else {
        part.marked || !is_year(numbers[0]) || numbers.len() == 2
    };
    (enough && part.serial > 0).then_some(part)
}

/// The province, region or city that a short name stands for in the numbers of its government's orders.
fn province(short: &str) -> Option<&'static str> {
    Some(match short {
        "京" => "北京市",
        "津" => "天津市",
        "沪" => "上海市",
        "渝" => "重庆市",
        "冀" => "河北省",
        "晋" => "山西省",
        "蒙" => "内蒙古自治区",
        "辽" => "辽宁省",
        "吉" => "吉林省",
        "黑" => "黑龙江省",
        "苏" => "江苏省",
        "浙" => "浙江省",
        "皖" => "安徽省",
        "闽" => "福建省",
        "赣" => "江西省",
        "鲁" => "山东省",
        "豫" => "河南省",
        "鄂" => "湖北省",
        "湘" => "湖南省",
        "粤" => "广东省",
        "桂" => "广西壮族自治区",
        "琼" => "海南省",
        "川" | "蜀" => "四川省",
        "贵" | "黔" => "贵州省",
        "云" | "滇" => "云南省",
        "藏" => "西藏自治区",
        "陕" => "陕西省",
        "甘" | "陇" => "甘肃省",
        "青" => "青海省",
        "宁" => "宁夏回族自治区",
        "新" => "新疆维吾尔自治区",
        _ => return None,
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && matches!(text.parse::<u64>(), Ok(1949..=2099))
}

fn parts(key: &str) -> Option<KeyParts<'_>> {
    let body = key.strip_suffix('号')?;
    if let Some((code, rest)) = body.split_once('〔') {
        let (year, serial) = rest.split_once('〕')?;
        return Some(KeyParts {
            code,
            year: year.parse().ok(),
            serial: serial.parse().ok()?,
        });
    }
    let (head, serial) = body.rsplit_once('第')?;
    let serial = serial.parse().ok().or_else(|| numeral::parse(serial))?;
    if let Some(before) = head.strip_suffix('年')
        && let Some(split) = before.len().checked_sub(4)
        && before.is_char_boundary(split)
        && is_year(&before[split..])
    {
        return Some(KeyParts {
            code: &before[..split],
            year: before[split..].parse().ok(),
            serial,
        });
    }
    Some(KeyParts {
        code: head,
        year: None,
        serial,
    })
}

impl PartOfNumber {
    /// Whether a number's agency is the one written: the same, or one that begins so (韶科 for 韶科规),
    /// or the order of a provincial government called by its short name (粤府令).
    fn fits_code(&self, parts: &KeyParts<'_>) -> bool {
        self.code.is_empty()
            || parts.code.starts_with(&self.code)
            || (self.code == "令" && parts.code.ends_with('令'))
            || self
                .code
                .strip_suffix("府令")
                .and_then(province)
                .is_some_and(|name| parts.code == format!("{name}人民政府令"))
    }

    /// The documents whose number has these parts, the closest agency code first, then those nearby in the
    /// same series: what a serial is off by one or two finds. The flag tells the ones from the others.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn find(&self, reader: &Reader) -> Result<Vec<(DocCard, bool)>, IndexError> {
        let mut found: Vec<(bool, u64, usize, u64, String)> = Vec::new();
        for key in reader.numbers()? {
            let Some(parts) = parts(&key) else { continue };
            if !self.fits_code(&parts) {
                continue;
            }
            let same_year = self.year.is_none() || parts.year == self.year;
            let off = parts.serial.abs_diff(self.serial);
            let neighbour = !self.code.is_empty() && self.year.is_some() && off <= NEIGHBOURS;
            if same_year && (off == 0 || neighbour) {
                let surplus = parts
                    .code
                    .chars()
                    .count()
                    .abs_diff(self.code.chars().count());
                let age = u64::MAX - parts.year.unwrap_or(0);
                found.push((off > 0, off, surplus, age, key));
            }
        }
        found.sort();
        let mut cards = Vec::new();
        for (is_neighbour, .., key) in found {
            for card in reader.cards_by_number(&key)? {
                cards.push((card, !is_neighbour));
            }
        }
        // Of what has only a serial in common the bureau's own come first.
        cards.sort_by_key(|(card, exact)| (!exact, self.code.is_empty().then_some(card.role)));
        Ok(cards)
    }
}

impl PartOfNumber {
    /// The documents of the same agency and year whose serials come nearest, however far they are; none where
    /// agency or year is open.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn nearest(&self, reader: &Reader) -> Result<Vec<DocCard>, IndexError> {
        let mut near: Vec<(u64, u64, String)> = Vec::new();
        if self.year.is_some() && !self.code.is_empty() {
            for key in reader.numbers()? {
                let same = parts(&key)
                    .filter(|parts| parts.code == self.code && parts.year == self.year)
                    .map(|parts| parts.serial);
                if let Some(serial) = same {
                    near.push((serial.abs_diff(self.serial), serial, key));
                }
            }
        }
        near.sort();
        let mut cards = Vec::new();
        for (.., key) in near.into_iter().take(NEAREST) {
            cards.extend(reader.cards_by_number(&key)?);
        }
        Ok(cards)
    }

    /// Whether a number must be meant: it says 号, is that of an order, or has all parts and an agency code
    /// that ends as such codes do.
    pub fn is_definite(&self) -> bool {
        const ENDINGS: [char; 14] = [
            '发', '办', '规', '字', '函', '科', '府', '通', '文', '财', '税', '令', '告', '委',
        ];
        let whole = self.year.is_some() && self.code.chars().count() <= 8;
        !self.code.is_empty()
            && (self.marked
                || self.code.ends_with(['令', '告'])
                || (whole && self.code.ends_with(ENDINGS)))
    }

    /// What other documents are sure to write of it, whatever they call the maker.
    pub fn mentioned_as(&self) -> String {
        if self.code.ends_with('令') {
            format!("令第{}号", self.serial)
        } else {
            self.to_string()
        }
    }
}

impl std::fmt::Display for PartOfNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.year {
            None if self.code.ends_with(['令', '告']) => {
                write!(f, "{}第{}号", self.code, self.serial)
            }
            Some(year) => write!(f, "{}〔{year}〕{}号", self.code, self.serial),
            None => write!(f, "{}{}号", self.code, self.serial),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(code: &str, year: Option<u64>, serial: u64, marked: bool) -> PartOfNumber {
        PartOfNumber {
            code: code.to_owned(),
            year,
            serial,
            marked,
        }
    }

    #[test]
    fn numbers_as_remembered() {
        for (text, expected) in [
            ("34号", part("", None, 34, true)),
            ("第34号", part("", None, 34, true)),
            ("韶科2021 34", part("韶科", Some(2021), 34, false)),
            ("韶科 2021 34", part("韶科", Some(2021), 34, false)),
            ("韶科2021年34号", part("韶科", Some(2021), 34, true)),
            ("国办发 2018 37", part("国办发", Some(2018), 37, false)),
            ("粤府令277", part("粤府令", None, 277, false)),
            ("277号令", part("令", None, 277, true)),
            ("韶科34号", part("韶科", None, 34, true)),
        ] {
            assert_eq!(part_of_number(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "孵化器",
            "2021",
            "2021年",
            "补助 50万元",
            "法治政府建设 2021",
            "5000平方米",
            "孵化面积 5000平方米",
            "第三十二条",
            "34",
        ] {
            assert_eq!(part_of_number(text), None, "{text}");
        }
    }

    #[test]
    fn keys_come_apart() {
        let of = |key| parts(key).map(|parts| (parts.code.to_owned(), parts.year, parts.serial));
        assert_eq!(
            of("韶科〔2021〕34号"),
            Some(("韶科".to_owned(), Some(2021), 34))
        );
        assert_eq!(
            of("国务院令第796号"),
            Some(("国务院令".to_owned(), None, 796))
        );
        assert_eq!(
            of("海关总署公告2014年第30号"),
            Some(("海关总署公告".to_owned(), Some(2014), 30))
        );
    }
}
