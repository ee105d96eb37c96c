//! Texts made of articles: 编, 章 and 节 head them, 款 and 项 stay inside them.

use super::block::{Block, compact, heading_text};
use super::label::Mark;
use super::line::Line;
use super::sequence::ends_sentence;
use crate::law::model::Level;

/// A heading that is open.
struct Open {
    rank: u8,
    text: String,
    /// Lines of the heading; they become a clause of their own when no clause stands below or when
    /// text of its own follows.
    lines: Vec<usize>,
    level: Level,
    label: String,
    used: bool,
}

/// Collects the clauses of lines `from..to`; `articles` are the lines that begin articles.
pub fn build(
    lines: &[Line<'_>],
    from: usize,
    to: usize,
    articles: &[usize],
    path: &[String],
) -> Vec<Block> {
    let mut out = Builder {
        lines,
        base: path.to_vec(),
        open: Vec::new(),
        blocks: Vec::new(),
        current: None,
    };
    let text: Vec<usize> = (from..to).filter(|&i| lines[i].is_text()).collect();
    let mut next_article = articles
        .iter()
        .copied()
        .skip_while(|&a| a < from)
        .peekable();
    let mut i = 0;
    while i < text.len() {
        let at = text[i];
        let line = &lines[at];
        if next_article.peek() == Some(&at) {
            next_article.next();
            out.article(at);
        } else if let Some(rank) = heading_rank(lines, &text, i, next_article.peek().copied()) {
            let mut own = vec![at];
            if let Some(next) = continuation(lines, &text, i) {
                own.push(next);
                i += 1;
            }
            out.heading(rank, own);
        } else if line.label.is_some_and(|l| l.mark == Mark::Annex)
            && next_article.peek().is_none()
            && out.current_done()
        {
            break;
        } else {
            out.text(at);
        }
        i += 1;
    }
    out.finish();
    let mut blocks = out.blocks;
    if i < text.len() {
        blocks.extend(super::annex::build(lines, text[i], to, path));
    }
    blocks
}

struct Builder<'a, 't> {
    lines: &'a [Line<'t>],
    base: Vec<String>,
    open: Vec<Open>,
    blocks: Vec<Block>,
    current: Option<Block>,
}

impl Builder<'_, '_> {
    fn path(&self) -> Vec<String> {
        self.base
            .iter()
            .cloned()
            .chain(self.open.iter().map(|o| o.text.clone()))
            .collect()
    }

    fn close(&mut self) {
        if let Some(block) = self.current.take() {
            self.blocks.push(block);
        }
    }

    fn current_done(&self) -> bool {
        self.current
            .as_ref()
            .and_then(|b| b.lines.last())
            .is_none_or(|&l| {
                ends_sentence(&self.lines[l].raw[self.lines[l].from..self.lines[l].to])
            })
    }

    fn article(&mut self, at: usize) {
        self.close();
        for open in &mut self.open {
            open.used = true;
        }
        let line = &self.lines[at];
        let (label, rest) = split_label(line);
        let mut block = Block::new(Level::Article, label, &self.path()).with([at]);
        block.heading = annotated_head(&rest);
        self.current = Some(block);
    }

    /// Closes headings of this rank and below; those that head nothing become clauses.
    fn pop(&mut self, rank: u8) {
        while self.open.last().is_some_and(|o| o.rank >= rank) {
            if let Some(open) = self.open.pop()
                && !open.used
            {
                let path = self.path();
                for above in &mut self.open {
                    above.used = true;
                }
                self.blocks
                    .push(Block::new(open.level, open.label, &path).with(open.lines));
            }
        }
    }

    fn heading(&mut self, rank: u8, own: Vec<usize>) {
        self.close();
        self.pop(rank);
        let text = own
            .iter()
            .map(|&l| self.lines[l].text())
            .collect::<Vec<_>>()
            .join(" ");
        let first = &self.lines[own[0]];
        let label = match first.label {
            Some(_) => split_label(first).0,
            None => compact(&text),
        };
        let level = match first.label.map(|l| l.mark) {
            Some(Mark::Part | Mark::SubPart) => Level::Part,
            Some(Mark::Section) => Level::Section,
            Some(Mark::Han | Mark::HanParen | Mark::Digit | Mark::DigitParen) => Level::Numbered,
            None if matches!(label.as_str(), "序言" | "前言" | "引言") => Level::Preamble,
            _ => Level::Chapter,
        };
        self.open.push(Open {
            rank,
            text: heading_text(&text),
            lines: own,
            level,
            label,
            used: false,
        });
    }

