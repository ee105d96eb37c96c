//! Direct answers: a document or an article that the query names.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::engine::{Engine, SearchError, SearchOptions};
use super::facets::Facets;
use super::filter::{Filter, STATUSES};
use super::lifecycle_question::LifecycleQuestion;
use super::part_number::part_of_number;
use super::query::{FilterField, FilterTerm, Query};
use super::result::{Hit, SearchResult};
use super::routes::{ArticleRef, Route, whole_article};
use super::titles::{Fit, find};
use crate::index::entry::DocCard;
use crate::law::model::{Clause, Field, Level, Status};
use crate::law::paragraphs::paragraphs;
use crate::text::normalize::canonical;
use crate::text::span::CharSpan;

/// A document with the clause it is shown with, and what is highlighted in it.
type Found = (DocCard, Clause, Vec<CharSpan>);

/// Documents with the clauses they are shown with; those without one are left out.
fn with_clauses(
    cards: impl IntoIterator<Item = DocCard>,
    clause: impl Fn(&DocCard) -> Result<Option<Clause>, SearchError>,
) -> Result<Vec<Found>, SearchError> {
    let mut found = Vec::new();
    for card in cards {
        if let Some(clause) = clause(&card)? {
            found.push((card, clause, Vec::new()));
        }
    }
    Ok(found)
}

/// The same without notices: each is shown as the wrapper of what it issues.
fn without_wrappers(mut found: Vec<Found>) -> Vec<Found> {
    let issued: HashSet<u64> = found.iter().filter_map(|(card, ..)| card.wrapper).collect();
    found.retain(|(card, ..)| !issued.contains(&card.key));
    found
}

