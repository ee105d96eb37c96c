//! Citations of law that is over: shared by `basis-repealed` and `cites-repealed`.

use std::collections::HashSet;

use super::super::context;
use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::keys::title_key;
use super::super::laws::{Ended, Ender};
use super::super::subject::{Place, Subject, UNVERIFIED};
use crate::law::citation;
use crate::law::model::{Citation, Level, Relation};

/// Reports citations with one of these relations, once a line and title.
pub(super) fn run(subject: &Subject<'_>, rule: &'static str, basis: bool, out: &mut Vec<Finding>) {
    if subject.is_over() || subject.tells() {
        return;
    }
    let short: Vec<(String, String)> = citation::definitions(&subject.document().citations);
    let own = subject.entry.card.title.as_deref().map(title_key);
    let mut seen: Seen = HashSet::new();
    for citation in &subject.document().citations {
        let wanted = match citation.relation {
            Relation::Basis => basis,
            Relation::Reference => !basis,
            // What is defined was cited right before.
            Relation::Definition
            | Relation::Repeal
            | Relation::Amend
            | Relation::Itself
            | Relation::History => false,
        };
        if !wanted || citation.nested {
            continue;
        }
        let Some(written) = citation.title.as_deref() else {
            continue;
        };
        let meant = short
            .iter()
            .find(|(name, _)| name == written)
            .map_or(written, |(_, full)| full.as_str());
        let laws = &subject.world.laws;
        let Some(ended) = laws.cited(
            Some(meant),
            citation.number.as_deref(),
            subject.world.view,
            subject.index,
        ) else {
            continue;
        };
        if own.as_ref().is_some_and(|own| *own == title_key(meant)) || is_own_end(subject, ended) {
            continue;
        }
        let Some(place) = subject.place(citation) else {
            continue;
        };
        if !operative(subject, citation, place) {
            continue;
        }
        let line = place
            .passage
            .line(place.passage.span(place.start, place.end));
        if seen.insert((citation.clause, line, title_key(written))) {
            out.push(finding(subject, rule, place, ended, written, meant));
        }
    }
    bare(subject, rule, basis, own.as_deref(), &mut seen, out);
}

/// Clause, line and title of what was reported.
type Seen = HashSet<(u32, Option<u32>, String)>;

/// Names without book marks that the catalogue knows and the reader of citations passed over.
fn bare(
    subject: &Subject<'_>,
    rule: &'static str,
    basis: bool,
    own: Option<&str>,
    seen: &mut Seen,
    out: &mut Vec<Finding>,
) {
    let catalogue = subject.world.catalogue;
    if subject.amends() {
        return;
    }
    for (at, clause, text) in subject.operative() {
        for hit in catalogue.bare_names.find_iter(text) {
            let row = &catalogue.repealed[catalogue.bare_rows[hit.pattern().as_usize()]];
            let (Some(short), Some(guard)) = (row.short.as_deref(), row.bare.as_ref()) else {
                continue;
            };
            if !guard.allows(text, hit.start(), hit.end())
                || follows_place(&text[..hit.start()])
                || own == Some(title_key(short).as_str())
            {
                continue;
            }
            let Some(passage) = subject.passage(at) else {
                continue;
            };
            let place = Place {
                passage,
                start: hit.start(),
                end: hit.end(),
            };
            let known = subject.document().citations.iter().any(|citation| {
                citation.clause == clause.ordinal && {
                    let span = passage.span(place.start, place.end);
                    citation.span.start <= span.start && span.end <= citation.span.end
                }
            });
            if known || passage.title_at(place.start).is_some() {
                continue;
            }
            let Some(ended) =
                subject
                    .world
                    .laws
                    .cited(Some(short), None, subject.world.view, subject.index)
            else {
                continue;
            };
            let sentence = place.sentence();
            let is_basis = sentence.contains("制定本")
                && ["根据", "依据", "依照"]
                    .iter()
                    .any(|lead| sentence.contains(lead));
            if is_basis != basis || is_own_end(subject, ended) || !tells_to_follow(place, place.end)
            {
                continue;
            }
            let line = passage.line(passage.span(place.start, place.end));
            if seen.insert((clause.ordinal, line, title_key(short))) {
                out.push(finding(subject, rule, place, ended, short, short));
            }
        }
    }
}

/// Whether a name follows that of a place: then it is a local paper.
fn follows_place(before: &str) -> bool {
    before.ends_with(['省', '市', '县', '区', '州'])
}

/// Whether the citing document itself is what ended the cited law: it speaks of it as it must.
fn is_own_end(subject: &Subject<'_>, ended: &Ended<'_>) -> bool {
    match ended.by {
        Ender::Corpus(index, _) => {
            index == subject.index
                || subject.world.wrapper(subject.entry).is_some_and(|wrapper| {
                    wrapper.card.key == subject.world.view.documents[index].card.key
                })
        }
        Ender::Catalogue(successor, _) => {
            let own = subject.entry.card.title.as_deref().map(title_key);
            own.is_some() && successor.map(title_key) == own
        }
    }
}

/// Whether the mention tells somebody to follow the law.
fn operative(subject: &Subject<'_>, citation: &Citation, place: Place<'_>) -> bool {
    if place.passage.clause.level == Level::Note || subject.amends() {
        return false;
    }
    let title_end = place.passage.title_at(place.start).map_or_else(
        || place.start + bare_length(citation, place),
        |title| title.end,
    );
    tells_to_follow(place, title_end)
}

fn tells_to_follow(place: Place<'_>, title_end: usize) -> bool {
    !context::is_past(place, title_end) && !context::narrates(place) && !context::repeals(place)
}

/// Bytes of a bare name: the citation may go on with an article.
fn bare_length(citation: &Citation, place: Place<'_>) -> usize {
    let text = &place.passage.text()[place.start..];
    let title = citation.title.as_deref().unwrap_or_default();
    if text.starts_with(title) {
        return title.len();
    }
    // A short name stands for a longer title.
    text.find(['第', '的', '，', '。', '、', '）', '》'])
        .unwrap_or(place.end - place.start)
        .max(1)
}

fn finding(
    subject: &Subject<'_>,
    rule: &'static str,
    place: Place<'_>,
    ended: &Ended<'_>,
    written: &str,
    meant: &str,
) -> Finding {
    let mark = if ended.verified { "" } else { UNVERIFIED };
    let since = ended
        .since
        .as_ref()
        .map_or_else(|| "已".to_owned(), |since| format!("已于{since}"));
    let (successor, basis) = match ended.by {
        Ender::Corpus(index, sentence) => (
            Some(super::repealed::name(&subject.world.view.documents[index])),
            sentence.to_owned(),
        ),
        Ender::Catalogue(successor, source) => (
            successor.map(|title| format!("《{title}》")),
            source.to_owned(),
        ),
    };
    let what = if rule == "basis-repealed" {
        "制定依据"
    } else {
        "所引"
    };
    let by = match (&successor, ended.by) {
        (Some(name), Ender::Corpus(..)) => format!("被{name}废止"),
        (Some(name), Ender::Catalogue(..)) => format!("废止，现为{name}"),
        (None, _) => "废止".to_owned(),
    };
    let title = meant.trim_matches(['《', '》']);
    let mut finding = subject.finding_at(
        place,
        rule,
        Certainty::Probable,
        format!("{what}《{title}》{since}{by}{mark}"),
        basis,
    );
    finding.term = Some(written.to_owned());
    finding.related = subject.ender(ended);
    finding.verified = ended.verified;
    finding.suggestion = Suggestion::Amend;
    finding
}
