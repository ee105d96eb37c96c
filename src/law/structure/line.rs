//! Physical lines: what is text, what is a mark of Markdown or of a page, and what label leads.

use std::borrow::Cow;

use super::label::{Label, label};

/// What a line is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Nothing but blanks.
    Blank,
    /// Stands in no clause: comment, page mark, running head, rule.
    Noise,
    /// Text.
    Text,
}

/// One physical line.
#[derive(Clone, Debug)]
pub struct Line<'t> {
    /// 1-based number in the file.
    pub number: u32,
    /// Byte offset of `raw` in the file's text.
    pub start: usize,
    /// The line as it stands, without its line end.
    pub raw: &'t str,
    /// First byte of the text proper in `raw`: after blanks and Markdown marks.
    pub from: usize,
    /// One past its last byte.
    pub to: usize,
    /// Whether `**` stands inside the text proper (noise).
    pub bold_inside: bool,
    /// Depth of the Markdown heading, 0 for none.
    pub depth: u8,
    /// Use.
    pub used: Use,
    /// The label that leads the line.
    pub label: Option<Label>,
}

impl<'t> Line<'t> {
    /// The text proper, marks of emphasis removed.
    pub fn text(&self) -> Cow<'t, str> {
        let text = &self.raw[self.from..self.to];
        if self.bold_inside {
            Cow::Owned(text.replace("**", ""))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// The blanks U+3000 that set a paragraph in, as printed.
    pub fn indent(&self) -> &'t str {
        let lead = &self.raw[..self.from];
        let at = lead.find('\u{3000}').unwrap_or(lead.len());
        let end = lead[at..]
            .find(|c| c != '\u{3000}')
            .map_or(lead.len(), |n| at + n);
        &lead[at..end]
    }

    /// Whether the line has text for a clause.
    pub fn is_text(&self) -> bool {
        self.used == Use::Text
    }

    /// Number of code points of the text proper.
    pub fn width(&self) -> usize {
        self.raw[self.from..self.to].chars().count()
    }

    /// Byte ranges in the file's text that stand in no clause because of their form: the marks of
    /// Markdown of a text line, the whole of a noise line.
    pub fn noise(&self, out: &mut Vec<(usize, usize)>) {
        match self.used {
            Use::Blank => {}
            Use::Noise => {
                let trimmed = self.raw.trim();
                if !trimmed.is_empty() {
                    let at = self.start + (self.raw.len() - self.raw.trim_start().len());
                    out.push((at, at + trimmed.len()));
                }
            }
            Use::Text => {
                let lead = &self.raw[..self.from];
                if !lead.trim().is_empty() {
                    out.push((self.start, self.start + self.from));
                }
                if self.bold_inside {
                    let text = &self.raw[self.from..self.to];
                    let mut at = 0;
                    while let Some(found) = text[at..].find("**") {
                        let from = self.start + self.from + at + found;
                        out.push((from, from + 2));
                        at += found + 2;
                    }
                }
                if !self.raw[self.to..].trim().is_empty() {
                    out.push((self.start + self.to, self.start + self.raw.len()));
                }
            }
        }
    }
}

/// Whether `c` is a blank that may stand anywhere in Chinese text.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' | '\u{ad}'
        )
}

/// Cuts a text into lines and recognises each line by itself.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::with_capacity(text.len() / 60 + 1);
    let mut start = 0;
    let mut comment = false;
    for (index, raw) in text.split('\n').enumerate() {
        out.push(line(raw, start, index as u32 + 1, &mut comment));
        start += raw.len() + 1;
    }
    running_heads(&mut out);
    out
}