impl Engine<'_> {
    /// Answers a direct question; false when it has to be searched after all.
    pub(super) fn answer(
        &self,
        route: &Route,
        filter: &Filter,
        options: &SearchOptions,
        result: &mut SearchResult,
    ) -> Result<bool, SearchError> {
        let as_of = options.as_of;
        let mut found: Vec<Found> = Vec::new();
        match route {
            Route::Number(key) => {
                let cards = self.reader.cards_by_number(key)?;
                found = without_wrappers(with_clauses(cards, |card| self.opening(card))?);
                if found.is_empty() {
                    if self.count_literal(key)? > 0 {
                        result
                            .notes
                            .push(format!("索引中没有文号为 {key} 的文件，以下是提到它的条文"));
                        return self.mentions(key, filter, options, result).map(|()| true);
                    }
                    found = self.neighbours(key, result)?;
                }
            }
            Route::PartOfNumber(part) => {
                let cards = part.find(self.reader)?;
                let exact = cards.iter().filter(|(_, exact)| *exact).count();
                if exact == 0 && cards.is_empty() {
                    if !part.is_definite() {
                        return Ok(false);
                    }
                    let mentioned = part.mentioned_as();
                    if self.count_literal(&mentioned)? > 0 {
                        result.notes.push(format!(
                            "索引中没有文号为 {part} 的文件，以下是提到它的条文"
                        ));
                        return self
                            .mentions(&mentioned, filter, options, result)
                            .map(|()| true);
                    }
                    found = self.neighbours(&part.to_string(), result)?;
                } else if exact == 0 {
                    result.notes.push(format!(
                        "索引中没有文号为 {part} 的文件，以下是文号相邻的文件"
                    ));
                } else if exact < cards.len() {
                    result.notes.push(format!(
                        "按文号 {part} 找到 {exact} 份，其后是文号相邻的文件"
                    ));
                } else {
                    result.notes.push(format!("按文号 {part} 查找"));
                }
                if !cards.is_empty() {
                    let cards = cards.into_iter().map(|(card, _)| card);
                    found = without_wrappers(with_clauses(cards, |card| self.opening(card))?);
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
                found = with_clauses(cards, |card| self.opening(card))?;
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
            Route::Lifecycle(LifecycleQuestion::StillInForce(name)) => {
                let Some((fit, cards)) = find(self.reader, name, as_of)? else {
                    return Ok(false);
                };
                // 劳动合同是否有效 asks about a contract, not about a document.
                if fit > Fit::Ending && !(fit < Fit::Similar && names_a_document(name)) {
                    return Ok(false);
                }
                let cards: Vec<DocCard> =
                    cards.into_iter().map(|card| self.current(card)).collect();
                result
                    .notes
                    .extend(cards.iter().map(|card| status_line(card, as_of)));
                found = with_clauses(cards, |card| self.term_clause(card))?;
            }
            Route::Lifecycle(LifecycleQuestion::Expiring(year)) => {
                let only = Filter::new(&[FilterTerm {
                    field: FilterField::Expires,
                    value: year.clone(),
                }])?;
                let mut cards: Vec<DocCard> = self
                    .cards()?
                    .iter()
                    .filter(|card| only.passes(card, as_of))
                    .cloned()
                    .collect();
                cards.sort_by(|a, b| {
                    (a.role, a.last_day(), &a.path).cmp(&(b.role, b.last_day(), &b.path))
                });
                result.notes.push(format!(
                    "有效期在{}届满的文件有 {} 份，按届满日期排列；未写明有效期的不在内，全面检查请用 tiaowen check",
                    if year.chars().all(|c| c.is_ascii_digit()) {
                        format!("{year}年")
                    } else {
                        year.clone()
                    },
                    cards.len()
                ));
                found = with_clauses(cards, |card| self.term_clause(card))?;
            }
            Route::BareArticle(article) => {
                result.notes.push(format!(
                    "“第{}条”没有说明是哪份文件；请写明名称，如“科学技术进步法 第{}条”。以下按文件列出",
                    article.article, article.article
                ));
                for key in self.having_article(article.article, as_of)? {
                    let Some(card) = self.reader.card(key)? else {
                        continue;
                    };
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
        if options.facets {
            result.facets = Some(Facets::count(
                found.iter().map(|(card, ..)| (card, 1)),
                as_of,
            ));
        }
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

    /// The keys of documents that have so many articles and are not over, those that certainly hold first.
    fn having_article(&self, number: u64, as_of: Date) -> Result<Vec<u64>, SearchError> {
        let standings = self.standings()?;
        let mut rows = Vec::new();
        self.summaries()?.for_each(|summary| {
            let (kind, articles, status, role) = if let Some(card) = self.entered(summary.key) {
                (card.kind, card.articles, card.status(as_of).0, card.role)
            } else {
                let (status, _, role) = standings.get(summary.key, as_of);
                (summary.kind, summary.articles, status, role)
            };
            let past = matches!(status, Status::Repealed | Status::Expired);
            if u64::from(articles) >= number && !past {
                rows.push((status != Status::InForce, role, kind, summary.key));
            }
        })?;
        rows.sort_by_key(|&(doubtful, role, kind, _)| (doubtful, role, kind));
        Ok(rows.into_iter().take(50).map(|(.., key)| key).collect())
    }

    /// The documents whose numbers come nearest to one that no document has and none mentions; says so.
    fn neighbours(&self, key: &str, result: &mut SearchResult) -> Result<Vec<Found>, SearchError> {
        let cards = match part_of_number(key) {
            Some(part) => part.nearest(self.reader)?,
            None => Vec::new(),
        };
        let found = without_wrappers(with_clauses(cards, |card| self.opening(card))?);
        let then = if found.is_empty() {
            ""
        } else {
            "；以下是同一机关同一年文号最接近的文件"
        };
        result.notes.push(format!(
            "索引中没有文号为 {key} 的文件，也没有条文提到它{then}"
        ));
        Ok(found)
    }

    /// Clauses that mention a number literally.
    pub(super) fn mentions(
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

    /// The clause that says how long a document is in force, or since when; else its opening.
    fn term_clause(&self, card: &DocCard) -> Result<Option<Clause>, SearchError> {
        let facts = self.reader.facts(card.key)?.unwrap_or_default();
        let ordinal = facts.validity.map(|validity| validity.clause).or_else(|| {
            [Field::Expires, Field::Effective]
                .iter()
                .find_map(|field| facts.evidence.get(field).map(|evidence| evidence.clause))
        });
        if let Some(ordinal) = ordinal
            && let Some(clause) = self
                .reader
                .clauses(card.key)?
                .into_iter()
                .find(|clause| clause.ordinal == ordinal)
        {
            return Ok(Some(clause));
        }
        self.opening(card)
    }

    /// The clause a document is shown with: its first article or numbered part.
    pub(super) fn opening(&self, card: &DocCard) -> Result<Option<Clause>, SearchError> {
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
    pub(super) fn article(
        &self,
        card: &DocCard,
        wanted: ArticleRef,
    ) -> Result<Option<(Clause, Vec<CharSpan>)>, SearchError> {
        let plain = ArticleRef {
            paragraph: None,
            item: None,
            ..wanted
        };
        let clause = self.reader.first_clause(card.key, |clause| {
            clause.level == Level::Article
                && whole_article(&canonical(clause.label).text) == Some(plain)
        })?;
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
}

/// Whether a name ends as names of documents do.
fn names_a_document(name: &str) -> bool {
    const ENDINGS: [&str; 22] = [
        "法", "条例", "办法", "规定", "细则", "规程", "意见", "措施", "方案", "规划", "通知",
        "决定", "解释", "制度", "规则", "指引", "标准", "批复", "纲要", "计划", "政策", "指南",
    ];
    let core = name.trim_end_matches(|c: char| c == '）' || c == '（' || "试行暂修订".contains(c));
    ENDINGS.iter().any(|ending| core.ends_with(ending))
}

/// A document's status in a sentence.
fn status_line(card: &DocCard, as_of: jiff::civil::Date) -> String {
    let (status, reason) = card.status(as_of);
    let name = STATUSES
        .iter()
        .find(|(known, ..)| *known == status)
        .map_or("不确定", |(_, zh, _)| zh);
    let mut line = format!(
        "{as_of}：《{}》{}{}",
        card.title.as_deref().unwrap_or("（无标题）"),
        card.number
            .as_ref()
            .map(|number| format!("（{}）", number.text))
            .unwrap_or_default(),
        if card.draft {
            "是草案，没有效力"
        } else {
            name
        }
    );
    if let Some(last) = card.last_day() {
        line.push_str(&format!("，有效期至 {last}"));
    }
    if let Some(source) = card.last_day_source_besides(reason) {
        line.push_str(&format!("，{source}"));
    }
    if let Some(reason) = reason {
        line.push_str(&format!("（{reason}）"));
    }
    line
}
