//! Headings: what stands above a run of clauses, indexed once for all of them.
//!
//! The title of a document and the headings above a clause are searched like its text. To index them with every
//! clause would write the same words a hundred times over: a fifth of all postings. Instead an entry of its own
//! stands before the run of clauses that share title and headings and holds their words; its column `traits` says how
//! many clauses follow. Both are added in one batch, which a segment takes as it is, and leave the index together with
//! their file, so that the run holds through merges.

use std::collections::HashSet;
use std::ops::Range;

use tantivy::schema::IndexRecordOption;
use tantivy::{TantivyError, Term};

use super::bits::Bits;
use super::columns::Columns;
use super::error::IndexError;
use super::postings::for_each_block;
use super::reader::Reader;
use super::schema::entry_kind;

/// Clauses under one heading at most; what is longer begins again with the same heading.
pub const LONGEST_RUN: usize = 1_000;

/// The headings of a segment.
pub struct Headings<'r> {
    columns: &'r Columns,
}

impl<'r> Headings<'r> {
    /// Those of a segment.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the column cannot be read.
    pub fn open(reader: &'r Reader, segment: usize) -> Result<Self, IndexError> {
        Ok(Self {
            columns: &reader.columns()?[segment],
        })
    }

    /// The entries of the clauses under a heading.
    pub fn under(&self, heading: u32) -> Range<u32> {
        let first = heading.saturating_add(1);
        let count = self.columns.under(heading).min(LONGEST_RUN as u32);
        first..first.saturating_add(count)
    }

    /// The heading a clause stands under. Reads all headings of the segment: for explanations, not for scoring.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the postings cannot be read.
    pub fn over(
        &self,
        reader: &Reader,
        segment: usize,
        clause: u32,
    ) -> Result<Option<u32>, IndexError> {
        let mut last = None;
        Self::blocks(reader, segment, |headings| {
            let before = headings.partition_point(|&heading| heading < clause);
            last = headings[..before].last().copied().or(last);
        })?;
        Ok(last.filter(|&heading| self.under(heading).contains(&clause)))
    }

    /// The clauses of the documents with some keys: a key is looked at once for all clauses under a heading.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the postings cannot be read.
    pub fn of_documents(
        &self,
        reader: &Reader,
        segment: usize,
        keys: &HashSet<u64>,
    ) -> Result<Bits, IndexError> {
        let mut clauses = Bits::new(reader.searcher().segment_reader(segment as u32).max_doc());
        // The headings of a document stand side by side.
        let mut last = (0, keys.contains(&0));
        self.runs(reader, segment, |key, under| {
            if key != last.0 {
                last = (key, keys.contains(&key));
            }
            if last.1 {
                clauses.insert_all(under);
            }
        })?;
        Ok(clauses)
    }

    /// Shows the clauses under each heading to `each`, in order, with the key of their document.
    ///
    /// # Errors
    /// [`IndexError::Engine`] when the postings cannot be read.
    pub fn runs(
        &self,
        reader: &Reader,
        segment: usize,
        mut each: impl FnMut(u64, Range<u32>),
    ) -> Result<(), IndexError> {
        Self::blocks(reader, segment, |headings| {
            for &heading in headings {
                each(self.columns.document(heading), self.under(heading));
            }
        })
    }

    /// Shows all headings of a segment to `each`, in order, some at a time.
    fn blocks(
        reader: &Reader,
        segment: usize,
        mut each: impl FnMut(&[u32]),
    ) -> Result<(), IndexError> {
        let term = Term::from_field_text(reader.fields().entry, entry_kind::HEADING);
        let segment = reader.searcher().segment_reader(segment as u32);
        let inverted = segment.inverted_index(term.field())?;
        if let Some(info) = inverted.get_term_info(&term).map_err(TantivyError::from)? {
            for_each_block(&inverted, &info, IndexRecordOption::Basic, |block| {
                each(block.docs());
            })?;
        }
        Ok(())
    }
}
