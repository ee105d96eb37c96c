//! Lines of a page to paragraphs.

use super::rows::median;

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Characters.
    pub text: String,
    /// Left end.
    pub x0: f64,
    /// Right end.
    pub x1: f64,
    /// Base line.
    pub y: f64,
    /// Size of its characters.
    pub size: f64,
    /// Left edge of its column.
    pub left: f64,
    /// Right edge of its column.
    pub right: f64,
    /// Height of the page.
    pub height: f64,
    /// Page from 1.
    pub page: u32,
    /// Whether it is a row of a table.
    pub table: bool,
}

/// Puts lines that go on in the next one together, also over page breaks.
pub fn paragraphs(mut pages: Vec<Vec<Line>>) -> Vec<(String, u32)> {
    widen(&mut pages);
    let pitch = pitch(&pages);
    let lines: Vec<Line> = pages.into_iter().flatten().collect();
    let indented = indented(&lines);
    let mut out: Vec<(String, u32)> = Vec::new();
    let mut previous: Option<&Line> = None;
    for line in &lines {
        let goes_on = previous.is_some_and(|previous| joins(previous, line, pitch, indented));
        match out.last_mut() {
            Some((text, _)) if goes_on => {
                let letters = text
                    .chars()
                    .next_back()
                    .is_some_and(|c| c.is_ascii_alphanumeric())
                    && line
                        .text
                        .chars()
                        .next()
                        .is_some_and(|c| c.is_ascii_alphanumeric());
                if letters
                    && line
                        .text
                        .chars()
                        .next()
                        .is_some_and(|c| c.is_ascii_alphabetic())
                {
                    text.push(' ');
                }
                text.push_str(&line.text);
            }
            _ => out.push((line.text.clone(), line.page)),
        }
        previous = Some(line);
    }
    out
}

/// A page with few lines says little of its edges: pages with the same left edge share the widest.
fn widen(pages: &mut [Vec<Line>]) {
    let full = |page: &[Line]| page.iter().filter(|line| !line.table).count() >= 8;
    let edges: Vec<(f64, f64)> = pages
        .iter()
        .filter(|page| full(page))
        .filter_map(|page| page.first())
        .map(|line| (line.left, line.right))
        .collect();
    let (Some(left), Some(right)) = (
        median(edges.iter().map(|edge| edge.0)),
        median(edges.iter().map(|edge| edge.1)),
    ) else {
        return;
    };
    for page in pages.iter_mut().filter(|page| !full(page)) {
        for line in page.iter_mut() {
            if line.right <= right + line.size && line.left >= left - line.size {
                line.left = left;
                line.right = right;
            }
        }
    }
}

/// The usual distance of lines, in sizes.
fn pitch(pages: &[Vec<Line>]) -> f64 {
    let gaps = pages
        .iter()
        .flat_map(|page| page.windows(2))
        .filter_map(|pair| {
            let gap = (pair[1].y - pair[0].y) / pair[0].size.max(0.1);
            (gap > 0.5 && gap < 4.0).then_some(gap)
        });
    median(gaps).unwrap_or(1.6)
}

/// Whether paragraphs begin with an indent in this document.
fn indented(lines: &[Line]) -> bool {
    let text = lines.iter().filter(|line| !line.table);
    let (mut all, mut inset) = (0usize, 0usize);
    for line in text {
        all += 1;
        let indent = (line.x0 - line.left) / line.size.max(0.1);
        inset += usize::from((1.2..3.2).contains(&indent) && line.x1 > line.left + 8.0 * line.size);
    }
    inset * 10 >= all
}

/// Inset, in sizes, beyond which a line does not begin as lines of running text do.
const DEEP: f64 = 4.0;

/// Whether `next` goes on with the paragraph of `line`.
fn joins(line: &Line, next: &Line, pitch: f64, indented: bool) -> bool {
    if line.table || next.table || (line.size - next.size).abs() > 0.15 * line.size.max(next.size) {
        return false;
    }
    let size = line.size.max(0.1);
    // A word of letters that does not fit is carried over whole.
    let word = next.text.chars().take_while(char::is_ascii_graphic).count() as f64 * 0.55;
    let full = line.x1 >= line.right - (1.7 + word.min(20.0)) * size;
    if !full {
        return false;
    }
    // Nothing goes on where it does not begin a line: in a signature on the right, in a title in the
    // middle. Two lines may stand inside together: a hanging list, a long title.
    let inside = |line: &Line| (line.x0 - line.left) / size > DEEP;
    if inside(line) || inside(next) {
        let hanging = (line.x0 - next.x0).abs() < 0.5 * size && line.x1 - line.x0 > 10.0 * size;
        let middle = |line: &Line| f64::midpoint(line.x0, line.x1);
        let centred = line.page == next.page && (middle(line) - middle(next)).abs() < size;
        if !hanging && (inside(line) || !centred) {
            return false;
        }
    }
    let gap = (next.y - line.y) / size;
    let same_column = line.page == next.page && gap > 0.0;
    if same_column && gap > pitch * 2.2 {
        return false;
    }
    let ended = line
        .text
        .trim_end()
        .ends_with(['。', '；', '：', '！', '？', ';', ':', '!', '?']);
    let inset = (next.x0 - next.left) / size > 1.2;
    let label = begins_with_label(&next.text);
    if !ended {
        // 依照本法 / 第四十条的规定: a label that does not begin a line of its own.
        return !(label && inset);
    }
    if label || inset {
        return false;
    }
    if same_column && gap > pitch * 1.25 {
        return false;
    }
    // Without indents the end of a sentence at the end of a full line may be either; with them it is
    // none of a paragraph.
    indented || line.x1 < line.right - 0.3 * size || !same_column || gap <= pitch * 1.1
}

/// Whether a line begins with 第…条, （一）, 一、, 1. and the like.
fn begins_with_label(text: &str) -> bool {
    let text = text.trim_start();
    let number = |c: char| {
        c.is_ascii_digit()
            || "一二三四五六七八九十百千零〇两".contains(c)
            || ('０'..='９').contains(&c)
    };
    if let Some(rest) = text.strip_prefix('第') {
        let after = rest.trim_start_matches(|c: char| number(c) || c == ' ');
        return after.len() < rest.len() && after.starts_with(['条', '章', '节', '编', '款', '项']);
    }
    if let Some(rest) = text.strip_prefix(['（', '(', '〔', '【']) {
        let after = rest.trim_start_matches(number);
        return after.len() < rest.len() && after.starts_with(['）', ')', '〕', '】']);
    }
    let after = text.trim_start_matches(number);
    if after.len() < text.len()
        && let Some(rest) = after.strip_prefix(['、', '.', '．'])
    {
        return after.starts_with('、') || !rest.starts_with(|c: char| c.is_ascii_digit());
    }
    text.starts_with("附件")
        || text
            .chars()
            .next()
            .is_some_and(|c| ('①'..='⒛').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for text in [
            "第一条 甲",
            "第 12 条",
            "（一）甲",
            "(1)甲",
            "一、甲",
            "1.甲",
            "１．甲",
            "①甲",
            "附件1",
        ] {
            assert!(begins_with_label(text), "{text}");
        }
        for text in ["第三方", "一般", "2021年", "1.5倍", "（试行）", ""] {
            assert!(!begins_with_label(text), "{text}");
        }
    }
}
