//! The shapes everything else speaks about: documents, clauses and the facts read from them.
//!
//! Every fact that was read from the text carries its [`Evidence`]; a fact the text does not state
//! is `None`, never a guess. Offsets are code points into the `text` of the clause named beside them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::span::CharSpan;

/// What sort of paper a document is (DOMAIN: document kinds and rank).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 法律, 宪法.
    Law,
    /// 行政法规.
    AdministrativeRegulation,
    /// 地方性法规, 经济特区法规, 自治条例.
    LocalRegulation,
    /// 司法解释.
    JudicialInterpretation,
    /// 规章 (部门规章, 地方政府规章).
    Rule,
    /// 行政规范性文件.
    NormativeDocument,
    /// 政策文件 (措施, 意见, 方案, 规划).
    Policy,
    /// 工作报告.
    Report,
    /// 通知, 公告, 公示.
    Notice,
    /// 案例.
    Case,
    /// Anything else, or not to be told from the text.
    #[default]
    Other,
}

/// The structural level of a clause (CONTRACT: `parse`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 编.
    Part,
    /// 章.
    Chapter,
    /// 节.
    Section,
    /// 条.
    Article,
    /// A numbered part of a report or policy: 一、 （一） 1. （1）.
    Numbered,
    /// An unnumbered group of paragraphs.
    Paragraph,
    /// Text before the first numbered unit.
    Preamble,
    /// Title, 题注 and other matter around the text proper (落款, salutation, portal header).
    Note,
    /// 附件.
    Annex,
}

/// One unit of search: see DESIGN.md, glossary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Position in the document, from 0.
    pub ordinal: u32,
    /// Label as printed: `第十二条`, `二、（三）`, `前言`, `附件1`.
    pub label: String,
    /// Structural level.
    pub level: Level,
    /// Headings above it, outermost first, as printed: `第二章 认定条件`.
    pub path: Vec<String>,
    /// Heading of the clause itself, without its label, where it has one.
    pub heading: Option<String>,
    /// Original text less noise spans; begins with the label as printed; keeps its line breaks.
    #[serde(with = "crate::text::utf16")]
    pub text: String,
    /// 1-based line of the original file for each line of `text`; empty where a format has no lines.
    pub lines: Vec<u32>,
    /// Page (from 1) on which the clause begins, where the format has pages.
    pub page: Option<u32>,
}

impl Clause {
    /// How many of its headings, from the outermost, are those above the clause `before` it.
    pub fn shared_headings(&self, before: &[String]) -> usize {
        self.path
            .iter()
            .zip(before)
            .take_while(|(here, there)| here == there)
            .count()
    }

    /// The original line (1-based) where the clause begins.
    pub fn line(&self) -> Option<u32> {
        self.lines.first().copied()
    }

    /// The original line (1-based) on which the code point at `offset` of `text` stands.
    pub fn line_at(&self, offset: u32) -> Option<u32> {
        let breaks = self
            .text
            .chars()
            .take(offset as usize)
            .filter(|&c| c == '\n')
            .count();
        self.lines.get(breaks).or(self.lines.last()).copied()
    }
}

/// One 款 of an article, with its 项.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Text of the paragraph up to its first item.
    pub text: String,
    /// 项.
    pub items: Vec<Item>,
}

/// One 项 with its 目.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Label as printed: `（一）`.
    pub label: String,
    /// Text after the label, up to its first subitem.
    pub text: String,
    /// 目.
    pub subitems: Vec<Subitem>,
}

/// One 目.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subitem {
    /// Label as printed: `1.`.
    pub label: String,
    /// Text after the label.
    pub text: String,
}

/// A document number (文号) with the key all its spellings share.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocNumber {
    /// As printed.
    pub text: String,
    /// Normal form: `韶科〔2021〕34号`, `国务院令第796号`, `对外贸易经济合作部令2002年第10号`.
    pub key: String,
}

