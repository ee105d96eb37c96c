//! The picture of what repeals, replaces and cites what: small layered drawings, packed on pages.

mod collect;
mod draw;
mod layout;

use std::fmt::Write;

use crate::report::check_view::CheckView;

/// Pictures shown at most.
const MOST: usize = 16;

/// How one document acts on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Act {
    /// 废止.
    Repeals,
    /// 取代.
    Replaces,
    /// 引用, 依据.
    Cites,
}

/// A document in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    title: String,
    note: String,
    /// Repealed or expired.
    gone: bool,
    /// Stands for several.
    more: bool,
}

/// The documents and what they do to each other.
#[derive(Clone, Debug, Default)]
struct Graph {
    nodes: Vec<Node>,
    /// From, to, how; sorted, each once.
    edges: Vec<(usize, usize, Act)>,
}

/// The section with its pictures; nothing where nothing acts on anything.
pub(super) fn render(view: &CheckView<'_>) -> String {
    let graph = collect::collect(view);
    if graph.edges.is_empty() {
        return String::new();
    }
    let pictures = draw::pictures(&layout::parts(graph));
    let mut out = String::from(
        "<section class=\"figures\">\n<h2>废止、取代和引用</h2>\n\
         <p class=\"legend\"><svg viewBox=\"0 0 34 12\"><path class=\"edge repeals\" d=\"M0 6h34\"/></svg>废止\
         <svg viewBox=\"0 0 34 12\"><path class=\"edge replaces\" d=\"M0 6h34\"/></svg>取代\
         <svg viewBox=\"0 0 34 12\"><path class=\"edge cites\" d=\"M0 6h34\"/></svg>引用或以其为依据\
         <svg viewBox=\"0 0 34 12\"><rect class=\"box gone\" x=\"1\" y=\"1\" width=\"32\" height=\"10\"/></svg>已废止或失效</p>\n",
    );
    out.push_str(&draw::heads());
    for picture in pictures.iter().take(MOST) {
        out.push_str(picture);
    }
    if pictures.len() > MOST {
        let _ = writeln!(
            out,
            "<p class=\"note\">另有 {} 幅未画出，见问题清单。</p>",
            pictures.len() - MOST
        );
    }
    out.push_str("</section>");
    out
}
