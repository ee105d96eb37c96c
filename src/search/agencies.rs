//! Short names of makers written out: 科技局 is 科学技术局, whatever the level.

use std::collections::HashMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../data/lexicon/agencies.tsv");

/// What is written out as what.
struct Row {
    short: String,
    full: String,
}

/// The rows by the character their short and their full names begin with; those with the longest short names first.
/// Most characters of a name begin none, and a filter writes out the maker of every document.
#[derive(Default)]
struct Rows {
    short: HashMap<char, Vec<Row>>,
    full: HashMap<char, Vec<String>>,
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let mut rows: Vec<Row> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(shorts), Some(full), Some(ends)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        for short in shorts.split(' ') {
            for end in ends.split(' ') {
                let (end, long) = match end {
                    "-" => ("", ""),
                    "委" => ("委", "委员会"),
                    end => (end, end),
                };
                rows.push(Row {
                    short: format!("{short}{end}"),
                    full: format!("{full}{long}"),
                });
            }
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.short.len()));
    let mut by_first = Rows::default();
    for row in rows {
        if let Some(first) = row.full.chars().next() {
            let full = by_first.full.entry(first).or_default();
            full.push(row.full.clone());
        }
        if let Some(first) = row.short.chars().next() {
            by_first.short.entry(first).or_default().push(row);
        }
    }
    by_first
});

/// A maker's name with its short names written out. Levels and places stay as they are.
pub fn full_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len() * 2);
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        // What is written out already stays, and 发改委员会 is not 发改委 with something behind it.
        let whole = ROWS.full.get(&c).into_iter().flatten();
        let whole = whole
            .filter(|full| rest.starts_with(full.as_str()))
            .max_by_key(|full| full.len());
        if let Some(full) = whole {
            out.push_str(full);
            rest = &rest[full.len()..];
            continue;
        }
        let mut short = ROWS.short.get(&c).into_iter().flatten();
        if let Some(row) = short.find(|row| rest.starts_with(&row.short)) {
            out.push_str(&row.full);
            rest = &rest[row.short.len()..];
            if row.full.ends_with("委员会") {
                rest = rest.strip_prefix("员会").unwrap_or(rest);
            }
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_written_out() {
        for (short, full) in [
            ("科技局", "科学技术局"),
            ("市科技局", "市科学技术局"),
            ("韶州市科技局", "韶州市科学技术局"),
            ("省科技厅", "省科学技术厅"),
            ("科技部", "科学技术部"),
            ("省发改委", "省发展和改革委员会"),
            ("国家发展改革委", "国家发展和改革委员会"),
            ("国家发展改革委员会", "国家发展和改革委员会"),
            ("市工信局", "市工业和信息化局"),
            ("人社局", "人力资源和社会保障局"),
            ("市监局", "市场监督管理局"),
            ("市场监管总局", "市场监督管理总局"),
            ("市人大常委会", "市人民代表大会常务委员会"),
            ("市政府", "市人民政府"),
            ("市府办", "市人民政府办公室"),
        ] {
            assert_eq!(full_name(short), full);
            assert_eq!(full_name(full), full, "written out already");
        }
    }

    #[test]
    fn other_names_stay() {
        for name in [
            "韶州市科学技术局、韶州市财政局",
            "韶州市人民政府办公室",
            "韶州高新区管理委员会",
            "云溪县科技工业和信息化局",
            "交通运输部",
        ] {
            assert_eq!(full_name(name), name);
        }
    }

    #[test]
    fn levels_are_never_crossed() {
        assert!(!full_name("广东省科学技术厅").contains(&full_name("科技局")));
        assert!(!full_name("韶州市科学技术局").contains(&full_name("省科技厅")));
        assert!(!full_name("广东省科学技术厅").contains(&full_name("市科技局")));
    }
}
