//! Answers what the screen asks of the index.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::compare_rows::Compared;
use super::effect::{Answer, Effect, RefRow, VersionRow, Way};
use super::filters::{self, Field};
use super::looks::Look;
use super::reading::{Opened, Place, Top, leads};
use super::shelf::{Documents, Shelf};
use crate::index::Reader;
use crate::index::entry::DocCard;
use crate::law::compare::compare;
use crate::law::model::{Citation, Clause, Document, PartRole, Relation};
use crate::law::references::{Mention, References, Target, article_label, sentence};
use crate::law::resolve::Resolution;
use crate::report::excerpts::{self, title};
use crate::report::names;
use crate::search::facets::Facets;
use crate::search::{Engine, SearchError, SearchOptions};
use crate::text::span::CharSpan;

/// Documents kept open.
const KEPT: usize = 24;
/// Rows of a list of citing clauses.
const CITING: usize = 500;

/// See the module. The shelf and the references stand outside, so that another thread can fill them.
pub struct Library<'a> {
    reader: &'a Reader,
    engine: Engine<'a>,
    shelf: &'a Shelf,
    references: &'a OnceLock<Result<References<'a>, String>>,
    as_of: Date,
    /// Cards as staff corrected them.
    entered: Vec<DocCard>,
    open: VecDeque<Arc<Opened>>,
}

impl<'a> Library<'a> {
    /// A library over an index. `entered` are documents as staff corrected them.
    pub fn new(
        reader: &'a Reader,
        engine: Engine<'a>,
        shelf: &'a Shelf,
        references: &'a OnceLock<Result<References<'a>, String>>,
        as_of: Date,
        entered: Vec<DocCard>,
    ) -> Self {
        Self {
            reader,
            engine,
            shelf,
            references,
            as_of,
            entered,
            open: VecDeque::new(),
        }
    }

    /// Carries an effect out; one that is not about the index is given back.
    ///
    /// # Errors
    /// The effect itself.
    pub fn perform(&mut self, effect: Effect) -> Result<Answer, Effect> {
        let answer = match effect {
            Effect::Search {
                query,
                exact,
                mend,
                limit,
            } => Ok(self.search(query, exact, mend, limit)),
            Effect::Count {
                query,
                exact,
                field,
            } => self.count(&query, exact, field),
            Effect::Show { place, way } => self.show(place, way),
            Effect::References { key, ordinal } => self.references(key, ordinal),
            Effect::Follow { key, ordinal, span } => self.follow(key, ordinal, span),
            Effect::Versions { key } => self.versions(key),
            Effect::Compare { old, new, at } => self.compare(old, new, at),
            outside => return Err(outside),
        };
        Ok(answer.unwrap_or_else(Answer::Failed))
    }

    fn options(&self, limit: usize, exact: bool) -> SearchOptions {
        SearchOptions {
            limit,
            exact,
            mend: false,
            ..SearchOptions::on(self.as_of)
        }
    }

    fn search(&self, query: String, exact: bool, mend: bool, limit: usize) -> Answer {
        let options = SearchOptions {
            mend,
            ..self.options(limit, exact)
        };
        match self.engine.search(&query, &options) {
            Ok(result) => Answer::Found {
                query,
                exact,
                mend,
                limit,
                result: Box::new(result),
            },
            Err(SearchError::Empty) => Answer::NotFound {
                query,
                exact,
                reason: String::new(),
            },
            Err(error) => Answer::NotFound {
                query,
                exact,
                reason: error.to_string(),
            },
        }
    }

    fn count(&self, query: &str, exact: bool, field: Field) -> Result<Answer, String> {
        let options = SearchOptions {
            facets: true,
            ..self.options(1, exact)
        };
        let facets = match self.engine.search(query, &options) {
            Ok(result) => result.facets.unwrap_or_default(),
            // Nothing is asked for yet: what there is at all.
            Err(SearchError::Empty) => {
                let cards = &self.shelf.documents(self.reader)?.cards;
                let all = cards.iter().map(|card| (card, card.clauses as usize));
                Facets::count(all, self.as_of)
            }
            Err(error) => return Err(error.to_string()),
        };
        Ok(Answer::Counted {
            field,
            choices: filters::choices(field, &facets),
        })
    }

    /// A document as staff corrected it.
    fn current(&self, card: DocCard) -> DocCard {
        self.entered
            .iter()
            .find(|entered| entered.key == card.key)
            .cloned()
            .unwrap_or(card)
    }

