//! OFD.
use super::{ExtractError, RawText, limits::Limits};
pub fn read(_: &[u8], _: &Limits) -> Result<RawText, ExtractError> { Err(ExtractError::Empty) }
