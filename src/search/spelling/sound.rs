//! How characters sound, without tones, with what input methods and dialects mix up made one.

use pinyin::{Pinyin, ToPinyinMulti};

/// The readings of a character (`重` → zhong, chong), without tone.
pub fn readings(c: char) -> Vec<&'static str> {
    let mut readings: Vec<&'static str> = c
        .to_pinyin_multi()
        .into_iter()
        .flatten()
        .map(Pinyin::plain)
        .collect();
    readings.dedup();
    readings
}

/// Readings with zh/z, ch/c, sh/s and a final n/ng made one.
pub fn folded(reading: &str) -> String {
    let mut text = reading.replace(['ü', 'v'], "u");
    for (from, to) in [("zh", "z"), ("ch", "c"), ("sh", "s")] {
        if let Some(rest) = text.strip_prefix(from) {
            text = format!("{to}{rest}");
        }
    }
    if let Some(rest) = text.strip_suffix("ng") {
        text = format!("{rest}n");
    }
    text
}

/// Whether two characters can sound alike.
pub fn alike(a: char, b: char) -> bool {
    let others: Vec<String> = readings(b).into_iter().map(folded).collect();
    readings(a)
        .into_iter()
        .any(|reading| others.contains(&folded(reading)))
}

/// How well letters spell a word: the share of its characters that are spelt in full, the others by
/// their initial; `None` if they do not spell it.
pub fn spells(letters: &str, word: &[char]) -> Option<f32> {
    fn best(letters: &str, word: &[char]) -> Option<usize> {
        let Some((&first, rest)) = word.split_first() else {
            return letters.is_empty().then_some(0);
        };
        if letters.is_empty() {
            return None;
        }
        let mut most: Option<usize> = None;
        for reading in readings(first) {
            if let Some(after) = strip(letters, reading)
                && let Some(full) = best(after, rest)
            {
                most = most.max(Some(full + 1));
            }
            let initial = &reading[..1];
            if let Some(after) = letters.strip_prefix(initial)
                && let Some(full) = best(after, rest)
            {
                most = most.max(Some(full));
            }
        }
        most
    }
    best(letters, word).map(|full| full as f32 / word.len() as f32)
}

/// The letters behind a reading; ü may be typed as v or u, syllables may be parted by an apostrophe.
fn strip<'l>(letters: &'l str, reading: &str) -> Option<&'l str> {
    let letters = letters.strip_prefix('\'').unwrap_or(letters);
    letters.strip_prefix(reading).or_else(|| {
        reading.contains('ü').then_some(())?;
        letters
            .strip_prefix(&*reading.replace('ü', "v"))
            .or_else(|| letters.strip_prefix(&*reading.replace('ü', "u")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(letters: &str, word: &str) -> Option<f32> {
        spells(letters, &word.chars().collect::<Vec<_>>())
    }

    #[test]
    fn full_and_initials() {
        assert_eq!(spelt("fuhuaqi", "孵化器"), Some(1.0));
        assert_eq!(spelt("gxjsqy", "高新技术企业"), Some(0.0));
        assert_eq!(spelt("gaoxjsqy", "高新技术企业"), Some(1.0 / 6.0));
        assert_eq!(spelt("fuhuaqi", "众创空间"), None);
        assert_eq!(spelt("xi'an", "西安"), Some(1.0));
    }

    #[test]
    fn sounds_alike() {
        assert!(alike('计', '技') && alike('数', '术') && alike('官', '管'));
        assert!(alike('资', '支') && alike('金', '经'));
        assert!(!alike('金', '额'));
    }
}
