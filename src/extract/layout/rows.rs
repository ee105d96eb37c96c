//! Rows of a page: characters at one height, columns, tables.

use super::Glyph;
use super::join::Line;
use crate::extract::rows as cells;

/// Characters at one height without a wide gap.
#[derive(Clone, Debug)]
struct Segment {
    x0: f64,
    x1: f64,
    text: String,
}

/// Segments at one height.
#[derive(Clone, Debug)]
struct Row {
    y: f64,
    size: f64,
    segments: Vec<Segment>,
}

impl Row {
    fn x0(&self) -> f64 {
        self.segments.first().map_or(0.0, |segment| segment.x0)
    }

    /// The row with segments on the same side of a gutter joined where they are near.
    fn joined(self, gutter: (f64, f64)) -> Self {
        let middle = f64::midpoint(gutter.0, gutter.1);
        let mut segments: Vec<Segment> = Vec::new();
        for segment in self.segments {
            match segments.last_mut() {
                Some(last)
                    if (last.x0 < middle) == (segment.x0 < middle)
                        && segment.x0 - last.x1 <= WIDE * self.size =>
                {
                    if !last.text.ends_with(' ') {
                        last.text.push(' ');
                    }
                    last.text.push_str(&segment.text);
                    last.x1 = last.x1.max(segment.x1);
                }
                _ => segments.push(segment),
            }
        }
        Self { segments, ..self }
    }

    fn x1(&self) -> f64 {
        self.segments
            .iter()
            .map(|segment| segment.x1)
            .fold(0.0, f64::max)
    }
}

/// Gap, in sizes, that parts segments.
const WIDE: f64 = 1.8;

/// Narrowest gap between columns of running text, in sizes.
const NARROW: f64 = 0.7;

/// The lines of upright characters in reading order.
pub fn lines(glyphs: Vec<Glyph>, height: f64, page: u32) -> Vec<Line> {
    let wide = rows(glyphs.clone(), WIDE);
    if wide.is_empty() {
        return Vec::new();
    }
    // Columns may stand closer than cells of a table do.
    let (rows, gutter) = if let Some(found) = gutter(&wide) {
        (wide, Some(found))
    } else {
        let narrow = rows(glyphs, NARROW);
        match gutter(&narrow) {
            Some(found) => {
                let joined = narrow.into_iter().map(|row| row.joined(found)).collect();
                (joined, Some(found))
            }
            None => (wide, None),
        }
    };
    let mut out = Vec::new();
    match gutter {
        Some(gutter) => {
            let (mut left, mut right) = (Vec::new(), Vec::new());
            for row in rows {
                let crosses = row
                    .segments
                    .iter()
                    .any(|s| s.x0 < gutter.0 && s.x1 > gutter.1);
                if crosses {
                    region(&std::mem::take(&mut left), height, page, &mut out);
                    region(&std::mem::take(&mut right), height, page, &mut out);
                    region(&[row], height, page, &mut out);
                    continue;
                }
                let middle = f64::midpoint(gutter.0, gutter.1);
                let (a, b): (Vec<Segment>, Vec<Segment>) =
                    row.segments.into_iter().partition(|s| s.x0 < middle);
                for (side, segments) in [(&mut left, a), (&mut right, b)] {
                    if !segments.is_empty() {
                        side.push(Row {
                            y: row.y,
                            size: row.size,
                            segments,
                        });
                    }
                }
            }
            region(&left, height, page, &mut out);
            region(&right, height, page, &mut out);
        }
        None => region(&rows, height, page, &mut out),
    }
    out
}

/// Groups characters into rows and segments.
fn rows(mut glyphs: Vec<Glyph>, wide: f64) -> Vec<Row> {
    glyphs.retain(|glyph| !glyph.text.is_empty());
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut groups: Vec<Vec<Glyph>> = Vec::new();
    let (mut base, mut size) = (f64::NEG_INFINITY, 0.0f64);
    for glyph in glyphs {
        let near = glyph.y - base <= 0.4 * size.max(glyph.size);
        match groups.last_mut() {
            Some(group) if near => {
                // The base line is that of the largest character.
                if glyph.size > size {
                    (base, size) = (glyph.y, glyph.size);
                }
                group.push(glyph);
            }
            _ => {
                (base, size) = (glyph.y, glyph.size);
                groups.push(vec![glyph]);
            }
        }
    }
    groups
        .into_iter()
        .filter_map(|group| row(group, wide))
        .collect()
}

