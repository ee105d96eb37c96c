//! Tables with ruled lines: the lines say which characters share a cell.

use super::Glyph;
use super::join::Line;
use super::rows;
use crate::extract::rows as cells;

/// Most lines that are looked at; a page with more is a drawing.
const MOST: usize = 1500;

/// Distance at which lines still touch.
const NEAR: f64 = 3.0;

/// The tables of a page as lines; their characters are taken from `glyphs`.
pub fn tables(
    rules: &[[f64; 4]],
    glyphs: &mut Vec<Glyph>,
    height: f64,
    page: u32,
) -> Vec<Vec<Line>> {
    if rules.len() < 6 || rules.len() > MOST {
        return Vec::new();
    }
    let mut out = Vec::new();
    for group in groups(rules) {
        let across: Vec<&[f64; 4]> = group
            .iter()
            .copied()
            .filter(|r| r[2] - r[0] > r[3] - r[1])
            .collect();
        let down: Vec<&[f64; 4]> = group
            .iter()
            .copied()
            .filter(|r| r[2] - r[0] <= r[3] - r[1])
            .collect();
        let xs = places(down.iter().map(|r| f64::midpoint(r[0], r[2])));
        let ys = places(across.iter().map(|r| f64::midpoint(r[1], r[3])));
        if xs.len() < 3 || ys.len() < 3 {
            continue;
        }
        let lines = table(&xs, &ys, &down, glyphs, height, page);
        if !lines.is_empty() {
            out.push(lines);
        }
    }
    out
}

/// Lines that touch, directly or through others.
fn groups(rules: &[[f64; 4]]) -> Vec<Vec<&[f64; 4]>> {
    let touch = |a: &[f64; 4], b: &[f64; 4]| {
        a[0] <= b[2] + NEAR && b[0] <= a[2] + NEAR && a[1] <= b[3] + NEAR && b[1] <= a[3] + NEAR
    };
    let mut left: Vec<&[f64; 4]> = rules.iter().collect();
    let mut out = Vec::new();
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while at < group.len() {
            let (near, far): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|rule| touch(group[at], rule));
            group.extend(near);
            left = far;
            at += 1;
        }
        out.push(group);
    }
    out
}

/// Places in order, near ones as one.
fn places(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| *a - *b < NEAR);
    values
}

fn table(
    xs: &[f64],
    ys: &[f64],
    down: &[&[f64; 4]],
    glyphs: &mut Vec<Glyph>,
    height: f64,
    page: u32,
) -> Vec<Line> {
    let (Some(&left), Some(&right), Some(&top), Some(&bottom)) =
        (xs.first(), xs.last(), ys.first(), ys.last())
    else {
        return Vec::new();
    };
    let centre = |glyph: &Glyph| (glyph.x + glyph.dx / 2.0, glyph.y - glyph.size * 0.35);
    let inside = |glyph: &Glyph| {
        let (x, y) = centre(glyph);
        x > left && x < right && y > top && y < bottom
    };
    let (own, rest): (Vec<Glyph>, Vec<Glyph>) =
        std::mem::take(glyphs).into_iter().partition(inside);
    *glyphs = rest;
    let mut grid: Vec<Vec<Vec<Glyph>>> = vec![vec![Vec::new(); xs.len() - 1]; ys.len() - 1];
    // For each row, the column in which the cell over each column begins: lines that do not reach the
    // row do not part its cells.
    let begins: Vec<Vec<usize>> = ys
        .windows(2)
        .map(|pair| {
            let middle = f64::midpoint(pair[0], pair[1]);
            let mut from = 0;
            (0..xs.len() - 1)
                .map(|column| {
                    let parted = down.iter().any(|rule| {
                        (f64::midpoint(rule[0], rule[2]) - xs[column]).abs() <= NEAR
                            && rule[1] <= middle
                            && rule[3] >= middle
                    });
                    if parted {
                        from = column;
                    }
                    from
                })
                .collect()
        })
        .collect();
    for glyph in own {
        let (x, y) = centre(&glyph);
        let row = ys
            .partition_point(|place| *place <= y)
            .clamp(1, ys.len() - 1)
            - 1;
        let column = xs
            .partition_point(|place| *place <= x)
            .clamp(1, xs.len() - 1)
            - 1;
        grid[row][begins[row][column]].push(glyph);
    }
    let mut lines = Vec::new();
    for (row, place) in grid.into_iter().zip(ys) {
        let size = row
            .iter()
            .flatten()
            .map(|glyph| glyph.size)
            .fold(0.0, f64::max);
        let texts: Vec<Vec<String>> = row.into_iter().map(|cell| vec![rows::cell(cell)]).collect();
        for text in cells::lines(texts) {
            lines.push(Line {
                text,
                x0: left,
                x1: right,
                y: *place,
                size: size.max(1.0),
                left,
                right,
                height,
                page,
                table: true,
            });
        }
    }
    lines
}