    fn text(&mut self, at: usize) {
        if self.current.is_none() {
            // Text of its own under a heading: the heading becomes a clause that begins with it.
            match self.open.last_mut() {
                Some(open) => {
                    let (level, label) = (open.level, open.label.clone());
                    let own = if open.used {
                        Vec::new()
                    } else {
                        open.lines.clone()
                    };
                    open.used = true;
                    let mut path = self.path();
                    path.pop();
                    for above in &mut self.open {
                        above.used = true;
                    }
                    self.current = Some(Block::new(level, label, &path).with(own));
                }
                None => self.current = Some(Block::new(Level::Preamble, "前言", &self.base)),
            }
        }
        if let Some(block) = &mut self.current {
            block.lines.push(at);
        }
    }

    fn finish(&mut self) {
        self.close();
        self.pop(0);
    }
}

/// Label without blanks, and the text after it.
pub fn split_label(line: &Line<'_>) -> (String, String) {
    let text = &line.raw[line.from..line.to];
    let len = line.label.map_or(0, |l| l.len);
    (compact(&text[..len]), text[len..].replace("**", ""))
}

/// `第二条 （适用范围）`, `第二条 【适用范围】…`: the head that is no part of the sentence.
fn annotated_head(rest: &str) -> Option<String> {
    let rest = rest.trim();
    for (open, close) in [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']')] {
        if let Some(inner) = rest.strip_prefix(open) {
            let (head, after) = inner.split_once(close)?;
            let short = (2..=24).contains(&head.chars().count());
            return (short && (after.is_empty() || !after.starts_with(['、', '，'])))
                .then(|| head.to_owned());
        }
    }
    None
}

/// Whether a line can be a heading by its form: short and without the end of a sentence.
pub fn heading_form(line: &Line<'_>) -> bool {
    let text = &line.raw[line.from..line.to];
    text.len() <= 240
        && line.width() <= 50
        && !text.ends_with(['。', '；', '，', ';', ',', '：', ':', '、'])
        && !text.contains('。')
}

/// The rank of a heading in a text of articles (0 = outermost), `None` for text.
fn heading_rank(
    lines: &[Line<'_>],
    text: &[usize],
    i: usize,
    next_article: Option<usize>,
) -> Option<u8> {
    let line = &lines[text[i]];
    if !heading_form(line) {
        return None;
    }
    let words = compact(&line.raw[line.from..line.to]);
    let bare = matches!(
        words.as_str(),
        "总则" | "分则" | "附则" | "序言" | "前言" | "引言"
    );
    let next = text.get(i + 1).copied();
    let leads = (next.is_some() && next == next_article)
        || next.is_some_and(|n| {
            lines[n].label.is_some_and(|l| l.mark.is_heading()) && heading_form(&lines[n])
        });
    match line.label.map(|l| l.mark) {
        Some(mark) if mark.is_heading() => {
            let label = line.label?;
            let rest = &line.raw[line.from + label.len..line.to];
            let cites = ["的", "规定", "、", "，", "第", "和", "至", "所", "中"]
                .iter()
                .any(|w| rest.starts_with(w));
            (!cites).then_some(mark as u8)
        }
        Some(Mark::Han) if line.depth > 0 || leads => Some(4),
        Some(Mark::HanParen) if line.depth > 0 || leads => Some(5),
        // 总则 and 分则 of a code head chapters; where articles follow at once the label was lost.
        None if bare && (line.depth > 0 || leads || i == 0) => {
            let over = matches!(words.as_str(), "总则" | "分则") && next != next_article;
            Some(if over || words == "附则" {
                Mark::Part as u8
            } else {
                Mark::Chapter as u8
            })
        }
        None if line.depth > 2 => Some(6),
        None if line.depth > 0 => Some(Mark::Chapter as u8),
        // A chapter whose label was lost: short, Chinese only, between a finished text and an article.
        None if next.is_some()
            && next == next_article
            && line.width() <= 16
            && i > 0
            && ends_sentence(lines[text[i - 1]].raw)
            && words
                .chars()
                .all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '、')) =>
        {
            Some(Mark::Chapter as u8)
        }
        _ => None,
    }
}

/// The line that goes on with a heading of which only the label stands on its line.
fn continuation(lines: &[Line<'_>], text: &[usize], i: usize) -> Option<usize> {
    let line = &lines[text[i]];
    let label = line.label?;
    if !line.raw[line.from + label.len..line.to].trim().is_empty() {
        return None;
    }
    let next = *text.get(i + 1)?;
    let follows = &lines[next];
    (follows.label.is_none() && heading_form(follows) && follows.width() <= 30).then_some(next)
}
