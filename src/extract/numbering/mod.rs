//! Automatic numbers of word processors, written out: `第一条` stands in no paragraph of such a file.
//!
//! docx and doc describe lists alike, so both read their definitions into [`ListDefinition`] and count
//! with [`Counters`].

mod format;

pub use format::NumberFormat;

use std::collections::{HashMap, HashSet};

/// Levels of a list.
pub const LEVELS: usize = 9;

/// A piece of the text of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Characters.
    Literal(String),
    /// The number of a level (from 0).
    Number(usize),
}

/// When a level begins again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Restart {
    /// After any higher level.
    #[default]
    Higher,
    /// Never.
    Never,
    /// After the level of this position (from 0) or one above it.
    After(usize),
}

/// One level of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelDefinition {
    /// First number.
    pub start: i64,
    /// How numbers look.
    pub format: NumberFormat,
    /// The label.
    pub pieces: Vec<Piece>,
    /// When it begins again.
    pub restart: Restart,
    /// Whether all numbers of the label are written as 1, 2, 3.
    pub legal: bool,
    /// Whether nothing stands between label and text.
    pub glued: bool,
}

/// A list: the definition that several instances may share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListDefinition {
    /// Levels, at most [`LEVELS`].
    pub levels: Vec<LevelDefinition>,
}

/// An instance of a list: the same counters, perhaps other starts or looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// Key of the list.
    pub list: i64,
    /// Starts by level: counting begins again where the instance is first used.
    pub starts: HashMap<usize, i64>,
    /// Levels defined anew.
    pub levels: HashMap<usize, LevelDefinition>,
}

/// Lists and instances of a document with the state of counting.
#[derive(Debug, Default)]
pub struct Counters {
    /// Lists by key.
    pub lists: HashMap<i64, ListDefinition>,
    /// Instances by key (`numId`, index of `LFO`).
    pub instances: HashMap<i64, Instance>,
    counts: HashMap<i64, [Option<i64>; LEVELS]>,
    started: HashSet<(i64, usize)>,
}

impl Counters {
    /// Counts a paragraph of an instance at a level and gives its label with what separates it from the
    /// text; `None` where the list is unknown or its label has no characters to read (bullets).
    pub fn next(&mut self, instance: i64, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let used = self.instances.get(&instance)?;
        let list = self.lists.get(&used.list)?;
        let definition = |at: usize| used.levels.get(&at).or_else(|| list.levels.get(at));
        let own = definition(level)?;
        let counts = self.counts.entry(used.list).or_insert([None; LEVELS]);
        let begin = |at: usize| {
            used.starts
                .get(&at)
                .copied()
                .or_else(|| definition(at).map(|level| level.start))
                .unwrap_or(1)
        };
        let fresh = used.starts.contains_key(&level) && self.started.insert((instance, level));
        counts[level] = Some(match counts[level] {
            Some(count) if !fresh => count.saturating_add(1),
            _ => begin(level),
        });
        for (at, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let again = match definition(at).map_or(Restart::Higher, |level| level.restart) {
                Restart::Higher => true,
                Restart::Never => false,
                Restart::After(upper) => level <= upper,
            };
            if again {
                *count = None;
            }
        }
        if own.format == NumberFormat::Bullet {
            return None;
        }
        let mut label = String::new();
        for piece in &own.pieces {
            match piece {
                Piece::Literal(text) => label.push_str(text),
                Piece::Number(at) if *at < LEVELS => {
                    let value = counts[*at].unwrap_or_else(|| begin(*at));
                    let format = match definition(*at) {
                        Some(_) if own.legal => NumberFormat::Decimal,
                        Some(level) => level.format,
                        None => NumberFormat::Decimal,
                    };
                    label.push_str(&format.write(value));
                }
                Piece::Number(_) => {}
            }
        }
        let label: String = label
            .chars()
            .filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c))
            .collect();
        if label.trim().is_empty() {
            return None;
        }
        // Printed, a tab or blank follows; after these marks Chinese text has none.
        let closed = label.ends_with(['、', '）', ')', '．', '。', '】', '〕', ' ', '\u{3000}']);
        Some(if own.glued || closed {
            label
        } else {
            label + " "
        })
    }
}

/// The pieces of a label written as `第%1条`.
#[cfg(any(test, feature = "office"))]
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let number = (c == '%')
            .then(|| chars.peek().and_then(|d| d.to_digit(10)))
            .flatten();
        match number {
            Some(number) if number > 0 => {
                chars.next();
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                pieces.push(Piece::Number(number as usize - 1));
            }
            _ => literal.push(c),
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(format: NumberFormat, text: &str, restart: Restart) -> LevelDefinition {
        LevelDefinition {
            start: 1,
            format,
            pieces: pieces(text),
            restart,
            ..LevelDefinition::default()
        }
    }

    fn law() -> Counters {
        let chinese = NumberFormat::ChineseThousand;
        let levels = vec![
            level(chinese, "第%1章", Restart::Higher),
            level(chinese, "第%2条", Restart::Never),
            level(chinese, "（%3）", Restart::Higher),
        ];
        let mut counters = Counters::default();
        counters.lists.insert(7, ListDefinition { levels });
        counters.instances.insert(
            1,
            Instance {
                list: 7,
                ..Instance::default()
            },
        );
        counters
    }

    #[test]
    fn articles_go_on_over_chapters_and_items_begin_again() {
        let mut counters = law();
        let labels: Vec<String> = [0, 1, 2, 2, 1, 0, 1, 2]
            .into_iter()
            .filter_map(|level| counters.next(1, level))
            .collect();
        assert_eq!(
            labels,
            [
                "第一章 ",
                "第一条 ",
                "（一）",
                "（二）",
                "第二条 ",
                "第二章 ",
                "第三条 ",
                "（一）"
            ]
        );
    }

    #[test]
    fn an_instance_with_a_start_begins_again_once() {
        let mut counters = law();
        let starts = HashMap::from([(1, 5)]);
        counters.instances.insert(
            2,
            Instance {
                list: 7,
                starts,
                ..Instance::default()
            },
        );
        assert_eq!(counters.next(1, 1).as_deref(), Some("第一条 "));
        assert_eq!(counters.next(2, 1).as_deref(), Some("第五条 "));
        assert_eq!(counters.next(2, 1).as_deref(), Some("第六条 "));
        assert_eq!(counters.next(1, 1).as_deref(), Some("第七条 "));
        assert_eq!(counters.next(9, 0), None);
    }

    #[test]
    fn restart_after_a_named_level_and_legal_numbers() {
        let mut counters = law();
        if let Some(list) = counters.lists.get_mut(&7) {
            list.levels[2] = LevelDefinition {
                legal: true,
                ..level(NumberFormat::Chinese, "%1.%2.%3", Restart::After(0))
            };
        }
        let labels: Vec<String> = [0, 1, 2, 1, 2, 0, 2]
            .into_iter()
            .filter_map(|level| counters.next(1, level))
            .collect();
        assert_eq!(labels[2], "1.1.1 ");
        assert_eq!(labels[4], "1.2.2 ");
        assert_eq!(labels[6], "2.2.1 ");
    }
}
