//! Who cites whom, over all documents: what a clause cites, what cites it, and what rests on a
//! document when it changes.
//!
//! What a citation means is decided by [`CitationResolver`]: title, maker and number together, never
//! the title alone. A document that is not in the corpus can still be asked for by its title or number.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::citation::definitions;
use super::model::{Citation, Clause, PartRole, Relation};
use super::resolve::{CitationResolver, DocFacts, Resolution, key};
use crate::text::normalize::canonical;
use crate::text::numeral;
use crate::text::span::CharSpan;

/// A document with what it cites.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What the resolver needs of it.
    pub facts: &'a DocFacts,
    /// Its citations.
    pub citations: &'a [Citation],
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A document of the corpus, by its place, or one article of it (`第三十二条`).
    Document(usize, Option<String>),
    /// A document by its title, in the corpus or not, or one article of it.
    Title(String, Option<String>),
    /// A document by its normalised 文号.
    Number(String),
}

/// A citation with the document it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mention {
    /// Place of the citing document.
    pub document: usize,
    /// Place among its citations.
    pub citation: usize,
}

/// A document that rests on another through a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indirect {
    /// Place of the document.
    pub document: usize,
    /// The document through which it does.
    pub via: usize,
    /// Steps from what was asked about; 2 is the first that is not direct.
    pub steps: u32,
}

/// What rests on a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// Mentions that rest on it, by document: first the documents made on its basis. One a clause.
    pub direct: Vec<(usize, Vec<Mention>)>,
    /// Documents made on the basis of those made on its basis, nearest first.
    pub indirect: Vec<Indirect>,
}

/// All citations of a corpus with what they mean.
pub struct References<'a> {
    sources: Vec<Source<'a>>,
    /// Meaning of every citation, by document.
    meanings: Vec<Vec<Resolution>>,
    works: Vec<String>,
}

impl<'a> References<'a> {
    /// Resolves every citation once.
    pub fn new(sources: Vec<Source<'a>>) -> Self {
        let facts: Vec<&DocFacts> = sources.iter().map(|source| source.facts).collect();
        let resolver = CitationResolver::new(&facts);
        let mut known: HashMap<[Option<&str>; 3], Resolution> = HashMap::new();
        let meanings = sources
            .iter()
            .enumerate()
            .map(|(at, source)| {
                let short = definitions(source.citations);
                source
                    .citations
                    .iter()
                    .map(|citation| {
                        if citation.relation == Relation::Itself {
                            return Resolution::Resolved(at);
                        }
                        let defined = short
                            .iter()
                            .any(|(name, _)| citation.title.as_ref() == Some(name));
                        if defined {
                            return resolver.resolve(
                                citation.title.as_deref(),
                                None,
                                Some(at),
                                &short,
                            );
                        }
                        // What a title means depends on who cites it only through the maker.
                        let place = [
                            citation.title.as_deref(),
                            citation.number.as_deref(),
                            source.facts.issuer.as_deref(),
                        ];
                        known
                            .entry(place)
                            .or_insert_with(|| resolver.resolve(place[0], place[1], Some(at), &[]))
                            .clone()
                    })
                    .collect()
            })
            .collect();
        let works = facts.iter().map(|facts| key::work(facts)).collect();
        Self {
            sources,
            meanings,
            works,
        }
    }

