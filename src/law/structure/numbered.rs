//! Texts without articles: 一、 （一） 1. （1） or unnumbered paragraphs.

use super::articles::{heading_form, split_label};
use super::block::{Block, heading_text};
use super::label::Mark;
use super::line::Line;
use super::sequence::Quotes;
use crate::law::model::Level;

/// A numbered part, or a heading without number (`mark` is `None`).
struct Node {
    mark: Option<Mark>,
    number: u32,
    depth: usize,
    parent: Option<usize>,
    children: usize,
    label: String,
    lines: Vec<usize>,
    closing: bool,
}

/// Most lines and code points of an unnumbered paragraph group.
const GROUP_CHARS: usize = 400;

/// Collects the clauses of lines `from..to`.
pub fn build(lines: &[Line<'_>], from: usize, to: usize, path: &[String]) -> Vec<Block> {
    let text: Vec<usize> = (from..to).filter(|&i| lines[i].is_text()).collect();
    let mut annex_at = None;
    let mut nodes: Vec<Node> = Vec::new();
    let mut stack: Vec<usize> = Vec::new();
    let mut intro: Vec<usize> = Vec::new();
    let mut quotes = Quotes::new(&lines[from..to]);
    for (i, &at) in text.iter().enumerate() {
        let line = &lines[at];
        if quotes.inside(line) {
            // The words of a quoted amendment have labels of their own.
            match stack.last() {
                Some(&n) => nodes[n].lines.push(at),
                None => intro.push(at),
            }
            continue;
        }
        if line.label.is_some_and(|l| l.mark == Mark::Annex)
            && super::annex::begins(lines, &text, i)
        {
            annex_at = Some(at);
            break;
        }
        if let Some((mark, number)) = unit(lines, &text, i, &nodes, &stack) {
            while stack
                .last()
                .is_some_and(|&n| deeper(&nodes, n, &stack, mark))
            {
                stack.pop();
            }
            let parent = stack.last().copied();
            if let Some(parent) = parent {
                nodes[parent].children += 1;
            }
            let label = if mark.is_some() {
                split_label(line).0
            } else {
                String::new()
            };
            let depth = stack.len();
            nodes.push(Node {
                mark,
                number,
                depth,
                parent,
                children: 0,
                label,
                lines: vec![at],
                closing: false,
            });
            stack.push(nodes.len() - 1);
        } else if !stack.is_empty() && is_closing(line) {
            stack.clear();
            let node = Node {
                mark: None,
                number: 0,
                depth: 0,
                parent: None,
                children: 0,
                label: "结尾".into(),
                lines: vec![at],
                closing: true,
            };
            nodes.push(node);
            stack.push(nodes.len() - 1);
        } else if let Some(&n) = stack.last() {
            nodes[n].lines.push(at);
        } else {
            intro.push(at);
        }
    }
    let numbered = nodes.iter().any(|n| n.mark.is_some());
    let mut blocks = if numbered {
        let mut blocks = Vec::new();
        if !intro.is_empty() {
            blocks.push(Block::new(Level::Preamble, "前言", path).with(intro));
        }
        emit(lines, &nodes, path, &mut blocks);
        blocks
    } else {
        let mut blocks = groups(lines, &intro, path, 0);
        for node in nodes {
            let head = heading_text(&lines[node.lines[0]].text());
            if node.lines.len() == 1 || node.closing {
                let seen = blocks.len();
                blocks.extend(groups(lines, &node.lines, path, seen));
            } else {
                let mut path = path.to_vec();
                path.push(head);
                let seen = blocks.len();
                blocks.extend(groups(lines, &node.lines[1..], &path, seen));
            }
        }
        blocks
    };
    if let Some(at) = annex_at {
        blocks.extend(super::annex::build(lines, at, to, path));
    }
    blocks
}

/// Whether the node on the stack must be closed before a unit of `mark` begins.
fn deeper(nodes: &[Node], n: usize, stack: &[usize], mark: Option<Mark>) -> bool {
    let node = &nodes[n];
    if node.closing {
        return true;
    }
    match (node.mark, mark) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(_), Some(mark)) => stack.iter().any(|&s| nodes[s].mark == Some(mark)),
    }
}