fn line<'t>(raw: &'t str, start: usize, number: u32, comment: &mut bool) -> Line<'t> {
    let mut line = Line {
        number,
        start,
        raw,
        from: 0,
        to: raw.len(),
        bold_inside: false,
        depth: 0,
        used: Use::Text,
        label: None,
    };
    let trimmed = raw.trim_matches(is_blank);
    if trimmed.is_empty() {
        line.used = Use::Blank;
        (line.from, line.to) = (0, 0);
        return line;
    }
    line.from = raw.len() - raw.trim_start_matches(is_blank).len();
    line.to = line.from + trimmed.len();
    if *comment || trimmed.starts_with("<!--") {
        // A comment over several lines ends with its mark; an unclosed one only takes its line.
        let closed = trimmed.contains("-->");
        if *comment || closed || trimmed == "<!--" {
            *comment = !closed;
            line.used = Use::Noise;
            return line;
        }
    }
    marks(&mut line);
    if line.from >= line.to || is_page_mark(trimmed) || is_rule(trimmed) {
        line.used = Use::Noise;
        return line;
    }
    line.label = label(&raw[line.from..line.to]);
    list_mark(&mut line);
    line
}

/// Takes off `#` of headings, `>` of quotes and `**` of emphasis.
fn marks(line: &mut Line<'_>) {
    let raw = line.raw;
    let first = raw.as_bytes()[line.from];
    if !matches!(first, b'#' | b'*' | b'>') && !raw[line.from..line.to].contains("**") {
        return;
    }
    let skip = |line: &mut Line<'_>| {
        let rest = &raw[line.from..line.to];
        line.from = line.to - rest.trim_start_matches(is_blank).len();
    };
    if first == b'>' {
        line.from += 1;
        skip(line);
    }
    let rest = &raw[line.from..line.to];
    let hashes = rest.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&hashes)
        && rest[hashes..]
            .chars()
            .next()
            .is_none_or(|c| is_blank(c) || !c.is_ascii())
    {
        line.depth = hashes as u8;
        line.from += hashes;
        skip(line);
        let rest = raw[line.from..line.to]
            .trim_end_matches('#')
            .trim_end_matches(is_blank);
        line.to = line.from + rest.len();
    }
    let stars = raw[line.from..line.to].matches("**").count();
    if stars >= 2 && stars.is_multiple_of(2) {
        if raw[line.from..line.to].starts_with("**") {
            line.from += 2;
            skip(line);
        }
        if raw[line.from..line.to].ends_with("**") {
            let rest = raw[line.from..line.to - 2].trim_end_matches(is_blank);
            line.to = line.from + rest.len();
        }
        line.bold_inside = raw[line.from..line.to].contains("**");
    }
}

/// Takes off a list mark that stands before a label: `- 3. …`, `* （一）…`, `3. 第一条 …`.
fn list_mark(line: &mut Line<'_>) {
    if line.label.is_some() {
        return;
    }
    let rest = &line.raw[line.from..line.to];
    let Some(after) = rest.strip_prefix(['-', '*', '+', '•']) else {
        return;
    };
    let text = after.trim_start_matches(is_blank);
    if let (true, Some(label)) = (text.len() < after.len(), label(text)) {
        line.from = line.to - text.len();
        line.label = Some(label);
    }
}

/// `— 2 —`, `- 3 -`, `第 2 页 共 5 页`, `2 / 5`, `－３－`.
fn is_page_mark(text: &str) -> bool {
    if text.len() > 60 || !text.chars().any(char::is_numeric) {
        return false;
    }
    let dash = |c: char| {
        matches!(
            c,
            '-' | '—' | '–' | '－' | '―' | '─' | '·' | '•' | '~' | '～'
        )
    };
    let digits = |s: &str| !s.is_empty() && s.chars().count() <= 4 && s.chars().all(numeric);
    let core: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let inner = core.trim_matches(dash);
    if inner.len() < core.len() && core.starts_with(dash) && core.ends_with(dash) && digits(inner) {
        return true;
    }
    let pages = |s: &str| {
        s.strip_prefix('第')
            .and_then(|s| s.strip_suffix('页'))
            .is_some_and(digits)
    };
    match core.split_once("页") {
        Some((head, tail)) => {
            let head = format!("{head}页");
            let tail = tail.trim_start_matches(['，', ',', '/', '／']);
            pages(&head)
                && (tail.is_empty()
                    || tail
                        .strip_prefix('共')
                        .and_then(|s| s.strip_suffix('页'))
                        .is_some_and(digits))
        }
        None => false,
    }
}

