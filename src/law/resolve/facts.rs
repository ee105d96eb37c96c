//! The light facts of a document, stored with it in the index.

use crate::text::chars::is_alphanumeric;
use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::key;
use crate::law::date;
use crate::law::model::{Document, Extension, Kind, Level, PartRole, RepealKind};
use crate::law::period::{Period, period};

/// How many clause hashes are kept to tell copies of a text from versions of it.
const SKETCH: usize = 48;

/// A repeal as the resolution needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepealFact {
    /// Title of the object.
    pub title: Option<String>,
    /// Its number (normalised).
    pub number: Option<String>,
    /// Its date, as the sentence gives it.
    pub date: Option<Date>,
    /// Who made it, as the sentence says.
    pub issuer: Option<String>,
    /// When the repeal takes effect.
    pub effective: Option<Date>,
    /// Whether a whole document ends (not a part, a class or a catch-all).
    pub whole: bool,
}

/// An extension as the resolution needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionFact {
    /// Title of the extended document.
    pub title: Option<String>,
    /// Its number (normalised).
    pub number: Option<String>,
    /// New last day in force.
    pub until: Option<Date>,
    /// Months added instead.
    pub months: Option<u32>,
}

/// The facts of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocFacts {
    /// Path of the file.
    pub path: String,
    /// Whether it lies in a folder of reference law.
    pub reference: bool,
    /// Part it plays in its file.
    pub part: PartRole,
    /// Kind.
    pub kind: Kind,
    /// A draft is never in force and does nothing to others.
    pub draft: bool,
    /// Title.
    pub title: Option<String>,
    /// Normalised 文号.
    pub number: Option<String>,
    /// 制定机关.
    pub issuer: Option<String>,
    /// 通过日期.
    pub adopted: Option<Date>,
    /// 成文日期.
    pub dated: Option<Date>,
    /// 公布日期 of the version.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
    /// Last day in force.
    pub expires: Option<Date>,
    /// Whether it states a term that could not be computed.
    pub open_term: bool,
    /// Dates of its history (题注).
    pub history: Vec<Date>,
    /// What a portal or a word glued to the title claims: `已废止`.
    pub claimed_status: Option<String>,
    /// The period a plan is made for.
    pub period: Option<Period>,
    /// Date in the file name, a hint where the text has none.
    pub name_date: Option<Date>,
    /// Number of 条.
    pub articles: u32,
    /// What it ends.
    pub repeals: Vec<RepealFact>,
    /// What it extends.
    pub extensions: Vec<ExtensionFact>,
    /// Hash of its letters, 12 hex digits.
    pub text_hash: String,
    /// The smallest hashes of its clauses, ascending.
    pub sketch: Vec<u32>,
}

impl DocFacts {
    /// Takes the facts from a parsed document. `reference`: it lies in a folder of reference law.
    pub fn read(document: &Document, path: &str, reference: bool) -> Self {
        let (text_hash, sketch) = fingerprint(document);
        Self {
            path: path.to_owned(),
            reference,
            part: document.part,
            kind: document.kind,
            draft: document.draft,
            title: document.title.clone(),
            number: document.number.as_ref().map(|n| n.key.clone()),
            issuer: document.issuer.clone(),
            adopted: document.adopted,
            dated: document.dated,
            published: document.published,
            effective: document.effective,
            expires: document.expires,
            open_term: document
                .validity
                .as_ref()
                .is_some_and(|v| v.until.is_none()),
            history: document.notes.iter().filter_map(|n| n.date).collect(),
            claimed_status: document.claims.get("status").cloned(),
            period: period(document),
            name_date: name_date(path),
            articles: document
                .clauses
                .iter()
                .filter(|c| c.level == Level::Article)
                .count() as u32,
            repeals: document
                .repeals
                .iter()
                .filter(|r| r.operative && (r.title.is_some() || r.number.is_some()))
                .map(|r| RepealFact {
                    title: r.title.clone(),
                    number: r.number.clone(),
                    date: r.date,
                    issuer: r.issuer.clone(),
                    effective: r.effective,
                    whole: matches!(
                        r.kind,
                        RepealKind::Whole | RepealKind::AnnexList | RepealKind::AmendingDecision
                    ),
                })
                .collect(),
            extensions: document
                .extensions
                .iter()
                .map(ExtensionFact::from)
                .collect(),
            text_hash,
            sketch,
        }
    }

