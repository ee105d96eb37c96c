//! Why a search found nothing.

use super::engine::{Engine, SearchError, SearchOptions};
use super::filter::Filter;
use super::query::Query;
use super::result::SearchResult;
use super::weighing::Weighed;
use crate::index::IndexError;
use crate::index::literal::Needle;
use crate::lexicon::Added;

impl Engine<'_> {
    /// Says how the query was cut, what occurs nowhere and what would be found with less.
    pub(super) fn explain_nothing(
        &self,
        query: &Query,
        words: &[&Weighed],
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        if !result.segmented.is_empty() {
            result
                .notes
                .push(format!("检索词切分为：{}", result.segmented.join(" / ")));
        }
        for literal in &query.literals {
            let found = self.count_literal(literal)?;
            result.notes.push(match found {
                0 => format!("没有条文含有“{literal}”这一字串"),
                found => format!("含有“{literal}”的条文有 {found} 条，但不满足其他条件"),
            });
        }
        let known: Vec<&&Weighed> = words.iter().filter(|word| word.frequency > 0).collect();
        for word in &known {
            result.notes.push(format!(
                "只查“{}”可找到 {} 条",
                word.concept.text, word.frequency
            ));
        }
        if !filter.is_empty() {
            let passing = self
                .allowed(filter, options.as_of)?
                .map_or(0, |keys| keys.len());
            result.notes.push(format!(
                "符合筛选条件的文件有 {passing} 份；可放宽筛选条件再试"
            ));
        } else if known.is_empty() && query.literals.is_empty() {
            result
                .notes
                .push("可换用更短的词、法律用语或文件名称再试".to_owned());
        }
        Ok(())
    }

    pub(super) fn count_literal(&self, literal: &str) -> Result<usize, IndexError> {
        let Some(needle) = Needle::new(literal) else {
            return Ok(0);
        };
        let mut count = 0;
        for segment in self.reader.searcher().segment_readers() {
            let found = needle.find(segment, self.reader.fields().bigrams)?;
            count += found
                .iter()
                .filter(|&entry| !segment.is_deleted(entry))
                .count();
        }
        Ok(count)
    }
}

/// What was looked for besides what was typed.
pub(super) fn added_note(added: &[Added]) -> Option<String> {
    if added.is_empty() {
        return None;
    }
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for extra in added {
        match groups
            .iter_mut()
            .find(|(trigger, _)| *trigger == extra.trigger)
        {
            Some((_, terms)) => terms.push(&extra.term),
            None => groups.push((&extra.trigger, vec![&extra.term])),
        }
    }
    let shown: Vec<String> = groups
        .iter()
        .map(|(trigger, terms)| format!("{trigger} → {}", terms.join("、")))
        .collect();
    Some(format!(
        "同时查找相近说法：{}（--exact 关闭）",
        shown.join("；")
    ))
}
