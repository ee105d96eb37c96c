//! Text in two bytes a character, for storing.
//!
//! A Chinese character takes three bytes in UTF-8 and two in UTF-16, and the quick compression of stored entries (LZ4)
//! does not make up for it: it finds repeated strings, not frequent bytes. Legal text stored like this takes a fifth less
//! room and is decompressed as much quicker. Formats for people (JSON) keep it as text.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serializer};

/// The text in UTF-16, little-endian.
fn packed(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// The text of UTF-16, little-endian; `None` where it is none.
fn unpacked(bytes: &[u8]) -> Option<String> {
    let (units, []) = bytes.as_chunks::<2>() else {
        return None;
    };
    let mut text = String::with_capacity(bytes.len() / 2 * 3);
    for unit in char::decode_utf16(units.iter().map(|&unit| u16::from_le_bytes(unit))) {
        text.push(unit.ok()?);
    }
    Some(text)
}

/// For `#[serde(with)]`.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        serializer.serialize_str(text)
    } else {
        serializer.serialize_bytes(&packed(text))
    }
}

/// For `#[serde(with)]`.
///
/// # Errors
/// Those of the deserializer; bytes that are no UTF-16.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Packed;

    impl Visitor<'_> for Packed {
        type Value = String;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("text in UTF-16, little-endian")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
            unpacked(bytes).ok_or_else(|| E::custom("not UTF-16"))
        }
    }

    if deserializer.is_human_readable() {
        String::deserialize(deserializer)
    } else {
        deserializer.deserialize_bytes(Packed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_comes_back(text in "\\PC*") {
            prop_assert_eq!(unpacked(&packed(&text)), Some(text));
        }
    }

    #[test]
    fn rare_characters_and_what_is_no_text() {
        let text = "第三条　𠮷林省😀\n\t〔2025〕１号";
        assert_eq!(unpacked(&packed(text)).as_deref(), Some(text));
        assert_eq!(unpacked(&[0x00]), None);
        assert_eq!(unpacked(&[0x00, 0xD8]), None, "half a pair");
    }
}
