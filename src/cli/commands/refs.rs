//! `refs`: what a document or clause cites, what cites it, what rests on it.

use std::collections::HashMap;

use crate::cli::args::{Format, RefsArgs};
use crate::cli::commands::find;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::suggest;
use crate::index::Reader;
use crate::index::entry::{DocCard, DocFactsRecord};
use crate::law::model::{Clause, Status};
use crate::law::number::parse_number;
use crate::law::references::{Impact, Mention, References, Source, Target, article_label};
use crate::law::resolve::{DocFacts, Resolution};
use crate::report::refs_view::{ImpactView, IndirectView, MentionView, RefsView};
use crate::report::{refs_json, refs_md, refs_text};
use crate::search::lookup::Lookup;
use crate::text::normalize::canonical;

/// Runs the command.
pub fn run(context: &Context, args: &RefsArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("refs"))?;
    let reader = context.reader()?;
    let failed = |error| CliError::index(error, &context.index);
    // Paths as shown; the facts come in the same order.
    let cards = reader.cards().map_err(failed)?;
    let facts: HashMap<u64, DocFacts> = reader
        .cards_and_facts()
        .map_err(failed)?
        .into_iter()
        .map(|(card, facts)| (card.key, facts))
        .collect();
    let missing = DocFacts::default();
    let records: Vec<DocFactsRecord> = cards
        .iter()
        .map(|card| reader.facts(card.key).map(Option::unwrap_or_default))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    let sources = cards
        .iter()
        .zip(&records)
        .map(|(card, record)| Source {
            facts: facts.get(&card.key).unwrap_or(&missing),
            citations: &record.citations,
        })
        .collect();
    let references = References::new(sources);
    let asked = asked(context, &reader, &cards, args)?;
    let answer = Answer::find(&references, &asked, args.impact);
    let clauses = answer.clauses(&reader, &cards).map_err(failed)?;
    let view = answer.view(context, args, &cards, &references, &asked, &clauses);
    let mut out = context.output();
    if format == Format::Json {
        out.json(&refs_json::object(&view))?;
    } else if format == Format::Md {
        out.text(&refs_md::render(&view))?;
    } else {
        let text = refs_text::render(&view, &out.style, out.width);
        out.text(&text)?;
    }
    out.finish()?;
    if view.is_empty() && view.card.is_none() {
        for near in suggest::documents(&args.document, &cards, 3) {
            context.say(&format!("是否要找：{}", find::name(near)));
        }
    }
    Ok(if view.is_empty() {
        Exit::Negative
    } else {
        Exit::Success
    })
}

/// What was asked about, found in the corpus or taken at its name.
struct Asked {
    target: Target,
    /// Place of the document among the cards.
    place: Option<usize>,
    clause: Option<Clause>,
}

/// A law that is not in the corpus can be asked for too; what is neither cited nor known is no answer.
fn asked(
    context: &Context,
    reader: &Reader,
    cards: &[DocCard],
    args: &RefsArgs,
) -> Result<Asked, CliError> {
    let failed = |error| CliError::index(error, &context.index);
    let found = match find::lookup(context, reader, &args.document)? {
        Lookup::Found(found) => found,
        Lookup::Similar(_) | Lookup::Nothing => Vec::new(),
    };
    let Some(card) = found.first() else {
        let name = canonical(args.document.trim()).text;
        let article = args.clause.as_deref().and_then(article_label);
        let target = match parse_number(&name) {
            Some(number) => Target::Number(number.key),
            None => Target::Title(name, article),
        };
        return Ok(Asked {
            target,
            place: None,
            clause: None,
        });
    };
    let Some(place) = cards.iter().position(|other| other.key == card.key) else {
        return find::documents(context, reader, &args.document).map(|_| Asked {
            target: Target::Title(args.document.clone(), None),
            place: None,
            clause: None,
        });
    };
    let clause = match &args.clause {
        None => None,
        Some(wanted) => {
            let mut document = reader.document(card).map_err(failed)?;
            let at = find::clause(card, &document, wanted)?;
            Some(document.clauses.swap_remove(at))
        }
    };
    let article = clause
        .as_ref()
        .map(|clause| article_label(&clause.label).unwrap_or_else(|| clause.label.clone()));
    Ok(Asked {
        target: Target::Document(place, article),
        place: Some(place),
        clause,
    })
}