    fn open(&mut self, key: u64) -> Result<Arc<Opened>, String> {
        if let Some(at) = self.open.iter().position(|opened| opened.card.key == key)
            && let Some(opened) = self.open.remove(at)
        {
            self.open.push_front(Arc::clone(&opened));
            return Ok(opened);
        }
        let failed = |error: crate::index::IndexError| error.to_string();
        let card = self
            .reader
            .card(key)
            .map_err(failed)?
            .ok_or("索引中已没有这份文件")?;
        let opened = Arc::new(Opened {
            clauses: self.reader.clauses(key).map_err(failed)?,
            citations: self
                .reader
                .facts(key)
                .map_err(failed)?
                .unwrap_or_default()
                .citations,
            card: Arc::new(self.current(card)),
        });
        self.open.push_front(Arc::clone(&opened));
        self.open.truncate(KEPT);
        Ok(opened)
    }

    fn show(&mut self, place: Place, way: Way) -> Result<Answer, String> {
        Ok(Answer::Shown {
            opened: self.open(place.key)?,
            place,
            way,
        })
    }

    // ---- citations

    fn known(&self) -> Result<(&'a Documents, &'a References<'a>), String> {
        let references = self
            .references
            .get_or_init(|| self.shelf.references(self.reader))
            .as_ref()
            .map_err(Clone::clone)?;
        Ok((self.shelf.documents(self.reader)?, references))
    }

    fn references(&mut self, key: u64, ordinal: u32) -> Result<Answer, String> {
        let cites = self.cites(key, ordinal, None)?;
        let cited_by = self.cited_by(key, ordinal)?;
        Ok(Answer::References { cites, cited_by })
    }

    fn follow(&mut self, key: u64, ordinal: u32, span: CharSpan) -> Result<Answer, String> {
        let rows = self.cites(key, ordinal, Some(span))?;
        let places: Vec<Place> = rows.iter().filter_map(|row| row.to).collect();
        match places[..] {
            [] => Err(rows.first().map_or_else(
                || "文库中没有所引的文件".to_owned(),
                |row| format!("文库中没有所引的文件：{}", row.name),
            )),
            [place] => self.show(place, Way::Jump),
            _ => Ok(Answer::References {
                cites: rows,
                cited_by: Vec::new(),
            }),
        }
    }

