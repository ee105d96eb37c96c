//! MHT: the web page among its parts.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// Most parts that are looked at.
const MOST_PARTS: usize = 200;

/// The page of an MHT file, as UTF-8 where the part names its charset; `None` where the bytes are no MHT.
pub fn html(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = &bytes[..bytes.len().min(4096)];
    let lower: Vec<u8> = head.to_ascii_lowercase();
    memchr::memmem::find(&lower, b"content-type:")?;
    let parts: Vec<&[u8]> = match boundary(head) {
        Some(boundary) => {
            let mark = [b"--", boundary.as_slice()].concat();
            let cuts: Vec<usize> = memchr::memmem::find_iter(bytes, &mark)
                .take(MOST_PARTS)
                .collect();
            let ends = cuts.iter().skip(1).copied().chain([bytes.len()]);
            cuts.iter()
                .zip(ends)
                .map(|(&from, to)| &bytes[(from + mark.len()).min(to)..to])
                .collect()
        }
        None => vec![bytes],
    };
    parts.into_iter().find_map(part)
}

/// The boundary named in a header, without quotes.
fn boundary(head: &[u8]) -> Option<Vec<u8>> {
    let lower = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, b"boundary=")? + 9;
    let rest = &head[at..];
    let value: Vec<u8> = if rest.first() == Some(&b'"') {
        rest[1..]
            .iter()
            .take_while(|b| !matches!(b, b'"' | b'\n'))
            .copied()
            .collect()
    } else {
        rest.iter()
            .take_while(|b| !b.is_ascii_whitespace() && **b != b';')
            .copied()
            .collect()
    };
    (!value.is_empty()).then_some(value)
}

/// The content of a part, if it is a web page.
fn part(part: &[u8]) -> Option<Vec<u8>> {
    let (gap, at) = [b"\r\n\r\n".as_slice(), b"\n\n"]
        .iter()
        .filter_map(|gap| memchr::memmem::find(part, gap).map(|at| (gap.len(), at)))
        .min_by_key(|(_, at)| *at)?;
    let header = String::from_utf8_lossy(&part[..at]).to_lowercase();
    if !header.contains("text/html") {
        return None;
    }
    let body = &part[at + gap..];
    let body = if header.contains("quoted-printable") {
        Cow::Owned(quoted_printable(body))
    } else if header.contains("base64") {
        Cow::Owned(base64(body))
    } else {
        Cow::Borrowed(body)
    };
    let charset = header.split("charset=").nth(1).map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']);
        rest.split(['"', '\'', ';', '\r', '\n', ' '])
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    // What is UTF-8 is UTF-8, whatever the header says.
    if std::str::from_utf8(&body).is_err()
        && let Some(encoding) = charset.and_then(|name| Encoding::for_label(name.as_bytes()))
    {
        let (text, _) = encoding.decode_without_bom_handling(&body);
        return Some(text.into_owned().into_bytes());
    }
    Some(body.into_owned())
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let hex = |b: u8| char::from(b).to_digit(16).map(|d| d as u8);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'=' {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let rest = &bytes[at + 1..];
        if rest.starts_with(b"\r\n") {
            at += 3;
        } else if rest.starts_with(b"\n") {
            at += 2;
        } else if let (Some(high), Some(low)) = (
            rest.first().copied().and_then(hex),
            rest.get(1).copied().and_then(hex),
        ) {
            out.push(high << 4 | low);
            at += 3;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for &b in bytes {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings() {
        assert_eq!(quoted_printable(b"a=3Db=\r\nc=\nd=zz"), b"a=bcd=zz");
        assert_eq!(base64(b"56ys\r\n5LiA"), "第一".as_bytes());
        assert_eq!(html(b"no mime"), None);
    }
}
