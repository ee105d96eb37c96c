//! What else a query may mean: synonyms, abbreviations, lay words for legal ones.
//!
//! The shipped tables are compiled into the program by the build script; a search looks up only what
//! occurs in its query. A user's own tables are read at run time and come on top.

use std::collections::BTreeSet;

use fst::raw::{Fst, Output};

use super::synonym_table::{Expansion, Table, bar, read, unpack};

pub use super::synonym_table::BadLine;

static KEYS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/synonyms.fst"));
static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/synonyms.txt"));

/// All terms that the shipped tables add to queries.
pub(super) fn shipped_terms() -> BTreeSet<&'static str> {
    TEXT.lines()
        .filter_map(|line| line.split('\t').nth(3))
        .flat_map(|terms| terms.split(' '))
        .collect()
}

/// Something added to a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// What was typed, as found in the query.
    pub trigger: String,
    /// First character of the trigger in its part of the query.
    pub start: usize,
    /// What is looked for as well.
    pub term: String,
    /// Its weight against what was typed.
    pub weight: f32,
    /// Whether both mean the same (`=`), as opposed to near, narrower or explained.
    pub equal: bool,
}

/// The tables.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    user: Table,
}

impl Synonyms {
    /// The shipped tables alone.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The shipped tables and a user's; lines that cannot be used are given back.
    pub fn with_user(tables: &[&str]) -> (Self, Vec<BadLine>) {
        let mut user = Table::new();
        let mut barred = BTreeSet::new();
        let bad = tables
            .iter()
            .flat_map(|text| read(text, &mut user, &mut barred))
            .collect();
        bar(&mut user, &barred);
        (Self { user }, bad)
    }

    /// What the parts of a query (canonical) call for. Longest triggers first, from left to right, not
    /// overlapping; of several weights for one term the largest.
    pub fn expand(&self, parts: &[String]) -> Vec<Added> {
        let whole = parts.join("\n");
        let mut added: Vec<Added> = Vec::new();
        for part in parts {
            let chars: Vec<(usize, char)> = part.char_indices().collect();
            let mut free_from = 0;
            for (start, &(byte, _)) in chars.iter().enumerate() {
                let rest = &part[byte..];
                let matches = self.matches(rest);
                let longest = matches
                    .iter()
                    .filter(|(_, expansion)| expansion.also.is_empty())
                    .map(|(length, _)| *length)
                    .max();
                for (length, expansion) in matches {
                    let plain = expansion.also.is_empty();
                    if plain && (start < free_from || Some(length) != longest) {
                        continue;
                    }
                    if !expansion
                        .also
                        .iter()
                        .all(|text| whole.contains(text.as_str()))
                    {
                        continue;
                    }
                    for term in expansion.terms {
                        if whole.contains(term.as_str()) {
                            continue;
                        }
                        let equal = expansion.kind == '=';
                        match added.iter_mut().find(|known| known.term == term) {
                            Some(known) => known.weight = known.weight.max(expansion.weight),
                            None => added.push(Added {
                                trigger: rest[..length].to_owned(),
                                start,
                                term,
                                weight: expansion.weight,
                                equal,
                            }),
                        }
                    }
                }
                if start >= free_from
                    && let Some(longest) = longest
                {
                    free_from = start + rest[..longest].chars().count();
                }
            }
        }
        added
    }

    /// All expansions whose trigger `text` begins with, with the trigger's length in bytes.
    fn matches(&self, text: &str) -> Vec<(usize, Expansion)> {
        let mut found = Vec::new();
        if let Ok(keys) = Fst::new(KEYS) {
            let mut node = keys.root();
            let mut output = Output::zero();
            for (at, &byte) in text.as_bytes().iter().enumerate() {
                let Some(index) = node.find_input(byte) else {
                    break;
                };
                let step = node.transition(index);
                output = output.cat(step.out);
                node = keys.node(step.addr);
                if node.is_final() {
                    let offset = output.cat(node.final_output()).value();
                    found.extend(
                        unpack(TEXT, offset)
                            .into_iter()
                            .map(|expansion| (at + 1, expansion)),
                    );
                }
            }
        }
        if !self.user.is_empty() {
            for (at, c) in text.char_indices() {
                let length = at + c.len_utf8();
                if let Some(expansions) = self.user.get(&text[..length]) {
                    found.extend(
                        expansions
                            .iter()
                            .map(|expansion| (length, expansion.clone())),
                    );
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(synonyms: &Synonyms, query: &str) -> Vec<String> {
        let parts: Vec<String> = query.split(' ').map(str::to_owned).collect();
        synonyms
            .expand(&parts)
            .into_iter()
            .map(|added| added.term)
            .collect()
    }

    #[test]
    fn abbreviations_both_ways_and_barred_pairs() {
        let synonyms = Synonyms::shipped();
        assert!(terms(&synonyms, "高企 奖励").contains(&"高新技术企业".to_owned()));
        assert!(terms(&synonyms, "高新技术企业").contains(&"高企".to_owned()));
        assert!(!terms(&synonyms, "高企").contains(&"科技型中小企业".to_owned()));
    }

    #[test]
    fn what_was_typed_is_not_added() {
        assert!(
            !terms(&Synonyms::shipped(), "高企 高新技术企业").contains(&"高新技术企业".to_owned())
        );
    }

    #[test]
    fn a_users_table_counts_at_once() {
        let (synonyms, bad) = Synonyms::with_user(&["=\t0.9\t韶科通\t一网通办\t本局/M\n坏行\n"]);
        assert_eq!(bad, [(2, "应有五列，以制表符分隔")]);
        assert_eq!(terms(&synonyms, "韶科通怎么用"), ["一网通办"]);
    }

    #[test]
    fn words_together_mean_more() {
        let (synonyms, _) = Synonyms::with_user(&["lay\t0.6\t甲乙丙+丁戊己\t相邻关系\t示例/M\n"]);
        assert_eq!(terms(&synonyms, "甲乙丙和丁戊己"), ["相邻关系"]);
        assert!(!terms(&synonyms, "甲乙丙").contains(&"相邻关系".to_owned()));
    }
}