    /// The citation of a mention.
    pub fn citation(&self, mention: Mention) -> &'a Citation {
        &self.sources[mention.document].citations[mention.citation]
    }

    /// What a mention means.
    pub fn meaning(&self, mention: Mention) -> &Resolution {
        &self.meanings[mention.document][mention.citation]
    }

    fn mentions(&self) -> impl Iterator<Item = Mention> + '_ {
        self.sources
            .iter()
            .enumerate()
            .flat_map(|(document, source)| {
                (0..source.citations.len()).map(move |citation| Mention { document, citation })
            })
    }

    /// What a document cites, or one clause of it; without its own history.
    pub fn cites(&self, document: usize, clause: Option<u32>) -> Vec<Mention> {
        (0..self.sources[document].citations.len())
            .map(|citation| Mention { document, citation })
            .filter(|&mention| {
                let citation = self.citation(mention);
                clause.is_none_or(|ordinal| citation.clause == ordinal)
                    && citation.relation != Relation::History
                    // 本办法 names nothing another reader would look up; 本办法第八条 does.
                    && (citation.relation != Relation::Itself || !citation.articles.is_empty())
            })
            .collect()
    }

    /// What cites a document or one article of it. An article is cited from within its own document too.
    pub fn cited_by(&self, target: &Target) -> Vec<Mention> {
        self.mentions()
            .filter(|&mention| self.means(mention, target))
            .collect()
    }

    /// Everything that rests on a document or on one article of it.
    pub fn impact(&self, target: &Target) -> Impact {
        let mut of: BTreeMap<usize, BTreeMap<u32, Mention>> = BTreeMap::new();
        for mention in self.cited_by(target) {
            let citation = self.citation(mention);
            let rests = !matches!(
                citation.relation,
                Relation::Repeal | Relation::History | Relation::Itself
            ) && !citation.nested;
            if rests {
                let clauses = of.entry(mention.document).or_default();
                let best = clauses.entry(citation.clause).or_insert(mention);
                if self.citation(*best).relation != Relation::Basis
                    && citation.relation == Relation::Basis
                {
                    *best = mention;
                }
            }
        }
        let basis = |mentions: &BTreeMap<u32, Mention>| {
            mentions
                .values()
                .any(|&mention| self.citation(mention).relation == Relation::Basis)
        };
        let made: Vec<usize> = of
            .iter()
            .filter(|(_, mentions)| basis(mentions))
            .map(|(&at, _)| at)
            .collect();
        let mut direct: Vec<(usize, Vec<Mention>)> = Vec::with_capacity(of.len());
        for first in [true, false] {
            direct.extend(
                of.iter()
                    .filter(|(_, mentions)| basis(mentions) == first)
                    .map(|(&at, mentions)| (at, mentions.values().copied().collect())),
            );
        }
        let known: HashSet<usize> = of.keys().copied().chain(self.own(target)).collect();
        Impact {
            direct,
            indirect: self.indirect(&made, known),
        }
    }

    /// Documents made on the basis of `made`, of those made on theirs, and so on.
    fn indirect(&self, made: &[usize], mut known: HashSet<usize>) -> Vec<Indirect> {
        let mut upon: HashMap<usize, Vec<usize>> = HashMap::new();
        for mention in self.mentions() {
            if self.citation(mention).relation == Relation::Basis
                && let Resolution::Resolved(basis) = self.meaning(mention)
            {
                upon.entry(*basis).or_default().push(mention.document);
            }
        }
        let mut found = Vec::new();
        let mut queue: VecDeque<(usize, u32)> = made.iter().map(|&at| (at, 1)).collect();
        while let Some((via, steps)) = queue.pop_front() {
            for &document in upon.get(&via).map_or(&[][..], Vec::as_slice) {
                if known.insert(document) {
                    found.push(Indirect {
                        document,
                        via,
                        steps: steps + 1,
                    });
                    queue.push_back((document, steps + 1));
                }
            }
        }
        found
    }

    /// The documents of the corpus that a target is.
    fn own(&self, target: &Target) -> Vec<usize> {
        match target {
            Target::Document(at, _) => (0..self.works.len())
                .filter(|other| self.works[*other] == self.works[*at])
                .collect(),
            Target::Title(title, _) => {
                let wanted = key::title(title);
                (0..self.sources.len())
                    .filter(|&at| {
                        self.sources[at]
                            .facts
                            .title
                            .as_deref()
                            .map(key::title)
                            .as_ref()
                            == Some(&wanted)
                    })
                    .collect()
            }
            Target::Number(number) => (0..self.sources.len())
                .filter(|&at| self.sources[at].facts.number.as_ref() == Some(number))
                .collect(),
        }
    }

    /// Whether one document is the notice that issues the other: both carry one number.
    fn issues(&self, notice: usize, issued: usize) -> bool {
        let (notice, issued) = (self.sources[notice].facts, self.sources[issued].facts);
        notice.part == PartRole::Notice
            && issued.part != PartRole::Notice
            && notice.path == issued.path
            && notice.number == issued.number
    }

    /// Whether a mention means what is asked about.
    fn means(&self, mention: Mention, target: &Target) -> bool {
        let citation = self.citation(mention);
        if citation.relation == Relation::History {
            return false;
        }
        let article = match target {
            Target::Document(_, article) | Target::Title(_, article) => article.as_ref(),
            Target::Number(_) => None,
        };
        if article.is_some_and(|article| !citation.articles.contains(article)) {
            return false;
        }
        if citation.relation == Relation::Itself {
            return article.is_some()
                && matches!(target, Target::Document(at, _) if *at == mention.document);
        }
        match target {
            // A notice names what it issues; that is no news.
            Target::Document(at, _) if self.issues(mention.document, *at) => false,
            Target::Document(at, _) => match self.meaning(mention) {
                // A title means the work, a number one version of it.
                Resolution::Resolved(found) if citation.number.is_none() => {
                    self.works[*found] == self.works[*at]
                }
                Resolution::Resolved(found) => found == at,
                Resolution::Ambiguous(found) => found.contains(at),
                Resolution::NotInCorpus => false,
            },
            Target::Title(title, _) => citation
                .title
                .as_deref()
                .is_some_and(|cited| key::title(cited) == key::title(title)),
            Target::Number(number) => citation.number.as_ref() == Some(number),
        }
    }
}

