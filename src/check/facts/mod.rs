//! What staff enter about a document from a paper that is not in the corpus (人工录入).
//!
//! A fact wins over what the parser read, names its source, person and day, and may carry the hash
//! of the text it was entered for, so that a change of the text underneath is noticed. It is laid
//! over documents before their status is resolved ([`apply_to_document`]) and over the resolved
//! status of a card ([`settle`]); both are pure and may be applied twice.

pub mod read;
mod settle;

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::decisions::solid;
use super::rows::Place;
use super::view::CorpusView;
use crate::index::entry::DocCard;
use crate::law::model::{DocNumber, Document, Evidence, Field, LastDay, PartRole};
use crate::law::number::parse_number;
use crate::text::normalize::canonical;
use crate::text::span::CharSpan;

pub use settle::settle;

/// One entry of `facts.toml` or of the sheet 人工录入.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The document, by 文号, id, path or title.
    pub document: String,
    /// 文号.
    pub number: Option<DocNumber>,
    /// 统一编号.
    pub unified_number: Option<String>,
    /// 成文日期.
    pub dated: Option<Date>,
    /// 公布日期.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
    /// Last day in force, also after an extension.
    pub expires: Option<Date>,
    /// First day on which it is repealed.
    pub repealed: Option<Date>,
    /// What repealed it.
    pub repealed_by: Option<String>,
    /// The paper this was read from.
    pub source: String,
    /// Who entered it.
    pub person: String,
    /// When it was entered.
    pub date: Date,
    /// Hash of the document's normalised text when it was entered, or its first 8 digits or more.
    pub text_hash: Option<String>,
    /// Where it was entered.
    pub place: Place,
}

impl Fact {
    /// Source, person and day in words.
    pub fn origin(&self) -> String {
        format!("人工录入：{}，{} {}", self.source, self.person, self.date)
    }

    /// What is set, in words.
    pub fn settings(&self) -> String {
        let mut parts = Vec::new();
        if let Some(number) = &self.number {
            parts.push(format!("文号 {}", number.text));
        }
        if let Some(number) = &self.unified_number {
            parts.push(format!("统一编号 {number}"));
        }
        let days = [
            (self.dated, "成文日期"),
            (self.published, "公布日期"),
            (self.effective, "施行日期"),
            (self.expires, "有效至"),
            (self.repealed, "废止日期"),
        ];
        parts.extend(
            days.into_iter()
                .filter_map(|(day, name)| day.map(|day| format!("{name} {day}"))),
        );
        parts.join("，")
    }

    /// How well the fact's name for a document fits it; less is better.
    fn fit(&self, card: &DocCard) -> Option<u8> {
        let name = self.document.trim().trim_start_matches("./");
        if name.is_empty() {
            return None;
        }
        if card.id == name || card.path == name {
            return Some(0);
        }
        let number = parse_number(&canonical(name).text);
        if let (Some(wanted), Some(known)) = (&number, &card.number)
            && wanted.key == known.key
        {
            return Some(0);
        }
        if card.unified_number.as_deref().map(solid) == Some(solid(name)) {
            return Some(0);
        }
        if card
            .path
            .strip_suffix(name)
            .is_some_and(|before| before.ends_with('/'))
        {
            return Some(1);
        }
        let bare = |title: &str| solid(title).replace(['《', '》'], "");
        (number.is_none() && card.title.as_deref().map(bare) == Some(bare(name))).then_some(2)
    }
}

/// All facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// In the order they were entered; the later wins.
    pub facts: Vec<Fact>,
}

impl Facts {
    /// The facts of each card, by their place here, and what staff should know: facts that fit no
    /// document, or several (which are then left alone), or a text that has changed since.
    pub fn assign(&self, cards: &[&DocCard]) -> (Vec<Vec<usize>>, Vec<String>) {
        let mut of = vec![Vec::new(); cards.len()];
        let mut warnings = Vec::new();
        for (at, fact) in self.facts.iter().enumerate() {
            let fits: Vec<(u8, usize)> = cards
                .iter()
                .enumerate()
                .filter_map(|(place, card)| fact.fit(card).map(|fit| (fit, place)))
                .collect();
            let Some(&(best, _)) = fits.iter().min() else {
                warnings.push(format!(
                    "人工录入{}：没有“{}”对应的文件，未采用",
                    fact.place, fact.document
                ));
                continue;
            };
            let places: Vec<usize> = fits
                .iter()
                .filter(|(fit, _)| *fit == best)
                .map(|&(_, place)| place)
                .collect();
            // A notice and what it issues are one matter, and so are copies of one text.
            let mut files: BTreeSet<&str> = BTreeSet::new();
            for &place in &places {
                let card = cards[place];
                let copy = places.iter().any(|&other| {
                    !card.text_hash.is_empty()
                        && cards[other].text_hash == card.text_hash
                        && files.contains(cards[other].path.as_str())
                });
                if !copy {
                    files.insert(&card.path);
                }
            }
            if files.len() > 1 {
                let list = files.into_iter().collect::<Vec<_>>().join("、");
                warnings.push(format!(
                    "人工录入{}：“{}”对应多份文件（{list}），未采用；请改写文号或路径",
                    fact.place, fact.document
                ));
                continue;
            }
            for place in places {
                if let Some(warning) = text_changed(fact, cards[place]) {
                    warnings.push(warning);
                }
                of[place].push(at);
            }
        }
        (of, warnings)
    }

