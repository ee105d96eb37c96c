//! From a file to the entries it gives: reading, extraction, parsing, normalising.

use std::fs;
use std::iter::repeat_with;
use std::path::Path;

use tantivy::TantivyDocument;

use super::Extractor;
use super::plan::Task;
use super::write::{add_columns, encode};
use crate::extract;
use crate::index::analyzer::WordAnalyzer;
use crate::index::columns::Values;
use crate::index::entry::{
    ClauseRef, DocCard, DocFactsRecord, Failure, FileRecord, Role, doc_key, hash_number,
    member_path, split,
};
use crate::index::headings::LONGEST_RUN;
use crate::index::reader::key_text;
use crate::index::schema::{Fields, entry_kind};
use crate::index::traits::Traits;
use crate::law::model::{Clause, Document, PartRole};
use crate::law::parse::parse_file;
use crate::law::resolve::DocFacts;
use crate::lexicon::Word;
use crate::text::normalize::canonical;

/// A document ready to be written, but for what the rest of the corpus does to it.
pub struct ReadDocument {
    /// Its card; id and intervals are still open.
    pub card: DocCard,
    /// What the resolution needs.
    pub facts: DocFacts,
    /// What only `check`, `refs` and `show` need.
    pub record: DocFactsRecord,
    /// The entries of its clauses, in runs that share their headings, each led by the entry of those headings.
    pub runs: Vec<EntryRun>,
}

/// Entries that stay together in the index.
pub struct EntryRun {
    /// The heading and the clauses under it.
    pub entries: Vec<TantivyDocument>,
    /// What they take up in memory, about.
    pub bytes: usize,
}

/// What became of a file.
pub enum Outcome {
    /// The bytes are those the index knows.
    Unchanged(FileRecord),
    /// It was read.
    Read(FileRecord, Vec<ReadDocument>),
    /// It could not be read.
    Failed(FileRecord),
}

/// Reads one file. Never fails as a whole: a file that cannot be read is an outcome.
pub fn read(
    task: &Task,
    role: Role,
    fields: &Fields,
    analyzer: &WordAnalyzer,
    extractor: &Extractor,
) -> Outcome {
    let found = &task.found;
    let blank = FileRecord {
        path: found.path.clone(),
        root: found.root.clone(),
        size: found.size,
        modified: found.modified,
        hash: String::new(),
        format: String::new(),
        encoding: None,
        reader: String::new(),
        outcome: extract::Outcome::default(),
        clauses: 0,
        documents: 0,
        warnings: Vec::new(),
        failure: None,
        members: Vec::new(),
    };
    let fail = |hash: String, failure: Failure| {
        let kept = task.known.as_ref().filter(|known| known.documents > 0);
        let base = kept.cloned().unwrap_or_else(|| blank.clone());
        Outcome::Failed(FileRecord {
            hash,
            size: found.size,
            modified: found.modified,
            failure: Some(failure),
            ..base
        })
    };
    if found.size > extract::MAX_FILE {
        return fail(String::new(), too_big(found.size));
    }
    let bytes = match fs::read(&found.absolute) {
        Ok(bytes) => bytes,
        Err(error) => return fail(String::new(), unreadable(&error)),
    };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    if let Some(known) = &task.known
        && known.failure.is_none()
        && known.hash == hash
    {
        return Outcome::Unchanged(FileRecord {
            size: found.size,
            modified: found.modified,
            ..known.clone()
        });
    }
    let raw = match extractor.extract(&bytes, &found.absolute) {
        Ok(raw) => raw,
        Err(error) => return fail(hash, error.into()),
    };
    drop(bytes);
    let mut record = FileRecord {
        hash,
        format: raw.format.clone(),
        encoding: raw.encoding.clone(),
        reader: raw.reader.clone(),
        outcome: raw.outcome,
        warnings: raw.warnings.clone(),
        ..blank
    };
    for member in &raw.members {
        match &member.result {
            Ok(text) => {
                record.warnings.extend(
                    text.warnings
                        .iter()
                        .map(|warning| format!("{}：{warning}", member.name)),
                );
            }
            Err(error) => record
                .members
                .push((member.name.clone(), error.clone().into())),
        }
    }
    let mut documents = Vec::new();
    let mut maker = Maker {
        fields,
        analyzer,
        words: Vec::new(),
    };
    for (member, text) in raw.texts() {
        let place = member_path(&found.path, member);
        let parsed = parse_file(text, relative(&place));
        let first = documents.len();
        let notice = parsed
            .documents
            .iter()
            .position(|document| document.part == PartRole::Notice)
            .map(|notice| first + notice);
        let texts = parsed.texts.into_iter().chain(repeat_with(Vec::new));
        for (mut document, texts) in parsed.documents.into_iter().zip(texts) {
            document.member = member.map(str::to_owned);
            let position = documents.len();
            let wrapper = notice
                .filter(|&notice| notice != position)
                .map(|notice| doc_key(&found.path, notice as u32));
            let mut document = prepare(
                document,
                texts,
                &found.path,
                position as u32,
                role,
                wrapper,
                &mut maker,
            );
            document.card.degraded = text.outcome == extract::Outcome::OkDegraded;
            documents.push(document);
        }
    }
    record.documents = documents.len() as u32;
    record.clauses = documents.iter().map(|document| document.card.clauses).sum();
    for document in &documents {
        record
            .warnings
            .extend(document.record.warnings.iter().cloned());
    }
    Outcome::Read(record, documents)
}

