//! The elements of a page in an arena, built without recursion.

use super::entity;
use super::tokens::{Token, Tokens, attribute};

/// A node: an element, or text (`name` empty).
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Name of the element in lower case; empty for text.
    pub name: String,
    /// `id` and `class`, blanks between, ` ` at both ends.
    pub id: String,
    /// See `id`.
    pub class: String,
    /// Text of a text node.
    pub text: String,
    /// Children in order.
    pub children: Vec<usize>,
    /// Parent; the root is its own.
    pub parent: usize,
    /// Columns and rows a cell spans.
    pub span: (u16, u16),
    /// Whether it is not shown.
    pub hidden: bool,
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// All nodes; 0 is the root.
    pub nodes: Vec<Node>,
    /// `<meta name content>` in order.
    pub metas: Vec<(String, String)>,
    /// `<title>`.
    pub title: String,
}

/// Elements without content.
const VOID: [&str; 14] = [
    "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track",
    "wbr", "param",
];

/// Elements that end an open paragraph.
const BLOCKS: [&str; 29] = [
    "p",
    "div",
    "table",
    "ul",
    "ol",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "form",
    "pre",
    "blockquote",
    "header",
    "footer",
    "nav",
    "aside",
    "main",
    "center",
    "fieldset",
    "figure",
    "hr",
    "address",
    "dir",
    "menu",
];

/// Whether an element stands on lines of its own.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
        || matches!(
            name,
            "li" | "dt" | "dd" | "tr" | "caption" | "body" | "html" | "figcaption" | "td" | "th"
        )
}

/// How far up an end tag looks for its element.
const REACH: usize = 64;

/// Deepest nesting that is kept; what is deeper becomes children of the last level.
const DEPTH: usize = 400;

impl Page {
    /// Builds the page.
    pub fn parse(text: &str) -> Self {
        let mut page = Self {
            nodes: vec![Node::default()],
            ..Self::default()
        };
        let mut stack = vec![0usize];
        let mut in_title = false;
        for token in Tokens::new(text) {
            match token {
                Token::Text(text) => {
                    if in_title {
                        if page.title.is_empty() {
                            entity::decode(text).trim().clone_into(&mut page.title);
                        }
                    } else {
                        page.text(&stack, text);
                    }
                }
                Token::Open {
                    name,
                    attributes,
                    closed,
                } => {
                    in_title = name == "title";
                    if name == "meta" {
                        page.meta(attributes);
                    } else if !in_title {
                        page.open(&mut stack, name, attributes, closed);
                    }
                }
                Token::Close(name) => {
                    if name == "title" {
                        in_title = false;
                    } else {
                        page.close(&mut stack, &name);
                    }
                }
            }
        }
        page
    }

    fn text(&mut self, stack: &[usize], text: &str) {
        let Some(&top) = stack.last() else { return };
        if matches!(
            self.nodes[top].name.as_str(),
            "script" | "style" | "textarea" | "iframe" | "xmp"
        ) {
            return;
        }
        let node = Node {
            text: entity::decode(text),
            parent: top,
            ..Node::default()
        };
        self.push(top, node);
    }

    fn push(&mut self, parent: usize, node: Node) -> usize {
        let at = self.nodes.len();
        self.nodes.push(node);
        self.nodes[parent].children.push(at);
        at
    }

    fn meta(&mut self, attributes: &str) {
        let name = attribute(attributes, "name").or_else(|| attribute(attributes, "property"));
        if let (Some(name), Some(content)) = (name, attribute(attributes, "content")) {
            self.metas
                .push((name.trim().to_owned(), content.trim().to_owned()));
        }
    }

