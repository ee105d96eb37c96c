//! Work on the segments of a large index on all cores.

use rayon::prelude::*;

use super::error::IndexError;
use super::reader::Reader;

/// Postings or entries to be gone through from which the segments are shared among threads; below it starting them
/// takes longer than the work.
const LARGE: u64 = 300_000;

/// Calls `each` with every segment's number and returns what it gives, in the order of segments. `prepare` makes what a
/// thread needs for all its segments; `work` is about how many postings or entries are gone through.
///
/// # Errors
/// The first one of `each`.
pub fn across_segments<S, T: Send>(
    reader: &Reader,
    work: u64,
    prepare: impl Fn() -> S + Sync + Send,
    each: impl Fn(&mut S, usize) -> Result<T, IndexError> + Sync + Send,
) -> Result<Vec<T>, IndexError> {
    let segments = reader.searcher().segment_readers().len();
    if segments < 2 || work < LARGE {
        let mut state = prepare();
        return (0..segments)
            .map(|segment| each(&mut state, segment))
            .collect();
    }
    (0..segments)
        .into_par_iter()
        .map_init(prepare, each)
        .collect()
}

/// The number of entries of all segments, deleted ones among them.
pub fn entries(reader: &Reader) -> u64 {
    let segments = reader.searcher().segment_readers();
    segments
        .iter()
        .map(|segment| u64::from(segment.max_doc()))
        .sum()
}