fn row(mut glyphs: Vec<Glyph>, wide: f64) -> Option<Row> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let size = median(glyphs.iter().map(|glyph| glyph.size))?;
    let y = median(glyphs.iter().map(|glyph| glyph.y))?;
    let mut segments: Vec<Segment> = Vec::new();
    let mut last: Option<(f64, String)> = None;
    for glyph in glyphs {
        // Bold type is sometimes the same character twice, a hair apart.
        if last
            .as_ref()
            .is_some_and(|(x, text)| (glyph.x - x).abs() < 0.15 * size && *text == glyph.text)
        {
            continue;
        }
        let blank = glyph.text.chars().all(char::is_whitespace);
        let end = glyph.x + glyph.dx.max(0.0);
        last = Some((glyph.x, glyph.text.clone()));
        match segments.last_mut() {
            Some(segment) if glyph.x - segment.x1 <= wide * size => {
                let gap = glyph.x - segment.x1;
                let narrow = segment
                    .text
                    .chars()
                    .next_back()
                    .is_some_and(|c| c.is_ascii())
                    && glyph.text.chars().next().is_some_and(|c| c.is_ascii());
                if gap > size * if narrow { 0.2 } else { 0.5 }
                    && !segment.text.ends_with(' ')
                    && !blank
                {
                    segment.text.push(' ');
                }
                if blank {
                    if !segment.text.ends_with(' ') {
                        segment.text.push(' ');
                    }
                    // Blanks do not widen a segment: a run of them is a gap.
                    continue;
                }
                segment.text.push_str(&glyph.text);
                segment.x1 = segment.x1.max(end);
            }
            _ if blank => {}
            _ => segments.push(Segment {
                x0: glyph.x,
                x1: end,
                text: glyph.text,
            }),
        }
    }
    (!segments.is_empty()).then_some(Row { y, size, segments })
}

/// The characters of a cell: its rows one after the other.
pub(super) fn cell(glyphs: Vec<Glyph>) -> String {
    let mut out = String::new();
    for row in rows(glyphs, WIDE) {
        let texts: Vec<&str> = row
            .segments
            .iter()
            .map(|segment| segment.text.trim())
            .collect();
        let text = texts.join(" ");
        let letters = out
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphanumeric())
            && text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        if letters {
            out.push(' ');
        }
        out.push_str(&text);
    }
    out
}

pub(super) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The gap between two columns of running text; `None` where there is one column, or a table.
fn gutter(rows: &[Row]) -> Option<(f64, f64)> {
    const FEWEST: usize = 6;
    const BINS: usize = 400;
    let size = median(rows.iter().map(|row| row.size))?;
    let x0 = rows.iter().map(Row::x0).fold(f64::INFINITY, f64::min);
    let x1 = rows.iter().map(Row::x1).fold(0.0, f64::max);
    let width = x1 - x0;
    if width < 20.0 * size || rows.len() < FEWEST {
        return None;
    }
    let bin = width / BINS as f64;
    let mut covered = vec![0usize; BINS + 1];
    for segment in rows.iter().flat_map(|row| &row.segments) {
        let from = ((segment.x0 - x0) / bin).max(0.0) as usize;
        let to = (((segment.x1 - x0) / bin) as usize).min(BINS);
        for count in covered.iter_mut().take(to + 1).skip(from) {
            *count += 1;
        }
    }
    // The widest stretch in the middle that few rows cross.
    let few = rows.len() / 5;
    let (mut best, mut start) = (None::<(usize, usize)>, None::<usize>);
    let middle = covered
        .iter()
        .enumerate()
        .take(BINS * 3 / 4 + 1)
        .skip(BINS / 4);
    for (at, crossed) in middle {
        if *crossed <= few && at < BINS * 3 / 4 {
            start.get_or_insert(at);
        } else if let Some(from) = start.take()
            && best.is_none_or(|(a, b)| at - from > b - a)
        {
            best = Some((from, at));
        }
    }
    let (from, to) = best?;
    let (a, b) = (x0 + from as f64 * bin, x0 + to as f64 * bin);
    if b - a < NARROW * size {
        return None;
    }
    // Running text fills its column; cells of a table do not.
    let segments = || rows.iter().flat_map(|row| &row.segments);
    let left: Vec<&Segment> = segments().filter(|s| s.x1 <= b && s.x0 < a).collect();
    let right: Vec<&Segment> = segments().filter(|s| s.x0 >= a && s.x1 > b).collect();
    let (wide, other) = (a - x0, x1 - b);
    // Columns of a page are of one width; then short paragraphs may make up more of them.
    let least = if (wide - other).abs() < 0.2 * wide.max(other) {
        4
    } else {
        6
    };
    let full = |side: &[&Segment], width: f64| {
        side.iter().filter(|s| s.x1 - s.x0 > width * 0.75).count() * 10 >= side.len() * least
    };
    let enough = left.len() >= FEWEST && right.len() >= FEWEST;
    (enough && full(&left, wide) && full(&right, other)).then_some((a, b))
}

