//! What somebody should know who asks with the name of a law or a body that is no more: 合同法, 工商局.
//!
//! From the tables of data/catalogue, which `check` reads in full; here only the names and what took their
//! place are needed, so that a few hundred lines are looked through and nothing is built.

use memchr::memmem;

static LAWS: &str = include_str!("../../data/catalogue/repealed_laws.tsv");
static BODIES: &str = include_str!("../../data/catalogue/renamed_bodies.tsv");

/// Shortest name that is recognised, in characters.
const SHORTEST: usize = 3;

/// The rows of a table that hold a name somewhere.
fn rows<'n>(
    table: &'static str,
    name: &'n str,
) -> impl Iterator<Item = Vec<&'static str>> + use<'n> {
    // The name is looked for in the whole table; few lines have it.
    let mut rest = table;
    std::iter::from_fn(move || {
        let at = memmem::find(rest.as_bytes(), name.as_bytes()).filter(|_| !rest.is_empty())?;
        let start = rest[..at].rfind('\n').map_or(0, |before| before + 1);
        let (line, after) = rest[start..]
            .split_once('\n')
            .unwrap_or((&rest[start..], ""));
        rest = after;
        Some(line)
    })
    .filter(|line| !line.is_empty() && !line.starts_with('#'))
    .map(|line| line.split('\t').collect())
}

/// Notes on the names in a query's parts (canonical), in the order of the parts.
pub fn notices(parts: &[String]) -> Vec<String> {
    let mut notes = Vec::new();
    for part in parts {
        let name = part.trim_matches(['《', '》']);
        if name.chars().count() < SHORTEST {
            continue;
        }
        if let Some(note) = law(name) {
            notes.push(note);
        }
        if let Some(note) = body(name) {
            notes.push(note);
        }
    }
    notes.dedup();
    notes
}

/// A repealed law whose full or short name is the whole part: within a longer part it may be another
/// law's (劳动合同法).
fn law(name: &str) -> Option<String> {
    let row = rows(LAWS, name)
        .find(|row| row.len() > 9 && !row[0].is_empty() && (row[0] == name || row[1] == name))?;
    let (new, day, basis) = (row[3], row[4], row[8]);
    let mut note = format!("《{}》", row[0]);
    note.push_str(&match day {
        "" => "已废止".to_owned(),
        day => format!("已于 {day} 废止"),
    });
    if !new.is_empty() {
        note.push_str(&format!("，由《{new}》代替"));
    }
    note.push_str(&source(basis, row[9]));
    note.push_str(&format!("；哪些文件引用它：tiaowen refs {name}"));
    Some(note)
}

/// A body that is no more, named by the whole part.
fn body(name: &str) -> Option<String> {
    let row = rows(BODIES, name).find(|row| row.len() > 9 && row[5] == "word" && row[0] == name)?;
    let (new, day) = (row[1], row[2]);
    if new.is_empty() {
        return None;
    }
    let when = if day.is_empty() {
        String::new()
    } else {
        format!("（{day}）")
    };
    Some(format!(
        "“{name}”已更名或并入“{new}”{when}{}",
        source(row[8], row[9])
    ))
}

/// Where it is written, and whether that was read.
fn source(basis: &str, mark: &str) -> String {
    let checked = if mark == "V" { "" } else { "，待核" };
    if basis.is_empty() {
        checked.to_owned()
    } else {
        format!("（{basis}{checked}）")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[&str]) -> Vec<String> {
        notices(
            &parts
                .iter()
                .map(|part| (*part).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn names_of_what_is_no_more() {
        let notes = of(&["合同法", "依据"]);
        assert_eq!(notes.len(), 1);
        assert!(
            notes[0].contains("民法典") && notes[0].contains("2021-01-01"),
            "{notes:?}"
        );
        let notes = of(&["工商局", "出具证明"]);
        assert!(notes[0].contains("市场监督管理局"), "{notes:?}");
    }

    #[test]
    fn other_names() {
        assert!(of(&["劳动合同法", "孵化器", "民法典", "工商"]).is_empty());
    }

    #[test]
    fn every_row_has_its_columns() {
        for (table, least) in [(LAWS, 10), (BODIES, 10)] {
            for row in rows(table, "") {
                assert!(row.len() >= least, "{row:?}");
            }
        }
    }
}
