//! `cites-missing-article`: the cited article is beyond the end of the law.

use std::collections::HashSet;

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::keys::version_date;
use super::super::laws::{article_number, last_article};
use super::super::subject::{Subject, UNVERIFIED, related, related_row};
use crate::law::citation;
use crate::law::model::{Level, Relation};
use crate::text::numeral::to_chinese;

/// 引用的条号超出了该法现行文本的最后一条。
///
/// ## 查什么
/// “《……法》第N条”，而该法现行文本只到第M条（N＞M）。条数取自语料中的现行文本和目录 revised_laws.tsv、new_laws.tsv。
///
/// ## 依据
/// 该法现行文本的最后一条。
///
/// ## 示例
/// “依照《中华人民共和国会计法》第五十二条”——2024 年修正后该法只到第五十一条。
///
/// ## 误报与处理
/// 条号没有超出、但修订后内容已经移到别的条的，本项查不出来，请配合 basis-amended 核对。语料里的法律文本太旧时可能误报：
/// 请更新法律文本。“原《……》第N条”不报。
pub struct CitesMissingArticle;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.is_over() || subject.tells() || subject.amends() {
        return;
    }
    let short = citation::definitions(&subject.document().citations);
    let mut seen = HashSet::new();
    for citation in &subject.document().citations {
        if citation.nested || !matches!(citation.relation, Relation::Reference | Relation::Basis) {
            continue;
        }
        let Some(written) = citation.title.as_deref() else {
            continue;
        };
        let Some(cited) = citation
            .articles
            .iter()
            .filter_map(|label| article_number(label))
            .max()
        else {
            continue;
        };
        let meant = short
            .iter()
            .find(|(name, _)| name == written)
            .map_or(written, |(_, full)| full.as_str());
        let Some(current) = subject.world.laws.current(meant, subject.world.view) else {
            continue;
        };
        let law = current.indexed.map(|at| &subject.world.view.documents[at]);
        // The newer of the two sources counts; where they disagree about the same version, the larger.
        let by_text = law.and_then(last_article);
        let by_row = current.row.and_then(|row| row.articles).map(u64::from);
        let row_newer = match (law.and_then(|law| version_date(&law.card)), current.row) {
            (Some(text), Some(row)) => row.date.earliest() > text,
            _ => false,
        };
        let last = match (by_text, by_row) {
            (Some(text), Some(row)) => Some(if row_newer { row } else { text.max(row) }),
            (Some(text), None) if !row_newer => Some(text),
            (None, row) if law.is_none() || row_newer => row,
            _ => None,
        };
        let Some(last) = last.filter(|&last| cited > last) else {
            continue;
        };
        let Some(place) = subject.place(citation) else {
            continue;
        };
        let title_end = place
            .passage
            .title_at(place.start)
            .map_or(place.start, |title| title.end);
        if place.passage.clause.level == Level::Note
            || super::super::context::is_past(place, title_end)
        {
            continue;
        }
        let line = place
            .passage
            .line(place.passage.span(place.start, place.end));
        if !seen.insert((citation.clause, line, cited, written)) {
            continue;
        }
        let row = current.row.filter(|_| by_row == Some(last));
        let verified = row.is_none_or(|row| row.verified);
        // A document that is younger than the law we know may speak of a version we do not.
        let known = law
            .and_then(|law| version_date(&law.card))
            .max(current.row.map(|row| row.date.latest()));
        let sure = verified
            && subject
                .date()
                .zip(known)
                .is_some_and(|(made, known)| made <= known);
        let certainty = if sure {
            Certainty::Certain
        } else {
            Certainty::Probable
        };
        let mark = if verified { "" } else { UNVERIFIED };
        let message = format!(
            "《{}》现行文本只到第{}条，没有第{}条{mark}",
            meant.trim_matches(['《', '》']),
            to_chinese(last),
            to_chinese(cited)
        );
        let basis = row.map_or_else(|| "语料中的现行文本".to_owned(), |row| row.source.clone());
        let mut finding =
            subject.finding_at(place, "cites-missing-article", certainty, message, basis);
        finding.term = Some(written.to_owned());
        finding.related = law.map(related).or_else(|| current.row.map(related_row));
        finding.verified = verified;
        finding.suggestion = Suggestion::Amend;
        out.push(finding);
    }
}
