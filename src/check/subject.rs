//! One document while its rules run.

use std::cell::OnceCell;

use super::catalogue::{Fuzzy, Profile, Revision};
use super::finding::{Certainty, Finding, Related, Suggestion};
use super::keys::version_date;
use super::laws::{Ended, Ender};
use super::view::ViewDocument;
use super::world::{World, is_over};
use crate::law::model::{Citation, Clause, Document, Kind, Level, Status, StatusInterval};
use crate::law::reference::passage::Passage;
use crate::text::normalize::canonical;
use crate::text::span::CharSpan;

/// Said where a finding rests on a row of the catalogue that nobody has checked yet.
pub(super) const UNVERIFIED: &str = "（目录条目未核实）";

/// A document with what the rules ask of it.
pub(super) struct Subject<'a> {
    /// What all rules share.
    pub world: &'a World<'a>,
    /// Its index in the view.
    pub index: usize,
    /// The document and its card.
    pub entry: &'a ViewDocument,
    /// Status on the day, with its reason.
    pub interval: Option<&'a StatusInterval>,
    passages: Vec<OnceCell<Passage<'a>>>,
    texts: Vec<OnceCell<String>>,
}

/// A place in a clause, in bytes of its canonical text.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    /// The clause.
    pub passage: &'s Passage<'s>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl<'a> Subject<'a> {
    /// Prepares a document.
    pub fn new(world: &'a World<'a>, index: usize) -> Self {
        let entry = &world.view.documents[index];
        let day = world.options.as_of;
        let interval = entry.card.intervals.iter().find(|interval| {
            interval.from.is_none_or(|from| from <= day) && interval.to.is_none_or(|to| day <= to)
        });
        let passages = entry
            .document
            .clauses
            .iter()
            .map(|_| OnceCell::new())
            .collect();
        let texts = entry
            .document
            .clauses
            .iter()
            .map(|_| OnceCell::new())
            .collect();
        Self {
            world,
            index,
            entry,
            interval,
            passages,
            texts,
        }
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        &self.entry.document
    }

    /// Status on the day.
    pub fn status(&self) -> Status {
        self.interval
            .map_or(Status::Unknown, |interval| interval.status)
    }

    /// Whether the text is no longer to be followed; then only the rules about its end speak.
    pub fn is_over(&self) -> bool {
        is_over(self.status()) || self.world.laws.document(self.index).is_some()
    }

    /// Whether the rules of validity hold for it at all: an issued normative document.
    pub fn has_term(&self) -> bool {
        let card = &self.entry.card;
        if card.draft || self.amends() || self.world.carries(self.entry) {
            return false;
        }
        let title = card.title.as_deref().unwrap_or_default();
        self.profile().is_some_and(|profile| {
            !profile.exempt_kinds.contains(&card.kind)
                && !profile
                    .exempt_words
                    .iter()
                    .any(|word| title.contains(word.as_str()))
        })
    }

    /// The rules of validity that hold where it was made.
    pub fn profile(&self) -> Option<&'a Profile> {
        self.world.profile(self.entry)
    }

    /// Whether it is a report, a case or the like, which tells what was and orders nothing.
    pub fn tells(&self) -> bool {
        matches!(self.entry.card.kind, Kind::Report | Kind::Case)
    }

    /// Whether it is a decision that amends or repeals others: what it quotes is not its own text.
    pub fn amends(&self) -> bool {
        self.entry.card.title.as_deref().is_some_and(|title| {
            [
                "关于修改",
                "关于修订",
                "关于修正",
                "修正案",
                "关于废止",
                "关于宣布失效",
                "清理结果",
                "清理规范性文件",
            ]
            .iter()
            .any(|words| title.contains(words))
        })
    }

    /// The day the version is known by.
    pub fn date(&self) -> Option<jiff::civil::Date> {
        version_date(&self.entry.card)
    }

    /// A clause prepared for reading.
    pub fn passage(&self, place: usize) -> Option<&Passage<'a>> {
        let clause = self.entry.document.clauses.get(place)?;
        Some(self.passages[place].get_or_init(|| Passage::new(clause)))
    }

    /// The place in the list of clauses of an ordinal.
    fn clause_at(&self, ordinal: u32) -> Option<usize> {
        let clauses = &self.entry.document.clauses;
        let guess = ordinal as usize;
        if clauses
            .get(guess)
            .is_some_and(|clause| clause.ordinal == ordinal)
        {
            return Some(guess);
        }
        clauses.iter().position(|clause| clause.ordinal == ordinal)
    }

    /// Where a citation stands.
    pub fn place(&self, citation: &Citation) -> Option<Place<'_>> {
        self.place_of(citation.clause, citation.span)
    }

    /// Where a span of a clause stands.
    pub fn place_of(&self, ordinal: u32, span: CharSpan) -> Option<Place<'_>> {
        let passage = self.passage(self.clause_at(ordinal)?)?;
        let start = byte_of(passage, span.start);
        let end = byte_of(passage, span.end).max(start);
        Some(Place {
            passage,
            start,
            end,
        })
    }

    /// A clause by its ordinal.
    pub fn clause(&self, ordinal: u32) -> Option<&'a Clause> {
        self.entry.document.clauses.get(self.clause_at(ordinal)?)
    }

    /// Clauses that say what is to be done (not title, history, salutation and signature), each with its
    /// place in the list and its canonical text.
    pub fn operative(&self) -> impl Iterator<Item = (usize, &'a Clause, &str)> {
        let clauses = self.entry.document.clauses.iter().enumerate();
        clauses
            .filter(|(_, clause)| clause.level != Level::Note)
            .map(|(at, clause)| {
                (
                    at,
                    clause,
                    self.texts[at]
                        .get_or_init(|| canonical(&clause.text).text)
                        .as_str(),
                )
            })
    }

    /// The interval in which it will be over with this status, when that is settled but still to come.
    pub fn coming(&self, status: Status) -> Option<&'a StatusInterval> {
        let intervals = &self.entry.card.intervals;
        let at = intervals
            .iter()
            .position(|interval| self.interval.is_some_and(|now| std::ptr::eq(interval, now)))?;
        let over = intervals[at..]
            .iter()
            .find(|interval| is_over(interval.status))?;
        (!self.is_over() && over.status == status).then_some(over)
    }

    /// A finding about the document as a whole.
    pub fn finding(
        &self,
        rule: &'static str,
        certainty: Certainty,
        message: String,
        basis: impl Into<String>,
    ) -> Finding {
        Finding {
            rule,
            certainty,
            document: self.index,
            clause: None,
            line: None,
            quote: String::new(),
            term: None,
            message,
            basis: basis.into(),
            related: None,
            suggestion: Suggestion::Review,
            verified: true,
            key: String::new(),
        }
    }

    /// The same about a place: with its clause, line, sentence and words.
    pub fn finding_at(
        &self,
        place: Place<'_>,
        rule: &'static str,
        certainty: Certainty,
        message: String,
        basis: impl Into<String>,
    ) -> Finding {
        let passage = place.passage;
        let sentence = passage.sentence_at(place.start);
        let span = passage.span(place.start, place.end);
        Finding {
            clause: Some(passage.clause.ordinal),
            line: passage.line(span),
            quote: passage
                .printed(passage.span(sentence.start, sentence.end.max(place.end)))
                .trim()
                .to_owned(),
            ..self.finding(rule, certainty, message, basis)
        }
    }

    /// What ended a cited law, as the target of a finding.
    pub fn ender(&self, ended: &Ended<'_>) -> Option<Related> {
        match ended.by {
            Ender::Corpus(index, _) => Some(Related {
                effective: ended.from,
                ..related(&self.world.view.documents[index])
            }),
            Ender::Catalogue(successor, _) => {
                let title = successor?;
                let indexed = self
                    .world
                    .laws
                    .current(title, self.world.view)
                    .and_then(|current| current.indexed);
                Some(match indexed {
                    Some(index) => Related {
                        effective: ended.from,
                        ..related(&self.world.view.documents[index])
                    },
                    None => Related {
                        title: title.to_owned(),
                        number: None,
                        path: None,
                        effective: ended.from,
                    },
                })
            }
        }
    }
}

