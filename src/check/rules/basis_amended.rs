//! `basis-amended`: the law a document rests on has changed since.

use std::collections::HashSet;

use super::super::catalogue::Way;
use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::keys::{title_key, version_date};
use super::super::laws::zh_date;
use super::super::subject::{Subject, UNVERIFIED, related, related_row};
use crate::law::model::Relation;

/// 制定依据在本文件制定之后修改过。
///
/// ## 查什么
/// “根据《……》，制定本办法”中的法律、法规，在本文件的日期之后有修订、修正（见目录 revised_laws.tsv 和语料中的新版本），
/// 并且修改已经施行。
///
/// ## 依据
/// 该法的题注或公布文件。上位法修改后，应当核对下位规定是否与之一致（规章制定程序条例第三十七条，规范性文件参照）。
///
/// ## 示例
/// 2019 年制定的办法依据《中华人民共和国科学技术进步法》，该法于 2021 年 12 月 24 日修订。
///
/// ## 误报与处理
/// 多数条文不受影响，本项只作提示：核对引用的条号和实体规定即可。核对过的请在处理意见里记“继续有效”，以后不再出现。
pub struct BasisAmended;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.is_over() || subject.tells() || subject.amends() {
        return;
    }
    let Some(made) = subject.date() else { return };
    let mut seen = HashSet::new();
    for citation in &subject.document().citations {
        let Some(title) = citation
            .title
            .as_deref()
            .filter(|_| citation.relation == Relation::Basis && !citation.nested)
        else {
            continue;
        };
        let Some(current) = subject.world.laws.current(title, subject.world.view) else {
            continue;
        };
        if !seen.insert(title_key(title)) {
            continue;
        }
        let indexed = current.indexed.map(|at| &subject.world.view.documents[at]);
        // What was revised and is in force: by the text itself where it is indexed, else by the catalogue.
        let by_text = indexed.and_then(|law| {
            version_date(&law.card)
                .filter(|date| *date > made)
                .map(|date| (date, law))
        });
        let by_row = current
            .row
            .filter(|row| row.way != Way::Made && row.date.earliest() > made);
        let (when, related, basis, verified) = match (by_text, by_row) {
            (_, Some(row)) => {
                let related = match indexed {
                    Some(law) => related(law),
                    None => related_row(row),
                };
                (row.date.zh(), related, row.source.clone(), row.verified)
            }
            (Some((date, law)), None) if earlier_version(subject, title, date) => (
                zh_date(date),
                related(law),
                "语料中的新版本".to_owned(),
                true,
            ),
            _ => continue,
        };
        let Some(place) = subject.place(citation) else {
            continue;
        };
        let mark = if verified { "" } else { UNVERIFIED };
        let message = format!(
            "制定依据《{}》在本文件之后（{when}）修改过{mark}",
            title.trim_matches(['《', '》'])
        );
        let mut finding =
            subject.finding_at(place, "basis-amended", Certainty::Hint, message, basis);
        finding.term = Some(title.to_owned());
        finding.related = Some(related);
        finding.verified = verified;
        finding.suggestion = Suggestion::Review;
        out.push(finding);
    }
}

/// Whether the law was there before: its first event or an older text. A law that is newer than the
/// document cannot have been its basis; then the dates are not to be trusted.
fn earlier_version(subject: &Subject<'_>, title: &str, newer: jiff::civil::Date) -> bool {
    let all = subject.world.titles.get(&title_key(title));
    all.into_iter().flatten().any(|&at| {
        let law = &subject.world.view.documents[at];
        let first = law.document.notes.iter().filter_map(|note| note.date).min();
        first
            .or(version_date(&law.card))
            .is_some_and(|date| date < newer)
    })
}
