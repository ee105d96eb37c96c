//! Stored entries read where they lie.
//!
//! tantivy's own way to an entry (`Searcher::doc`) copies every stored field byte by byte. A search reads some
//! fifty entries, a list of documents thousands: here a field is a slice of the decompressed block it stands
//! in. The layout of an entry is tantivy's (`BinaryDocumentSerializer`, store version 2); whatever does not look
//! like it goes the long way, and a test holds both ways against each other.

use std::sync::OnceLock;

use serde::Deserialize;
use tantivy::directory::OwnedBytes;
use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Searcher, TantivyDocument, TantivyError};

use super::entry::{ClauseRecord, ClauseText};
use super::error::IndexError;

/// Blocks of stored entries kept decompressed, a segment: neighbours are read one after the other. Room that is given back
/// is used again, and memory touched for the first time costs a search more than decompressing a block twice.
pub const STORE_CACHE: usize = 2;

/// tantivy's mark of a value of bytes.
const BYTES: u8 = 4;

/// The stored entries of all segments of a view; a segment's are opened when first asked for.
pub struct StoredEntries {
    segments: Vec<OnceLock<StoreReader>>,
}

impl StoredEntries {
    /// Those of `searcher`'s segments.
    pub fn new(searcher: &Searcher) -> Self {
        let segments = searcher.segment_readers().len();
        Self {
            segments: (0..segments).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The bytes of a stored field of an entry; empty where the entry does not have it.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the entry cannot be read.
    pub fn field(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        field: Field,
    ) -> Result<OwnedBytes, IndexError> {
        let cell = &self.segments[address.segment_ord as usize];
        let store = if let Some(open) = cell.get() {
            open
        } else {
            let segment = searcher.segment_reader(address.segment_ord);
            let open = segment
                .get_store_reader(STORE_CACHE)
                .map_err(TantivyError::from)?;
            cell.get_or_init(|| open)
        };
        let entry = store.get_document_bytes(address.doc_id)?;
        match find(&entry, field) {
            Some((start, end)) => Ok(entry.slice(start..end)),
            None => long_way(searcher, address, field),
        }
    }
}

/// A clause as it is stored, a slice of the block it was read from.
pub struct StoredClause(OwnedBytes);

impl StoredClause {
    /// From the bytes of its entry.
    pub(super) fn new(bytes: OwnedBytes) -> Self {
        Self(bytes)
    }

    /// A copy by itself: keeping a slice would keep the whole block.
    #[must_use]
    pub fn apart(self) -> Self {
        Self(OwnedBytes::new(self.0.to_vec()))
    }

    /// Shows what is looked at of many clauses, without reading the rest.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the entry cannot be decoded.
    pub fn look<T>(&self, look: impl FnOnce(&ClauseText<'_>) -> T) -> Result<T, IndexError> {
        decode(&self.0).map(|clause| look(&clause))
    }

    /// The whole clause.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the entry cannot be decoded.
    pub fn decode(&self) -> Result<ClauseRecord, IndexError> {
        decode(&self.0)
    }
}

/// An entry's fields from its bytes.
pub(super) fn decode<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, IndexError> {
    postcard::from_bytes(bytes).map_err(|error| {
        IndexError::Engine(TantivyError::InternalError(format!(
            "entry cannot be decoded: {error}"
        )))
    })
}

/// The same through tantivy's own reading of entries.
fn long_way(
    searcher: &Searcher,
    address: DocAddress,
    field: Field,
) -> Result<OwnedBytes, IndexError> {
    let entry: TantivyDocument = searcher.doc(address)?;
    let bytes = entry
        .get_first(field)
        .and_then(|value| value.as_bytes().map(<[u8]>::to_vec))
        .unwrap_or_default();
    Ok(OwnedBytes::new(bytes))
}

/// Where the bytes of a field lie in an entry that holds nothing but fields of bytes.
fn find(entry: &[u8], field: Field) -> Option<(usize, usize)> {
    let mut at = 0;
    for _ in 0..number(entry, &mut at)? {
        let id = u32::from_le_bytes(entry.get(at..at + 4)?.try_into().ok()?);
        at += 4;
        if *entry.get(at)? != BYTES {
            return None;
        }
        at += 1;
        let length = usize::try_from(number(entry, &mut at)?).ok()?;
        let end = at.checked_add(length).filter(|&end| end <= entry.len())?;
        if id == field.field_id() {
            return Some((at, end));
        }
        at = end;
    }
    None
}

/// A number of variable length: seven bits a byte, the lowest first, the last byte marked by its highest bit.
fn number(entry: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *entry.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 != 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{STORED, Schema};
    use tantivy::{Index, IndexWriter};

    use super::*;

    #[test]
    fn both_ways_give_the_same_bytes() {
        let mut schema = Schema::builder();
        let first = schema.add_bytes_field("first", STORED);
        let second = schema.add_bytes_field("second", STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("writer");
        for length in [0usize, 1, 127, 128, 300, 70_000] {
            let mut entry = TantivyDocument::default();
            let bytes: Vec<u8> = (0..length).map(|at| at as u8).collect();
            entry.add_bytes(first, &bytes);
            if length % 2 == 0 {
                entry.add_bytes(second, b"second");
            }
            writer.add_document(entry).expect("added");
        }
        writer.commit().expect("committed");
        let searcher = index.reader().expect("reader").searcher();
        let stored = StoredEntries::new(&searcher);
        for entry in 0..6 {
            let address = DocAddress::new(0, entry);
            for field in [first, second] {
                let short = stored.field(&searcher, address, field).expect("read");
                let long = long_way(&searcher, address, field).expect("read");
                assert_eq!(short.as_slice(), long.as_slice(), "{entry}");
            }
            let bytes = searcher_bytes(&searcher, address);
            assert!(find(&bytes, first).is_some(), "the short way is taken");
        }
    }

    fn searcher_bytes(searcher: &Searcher, address: DocAddress) -> OwnedBytes {
        searcher
            .segment_reader(address.segment_ord)
            .get_store_reader(1)
            .and_then(|store| {
                store
                    .get_document_bytes(address.doc_id)
                    .map_err(std::io::Error::other)
            })
            .expect("stored")
    }

    #[test]
    fn foreign_bytes_are_no_entry() {
        let field = Field::from_field_id(0);
        for bytes in [&[][..], &[0x81], &[0x81, 0, 0, 0, 0, 4, 0x90], &[1; 40]] {
            assert_eq!(find(bytes, field), None);
        }
    }
}
