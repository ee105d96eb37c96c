//! Filters of streams.

use std::io::Read;

use super::object::{Dict, Object};

/// Undoes one filter, giving at most `most` bytes; `None` for filters of pictures. `damaged` is set
/// where the data break off or are wrong.
pub fn undo(
    name: &str,
    data: &[u8],
    parameters: Option<&Dict>,
    most: usize,
    damaged: &mut bool,
) -> Option<Vec<u8>> {
    let plain = match name {
        "FlateDecode" | "Fl" => inflate(data, most, damaged),
        "LZWDecode" | "LZW" => {
            let early = parameters
                .and_then(|p| p.get("EarlyChange"))
                .and_then(Object::integer)
                .unwrap_or(1);
            lzw(data, early != 0, most)
        }
        "ASCIIHexDecode" | "AHx" => ascii_hex(data),
        "ASCII85Decode" | "A85" => ascii85(data),
        "RunLengthDecode" | "RL" => run_length(data, most),
        "Crypt" => data.to_vec(),
        _ => return None,
    };
    Some(match parameters {
        Some(parameters) if matches!(name, "FlateDecode" | "Fl" | "LZWDecode" | "LZW") => {
            predict(plain, parameters)
        }
        _ => plain,
    })
}

/// Inflates as far as the data go: a damaged stream gives what came before the damage.
fn inflate(data: &[u8], most: usize, damaged: &mut bool) -> Vec<u8> {
    let mut out = Vec::new();
    let read = flate2::read::ZlibDecoder::new(data)
        .take(most as u64)
        .read_to_end(&mut out);
    *damaged |= read.is_err() || out.len() >= most;
    if out.is_empty() && data.len() > 2 {
        let _ = flate2::read::DeflateDecoder::new(&data[2..])
            .take(most as u64)
            .read_to_end(&mut out);
    }
    out
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|b| **b != b'>')
        .filter_map(|b| char::from(*b).to_digit(16).map(|d| d as u8))
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let flush = |group: &[u32], out: &mut Vec<u8>| {
        let filled = group.len();
        if filled < 2 {
            return;
        }
        let value = (0..5).fold(0u32, |value, n| {
            value
                .wrapping_mul(85)
                .wrapping_add(group.get(n).copied().unwrap_or(84))
        });
        out.extend_from_slice(&value.to_be_bytes()[..filled - 1]);
    };
    for &b in data {
        match b {
            b'~' => break,
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                group.push(u32::from(b - b'!'));
                if group.len() == 5 {
                    flush(&group, &mut out);
                    group.clear();
                }
            }
            _ => {}
        }
    }
    flush(&group, &mut out);
    out
}

fn run_length(data: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < data.len() && out.len() < most {
        let length = usize::from(data[at]);
        at += 1;
        match length {
            0..=127 => {
                let end = (at + length + 1).min(data.len());
                out.extend_from_slice(&data[at..end]);
                at = end;
            }
            128 => break,
            _ => {
                let Some(&b) = data.get(at) else { break };
                out.extend(std::iter::repeat_n(b, 257 - length));
                at += 1;
            }
        }
    }
    out
}