    /// Lays the facts over a whole corpus whose status is resolved already; returns what staff should know.
    pub fn apply(&self, corpus: &mut CorpusView) -> Vec<String> {
        let cards: Vec<&DocCard> = corpus
            .documents
            .iter()
            .map(|document| &document.card)
            .collect();
        let (of, warnings) = self.assign(&cards);
        for (document, facts) in corpus.documents.iter_mut().zip(of) {
            for at in facts {
                let fact = &self.facts[at];
                apply_to_document(fact, &mut document.document);
                apply_to_card(fact, &mut document.card);
                settle(fact, &mut document.card);
            }
        }
        warnings
    }

    /// Lays the facts over resolved cards, for `list` and `search`; returns what staff should know.
    pub fn apply_to_cards(&self, cards: &mut [DocCard]) -> Vec<String> {
        let (of, warnings) = self.assign(&cards.iter().collect::<Vec<_>>());
        for (card, facts) in cards.iter_mut().zip(of) {
            for at in facts {
                apply_to_card(&self.facts[at], card);
                settle(&self.facts[at], card);
            }
        }
        warnings
    }
}

/// The warning when the text of a document is no longer the one a fact was entered for.
fn text_changed(fact: &Fact, card: &DocCard) -> Option<String> {
    let known = fact.text_hash.as_deref()?;
    // Parts of a file differ; a fact entered for the 办法 says nothing of its notice.
    if card.text_hash.starts_with(known) || card.part == PartRole::Notice {
        return None;
    }
    Some(format!(
        "人工录入{}：《{}》的正文在 {} 录入之后有改动，请核对“{}”是否仍然成立",
        fact.place,
        card.title.as_deref().unwrap_or(&card.path),
        fact.date,
        fact.settings()
    ))
}

