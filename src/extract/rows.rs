//! Rows of tables as lines.

/// The lines of a table row. Each cell ends with a tab; paragraphs inside a cell are joined. A row that
/// is only a frame around text, with several lines in its only filled cell, gives those lines, so that
/// an article inside it still begins a line.
pub fn lines(cells: Vec<Vec<String>>) -> Vec<String> {
    let filled = cells
        .iter()
        .filter(|cell| cell.iter().any(|line| !line.trim().is_empty()))
        .count();
    if filled == 0 {
        return Vec::new();
    }
    let single = cells.len() == 1;
    if filled == 1 && (single || cells.iter().any(|cell| cell.len() > 1)) {
        return cells
            .into_iter()
            .flatten()
            .filter(|line| !line.trim().is_empty())
            .collect();
    }
    let mut row = String::new();
    for cell in cells {
        let mut first = true;
        for line in cell {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            if !first {
                row.push(' ');
            }
            first = false;
            row.extend(
                line.chars()
                    .map(|c| if c == '\t' || c == '\n' { ' ' } else { c }),
            );
        }
        row.push('\t');
    }
    vec![row]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn cells_end_with_tabs_and_frames_vanish() {
        assert_eq!(
            lines(vec![cell(&["1"]), cell(&["办法", "（试行）"]), cell(&[])]),
            ["1\t办法 （试行）\t\t"]
        );
        assert_eq!(
            lines(vec![cell(&["第一条 甲", "第二条 乙"])]),
            ["第一条 甲", "第二条 乙"]
        );
        assert_eq!(
            lines(vec![cell(&["第一条 甲", "第二条 乙"]), cell(&[" "])]),
            ["第一条 甲", "第二条 乙"]
        );
        assert!(lines(vec![cell(&[]), cell(&["　"])]).is_empty());
    }
}
