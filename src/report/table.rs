//! Plain tables aligned by terminal cells.

use super::wrap::{shorten, width};

/// Lines of a table; columns are as wide as their widest cell, at most `limits`.
pub fn table(header: &[&str], rows: &[Vec<String>], limits: &[usize]) -> Vec<String> {
    let columns = header.len();
    let mut widths: Vec<usize> = header.iter().map(|cell| width(cell)).collect();
    for row in rows {
        for (at, cell) in row.iter().enumerate().take(columns) {
            let limit = limits.get(at).copied().unwrap_or(usize::MAX);
            widths[at] = widths[at].max(width(cell).min(limit));
        }
    }
    let line = |cells: &[String]| {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate().take(columns) {
            let cell = shorten(cell, widths[at]);
            line.push_str(&cell);
            if at + 1 < columns {
                line.push_str(&" ".repeat(widths[at] - width(&cell) + 2));
            }
        }
        line.trim_end().to_owned()
    };
    let head: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    std::iter::once(line(&head))
        .chain(rows.iter().map(|row| line(row)))
        .collect()
}

/// A value for a tab-separated file: no tabs, no line ends.
pub fn tsv_cell(text: &str) -> String {
    text.chars()
        .map(|c| {
            if matches!(c, '\t' | '\n' | '\r') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = vec![
            vec!["甲".to_owned(), "x".to_owned()],
            vec!["甲乙丙丁".to_owned(), "y".to_owned()],
        ];
        assert_eq!(
            table(&["名", "值"], &rows, &[6]),
            ["名      值", "甲      x", "甲乙…   y"]
        );
    }
}
