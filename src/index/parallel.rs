//! Work on the segments of a large index on all cores.

use rayon::prelude::*;

use super::error::IndexError;
use super::reader::Reader;

/// Entries from which the segments are shared among threads; below it starting them takes longer than the work.
const LARGE: u64 = 400_000;

/// Calls `each` with every segment's number and returns what it gives, in the order of segments. `prepare` makes what a
/// thread needs for all its segments.
///
/// # Errors
/// The first one of `each`.
pub fn across_segments<S, T: Send>(
    reader: &Reader,
    prepare: impl Fn() -> S + Sync + Send,
    each: impl Fn(&mut S, usize) -> Result<T, IndexError> + Sync + Send,
) -> Result<Vec<T>, IndexError> {
    let segments = reader.searcher().segment_readers();
    let entries: u64 = segments
        .iter()
        .map(|segment| u64::from(segment.max_doc()))
        .sum();
    if segments.len() < 2 || entries < LARGE {
        let mut state = prepare();
        return (0..segments.len())
            .map(|segment| each(&mut state, segment))
            .collect();
    }
    (0..segments.len())
        .into_par_iter()
        .map_init(prepare, each)
        .collect()
}