fn lzw(data: &[u8], early: bool, most: usize) -> Vec<u8> {
    // Entries as (prefix, byte, length); the text of an entry is found by going back.
    let mut table: Vec<(u16, u8, u32)> = Vec::new();
    let reset = |table: &mut Vec<(u16, u8, u32)>| {
        table.clear();
        table.extend((0..=257u16).map(|n| (u16::MAX, n as u8, 1)));
    };
    reset(&mut table);
    let mut out: Vec<u8> = Vec::new();
    let (mut bits, mut count, mut width) = (0u32, 0u32, 9u32);
    let mut last: Option<u16> = None;
    for &b in data {
        bits = bits << 8 | u32::from(b);
        count += 8;
        if count < width {
            continue;
        }
        count -= width;
        let code = (bits >> count & ((1 << width) - 1)) as u16;
        bits &= (1 << count) - 1;
        match code {
            256 => {
                reset(&mut table);
                width = 9;
                last = None;
                continue;
            }
            257 => break,
            _ => {}
        }
        let spell = |code: u16, table: &[(u16, u8, u32)], out: &mut Vec<u8>| {
            let length = table[usize::from(code)].2 as usize;
            let from = out.len();
            out.resize(from + length, 0);
            let mut code = code;
            for n in (0..length).rev() {
                let (prefix, byte, _) = table[usize::from(code)];
                out[from + n] = byte;
                code = prefix;
                if code == u16::MAX {
                    break;
                }
            }
            out[from]
        };
        let first = if usize::from(code) < table.len() {
            spell(code, &table, &mut out)
        } else if let Some(last) = last {
            let first = spell(last, &table, &mut out);
            out.push(first);
            first
        } else {
            break;
        };
        if let Some(last) = last
            && table.len() < 4096
        {
            let length = table[usize::from(last)].2 + 1;
            table.push((last, first, length));
        }
        last = Some(code);
        let next = table.len() + usize::from(early);
        width = match next {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
        if out.len() > most {
            out.truncate(most);
            break;
        }
    }
    out
}

/// Undoes the predictors of PNG and TIFF.
fn predict(data: Vec<u8>, parameters: &Dict) -> Vec<u8> {
    let get = |name: &str, usual: i64| {
        parameters
            .get(name)
            .and_then(Object::integer)
            .unwrap_or(usual)
    };
    let predictor = get("Predictor", 1);
    if predictor < 2 {
        return data;
    }
    let colors = get("Colors", 1).clamp(1, 32) as usize;
    let bits = get("BitsPerComponent", 8).clamp(1, 16) as usize;
    let columns = get("Columns", 1).clamp(1, 1_000_000) as usize;
    let pixel = (colors * bits).div_ceil(8);
    let row = (colors * bits * columns).div_ceil(8);
    if predictor == 2 {
        let mut data = data;
        if bits == 8 {
            for line in data.chunks_mut(row) {
                for n in pixel..line.len() {
                    line[n] = line[n].wrapping_add(line[n - pixel]);
                }
            }
        }
        return data;
    }
    let mut out = Vec::with_capacity(data.len());
    let mut above = vec![0u8; row];
    for line in data.chunks(row + 1) {
        let kind = line[0];
        let mut now = line[1..].to_vec();
        for n in 0..now.len() {
            let left = if n >= pixel { now[n - pixel] } else { 0 };
            let up = above[n];
            let corner = if n >= pixel { above[n - pixel] } else { 0 };
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u16::midpoint(u16::from(left), u16::from(up)) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            now[n] = now[n].wrapping_add(guess);
        }
        out.extend_from_slice(&now);
        now.resize(row, 0);
        above = now;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let guess = a + b - c;
    let (da, db, dc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_filters() {
        assert_eq!(ascii_hex(b"41 4 2>zz"), b"AB");
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(
            run_length(&[2, 1, 2, 3, 254, 9, 128, 7], 99),
            [1, 2, 3, 9, 9, 9]
        );
        assert_eq!(
            lzw(
                &[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01],
                true,
                99
            ),
            b"-----A---B"
        );
        assert!(undo("DCTDecode", b"", None, 9, &mut false).is_none());
    }

    #[test]
    fn a_bomb_is_cut_and_predictors_are_undone() {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&vec![0; 1 << 20]).expect("bytes");
        let data = encoder.finish().expect("bytes");
        let mut damaged = false;
        assert_eq!(inflate(&data, 1000, &mut damaged).len(), 1000);
        assert!(damaged);
        let parameters: Dict = [
            ("Predictor".to_owned(), Object::Number(12.0)),
            ("Columns".to_owned(), Object::Number(2.0)),
        ]
        .into();
        assert_eq!(predict(vec![0, 1, 2, 2, 1, 1], &parameters), [1, 2, 2, 3]);
    }
}
