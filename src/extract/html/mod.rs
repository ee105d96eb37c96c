//! Web pages: the document on a page of a government site, its tables, and what the page says of it.
//!
//! Own tokeniser and arena instead of an HTML5 parser: linear in time, bounded in depth, no recursion,
//! nothing to run in a worker. Scripts, frames, links and pictures are never followed.

mod content;
mod entity;
mod mht;
mod render;
mod tokens;
mod tree;

use super::limits::Limits;
use super::{ExtractError, RawText};
use crate::text::encoding;

/// Reads a web page.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<RawText, ExtractError> {
    let decoded = encoding::decode(bytes).ok_or(ExtractError::Undecodable)?;
    let tags = memchr::memchr_iter(b'<', decoded.text.as_bytes()).count();
    if tags > limits.elements {
        return Err(ExtractError::Bomb(format!(
            "网页元素超过 {} 个",
            limits.elements
        )));
    }
    let mut raw = page(&decoded.text);
    raw.encoding = Some(decoded.encoding.to_owned());
    if decoded.damaged > 0 {
        raw.degrade(format!(
            "有 {} 处文字无法解码，以 \u{fffd} 代替",
            decoded.damaged
        ));
    }
    if raw.text.trim().is_empty() {
        return Err(ExtractError::Empty);
    }
    Ok(raw)
}

/// Reads a web page saved with its parts.
pub fn read_mht(bytes: &[u8], limits: &Limits) -> Result<RawText, ExtractError> {
    let html = mht::html(bytes).ok_or_else(|| ExtractError::corrupt("MHT 文件中没有网页正文"))?;
    let mut raw = read(&html, limits)?;
    "mht".clone_into(&mut raw.format);
    Ok(raw)
}

/// The lines of a fragment without furniture, as an office document embeds it: HTML, MHT.
#[cfg(feature = "office")]
pub fn embedded(bytes: &[u8]) -> Option<Vec<String>> {
    let unpacked = mht::html(bytes);
    let html = unpacked.as_deref().unwrap_or(bytes);
    let decoded = encoding::decode(html)?;
    Some(render::lines(
        &tree::Page::parse(&decoded.text),
        0,
        |_, _| false,
    ))
}

fn page(text: &str) -> RawText {
    let page = tree::Page::parse(text);
    let found = content::content(&page);
    let meta = content::claims(&page);
    let mut lines = found.lines;
    let mut warnings = Vec::new();
    if !found.known && !lines.is_empty() {
        warnings.push("网页结构未知，正文范围按文字密度判断，可能多取或少取".to_owned());
    }
    let claim = |name: &str| {
        meta.iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    if let Some(title) = claim("ArticleTitle")
        .or_else(|| claim("标题"))
        .filter(|_| !lines.is_empty())
    {
        // The title stands above the container on most sites; it belongs to the document.
        let fold = |line: &str| {
            line.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        let wanted = fold(title);
        // It may be broken over several lines.
        let head = fold(&lines.iter().take(8).map(String::as_str).collect::<String>());
        if !wanted.is_empty() && !head.contains(&wanted) {
            lines.insert(0, title.to_owned());
        }
    }
    let mut text = lines.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    RawText {
        text,
        format: "html".to_owned(),
        meta,
        warnings,
        ..RawText::default()
    }
}

#[cfg(test)]
mod tests;