/// The outcome for a file on which our own parser failed: a fault of the program, never of the batch.
pub fn internal_error(task: &Task) -> Outcome {
    let found = &task.found;
    let failure = Failure {
        reason: "解析时程序内部出错".to_owned(),
        hint: "请把该文件发给开发者；其余文件不受影响".to_owned(),
    };
    let base = task.known.clone().unwrap_or_else(|| FileRecord {
        path: found.path.clone(),
        root: found.root.clone(),
        size: 0,
        modified: 0,
        hash: String::new(),
        format: String::new(),
        encoding: None,
        reader: String::new(),
        outcome: extract::Outcome::default(),
        documents: 0,
        clauses: 0,
        warnings: Vec::new(),
        failure: None,
        members: Vec::new(),
    });
    Outcome::Failed(FileRecord {
        size: found.size,
        modified: found.modified,
        failure: Some(failure),
        ..base
    })
}

/// The path below the corpus folder.
fn relative(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, rest)| rest)
}

fn prepare(
    document: Document,
    texts: Vec<String>,
    path: &str,
    position: u32,
    role: Role,
    wrapper: Option<u64>,
    maker: &mut Maker<'_>,
) -> ReadDocument {
    let key = doc_key(path, position);
    let title = canonical(document.title.as_deref().unwrap_or_default()).text;
    let title_words = maker.words(&title);
    let mut hasher = blake3::Hasher::new();
    let mut runs = Vec::new();
    let mut texts = texts.into_iter();
    for run in runs_of(&document.clauses) {
        let mut entries = Vec::with_capacity(run.len() + 1);
        entries.push(maker.heading(run, key, path, (&title, &title_words)));
        for clause in run {
            let text = texts.next().unwrap_or_else(|| canonical(&clause.text).text);
            let traits = Traits {
                level: clause.level,
                kind: document.kind,
                draft: document.draft,
            };
            entries.push(maker.clause(clause, text, traits, key, path, &mut hasher));
        }
        // A text stands in an entry three times: as words and words inside words, for pairs of characters, and as it is.
        let bytes = run.iter().map(|clause| clause.text.len() * 4).sum();
        runs.push(EntryRun { entries, bytes });
    }
    let place = member_path(path, document.member.as_deref());
    let facts = DocFacts::read(&document, relative(&place), role == Role::Reference);
    let card = DocCard {
        key,
        path: path.to_owned(),
        position,
        role,
        wrapper,
        text_hash: hasher.finalize().to_hex().to_string(),
        ..DocCard::default()
    };
    let (card, record, _) = split(document, card);
    ReadDocument {
        card,
        facts,
        record,
        runs,
    }
}

/// The clauses in runs that share their headings.
fn runs_of(clauses: &[Clause]) -> impl Iterator<Item = &[Clause]> {
    clauses
        .chunk_by(|a, b| a.path == b.path)
        .flat_map(|run| run.chunks(LONGEST_RUN))
}

