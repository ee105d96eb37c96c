//! Numbers of entries, in columns: what ranking needs of thousands of clauses at once.

use std::sync::OnceLock;

use tantivy::columnar::Column;
use tantivy::fastfield::FastFieldReaders;
use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError};

use super::schema::Fields;

/// The columns of a segment; each has a value on every entry.
pub struct Columns {
    /// Key of the document.
    pub doc: Column<u64>,
    /// Hash of the text: equal clauses are twins.
    pub twin: Column<u64>,
    /// See [`super::traits`]; on headings the number of clauses under them.
    pub traits: Column<u64>,
    ordinals: Ordinals,
}

/// The column of ordinals, opened when the first is asked for: it is compressed in blocks that are all listed then, and
/// most searches need none.
struct Ordinals {
    column: OnceLock<Option<Column<u64>>>,
    readers: FastFieldReaders,
    name: String,
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
                let readers = segment.fast_fields();
                let name = |field: Field| searcher.schema().get_field_name(field);
                let column = |field: Field| readers.u64(name(field));
                Ok(Self {
                    doc: column(fields.doc_key)?,
                    twin: column(fields.twin)?,
                    traits: column(fields.traits)?,
                    ordinals: Ordinals {
                        column: OnceLock::new(),
                        readers: readers.clone(),
                        name: name(fields.ordinal).to_owned(),
                    },
                })
            })
            .collect()
    }

    /// Ordinal of a clause in its document; 0 where it cannot be read.
    pub fn ordinal(&self, entry: u32) -> u64 {
        let Ordinals {
            column,
            readers,
            name,
        } = &self.ordinals;
        column
            .get_or_init(|| readers.u64(name).ok())
            .as_ref()
            .and_then(|column| column.first(entry))
            .unwrap_or(0)
    }
}
