//! What the renderers of `check` share: the round with its documents, grouped, sorted and named.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use jiff::civil::Date;

use super::names;
use crate::check::decisions::{Entry, Judged, Round, RoundState};
use crate::check::facts::Fact;
use crate::check::finding::{Certainty, Suggestion};
use crate::check::view::{CorpusView, ViewDocument};
use crate::index::entry::DocCard;
use crate::law::model::{PartRole, Status};

/// A finished check as the renderers see it.
#[derive(Clone, Debug)]
pub struct CheckView<'a> {
    /// The day on which everything was judged.
    pub as_of: Date,
    /// The corpus.
    pub corpus: &'a CorpusView,
    /// Documents that were checked, as places in the corpus.
    pub documents: Vec<usize>,
    /// The findings with their decisions.
    pub findings: Vec<Judged>,
    /// What the earlier round had and this one no longer has.
    pub lapsed: Vec<Entry>,
    /// What the earlier round had and this one did not look for; kept in the work book, not shown.
    pub outside: Vec<Entry>,
    /// Whether there was an earlier round to compare with.
    pub compared: bool,
    /// What staff entered by hand, to be carried into the next work book.
    pub facts: Vec<Fact>,
    /// Chinese names of the rules, by id.
    pub rule_names: BTreeMap<&'static str, &'static str>,
    /// The issued document that stands for each document: itself, or what its notice issues.
    primary: Vec<usize>,
}

/// A document with its findings, worst first.
#[derive(Clone, Debug)]
pub struct Group<'v> {
    /// Place of the document in the corpus.
    pub document: usize,
    /// Its findings and those of its notice.
    pub findings: Vec<&'v Judged>,
}

/// Numbers for the head of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents checked, a notice and what it issues counted once.
    pub documents: usize,
    /// Documents with a finding that is not decided.
    pub concerned: usize,
    /// Findings that are not decided, by certainty: 确定, 很可能, 提示.
    pub certain: usize,
    /// 很可能.
    pub probable: usize,
    /// 提示.
    pub hints: usize,
    /// Decided findings.
    pub decided: usize,
    /// New since the earlier round.
    pub new: usize,
    /// Changed since the earlier round.
    pub changed: usize,
    /// Known and still open.
    pub open: usize,
    /// No longer found.
    pub lapsed: usize,
    /// Open findings a rule, by rule id.
    pub rules: BTreeMap<&'static str, usize>,
    /// Documents checked by their status.
    pub statuses: BTreeMap<Status, usize>,
}

impl<'a> CheckView<'a> {
    /// Puts a round together for rendering. `documents` are the places of the documents checked;
    /// `compared` says whether an earlier round was read.
    pub fn new(
        as_of: Date,
        corpus: &'a CorpusView,
        documents: Vec<usize>,
        round: Round,
        compared: bool,
        rule_names: BTreeMap<&'static str, &'static str>,
    ) -> Self {
        let primary = primaries(corpus);
        Self {
            as_of,
            corpus,
            documents,
            findings: round.findings,
            lapsed: round.lapsed,
            outside: round.outside,
            compared,
            facts: Vec::new(),
            rule_names,
            primary,
        }
    }

    /// Adds what staff entered by hand.
    #[must_use]
    pub fn with_facts(mut self, facts: &[Fact]) -> Self {
        self.facts = facts.to_vec();
        self
    }

    /// Chinese name of a rule; its id where it has none.
    pub fn rule_name<'s>(&'s self, rule: &'s str) -> &'s str {
        self.rule_names.get(rule).copied().unwrap_or(rule)
    }

    /// A document of the corpus.
    pub fn document(&self, at: usize) -> &'a ViewDocument {
        &self.corpus.documents[at]
    }

    /// The document that stands for another in lists: a notice is counted with what it issues.
    pub fn primary(&self, at: usize) -> usize {
        self.primary[at]
    }

    /// The notice that carries a document.
    pub fn wrapper(&self, at: usize) -> Option<&'a ViewDocument> {
        let key = self.document(at).card.wrapper?;
        self.corpus
            .documents
            .iter()
            .find(|other| other.card.key == key)
    }

    /// Documents checked, a notice and what it issues once, in order.
    pub fn listed(&self) -> Vec<usize> {
        let mut listed: Vec<usize> = self.documents.iter().map(|&at| self.primary(at)).collect();
        listed.sort_unstable();
        listed.dedup();
        listed
    }

    /// Findings grouped by document, worst document and worst finding first; decided ones only
    /// where `decided` asks for them.
    pub fn groups(&self, decided: bool) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<usize, Vec<&Judged>> = BTreeMap::new();
        for judged in &self.findings {
            if decided || judged.state != RoundState::Decided {
                groups
                    .entry(self.primary(judged.finding.document))
                    .or_default()
                    .push(judged);
            }
        }
        let mut groups: Vec<Group<'_>> = groups
            .into_iter()
            .map(|(document, mut findings)| {
                findings.sort_by_key(|judged| {
                    (
                        Reverse(weight(judged)),
                        judged.finding.clause,
                        judged.finding.line,
                    )
                });
                Group { document, findings }
            })
            .collect();
        groups.sort_by_key(|group| {
            let worst = group.findings.iter().map(|judged| weight(judged)).max();
            let certain = group
                .findings
                .iter()
                .filter(|one| one.finding.certainty == Certainty::Certain)
                .count();
            (
                Reverse(worst),
                Reverse(certain),
                Reverse(group.findings.len()),
                group.document,
            )
        });
        groups
    }

    /// The numbers.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary {
            lapsed: self.lapsed.len(),
            ..Summary::default()
        };
        let listed = self.listed();
        summary.documents = listed.len();
        for at in listed {
            let card = &self.document(at).card;
            if !card.draft {
                *summary
                    .statuses
                    .entry(card.status(self.as_of).0)
                    .or_default() += 1;
            }
        }
        for judged in &self.findings {
            match judged.state {
                RoundState::Decided => {
                    summary.decided += 1;
                    continue;
                }
                RoundState::New => summary.new += 1,
                RoundState::Changed => summary.changed += 1,
                RoundState::Open => summary.open += 1,
            }
            *summary.rules.entry(judged.finding.rule).or_default() += 1;
            match judged.finding.certainty {
                Certainty::Certain => summary.certain += 1,
                Certainty::Probable => summary.probable += 1,
                Certainty::Hint => summary.hints += 1,
            }
        }
        summary.concerned = self.groups(false).len();
        summary
    }

    /// Where a finding stands: its clause and line.
    pub fn place(&self, judged: &Judged) -> String {
        let finding = &judged.finding;
        let document = &self.document(finding.document).document;
        let label = finding
            .clause
            .and_then(|ordinal| {
                document
                    .clauses
                    .iter()
                    .find(|clause| clause.ordinal == ordinal)
            })
            .map(|clause| clause.label.trim().to_owned())
            .filter(|label| !label.is_empty());
        let notice = (document.part == PartRole::Notice
            && self.primary(finding.document) != finding.document)
            .then(|| "印发通知".to_owned());
        let line = finding.line.map(|line| format!("第 {line} 行"));
        notice
            .into_iter()
            .chain(label)
            .chain(line)
            .collect::<Vec<_>>()
            .join("　")
    }

    /// The advice for a document as a whole, from its surest finding: hints alone ask for a look.
    pub fn advice(&self, group: &Group<'_>) -> Suggestion {
        let sure = group
            .findings
            .iter()
            .filter(|one| {
                one.state != RoundState::Decided && one.finding.certainty > Certainty::Hint
            })
            .max_by_key(|one| (one.finding.certainty, gravity(one.finding.suggestion)));
        match sure {
            Some(judged) => judged.finding.suggestion,
            None if group
                .findings
                .iter()
                .any(|one| one.state != RoundState::Decided) =>
            {
                Suggestion::Review
            }
            None => Suggestion::Keep,
        }
    }
}