/// The number and mark of the unit that the line begins, if it begins one.
fn unit(
    lines: &[Line<'_>],
    text: &[usize],
    i: usize,
    nodes: &[Node],
    stack: &[usize],
) -> Option<(Option<Mark>, u32)> {
    let line = &lines[text[i]];
    let Some(label) = line.label else {
        // A heading of Markdown without number.
        let heads = line.depth > 1 && heading_form(line) && text.get(i + 1).is_some();
        return heads.then_some((None, 0));
    };
    if label.mark.is_heading() && heading_form(line) {
        return Some((Some(label.mark), label.number));
    }
    if !label.mark.is_numbered() {
        return None;
    }
    let open = stack
        .iter()
        .rev()
        .find(|&&n| nodes[n].mark == Some(label.mark));
    let fits = match open {
        Some(&n) => label.number > nodes[n].number && label.number <= nodes[n].number + 3,
        // In policies （一）… often counts on across the 一、 above it.
        None => {
            label.number == 1
                || (stack.is_empty() && label.number <= 3)
                || nodes
                    .iter()
                    .rev()
                    .find(|node| node.mark == Some(label.mark))
                    .is_some_and(|node| label.number == node.number + 1)
        }
    };
    // A restart (一、 … 一、) under the same parent begins a new list: take it when the text before is done.
    let restart = open.is_some() && label.number == 1 && label.mark != Mark::Digit;
    (fits || restart).then_some((Some(label.mark), label.number))
}

/// A last paragraph that speaks of the whole document.
fn is_closing(line: &Line<'_>) -> bool {
    let text = &line.raw[line.from..line.to];
    let opens = ["本", "以上", "特此", "此前", "自", "上述"]
        .iter()
        .any(|w| text.starts_with(w));
    opens
        && text.len() < 1200
        && [
            "施行",
            "实施",
            "执行",
            "生效",
            "有效期",
            "废止",
            "特此",
            "试行",
        ]
        .iter()
        .any(|w| text.contains(w))
        && [
            "本通知",
            "本意见",
            "本决定",
            "本办法",
            "本措施",
            "本方案",
            "本规定",
            "本公告",
            "本通告",
            "本文件",
            "本细则",
            "本政策",
            "本解释",
            "本批复",
            "本规划",
            "本指引",
            "本计划",
            "以上",
            "特此",
            "上述",
        ]
        .iter()
        .any(|w| text.starts_with(w))
}

/// Whether all below the node are short items of a list that its text leads in.
fn is_list(lines: &[Line<'_>], nodes: &[Node], n: usize, below: &[usize]) -> bool {
    let Some(&last) = nodes[n].lines.last() else {
        return false;
    };
    let text = &lines[last].raw[lines[last].from..lines[last].to];
    text.ends_with(['：', ':'])
        && below.iter().all(|&c| {
            nodes[c].lines.len() == 1
                && lines[nodes[c].lines[0]].width() <= 200
                && nodes[c].depth == nodes[n].depth + 1
        })
}

fn emit(lines: &[Line<'_>], nodes: &[Node], path: &[String], blocks: &mut Vec<Block>) {
    let mut heads: Vec<(usize, String)> = Vec::new();
    let mut n = 0;
    while n < nodes.len() {
        let node = &nodes[n];
        heads.truncate(
            heads
                .iter()
                .position(|(d, _)| *d >= node.depth)
                .unwrap_or(heads.len()),
        );
        let mut own_path = path.to_vec();
        own_path.extend(heads.iter().map(|(_, h)| h.clone()));
        let first = &lines[node.lines[0]];
        if node.closing {
            blocks.push(
                Block::new(Level::Paragraph, "结尾", &own_path).with(node.lines.iter().copied()),
            );
            n += 1;
            continue;
        }
        let end = (n + 1..nodes.len())
            .find(|&m| nodes[m].depth <= node.depth)
            .unwrap_or(nodes.len());
        let below: Vec<usize> = (n + 1..end).collect();
        let label = full_label(nodes, n);
        let heading = own_heading(first, node.lines.len() > 1 || node.children > 0);
        let level = match node.mark {
            Some(Mark::Part | Mark::SubPart) => Level::Part,
            Some(Mark::Chapter) => Level::Chapter,
            Some(Mark::Section) => Level::Section,
            Some(_) => Level::Numbered,
            None => Level::Paragraph,
        };
        if below.is_empty()
            || (node.mark.is_some_and(Mark::is_numbered) && is_list(lines, nodes, n, &below))
        {
            let mut block = Block::new(level, label, &own_path).with(node.lines.iter().copied());
            block.heading = heading;
            for &c in &below {
                block.lines.extend(&nodes[c].lines);
            }
            blocks.push(block);
            n = end;
            continue;
        }
        let head = path_heading(first);
        // A heading that names documents is a statement of its own (`一、修改《…》`).
        let bare = node.lines.len() == 1
            && !head.contains('《')
            && head.len() == heading_text(&first.text()).len();
        if !bare {
            let mut block = Block::new(level, label, &own_path).with(node.lines.iter().copied());
            block.heading = heading;
            blocks.push(block);
        }
        heads.push((node.depth, head));
        n += 1;
    }
}

/// `二、（三）`: the labels from the outermost numbered part on.
fn full_label(nodes: &[Node], n: usize) -> String {
    let mut chain = vec![n];
    while let Some(parent) = nodes[chain[chain.len() - 1]].parent {
        chain.push(parent);
    }
    let mut label = String::new();
    for &c in chain.iter().rev() {
        let node = &nodes[c];
        if c == n || node.mark.is_some_and(Mark::is_numbered) {
            label.push_str(&node.label);
        }
    }
    if label.is_empty() {
        "段落".to_owned()
    } else {
        label
    }
}

/// Up to the end of the first sentence when that is short, for a path.
fn path_heading(line: &Line<'_>) -> String {
    let text = line.text();
    if let Some(at) = text
        .find('。')
        .filter(|&at| at + '。'.len_utf8() < text.len() && text[..at].chars().count() <= 60)
    {
        return heading_text(&text[..at]);
    }
    if line.width() <= 60 {
        return heading_text(&text);
    }
    let end = text
        .find(['。', '：', ':'])
        .filter(|&at| text[..at].chars().count() <= 60);
    let cut = end.unwrap_or_else(|| text.char_indices().nth(40).map_or(text.len(), |(at, _)| at));
    heading_text(&text[..cut])
}

/// The heading a numbered part has of its own: its first line, or the first short sentence of it.
fn own_heading(line: &Line<'_>, more: bool) -> Option<String> {
    let (_, rest) = split_label(line);
    let rest = rest.trim_matches(super::line::is_blank);
    if rest.is_empty() {
        return None;
    }
    if more && heading_form(line) && rest.chars().count() <= 40 {
        return Some(heading_text(rest));
    }
    let (head, after) = rest.split_once('。')?;
    let short = head.chars().count() <= 30 && !head.contains(['，', ',']);
    (short && (more || !after.is_empty())).then(|| heading_text(head))
}

/// Paragraph groups of about [`GROUP_CHARS`] code points.
fn groups(lines: &[Line<'_>], text: &[usize], path: &[String], seen: usize) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut size = 0;
    for &at in text {
        let done = out.last().and_then(|b| b.lines.last()).is_some_and(|&l| {
            let line = &lines[l];
            super::sequence::ends_sentence(&line.raw[line.from..line.to])
        });
        if out.is_empty() || (size >= GROUP_CHARS && done) {
            let label = format!("段落{}", seen + out.len() + 1);
            out.push(Block::new(Level::Paragraph, label, path));
            size = 0;
        }
        if let Some(block) = out.last_mut() {
            block.lines.push(at);
            size += lines[at].width();
        }
    }
    out
}
