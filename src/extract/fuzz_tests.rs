//! Damaged files of every format: whatever arrives, a reader gives text or a reason, and soon.
//!
//! The seeds are made here. Packages are also damaged inside: their parts are changed and packed anew, so
//! that damage gets past the checksum. 60 variants a format, or `TIAOWEN_FUZZ` (CI runs more), but no
//! longer than half a minute each.

use std::path::Path;
use std::time::{Duration, Instant};

use super::limits::Limits;
use super::package::{Package, tests::zip_of};
use super::{Options, extract_with};

/// Damaged variants a format where nothing else is asked for.
const DEFAULT_ROUNDS: usize = 60;

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// Words that matter to the readers.
const SPICE: [&[u8]; 22] = [
    b"<",
    b">",
    b"</w:p>",
    b"<w:p>",
    b"<w:tbl><w:tr><w:tc>",
    b"&#x10FFFF;",
    b"&#0;",
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"<table><tr><td rowspan=99999>",
    b"<script>",
    b"0 0 obj",
    b"1 0 R",
    b"stream\n",
    b"endstream",
    b"/Kids [2 0 R]",
    b"/Length 99999999",
    b"[[[[[[[[",
    b"-1",
    b"4294967295",
    b"\0",
];

/// Damages bytes in one to six ways.
fn damage(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(6) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(64)).min(bytes.len());
        match random.below(8) {
            0 => bytes.truncate(at),
            1 | 2 => bytes[at] ^= 1 << random.below(8),
            3 => drop(bytes.drain(at..end)),
            4 => bytes[at..end].fill(0),
            5 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            6 => {
                let spice = SPICE[random.below(SPICE.len())];
                let times = if random.below(10) == 0 { 400 } else { 1 };
                bytes.splice(at..at, spice.repeat(times));
            }
            _ => {
                let number = (random.below(1 << 31) as u32).to_le_bytes();
                for (byte, new) in bytes[at..].iter_mut().zip(number) {
                    *byte = new;
                }
            }
        }
    }
}

/// A package with one of its parts damaged.
fn repacked(random: &mut Random, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut package = Package::open(bytes, &Limits::default()).ok()?;
    let mut members = Vec::new();
    for position in 0..package.len() {
        let name = String::from_utf8(package.entry(position)?.raw).ok()?;
        members.push((name, package.at(position).ok()?));
    }
    let at = random.below(members.len());
    damage(random, &mut members.get_mut(at)?.1);
    let parts: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    Some(zip_of(&parts))
}

/// Reads damaged variants of `seed`; it is sound itself.
fn target(name: &str, seed: &[u8]) {
    const LONGEST: Duration = Duration::from_secs(30);
    let limits = Limits {
        part: 8 << 20,
        total: 16 << 20,
        text: 8 << 20,
        ..Limits::default()
    };
    let options = Options {
        limits,
        ..Options::default()
    };
    let path = Path::new(name);
    let whole = extract_with(seed, path, &options);
    assert!(whole.is_ok(), "{name}: {whole:?}");
    let rounds = std::env::var("TIAOWEN_FUZZ").ok();
    let mut rounds = rounds
        .and_then(|n| n.parse().ok())
        .unwrap_or(DEFAULT_ROUNDS);
    // calamine lays the cells of an old binary workbook out in full before we see one: a damaged cell number
    // takes as much memory as it says. What holds it is the worker's limit (tests/cli/isolation.rs), which
    // is not here; so this format gets the rounds that are known to fit.
    if name == "a.xls" {
        rounds = rounds.min(DEFAULT_ROUNDS);
    }
    let mut random = Random(seed.len() as u64);
    let begun = Instant::now();
    for round in 0..rounds {
        let packed = (round % 2 == 0)
            .then(|| repacked(&mut random, seed))
            .flatten();
        let bytes = packed.unwrap_or_else(|| {
            let mut bytes = seed.to_vec();
            damage(&mut random, &mut bytes);
            bytes
        });
        let before = Instant::now();
        match extract_with(&bytes, path, &options) {
            Ok(raw) => {
                assert!(
                    raw.texts().any(|(_, raw)| !raw.text.trim().is_empty())
                        || !raw.warnings.is_empty(),
                    "{name}, round {round}: no text and nothing said"
                );
                let lines = raw.text.lines().count();
                assert!(raw.line_pages.is_empty() || raw.line_pages.len() == lines);
            }
            Err(error) => assert!(!error.reason().is_empty() && !error.hint().is_empty()),
        }
        assert!(
            before.elapsed() < Duration::from_secs(10),
            "{name}, round {round}: {:?}",
            before.elapsed()
        );
        if begun.elapsed() > LONGEST {
            break;
        }
    }
}

const LAW: &str = "韶州市科技创新券管理办法\n第一条 为了规范管理，制定本办法。\n第二条 本办法自2021年7月1日起施行。\n";

