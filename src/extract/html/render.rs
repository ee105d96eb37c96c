//! Elements to lines.

use super::tree::{Node, Page, is_block};
use crate::extract::rows;

/// Lines in the making; one for the page and one for each open cell.
#[derive(Default)]
struct Flow {
    lines: Vec<String>,
    line: String,
    /// A blank of the source is due before the next character.
    blank: bool,
}

impl Flow {
    fn text(&mut self, text: &str, kept: bool) {
        for c in text.chars() {
            if kept && c == '\n' {
                self.end();
            } else if c.is_ascii_whitespace() {
                self.blank = !self.line.is_empty();
            } else {
                if self.blank {
                    self.line.push(' ');
                    self.blank = false;
                }
                self.line.push(if c == '\u{a0}' { ' ' } else { c });
            }
        }
    }

    fn end(&mut self) {
        self.blank = false;
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.lines.push(line.trim_end().to_owned());
        }
    }
}

/// A table being read.
#[derive(Default)]
struct Table {
    cells: Vec<Vec<String>>,
    /// Rows still covered by a cell from above, by column.
    covered: Vec<u16>,
}

impl Table {
    fn add(&mut self, mut lines: Vec<String>, span: (u16, u16)) {
        const MOST: usize = 1000;
        self.skip_covered();
        for n in 0..usize::from(span.0) {
            let column = self.cells.len();
            if column >= MOST {
                return;
            }
            let own = if n == 0 {
                std::mem::take(&mut lines)
            } else {
                Vec::new()
            };
            self.cells.push(own);
            if self.covered.len() <= column {
                self.covered.resize(column + 1, 0);
            }
            self.covered[column] = span.1 - 1;
        }
    }

    fn skip_covered(&mut self) {
        while let Some(rows) = self
            .covered
            .get_mut(self.cells.len())
            .filter(|rows| **rows > 0)
        {
            *rows -= 1;
            self.cells.push(Vec::new());
        }
    }

    fn row(&mut self) -> Vec<String> {
        self.skip_covered();
        rows::lines(std::mem::take(&mut self.cells))
    }
}

enum Step {
    Enter(usize),
    Leave(usize),
}

/// The lines of an element, without what `skip` says.
pub fn lines(page: &Page, root: usize, skip: impl Fn(usize, &Node) -> bool) -> Vec<String> {
    let mut flows = vec![Flow::default()];
    let mut tables: Vec<Table> = Vec::new();
    let mut kept = 0usize;
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        let nested = flows.len() > 1;
        let Some(flow) = flows.last_mut() else { break };
        match step {
            Step::Enter(at) => {
                let node = &page.nodes[at];
                if node.name.is_empty() && at != 0 {
                    flow.text(&node.text, kept > 0);
                    continue;
                }
                if is_dropped(node) || skip(at, node) {
                    continue;
                }
                if is_block(&node.name) && !matches!(node.name.as_str(), "td" | "th") {
                    flow.end();
                }
                match node.name.as_str() {
                    "br" | "hr" => flow.end(),
                    "pre" => kept += 1,
                    "table" => tables.push(Table::default()),
                    "td" | "th" if !tables.is_empty() => flows.push(Flow::default()),
                    _ => {}
                }
                steps.push(Step::Leave(at));
                steps.extend(node.children.iter().rev().map(|&child| Step::Enter(child)));
            }
            Step::Leave(at) => {
                let node = &page.nodes[at];
                match node.name.as_str() {
                    "td" | "th" if nested => {
                        flow.end();
                        let cell = std::mem::take(&mut flow.lines);
                        flows.pop();
                        if let Some(table) = tables.last_mut() {
                            table.add(cell, node.span);
                        }
                    }
                    "tr" | "table" => {
                        flow.end();
                        if let Some(table) = tables.last_mut() {
                            flow.lines.extend(table.row());
                        }
                        if node.name == "table" {
                            tables.pop();
                        }
                    }
                    "pre" => {
                        flow.end();
                        kept = kept.saturating_sub(1);
                    }
                    name if is_block(name) => flow.end(),
                    _ => {}
                }
            }
        }
    }
    let mut out = Vec::new();
    for mut flow in flows {
        flow.end();
        out.append(&mut flow.lines);
    }
    out
}

/// Whether an element is never shown, or is a control and no text.
fn is_dropped(node: &Node) -> bool {
    node.hidden
        || matches!(
            node.name.as_str(),
            "script"
                | "style"
                | "noscript"
                | "template"
                | "head"
                | "select"
                | "option"
                | "button"
                | "iframe"
                | "object"
                | "svg"
                | "canvas"
                | "input"
                | "textarea"
                | "audio"
                | "video"
                | "rt"
                | "rp"
                | "del"
                | "xml"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        lines(&Page::parse(html), 0, |_, _| false).join("\n")
    }

    #[test]
    fn blocks_breaks_and_blanks() {
        assert_eq!(
            text("<p>第一条&nbsp;甲\n  乙</p>丙<br>丁<div><span>戊</span>己</div>"),
            "第一条 甲 乙\n丙\n丁\n戊己"
        );
        assert_eq!(text("<p>　　缩进</p><pre>一\n二</pre>"), "　　缩进\n一\n二");
        assert_eq!(
            text("甲<script>x</script><select><option>乙</select>丙"),
            "甲丙"
        );
    }

    #[test]
    fn tables_keep_their_columns() {
        let table = "<table><tr><th rowspan=2>序号</th><th colspan=2>文件</th></tr><tr><td>名称</td><td>文号</td></tr>\
            <tr><td>1</td><td><p>甲</p><p>乙</p></td><td></td></tr></table>";
        assert_eq!(text(table), "序号\t文件\t\t\n\t名称\t文号\t\n1\t甲 乙\t\t");
    }
}
