//! Findings against the ledger: new, open, changed, decided; and what is no longer found.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Decision, Entry, Jotting, Ledger, evidence_of, solid};
use crate::check::finding::{Certainty, Finding};
use crate::check::view::CorpusView;

/// How a finding stands to the earlier round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundState {
    /// Not known before.
    New,
    /// Decided or known before, but its evidence is no longer the same.
    Changed,
    /// Known before, not yet decided.
    Open,
    /// Decided; stays quiet.
    Decided,
}

impl RoundState {
    /// Name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Changed => "有变化",
            Self::Open => "待处理",
            Self::Decided => "已处理",
        }
    }
}

/// A finding with what is known of it from earlier rounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// How it stands.
    pub state: RoundState,
    /// What was decided; for a changed finding, what was decided on the old evidence.
    pub decision: Option<Decision>,
    /// What was written beside it without a decision.
    pub jotting: Option<Jotting>,
}

impl Judged {
    /// The decision that holds, which is none where the evidence has changed.
    pub fn standing(&self) -> Option<&Decision> {
        self.decision
            .as_ref()
            .filter(|_| self.state == RoundState::Decided)
    }
}

/// The result of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// All findings, in the order given.
    pub findings: Vec<Judged>,
    /// Entries whose finding no longer occurs.
    pub lapsed: Vec<Entry>,
    /// Entries that this run did not look for (another rule, document or certainty); to be kept.
    pub outside: Vec<Entry>,
}

impl Round {
    /// Takes out the findings below a certainty; what was decided of them is kept.
    pub fn limit(&mut self, least: Certainty, corpus: &CorpusView) {
        let (shown, below) = std::mem::take(&mut self.findings)
            .into_iter()
            .partition(|judged: &Judged| judged.finding.certainty >= least);
        self.findings = shown;
        self.outside.extend(
            below
                .iter()
                .filter(|judged| judged.decision.is_some() || judged.jotting.is_some())
                .map(|judged| entry(judged, corpus)),
        );
    }
}

/// A finding as the ledger keeps it.
fn entry(judged: &Judged, corpus: &CorpusView) -> Entry {
    let finding = &judged.finding;
    let card = corpus
        .documents
        .get(finding.document)
        .map(|document| &document.card);
    Entry {
        key: finding.key.clone(),
        decision: judged.decision.clone(),
        jotting: judged.jotting.clone(),
        rule: Some(finding.rule.to_owned()),
        document: card.map(|card| card.id.clone()),
        title: card.and_then(|card| card.title.clone()),
        number: card
            .and_then(|card| card.number.as_ref())
            .map(|number| number.text.clone()),
        quote: Some(finding.quote.clone()),
        term: finding.term.clone(),
        message: Some(finding.message.clone()),
        // What was decided on other evidence must not look like decided on this.
        evidence: (judged.state == RoundState::Decided)
            .then(|| evidence_of(finding))
            .or(Some("changed".to_owned())),
        gone: false,
    }
}

/// Words of two quotes that must agree for one to be an edit of the other (Dice over bigrams).
const SAME_PLACE: f32 = 0.4;

/// Matches findings with the ledger.
///
/// `in_scope` says whether an entry's finding could have occurred in this run: an entry outside
/// (another rule or document than those checked) has not lapsed because it was not looked for.
pub fn judge(
    findings: Vec<Finding>,
    corpus: &CorpusView,
    ledger: &Ledger,
    in_scope: impl Fn(&Entry) -> bool,
) -> Round {
    let by_key: HashMap<&str, usize> = ledger
        .entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.key.as_str(), at))
        .collect();
    let mut used: HashSet<usize> = HashSet::new();
    let mut judged: Vec<Judged> = findings
        .into_iter()
        .map(|finding| {
            let Some(&at) = by_key.get(finding.key.as_str()) else {
                return Judged {
                    finding,
                    state: RoundState::New,
                    decision: None,
                    jotting: None,
                };
            };
            used.insert(at);
            let entry = &ledger.entries[at];
            let same = entry
                .evidence
                .as_ref()
                .is_none_or(|known| *known == evidence_of(&finding));
            let state = match (&entry.decision, same) {
                (_, false) => RoundState::Changed,
                (Some(_), true) => RoundState::Decided,
                (None, true) => RoundState::Open,
            };
            Judged {
                finding,
                state,
                decision: entry.decision.clone(),
                jotting: entry.jotting.clone(),
            }
        })
        .collect();
    pair_changed(&mut judged, corpus, ledger, &mut used);
    let unused = ledger
        .entries
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(at))
        .map(|(_, entry)| entry.clone());
    // What was told once is kept, so that its decision holds should the finding return, but not told again.
    let (lapsed, outside) = unused.partition(|entry| in_scope(entry) && !entry.gone);
    Round {
        findings: judged,
        lapsed,
        outside,
    }
}

/// Pairs new findings with entries of the same rule and document whose key no longer occurs: the
/// same matter with other words.
fn pair_changed(
    judged: &mut [Judged],
    corpus: &CorpusView,
    ledger: &Ledger,
    used: &mut HashSet<usize>,
) {
    let mut orphans: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, entry) in ledger.entries.iter().enumerate() {
        if let (false, Some(rule), Some(document)) =
            (used.contains(&at), &entry.rule, &entry.document)
        {
            orphans.entry((rule, document)).or_default().push(at);
        }
    }
    let mut fresh: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, one) in judged.iter().enumerate() {
        if one.state == RoundState::New
            && let Some(document) = corpus.documents.get(one.finding.document)
        {
            fresh
                .entry((one.finding.rule, &document.card.id))
                .or_default()
                .push(at);
        }
    }
    let mut changes: Vec<(usize, usize)> = Vec::new();
    for (place, fresh) in &fresh {
        let Some(orphans) = orphans.get(place) else {
            continue;
        };
        let alone = fresh.len() == 1 && orphans.len() == 1;
        let mut candidates: Vec<(bool, f32, usize, usize)> = Vec::new();
        for &new in fresh {
            let finding = &judged[new].finding;
            for &old in orphans {
                let entry = &ledger.entries[old];
                let term = finding.term.as_deref().map(solid) == entry.term.as_deref().map(solid);
                let alike = alike(&finding.quote, entry.quote.as_deref().unwrap_or_default());
                if alone || alike >= SAME_PLACE {
                    candidates.push((term, alike, new, old));
                }
            }
        }
        candidates.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then(b.1.total_cmp(&a.1))
                .then((a.2, a.3).cmp(&(b.2, b.3)))
        });
        let mut taken: HashSet<usize> = HashSet::new();
        for (_, _, new, old) in candidates {
            if !used.contains(&old) && taken.insert(new) {
                used.insert(old);
                changes.push((new, old));
            }
        }
    }
    for (new, old) in changes {
        judged[new].state = RoundState::Changed;
        let entry = &ledger.entries[old];
        judged[new].decision.clone_from(&entry.decision);
        judged[new].jotting.clone_from(&entry.jotting);
    }
}

/// Share of the character pairs two texts have in common, 0 to 1.
fn alike(a: &str, b: &str) -> f32 {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let chars: Vec<char> = solid(text).chars().collect();
        chars.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let (a, b) = (pairs(a), pairs(b));
    let common = a.intersection(&b).count();
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}
