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

/// Readings of a character that can be told apart where zh/z, ch/c, sh/s and a final n/ng are one.
#[derive(Clone, Debug, Default)]
pub struct Sounds {
    readings: [u64; MOST],
    count: usize,
}

/// Readings of a character that are compared: none has more without tones.
const MOST: usize = 8;

impl Sounds {
    /// Those of a character; none where it has no reading.
    pub fn of(c: char) -> Self {
        let mut sounds = Self::default();
        for reading in readings(c).into_iter().take(MOST) {
            sounds.readings[sounds.count] = folded(reading);
            sounds.count += 1;
        }
        sounds
    }

    /// Whether two characters can sound alike.
    pub fn meet(&self, other: &Self) -> bool {
        let others = &other.readings[..other.count];
        self.readings[..self.count]
            .iter()
            .any(|reading| others.contains(reading))
    }
}

/// The letters of a reading, eight at most, as one number.
fn folded(reading: &str) -> u64 {
    let reading = reading.strip_suffix('g').unwrap_or(reading);
    let mut packed = 0;
    let mut before = ' ';
    for letter in reading.chars() {
        let letter = match letter {
            'ü' | 'v' => 'u',
            // zh, ch, sh: a reading has no other h behind a letter.
            'h' if before != ' ' => continue,
            letter => letter,
        };
        packed = packed << 8 | u64::from(letter as u32);
        before = letter;
    }
    packed
}

/// Whether two characters can sound alike.
pub fn alike(a: char, b: char) -> bool {
    Sounds::of(a).meet(&Sounds::of(b))
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
            if let Some(after) = letters.strip_prefix(initial(reading))
                && let Some(full) = best(after, rest)
            {
                most = most.max(Some(full));
            }
        }
        most
    }
    best(letters, word).map(|full| full as f32 / word.len() as f32)
}

/// The first letter of a reading, which need not be a plain one (ê).
pub fn initial(reading: &str) -> char {
    reading.chars().next().unwrap_or_default()
}

/// The letters behind a reading; ü may be typed as v or u, syllables may be parted by an apostrophe.
pub fn strip<'l>(letters: &'l str, reading: &str) -> Option<&'l str> {
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
