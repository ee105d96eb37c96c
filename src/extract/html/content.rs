//! Where on a page the document stands, and what the page says about it.

use super::render;
use super::tree::{Node, Page};

/// Ids of containers that hold the document, as the content systems of government sites write them;
/// the surest first.
const IDS: [&str; 16] = [
    "UCAP-CONTENT",
    "zoom",
    "Zoom",
    "js_content",
    "articleContent",
    "ContentArea",
    "contentText",
    "mainText",
    "zoomcon",
    "articlecontent",
    "xxgk_content",
    "content_body",
    "font_area",
    "zwcontent",
    "artibody",
    "BodyLabel",
];

/// Classes of such containers.
const CLASSES: [&str; 24] = [
    "TRS_Editor",
    "TRS_UEDITOR",
    "trs_editor_view",
    "trs_paper_default",
    "pages_content",
    "v_news_content",
    "wp_articlecontent",
    "Custom_UnionStyle",
    "article-content",
    "article_content",
    "articleContent",
    "zwxl-article",
    "xxgk_content",
    "content-text",
    "news_content",
    "detail-content",
    "art_con",
    "article_con",
    "conTxt",
    "con_text",
    "ewb-article-info",
    "j-fontContent",
    "bt-article-y",
    "view_content",
];

/// Containers that hold the document on some sites, and much else on others: only if most of the
/// page's text is in them.
const GENERIC: [&str; 8] = [
    "content",
    "article",
    "main-content",
    "con",
    "detail",
    "text",
    "zw",
    "nr",
];

/// Parts of class or id that name furniture.
const FURNITURE: [&str; 24] = [
    "nav",
    "menu",
    "foot",
    "header",
    "crumb",
    "sidebar",
    "side-bar",
    "share",
    "copyright",
    "search",
    "related",
    "recommend",
    "position",
    "location",
    "toolbar",
    "login",
    "banner",
    "pagination",
    "friend",
    "qrcode",
    "xgwj",
    "dangqian",
    "breadcrumb",
    "comment",
];

/// What was found.
pub struct Content {
    /// Lines of the document.
    pub lines: Vec<String>,
    /// Whether a known container was found.
    pub known: bool,
}

/// The document on a page.
pub fn content(page: &Page) -> Content {
    let weights = Weights::of(page);
    if let Some(at) = known(page, &weights) {
        let lines = render::lines(page, at, |_, _| false);
        if !lines.is_empty() {
            return Content { lines, known: true };
        }
    }
    let all = weights.text[0];
    // A page without furniture: all of it.
    let furnished = weights.links[0] * 10 > all
        || page
            .nodes
            .iter()
            .any(|node| is_furniture(node) && !node.children.is_empty());
    if !furnished {
        return Content {
            lines: render::lines(page, 0, |_, _| false),
            known: true,
        };
    }
    let best = densest(page, &weights).unwrap_or(0);
    let plain = weights.plain(best);
    // Where the best part has little of the text, dropping furniture is the smaller risk.
    let lines = if best != 0 && plain * 2 >= weights.plain(0) {
        render::lines(page, best, |_, node| is_furniture(node))
    } else {
        render::lines(page, 0, |at, node| {
            let list = weights.text[at] >= 8 && weights.links[at] * 10 >= weights.text[at] * 7;
            is_furniture(node) || (list && weights.plain(at) * 4 < weights.plain(0))
        })
    };
    Content {
        lines,
        known: false,
    }
}

fn is_furniture(node: &Node) -> bool {
    if matches!(node.name.as_str(), "nav" | "header" | "footer" | "aside") {
        return true;
    }
    if !matches!(
        node.name.as_str(),
        "div" | "ul" | "section" | "p" | "table" | "dl"
    ) {
        return false;
    }
    if node.id.is_empty() && node.class.trim().is_empty() {
        return false;
    }
    let class = node.class.to_lowercase();
    let id = node.id.to_lowercase();
    FURNITURE
        .iter()
        .any(|mark| class.contains(mark) || id.contains(mark))
}

/// Visible characters of every element: all, and those in links.
struct Weights {
    text: Vec<usize>,
    links: Vec<usize>,
}

impl Weights {
    fn of(page: &Page) -> Self {
        let count = page.nodes.len();
        let (mut text, mut links) = (vec![0; count], vec![0; count]);
        // Children come after their parents in the arena, so one pass from the end sums up.
        for at in (0..count).rev() {
            let node = &page.nodes[at];
            if node.name.is_empty() && at != 0 {
                text[at] = node.text.chars().filter(|c| !c.is_whitespace()).count();
            }
            if node.name == "a" {
                links[at] = text[at];
            }
            if matches!(
                node.name.as_str(),
                "script" | "style" | "noscript" | "select" | "head"
            ) || node.hidden
            {
                continue;
            }
            if at != 0 {
                text[node.parent] += text[at];
                links[node.parent] += links[at];
            }
        }
        Self { text, links }
    }

    fn plain(&self, at: usize) -> usize {
        self.text[at].saturating_sub(self.links[at])
    }
}

