//! The entries of the index: what is kept of a file, a document and a clause.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::extract::Outcome;
use crate::law::model::{
    Citation, Clause, DocNumber, Document, Evidence, Extension, Field, HistoryNote, Kind, LastDay,
    Level, PartRole, Repeal, Status, StatusInterval, Validity,
};

/// Whether a folder holds the bureau's own documents or law to refer to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The bureau's own documents.
    #[default]
    Own,
    /// Laws and other people's rules.
    Reference,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What happened, in Chinese.
    pub reason: String,
    /// What to do, in Chinese.
    pub hint: String,
}

/// What the index knows of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path as shown: relative to its folder, with the folder's alias where there are several.
    pub path: String,
    /// Alias of the corpus folder.
    pub root: String,
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified: i64,
    /// blake3 of the bytes, in hex; empty when the file could not be read at all.
    pub hash: String,
    /// Recognised format.
    pub format: String,
    /// Recognised encoding.
    pub encoding: Option<String>,
    /// What read it where several can: `内置`, `pdftotext`, `OCR`.
    pub reader: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Number of documents in it.
    pub documents: u32,
    /// Number of clauses in it.
    pub clauses: u32,
    /// Warnings of extraction and parsing, in Chinese.
    pub warnings: Vec<String>,
    /// Why the last attempt failed. The documents, if any, are those of the last good version.
    pub failure: Option<Failure>,
    /// Files in an archive that could not be read, by their path inside it.
    pub members: Vec<(String, Failure)>,
}

impl FileRecord {
    /// Everything of it that could not be read: itself, or files in it, by their paths.
    pub fn failures(&self) -> impl Iterator<Item = (String, &Failure)> {
        let own = self
            .failure
            .iter()
            .map(|failure| (self.path.clone(), failure));
        let members = self.members.iter().filter(|_| self.failure.is_none());
        own.chain(members.map(|(name, failure)| (member_path(&self.path, Some(name)), failure)))
    }

    /// Whether something in it waits for OCR.
    pub fn wants_ocr(&self) -> bool {
        let waits = |words: &str| words.contains("需 OCR");
        self.warnings.iter().any(|warning| waits(warning))
            || self
                .members
                .iter()
                .any(|(_, failure)| waits(&failure.reason))
    }
}

/// How a file in an archive is named: `a.zip!/b.docx`.
pub fn member_path(path: &str, member: Option<&str>) -> String {
    member.map_or_else(|| path.to_owned(), |member| format!("{path}!/{member}"))
}

/// What a search, a list and the status resolution need of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocCard {
    /// Stable id over renames (work + version); given when the corpus is resolved.
    pub id: String,
    /// Key of its entries in this index: from its path and place in the file.
    pub key: u64,
    /// Path of its file, as shown; with the path inside the archive (`a.zip!/b.docx`) once it comes out
    /// of the index.
    pub path: String,
    /// Path inside the archive.
    pub member: Option<String>,
    /// Place among the documents of its file, from 0.
    pub position: u32,
    /// Role of its folder.
    pub role: Role,
    /// Part it plays in its file.
    pub part: PartRole,
    /// Key of the notice that carries it.
    pub wrapper: Option<u64>,
    /// Kind.
    pub kind: Kind,
    /// Draft.
    pub draft: bool,
    /// Cut off or empty.
    pub truncated: bool,
    /// Title.
    pub title: Option<String>,
    /// 文号.
    pub number: Option<DocNumber>,
    /// 统一编号.
    pub unified_number: Option<String>,
    /// 制定机关.
    pub issuer: Option<String>,
    /// 成文日期.
    pub dated: Option<Date>,
    /// 公布日期.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
    /// Last day in force as the text says; what holds is [`DocCard::last_day`].
    pub expires: Option<Date>,
    /// Last day in force where an extension or staff moved it; resolved over the whole corpus.
    pub moved: Option<LastDay>,
    /// Number of clauses.
    pub clauses: u32,
    /// Number of clauses of level article.
    pub articles: u32,
    /// blake3 of the normalised text, in hex: equal documents in several files.
    pub text_hash: String,
    /// Whether the last reading of its file failed, so that this is an older version.
    pub stale: bool,
    /// Whether its text is damaged or incomplete through no fault of the document.
    pub degraded: bool,
    /// Status over time, resolved over the whole corpus.
    pub intervals: Vec<StatusInterval>,
}

impl DocCard {
    /// Where it stands: the path of its file, in an archive with the path inside it.
    pub fn place(&self) -> String {
        member_path(&self.path, self.member.as_deref())
    }

    /// Status and reason on a day; unknown where nothing was resolved.
    pub fn status(&self, as_of: Date) -> (Status, Option<&str>) {
        self.intervals
            .iter()
            .find(|interval| {
                interval.from.is_none_or(|from| from <= as_of)
                    && interval.to.is_none_or(|to| as_of <= to)
            })
            .map_or((Status::Unknown, None), |interval| {
                (interval.status, interval.reason.as_deref())
            })
    }

    /// Whether it is a plan whose period is over on a day: unknown only since a day.
    pub fn is_past(&self, as_of: Date) -> bool {
        self.intervals.iter().any(|interval| {
            interval.status == Status::Unknown
                && interval.from.is_some_and(|from| from <= as_of)
                && interval.to.is_none_or(|to| as_of <= to)
        })
    }

    /// The last day in force, extensions and what staff entered included. Whatever is shown, compared or
    /// exported is this day.
    pub fn last_day(&self) -> Option<Date> {
        self.moved.as_ref().map(|moved| moved.day).or(self.expires)
    }

    /// Where the last day comes from, when the document's own text does not state it.
    pub fn last_day_source(&self) -> Option<&str> {
        self.moved.as_ref().map(|moved| moved.source.as_str())
    }