/// Another document as the target of a finding.
pub(super) fn related(other: &ViewDocument) -> Related {
    Related {
        title: other
            .card
            .title
            .clone()
            .unwrap_or_else(|| other.card.path.clone()),
        number: other.card.number.as_ref().map(|number| number.text.clone()),
        path: Some(other.card.path.clone()),
        effective: other.card.effective,
    }
}

/// A law that is known by the catalogue only, as the target of a finding.
pub(super) fn related_row(row: &Revision) -> Related {
    let effective = row.effective.map(Fuzzy::latest);
    Related {
        title: row.title.clone(),
        number: None,
        path: None,
        effective,
    }
}

impl Place<'_> {
    /// The canonical text before it.
    pub fn before(&self) -> &str {
        &self.passage.text()[..self.start]
    }

    /// The canonical text behind it.
    pub fn after(&self) -> &str {
        &self.passage.text()[self.end..]
    }

    /// Its sentence in canonical form.
    pub fn sentence(&self) -> &str {
        let sentence = self.passage.sentence_at(self.start);
        &self.passage.text()[sentence.start..sentence.end.max(self.end)]
    }

    /// Its words as printed, without line breaks.
    pub fn words(&self) -> String {
        self.passage.words(self.start, self.end)
    }
}

/// The byte of the canonical text at which a code point of the original begins. The map runs one way
/// only, so it is searched.
fn byte_of(passage: &Passage<'_>, at: u32) -> usize {
    let text = passage.text();
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let mut middle = low + (high - low) / 2;
        while !text.is_char_boundary(middle) {
            middle -= 1;
        }
        let next = text[middle..]
            .chars()
            .next()
            .map_or(text.len(), |c| middle + c.len_utf8());
        if passage.span(middle, next).start < at {
            low = next;
        } else {
            high = middle;
        }
    }
    low
}
