//! Numbers of entries, in columns: what ranking needs of thousands of clauses at once.

use tantivy::columnar::Column;
use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError};

use super::schema::Fields;

/// The columns of a segment; each has a value on every entry.
pub struct Columns {
    /// Key of the document.
    pub doc: Column<u64>,
    /// Ordinal of a clause in its document; on headings the number of clauses under them.
    pub ordinal: Column<u64>,
    /// Hash of the text: equal clauses are twins.
    pub twin: Column<u64>,
    /// See [`super::traits`].
    pub traits: Column<u64>,
}

impl Columns {
    /// Opens the columns of all segments.
    ///
    /// # Errors
    /// When a column is missing or cannot be read.
    pub fn open(searcher: &Searcher, fields: &Fields) -> Result<Vec<Self>, TantivyError> {
        searcher
            .segment_readers()
            .iter()
            .map(|segment| {
                let column = |field: Field| {
                    let name = searcher.schema().get_field_name(field);
                    segment.fast_fields().u64(name)
                };
                Ok(Self {
                    doc: column(fields.doc_key)?,
                    ordinal: column(fields.ordinal)?,
                    twin: column(fields.twin)?,
                    traits: column(fields.traits)?,
                })
            })
            .collect()
    }
}
