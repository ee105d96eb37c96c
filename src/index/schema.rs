//! The fields of the index.
//!
//! One index holds seven kinds of entries, told apart by the field `entry` ([`entry_kind`]). Only clauses and the headings
//! above them fill the searched fields.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use super::analyzer::{BIGRAMS, WORDS};

/// Layout of the entries; part of the version an index remembers.
pub const SCHEMA_VERSION: u32 = 6;

/// Values of the field `entry`.
pub mod entry_kind {
    /// A file of the corpus.
    pub const FILE: &str = "file";
    /// A document in a file.
    pub const DOC: &str = "doc";
    /// What only some commands need of a document.
    pub const FACTS: &str = "facts";
    /// Role and status of all documents: see [`crate::index::standing`].
    pub const STANDING: &str = "standing";
    /// What filters look at of all documents: see [`crate::index::summary`].
    pub const SUMMARY: &str = "summary";
    /// Title and headings of the clauses that follow it: see [`crate::index::headings`].
    pub const HEADING: &str = "heading";
    /// A clause of a document.
    pub const CLAUSE: &str = "clause";
}

/// Handles of all fields.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Kind of entry.
    pub entry: Field,
    /// Path of the file an entry belongs to: what is deleted when the file changes.
    pub file: Field,
    /// Unique key of file and document entries: `f:path`, `d:id`.
    pub key: Field,
    /// Key of the document, on clauses.
    pub doc: Field,
    /// Keys of a document's numbers (文号, 统一编号), on documents.
    pub number: Field,
    /// Words of a clause's text.
    pub text: Field,
    /// Words of the headings above clauses, on headings.
    pub head: Field,
    /// Words of the title of a document, on headings.
    pub title: Field,
    /// Character bigrams of a clause's text with positions: literal recall and ranking.
    pub bigrams: Field,
    /// Character bigrams of title and headings, on headings.
    pub context: Field,
    /// Character bigrams of a document's title, on documents: finding a document by its name.
    pub name: Field,
    /// Key of the document as a number, on clauses, headings and documents, see [`super::columns::Values`]. Columns have a value on every entry (0 where it says
    /// nothing): one with gaps is slower to read.
    pub doc_key: Field,
    /// Ordinal of a clause in its document.
    pub ordinal: Field,
    /// Hash of a clause's canonical text: equal clauses are twins.
    pub twin: Field,
    /// Level, kind and draft mark of a clause, see [`super::traits`]; on headings the number of clauses under them.
    pub traits: Field,
    /// The entry itself (postcard).
    pub blob: Field,
    /// What the resolution needs of a document (postcard), on documents.
    pub facts: Field,
}

/// Builds the schema and the handles of its fields.
pub fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = |analyzer: &str, option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(analyzer)
                .set_index_option(option)
                .set_fieldnorms(true),
        )
    };
    // A key has no length to compare; its norms would be a byte an entry and field for nothing.
    let key = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        )
    };
    let fast = || NumericOptions::default().set_fast();
    let fields = Fields {
        entry: schema.add_text_field("entry", key()),
        file: schema.add_text_field("file", key()),
        key: schema.add_text_field("key", key()),
        doc: schema.add_text_field("doc", key()),
        number: schema.add_text_field("number", key()),
        text: schema.add_text_field("text", text(WORDS, IndexRecordOption::WithFreqs)),
        head: schema.add_text_field("head", text(WORDS, IndexRecordOption::WithFreqs)),
        title: schema.add_text_field("title", text(WORDS, IndexRecordOption::WithFreqs)),
        bigrams: schema.add_text_field(
            "bigrams",
            text(BIGRAMS, IndexRecordOption::WithFreqsAndPositions),
        ),
        context: schema.add_text_field("context", text(BIGRAMS, IndexRecordOption::WithFreqs)),
        name: schema.add_text_field(
            "name",
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(BIGRAMS)
                    .set_index_option(IndexRecordOption::Basic)
                    .set_fieldnorms(false),
            ),
        ),
        doc_key: schema.add_u64_field("doc_key", fast()),
        ordinal: schema.add_u64_field("ordinal", fast()),
        twin: schema.add_u64_field("twin", fast()),
        traits: schema.add_u64_field("traits", fast()),
        blob: schema.add_bytes_field("blob", STORED),
        facts: schema.add_bytes_field("facts", STORED),
    };
    (schema.build(), fields)
}
