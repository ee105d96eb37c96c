//! Latin letters of Founder typesetting: its fonts give italic letters as the rare characters that GBK has
//! at A0A1–A0FE, 80h above their ASCII code.

use std::collections::HashMap;
use std::sync::OnceLock;

use encoding_rs::GBK;

use crate::extract::quality::Quality;

/// Characters in the text from which single ones are letters too.
const FEWEST: usize = 5;

/// Largest share of other odd characters in a text that is sound but for its letters.
const MOST: f64 = 0.05;

fn letters() -> &'static HashMap<char, char> {
    static LETTERS: OnceLock<HashMap<char, char>> = OnceLock::new();
    LETTERS.get_or_init(|| {
        (0xA1..=0xFEu8)
            .filter_map(|trail| {
                let bytes = [0xA0, trail];
                let (text, _) = GBK.decode_without_bom_handling(&bytes);
                let letter = char::from(trail - 0x80);
                let rare = text.chars().next().filter(|c| *c != '\u{fffd}')?;
                letter.is_ascii_alphanumeric().then_some((rare, letter))
            })
            .collect()
    })
}

/// Puts the letters back, where two such characters stand together or the text has several of them.
pub fn repair(text: &mut String) {
    let letters = letters();
    let count = text.chars().filter(|c| letters.contains_key(c)).count();
    let quality = Quality::of(text);
    // Among other rare characters they are no letters: the whole text is wrong then.
    let others = (quality.odd() * quality.all as f64 - count as f64).max(0.0);
    if count < 2 || others > MOST * quality.all as f64 {
        return;
    }
    let chars: Vec<char> = text.chars().collect();
    let is = |at: usize| chars.get(at).is_some_and(|c| letters.contains_key(c));
    *text = chars
        .iter()
        .enumerate()
        .map(|(at, c)| match letters.get(c) {
            Some(&letter) if count >= FEWEST || is(at + 1) || at > 0 && is(at - 1) => letter,
            _ => *c,
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_back_and_a_rare_character_stays() {
        let mut text = "犐犆犛 35.040".to_owned();
        repair(&mut text);
        assert_eq!(text, "ICS 35.040");
        let mut name = "张犇".to_owned();
        repair(&mut name);
        assert_eq!(name, "张犇");
        // Wrongly mapped text must not look better than it is.
        let garbage = "榞摿犐犆槂槃犛犵槄槅".repeat(10);
        let mut text = garbage.clone();
        repair(&mut text);
        assert_eq!(text, garbage);
    }
}