/// A suggestion in words, for a document that may have been acted upon already: what is repealed need not be.
pub fn advice_in_words(advice: Suggestion, card: &DocCard, as_of: Date) -> String {
    if advice == Suggestion::Repeal && card.status(as_of).0 == Status::Repealed {
        "已废止，移出目录".to_owned()
    } else {
        advice.to_string()
    }
}

/// How grave a finding is: what is certain first, then what would end the document.
fn weight(judged: &Judged) -> (bool, Certainty, u8) {
    let finding = &judged.finding;
    (
        judged.state != RoundState::Decided,
        finding.certainty,
        gravity(finding.suggestion),
    )
}

fn gravity(suggestion: Suggestion) -> u8 {
    match suggestion {
        Suggestion::Repeal => 4,
        Suggestion::Lapse => 3,
        Suggestion::Amend => 2,
        Suggestion::Review => 1,
        Suggestion::Keep => 0,
    }
}

/// For each document the one that stands for it.
fn primaries(corpus: &CorpusView) -> Vec<usize> {
    let mut issued: HashMap<u64, usize> = HashMap::new();
    for (at, document) in corpus.documents.iter().enumerate() {
        if let Some(wrapper) = document.card.wrapper {
            issued.entry(wrapper).or_insert(at);
        }
    }
    corpus
        .documents
        .iter()
        .enumerate()
        .map(|(at, document)| match document.card.part {
            PartRole::Notice => issued.get(&document.card.key).copied().unwrap_or(at),
            PartRole::Issued | PartRole::Annex => at,
        })
        .collect()
}

/// Title of a document; its path where it has none.
pub fn title(card: &DocCard) -> &str {
    card.title.as_deref().unwrap_or(&card.path)
}

/// 文号 as printed, or nothing.
pub fn number(card: &DocCard) -> &str {
    card.number
        .as_ref()
        .map_or("", |number| number.text.as_str())
}

/// A date or nothing.
pub fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Name of a document's status; drafts are named as such.
pub fn status(card: &DocCard, as_of: Date) -> &'static str {
    if card.draft {
        "草案"
    } else {
        names::status(card.status(as_of).0)
    }
}

/// The other document of a finding: title, number and day.
pub fn related(judged: &Judged) -> String {
    let Some(related) = &judged.finding.related else {
        return String::new();
    };
    let mut text = if related.title.contains('《') {
        related.title.clone()
    } else {
        format!("《{}》", related.title)
    };
    if let Some(number) = &related.number {
        let _ = write!(text, "（{number}）");
    }
    if let Some(day) = related.effective {
        let _ = write!(text, "，{day}");
    }
    text
}

/// The basis of a finding, with its mark where a catalogue row is not verified yet.
pub fn basis(judged: &Judged) -> String {
    let finding = &judged.finding;
    // Where the other document is the basis itself, naming it once is enough.
    if finding.verified && related(judged).starts_with(&finding.basis) {
        return String::new();
    }
    match (finding.verified, finding.basis.is_empty()) {
        (true, _) => finding.basis.clone(),
        (false, true) => "〔所据资料待核实〕".to_owned(),
        (false, false) => format!("{}〔待核实〕", finding.basis),
    }
}

/// A decision in words.
pub fn decision(judged: &Judged) -> Option<String> {
    judged.decision.as_ref().map(|decision| {
        let mut text = decision.verdict.to_string();
        for part in [
            decision.reason.clone(),
            decision.by.clone(),
            decision.on.map(|day| day.to_string()),
        ]
        .into_iter()
        .flatten()
        {
            text.push('，');
            text.push_str(&part);
        }
        text
    })
}