#[test]
fn txt() {
    target("a.txt", LAW.as_bytes());
    target("b.txt", &encoding_rs::GBK.encode(LAW).0);
    let wide: Vec<u8> = LAW.encode_utf16().flat_map(u16::to_le_bytes).collect();
    target("c.txt", &wide);
}

#[test]
fn html() {
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=gb2312><meta name=ArticleTitle content='办法'></head><body><div class=nav><a href=x>首页</a></div>\
         <table><tr><td>发文字号：</td><td>韶州科〔2021〕7号</td></tr></table><div class=TRS_Editor><p>{}</p><table><tr><td rowspan=2>甲</td><td>乙&nbsp;</td></tr><tr><td>丙</td></tr></table></div></body></html>",
        LAW.replace('\n', "</p><p>")
    );
    target("a.html", page.as_bytes());
    let mht = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b--\r\n"
    );
    target("a.mht", mht.as_bytes());
}

#[test]
fn docx() {
    target("a.docx", &super::docx::tests::sample());
}

#[test]
fn doc() {
    target("a.doc", &super::doc::tests::doc(&LAW.replace('\n', "\r")));
}

#[test]
fn pdf() {
    target("a.pdf", &super::pdf::tests::sample());
}

#[test]
fn ofd() {
    let content = "<TextObject Boundary='20 60 150 8' Size='5'><TextCode X='0' Y='5' DeltaX='g 7 5'>第二条　乙丙丁</TextCode></TextObject>\
        <PathObject/><ImageObject/>";
    target("a.ofd", &super::ofd::tests::ofd(content));
}

#[test]
fn sheets() {
    target("a.xlsx", &super::sheet::tests::xlsx());
    let record = |kind: u16, body: &[u8]| {
        let length = body.len() as u16;
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
    };
    let bof = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let globals = bof(5).len() + 4 + 8 + 1 + 4;
    let mut sheet = (globals as u32).to_le_bytes().to_vec();
    sheet.extend([0, 0, 1, 0, b'A']);
    let mut label = vec![0, 0, 0, 0, 0, 0, 2, 0, 1];
    label.extend("甲乙".encode_utf16().flat_map(u16::to_le_bytes));
    let book = [
        bof(5),
        record(0x85, &sheet),
        record(0x0A, &[]),
        bof(16),
        record(0x0204, &label),
        record(0x0A, &[]),
    ]
    .concat();
    target(
        "a.xls",
        &super::doc::tests::compound([("Workbook", book), ("Other", Vec::new())]),
    );
}

#[test]
fn archives() {
    let inner = zip_of(&[("丙.txt", LAW.as_bytes())]);
    let docx = super::docx::tests::sample();
    let bytes = zip_of(&[
        ("甲.docx", docx.as_slice()),
        ("乙/内.zip", &inner),
        ("丁.pdf", &super::pdf::tests::sample()),
    ]);
    target("a.zip", &bytes);
}

/// Bombs and knots: each ends with a reason, without eating time or memory.
#[test]
fn bombs_deep_nesting_and_self_reference() {
    let zeros = vec![0u8; 80 << 20];
    let deep = |open: &str, close: &str, times: usize| {
        format!("{}{}", open.repeat(times), close.repeat(times)).into_bytes()
    };
    let mut nested = zip_of(&[("a.txt", LAW.as_bytes())]);
    for _ in 0..20 {
        nested = zip_of(&[("a.zip", &nested)]);
    }
    let xml = deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 60_000);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("zip bomb.docx", zip_of(&[("word/document.xml", &zeros)])),
        ("zip bomb.ofd", zip_of(&[("OFD.xml", &zeros)])),
        ("many.zip", zip_of(&[("a.txt", &zeros), ("b.txt", &zeros), ("c.txt", &zeros), ("d.txt", &zeros), ("e.txt", &zeros)])),
        ("nested.zip", nested),
        ("deep.docx", zip_of(&[("word/document.xml", &xml)])),
        ("deep.html", deep("<div><table><tr><td><b>", "</div>", 100_000)),
        ("unclosed.html", deep("<b><i><a>", "", 300_000)),
        ("deep.pdf", [b"%PDF-1.4\n1 0 obj ".as_slice(), &deep("[", "]", 200_000), b" endobj trailer << /Root 1 0 R >>"].concat()),
        ("loop.pdf", b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Parent 2 0 R >> endobj 3 0 obj 3 0 R endobj trailer << /Root 1 0 R >>".to_vec()),
        ("form.pdf", super::pdf::tests::pdf("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 6 /Resources << /XObject << /X 3 0 R >> >> >>\nstream\n/X Do \nendstream", &[b"/X Do".as_slice(); 3])),
    ];
    for (name, bytes) in cases {
        let begun = Instant::now();
        if let Ok(raw) = extract_with(&bytes, Path::new(name), &Options::default()) {
            assert!(
                !raw.warnings.is_empty() || !raw.text.trim().is_empty(),
                "{name}: silent"
            );
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{name}: {:?}",
            begun.elapsed()
        );
    }
}
