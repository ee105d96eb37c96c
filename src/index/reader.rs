//! An index open for reading: one consistent view, whatever is written meanwhile.

use std::path::Path;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use tantivy::directory::OwnedBytes;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Directory, DocAddress, Index, ReloadPolicy, Searcher, Term};

use super::columns::Columns;
use super::directory::ReadOnlyDirectory;
use super::entry::{ClauseText, DocCard, DocFactsRecord, FileRecord, join};
use super::error::IndexError;
use super::generation::{IndexFolder, LEXICON_FILE};
use super::payload::Payload;
use super::postings::for_each_block;
use super::schema::{Fields, build, entry_kind};
use super::standing::Standings;
use super::stored::{StoredClause, StoredEntries, decode};
use super::summary::Summaries;
use super::sync::roots::shown;
use crate::law::model::{Clause, Document};
use crate::law::resolve::DocFacts;
use crate::lexicon::Lexicon;
use crate::lexicon::map::Body;

/// tantivy's file of the last commit.
const COMMIT_FILE: &str = "meta.json";

/// What is read of [`COMMIT_FILE`] besides what tantivy reads.
#[derive(serde::Deserialize)]
struct Commit {
    payload: Option<String>,
}

/// How often opening is tried again when a commit replaces the files in the middle of it.
const ATTEMPTS: usize = 5;

/// See the module.
pub struct Reader {
    searcher: Searcher,
    entries: StoredEntries,
    columns: OnceLock<Vec<Columns>>,
    fields: Fields,
    payload: Payload,
    lexicon: Lexicon<Body<OwnedBytes>>,
}

impl Reader {
    /// Opens the current generation of an index folder.
    ///
    /// # Errors
    /// [`IndexError::Missing`], [`IndexError::Version`], [`IndexError::Damaged`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match Self::open_once(folder) {
                Err(IndexError::Engine(_) | IndexError::Damaged { .. }) if attempt < ATTEMPTS => {
                    std::thread::sleep(std::time::Duration::from_millis(10 * attempt as u64));
                }
                Ok(None) if attempt < ATTEMPTS => {}
                Ok(None) => {
                    return Err(IndexError::Damaged {
                        path: folder.to_owned(),
                        detail: "打开时索引一再改变".to_owned(),
                    });
                }
                Ok(Some(reader)) => return Ok(reader),
                Err(IndexError::Engine(error)) => {
                    return Err(IndexError::Damaged {
                        path: folder.to_owned(),
                        detail: error.to_string(),
                    });
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Opens the index; `None` where a commit came in between, so that its parts may not belong together.
    fn open_once(folder: &Path) -> Result<Option<Self>, IndexError> {
        let folder = IndexFolder::new(folder);
        let number = folder
            .current()?
            .ok_or_else(|| IndexError::Missing(folder.path().to_owned()))?;
        let directory = ReadOnlyDirectory::open(&folder.generation(number))?;
        let damaged = |detail: String| IndexError::Damaged {
            path: folder.path().to_owned(),
            detail,
        };
        let commit = || {
            directory
                .atomic_read(Path::new(COMMIT_FILE))
                .map_err(|error| damaged(format!("{COMMIT_FILE}：{error}")))
        };
        let before = commit()?;
        let Commit { payload } = serde_json::from_slice(&before)
            .map_err(|error| damaged(format!("{COMMIT_FILE}：{error}")))?;
        let payload = payload.ok_or_else(|| damaged("没有版本信息".to_owned()))?;
        let payload: Payload = serde_json::from_str(&payload)
            .map_err(|error| damaged(format!("版本信息无法读取：{error}")))?;
        let index = Index::open(directory.clone())?;
        let (schema, fields) = build();
        if !payload.versions.searchable() || index.schema() != schema {
            return Err(IndexError::Version {
                path: folder.path().to_owned(),
                found: format!(
                    "结构 {}，分析器 {}，分词 {}",
                    payload.versions.schema, payload.versions.analyzer, payload.versions.segmenter
                ),
            });
        }
        let lexicon = directory
            .open_read(Path::new(LEXICON_FILE))
            .map_err(|error| damaged(format!("词典 {LEXICON_FILE}：{error}")))?
            .read_bytes()
            .map_err(|error| damaged(format!("词典 {LEXICON_FILE}：{error}")))?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(0)
            .num_warming_threads(1)
            .try_into()?;
        let searcher = tantivy::IndexReader::searcher(&reader);
        if commit()? != before {
            return Ok(None);
        }
        Ok(Some(Self {
            entries: StoredEntries::new(&searcher),
            columns: OnceLock::new(),
            searcher,
            fields,
            payload,
            lexicon: Lexicon::open(lexicon)?,
        }))
    }

    /// The view on the entries.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// What the commit says about itself.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    /// The lexicon the index was built with.
    pub fn lexicon(&self) -> &Lexicon<Body<OwnedBytes>> {
        &self.lexicon
    }

    /// The living entries that hold `term`, in segment order.
    ///
    /// # Errors
    /// [`IndexError::Engine`].
    pub fn addresses(&self, term: &Term) -> Result<Vec<DocAddress>, IndexError> {
        let mut found = Vec::new();
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(term.field())?;
            let Some(info) = inverted
                .get_term_info(term)
                .map_err(tantivy::TantivyError::from)?
            else {
                continue;
            };
            for_each_block(&inverted, &info, IndexRecordOption::Basic, |block| {
                found.extend(
                    block
                        .docs()
                        .iter()
                        .filter(|&&doc| !segment.is_deleted(doc))
                        .map(|&doc| DocAddress::new(ord as u32, doc)),
                );
            })?;
        }
        Ok(found)
    }