/// Makes entries of clauses.
struct Maker<'a> {
    fields: &'a Fields,
    analyzer: &'a WordAnalyzer,
    /// Room for the words of a text.
    words: Vec<Word>,
}

impl Maker<'_> {
    /// The words of a canonical text as they are indexed.
    fn words(&mut self, text: &str) -> String {
        self.analyzer.line(text, &mut self.words)
    }

    /// The entry of what stands above a run of clauses. The title comes with its words.
    fn heading(
        &mut self,
        run: &[Clause],
        key: u64,
        path: &str,
        (title, title_words): (&str, &str),
    ) -> TantivyDocument {
        let headings = run.first().map_or(&[][..], |clause| &clause.path);
        let head = canonical(&headings.join("\n")).text;
        let head_words = self.words(&head);
        let fields = self.fields;
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.entry, entry_kind::HEADING);
        entry.add_text(fields.file, path);
        entry.add_text(
            fields.context,
            format!("{title}\t{}", head.replace('\n', "\t")),
        );
        entry.add_text(fields.title, title_words);
        entry.add_text(fields.head, head_words);
        let values = Values {
            doc: key,
            traits: run.len() as u64,
            ..Values::default()
        };
        add_columns(&mut entry, fields, values);
        entry
    }

    /// The entry of a clause; `text` is its canonical text.
    fn clause(
        &mut self,
        clause: &Clause,
        text: String,
        traits: Traits,
        key: u64,
        path: &str,
        hasher: &mut blake3::Hasher,
    ) -> TantivyDocument {
        let twin = blake3::hash(text.as_bytes());
        hasher.update(twin.as_bytes());
        let words = self.words(&text);
        let fields = self.fields;
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.entry, entry_kind::CLAUSE);
        entry.add_text(fields.file, path);
        entry.add_text(fields.doc, key_text(key));
        entry.add_text(fields.bigrams, text);
        entry.add_text(fields.text, words);
        let values = Values {
            doc: key,
            ordinal: u64::from(clause.ordinal),
            twin: hash_number(&twin),
            traits: traits.pack(),
        };
        add_columns(&mut entry, fields, values);
        entry.add_bytes(fields.blob, &encode(&ClauseRef { doc: key, clause }));
        entry
    }
}

fn too_big(size: u64) -> Failure {
    extract::ExtractError::TooBig {
        size,
        limit: extract::MAX_FILE,
    }
    .into()
}

fn unreadable(error: &std::io::Error) -> Failure {
    let (reason, hint) = match error.kind() {
        std::io::ErrorKind::PermissionDenied => (
            "没有读取权限".to_owned(),
            "请管理员授予读取权限后重新运行 index",
        ),
        std::io::ErrorKind::NotFound => (
            "文件在读取前被删除或移走".to_owned(),
            "若属正常删除，重新运行 index 即可",
        ),
        _ => (
            format!("读取失败：{error}"),
            "请检查磁盘或网络连接后重新运行 index",
        ),
    };
    Failure {
        reason,
        hint: hint.to_owned(),
    }
}

impl From<extract::ExtractError> for Failure {
    fn from(error: extract::ExtractError) -> Self {
        Self {
            reason: error.reason(),
            hint: error.hint().to_owned(),
        }
    }
}

/// Reads a file without an index, for `parse`.
///
/// # Errors
/// [`Failure`] with the reason.
pub fn parse_path(
    path: &Path,
    extractor: &Extractor,
) -> Result<(extract::RawText, crate::law::model::ParsedFile), Failure> {
    let size = fs::metadata(path)
        .map_err(|error| unreadable(&error))?
        .len();
    if size > extract::MAX_FILE {
        return Err(too_big(size));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(&error))?;
    let raw = extractor.extract(&bytes, path)?;
    let mut parsed = crate::law::model::ParsedFile::default();
    for (member, text) in raw.texts() {
        let mut part = parse_file(text, &member_path(&path.to_string_lossy(), member));
        for document in &mut part.documents {
            document.member = member.map(str::to_owned);
        }
        parsed.documents.extend(part.documents);
        parsed.noise.extend(part.noise);
    }
    Ok((raw, parsed))
}