/// Where a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Ordinal of the clause.
    pub clause: u32,
    /// 1-based line of the original file.
    pub line: Option<u32>,
    /// Place in the clause's `text`.
    pub span: CharSpan,
    /// The words themselves.
    pub text: String,
}

/// What the document says about its own term (有效期, 试行期).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The clause's words: `有效期5年`.
    pub text: String,
    /// Ordinal of the clause that says so.
    pub clause: u32,
    /// 1-based line of the original file.
    pub line: Option<u32>,
    /// Last day in force, where it can be computed.
    pub until: Option<Date>,
    /// Whether the term is a trial term (试行期).
    pub trial: bool,
}

/// One event of the 题注 (amendment history).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryNote {
    /// Date of the event.
    pub date: Option<Date>,
    /// As printed.
    pub text: String,
}

/// How a citation uses what it names (CONTRACT: `parse`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 制定依据.
    Basis,
    /// Any other mention.
    Reference,
    /// The object of a repeal.
    Repeal,
    /// The object of an amendment.
    Amend,
    /// The place where a short name is defined.
    Definition,
    /// The document itself, or a part of it.
    #[serde(rename = "self")]
    Itself,
    /// Amendment history (题注).
    History,
}

/// A mention of a document or of a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Ordinal of the clause it stands in.
    pub clause: u32,
    /// 1-based line of the original file.
    pub line: Option<u32>,
    /// Place in the clause's `text`.
    pub span: CharSpan,
    /// As printed, with its article reference.
    pub text: String,
    /// Title as written inside the 《》; for a bare or short name the full title where known.
    pub title: Option<String>,
    /// Normalised 文号 cited with or instead of the title.
    pub number: Option<String>,
    /// Cited articles in canonical form, one entry each: `第三十二条`; ranges are expanded.
    pub articles: Vec<String>,
    /// Cited 款: `第二款`.
    pub paragraph: Option<String>,
    /// Cited 项: `第（三）项`.
    pub item: Option<String>,
    /// How it is used.
    pub relation: Relation,
    /// Whether it stands inside the title of another document.
    pub nested: bool,
}

/// What is repealed (CONTRACT: `parse`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepealKind {
    /// A whole document.
    Whole,
    /// Part of one.
    Partial,
    /// An amending decision, beside the text it amended.
    AmendingDecision,
    /// An entry of a list in an annex or under a list sentence.
    AnnexList,
    /// A class of documents without a title.
    Class,
    /// 与本办法不一致的，不再适用.
    CatchAll,
}

/// One repealed object, or a repealing sentence without a named one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeal {
    /// Ordinal of the clause it stands in.
    pub clause: u32,
    /// 1-based line of the original file.
    pub line: Option<u32>,
    /// The repealing sentence as printed.
    pub sentence: String,
    /// Kind.
    pub kind: RepealKind,
    /// Title as written inside the 《》 (or of the list row).
    pub title: Option<String>,
    /// Normalised 文号 of the object.
    pub number: Option<String>,
    /// What the text says of the object's date (adoption, publication or effect of the old version).
    pub date: Option<Date>,
    /// Repealed articles for a partial repeal.
    pub articles: Vec<String>,
    /// When the repeal takes effect.
    pub effective: Option<Date>,
    /// Who made the object, where the sentence says so.
    pub issuer: Option<String>,
    /// False for plans to repeal (拟废止) and lists that keep.
    pub operative: bool,
}

/// An extension of another document's validity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Ordinal of the clause it stands in.
    pub clause: u32,
    /// 1-based line of the original file.
    pub line: Option<u32>,
    /// The extending sentence as printed.
    pub sentence: String,
    /// Title of the extended document.
    pub title: Option<String>,
    /// Normalised 文号 of the extended document.
    pub number: Option<String>,
    /// New last day in force.
    pub until: Option<Date>,
    /// Years added, where the sentence gives a duration instead of a day.
    pub months: Option<u32>,
}

