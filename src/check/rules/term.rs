//! Where a document speaks of its own term and effect: shared by the rules of validity.

use super::super::finding::Finding;
use super::super::subject::{Place, Subject};
use super::super::view::ViewDocument;
use crate::law::model::{Evidence, Field, Validity};

/// The term of a document: its own, or that in the notice that carries it.
pub(super) fn validity<'a>(subject: &Subject<'a>) -> Option<(&'a Validity, &'a ViewDocument)> {
    let own = subject.entry;
    own.document
        .validity
        .as_ref()
        .map(|validity| (validity, own))
        .or_else(|| {
            let notice = subject.world.wrapper(own)?;
            notice
                .document
                .validity
                .as_ref()
                .map(|validity| (validity, notice))
        })
}

/// Puts the place where the term stands into a finding.
pub(super) fn locate(subject: &Subject<'_>, finding: &mut Finding) {
    let Some((validity, _)) = validity(subject) else {
        effect(subject, finding);
        return;
    };
    finding.line = validity.line;
    // The reader hands the notice's term down to what it issues; then the words stand in the notice.
    let own = subject.clause(validity.clause);
    if let Some((clause, sentence)) =
        own.and_then(|clause| Some((clause, sentence_with(&clause.text, &validity.text)?)))
    {
        finding.clause = Some(clause.ordinal);
        finding.quote = sentence;
        return;
    }
    let notice = subject.world.wrapper(subject.entry);
    let clauses = notice.map_or(&[][..], |notice| &notice.document.clauses);
    let words = clauses
        .iter()
        .find_map(|clause| sentence_with(&clause.text, &validity.text));
    finding.message.push_str("（见印发通知）");
    finding.quote = words.unwrap_or_else(|| validity.text.clone());
}

/// Puts the place where the day of effect stands into a finding.
pub(super) fn effect(subject: &Subject<'_>, finding: &mut Finding) {
    let evidence = &subject.document().evidence;
    let Some(found) = evidence
        .get(&Field::Effective)
        .or_else(|| evidence.get(&Field::Published))
    else {
        finding.quote = subject.entry.card.title.clone().unwrap_or_default();
        return;
    };
    if let Some(place) = place(subject, found) {
        let passage = place.passage;
        let sentence = passage.sentence_at(place.start);
        finding.clause = Some(found.clause);
        passage
            .printed(passage.span(sentence.start, sentence.end.max(place.end)))
            .trim()
            .clone_into(&mut finding.quote);
    } else {
        finding.quote.clone_from(&found.text);
    }
    finding.line = found.line;
}

/// The place of evidence, if it lies in the document itself and not in the notice around it.
fn place<'s>(subject: &'s Subject<'_>, evidence: &Evidence) -> Option<Place<'s>> {
    let clause = subject.clause(evidence.clause)?;
    (evidence.span.slice(&clause.text) == evidence.text)
        .then(|| subject.place_of(evidence.clause, evidence.span))?
}

/// The sentence of a text that has these words.
fn sentence_with(text: &str, words: &str) -> Option<String> {
    let at = text.find(words)?;
    let start = text[..at].rfind(['。', '！', '\n']).map_or(0, |mark| {
        mark + text[mark..].chars().next().map_or(1, char::len_utf8)
    });
    let end = text[at..]
        .find('。')
        .map_or(text.len(), |mark| at + mark + '。'.len_utf8());
    Some(text[start..end].trim().to_owned())
}
