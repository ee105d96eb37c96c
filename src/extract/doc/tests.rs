//! A Word file made here, as small as the format allows.

use super::*;

/// A compound file with two streams, each in its own chain of large sectors.
pub fn compound(streams: [(&str, Vec<u8>); 2]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut body: Vec<u8> = Vec::new();
    let mut table: Vec<u32> = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
    let mut directory = Vec::new();
    let mut entry = |name: &str, kind: u8, start: u32, size: u32| {
        let mut bytes = vec![0; 128];
        for (n, unit) in name.encode_utf16().enumerate() {
            bytes[n * 2..n * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        bytes[64] = (name.len() as u8 + 1) * 2;
        bytes[66] = kind;
        bytes[116..120].copy_from_slice(&start.to_le_bytes());
        bytes[120..124].copy_from_slice(&size.to_le_bytes());
        directory.extend(bytes);
    };
    entry("Root Entry", 5, 0xFFFF_FFFE, 0);
    for (name, mut bytes) in streams {
        bytes.resize(bytes.len().max(4096).next_multiple_of(SECTOR), 0);
        let start = table.len() as u32;
        entry(name, 2, start, bytes.len() as u32);
        let sectors = (bytes.len() / SECTOR) as u32;
        table.extend((1..sectors).map(|n| start + n));
        table.push(0xFFFF_FFFE);
        body.extend(bytes);
    }
    directory.resize(SECTOR, 0);
    table.resize(128, 0xFFFF_FFFF);
    let mut out = vec![0; SECTOR];
    out[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, value) in [(0x1A, 3u16), (0x1C, 0xFFFE), (0x1E, 9), (0x20, 6)] {
        out[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (at, value) in [
        (0x2C, 1u32),
        (0x30, 1),
        (0x38, 4096),
        (0x3C, 0xFFFF_FFFE),
        (0x44, 0xFFFF_FFFE),
        (0x4C, 0),
    ] {
        out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    for n in 1..109 {
        out[0x4C + n * 4..0x50 + n * 4].copy_from_slice(&u32::MAX.to_le_bytes());
    }
    out.extend(table.iter().flat_map(|word| word.to_le_bytes()));
    out.extend(directory);
    out.extend(body);
    out
}

/// A file with this text, paragraphs ended by `\r`.
pub fn doc(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut main = vec![0u8; 2048];
    main[..4].copy_from_slice(&[0xEC, 0xA5, 0xC1, 0]);
    main[76..80].copy_from_slice(&(units.len() as u32).to_le_bytes());
    let mut clx = vec![2];
    clx.extend(16u32.to_le_bytes());
    clx.extend(0u32.to_le_bytes());
    clx.extend((units.len() as u32).to_le_bytes());
    clx.extend([0, 0]);
    clx.extend(2048u32.to_le_bytes());
    clx.extend([0, 0]);
    main[154 + 33 * 8..158 + 33 * 8].copy_from_slice(&0u32.to_le_bytes());
    main[158 + 33 * 8..162 + 33 * 8].copy_from_slice(&(clx.len() as u32).to_le_bytes());
    main.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    compound([("WordDocument", main), ("0Table", clx)])
}

#[test]
fn text_fields_and_breaks() {
    let bytes = doc("韶州市科技创新券管理办法\r第一条 甲\u{b}乙\u{13}DATE\u{14}二〇二一\u{15}丙\r");
    assert_eq!(
        crate::extract::sniff::sniff(&bytes),
        crate::extract::sniff::Format::Doc
    );
    let raw = read(&bytes, &Limits::default()).expect("text");
    assert_eq!(
        raw.text.trim_end(),
        "韶州市科技创新券管理办法\n第一条 甲\n乙二〇二一丙"
    );
}

#[test]
fn cut_and_changed_files_end() {
    let bytes = doc("第一条 甲\r");
    for cut in (0..bytes.len()).step_by(37) {
        let _ = read(&bytes[..cut], &Limits::default());
    }
    for at in (0..bytes.len()).step_by(5) {
        let mut changed = bytes.clone();
        changed[at] ^= 0xFF;
        let _ = read(&changed, &Limits::default());
    }
}

#[test]
fn a_password_is_told() {
    let mut bytes = doc("第一条 甲\r");
    let at = memchr::memmem::find(&bytes, b"\xEC\xA5\xC1\x00").expect("main");
    bytes[at + 0x0B] |= 1;
    assert_eq!(
        read(&bytes, &Limits::default()),
        Err(ExtractError::Encrypted)
    );
}
