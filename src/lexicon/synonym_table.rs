use std::collections::{BTreeMap, BTreeSet};

/// What a trigger adds to a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// `=`, `~`, `>` or `l` (lay).
    pub kind: char,
    /// Weight of the added terms against what was typed, 0 to 1.
    pub weight: f32,
    /// Texts that must occur in the query as well (甲+乙).
    pub also: Vec<String>,
    /// What is added.
    pub terms: Vec<String>,
}

/// Trigger → what it adds.
pub type Table = BTreeMap<String, Vec<Expansion>>;

/// A line that cannot be used: its number from 1 and the reason in Chinese.
pub type BadLine = (usize, &'static str);

fn split(cell: &str) -> Vec<String> {
    cell.split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Reads tables into `table`, collecting the pairs that must not be merged in `barred`.
pub fn read(
    text: &str,
    table: &mut Table,
    barred: &mut BTreeSet<(String, String)>,
) -> Vec<BadLine> {
    let mut bad = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, weight, heads, others, ..] = cells[..] else {
            bad.push((number + 1, "应有五列，以制表符分隔"));
            continue;
        };
        let Some(weight) = weight
            .trim()
            .parse::<f32>()
            .ok()
            .filter(|weight| (0.0..=1.0).contains(weight))
        else {
            bad.push((number + 1, "权重应是 0 到 1 的小数"));
            continue;
        };
        let (heads, others) = (split(heads), split(others));
        if heads.is_empty() || others.is_empty() {
            bad.push((number + 1, "首词或其他词为空"));
            continue;
        }
        let mut add = |trigger: &str, kind: char, terms: Vec<String>| {
            if terms.is_empty() {
                return;
            }
            let mut parts = trigger.split('+').map(str::to_owned);
            let first = parts.next().unwrap_or_default();
            table.entry(first).or_default().push(Expansion {
                kind,
                weight,
                also: parts.collect(),
                terms,
            });
        };
        // A common misspelling leads to the right word; nobody who writes it well wants the other.
        let misspelt = line.contains("误写");
        match kind.trim() {
            "=" if misspelt => {
                for word in &others {
                    add(word, '=', heads.clone());
                }
            }
            "=" => {
                let all: Vec<String> = heads.iter().chain(&others).cloned().collect();
                for word in &all {
                    add(
                        word,
                        '=',
                        all.iter().filter(|other| *other != word).cloned().collect(),
                    );
                }
            }
            "~" => {
                for word in &heads {
                    add(word, '~', others.clone());
                }
                for word in &others {
                    add(word, '~', heads.clone());
                }
            }
            ">" => {
                for word in &heads {
                    add(word, '>', others.clone());
                }
            }
            "lay" => {
                for word in &heads {
                    add(word, 'l', others.clone());
                }
            }
            "≠" => {
                for head in &heads {
                    for other in &others {
                        barred.insert((head.clone(), other.clone()));
                        barred.insert((other.clone(), head.clone()));
                    }
                }
            }
            _ => bad.push((number + 1, "种类应是 =、~、>、lay 或 ≠")),
        }
    }
    bad
}

/// Takes the barred pairs out.
pub fn bar(table: &mut Table, barred: &BTreeSet<(String, String)>) {
    for (trigger, expansions) in table.iter_mut() {
        for expansion in expansions.iter_mut() {
            expansion
                .terms
                .retain(|term| !barred.contains(&(trigger.clone(), term.clone())));
        }
        expansions.retain(|expansion| !expansion.terms.is_empty());
    }
    table.retain(|_, expansions| !expansions.is_empty());
}

/// A table as text for look-up by offset: for each trigger its expansions, a line each
/// (`kind \t weight \t also… \t terms…`, several separated by blanks), closed by an empty line.
pub fn pack(table: &Table) -> (Vec<(String, u64)>, String) {
    let mut offsets = Vec::with_capacity(table.len());
    let mut text = String::new();
    for (trigger, expansions) in table {
        offsets.push((trigger.clone(), text.len() as u64));
        for expansion in expansions {
            text.push_str(&format!(
                "{}\t{}\t{}\t{}\n",
                expansion.kind,
                expansion.weight,
                expansion.also.join(" "),
                expansion.terms.join(" ")
            ));
        }
        text.push('\n');
    }
    (offsets, text)
}

/// The expansions packed at `offset`.
pub fn unpack(text: &str, offset: u64) -> Vec<Expansion> {
    let Some(rest) = text.get(offset as usize..) else {
        return Vec::new();
    };
    rest.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some(Expansion {
                kind: cells.next()?.chars().next()?,
                weight: cells.next()?.parse().ok()?,
                also: split(cells.next()?),
                terms: split(cells.next()?),
            })
        })
        .collect()
}