/// Hash of a document's normalised text, the same as [`DocCard::text_hash`].
pub fn text_hash(document: &Document) -> String {
    let mut hasher = blake3::Hasher::new();
    for clause in &document.clauses {
        hasher.update(blake3::hash(canonical(&clause.text).text.as_bytes()).as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Sets what a fact says on a document, with the fact as its evidence. For use before status is resolved.
pub fn apply_to_document(fact: &Fact, document: &mut Document) {
    let mut fields = Vec::new();
    if let Some(number) = &fact.number {
        document.number = Some(number.clone());
        fields.push(Field::Number);
    }
    if let Some(number) = &fact.unified_number {
        document.unified_number = Some(number.clone());
        fields.push(Field::UnifiedNumber);
    }
    let days = [
        (fact.dated, &mut document.dated, Field::Dated),
        (fact.published, &mut document.published, Field::Published),
        (fact.effective, &mut document.effective, Field::Effective),
        (fact.expires, &mut document.expires, Field::Expires),
    ];
    for (day, slot, field) in days {
        if day.is_some() {
            *slot = day;
            fields.push(field);
        }
    }
    for field in fields {
        let evidence = Evidence {
            clause: 0,
            line: None,
            span: CharSpan::default(),
            text: fact.origin(),
        };
        document.evidence.insert(field, evidence);
    }
    if let (Some(day), Some(validity)) = (fact.expires, document.validity.as_mut()) {
        validity.until = Some(day);
    }
    let note = format!("{}（{}）", fact.settings(), fact.origin());
    if !document.warnings.contains(&note) {
        document.warnings.push(note);
    }
}

/// Sets what a fact says on a card.
pub fn apply_to_card(fact: &Fact, card: &mut DocCard) {
    if let Some(number) = &fact.number {
        card.number = Some(number.clone());
    }
    if let Some(number) = &fact.unified_number {
        card.unified_number = Some(number.clone());
    }
    let days = [
        (fact.dated, &mut card.dated),
        (fact.published, &mut card.published),
        (fact.effective, &mut card.effective),
    ];
    for (day, slot) in days {
        if day.is_some() {
            *slot = day;
        }
    }
    if let Some(day) = fact.expires {
        card.moved = Some(LastDay {
            day,
            source: fact.origin(),
        });
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::law::model::Status;
    use crate::report::check_sample::{TODAY, corpus};

    fn facts(text: &str) -> Facts {
        Facts::from_toml(text).expect("well-formed")
    }

    const BY: &str =
        "source = \"韶州科办〔2024〕2号（纸质）\"\nperson = \"李四\"\ndate = 2026-03-01\n";

    #[test]
    fn an_extension_brings_a_document_back() {
        let mut corpus = corpus();
        // Only the expiry, without the repeal that the sample also has.
        for document in &mut corpus.documents[..2] {
            document.card.intervals.truncate(3);
            document.card.intervals[2].to = None;
        }
        assert_eq!(corpus.documents[0].card.status(TODAY).0, Status::Expired);
        let facts = facts(&format!(
            "[[fact]]\ndocument = \"韶州科[2018]5号\"\nexpires = 2027-12-31\n{BY}"
        ));
        assert_eq!(facts.apply(&mut corpus), Vec::<String>::new());
        let (status, reason) = corpus.documents[0].card.status(TODAY);
        assert_eq!(
            (status, corpus.documents[0].card.last_day()),
            (Status::InForce, Some(date(2027, 12, 31)))
        );
        assert_eq!(
            reason,
            Some("有效至 2027-12-31（人工录入：韶州科办〔2024〕2号（纸质），李四 2026-03-01）")
        );
        assert_eq!(
            corpus.documents[0].card.status(date(2028, 1, 1)).0,
            Status::Expired
        );
        assert_eq!(
            corpus.documents[1].card.status(TODAY).0,
            Status::InForce,
            "the notice goes with it"
        );
        let evidence = &corpus.documents[0].document.evidence[&Field::Expires];
        assert_eq!(
            evidence.text,
            "人工录入：韶州科办〔2024〕2号（纸质），李四 2026-03-01"
        );
    }

    #[test]
    fn a_repeal_ends_a_document() {
        let mut corpus = corpus();
        let facts = facts(&format!(
            "[[fact]]\ndocument = \"规范性文件/创新券.md\"\nrepealed = 2025-01-01\nrepealed_by = \"韶州科〔2024〕30号\"\n{BY}"
        ));
        facts.apply(&mut corpus);
        let card = &corpus.documents[3].card;
        assert_eq!(card.status(date(2024, 12, 31)).0, Status::InForce);
        assert_eq!(card.status(date(2025, 1, 1)).0, Status::Repealed);
        assert!(
            card.status(TODAY)
                .1
                .is_some_and(|reason| reason.starts_with("被韶州科〔2024〕30号废止（人工录入："))
        );
        let once = card.intervals.clone();
        facts.apply(&mut corpus);
        assert_eq!(
            corpus.documents[3].card.intervals, once,
            "applying twice changes nothing"
        );
    }

    #[test]
    fn names_that_fit_none_or_several_are_told() {
        let corpus = corpus();
        let cards: Vec<&DocCard> = corpus
            .documents
            .iter()
            .map(|document| &document.card)
            .collect();
        let facts = facts(&format!(
            "[[fact]]\ndocument = \"韶州科〔2001〕1号\"\nexpires = 2027-01-01\n{BY}\n[[fact]]\ndocument = \"韶州市科技企业孵化载体管理办法\"\nexpires = 2027-01-01\n{BY}"
        ));
        let (of, warnings) = facts.assign(&cards);
        assert!(of.iter().all(Vec::is_empty));
        assert_eq!(
            warnings,
            [
                "人工录入第 1 行：没有“韶州科〔2001〕1号”对应的文件，未采用",
                "人工录入第 8 行：“韶州市科技企业孵化载体管理办法”对应多份文件（规范性文件/孵化载体2018.md、规范性文件/孵化载体2023.md），未采用；请改写文号或路径",
            ]
        );
    }

    #[test]
    fn a_changed_text_is_told() {
        let mut corpus = corpus();
        let hash = text_hash(&corpus.documents[3].document);
        corpus.documents[3].card.text_hash = hash.clone();
        let facts = facts(&format!(
            "[[fact]]\ndocument = \"韶州科〔2021〕12号\"\nexpires = 2027-01-01\ntext_hash = \"{}\"\n{BY}",
            &hash[..12]
        ));
        assert_eq!(facts.apply(&mut corpus), Vec::<String>::new());
        corpus.documents[3].document.clauses[1]
            .text
            .push_str("创新券不得转让。");
        corpus.documents[3].card.text_hash = text_hash(&corpus.documents[3].document);
        assert_eq!(
            facts.apply(&mut corpus),
            [
                "人工录入第 1 行：《韶州市科技创新券实施细则（试行）》的正文在 2026-03-01 录入之后有改动，请核对“有效至 2027-01-01”是否仍然成立"
            ]
        );
    }
}