    fn open(&mut self, stack: &mut Vec<usize>, name: String, attributes: &str, closed: bool) {
        match name.as_str() {
            "li" => self.end_within(stack, &["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => self.end_within(stack, &["dt", "dd"], &["dl"]),
            "td" | "th" => self.end_within(stack, &["td", "th"], &["tr", "table"]),
            "tr" => self.end_within(stack, &["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => {
                self.end_within(stack, &["tbody", "thead", "tfoot"], &["table"]);
            }
            "option" => self.end_within(stack, &["option"], &["select"]),
            block if BLOCKS.contains(&block) => {
                self.end_within(stack, &["p"], &["div", "td", "th", "table", "li"]);
            }
            _ => {}
        }
        let Some(&top) = stack.last() else { return };
        let style = attribute(attributes, "style")
            .unwrap_or_default()
            .to_lowercase();
        let style: String = style.split_whitespace().collect();
        let number = |name| {
            let value =
                attribute(attributes, name).and_then(|value| value.trim().parse::<u16>().ok());
            value.unwrap_or(1).clamp(1, 100)
        };
        let cell = matches!(name.as_str(), "td" | "th");
        let node = Node {
            id: attribute(attributes, "id").unwrap_or_default(),
            class: format!(" {} ", attribute(attributes, "class").unwrap_or_default()),
            hidden: style.contains("display:none") || style.contains("mso-hide:all"),
            span: if cell {
                (number("colspan"), number("rowspan"))
            } else {
                (1, 1)
            },
            parent: top,
            name,
            ..Node::default()
        };
        let void = VOID.contains(&node.name.as_str());
        let at = self.push(top, node);
        if !void && !closed && stack.len() < DEPTH {
            stack.push(at);
        }
    }

    /// Ends the innermost of `names` that is open, if nothing of `fence` is open inside it.
    fn end_within(&self, stack: &mut Vec<usize>, names: &[&str], fence: &[&str]) {
        for depth in (1..stack.len()).rev().take(REACH) {
            let name = self.nodes[stack[depth]].name.as_str();
            if names.contains(&name) {
                stack.truncate(depth);
                return;
            }
            if fence.contains(&name) {
                return;
            }
        }
    }

    fn close(&mut self, stack: &mut Vec<usize>, name: &str) {
        // An end tag never reaches out of the cell or table it stands in.
        let inner = !matches!(
            name,
            "td" | "th" | "tr" | "table" | "body" | "html" | "tbody" | "thead"
        );
        for depth in (1..stack.len()).rev().take(REACH) {
            let open = self.nodes[stack[depth]].name.as_str();
            if open == name {
                stack.truncate(depth);
                return;
            }
            if inner && matches!(open, "td" | "th" | "table") {
                return;
            }
        }
    }

    /// Nodes below `root` in document order, itself first, without what is not shown. `visit` says
    /// whether to go into an element.
    pub fn walk(&self, root: usize, mut visit: impl FnMut(usize, &Node) -> bool) {
        let mut stack = vec![root];
        while let Some(at) = stack.pop() {
            let node = &self.nodes[at];
            if visit(at, node) {
                stack.extend(node.children.iter().rev());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(html: &str) -> String {
        let page = Page::parse(html);
        let mut out = String::new();
        page.walk(0, |_, node| {
            out.push_str(if node.name.is_empty() {
                &node.text
            } else {
                &node.name
            });
            out.push(' ');
            true
        });
        out.trim().to_owned()
    }

    #[test]
    fn missing_end_tags_are_supplied() {
        let page = Page::parse("<table><tr><td>甲<td>乙<tr><td>丙</table><p>丁<p>戊");
        let table = &page.nodes[page.nodes[0].children[0]];
        assert_eq!(table.children.len(), 2);
        assert_eq!(page.nodes[0].children.len(), 3);
        assert_eq!(outline("<ul><li>一<li>二</ul>三"), "ul li 一 li 二 三");
    }

    #[test]
    fn depth_is_bounded_and_linear() {
        let page = Page::parse(&"<div>".repeat(200_000));
        assert_eq!(page.nodes.len(), 200_001);
        let page = Page::parse(&"<b><i>".repeat(50_000));
        assert_eq!(page.nodes.len(), 100_001);
    }

    #[test]
    fn metas_and_title() {
        let page =
            Page::parse("<title>甲 &amp; 乙</title><meta name=PubDate content='2021-06-01'>");
        assert_eq!(page.title, "甲 & 乙");
        assert_eq!(
            page.metas,
            [("PubDate".to_owned(), "2021-06-01".to_owned())]
        );
    }
}
