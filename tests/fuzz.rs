//! Mutated inputs: whatever arrives, nothing panics.
//!
//! The seeds are the sample documents and a few hand-made ones; each is cut, spliced, repeated and
//! sprinkled with characters that matter to the parsers. The number of mutations a target is bounded:
//! 150, or `TIAOWEN_FUZZ` (CI runs more).

use crate::common::Random;
use std::path::Path;

use tiaowen::extract::{self, RawText};
use tiaowen::law::date::find_dates;
use tiaowen::law::number::find_numbers;
use tiaowen::law::parse::parse_file;
use tiaowen::law::reference::{names, title};
use tiaowen::search::Query;
use tiaowen::search::highlight::Highlighter;
use tiaowen::search::routes::recognise;
use tiaowen::text::normalize::canonical;

/// What the parsers look for.
const SPICE: [&str; 40] = [
    "《",
    "》",
    "〈",
    "〉",
    "（",
    "）",
    "(",
    ")",
    "第",
    "条",
    "款",
    "项",
    "章",
    "之一",
    "第一百零一条",
    "〔",
    "〕",
    "[",
    "]",
    "号",
    "同时废止",
    "自2021年",
    "起施行",
    "有效期",
    "二○二一年",
    "本办法",
    "以下简称",
    "、",
    "至",
    "\n",
    "\n\n",
    "\t",
    "\u{3000}",
    "— 2 —",
    "# ",
    "|",
    "附件",
    "\u{FFFD}",
    "𠮷",
    "\0",
];

fn rounds() -> usize {
    std::env::var("TIAOWEN_FUZZ")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(150)
}

fn seeds() -> Vec<Vec<u8>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut seeds: Vec<Vec<u8>> = walk(&corpus);
    seeds.push("第一条　《甲〈乙》第三条第（二）项、第四条至第六条和第七条第二款".into());
    seeds
}

fn walk(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![std::fs::read(path).expect("file")]
            }
        })
        .collect()
}

/// A mutated text of at most a few thousand characters.
fn text(random: &mut Random, seeds: &[Vec<u8>]) -> String {
    let seed = String::from_utf8_lossy(&seeds[random.below(seeds.len())]).into_owned();
    let mut chars: Vec<char> = seed.chars().collect();
    let from = random.below(chars.len());
    chars.drain(..from);
    chars.truncate(200 + random.below(3000));
    for _ in 0..=random.below(12) {
        let at = random.below(chars.len() + 1);
        match random.below(4) {
            0 => {
                let end = (at + random.below(30)).min(chars.len());
                chars.drain(at..end);
            }
            1 => {
                let spice: Vec<char> = SPICE[random.below(SPICE.len())].chars().collect();
                let times = if random.below(20) == 0 { 300 } else { 1 };
                for _ in 0..times {
                    chars.splice(at..at, spice.iter().copied());
                }
            }
            2 => {
                let end = (at + random.below(80)).min(chars.len());
                let piece = chars[at..end].to_vec();
                chars.extend(piece);
            }
            _ => chars.truncate(at.max(1)),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn parsing() {
    let (seeds, mut random) = (seeds(), Random(1));
    for _ in 0..rounds() {
        let raw = RawText {
            text: text(&mut random, &seeds),
            format: "txt".to_owned(),
            ..RawText::default()
        };
        let parsed = parse_file(&raw, "示例.txt");
        for document in &parsed.documents {
            for citation in &document.citations {
                let clause = &document.clauses[citation.clause as usize];
                assert!(
                    citation.span.end as usize <= clause.text.chars().count(),
                    "{citation:?}"
                );
            }
        }
    }
}

#[test]
fn references_numbers_dates_and_queries() {
    let (seeds, mut random) = (seeds(), Random(2));
    for _ in 0..rounds() {
        let text = text(&mut random, &seeds);
        let folded = canonical(&text).text;
        assert_eq!(canonical(&folded).text, folded);
        find_dates(&folded);
        find_numbers(&folded);
        title::find(&folded);
        names::find(&folded);
        recognise(&folded.chars().take(60).collect::<String>());
        let query = Query::parse(&text.chars().take(80).collect::<String>(), false);
        let words = query
            .words
            .iter()
            .chain(&query.literals)
            .map(String::as_str);
        let spans = Highlighter::new(words).spans(&text);
        assert!(spans.windows(2).all(|pair| pair[0].end < pair[1].start));
    }
}

#[test]
fn foreign_bytes() {
    let (seeds, mut random) = (seeds(), Random(3));
    let heads: [&[u8]; 7] = [
        b"",
        b"PK\x03\x04",
        b"%PDF-1.4\n",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"<html>",
        b"\xFF\xFE",
        b"\xEF\xBB\xBF",
    ];
    for _ in 0..rounds() {
        let mut bytes = heads[random.below(heads.len())].to_vec();
        let seed = &seeds[random.below(seeds.len())];
        let from = random.below(seed.len());
        bytes.extend(&seed[from..(from + random.below(4000)).min(seed.len())]);
        for _ in 0..random.below(20) {
            let at = random.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        let names = [
            "a.txt", "a.docx", "a.pdf", "a.doc", "a.html", "a.zip", "a.ofd", "a.xls",
        ];
        let _ = extract::extract(&bytes, Path::new(names[random.below(names.len())]));
    }
}