    fn stored<T: DeserializeOwned>(
        &self,
        address: DocAddress,
        field: Field,
    ) -> Result<T, IndexError> {
        decode(&self.stored_bytes(address, field)?)
    }

    fn stored_bytes(&self, address: DocAddress, field: Field) -> Result<OwnedBytes, IndexError> {
        self.entries.field(&self.searcher, address, field)
    }

    /// All files, by path.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn files(&self) -> Result<Vec<FileRecord>, IndexError> {
        let mut files = self.raw_files()?;
        for file in &mut files {
            file.path = shown(&file.path, &self.payload.roots);
        }
        Ok(files)
    }

    /// All files, by path; paths as kept in the index, with their alias.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn raw_files(&self) -> Result<Vec<FileRecord>, IndexError> {
        let mut files: Vec<FileRecord> = self.all(entry_kind::FILE, self.fields.blob)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    /// All documents, by path and place in the file.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn cards(&self) -> Result<Vec<DocCard>, IndexError> {
        let mut cards: Vec<DocCard> = self.all(entry_kind::DOC, self.fields.blob)?;
        for card in &mut cards {
            card.path = shown(&card.place(), &self.payload.roots);
        }
        cards.sort_by(|a, b| (&a.path, a.position, &a.id).cmp(&(&b.path, b.position, &b.id)));
        Ok(cards)
    }

    /// All documents with what the resolution needs of them, by path and place in the file; paths as
    /// kept in the index.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn cards_and_facts(&self) -> Result<Vec<(DocCard, DocFacts)>, IndexError> {
        let mut all = Vec::new();
        for address in self.addresses(&Self::term(self.fields.entry, entry_kind::DOC))? {
            all.push((
                self.stored::<DocCard>(address, self.fields.blob)?,
                self.stored::<DocFacts>(address, self.fields.facts)?,
            ));
        }
        all.sort_by(|(a, _), (b, _)| {
            (&a.path, a.position, &a.id).cmp(&(&b.path, b.position, &b.id))
        });
        Ok(all)
    }

    fn all<T: DeserializeOwned>(&self, kind: &str, field: Field) -> Result<Vec<T>, IndexError> {
        self.addresses(&Self::term(self.fields.entry, kind))?
            .into_iter()
            .map(|address| self.stored(address, field))
            .collect()
    }

    fn term(field: Field, text: &str) -> Term {
        Term::from_field_text(field, text)
    }

    /// The document with a key.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn card(&self, key: u64) -> Result<Option<DocCard>, IndexError> {
        let addresses = self.addresses(&Self::term(self.fields.key, &doc_entry_key(key)))?;
        addresses
            .first()
            .map(|&address| self.card_at(address))
            .transpose()
    }

    /// The address of a document's entry.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn card_address(&self, key: u64) -> Result<Option<DocAddress>, IndexError> {
        Ok(self
            .addresses(&Self::term(self.fields.key, &doc_entry_key(key)))?
            .first()
            .copied())
    }

    /// The document at an address.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn card_at(&self, address: DocAddress) -> Result<DocCard, IndexError> {
        let mut card: DocCard = self.stored(address, self.fields.blob)?;
        card.path = shown(&card.place(), &self.payload.roots);
        Ok(card)
    }

    /// The documents with a number (文号 or 统一编号, as key).
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn cards_by_number(&self, number: &str) -> Result<Vec<DocCard>, IndexError> {
        let mut cards = self
            .addresses(&Self::term(self.fields.number, number))?
            .into_iter()
            .map(|address| self.card_at(address))
            .collect::<Result<Vec<_>, _>>()?;
        cards.sort_by(|a, b| (&a.path, a.position).cmp(&(&b.path, b.position)));
        Ok(cards)
    }

    /// The keys of all numbers (文号, 统一编号) of living documents, in byte order.
    ///
    /// # Errors
    /// [`IndexError::Engine`].
    pub fn numbers(&self) -> Result<Vec<String>, IndexError> {
        let mut keys = std::collections::BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.number)?;
            let mut stream = inverted
                .terms()
                .stream()
                .map_err(tantivy::TantivyError::from)?;
            while let Some((key, _)) = stream.next() {
                keys.insert(String::from_utf8_lossy(key).into_owned());
            }
        }
        Ok(keys.into_iter().collect())
    }

    /// Role and status of all documents.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn standings(&self) -> Result<Standings, IndexError> {
        let table = self.table(entry_kind::STANDING)?;
        Ok(table.map(Standings::open).unwrap_or_default())
    }

    /// What filters look at of all documents.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn summaries(&self) -> Result<Summaries, IndexError> {
        let table = self.table(entry_kind::SUMMARY)?;
        Ok(Summaries::open(table.unwrap_or_else(OwnedBytes::empty)))
    }

    /// The one entry of a kind.
    fn table(&self, kind: &str) -> Result<Option<OwnedBytes>, IndexError> {
        self.addresses(&Self::term(self.fields.entry, kind))?
            .last()
            .map(|&address| self.stored_bytes(address, self.fields.blob))
            .transpose()
    }

    /// The facts of a document.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn facts(&self, key: u64) -> Result<Option<DocFactsRecord>, IndexError> {
        let addresses = self.addresses(&Self::term(self.fields.key, &facts_entry_key(key)))?;
        addresses
            .first()
            .map(|&address| self.stored(address, self.fields.blob))
            .transpose()
    }

    /// A clause as it is stored.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn stored_clause(&self, address: DocAddress) -> Result<StoredClause, IndexError> {
        self.stored_bytes(address, self.fields.blob)
            .map(StoredClause::new)
    }

    /// The clauses of a document in order.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn clauses(&self, key: u64) -> Result<Vec<Clause>, IndexError> {
        let mut clauses = self
            .addresses(&Self::term(self.fields.doc, &key_text(key)))?
            .into_iter()
            .map(|address| Ok(self.stored_clause(address)?.decode()?.clause))
            .collect::<Result<Vec<_>, IndexError>>()?;
        clauses.sort_by_key(|clause| clause.ordinal);
        Ok(clauses)
    }

    /// The first clause of a document that `is_wanted`. The others are only looked at.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn first_clause(
        &self,
        key: u64,
        is_wanted: impl Fn(&ClauseText<'_>) -> bool,
    ) -> Result<Option<Clause>, IndexError> {
        let columns = self.columns()?;
        let mut clauses = self.addresses(&Self::term(self.fields.doc, &key_text(key)))?;
        clauses
            .sort_by_key(|address| columns[address.segment_ord as usize].ordinal(address.doc_id));
        for address in clauses {
            let clause = self.stored_clause(address)?;
            if clause.look(&is_wanted)? {
                return clause.decode().map(|record| Some(record.clause));
            }
        }
        Ok(None)
    }

    /// A whole document, put together again.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn document(&self, card: &DocCard) -> Result<Document, IndexError> {
        let facts = self.facts(card.key)?.unwrap_or_default();
        Ok(join(card, facts, self.clauses(card.key)?))
    }

    /// Whether a word is indexed in the text or the headings of some clause.
    ///
    /// # Errors
    /// [`IndexError::Engine`].
    pub fn has_word(&self, word: &str) -> Result<bool, IndexError> {
        for field in [self.fields.text, self.fields.head] {
            if self
                .searcher
                .doc_freq(&Term::from_field_text(field, word))?
                > 0
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The columns of all segments, opened the first time they are asked for.
    ///
    /// # Errors
    /// [`IndexError::Engine`].
    pub fn columns(&self) -> Result<&[Columns], IndexError> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let columns = Columns::open(&self.searcher, &self.fields)?;
        Ok(self.columns.get_or_init(|| columns))
    }
}

/// The `key` of a document's entry.
pub fn doc_entry_key(key: u64) -> String {
    format!("d:{key:016x}")
}

/// The `key` of the entry with a document's facts.
pub fn facts_entry_key(key: u64) -> String {
    format!("x:{key:016x}")
}

/// The `key` of a file's entry.
pub fn file_entry_key(path: &str) -> String {
    format!("f:{path}")
}

/// A document's key as a term.
pub fn key_text(key: u64) -> String {
    format!("{key:016x}")
}
