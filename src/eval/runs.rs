//! What a search gave for each question: kept, read again, compared.

use std::collections::BTreeMap;

use super::BadLine;
use super::questions::cells;

/// Hits by question, best first: path and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// By number of the question.
    pub hits: BTreeMap<String, Vec<(String, String)>>,
}

impl Run {
    /// Reads a run: `number \t path \t label \t rank \t score` a line, as `search --batch --format trec`
    /// writes it.
    ///
    /// # Errors
    /// [`BadLine`].
    pub fn read(text: &str) -> Result<Self, BadLine> {
        let mut ranked: BTreeMap<String, Vec<(usize, String, String)>> = BTreeMap::new();
        for (line, cells) in cells(text) {
            let bad = |reason| BadLine { line, reason };
            let [id, path, label, rank, ..] = cells[..] else {
                return Err(bad("应为“编号、文件、条号、名次、得分”，以制表符分隔"));
            };
            let rank = rank.parse().map_err(|_| bad("名次应为数字"))?;
            ranked.entry(id.to_owned()).or_default().push((
                rank,
                path.to_owned(),
                label.to_owned(),
            ));
        }
        let hits = ranked
            .into_iter()
            .map(|(id, mut hits)| {
                hits.sort_by_key(|(rank, ..)| *rank);
                (
                    id,
                    hits.into_iter()
                        .map(|(_, path, label)| (path, label))
                        .collect(),
                )
            })
            .collect();
        Ok(Self { hits })
    }

    /// The run as lines.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for (id, hits) in &self.hits {
            for (at, (path, label)) in hits.iter().enumerate() {
                let rank = at + 1;
                // Only the order was kept; a score that falls with the rank keeps other tools content.
                text.push_str(&format!(
                    "{id}\t{path}\t{label}\t{rank}\t{:.6}\n",
                    1.0 / rank as f64
                ));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_survives_writing() {
        let run = Run::read("a\t乙.txt\t第二条\t2\t0.5\na\t甲.txt\t第一条\t1\t0.9\n").expect("run");
        assert_eq!(run.hits["a"][0].0, "甲.txt");
        assert_eq!(Run::read(&run.write()).expect("run"), run);
        assert!(Run::read("a\tx").is_err());
    }
}
