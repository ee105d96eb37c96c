//! Decides how a file is read.

use std::path::Path;

use super::{ExtractError, RawText, plain};

/// Largest file that is read, in bytes. A regulation of this size does not exist; a scan or a dump does.
pub const MAX_FILE: u64 = 64 << 20;

/// Extensions of files that are looked at.
const EXTENSIONS: [&str; 4] = ["txt", "text", "md", "markdown"];

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
}

/// Whether a file of this name is indexed at all.
pub fn is_supported(path: &Path) -> bool {
    extension(path).is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// The text of a file.
///
/// # Errors
/// [`ExtractError`] with reason and hint for staff.
pub fn extract(bytes: &[u8], path: &Path) -> Result<RawText, ExtractError> {
    plain::read(bytes, extension(path).as_deref())
}