    /// The same, unless the `reason` of the status says it already.
    pub fn last_day_source_besides(&self, reason: Option<&str>) -> Option<&str> {
        self.last_day_source()
            .filter(|source| reason.is_none_or(|reason| !reason.contains(source)))
    }

    /// The day documents are put in order by: when this version was made public, else its date, else its effect.
    pub fn day(&self) -> Option<Date> {
        self.published.or(self.dated).or(self.effective)
    }

    /// The year staff would file it under: of its number, its date or its effect.
    pub fn year(&self) -> Option<i16> {
        self.dated
            .or(self.published)
            .or(self.effective)
            .map(Date::year)
    }
}

/// The key of the entries of the document at `position` in the file at `path`.
pub fn doc_key(path: &str, position: u32) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(path.as_bytes())
        .update(&[0])
        .update(&position.to_le_bytes());
    hash_number(&hasher.finalize())
}

/// The first eight bytes of a hash as a number.
pub fn hash_number(hash: &blake3::Hash) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// The facts of a document that only `check`, `refs`, `show` and the resolution need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocFactsRecord {
    /// 通过日期.
    pub adopted: Option<Date>,
    /// Its own term.
    pub validity: Option<Validity>,
    /// 题注.
    pub notes: Vec<HistoryNote>,
    /// Claims of headers and titles.
    pub claims: BTreeMap<String, String>,
    /// Facts that rest on claims.
    pub claimed: Vec<Field>,
    /// Where each fact was read.
    pub evidence: BTreeMap<Field, Evidence>,
    /// Mentions of other documents.
    pub citations: Vec<Citation>,
    /// What it repeals.
    pub repeals: Vec<Repeal>,
    /// What it extends.
    pub extensions: Vec<Extension>,
    /// Warnings of the parser.
    pub warnings: Vec<String>,
}

/// A clause with the document it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseRecord {
    /// Key of its document.
    pub doc: u64,
    /// The clause.
    pub clause: Clause,
}

/// A [`ClauseRecord`] to be written: the same bytes without a copy of the clause.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ClauseRef<'c> {
    /// Key of its document.
    pub doc: u64,
    /// The clause.
    pub clause: &'c Clause,
}

/// A [`ClauseRecord`] of which only text and label are wanted: the same bytes up to there, nothing else copied.
#[derive(Clone, Debug, Deserialize)]
#[expect(dead_code, reason = "what stands before the text has to be read over")]
pub struct ClauseText<'b> {
    doc: u64,
    ordinal: u32,
    /// Its label as printed.
    #[serde(borrow)]
    pub label: &'b str,
    /// Its level.
    pub level: Level,
    path: Vec<&'b str>,
    heading: Option<&'b str>,
    /// Text of the clause.
    #[serde(with = "crate::text::utf16")]
    pub text: String,
}

/// The id of a clause: that of its document and its ordinal, so that it is stable over renames.
pub fn clause_id(document: &str, ordinal: u32) -> String {
    format!("{document}-{ordinal}")
}

/// Splits a parsed document into what the index keeps in different places.
pub fn split(document: Document, card: DocCard) -> (DocCard, DocFactsRecord, Vec<Clause>) {
    let facts = DocFactsRecord {
        adopted: document.adopted,
        validity: document.validity,
        notes: document.notes,
        claims: document.claims,
        claimed: document.claimed,
        evidence: document.evidence,
        citations: document.citations,
        repeals: document.repeals,
        extensions: document.extensions,
        warnings: document.warnings,
    };
    let card = DocCard {
        part: document.part,
        member: document.member,
        kind: document.kind,
        draft: document.draft,
        truncated: document.truncated,
        title: document.title,
        number: document.number,
        unified_number: document.unified_number,
        issuer: document.issuer,
        dated: document.dated,
        published: document.published,
        effective: document.effective,
        expires: document.expires,
        clauses: document.clauses.len() as u32,
        articles: document
            .clauses
            .iter()
            .filter(|clause| clause.level == Level::Article)
            .count() as u32,
        ..card
    };
    (card, facts, document.clauses)
}

/// Puts a document together again.
pub fn join(card: &DocCard, facts: DocFactsRecord, clauses: Vec<Clause>) -> Document {
    Document {
        part: card.part,
        member: card.member.clone(),
        kind: card.kind,
        draft: card.draft,
        truncated: card.truncated,
        title: card.title.clone(),
        number: card.number.clone(),
        unified_number: card.unified_number.clone(),
        issuer: card.issuer.clone(),
        adopted: facts.adopted,
        dated: card.dated,
        published: card.published,
        effective: card.effective,
        expires: card.expires,
        validity: facts.validity,
        notes: facts.notes,
        claims: facts.claims,
        claimed: facts.claimed,
        evidence: facts.evidence,
        clauses,
        citations: facts.citations,
        repeals: facts.repeals,
        extensions: facts.extensions,
        warnings: facts.warnings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_reads_the_same_in_all_its_shapes() {
        let record = ClauseRecord {
            doc: 7,
            clause: Clause {
                ordinal: 300,
                label: "第二条".to_owned(),
                level: Level::Article,
                path: vec!["第一章 总则".to_owned(), "第一节 范围".to_owned()],
                heading: Some("范围".to_owned()),
                text: "第二条 范围\n本办法适用于示例。".to_owned(),
                lines: vec![3, 4],
                page: Some(2),
            },
        };
        let bytes = postcard::to_stdvec(&record).expect("written");
        let reference = ClauseRef {
            doc: record.doc,
            clause: &record.clause,
        };
        assert_eq!(postcard::to_stdvec(&reference).expect("written"), bytes);
        let text: ClauseText<'_> = postcard::from_bytes(&bytes).expect("read");
        assert_eq!(text.text, record.clause.text);
    }
}
