//! Text in GBK in which a byte was lost or added: from there on every character is cut in the wrong place,
//! up to the next ASCII sign. The place where the cut makes Chinese text again is found, and only the
//! character there is given up.

use std::ops::Range;

use encoding_rs::GB18030;

/// Longest stretch that is searched, in bytes; a longer paragraph does not exist.
const LONGEST: usize = 32 * 1024;

/// Decodes GB18030 bytes known to be damaged, and cuts damaged stretches anew.
pub fn gb18030(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut from = 0;
    for stray in strays(bytes) {
        out.push_str(
            &GB18030
                .decode_without_bom_handling(&bytes[from..stray.start])
                .0,
        );
        out.push('\u{fffd}');
        from = stray.end;
    }
    out.push_str(&GB18030.decode_without_bom_handling(&bytes[from..]).0);
    out
}

/// The bytes that have to go, in order.
fn strays(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Where a character begins for certain: after an ASCII sign, after a place given up.
    let (mut at, mut certain) = (0, 0);
    while at < bytes.len() {
        let byte = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
        let digit = |ahead: usize| byte(ahead).is_ascii_digit();
        if byte(0) < 0x80 {
            at += 1;
            certain = at;
        } else if byte(0) < 0xFF && byte(1) >= 0x40 && byte(1) != 0x7F && byte(1) != 0xFF {
            at += 2;
        } else if digit(1) && (0x81..0xFF).contains(&byte(2)) && digit(3) {
            at += 4;
        } else {
            at += 1;
            if at - certain <= LONGEST
                && let Some(stray) = stray(&bytes[certain..at])
            {
                found.push(certain + stray.start..certain + stray.end);
            }
            certain = at;
        }
    }
    found
}

/// How unusual a character of two bytes is in running text.
fn cost(lead: u8, trail: u8) -> u32 {
    match lead {
        // The first level of GB 2312, punctuation, full width.
        0xB0..=0xD7 | 0xA1 | 0xA3 if trail >= 0xA1 => 0,
        // The second level.
        0xD8..=0xF7 if trail >= 0xA1 => 1,
        _ => 2,
    }
}

/// The bytes without which an odd stretch reads as Chinese text; `None` where none help much.
fn stray(bytes: &[u8]) -> Option<Range<usize>> {
    if bytes.len() < 3 {
        return None;
    }
    // Cost of everything from a byte on, cut from there.
    let mut after = vec![0u32; bytes.len() + 2];
    for at in (0..bytes.len() - 1).rev() {
        after[at] = cost(bytes[at], bytes[at + 1]) + after[at + 2];
    }
    let mut before = 0;
    let mut best = (u32::MAX, 0, 0);
    let mut at = 0;
    while at < bytes.len() {
        // A byte between two characters, or a character with a byte inside it.
        best = best.min((before + after[at + 1], at, at + 1));
        if at + 2 < bytes.len() {
            best = best.min((before + 1 + after[at + 3], at, at + 3));
            before += cost(bytes[at], bytes[at + 1]);
        }
        at += 2;
    }
    // As it is cut now, the last byte goes.
    (best.0 + 4 <= before && best.0 * 2 < before).then_some(best.1..best.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "第四条 机关事务主管部门负责拟订有关机关事务管理的规章制度，指导下级政府公务用车工作。\n第五条 县级以上人民政府应当加强监督检查。\n";

    #[test]
    fn an_added_or_lost_byte_costs_two_characters_at_most() {
        let (bytes, _, _) = GB18030.encode(TEXT);
        for at in 8..60 {
            for stray in [None, Some(0xC9u8), Some(0xFF), Some(0x81)] {
                let mut bad = bytes.to_vec();
                match stray {
                    Some(stray) => bad.insert(at, stray),
                    None => drop(bad.remove(at)),
                }
                let text = gb18030(&bad);
                let kept = TEXT.chars().filter(|c| text.contains(*c)).count();
                let all = TEXT.chars().count();
                assert!(kept + 4 >= all, "{at} {stray:?}: {kept} of {all}: {text}");
            }
        }
    }

    #[test]
    fn sound_text_and_noise_are_left() {
        let (bytes, _, _) = GB18030.encode(TEXT);
        assert_eq!(gb18030(&bytes), TEXT);
        assert!(strays(&[0x81; 99]).len() <= 1);
        assert!(strays(&[0xFF; 9]).is_empty());
    }
}
