//! Numbers of entries, in columns: what ranking needs of thousands of clauses at once.

use std::sync::OnceLock;

use tantivy::columnar::Column;
use tantivy::fastfield::FastFieldReaders;
use tantivy::schema::Field;
use tantivy::{Searcher, TantivyError};

use super::entry::hash_number;
use super::schema::Fields;
use super::traits::Traits;

/// The columns of a segment; each has a value on every entry.
pub struct Columns {
    /// See [`Values::stored`].
    doc: Column<u64>,
    twin: Column<u64>,
    traits: Column<u64>,
    ordinals: Ordinals,
}

/// What an entry says in its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// Key of the document.
    pub doc: u64,
    /// Ordinal of a clause in its document.
    pub ordinal: u64,
    /// Hash of the canonical text of a clause.
    pub twin: u64,
    /// See [`super::traits`]; on headings the number of clauses under them. Up to [`TRAITS`].
    pub traits: u64,
}

/// The bits that traits and numbers of clauses fill.
const TRAITS: u64 = (1 << 10) - 1;

impl Values {
    /// Those of an entry with a `key` that says nothing in its columns.
    pub fn none(key: &str) -> Self {
        Self {
            twin: hash_number(&blake3::hash(key.as_bytes())),
            ..Self::default()
        }
    }

    /// What stands in the columns `doc_key`, `ordinal`, `twin` and `traits`. Keys and traits are the same for many entries
    /// on end; tantivy packs such numbers in blocks that all have to be read before the first number can be. Mixed with the
    /// hash they look like noise, which is stored as it is; for the same reason entries without a text have a hash of
    /// their key. Headings have none: they stand between clauses.
    pub fn stored(self) -> [u64; 4] {
        let Self {
            doc,
            ordinal,
            twin,
            traits,
        } = self;
        [doc ^ twin, ordinal, twin, traits ^ twin & TRAITS]
    }
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

    /// Key of the document of a clause or heading.
    pub fn document(&self, entry: u32) -> u64 {
        self.doc.first(entry).unwrap_or(0) ^ self.twin(entry)
    }

    /// Traits of a clause.
    pub fn traits(&self, entry: u32) -> Traits {
        let mixed = self.traits.first(entry).unwrap_or(0);
        Traits::unpack(mixed ^ self.twin(entry) & TRAITS)
    }

    /// Number of clauses under a heading.
    pub fn under(&self, heading: u32) -> u32 {
        let count = self.traits.first(heading).unwrap_or(0);
        u32::try_from(count).unwrap_or(0)
    }

    /// Hash of the text of a clause: equal clauses are twins.
    pub fn twin(&self, entry: u32) -> u64 {
        self.twin.first(entry).unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::headings::LONGEST_RUN;
    use crate::law::model::{Kind, Level};

    #[test]
    fn traits_and_runs_fit_into_their_bits() {
        let most = Traits {
            level: Level::Annex,
            kind: Kind::Other,
            draft: true,
        };
        assert!(most.pack() <= TRAITS);
        assert!(LONGEST_RUN as u64 <= TRAITS);
    }
}
