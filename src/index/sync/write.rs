//! Entries into the writer.

use serde::Serialize;
use tantivy::{TantivyDocument, Term};

use super::queue::Writer;
use super::read::ReadDocument;
use crate::index::columns::Values;
use crate::index::entry::{DocCard, FileRecord};
use crate::index::error::IndexError;
use crate::index::reader::{doc_entry_key, facts_entry_key, file_entry_key};
use crate::index::schema::{Fields, entry_kind};
use crate::law::resolve::DocFacts;

/// A record as stored.
pub fn encode(record: &impl Serialize) -> Vec<u8> {
    // Writing to memory cannot fail, and every record is a plain derive.
    postcard::to_stdvec(record).unwrap_or_default()
}

/// Puts a value into each column, so that no column has gaps.
pub fn add_columns(entry: &mut TantivyDocument, fields: &Fields, values: Values) {
    let columns = [fields.doc_key, fields.ordinal, fields.twin, fields.traits];
    for (column, value) in columns.into_iter().zip(values.stored()) {
        entry.add_u64(column, value);
    }
}

/// Takes a file with all its documents and clauses out.
pub fn remove_file(writer: &Writer, fields: &Fields, path: &str) {
    writer.delete(Term::from_field_text(fields.file, path));
}

/// Puts a file's own entry in, in place of an earlier one if there `is_known` to be one: every
/// deletion is looked up in every segment at the commit, which a first build need not pay.
pub fn put_file(
    writer: &Writer,
    fields: &Fields,
    record: &FileRecord,
    is_known: bool,
) -> Result<(), IndexError> {
    let key = file_entry_key(&record.path);
    if is_known {
        writer.delete(Term::from_field_text(fields.key, &key));
    }
    let mut entry = TantivyDocument::default();
    entry.add_text(fields.entry, entry_kind::FILE);
    entry.add_text(fields.file, &record.path);
    add_columns(&mut entry, fields, Values::none(&key));
    entry.add_text(fields.key, key);
    let record = encode(record);
    entry.add_bytes(fields.blob, &record);
    writer.add_run(vec![entry], record.len())?;
    Ok(())
}

/// Entries that stand side by side in the index, so that whoever wants them all reads little else.
#[derive(Default)]
pub struct Batch {
    entries: Vec<TantivyDocument>,
    bytes: usize,
}

/// Bytes of a batch, about.
const BATCH: usize = 1 << 20;

impl Batch {
    fn add(
        &mut self,
        writer: &Writer,
        entry: TantivyDocument,
        bytes: usize,
    ) -> Result<(), IndexError> {
        self.entries.push(entry);
        self.bytes += bytes;
        if self.bytes >= BATCH {
            std::mem::take(self).finish(writer)?;
        }
        Ok(())
    }

    /// Puts in what is left.
    ///
    /// # Errors
    /// When the index can no longer be written.
    pub fn finish(self, writer: &Writer) -> Result<(), IndexError> {
        if !self.entries.is_empty() {
            writer.add_run(self.entries, self.bytes)?;
        }
        Ok(())
    }
}

/// Puts in what is known of a document whatever the rest of the corpus says: clauses, and facts by way of a batch.
pub fn put_text(
    writer: &Writer,
    fields: &Fields,
    document: &mut ReadDocument,
    facts: &mut Batch,
) -> Result<(), IndexError> {
    for run in document.runs.drain(..) {
        writer.add_run(run.entries, run.bytes)?;
    }
    let mut entry = TantivyDocument::default();
    entry.add_text(fields.entry, entry_kind::FACTS);
    entry.add_text(fields.file, &document.card.path);
    let key = facts_entry_key(document.card.key);
    add_columns(&mut entry, fields, Values::none(&key));
    entry.add_text(fields.key, key);
    let record = encode(&document.record);
    entry.add_bytes(fields.blob, &record);
    facts.add(writer, entry, record.len())
}

/// Puts a document's entry in, in place of an earlier one if there `is_known` to be one.
pub fn put_card(
    writer: &Writer,
    fields: &Fields,
    card: &DocCard,
    facts: &DocFacts,
    is_known: bool,
) -> Result<(), IndexError> {
    let key = doc_entry_key(card.key);
    if is_known {
        writer.delete(Term::from_field_text(fields.key, &key));
    }
    let mut entry = TantivyDocument::default();
    entry.add_text(fields.entry, entry_kind::DOC);
    entry.add_text(fields.file, &card.path);
    let values = Values {
        doc: card.key,
        ..Values::none(&key)
    };
    add_columns(&mut entry, fields, values);
    entry.add_text(fields.key, key);
    for number in card
        .number
        .iter()
        .map(|number| number.key.as_str())
        .chain(card.unified_number.as_deref())
    {
        entry.add_text(fields.number, number);
    }
    if let Some(title) = &card.title {
        entry.add_text(fields.name, crate::text::normalize::canonical(title).text);
    }
    let (card, facts) = (encode(card), encode(facts));
    entry.add_bytes(fields.blob, &card);
    entry.add_bytes(fields.facts, &facts);
    // After a first build those of all documents come at once.
    writer.add_run(vec![entry], card.len() + facts.len())?;
    Ok(())
}

/// Puts a table of all documents in, in place of the earlier one of its `kind`.
pub fn put_table(
    writer: &Writer,
    fields: &Fields,
    kind: &str,
    table: &[u8],
) -> Result<(), IndexError> {
    writer.delete(Term::from_field_text(fields.entry, kind));
    let mut entry = TantivyDocument::default();
    entry.add_text(fields.entry, kind);
    add_columns(&mut entry, fields, Values::none(kind));
    entry.add_bytes(fields.blob, table);
    writer.add(entry)?;
    Ok(())
}
