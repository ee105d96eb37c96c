//! Numerals: Chinese (一百零一, 二〇〇九, 廿三), Arabic, full-width and mixed (一九九0) ↔ integers.
//!
//! Legal texts write one number in many ways (第十二条 = 第12条 = 第１２条); everything that compares
//! numbers goes through here. Values above 10^12 do not occur in legal numbering and are refused.

const LIMIT: u64 = 1_000_000_000_000;

/// The digit that `c` stands for, whatever its script: `七`, `7`, `７`, `〇`, `○`, `两`.
pub fn digit(c: char) -> Option<u64> {
    Some(match c {
        '0'..='9' => u64::from(c as u32 - '0' as u32),
        '０'..='９' => u64::from(c as u32 - '０' as u32),
        '零' | '〇' | '○' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '兩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The power of ten that `c` multiplies by: `十`, `百`, `千`, `万`, `亿`.
fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// The tens that are one character: `廿` 20, `卅` 30, `卌` 40.
fn joined_tens(c: char) -> Option<u64> {
    match c {
        '廿' => Some(20),
        '卅' => Some(30),
        '卌' => Some(40),
        _ => None,
    }
}

/// Whether `c` can be part of a numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some() || joined_tens(c).is_some()
}

/// Whether `c` is an Arabic digit of either width.
pub fn is_arabic(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// Reads a whole string as one numeral; `None` when anything else stands in it.
pub fn parse(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return positional(text);
    }
    // Sections of 万 and 亿 close what stands before them; 十 百 千 multiply the digit before them.
    let (mut total, mut section, mut current) = (0u64, 0u64, None::<u64>);
    for c in text.chars() {
        if let Some(d) = digit(c) {
            current = Some(match current {
                // `10万` is mixed but right; `一二百` is not a numeral.
                Some(before) if is_arabic(c) => before.checked_mul(10)?.checked_add(d)?,
                Some(0) | None => d,
                Some(_) => return None,
            });
        } else if let Some(tens) = joined_tens(c) {
            if current.is_some_and(|d| d != 0) {
                return None;
            }
            section = section.checked_add(tens)?;
            current = None;
        } else {
            let u = unit(c)?;
            if u < 10_000 {
                section = section.checked_add(current.unwrap_or(1).checked_mul(u)?)?;
            } else {
                let whole = section.checked_add(current.unwrap_or(0))?;
                let base = if whole == 0 { total.max(1) } else { whole };
                if whole == 0 {
                    total = base.checked_mul(u)?;
                } else {
                    total = total.checked_add(base.checked_mul(u)?)?;
                }
                section = 0;
            }
            current = None;
        }
        if total > LIMIT || section > LIMIT {
            return None;
        }
    }
    let value = total
        .checked_add(section)?
        .checked_add(current.unwrap_or(0))?;
    (value <= LIMIT).then_some(value)
}

/// Reads digits that stand for their place: `二〇〇九`, `2009`, `一九九0`.
fn positional(text: &str) -> Option<u64> {
    let mut value = 0u64;
    for c in text.chars() {
        value = value.checked_mul(10)?.checked_add(digit(c)?)?;
        if value > LIMIT {
            return None;
        }
    }
    Some(value)
}

/// The longest numeral at the start of `text`: its value and its length in bytes.
pub fn prefix(text: &str) -> Option<(u64, usize)> {
    // A run of numeral characters need not be one numeral (`二十一十`), so it is shortened until it is.
    // Longer runs than this are no numbers.
    const LONGEST: usize = 24;
    let mut stops = [0usize; LONGEST];
    let mut count = 0;
    for (at, c) in text.char_indices().take(LONGEST) {
        if !is_numeral(c) {
            break;
        }
        stops[count] = at + c.len_utf8();
        count += 1;
    }
    stops[..count]
        .iter()
        .rev()
        .find_map(|&stop| Some((parse(&text[..stop])?, stop)))
}

/// Writes a number the way statutes do: 12 → `十二`, 101 → `一百零一`, 110 → `一百一十`.
pub fn to_chinese(value: u64) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if value == 0 {
        return "零".to_owned();
    }
    let mut out = String::new();
    let (high, low) = (value / 100_000_000, value % 100_000_000);
    if high > 0 {
        out.push_str(&to_chinese(high));
        out.push('亿');
    }
    let (wan, rest) = (low / 10_000, low % 10_000);
    let mut gap = false;
    for (section, mark) in [(wan, Some('万')), (rest, None)] {
        if section == 0 {
            gap = !out.is_empty();
            continue;
        }
        if !out.is_empty() && (gap || section < 1000) {
            out.push('零');
        }
        let mut zero = false;
        for (power, unit) in [
            (1000, Some('千')),
            (100, Some('百')),
            (10, Some('十')),
            (1, None),
        ] {
            let d = section / power % 10;
            if d == 0 {
                zero = section % power != 0 && section / power > 0;
                continue;
            }
            if std::mem::take(&mut zero) {
                out.push('零');
            }
            // 十二, not 一十二, at the very beginning; 一百一十二 further on.
            if !(power == 10 && d == 1 && out.is_empty()) {
                out.push(DIGITS[d as usize]);
            }
            out.extend(unit);
        }
        out.extend(mark);
        gap = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_every_script() {
        for (text, value) in [
            ("12", 12),
            ("１２", 12),
            ("十二", 12),
            ("二十", 20),
            ("廿三", 23),
            ("卅", 30),
            ("一百零一", 101),
            ("一百一十", 110),
            ("一百一十七", 117),
            ("一千二百六十", 1260),
            ("一千零五", 1005),
            ("二〇〇九", 2009),
            ("二○○九", 2009),
            ("二零零七", 2007),
            ("一九九0", 1990),
            ("两", 2),
            ("两千零九", 2009),
            ("10万", 100_000),
            ("一百二十三万四千", 1_234_000),
            ("一亿零三", 100_000_003),
            ("零", 0),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_numeral() {
        for text in ["", "条", "十二条", "一二百", "99999999999999999999"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn takes_the_longest_prefix() {
        assert_eq!(prefix("十二条"), Some((12, 6)));
        assert_eq!(prefix("32条"), Some((32, 2)));
        assert_eq!(prefix("条"), None);
    }

    #[test]
    fn writes_like_a_statute() {
        for (value, text) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (117, "一百一十七"),
            (1005, "一千零五"),
            (1260, "一千二百六十"),
            (10_000, "一万"),
            (10_001, "一万零一"),
            (100_010, "十万零一十"),
        ] {
            assert_eq!(to_chinese(value), text);
        }
    }

    proptest! {
        #[test]
        fn round_trip(value in 0u64..1_000_000_000_000) {
            prop_assert_eq!(parse(&to_chinese(value)), Some(value), "{}", to_chinese(value));
        }

        #[test]
        fn arabic_and_full_width_agree(value in 0u64..1_000_000_000) {
            let wide: String =
                value.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
            prop_assert_eq!(parse(&wide), Some(value));
        }

        #[test]
        fn never_panics(text in "\\PC{0,40}") {
            let _ = parse(&text);
            if let Some((_, end)) = prefix(&text) {
                prop_assert!(text.is_char_boundary(end));
            }
        }
    }
}
