//! Which lines that begin with `第N条` are articles, and which are broken citations.

use super::label::Mark;
use super::line::{Line, is_blank};

/// Words after `第N条` that go on with a sentence instead of beginning an article.
const CONTINUES: [&str; 22] = [
    "规定", "的", "第", "至", "到", "、", "，", ",", "和", "及", "或", "与", "以及", "所列",
    "所称", "中", "；", "。", "）", "》", "〉", ">",
];

/// Whether a text ends a sentence, so that what follows begins something new.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(is_blank).ends_with([
        '。', '；', '：', '！', '？', '”', '"', '」', '』', '）', ')', '】', ':', ';', '.', '…',
        '>', '》',
    ])
}

/// The articles among `lines`: indices, ascending.
pub fn articles(lines: &[Line<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut last: Option<(u32, u32)> = None;
    let mut before: Option<usize> = None;
    let mut headed = false;
    let mut quote = Quotes::new(lines);
    for (at, line) in lines.iter().enumerate() {
        if !line.is_text() {
            continue;
        }
        let inside = quote.inside(line);
        if let Some(label) = line.label.filter(|l| l.mark == Mark::Article)
            && !inside
        {
            let done = before.is_none_or(|b| {
                let previous = &lines[b];
                headed
                    || previous.depth > 0
                    || ends_sentence(&previous.raw[previous.from..previous.to])
            });
            if is_article(line, (label.number, label.sub), last, done) {
                found.push(at);
                last = Some((label.number, label.sub));
            }
        }
        // A heading, or the second line of one.
        let heading = line.label.is_some_and(|l| l.mark.is_heading()) && line.width() <= 40;
        headed = heading || (headed && line.label.is_none() && line.width() <= 30);
        before = Some(at);
    }
    found
}

fn is_article(line: &Line<'_>, number: (u32, u32), last: Option<(u32, u32)>, done: bool) -> bool {
    let Some(label) = line.label else {
        return false;
    };
    let rest = &line.raw[line.from + label.len..line.to];
    let blank = rest.starts_with(is_blank) || rest.is_empty();
    let rest = rest.trim_start_matches(is_blank);
    let continues = !blank && CONTINUES.iter().any(|w| rest.starts_with(w));
    let head = rest.starts_with(['（', '(', '【', '[', '：', ':', '*']);
    let (n, sub) = number;
    let expected = match last {
        None => n == 1 && sub == 0,
        Some((m, s)) => (n == m + 1 && sub == 0) || (n == m && sub == s + 1),
    };
    if expected {
        // `第十二条 规定的条件…` over a line break: a blank does not make an article of it.
        let citing = ["规定的", "规定，", "第一款", "第二款", "第三款", "第（"]
            .iter()
            .any(|w| rest.starts_with(w));
        return !(continues || (citing && !done));
    }
    if !done || continues {
        return false;
    }
    let step = last.map_or(0, |(m, _)| i64::from(n) - i64::from(m));
    blank || head || n == 1 || (1..=5).contains(&step) || last.is_none()
}

/// Follows quoted amendments (`第三条修改为：“第三条 …”`) so that their articles are not the document's.
pub struct Quotes {
    on: bool,
    open: bool,
    age: u32,
}

impl Quotes {
    /// Follows quotations if the lines amend something at all.
    pub fn new(lines: &[Line<'_>]) -> Self {
        let amends = |l: &Line<'_>| {
            l.raw.contains("修改为") || l.raw.contains("改为：") || l.raw.contains("增加一条")
        };
        Self {
            on: lines.iter().take(400).any(amends),
            open: false,
            age: 0,
        }
    }

    /// Whether the line begins inside a quotation.
    pub fn inside(&mut self, line: &Line<'_>) -> bool {
        if !self.on {
            return false;
        }
        if line
            .label
            .is_some_and(|l| matches!(l.mark, Mark::Han | Mark::Chapter | Mark::Part))
        {
            (self.open, self.age) = (false, 0);
        }
        let inside = self.open;
        for c in line.raw.chars() {
            match c {
                '“' => self.open = true,
                '”' => self.open = false,
                _ => {}
            }
        }
        // A mark that was never closed must not swallow the rest of the text.
        self.age = if self.open { self.age + 1 } else { 0 };
        if self.age > 40 {
            (self.open, self.age) = (false, 0);
        }
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::structure::line::lines;

    fn found(text: &str) -> Vec<usize> {
        articles(&lines(text)).into_iter().map(|i| i + 1).collect()
    }

    #[test]
    fn citations_broken_over_lines_are_no_articles() {
        assert_eq!(
            found("第一条 依照本办法\n第二条规定的条件。\n第二条 适用于本市。"),
            [1, 3]
        );
        assert_eq!(
            found("第一条 甲。\n第二条 违反本办法\n第一条、第二条的，处理。\n第三条 乙。"),
            [1, 2, 4]
        );
    }

    #[test]
    fn labels_without_a_blank_and_inserted_articles() {
        assert_eq!(
            found("第一条为了管理，制定本办法。\n第一条之一参照执行。\n第二条本办法适用于本市。"),
            [1, 2, 3]
        );
    }

    #[test]
    fn gaps_and_late_beginnings_need_a_clean_start() {
        assert_eq!(found("第八条 甲。\n第九条 乙。\n第十二条 丙。"), [1, 2, 3]);
        assert_eq!(found("第一条 甲。\n第二条 适用\n第九条 的规定。"), [1, 2]);
    }

    #[test]
    fn a_heading_over_two_lines_ends_before_its_articles() {
        assert_eq!(
            found("第一条 甲。\n第三章 审议报告、议案\n审查计划和预算\n第四条 乙。"),
            [1, 4]
        );
    }
}