/// The known container with the most text, by the surest mark.
fn known(page: &Page, weights: &Weights) -> Option<usize> {
    let all = weights.plain(0);
    // Rank of the mark, then most text, then the outer one, which comes first.
    let mut best: Option<(usize, std::cmp::Reverse<usize>, usize)> = None;
    for (at, node) in page.nodes.iter().enumerate() {
        if weights.text[at] == 0 || (node.id.is_empty() && node.class.trim().is_empty()) {
            continue;
        }
        let Some(rank) = rank(node) else { continue };
        let generic = rank >= IDS.len() + CLASSES.len();
        if generic && (weights.plain(at) * 2 <= all || weights.links[at] * 5 >= weights.text[at]) {
            continue;
        }
        let key = (rank, std::cmp::Reverse(weights.text[at]), at);
        if best.is_none_or(|best| key < best) {
            best = Some(key);
        }
    }
    best.map(|(_, _, at)| at)
}

/// Place of an element's surest mark among the known ones.
fn rank(node: &Node) -> Option<usize> {
    let classes = || node.class.split_whitespace();
    let id = IDS.iter().position(|id| node.id == *id);
    let class = || {
        CLASSES
            .iter()
            .position(|class| classes().any(|own| own == *class))
            .map(|at| at + IDS.len())
    };
    let generic = || {
        let at = GENERIC
            .iter()
            .position(|mark| node.id == *mark || classes().any(|own| own == *mark));
        at.map(|at| at + IDS.len() + CLASSES.len())
    };
    id.or_else(class).or_else(generic)
}

/// The element in which the running text is densest (after Readability): a paragraph counts for its
/// parent in full and for the grandparent by half, less what is link text.
fn densest(page: &Page, weights: &Weights) -> Option<usize> {
    let mut scores = vec![0usize; page.nodes.len()];
    for (at, node) in page.nodes.iter().enumerate().skip(1) {
        if !node.name.is_empty() || weights.text[at] == 0 || page.nodes[node.parent].name == "a" {
            continue;
        }
        // Up to the nearest block, which is the paragraph.
        let mut block = node.parent;
        for _ in 0..20 {
            if block == 0 || super::tree::is_block(&page.nodes[block].name) {
                break;
            }
            block = page.nodes[block].parent;
        }
        let marks = node.text.matches(['，', '。', '；', '、', '：']).count();
        let score = weights.text[at].min(400) + marks * 10;
        // Text broken by <br> stands directly in its container.
        let direct = page.nodes[block].name != "p";
        scores[block] += if direct { score } else { score / 4 };
        let parent = page.nodes[block].parent;
        scores[parent] += if direct { score / 2 } else { score };
        scores[page.nodes[parent].parent] += score / 4;
    }
    let fair = |at: usize| {
        let all = weights.text[at].max(1);
        scores[at] * (all - weights.links[at].min(all)) / all
    };
    (1..page.nodes.len())
        .filter(|&at| scores[at] > 0)
        .max_by_key(|&at| (fair(at), usize::MAX - at))
}

/// Names of `<meta>` that say something of the document.
const METAS: [&str; 12] = [
    "ArticleTitle",
    "PubDate",
    "ContentSource",
    "ColumnName",
    "SiteName",
    "SiteDomain",
    "Keywords",
    "Description",
    "Author",
    "Url",
    "ColumnType",
    "SiteIDCode",
];

/// Labels of the table that government sites put above a document, without blanks.
const LABELS: [&str; 22] = [
    "索引号",
    "信息索引号",
    "发文字号",
    "文号",
    "文件编号",
    "成文日期",
    "发文日期",
    "发布日期",
    "公开日期",
    "生成日期",
    "印发日期",
    "发文机关",
    "发布机构",
    "发布机关",
    "制发机关",
    "主题分类",
    "标题",
    "有效性",
    "时效性",
    "实施日期",
    "废止日期",
    "统一编号",
];

/// What the page says about the document: metas, and the table of 索引号, 发文字号 and so on.
pub fn claims(page: &Page) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (name, content) in &page.metas {
        if let Some(known) = METAS.iter().find(|known| known.eq_ignore_ascii_case(name))
            && !content.is_empty()
            && !out.iter().any(|(name, _)| name == known)
        {
            out.push(((*known).to_owned(), content.clone()));
        }
    }
    // Label and value are neighbours among the pieces of text of the page.
    let mut label: Option<&'static str> = None;
    page.walk(0, |_, node| {
        if node.hidden || matches!(node.name.as_str(), "script" | "style" | "noscript" | "head") {
            return false;
        }
        if matches!(node.name.as_str(), "tr" | "p" | "table" | "div" | "ul") {
            label = None;
        }
        let text = node.text.trim();
        if !node.name.is_empty() || text.is_empty() {
            return true;
        }
        let short = text.len() <= 600;
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '\u{3000}')
            .take(200)
            .collect();
        let (head, tail) = bare.split_once(['：', ':']).unwrap_or((bare.as_str(), ""));
        let head = head.trim_matches(['【', '】', '[', ']', '〔', '〕']);
        let known = LABELS.iter().find(|known| **known == head).copied();
        let mut claim = |name: &str, value: &str| {
            if !value.is_empty() && !out.iter().any(|(known, _)| known == name) {
                out.push((name.to_owned(), value.to_owned()));
            }
        };
        match (known, label) {
            (Some(name), _) if !tail.is_empty() => {
                claim(name, tail);
                label = None;
            }
            (Some(name), _) => label = Some(name),
            (None, Some(name)) if short => {
                claim(name, text.trim_start_matches(['：', ':']).trim());
                label = None;
            }
            _ => {}
        }
        true
    });
    out
}