    /// What a clause cites, or what one citation of it means.
    fn cites(
        &mut self,
        key: u64,
        ordinal: u32,
        span: Option<CharSpan>,
    ) -> Result<Vec<RefRow>, String> {
        let (documents, references) = self.known()?;
        let at = *documents.places.get(&key).ok_or("索引中已没有这份文件")?;
        let article = self.article(key, ordinal)?;
        let mut rows = Vec::new();
        let mut mentions = references.cites(at, Some(ordinal));
        mentions.sort_by_key(|&mention| references.citation(mention).span.start);
        for mention in mentions {
            let citation = references.citation(mention);
            if citation.nested
                || !leads(citation, article.as_deref())
                || span.is_some_and(|span| citation.span != span)
            {
                continue;
            }
            let found: Vec<usize> = match references.meaning(mention) {
                Resolution::Resolved(found) => vec![*found],
                Resolution::Ambiguous(found) => found.clone(),
                Resolution::NotInCorpus => Vec::new(),
            };
            if found.is_empty() {
                rows.push(RefRow {
                    name: citation.text.clone(),
                    words: "文库中没有这份文件".to_owned(),
                    relation: citation.relation,
                    status: None,
                    to: None,
                });
            }
            for at in found {
                let row = self.cited(&documents.cards[at], citation)?;
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
        Ok(rows)
    }

    /// The article a clause is, as citations name it.
    fn article(&mut self, key: u64, ordinal: u32) -> Result<Option<String>, String> {
        let opened = self.open(key)?;
        let clause = opened
            .clauses
            .iter()
            .find(|clause| clause.ordinal == ordinal);
        Ok(clause.and_then(|clause| article_label(&clause.label)))
    }

    /// A document that is cited, at the first article the citation names.
    fn cited(&mut self, card: &DocCard, citation: &Citation) -> Result<RefRow, String> {
        let opened = self.open(card.key)?;
        let article = citation.articles.first();
        let found = article.and_then(|wanted| {
            opened
                .clauses
                .iter()
                .find(|clause| article_label(&clause.label).as_ref() == Some(wanted))
        });
        let mut name = title(&opened.card);
        if let Some(article) = article {
            name.push_str(article);
            if found.is_none() {
                name.push_str("（现有版本无此条）");
            }
        }
        Ok(RefRow {
            name,
            words: citation.text.clone(),
            relation: citation.relation,
            status: Some(self.status(&opened.card)),
            to: Some(Place {
                key: card.key,
                ordinal: found
                    .or(opened.clauses.first())
                    .map_or(0, |clause| clause.ordinal),
                top: Top::default(),
            }),
        })
    }

    /// What cites a clause; of a clause that cannot be cited by itself, what cites the document.
    fn cited_by(&mut self, key: u64, ordinal: u32) -> Result<Vec<RefRow>, String> {
        let (documents, references) = self.known()?;
        let at = *documents.places.get(&key).ok_or("索引中已没有这份文件")?;
        let article = self.article(key, ordinal)?;
        let mut mentions: Vec<Mention> = references.cited_by(&Target::Document(at, article));
        mentions.dedup_by_key(|mention| (mention.document, references.citation(*mention).clause));
        let mut rows = Vec::new();
        for mention in mentions.into_iter().take(CITING) {
            let citation = references.citation(mention);
            let opened = self.open(documents.cards[mention.document].key)?;
            let Some(clause) = opened
                .clauses
                .iter()
                .find(|clause| clause.ordinal == citation.clause)
            else {
                continue;
            };
            rows.push(RefRow {
                name: format!("{}{}", title(&opened.card), clause.label),
                words: sentence(clause, citation.span),
                relation: citation.relation,
                status: Some(self.status(&opened.card)),
                to: Some(Place {
                    key: opened.card.key,
                    ordinal: clause.ordinal,
                    top: Top::default(),
                }),
            });
        }
        // What is made on its basis first.
        rows.sort_by_key(|row| row.relation != Relation::Basis);
        Ok(rows)
    }

    fn status(&self, card: &DocCard) -> (String, Look) {
        status(card, self.as_of)
    }

    // ---- versions

    fn versions(&mut self, key: u64) -> Result<Answer, String> {
        let documents = self.shelf.documents(self.reader)?;
        let at = *documents.places.get(&key).ok_or("索引中已没有这份文件")?;
        let notice = |at: usize| documents.cards[at].part == PartRole::Notice;
        let mut same: Vec<usize> = (0..documents.cards.len())
            .filter(|&other| {
                documents.works[other] == documents.works[at]
                    && (other == at || notice(other) == notice(at))
            })
            .collect();
        same.sort_by_key(|&at| (documents.cards[at].day(), documents.cards[at].path.clone()));
        if same.len() < 2 {
            return Err("文库中只有这一个版本".to_owned());
        }
        let versions = same
            .iter()
            .map(|&at| {
                let card = &documents.cards[at];
                let mut name = documents.cards[at]
                    .day()
                    .map_or_else(|| "日期不明".to_owned(), |day| day.to_string());
                if let Some(number) = &card.number {
                    name.push_str(&format!("　{}", number.text));
                }
                VersionRow {
                    key: card.key,
                    name,
                    path: card.path.clone(),
                    status: self.status(card),
                }
            })
            .collect();
        Ok(Answer::Versions {
            versions,
            current: same.iter().position(|&other| other == at).unwrap_or(0),
        })
    }

    fn compare(&mut self, old: u64, new: u64, at: (u64, u32)) -> Result<Answer, String> {
        let read = |key: u64| -> Result<(String, Document), String> {
            let failed = |error: crate::index::IndexError| error.to_string();
            let card = self
                .reader
                .card(key)
                .map_err(failed)?
                .ok_or("索引中已没有这份文件")?;
            let document = self.reader.document(&card).map_err(failed)?;
            Ok((card.path, document))
        };
        let (old_path, old_document) = read(old)?;
        let (new_path, new_document) = read(new)?;
        let comparison = compare(&old_document, &new_document);
        Ok(Answer::Compared(Arc::new(Compared {
            old: (old, old_path, old_document),
            new: (new, new_path, new_document),
            comparison,
            at,
        })))
    }
}

/// The status of a document in a word, and how it is to be marked.
pub fn status(card: &DocCard, as_of: Date) -> (String, Look) {
    let look = if card.draft {
        Look::Warn
    } else {
        names::status_mark(card.status(as_of).0).into()
    };
    (excerpts::status(card, as_of), look)
}

/// What a clause is called in a list: its label, or what it is.
pub fn label(clause: &Clause) -> String {
    if clause.label.trim().is_empty() {
        return names::level(clause.level).to_owned();
    }
    clause.label.trim().to_owned()
}
