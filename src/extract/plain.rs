//! Plain text and Markdown.

use super::{ExtractError, RawText};

/// Reads a text file; `extension` (without dot, any case) only decides between `txt` and `md`.
pub fn read(bytes: &[u8], extension: Option<&str>) -> Result<RawText, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ExtractError::Undecodable)?;
    let format = if extension.is_some_and(|e| e.eq_ignore_ascii_case("md")) { "md" } else { "txt" };
    Ok(RawText { text: text.to_owned(), format: format.to_owned(), ..RawText::default() })
}