/// The mentions of an answer.
#[derive(Default)]
struct Answer {
    cites: Vec<Mention>,
    cited_by: Vec<Mention>,
    impact: Option<Impact>,
}

impl Answer {
    fn find(references: &References<'_>, asked: &Asked, impact: bool) -> Self {
        if impact {
            return Self {
                impact: Some(references.impact(&asked.target)),
                ..Self::default()
            };
        }
        let ordinal = asked.clause.as_ref().map(|clause| clause.ordinal);
        let cites = asked
            .place
            .map(|place| references.cites(place, ordinal))
            .unwrap_or_default();
        Self {
            cites,
            cited_by: references.cited_by(&asked.target),
            impact: None,
        }
    }

    fn mentions(&self) -> impl Iterator<Item = Mention> + '_ {
        let direct = self
            .impact
            .iter()
            .flat_map(|impact| impact.direct.iter().flat_map(|(_, mentions)| mentions));
        self.cites
            .iter()
            .chain(&self.cited_by)
            .chain(direct)
            .copied()
    }

    /// The clauses of all documents with a mention.
    fn clauses(
        &self,
        reader: &Reader,
        cards: &[DocCard],
    ) -> Result<HashMap<usize, Vec<Clause>>, crate::index::IndexError> {
        let mut clauses = HashMap::new();
        for mention in self.mentions() {
            if let std::collections::hash_map::Entry::Vacant(e) = clauses.entry(mention.document) {
                e.insert(reader.clauses(cards[mention.document].key)?);
            }
        }
        Ok(clauses)
    }

    fn view<'a>(
        &self,
        context: &Context,
        args: &'a RefsArgs,
        cards: &'a [DocCard],
        references: &References<'a>,
        asked: &'a Asked,
        clauses: &'a HashMap<usize, Vec<Clause>>,
    ) -> RefsView<'a> {
        let show = |mentions: &[Mention]| -> Vec<MentionView<'a>> {
            mentions
                .iter()
                .filter_map(|&mention| {
                    let citation = references.citation(mention);
                    let clause = clauses
                        .get(&mention.document)?
                        .iter()
                        .find(|clause| clause.ordinal == citation.clause)?;
                    let (means, candidates) = match references.meaning(mention) {
                        Resolution::Resolved(at) => (Some(&cards[*at]), 1),
                        Resolution::Ambiguous(all) => (None, all.len()),
                        Resolution::NotInCorpus => (None, 0),
                    };
                    Some(MentionView {
                        card: &cards[mention.document],
                        clause,
                        citation,
                        means,
                        candidates,
                    })
                })
                .collect()
        };
        RefsView {
            as_of: context.as_of,
            asked: &args.document,
            card: asked.place.map(|place| &cards[place]),
            clause: asked.clause.as_ref(),
            cites: show(&self.cites),
            cited_by: show(&self.cited_by),
            impact: self.impact.as_ref().map(|impact| ImpactView {
                direct: {
                    let mut direct: Vec<_> = impact
                        .direct
                        .iter()
                        .map(|(at, mentions)| (&cards[*at], show(mentions)))
                        .collect();
                    // What is dead or was never in force needs no change; it stands last.
                    direct.sort_by_key(|(card, _)| {
                        card.draft
                            || matches!(
                                card.status(context.as_of).0,
                                Status::Repealed | Status::Expired | Status::Amended
                            )
                    });
                    direct
                },
                indirect: impact
                    .indirect
                    .iter()
                    .map(|one| IndirectView {
                        card: &cards[one.document],
                        via: &cards[one.via],
                        steps: one.steps,
                    })
                    .collect(),
            }),
        }
    }
}
