//! Walking through the entries a term stands in.

use tantivy::postings::BlockSegmentPostings;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{InvertedIndexReader, TantivyError};

/// Calls `each` with every block of a term's postings, in order of entries. Deleted entries are among them.
///
/// # Errors
/// [`TantivyError`] when the postings cannot be read.
pub fn for_each_block(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    option: IndexRecordOption,
    mut each: impl FnMut(&BlockSegmentPostings),
) -> Result<(), TantivyError> {
    let mut block = inverted.read_block_postings_from_terminfo(info, option)?;
    while block.block_len() > 0 {
        each(&block);
        block.advance();
    }
    Ok(())
}
