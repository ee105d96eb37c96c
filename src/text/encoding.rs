//! Bytes to characters: which encoding a text is in.
//!
//! BOM, strict UTF-8, NUL pattern of UTF-16 without BOM, then GB18030 against damaged UTF-8 by fewer
//! replacement characters. Detectors made for the web take a Chinese file with one bad byte for
//! windows-1252, so chardetng is asked about Big5 only.

use std::borrow::Cow;

use super::realign;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without BOM.
    pub text: Cow<'b, str>,
    /// Name of the encoding: `UTF-8`, `GB18030`, `UTF-16LE`, `UTF-16BE`, `Big5`.
    pub encoding: &'static str,
    /// Places that could not be decoded (U+FFFD in the text).
    pub damaged: usize,
}

/// Largest share of replacement characters in a text that is still worth reading.
const MOST_DAMAGED: f64 = 0.1;

/// Decodes `bytes`; `None` when no encoding gives readable text.
pub fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return Some(with(encoding, &bytes[bom..])).filter(readable);
    }
    let nul = memchr::memchr(0, bytes).is_some();
    if !nul && let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded {
            text: Cow::Borrowed(text),
            encoding: "UTF-8",
            damaged: 0,
        });
    }
    if let Some(encoding) = utf16_without_bom(bytes) {
        return Some(with(encoding, bytes)).filter(readable);
    }
    let utf8 = with(UTF_8, bytes);
    let gb = with(GB18030, bytes);
    if share(&utf8) <= share(&gb) {
        return Some(utf8).filter(readable);
    }
    if let Some(big5) = big5(bytes) {
        return Some(big5);
    }
    Some(realigned(gb, bytes)).filter(readable)
}

/// The text with characters cut in the right places, where bytes were lost or added.
fn realigned<'b>(decoded: Decoded<'b>, bytes: &'b [u8]) -> Decoded<'b> {
    if decoded.damaged == 0 {
        return decoded;
    }
    let text = realign::gb18030(bytes);
    Decoded {
        damaged: text.matches('\u{fffd}').count(),
        text: Cow::Owned(text),
        ..decoded
    }
}

fn with<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let damaged = if damaged {
        text.matches('\u{fffd}').count()
    } else {
        0
    };
    Decoded {
        text,
        encoding: name(encoding),
        damaged,
    }
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    }
}

fn share(decoded: &Decoded<'_>) -> f64 {
    if decoded.damaged == 0 {
        return 0.0;
    }
    decoded.damaged as f64 / decoded.text.chars().count().max(1) as f64
}

fn readable(decoded: &Decoded<'_>) -> bool {
    share(decoded) <= MOST_DAMAGED
}

/// Bytes looked at to recognise UTF-16 and Big5.
const SAMPLE: usize = 64 * 1024;

/// UTF-16 without BOM shows in NUL bytes (line ends, digits, blanks, also 一) and in that nearly all
/// pairs of bytes are characters of Chinese text in one of the two orders.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    memchr::memchr(0, sample)?;
    let usual = |c: char| {
        matches!(c, ' '..='~' | '\n' | '\r' | '\t' | '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{303f}'
            | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let (mut all, mut good) = (0usize, 0usize);
        for c in text.chars() {
            all += 1;
            good += usize::from(usual(c));
        }
        all > 0 && good * 10 >= all * 9
    })
}

/// Big5, where chardetng says so, it decodes without damage, and the bytes make poor GB18030: running
/// Chinese text in GB18030 has most of its characters in the first level of GB 2312 (B0–D7).
fn big5(bytes: &[u8]) -> Option<Decoded<'_>> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    if detector.guess(None, chardetng::Utf8Detection::Deny) != BIG5 {
        return None;
    }
    let (mut pairs, mut common) = (0usize, 0usize);
    let mut i = 0;
    while i + 1 < sample.len() {
        if sample[i] < 0x80 {
            i += 1;
            continue;
        }
        pairs += 1;
        common += usize::from((0xB0..=0xD7).contains(&sample[i]) && sample[i + 1] >= 0xA1);
        i += 2;
    }
    let decoded = with(BIG5, bytes);
    (common * 10 < pairs * 6 && share(&decoded) < 0.001).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "韶州市科技创新券管理办法\n第一条 为规范管理，制定本办法。2021年7月1日起施行。\n";

    #[test]
    fn utf8_with_and_without_bom() {
        let plain = decode(TEXT.as_bytes()).expect("text");
        assert_eq!((plain.encoding, plain.text.as_ref()), ("UTF-8", TEXT));
        let bom = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        assert_eq!(decode(&bom).expect("text").text, TEXT);
    }

    #[test]
    fn gb18030_also_with_a_bad_byte_and_very_short() {
        let (bytes, _, _) = GB18030.encode(TEXT);
        let decoded = decode(&bytes).expect("text");
        assert_eq!((decoded.encoding, decoded.text.as_ref()), ("GB18030", TEXT));
        let mut bad = bytes.to_vec();
        bad.insert(20, 0xFF);
        let decoded = decode(&bad).expect("text");
        assert_eq!(decoded.encoding, "GB18030");
        assert!(decoded.damaged <= 2);
        let (short, _, _) = GB18030.encode("办法");
        assert_eq!(decode(&short).expect("text").text, "办法");
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = TEXT.repeat(5).into_bytes();
        bytes[31] = 0xFF;
        let cut = &bytes[..bytes.len() - 2];
        let decoded = decode(cut).expect("text");
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.damaged > 0);
    }

    #[test]
    fn utf16_with_and_without_bom() {
        let le: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&le).expect("text").encoding, "UTF-16LE");
        assert_eq!(decode(&be).expect("text").text, TEXT);
        assert_eq!(
            decode(&[b"\xFF\xFE", le.as_slice()].concat())
                .expect("text")
                .text,
            TEXT
        );
    }

    #[test]
    fn big5_of_a_traditional_text() {
        let text = "為規範科技計畫管理，依據有關規定，制定本辦法。本辦法適用於本市行政區域內的申請與審查。".repeat(4);
        let (bytes, _, _) = BIG5.encode(&text);
        let decoded = decode(&bytes).expect("text");
        assert_eq!(
            (decoded.encoding, decoded.text.as_ref()),
            ("Big5", text.as_str())
        );
    }
}