/// The label of an article in the form citations have: `第12条`, `12`, `第十二条` → `第十二条`.
pub fn article_label(label: &str) -> Option<String> {
    let folded = canonical(label).text;
    let folded = folded.trim();
    let inner = folded.strip_prefix('第').unwrap_or(folded);
    let (number, after) = inner.split_once('条').unwrap_or((inner, ""));
    let number = numeral::parse(number.trim())?;
    let after = match after.strip_prefix('之') {
        Some(inserted) => format!("之{}", numeral::to_chinese(numeral::parse(inserted)?)),
        None if after.is_empty() => String::new(),
        None => return None,
    };
    Some(format!("第{}条{after}", numeral::to_chinese(number)))
}

/// The sentence in which a span of a clause stands, on one line.
pub fn sentence(clause: &Clause, span: CharSpan) -> String {
    let ends = |c: char| matches!(c, '。' | '；' | '\n');
    let chars: Vec<char> = clause.text.chars().collect();
    let (start, end) = (
        (span.start as usize).min(chars.len()),
        (span.end as usize).min(chars.len()),
    );
    let from = chars[..start]
        .iter()
        .rposition(|&c| ends(c))
        .map_or(0, |at| at + 1);
    let to = chars[end..]
        .iter()
        .position(|&c| ends(c))
        .map_or(chars.len(), |at| end + at + 1);
    let text: String = chars[from..to].iter().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::{DocNumber, Document, Kind, Level};

    fn cites(clause: u32, title: &str, articles: &[&str], relation: Relation) -> Citation {
        Citation {
            clause,
            line: None,
            span: CharSpan::new(0, 0),
            text: format!("《{title}》"),
            title: Some(title.to_owned()),
            number: None,
            articles: articles.iter().map(|&article| article.to_owned()).collect(),
            paragraph: None,
            item: None,
            relation,
            nested: false,
        }
    }

    fn document(title: &str, number: &str, citations: Vec<Citation>) -> Document {
        Document {
            kind: Kind::NormativeDocument,
            title: Some(title.to_owned()),
            number: Some(DocNumber {
                text: number.to_owned(),
                key: number.to_owned(),
            }),
            issuer: Some("韶州市科学技术局".to_owned()),
            citations,
            ..Document::default()
        }
    }

    fn corpus() -> Vec<Document> {
        let own = Citation {
            title: None,
            ..cites(2, "", &["第二条"], Relation::Itself)
        };
        vec![
            document(
                "韶州市创新券管理办法",
                "韶州科〔2021〕1号",
                vec![
                    cites(
                        0,
                        "中华人民共和国科学技术进步法",
                        &["第三十二条"],
                        Relation::Basis,
                    ),
                    own,
                ],
            ),
            document(
                "韶州市创新券兑付细则",
                "韶州科〔2022〕3号",
                vec![
                    cites(0, "韶州市创新券管理办法", &[], Relation::Basis),
                    cites(1, "韶州市创新券管理办法", &["第二条"], Relation::Reference),
                    cites(1, "科学技术进步法", &[], Relation::Reference),
                ],
            ),
            document(
                "韶州市创新券服务机构名录管理规定",
                "韶州科〔2023〕4号",
                vec![
                    cites(0, "韶州市创新券兑付细则", &[], Relation::Basis),
                    cites(3, "韶州市创新券管理办法", &[], Relation::Repeal),
                ],
            ),
        ]
    }

    fn with<T>(run: impl FnOnce(&References<'_>) -> T) -> T {
        let documents = corpus();
        let facts: Vec<DocFacts> = documents
            .iter()
            .enumerate()
            .map(|(at, document)| DocFacts::read(document, &format!("{at}.md"), false))
            .collect();
        let sources = documents
            .iter()
            .zip(&facts)
            .map(|(document, facts)| Source {
                facts,
                citations: &document.citations,
            })
            .collect();
        run(&References::new(sources))
    }

    #[test]
    fn a_law_outside_the_corpus_has_its_impact() {
        with(|references| {
            let impact = references.impact(&Target::Title("科学技术进步法".to_owned(), None));
            assert_eq!(
                impact.direct.iter().map(|(at, _)| *at).collect::<Vec<_>>(),
                [0, 1],
                "basis first"
            );
            // The third rests on the second, which only mentions the law.
            assert!(impact.indirect.is_empty());
        });
    }

    #[test]
    fn what_is_made_on_the_basis_of_what_is_made() {
        with(|references| {
            let impact = references.impact(&Target::Document(0, None));
            assert_eq!(
                impact.direct.iter().map(|(at, _)| *at).collect::<Vec<_>>(),
                [1],
                "a repeal rests on nothing"
            );
            assert_eq!(impact.direct[0].1.len(), 2, "one mention a clause");
            assert_eq!(
                impact.indirect,
                [Indirect {
                    document: 2,
                    via: 1,
                    steps: 2
                }]
            );
        });
    }

    #[test]
    fn an_article_is_cited_from_within_and_from_outside() {
        with(|references| {
            let found = references.cited_by(&Target::Document(0, Some("第二条".to_owned())));
            assert_eq!(
                found,
                [
                    Mention {
                        document: 0,
                        citation: 1
                    },
                    Mention {
                        document: 1,
                        citation: 1
                    }
                ]
            );
            let found = references.cited_by(&Target::Title(
                "科学技术进步法".to_owned(),
                Some("第三十二条".to_owned()),
            ));
            assert_eq!(
                found,
                [Mention {
                    document: 0,
                    citation: 0
                }]
            );
        });
    }

    #[test]
    fn what_a_clause_cites() {
        with(|references| {
            let found = references.cites(1, Some(1));
            assert_eq!(found.len(), 2);
            assert_eq!(references.meaning(found[0]), &Resolution::Resolved(0));
            assert_eq!(references.meaning(found[1]), &Resolution::NotInCorpus);
        });
    }

    #[test]
    fn articles_have_one_label() {
        for label in ["第十二条", "第12条", "第１２条", "12", " 十二 "] {
            assert_eq!(article_label(label).as_deref(), Some("第十二条"), "{label}");
        }
        assert_eq!(article_label("第10条之1").as_deref(), Some("第十条之一"));
        assert_eq!(article_label("附件1"), None);
        assert_eq!(article_label("第十二条第二款"), None);
    }

    #[test]
    fn sentences_are_cut_at_their_ends() {
        let clause = Clause {
            ordinal: 0,
            label: "第一条".to_owned(),
            level: Level::Article,
            path: Vec::new(),
            heading: None,
            text: "第一条　甲。依照《乙》办理；丙。".to_owned(),
            lines: vec![1],
            page: None,
        };
        assert_eq!(sentence(&clause, CharSpan::new(8, 11)), "依照《乙》办理；");
        assert_eq!(sentence(&clause, CharSpan::new(90, 99)), "");
    }
}
