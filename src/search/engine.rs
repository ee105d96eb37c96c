//! A query from text to the page of hits.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::columnar::Column;
use tantivy::directory::OwnedBytes;
use tantivy::{DocAddress, Term};
use thiserror::Error;

use super::asking::only_asks;
use super::concept::{ConceptKind, concepts, shown_words};
use super::filter::{Filter, FilterError};
use super::highlight::Highlighter;
use super::query::Query;
use super::result::{Hit, SearchResult};
use super::routes::{ArticleRef, Route, recognise, whole_article};
use super::score::{SegmentScores, Weighed, evidence, masses, score, weigh};
use super::titles::{Fit, find};
use super::weights::Weights;
use crate::index::bits::Bits;
use crate::index::entry::DocCard;
use crate::index::literal::Needle;
use crate::index::schema::entry_kind;
use crate::index::traits::Traits;
use crate::index::{IndexError, Reader};
use crate::law::model::{Clause, Kind, Level, Status};
use crate::law::paragraphs::paragraphs;
use crate::lexicon::map::Body;
use crate::lexicon::{Added, LocalSegmenter, Synonyms};
use crate::text::normalize::canonical;
use crate::text::span::CharSpan;

/// Order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest document first.
    Date,
}

/// What a search is asked for besides the query.
#[derive(Clone, Debug)]
pub struct SearchOptions {
    /// The day the status is given for.
    pub as_of: Date,
    /// Number of hits; 0 = all.
    pub limit: usize,
    /// Hits passed over.
    pub offset: usize,
    /// Take the whole query literally.
    pub literal: bool,
    /// Order.
    pub sort: Sort,
    /// One hit a document.
    pub by_document: bool,
    /// Look for nothing but what was typed.
    pub exact: bool,
    /// Say what each score is made of.
    pub explain: bool,
    /// Show equal clauses once.
    pub fold_twins: bool,
}

/// Why a search has no answer at all.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A filter value nobody could mean.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// Nothing was asked.
    #[error("没有给出检索词")]
    Empty,
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.into())
    }
}

/// Clauses ranked with everything known of their documents; those behind follow by score alone, so
/// that pages do not depend on how far one turns.
const WINDOW: usize = 200;

/// Hits a strict match must have before a lax one is not tried.
const ENOUGH: usize = 200;

/// The same for a query of a few words.
const PAGE: usize = 10;

/// Words from which a query is taken for a question in whole sentences.
const QUESTION: usize = 6;

/// Searches one view of an index.
pub struct Engine<'r> {
    reader: &'r Reader,
    weights: Weights,
    synonyms: Synonyms,
    entered: HashMap<u64, DocCard>,
}

/// A clause on its way into the page.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: f32,
    address: DocAddress,
}

/// Columns of a segment.
struct Columns {
    doc: Column<u64>,
    ordinal: Column<u64>,
    twin: Column<u64>,
    traits: Column<u64>,
}

impl<'r> Engine<'r> {
    /// An engine with the standard weights.
    pub fn new(reader: &'r Reader) -> Self {
        Self::with_weights(reader, Weights::default())
    }

    /// An engine with other weights, for tuning.
    pub fn with_weights(reader: &'r Reader, weights: Weights) -> Self {
        Self {
            reader,
            weights,
            synonyms: Synonyms::shipped(),
            entered: HashMap::new(),
        }
    }

    /// The engine with a user's synonyms on top of the shipped ones.
    #[must_use]
    pub fn with_synonyms(mut self, synonyms: Synonyms) -> Self {
        self.synonyms = synonyms;
        self
    }

    /// The engine with documents as staff corrected them, in place of those of the index.
    #[must_use]
    pub fn with_entered(mut self, cards: Vec<DocCard>) -> Self {
        self.entered = cards.into_iter().map(|card| (card.key, card)).collect();
        self
    }

    /// A document of the index, as staff corrected it.
    fn current(&self, card: DocCard) -> DocCard {
        self.entered.get(&card.key).cloned().unwrap_or(card)
    }

