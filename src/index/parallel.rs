//! Work on a large index on all cores.

use std::ops::Range;

use rayon::prelude::*;
use tantivy::SegmentReader;

use super::error::IndexError;
use super::reader::Reader;

/// Postings or entries to be gone through from which the segments are shared among threads; below it starting them
/// takes longer than the work.
const LARGE: u64 = 300_000;

/// Entries of a part begin at a multiple of this, and it has no fewer, so that whoever takes entries in windows cuts none.
const PART: u32 = 1 << 14;

/// Calls `each` with every segment's number and returns what it gives, in the order of segments. `work` is about how many
/// postings or entries are gone through.
///
/// # Errors
/// The first one of `each`.
pub fn across_segments<T: Send>(
    reader: &Reader,
    work: u64,
    each: impl Fn(usize) -> Result<T, IndexError> + Sync + Send,
) -> Result<Vec<T>, IndexError> {
    let segments: Vec<usize> = (0..reader.searcher().segment_readers().len()).collect();
    across(&segments, work, |&segment| each(segment))
}

/// Calls `each` with every item and returns what it gives, in the same order. `work` is about how many postings or
/// entries are gone through.
///
/// # Errors
/// The first one of `each`.
pub fn across<I: Sync, T: Send>(
    items: &[I],
    work: u64,
    each: impl Fn(&I) -> Result<T, IndexError> + Sync + Send,
) -> Result<Vec<T>, IndexError> {
    if items.len() < 2 || work < LARGE {
        return items.iter().map(each).collect();
    }
    items.par_iter().map(each).collect()
}

/// Some entries of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Number of the segment.
    pub segment: usize,
    /// The entries.
    pub entries: Range<u32>,
}

/// Calls `each` with all entries of all segments, large ones cut into parts, and returns what it gives, in the order of
/// entries. `prepare` makes what a thread needs for all its parts; `work` is about how many postings or entries are gone
/// through.
///
/// # Errors
/// The first one of `each`.
pub fn across_parts<S, T: Send>(
    reader: &Reader,
    work: u64,
    prepare: impl Fn() -> S + Sync + Send,
    each: impl Fn(&mut S, Part) -> Result<T, IndexError> + Sync + Send,
) -> Result<Vec<T>, IndexError> {
    let segments = reader.searcher().segment_readers().iter();
    let sizes: Vec<u32> = segments.map(SegmentReader::max_doc).collect();
    if work < LARGE {
        let mut state = prepare();
        return parts(&sizes, u32::MAX)
            .into_iter()
            .map(|part| each(&mut state, part))
            .collect();
    }
    // More parts would even out what is left to do, but a question looks up two hundred lists of postings in each.
    let pieces = rayon::current_num_threads() as u64;
    let size = entries(reader).div_ceil(pieces);
    parts(&sizes, u32::try_from(size).unwrap_or(u32::MAX))
        .into_par_iter()
        .map_init(prepare, each)
        .collect()
}

/// Cuts segments with so many entries into parts of about `size`.
fn parts(sizes: &[u32], size: u32) -> Vec<Part> {
    let size = size.max(PART) / PART * PART;
    let mut parts = Vec::new();
    for (segment, &entries) in sizes.iter().enumerate() {
        let mut from = 0;
        while from < entries {
            // What is left over for a part of its own goes with the one before.
            let rest = entries - from;
            let take = if rest / 2 < size { rest } else { size };
            parts.push(Part {
                segment,
                entries: from..from + take,
            });
            from += take;
        }
    }
    parts
}

/// The number of entries of all segments, deleted ones among them.
pub fn entries(reader: &Reader) -> u64 {
    let segments = reader.searcher().segment_readers();
    segments
        .iter()
        .map(|segment| u64::from(segment.max_doc()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_all_entries_in_order() {
        let sizes = [0, 1, PART, 5 * PART + 7, 3];
        for size in [1, PART, 2 * PART + 1, u32::MAX] {
            let parts = parts(&sizes, size);
            for (segment, &entries) in sizes.iter().enumerate() {
                let mut next = 0;
                for part in parts.iter().filter(|part| part.segment == segment) {
                    assert_eq!(part.entries.start, next);
                    assert!(part.entries.start.is_multiple_of(PART));
                    next = part.entries.end;
                }
                assert_eq!(next, entries);
            }
            assert!(parts.is_sorted_by_key(|part| (part.segment, part.entries.start)));
        }
        assert_eq!(parts(&sizes, PART).len(), 1 + 1 + 5 + 1);
        assert_eq!(parts(&sizes, u32::MAX).len(), 4);
    }
}
