//! Direct answers: a document or an article that the query names.

use std::collections::HashSet;
use std::sync::Arc;

use super::engine::{Engine, SearchError, SearchOptions};
use super::filter::Filter;
use super::query::Query;
use super::result::{Hit, SearchResult};
use super::routes::{ArticleRef, Route, whole_article};
use super::titles::{Fit, find};
use crate::index::entry::DocCard;
use crate::law::model::{Clause, Level, Status};
use crate::law::paragraphs::paragraphs;
use crate::text::normalize::canonical;
use crate::text::span::CharSpan;

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
}