    fn segmenter(&self) -> LocalSegmenter<'r, Body<OwnedBytes>> {
        LocalSegmenter::new(self.reader.lexicon())
    }

    /// Answers a query.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search(&self, raw: &str, options: &SearchOptions) -> Result<SearchResult, SearchError> {
        let query = Query::parse(raw, options.literal);
        if query.is_empty() {
            return Err(SearchError::Empty);
        }
        let filter = Filter::new(&query.filters)?;
        let mut result = SearchResult {
            query: raw.to_owned(),
            as_of: options.as_of,
            total: 0,
            segmented: shown_words(&query.words, &self.segmenter()),
            notes: Vec::new(),
            hits: Vec::new(),
        };
        if query.is_plain()
            && let Some(route) = recognise(&query.free_text())
            && self.answer(&route, &filter, options, &mut result)?
        {
            return Ok(result);
        }
        self.rank(&query, &filter, options, &mut result)?;
        Ok(result)
    }

    // ---- direct answers

    /// Answers a direct question; false when it has to be searched after all.
    fn answer(
        &self,
        route: &Route,
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<bool, SearchError> {
        let as_of = options.as_of;
        let mut found: Vec<(DocCard, Clause, Vec<CharSpan>)> = Vec::new();
        match route {
            Route::Number(key) => {
                for card in self.reader.cards_by_number(key)? {
                    if let Some(clause) = self.opening(&card)? {
                        found.push((card, clause, Vec::new()));
                    }
                }
                // The notice is shown as the wrapper of what it issues.
                let issued: HashSet<u64> =
                    found.iter().filter_map(|(card, ..)| card.wrapper).collect();
                found.retain(|(card, ..)| !issued.contains(&card.key));
                if found.is_empty() {
                    result
                        .notes
                        .push(format!("索引中没有文号为 {key} 的文件，以下是提到它的条文"));
                    return self.mentions(key, filter, options, result).map(|()| true);
                }
            }
            Route::Title(title) => {
                let Some((fit, cards)) = find(self.reader, title, as_of)? else {
                    return Ok(false);
                };
                if fit > Fit::Shortened {
                    result
                        .notes
                        .push(format!("索引中没有《{title}》，以下是名称相近的文件"));
                }
                for card in cards {
                    if let Some(clause) = self.opening(&card)? {
                        found.push((card, clause, Vec::new()));
                    }
                }
            }
            Route::Article(title, article) => {
                let Some((fit, cards)) = find(self.reader, title, as_of)? else {
                    result
                        .notes
                        .push(format!("索引中没有名称含“{title}”的文件"));
                    return Ok(false);
                };
                if fit == Fit::Similar {
                    result
                        .notes
                        .push(format!("没有名称为“{title}”的文件，按名称最接近的文件查找"));
                }
                let mut without: Vec<DocCard> = Vec::new();
                for card in cards {
                    match self.article(&card, *article)? {
                        Some((clause, spans)) => found.push((card, clause, spans)),
                        None => without.push(card),
                    }
                }
                for card in without.iter().take(3) {
                    let name = card.title.as_deref().unwrap_or("（无标题）");
                    let plain = ArticleRef {
                        paragraph: None,
                        item: None,
                        ..*article
                    };
                    let missing = match self.article(card, plain)? {
                        Some(_) => format!("第{}条没有所查的款、项", article.article),
                        None => format!("没有第{}条（共{}条）", article.article, card.articles),
                    };
                    result
                        .notes
                        .push(format!("《{name}》（{}）{missing}", card.path));
                }
                if found.is_empty() {
                    return Ok(!without.is_empty());
                }
            }
            Route::BareArticle(article) => {
                result.notes.push(format!(
                    "“第{}条”没有说明是哪份文件；请写明名称，如“科学技术进步法 第{}条”。以下按文件列出",
                    article.article, article.article
                ));
                let mut cards = self.reader.cards()?;
                cards.retain(|card| {
                    u64::from(card.articles) >= article.article
                        && card.status(as_of).0 != Status::Repealed
                        && card.status(as_of).0 != Status::Expired
                });
                cards.sort_by_key(|card| {
                    (
                        card.status(as_of).0 != Status::InForce,
                        card.role,
                        card.kind,
                    )
                });
                for card in cards.into_iter().take(50) {
                    if let Some((clause, spans)) = self.article(&card, *article)? {
                        found.push((card, clause, spans));
                    }
                }
            }
        }
        for (card, ..) in &mut found {
            *card = self.current(std::mem::take(card));
        }
        found.retain(|(card, ..)| filter.passes(card, as_of));
        result.total = found.len();
        let page = found.into_iter().enumerate().skip(options.offset);
        let page: Box<dyn Iterator<Item = _>> = if options.limit == 0 {
            Box::new(page)
        } else {
            Box::new(page.take(options.limit))
        };
        for (at, (card, clause, highlights)) in page {
            result.hits.push(Hit {
                rank: at + 1,
                score: 1.0,
                card: Arc::new(card),
                clause,
                highlights,
                also_at: Vec::new(),
                evidence: if options.explain {
                    vec![("直接查到".to_owned(), 1.0)]
                } else {
                    Vec::new()
                },
            });
        }
        Ok(true)
    }

    /// Clauses that mention a number literally.
    fn mentions(
        &self,
        key: &str,
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let query = Query {
            raw: key.to_owned(),
            literals: vec![key.to_owned()],
            ..Query::default()
        };
        self.rank(&query, filter, options, result)
    }

    /// The clause a document is shown with: its first article or numbered part.
    fn opening(&self, card: &DocCard) -> Result<Option<Clause>, SearchError> {
        let clauses = self.reader.clauses(card.key)?;
        let first = clauses
            .iter()
            .position(|clause| {
                matches!(
                    clause.level,
                    Level::Article | Level::Numbered | Level::Paragraph | Level::Preamble
                )
            })
            .unwrap_or(0);
        Ok(clauses.into_iter().nth(first))
    }

    /// An article of a document, with the 款 or 项 asked for highlighted.
    fn article(
        &self,
        card: &DocCard,
        wanted: ArticleRef,
    ) -> Result<Option<(Clause, Vec<CharSpan>)>, SearchError> {
        let plain = ArticleRef {
            paragraph: None,
            item: None,
            ..wanted
        };
        let clause = self.reader.clauses(card.key)?.into_iter().find(|clause| {
            clause.level == Level::Article
                && whole_article(&canonical(&clause.label).text) == Some(plain)
        });
        let Some(clause) = clause else {
            return Ok(None);
        };
        let mut spans = Vec::new();
        if wanted.paragraph.is_some() || wanted.item.is_some() {
            let parts = paragraphs(&clause);
            let chosen = match wanted.paragraph {
                Some(number) => parts.into_iter().nth((number as usize).saturating_sub(1)),
                None => parts.into_iter().find(|part| !part.items.is_empty()),
            };
            let Some(chosen) = chosen else {
                return Ok(None);
            };
            let text = match wanted.item {
                Some(number) => {
                    let Some(item) = chosen
                        .items
                        .into_iter()
                        .nth((number as usize).saturating_sub(1))
                    else {
                        return Ok(None);
                    };
                    item.text
                }
                None => chosen.text,
            };
            if let Some(at) = clause.text.find(&text) {
                let start = clause.text[..at].chars().count();
                spans.push(CharSpan::new(start, start + text.chars().count()));
            }
        }
        Ok(Some((clause, spans)))
    }

    // ---- ranking

    fn rank(
        &self,
        query: &Query,
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let mut parts = query.words.clone();
        parts.extend(query.literals.iter().cloned());
        let added = if options.exact {
            Vec::new()
        } else {
            self.synonyms.expand(&query.words)
        };
        let weighed = weigh(
            self.reader,
            concepts(&parts, &added, &self.segmenter()),
            &self.weights,
        )?;
        if let Some(note) = added_note(&added) {
            result.notes.push(note);
        }
        let scored = score(self.reader, &weighed, &self.weights)?;
        let allowed = self.allowed(filter, options.as_of)?;
        let columns = self.columns()?;
        let limits = self.limits(query, &scored)?;

        let typed: Vec<&Weighed> = weighed
            .iter()
            .filter(|weighed| weighed.concept.kind == ConceptKind::Word)
            .collect();
        let length = typed.len();
        let content = typed
            .iter()
            .filter(|word| !only_asks(&word.concept.text))
            .count();
        // What only asks need not occur, unless nothing else was typed.
        let words: Vec<&Weighed> = typed
            .into_iter()
            .filter(|word| content == 0 || !only_asks(&word.concept.text))
            .collect();
        let masses = masses(&weighed);
        let of = |word: &Weighed| masses.get(word.concept.group).copied().unwrap_or(0.0);
        let mut mass: f32 = words.iter().map(|word| of(word)).sum();
        let unknown: Vec<&str> = words
            .iter()
            .filter(|word| of(word) == 0.0)
            .map(|word| word.concept.text.as_str())
            .collect();
        // What occurs nowhere is missing from every clause: a short query is not answered by the rest of
        // it. That holds for real words; what the segmenter made up is no evidence.
        if length < QUESTION {
            let real = unknown
                .iter()
                .filter(|word| self.reader.lexicon().frequency(word).is_some())
                .count();
            mass += real as f32 * (self.reader.payload().counts.clauses as f32 + 1.0).ln();
        }
        let ranked = !query.words.is_empty();
        let (strict, lax) = if ranked {
            self.thresholds(length, words.len(), unknown.len())
        } else {
            (0.0, 0.0)
        };
        let gather =
            |share: f32| self.gather(&scored, &limits, &columns, allowed.as_ref(), mass, share);
        let mut candidates = gather(strict);
        // A short query is relaxed when less than a page has all of it; a question in whole sentences earlier.
        let enough = match length {
            0..=2 => 1,
            3..QUESTION => PAGE,
            _ => ENOUGH,
        };
        if candidates.len() < enough && lax < strict {
            let none = candidates.is_empty();
            candidates = gather(lax);
            if none && !candidates.is_empty() {
                result
                    .notes
                    .push("没有同时包含全部检索词的条文，以下只含其中一部分".to_owned());
            }
        }
        for word in unknown.iter().filter(|_| ranked) {
            result.notes.push(format!("“{word}”在索引中没有出现"));
        }
        result.total = candidates.len();
        if candidates.is_empty() {
            self.explain_nothing(query, &words, filter, options, result)?;
            return Ok(());
        }
        self.page(query, &weighed, candidates, &columns, options, result)
    }

    /// The keys of the documents that pass the filter; `None` = all.
    fn allowed(&self, filter: &Filter, as_of: Date) -> Result<Option<HashSet<u64>>, SearchError> {
        if filter.is_empty() {
            return Ok(None);
        }
        let cards: Vec<DocCard> = self
            .reader
            .cards()?
            .into_iter()
            .map(|card| self.current(card))
            .collect();
        Ok(Some(
            cards
                .iter()
                .filter(|card| filter.passes(card, as_of))
                .map(|card| card.key)
                .collect(),
        ))
    }

    fn columns(&self) -> Result<Vec<Columns>, IndexError> {
        let fields = self.reader.fields();
        (0..self.reader.searcher().segment_readers().len())
            .map(|segment| {
                Ok(Columns {
                    doc: self.reader.column(segment, fields.doc_key)?,
                    ordinal: self.reader.column(segment, fields.ordinal)?,
                    twin: self.reader.column(segment, fields.twin)?,
                    traits: self.reader.column(segment, fields.traits)?,
                })
            })
            .collect()
    }

    /// Which entries may be found at all: what shares a word, or where nothing is ranked every clause;
    /// holds all literals and nothing excluded.
    fn limits(&self, query: &Query, scored: &[SegmentScores]) -> Result<Vec<Bits>, IndexError> {
        let fields = self.reader.fields();
        let needles: Vec<Needle> = query
            .literals
            .iter()
            .filter_map(|text| Needle::new(text))
            .collect();
        let barred: Vec<Needle> = query
            .excluded
            .iter()
            .filter_map(|text| Needle::new(text))
            .collect();
        let mut limits = Vec::with_capacity(scored.len());
        for (segment, scored) in self.reader.searcher().segment_readers().iter().zip(scored) {
            let mut bits = if query.words.is_empty() {
                Bits::all(segment.max_doc())
            } else {
                scored.touched.clone()
            };
            for needle in &needles {
                bits.intersect(&needle.find(segment, fields.bigrams)?);
            }
            for needle in &barred {
                bits.subtract(&needle.find(segment, fields.bigrams)?);
            }
            if query.words.is_empty() && needles.is_empty() {
                let mut clauses = Bits::new(segment.max_doc());
                let term = Term::from_field_text(fields.entry, entry_kind::CLAUSE);
                let inverted = segment.inverted_index(fields.entry)?;
                let option = tantivy::schema::IndexRecordOption::Basic;
                if let Some(info) = inverted
                    .get_term_info(&term)
                    .map_err(tantivy::TantivyError::from)?
                {
                    let mut block = inverted
                        .read_block_postings_from_terminfo(&info, option)
                        .map_err(tantivy::TantivyError::from)?;
                    while block.block_len() > 0 {
                        block.docs().iter().for_each(|&doc| clauses.insert(doc));
                        block.advance();
                    }
                }
                bits.intersect(&clauses);
            }
            limits.push(bits);
        }
        Ok(limits)
    }

    fn gather(
        &self,
        scored: &[SegmentScores],
        limits: &[Bits],
        columns: &[Columns],
        allowed: Option<&HashSet<u64>>,
        mass: f32,
        share: f32,
    ) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let least = mass * share - 1e-4;
        for (ord, segment) in self.reader.searcher().segment_readers().iter().enumerate() {
            let (scored, columns) = (&scored[ord], &columns[ord]);
            for entry in limits[ord].iter() {
                let covered = scored.covered[entry as usize];
                if covered < least || (share > 0.0 && covered <= 0.0) || segment.is_deleted(entry) {
                    continue;
                }
                if let Some(allowed) = allowed
                    && !columns
                        .doc
                        .first(entry)
                        .is_some_and(|key| allowed.contains(&key))
                {
                    continue;
                }
                let mut score = scored.scores[entry as usize];
                if mass > 0.0 {
                    score *= 1.0 - self.weights.coverage * (1.0 - (covered / mass).min(1.0));
                }
                let traits = Traits::unpack(columns.traits.first(entry).unwrap_or(0));
                score *= self.clause_factor(traits);
                candidates.push(Candidate {
                    score,
                    address: DocAddress::new(ord as u32, entry),
                });
            }
        }
        candidates
    }

    /// The share of the query's weight a clause must cover, strictly and laxly.
    fn thresholds(&self, length: usize, words: usize, unknown: usize) -> (f32, f32) {
        if words == unknown {
            return (f32::INFINITY, f32::INFINITY);
        }
        match words {
            _ if length >= QUESTION => (self.weights.question, self.weights.question_lax),
            1 => (1.0, 1.0),
            2 if unknown == 0 => (1.0, 0.5),
            2 => (f32::INFINITY, f32::INFINITY),
            3 => (0.65, 0.45),
            _ => (0.55, 0.3),
        }
    }

    /// What a clause's place and its document's kind do to its score.
    fn clause_factor(&self, traits: Traits) -> f32 {
        let weights = &self.weights;
        let mut factor = match traits.kind {
            Kind::Law => weights.law,
            Kind::AdministrativeRegulation | Kind::JudicialInterpretation => weights.regulation,
            _ => 1.0,
        };
        if traits.level == Level::Note {
            factor *= weights.note;
        }
        if traits.draft {
            factor *= weights.draft;
        }
        factor
    }

    /// What a document's status and role do to the score of its clauses.
    fn document_factor(&self, card: &DocCard, as_of: Date, mixed: bool) -> f32 {
        let weights = &self.weights;
        let mut factor = match card.status(as_of).0 {
            Status::Repealed | Status::Expired => weights.dead,
            Status::Amended => weights.amended,
            Status::NotYetEffective => weights.future,
            Status::InForce | Status::Unknown => 1.0,
        };
        if mixed && card.role == crate::index::entry::Role::Own {
            factor *= weights.own;
        }
        factor
    }

    /// Orders the candidates and fills the page.
    fn page(
        &self,
        query: &Query,
        weighed: &[Weighed],
        mut candidates: Vec<Candidate>,
        columns: &[Columns],
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let place = |candidate: &Candidate| {
            let columns = &columns[candidate.address.segment_ord as usize];
            let entry = candidate.address.doc_id;
            (
                columns.doc.first(entry).unwrap_or(0),
                columns.ordinal.first(entry).unwrap_or(0),
            )
        };
        let mut cards: HashMap<u64, Arc<DocCard>> = HashMap::new();
        let mut card = |key: u64| -> Result<Arc<DocCard>, SearchError> {
            if let Some(card) = cards.get(&key) {
                return Ok(Arc::clone(card));
            }
            let card = Arc::new(self.current(self.reader.card(key)?.unwrap_or_default()));
            cards.insert(key, Arc::clone(&card));
            Ok(card)
        };
        let by_score = |a: &Candidate, b: &Candidate| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| place(a).cmp(&place(b)))
        };
        let last = if options.limit == 0 {
            usize::MAX
        } else {
            options.offset.saturating_add(options.limit)
        };
        match options.sort {
            Sort::Relevance => {
                // All of the list is ordered only when all of it can be shown.
                let needed = last.saturating_mul(4).max(WINDOW * 2);
                if candidates.len() > needed {
                    candidates.select_nth_unstable_by(needed - 1, by_score);
                    candidates.truncate(needed);
                }
                candidates.sort_unstable_by(by_score);
                let roots = &self.reader.payload().roots;
                let mixed = roots.iter().any(|root| root.role != roots[0].role);
                let window = candidates.len().min(WINDOW);
                for candidate in &mut candidates[..window] {
                    let card = card(place(candidate).0)?;
                    candidate.score *= self.document_factor(&card, options.as_of, mixed);
                }
                let mut keyed = Vec::with_capacity(window);
                for candidate in &candidates[..window] {
                    let (key, ordinal) = place(candidate);
                    keyed.push((*candidate, card(key)?, ordinal));
                }
                keyed.sort_by(|(a, a_card, a_ordinal), (b, b_card, b_ordinal)| {
                    b.score.total_cmp(&a.score).then_with(|| {
                        (&a_card.path, a_card.position, a_ordinal).cmp(&(
                            &b_card.path,
                            b_card.position,
                            b_ordinal,
                        ))
                    })
                });
                for (slot, (candidate, ..)) in candidates.iter_mut().zip(keyed) {
                    *slot = candidate;
                }
            }
            Sort::Date => {
                let mut dates: HashMap<u64, (Option<Date>, String)> = HashMap::new();
                for card in self.reader.cards()? {
                    dates.insert(
                        card.key,
                        (card.published.or(card.dated).or(card.effective), card.path),
                    );
                }
                candidates.sort_by_cached_key(|candidate| {
                    let (key, ordinal) = place(candidate);
                    let (date, path) = dates.get(&key).cloned().unwrap_or_default();
                    (std::cmp::Reverse(date), path, ordinal)
                });
            }
        }
        self.fill(
            query,
            weighed,
            &candidates,
            columns,
            options,
            last,
            &mut card,
            result,
        )
    }

    #[expect(clippy::too_many_arguments, reason = "the end of one pipeline")]
    fn fill(
        &self,
        query: &Query,
        weighed: &[Weighed],
        candidates: &[Candidate],
        columns: &[Columns],
        options: &SearchOptions,
        last: usize,
        card: &mut dyn FnMut(u64) -> Result<Arc<DocCard>, SearchError>,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        let highlighter = Highlighter::new(
            weighed
                .iter()
                .filter(|weighed| {
                    matches!(weighed.concept.kind, ConceptKind::Word | ConceptKind::Added)
                })
                .flat_map(|weighed| weighed.concept.terms.iter().map(|(term, _)| term.as_str()))
                .chain(query.literals.iter().map(String::as_str)),
        );
        let mut seen: HashMap<u64, Option<usize>> = HashMap::new();
        let mut documents: HashSet<u64> = HashSet::new();
        let mut shown = 0;
        for candidate in candidates {
            let columns = &columns[candidate.address.segment_ord as usize];
            let entry = candidate.address.doc_id;
            let key = columns.doc.first(entry).unwrap_or(0);
            if options.fold_twins {
                let twin = columns.twin.first(entry).unwrap_or(0);
                if let Some(first) = seen.get(&twin) {
                    if let Some(hit) = first.and_then(|at| result.hits.get_mut(at)) {
                        let path = card(key)?.path.clone();
                        if path != hit.card.path && !hit.also_at.contains(&path) {
                            hit.also_at.push(path);
                        }
                    }
                    continue;
                }
                let within = shown >= options.offset && shown < last;
                seen.insert(twin, within.then_some(result.hits.len()));
            }
            if options.by_document && !documents.insert(key) {
                continue;
            }
            shown += 1;
            if shown <= options.offset || shown > last {
                if shown > last && !options.fold_twins {
                    break;
                }
                if shown > last + WINDOW {
                    break;
                }
                continue;
            }
            let record = self.reader.clause_at(candidate.address)?;
            let evidence = if options.explain {
                evidence(self.reader, candidate.address, weighed, &self.weights)?
            } else {
                Vec::new()
            };
            result.hits.push(Hit {
                rank: shown,
                score: candidate.score,
                card: card(key)?,
                highlights: highlighter.spans(&record.clause.text),
                clause: record.clause,
                also_at: Vec::new(),
                evidence,
            });
        }
        Ok(())
    }

    /// Says how the query was cut, what occurs nowhere and what would be found with less.
    fn explain_nothing(
        &self,
        query: &Query,
        words: &[&Weighed],
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<(), SearchError> {
        if !result.segmented.is_empty() {
            result
                .notes
                .push(format!("检索词切分为：{}", result.segmented.join(" / ")));
        }
        for literal in &query.literals {
            let found = self.count_literal(literal)?;
            result.notes.push(match found {
                0 => format!("没有条文含有“{literal}”这一字串"),
                found => format!("含有“{literal}”的条文有 {found} 条，但不满足其他条件"),
            });
        }
        let known: Vec<&&Weighed> = words.iter().filter(|word| word.frequency > 0).collect();
        for word in &known {
            result.notes.push(format!(
                "只查“{}”可找到 {} 条",
                word.concept.text, word.frequency
            ));
        }
        if !filter.is_empty() {
            let passing = self
                .allowed(filter, options.as_of)?
                .map_or(0, |keys| keys.len());
            result.notes.push(format!(
                "符合筛选条件的文件有 {passing} 份；可放宽筛选条件再试"
            ));
        } else if known.is_empty() && query.literals.is_empty() {
            result
                .notes
                .push("可换用更短的词、法律用语或文件名称再试".to_owned());
        }
        Ok(())
    }

    fn count_literal(&self, literal: &str) -> Result<usize, IndexError> {
        let Some(needle) = Needle::new(literal) else {
            return Ok(0);
        };
        let mut count = 0;
        for segment in self.reader.searcher().segment_readers() {
            let found = needle.find(segment, self.reader.fields().bigrams)?;
            count += found
                .iter()
                .filter(|&entry| !segment.is_deleted(entry))
                .count();
        }
        Ok(count)
    }
}

/// What was looked for besides what was typed.
fn added_note(added: &[Added]) -> Option<String> {
    if added.is_empty() {
        return None;
    }
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for extra in added {
        match groups
            .iter_mut()
            .find(|(trigger, _)| *trigger == extra.trigger)
        {
            Some((_, terms)) => terms.push(&extra.term),
            None => groups.push((&extra.trigger, vec![&extra.term])),
        }
    }
    let shown: Vec<String> = groups
        .iter()
        .map(|(trigger, terms)| format!("{trigger} → {}", terms.join("、")))
        .collect();
    Some(format!(
        "同时查找相近说法：{}（--exact 关闭）",
        shown.join("；")
    ))
}
