//! Byte offsets and code-point offsets of one text, each from the other; what is a common Chinese character.

/// Whether a character is a unified ideograph of the first block (U+4E00–U+9FFF): nearly all that is written.
pub fn is_hanzi(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// `char::is_alphanumeric`, quick for the characters that Chinese text is made of: the standard library looks them up
/// in compressed tables, which took a twentieth of all indexing.
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{4e00}'..='\u{9fff}' => true,
        '\u{2010}'..='\u{2027}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{ff01}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Translates ascending byte offsets of one text into code-point offsets, in one pass over it.
#[derive(Clone, Debug)]
pub struct CharCounter<'t> {
    bytes: &'t [u8],
    byte: usize,
    chars: usize,
}

impl<'t> CharCounter<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            byte: 0,
            chars: 0,
        }
    }

    /// The number of code points before byte `offset`. Offsets that step back are answered too, by
    /// counting from the beginning; offsets beyond the end count as the end.
    pub fn at(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        if offset < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        // A code point is its one byte that is not a continuation byte.
        self.chars += self.bytes[self.byte..offset]
            .iter()
            .filter(|&&b| b & 0xC0 != 0x80)
            .count();
        self.byte = offset;
        self.chars
    }
}

/// How many code points lie between two marks of a [`CharIndex`].
const STRIDE: usize = 64;

/// Translates between byte and code-point offsets of one text in any order, without counting from
/// its beginning.
#[derive(Clone, Debug, Default)]
pub struct CharIndex {
    /// Byte offset of every [`STRIDE`]th code point; empty for a text of single bytes.
    marks: Vec<u32>,
    chars: usize,
}

impl CharIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / (STRIDE * 3) + 1);
        let mut chars = 0;
        for (at, _) in text.char_indices() {
            if chars % STRIDE == 0 {
                marks.push(at as u32);
            }
            chars += 1;
        }
        Self { marks, chars }
    }

    /// The number of code points before byte `offset` of `text`, the text this index was made from.
    pub fn char_at(&self, text: &str, offset: usize) -> usize {
        let mark = self
            .marks
            .partition_point(|&m| m as usize <= offset)
            .saturating_sub(1);
        let from = self.marks.get(mark).map_or(0, |&m| m as usize);
        let bytes = &text.as_bytes()[from.min(text.len())..offset.min(text.len())];
        mark * STRIDE + bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
    }

    /// The byte where code point `chars` of `text` begins; the end of the text beyond its last one.
    pub fn byte_at(&self, text: &str, chars: usize) -> usize {
        if chars >= self.chars {
            return text.len();
        }
        let from = self.marks.get(chars / STRIDE).map_or(0, |&m| m as usize);
        text[from..]
            .char_indices()
            .nth(chars % STRIDE)
            .map_or(text.len(), |(at, _)| from + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphanumeric_is_what_the_standard_library_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn the_index_goes_both_ways() {
        let text = "第十二条 a韶州\n".repeat(40);
        let index = CharIndex::new(&text);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.char_at(&text, byte), chars);
            assert_eq!(index.byte_at(&text, chars), byte);
        }
        assert_eq!(index.byte_at(&text, 100_000), text.len());
        assert_eq!(index.char_at(&text, 100_000), text.chars().count());
    }

    #[test]
    fn counts_forward_and_back() {
        let text = "a第十二条b";
        let mut counter = CharCounter::new(text);
        assert_eq!(counter.at(1), 1);
        assert_eq!(counter.at(13), 5);
        assert_eq!(counter.at(4), 2);
        assert_eq!(counter.at(99), 6);
    }
}