    /// The day of the version: its last event, else the date in the file name; a header often stops
    /// earlier than the file name, so the later one counts.
    pub fn version_date(&self) -> Option<Date> {
        let stated = self.published.or(self.dated);
        stated.max(self.name_date).or(self.effective)
    }

    /// The earliest day the document is known to have existed on.
    pub fn first_date(&self) -> Option<Date> {
        let first = self.history.iter().min().copied();
        [first, self.adopted, self.dated, self.published]
            .into_iter()
            .flatten()
            .min()
            .or(self.effective)
            .or(self.name_date)
    }

    /// Whether two documents have the same letters.
    pub fn same_text(&self, other: &Self) -> bool {
        self.text_hash == other.text_hash
    }

    /// Share of clauses two documents have in common, 0–1, estimated from their sketches.
    pub fn overlap(&self, other: &Self) -> f64 {
        let (a, b) = (&self.sketch, &other.sketch);
        if a.is_empty() || b.is_empty() {
            return 0.0;
        }
        let mut union: Vec<u32> = a.iter().chain(b).copied().collect();
        union.sort_unstable();
        union.dedup();
        union.truncate(SKETCH.min(a.len().max(b.len())));
        let both = union
            .iter()
            .filter(|h| a.binary_search(h).is_ok() && b.binary_search(h).is_ok())
            .count();
        both as f64 / union.len() as f64
    }
}

impl From<&Extension> for ExtensionFact {
    fn from(extension: &Extension) -> Self {
        Self {
            title: extension.title.clone(),
            number: extension.number.clone(),
            until: extension.until,
            months: extension.months,
        }
    }
}

/// Hash of the text and sketch of its clauses; marks, blanks and notes do not count.
fn fingerprint(document: &Document) -> (String, Vec<u32>) {
    let mut all = blake3::Hasher::new();
    let mut sketch: Vec<u32> = Vec::new();
    let mut letters = String::new();
    for clause in document.clauses.iter().filter(|c| c.level != Level::Note) {
        letters.clear();
        letters.extend(clause.text.chars().filter(|&c| is_alphanumeric(c)));
        all.update(letters.as_bytes());
        // Stored hashes must not change between builds of the program, so no keyed hasher.
        let mut hasher = Fnv::default();
        letters.hash(&mut hasher);
        sketch.push(hasher.finish() as u32);
    }
    sketch.sort_unstable();
    sketch.dedup();
    sketch.truncate(SKETCH);
    // The facts of all documents are held while statuses are resolved.
    sketch.shrink_to_fit();
    let hash = all.finalize().to_hex();
    (hash[..12].to_owned(), sketch)
}

/// FNV-1a, 64 bits.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }
}

/// A date in brackets or at the end of a file name: `…(2018-11-30).md`.
fn name_date(path: &str) -> Option<Date> {
    let name = path.rsplit(['/', '\\']).next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.trim_end_matches([')', '）', ']', '】']);
    let from = stem.char_indices().rev().nth(9).map(|(at, _)| at)?;
    date::parse_date(&stem[from..]).or_else(|| {
        date::find_bytes(stem)
            .into_iter()
            .next_back()
            .and_then(|d| d.date.full())
    })
}

/// The place a document is of, by maker and title.
pub(super) fn region(facts: &DocFacts) -> Option<String> {
    facts
        .issuer
        .as_deref()
        .and_then(key::region)
        .or_else(|| facts.title.as_deref().and_then(key::region_of_title))
}