fn numeric(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// `---`, `***`, `___`, `======`: a rule; `| --- | --- |`: the rule of a Markdown table.
fn is_rule(text: &str) -> bool {
    if text.starts_with('|') && text.contains("--") {
        return text
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':') || is_blank(c));
    }
    text.chars().count() >= 3
        && text
            .chars()
            .all(|c| matches!(c, '-' | '*' | '_' | '=' | '─' | '━' | '—' | '－') || is_blank(c))
}

/// Marks lines as running heads that are repeated beside page marks.
fn running_heads(lines: &mut [Line<'_>]) {
    let page: Vec<usize> = (0..lines.len())
        .filter(|&i| lines[i].used == Use::Noise && is_page_mark(lines[i].raw.trim()))
        .collect();
    if page.len() < 3 {
        return;
    }
    let mut seen = std::collections::HashMap::<&str, Vec<usize>>::new();
    for &at in &page {
        let before = (0..at).rev().take(3).find(|&i| lines[i].is_text());
        let after = (at + 1..lines.len()).take(3).find(|&i| lines[i].is_text());
        for i in [before, after].into_iter().flatten() {
            let text = lines[i].raw.trim();
            if text.chars().count() <= 40 && lines[i].label.is_none() {
                seen.entry(text).or_default().push(i);
            }
        }
    }
    let heads: Vec<usize> = seen
        .into_values()
        .filter(|at| at.len() >= 3 && at.len() * 2 >= page.len())
        .flatten()
        .collect();
    for at in heads {
        lines[at].used = Use::Noise;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(Use, String, u8)> {
        lines(text)
            .iter()
            .map(|l| {
                (
                    l.used,
                    if l.is_text() {
                        l.text().into_owned()
                    } else {
                        String::new()
                    },
                    l.depth,
                )
            })
            .collect()
    }

    #[test]
    fn marks_of_markdown_are_no_text() {
        assert_eq!(
            texts("## 第一章 总则 ##")[0],
            (Use::Text, "第一章 总则".to_owned(), 2)
        );
        assert_eq!(texts("**第一条** 为了**管理**")[0].1, "第一条 为了管理");
        assert_eq!(texts("- 3. 建立台账")[0].1, "3. 建立台账");
        assert_eq!(texts("- 建立台账")[0].1, "- 建立台账");
        assert_eq!(texts("#1号机组")[0].1, "#1号机组");
        let line = &lines("　　**甲**：乙 ")[0];
        assert_eq!((line.text().as_ref(), line.indent()), ("甲：乙", "　　"));
    }

    #[test]
    fn page_marks_rules_and_comments_are_noise() {
        for noise in [
            "— 2 —",
            "- 3 -",
            "－４－",
            "第 2 页 共 5 页",
            "第3页",
            "---",
            "<!-- INFO END -->",
            "| --- | :-: |",
        ] {
            assert_eq!(lines(noise)[0].used, Use::Noise, "{noise}");
        }
        for text in ["2021", "- 3 - 4", "第二页规定", "一", "3.15"] {
            assert_eq!(lines(text)[0].used, Use::Text, "{text}");
        }
        let comment = texts("<!--\n甲\n-->\n乙");
        assert_eq!(
            comment.iter().map(|l| l.0).collect::<Vec<_>>(),
            [Use::Noise, Use::Noise, Use::Noise, Use::Text]
        );
    }

    #[test]
    fn heads_that_run_over_every_page_are_noise() {
        let page = |n: u32| format!("韶州市科技规划\n正文第{n}段到此。\n— {n} —\n");
        let text: String = (1..5).map(page).collect();
        let found = lines(&text);
        assert!(
            found
                .iter()
                .filter(|l| l.raw == "韶州市科技规划")
                .skip(1)
                .all(|l| l.used == Use::Noise)
        );
        assert!(
            found
                .iter()
                .filter(|l| l.raw.starts_with("正文"))
                .all(Line::is_text)
        );
    }
}
