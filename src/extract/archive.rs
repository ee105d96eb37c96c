//! Zip archives.
use super::{ExtractError, RawText, Options};
pub fn read(_: &[u8], _: &Options, _: u8) -> Result<RawText, ExtractError> { Err(ExtractError::Empty) }
