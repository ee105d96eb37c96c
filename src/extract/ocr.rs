//! Pictures of text, read by `tesseract` where it is installed and asked for.

use super::Options;
use super::tools::{Failed, run};

/// The lines `tesseract` reads in a picture. They are those of a machine; the caller marks them.
///
/// # Errors
/// Which program is missing or failed.
pub fn lines(picture: &[u8], options: &Options) -> Result<Vec<String>, Failed> {
    let program = options.tesseract.as_deref().unwrap_or("tesseract");
    let arguments = ["stdin", "stdout", "-l", "chi_sim", "--psm", "6"];
    let text = run(program, &arguments, picture, options)?;
    let text = String::from_utf8_lossy(&text);
    Ok(text
        .lines()
        .map(between_hanzi)
        .filter(|line| !line.is_empty())
        .collect())
}

/// A line without the blanks that recognition puts between Chinese characters.
fn between_hanzi(line: &str) -> String {
    let mut out = String::new();
    let mut chars = line.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let wide = |c: char| !c.is_ascii();
        if c == ' '
            && out.chars().next_back().is_some_and(wide)
            && chars.peek().copied().is_some_and(wide)
        {
            continue;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_hanzi_go_and_those_of_words_stay() {
        assert_eq!(between_hanzi(" 第 一 条 AB CD 甲 "), "第一条 AB CD 甲");
    }
}