/// The part a document plays in its file.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PartRole {
    /// The only document, or the issued one the file is about.
    #[default]
    Issued,
    /// The notice that carries others.
    Notice,
    /// A separately titled annex.
    Annex,
}

/// The fields that can have [`Evidence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Title.
    Title,
    /// 文号.
    Number,
    /// 统一编号.
    UnifiedNumber,
    /// 制定机关.
    Issuer,
    /// 成文日期.
    Dated,
    /// 公布日期.
    Published,
    /// 施行日期.
    Effective,
    /// Last day in force.
    Expires,
    /// Draft marks.
    Draft,
}

/// One instrument: a law, a 办法, a notice, a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Part it plays in its file.
    pub part: PartRole,
    /// The file in an archive it stands in: its path inside the archive.
    pub member: Option<String>,
    /// Kind.
    pub kind: Kind,
    /// A draft (征求意见稿, 送审稿); never in force.
    pub draft: bool,
    /// The text is cut off, empty or without its numbering; nothing may be concluded from what is missing.
    pub truncated: bool,
    /// Title as printed, status words and blanks removed.
    pub title: Option<String>,
    /// 文号.
    pub number: Option<DocNumber>,
    /// 统一编号.
    pub unified_number: Option<String>,
    /// 制定机关; several joined with `、`.
    pub issuer: Option<String>,
    /// 通过日期.
    pub adopted: Option<Date>,
    /// 成文日期.
    pub dated: Option<Date>,
    /// 公布日期 of the version in hand.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
    /// Last day in force.
    pub expires: Option<Date>,
    /// Its own term.
    pub validity: Option<Validity>,
    /// 题注.
    pub notes: Vec<HistoryNote>,
    /// What a portal header or a word glued to the title claims: `status`, `effective`, `expires`, `number` …
    pub claims: BTreeMap<String, String>,
    /// Facts above that the text does not state and that were taken from `claims`.
    pub claimed: Vec<Field>,
    /// Where each fact was read.
    pub evidence: BTreeMap<Field, Evidence>,
    /// The text, in order.
    pub clauses: Vec<Clause>,
    /// Mentions of other documents.
    pub citations: Vec<Citation>,
    /// What it repeals.
    pub repeals: Vec<Repeal>,
    /// What it extends.
    pub extensions: Vec<Extension>,
    /// What staff should know about the reading, in Chinese.
    pub warnings: Vec<String>,
}

/// All documents found in one file; the main one first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedFile {
    /// The documents. Never empty for a file with text.
    pub documents: Vec<Document>,
    /// The canonical text of each clause of each document.
    pub texts: Vec<Vec<String>>,
    /// Spans of the file's text (code points) that stand in no clause: page marks, running heads, markup.
    pub noise: Vec<CharSpan>,
}

/// The status of a document on a given day (CONTRACT: `status`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 现行有效.
    InForce,
    /// 尚未生效.
    NotYetEffective,
    /// 已被修改 (a newer version of the same work is in force).
    Amended,
    /// 已废止.
    Repealed,
    /// 已失效 (term over).
    Expired,
    /// 不确定.
    Unknown,
}

/// A stretch of time during which a document has one status, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusInterval {
    /// First day; `None` = since ever.
    pub from: Option<Date>,
    /// Last day; `None` = open.
    pub to: Option<Date>,
    /// Status during it.
    pub status: Status,
    /// Why, in Chinese, with the words it rests on; `None` where nothing needs saying.
    pub reason: Option<String>,
    /// Id of the document that brought it about (the repealer, the newer version).
    pub by: Option<String>,
    /// Whether the reason is certain (explicit words) or only probable (a newer version of the same title).
    pub certain: bool,
}

/// The last day in force of a document where it is not the one its own text states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDay {
    /// The day; it still counts.
    pub day: Date,
    /// Where it comes from, in Chinese: `由《…》（韶州科〔2025〕12号）延长`.
    pub source: String,
}

/// Bumped whenever the same text would be read differently, so that an index is never a mix of
/// two readings.
pub const PARSER_VERSION: u32 = 2;