/// The lines of one column.
fn region(rows: &[Row], height: f64, page: u32, out: &mut Vec<Line>) {
    if rows.is_empty() {
        return;
    }
    let left = rows.iter().map(Row::x0).fold(f64::INFINITY, f64::min);
    let right = rows.iter().map(Row::x1).fold(0.0, f64::max);
    let line = |row: &Row, text: String, table: bool| Line {
        text,
        x0: row.x0(),
        x1: row.x1(),
        y: row.y,
        size: row.size,
        left,
        right,
        height,
        page,
        table,
    };
    let mut at = 0;
    while at < rows.len() {
        let end = table_end(rows, at);
        if end > at {
            for (row, text) in table(&rows[at..end]) {
                out.push(line(row, text, true));
            }
            at = end;
            continue;
        }
        let row = &rows[at];
        let texts: Vec<&str> = row
            .segments
            .iter()
            .map(|segment| segment.text.trim())
            .collect();
        let text = texts.join("　");
        if !text.trim().is_empty() {
            out.push(line(row, text.trim().to_owned(), false));
        }
        at += 1;
    }
}

/// One past the last row of the table that begins at `at`; `at` where there is none.
fn table_end(rows: &[Row], at: usize) -> usize {
    let aligned = |a: &Row, b: &Row| {
        let close = |s: &&Segment| {
            a.segments
                .iter()
                .any(|t| (t.x0 - s.x0).abs() < 0.8 * a.size || overlap(t, s))
        };
        b.segments.iter().filter(close).count() >= 2
    };
    let mut end = at;
    while end + 1 < rows.len() {
        let (row, next) = (&rows[end], &rows[end + 1]);
        let near = next.y - row.y < 4.0 * row.size;
        // A cell that goes on below: inside the columns, not at the margin.
        let goes_on = end > at
            && next.segments.len() == 1
            && next.y - row.y < 2.2 * row.size
            && next.x0() > rows[at].x0() + 2.0 * row.size
            && rows[at]
                .segments
                .iter()
                .skip(1)
                .any(|s| overlap(s, &next.segments[0]));
        let both = row.segments.len() >= 2 && next.segments.len() >= 2;
        let after_rest = end > at
            && row.segments.len() == 1
            && next.segments.len() >= 2
            && aligned(&rows[at], next);
        if near && ((both && aligned(row, next)) || goes_on || after_rest) {
            end += 1;
        } else {
            break;
        }
    }
    if end > at { end + 1 } else { at }
}

fn overlap(a: &Segment, b: &Segment) -> bool {
    a.x1.min(b.x1) - a.x0.max(b.x0) > 0.5 * (a.x1 - a.x0).min(b.x1 - b.x0)
}

/// The rows of a table as lines of cells; a row that has nothing in the first column goes on with the
/// cells above it.
fn table(rows: &[Row]) -> Vec<(&Row, String)> {
    let Some(widest) = rows.iter().max_by_key(|row| row.segments.len()) else {
        return Vec::new();
    };
    let mut columns: Vec<(f64, f64)> = widest.segments.iter().map(|s| (s.x0, s.x1)).collect();
    for segment in rows.iter().flat_map(|row| &row.segments) {
        let of = columns
            .iter()
            .position(|c| segment.x1.min(c.1) - segment.x0.max(c.0) > 0.0);
        let alone = |at: usize| {
            columns
                .iter()
                .enumerate()
                .all(|(n, c)| n == at || segment.x1 <= c.0 || segment.x0 >= c.1)
        };
        if let Some(at) = of.filter(|&at| alone(at)) {
            columns[at].0 = columns[at].0.min(segment.x0);
            columns[at].1 = columns[at].1.max(segment.x1);
        }
    }
    let column = |segment: &Segment| {
        let distance = |c: &(f64, f64)| {
            let over = segment.x1.min(c.1) - segment.x0.max(c.0);
            if over > 0.0 {
                -over
            } else {
                (segment.x0 - c.0).abs().min((segment.x1 - c.1).abs())
            }
        };
        let found = columns
            .iter()
            .enumerate()
            .min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
        found.map_or(0, |(at, _)| at)
    };
    let mut out: Vec<(&Row, Vec<Vec<String>>)> = Vec::new();
    let mut last_y = f64::NEG_INFINITY;
    for row in rows {
        let rest = row.segments.iter().all(|segment| column(segment) > 0);
        let near = row.y - last_y < 2.2 * row.size;
        last_y = row.y;
        if !(rest && near && !out.is_empty()) {
            out.push((row, vec![Vec::new(); columns.len()]));
        }
        if let Some((_, cells)) = out.last_mut() {
            for segment in &row.segments {
                let cell = &mut cells[column(segment)];
                match cell.first_mut() {
                    Some(text) => text.push_str(segment.text.trim()),
                    None => cell.push(segment.text.trim().to_owned()),
                }
            }
        }
    }
    out.into_iter()
        .flat_map(|(row, row_cells)| {
            cells::lines(row_cells)
                .into_iter()
                .map(move |line| (row, line))
        })
        .collect()
}
