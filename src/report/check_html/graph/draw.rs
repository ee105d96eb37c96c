//! Parts as SVG, several to a picture that fits a page.

use std::fmt::Write;

use super::super::escape;
use super::layout::Part;
use super::{Act, Node};
use crate::report::wrap::shorten;

/// Width of a picture in its own units, as in the time line.
const WIDTH: f64 = 1000.0;
/// Height of a picture at most: a page of A4 across with its heading.
const HEIGHT: f64 = 560.0;
const BOX: f64 = 32.0;
const PITCH: f64 = 40.0;
const MARGIN: f64 = 12.0;

/// The pictures.
pub(super) fn pictures(parts: &[Part]) -> Vec<String> {
    let mut pictures = Vec::new();
    let mut body = String::new();
    let mut height = 0.0;
    for part in parts {
        let needed = height_of(part);
        if height > 0.0 && height + needed > HEIGHT {
            pictures.push(picture(&body, height));
            body.clear();
            height = 0.0;
        }
        draw(&mut body, part, height);
        height += needed;
    }
    if height > 0.0 {
        pictures.push(picture(&body, height));
    }
    pictures
}

fn height_of(part: &Part) -> f64 {
    let rows = part.columns.iter().map(Vec::len).max().unwrap_or(0);
    rows as f64 * PITCH + MARGIN
}

fn picture(body: &str, height: f64) -> String {
    format!(
        "<figure><svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"废止、取代和引用\">\n{body}</svg></figure>\n",
        height + MARGIN
    )
}

/// The arrow heads that all pictures of the page share.
pub(super) fn heads() -> String {
    format!(
        "<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\"><defs>{}{}{}</defs></svg>\n",
        head("repeals", "#b3261e"),
        head("replaces", "#9a5b00"),
        head("cites", "#22558c"),
    )
}

/// An arrow head.
fn head(name: &str, color: &str) -> String {
    format!(
        "<marker id=\"to-{name}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0L8 4L0 8z\" fill=\"{color}\"/></marker>"
    )
}

fn draw(out: &mut String, part: &Part, top: f64) {
    let columns = part.columns.len().max(1) as f64;
    let gap = if part.columns.len() > 2 { 70.0 } else { 140.0 };
    let wide = (WIDTH - 2.0 * MARGIN - (columns - 1.0) * gap) / columns;
    let tallest = part.columns.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let x_of = |column: usize| MARGIN + column as f64 * (wide + gap);
    let y_of = |(column, row): (usize, usize)| {
        let free = (tallest - part.columns[column].len() as f64) * PITCH / 2.0;
        top + MARGIN + free + row as f64 * PITCH
    };
    for &(from, to, act) in &part.edges {
        let (y1, y2) = (y_of(from) + BOX / 2.0, y_of(to) + BOX / 2.0);
        let class = match act {
            Act::Repeals => "repeals",
            Act::Replaces => "replaces",
            Act::Cites => "cites",
        };
        // From the right side of one box to the left side of the other; in one column around the right.
        let (x1, x2, c1, c2) = match from.0.cmp(&to.0) {
            std::cmp::Ordering::Less => {
                let (x1, x2) = (x_of(from.0) + wide, x_of(to.0));
                (x1, x2, x1 + gap * 0.5, x2 - gap * 0.5)
            }
            std::cmp::Ordering::Greater => {
                let (x1, x2) = (x_of(from.0), x_of(to.0) + wide);
                (x1, x2, x1 - gap * 0.5, x2 + gap * 0.5)
            }
            std::cmp::Ordering::Equal => {
                let x = x_of(from.0) + wide;
                (x, x, x + gap * 0.6, x + gap * 0.6)
            }
        };
        let _ = writeln!(
            out,
            "<path class=\"edge {class}\" marker-end=\"url(#to-{class})\" d=\"M{x1:.1} {y1:.1}C{c1:.1} {y1:.1} {c2:.1} {y2:.1} {x2:.1} {y2:.1}\"/>"
        );
    }
    for (column, nodes) in part.columns.iter().enumerate() {
        for (row, node) in nodes.iter().enumerate() {
            boxed(out, node, x_of(column), y_of((column, row)), wide);
        }
    }
}

fn boxed(out: &mut String, node: &Node, x: f64, y: f64, wide: f64) {
    let class = match (node.gone, node.more) {
        (_, true) => "box more",
        (true, _) => "box gone",
        _ => "box",
    };
    // A cell takes six units at this size.
    let cells = ((wide - 14.0) / 6.0) as usize;
    let _ = writeln!(
        out,
        "<g><title>{}</title><rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{BOX}\" rx=\"4\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\">{}</text><text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" font-size=\"10\">{}</text></g>",
        escape(&node.title),
        x + 7.0,
        y + 14.0,
        escape(&shorten(&node.title, cells)),
        x + 7.0,
        y + 27.0,
        escape(&shorten(&node.note, cells)),
    );
}
