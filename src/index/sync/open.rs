//! Opening a generation for writing: dictionary, segments, memory.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy};
use tantivy::{Index, IndexWriter};

use super::queue::{Entry, Writer};
use crate::index::analyzer::{WordAnalyzer, for_writing};
use crate::index::error::IndexError;
use crate::index::generation::LEXICON_FILE;
use crate::index::schema::{Fields, build};
use crate::lexicon::{FullSegmenter, Lexicon, OwnedLocalSegmenter, Segmenter, UserWord, compile};

/// Memory of one indexing thread before it writes a segment: enough for some 180,000 clauses of usual length.
const THREAD_MEMORY: usize = 240 << 20;

/// Indexing threads at most.
const MOST_THREADS: usize = 4;

/// Reading, cutting into words and indexing cost about the same: half of the threads' work is tantivy's. Each of its
/// threads writes segments of its own, and a search opens all of them.
fn indexing_threads(jobs: usize) -> usize {
    (jobs / 2).clamp(1, MOST_THREADS)
}

/// Entries from which a segment is left as it is. A first build writes segments about this large once each,
/// so that its cost grows with the corpus and no faster; small segments of later runs are merged.
const LARGE_SEGMENT: usize = 50_000;

/// Share of deleted entries from which a large segment is written anew all the same.
const TOO_MANY_DELETED: f32 = 0.3;

/// Which segments are merged after a commit.
fn merge_policy() -> Box<dyn MergePolicy> {
    let mut policy = LogMergePolicy::default();
    policy.set_max_docs_before_merge(LARGE_SEGMENT);
    policy.set_del_docs_ratio_before_merge(TOO_MANY_DELETED);
    Box::new(policy)
}

/// What is opened, and for how much work.
pub struct Opening<'a> {
    /// Folder of the generation.
    pub generation: &'a Path,
    /// Whether it is made now.
    pub is_new: bool,
    /// Files that will be read.
    pub files: usize,
    /// Threads that read them.
    pub jobs: usize,
    /// Words of the user's dictionary, for a new generation.
    pub user_words: &'a [UserWord],
}

/// Opens a generation for writing: what takes entries, its fields, and what cuts texts into the words of its lexicon.
///
/// # Errors
/// [`IndexError`] when its folder cannot be made or what stands in it cannot be used.
pub fn open(opening: &Opening<'_>) -> Result<(Writer, Fields, WordAnalyzer), IndexError> {
    let path = opening.generation;
    let (schema, fields) = build();
    fs::create_dir_all(path).map_err(IndexError::io(path))?;
    let small = opening.files < SMALL_RUN;
    let segmenter = segmenter(
        &path.join(LEXICON_FILE),
        opening.is_new,
        small,
        opening.user_words,
    )?;
    let tokenizers = for_writing();
    let directory = MmapDirectory::open(path).map_err(tantivy::TantivyError::from)?;
    let index = if opening.is_new {
        Index::builder()
            .schema(schema)
            .tokenizers(tokenizers)
            .open_or_create(directory)?
    } else {
        let mut index = Index::open(directory)?;
        index.set_tokenizers(tokenizers);
        index
    };
    let writer: IndexWriter<Entry> = index.writer_with_options(
        IndexWriterOptions::builder()
            .num_worker_threads(if small {
                1
            } else {
                indexing_threads(opening.jobs)
            })
            .memory_budget_per_thread(THREAD_MEMORY)
            .num_merge_threads(2)
            .build(),
    )?;
    writer.set_merge_policy(merge_policy());
    Ok((Writer::new(writer), fields, WordAnalyzer::new(segmenter)))
}

/// Files up to which words are looked up one by one instead of loading the whole dictionary.
const SMALL_RUN: usize = 40;

/// The segmenter of a generation, whose lexicon is compiled first where the generation is new.
fn segmenter(
    file: &Path,
    new: bool,
    small: bool,
    user_words: &[UserWord],
) -> Result<Arc<dyn Segmenter + Send + Sync>, IndexError> {
    if new {
        let compiled = compile(user_words)?;
        fs::write(file, &compiled.bytes).map_err(IndexError::io(file))?;
        return Ok(Arc::new(compiled.segmenter));
    }
    let bytes = fs::read(file).map_err(IndexError::io(file))?;
    let lexicon = Lexicon::open(bytes)?;
    Ok(if small {
        Arc::new(OwnedLocalSegmenter::new(lexicon))
    } else {
        Arc::new(FullSegmenter::load(&lexicon)?)
    })
}
