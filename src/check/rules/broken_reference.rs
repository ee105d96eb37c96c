//! `broken-reference`: the document refers to an article of its own that it does not have.

use std::collections::HashSet;

use super::super::context;
use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::laws::{article_number, last_article};
use super::super::subject::Subject;
use crate::law::model::{Level, Relation};
use crate::text::numeral::to_chinese;

/// 文件引用了自己没有的条文。
///
/// ## 查什么
/// “本办法第N条”或单独的“第N条”，而本文件只到第M条（N＞M）。多见于修订后条号变动而未改引用。
///
/// ## 依据
/// 文件自身的条文。
///
/// ## 示例
/// 全文共二十七条，第二十三条却写“依照本办法第五十条处理”。
///
/// ## 误报与处理
/// 文本不全、条号不连续的文件不报；引号里转述其他法律的条文不报。“第N条”实际指另一部法律的，请在条文里写明法律名称。
pub struct BrokenReference;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.is_over() || subject.amends() {
        return;
    }
    let Some(last) = last_article(subject.entry).filter(|_| is_whole(subject)) else {
        return;
    };
    let mut seen = HashSet::new();
    for citation in &subject.document().citations {
        if citation.relation != Relation::Itself || citation.nested {
            continue;
        }
        let Some(cited) = citation
            .articles
            .iter()
            .filter_map(|label| article_number(label))
            .max()
        else {
            continue;
        };
        if cited <= last {
            continue;
        }
        let Some(place) = subject.place(citation) else {
            continue;
        };
        let level = place.passage.clause.level;
        if matches!(level, Level::Note | Level::Preamble | Level::Annex) || context::quoted(place) {
            continue;
        }
        if !seen.insert((citation.clause, cited)) {
            continue;
        }
        let named = citation.text.starts_with('本') || citation.text.starts_with('《');
        let certainty = if named {
            Certainty::Certain
        } else {
            Certainty::Probable
        };
        let message = format!(
            "本文件只到第{}条，没有第{}条",
            to_chinese(last),
            to_chinese(cited)
        );
        let mut finding = subject.finding_at(
            place,
            "broken-reference",
            certainty,
            message,
            "文件自身的条文",
        );
        finding.term = Some(citation.text.clone());
        finding.suggestion = Suggestion::Amend;
        out.push(finding);
    }
}

/// Whether the end of the text is there: one of the last articles speaks of effect or interpretation.
fn is_whole(subject: &Subject<'_>) -> bool {
    let articles: Vec<_> = subject
        .document()
        .clauses
        .iter()
        .filter(|clause| clause.level == Level::Article)
        .collect();
    articles.iter().rev().take(3).any(|clause| {
        ["起施行", "起实施", "起执行", "起试行", "起生效", "负责解释"]
            .iter()
            .any(|word| clause.text.contains(word))
    })
}
