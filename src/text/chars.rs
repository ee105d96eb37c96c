//! Byte offsets to code-point offsets, for places that are asked for in ascending order.

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

#[cfg(test)]
mod tests {
    use super::*;

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
