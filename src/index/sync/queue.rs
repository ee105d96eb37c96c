//! What waits between reading files and indexing them, and how much of it there may be.
//!
//! tantivy takes ten thousand batches before it makes the sender wait. A batch here is a run of up to a thousand
//! clauses, so that entries are counted by their bytes instead: reading waits while indexing is behind.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::indexer::UserOperation;
use tantivy::schema::Document;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

/// Bytes of text that wait to be indexed.
const MOST: usize = 16 << 20;

/// How long reading waits at a time. Should an indexing thread have died, the writer says so when it is given more.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Default)]
struct Waiting {
    bytes: Mutex<usize>,
    less: Condvar,
}

impl Waiting {
    fn change(&self, by: impl FnOnce(usize) -> usize) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *bytes = by(*bytes);
        self.less.notify_all();
    }

    /// Waits for room, but not for ever.
    fn make_room(&self) {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        drop(
            self.less
                .wait_timeout_while(bytes, PATIENCE, |bytes| *bytes > MOST),
        );
    }
}

/// Bytes that wait until this is dropped.
struct Share {
    waiting: Arc<Waiting>,
    bytes: usize,
}

impl Drop for Share {
    fn drop(&mut self) {
        let bytes = self.bytes;
        self.waiting.change(|sum| sum.saturating_sub(bytes));
    }
}

/// An entry on its way into the index.
pub struct Entry {
    document: TantivyDocument,
    /// What the batch takes up; held by its last entry.
    share: Option<Share>,
}

impl Document for Entry {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        drop(self.share);
        self.document
    }
}

/// A writer whose queue is bounded.
pub struct Writer {
    inner: IndexWriter<Entry>,
    waiting: Arc<Waiting>,
}

impl Writer {
    /// Takes an open writer.
    pub fn new(inner: IndexWriter<Entry>) -> Self {
        Self {
            inner,
            waiting: Arc::default(),
        }
    }

    /// Takes the entries that hold a term out, at the commit.
    pub fn delete(&self, term: Term) {
        self.inner.delete_term(term);
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When the index can no longer be written.
    pub fn add(&self, document: TantivyDocument) -> Result<(), TantivyError> {
        self.inner.add_document(Entry {
            document,
            share: None,
        })?;
        Ok(())
    }

    /// Adds entries that stay together: one batch goes into one segment, without anything between its entries.
    /// `bytes` is what they take up in memory, about.
    ///
    /// # Errors
    /// When the index can no longer be written.
    pub fn add_run(&self, run: Vec<TantivyDocument>, bytes: usize) -> Result<(), TantivyError> {
        self.waiting.make_room();
        self.waiting.change(|sum| sum + bytes);
        let last = run.len().saturating_sub(1);
        let entries = run.into_iter().enumerate().map(|(at, document)| {
            let share = (at == last).then(|| Share {
                waiting: Arc::clone(&self.waiting),
                bytes,
            });
            UserOperation::Add(Entry { document, share })
        });
        self.inner.run(entries)?;
        Ok(())
    }

    /// The writer itself, for the commit.
    pub fn inner(&mut self) -> &mut IndexWriter<Entry> {
        &mut self.inner
    }

    /// Waits for merges and closes the index.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn close(self) -> Result<(), TantivyError> {
        self.inner.wait_merging_threads()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_comes_back_with_the_entry() {
        let waiting = Arc::<Waiting>::default();
        waiting.change(|sum| sum + MOST + 1);
        let entry = Entry {
            document: TantivyDocument::default(),
            share: Some(Share {
                waiting: Arc::clone(&waiting),
                bytes: MOST + 1,
            }),
        };
        let other = Arc::clone(&waiting);
        let waits = std::thread::spawn(move || other.make_room());
        drop(entry.into_tantivy_document());
        waits.join().expect("there is room");
        assert_eq!(*waiting.bytes.lock().expect("whole"), 0);
    }

    #[test]
    fn nobody_waits_for_ever() {
        let waiting = Waiting::default();
        waiting.change(|sum| sum + 2 * MOST);
        waiting.make_room();
    }
}
