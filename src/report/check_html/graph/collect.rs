//! The graph from findings and from the repeals of the documents checked.

use std::collections::{BTreeSet, HashMap};

use super::{Act, Graph, Node};
use crate::check::decisions::{Judged, solid};
use crate::law::model::{RepealKind, Status};
use crate::report::check_view::{CheckView, number, status, title};

/// What a rule says of its subject, its term and the other document.
enum Story {
    /// The other document acts on the subject.
    Suffers(Act),
    /// The subject cites the term; the other document replaced it.
    Cites,
    /// Nothing that could be drawn.
    None,
}

fn story(rule: &str) -> Story {
    match rule {
        "repealed" => Story::Suffers(Act::Repeals),
        "superseded" => Story::Suffers(Act::Replaces),
        "basis-repealed" | "cites-repealed" | "basis-amended" | "cites-missing-article" => {
            Story::Cites
        }
        _ => Story::None,
    }
}

/// Collects nodes by document of the corpus, or by title where it is not in the corpus.
struct Collector<'v, 'a> {
    view: &'v CheckView<'a>,
    graph: Graph,
    edges: BTreeSet<(usize, usize, Act)>,
    of_document: HashMap<usize, usize>,
    of_title: HashMap<String, usize>,
    /// Documents of the corpus by title and by number.
    by_title: HashMap<String, Vec<usize>>,
    by_number: HashMap<String, usize>,
}

pub(super) fn collect(view: &CheckView<'_>) -> Graph {
    let mut by_title: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_number = HashMap::new();
    for (at, document) in view.corpus.documents.iter().enumerate() {
        let at = view.primary(at);
        if let Some(title) = &document.card.title {
            let places = by_title.entry(key(title)).or_default();
            if !places.contains(&at) {
                places.push(at);
            }
        }
        if let Some(number) = &document.card.number {
            by_number.entry(number.key.clone()).or_insert(at);
        }
    }
    let mut collector = Collector {
        view,
        graph: Graph::default(),
        edges: BTreeSet::new(),
        of_document: HashMap::new(),
        of_title: HashMap::new(),
        by_title,
        by_number,
    };
    for judged in &view.findings {
        collector.finding(judged);
    }
    for &at in &view.documents {
        collector.repeals(at);
    }
    let mut graph = collector.graph;
    graph.edges = collector.edges.into_iter().collect();
    graph
}

/// A title as it is compared.
fn key(title: &str) -> String {
    let bare = solid(title).replace(['《', '》'], "");
    bare.strip_prefix("中华人民共和国")
        .map_or(bare.clone(), str::to_owned)
}

impl Collector<'_, '_> {
    fn finding(&mut self, judged: &Judged) {
        let finding = &judged.finding;
        let subject = self.view.primary(finding.document);
        let other = finding
            .related
            .as_ref()
            .map(|related| (related.title.clone(), related.number.clone()));
        match story(finding.rule) {
            Story::Suffers(act) => {
                if let Some((title, number)) = other {
                    let to = self.document(subject);
                    let from = self.named(&title, number.as_deref(), Some(subject), false);
                    self.edge(from, to, act);
                }
            }
            Story::Cites => {
                let from = self.document(subject);
                let dead = matches!(finding.rule, "basis-repealed" | "cites-repealed");
                let cited = finding
                    .term
                    .clone()
                    .or_else(|| other.as_ref().map(|(title, _)| title.clone()));
                let Some(cited) = cited else { return };
                let to = self.named(&cited, None, Some(subject), dead);
                self.edge(from, to, Act::Cites);
                if let Some((title, number)) = other
                    && dead
                    && key(&title) != key(&cited)
                {
                    let new = self.named(&title, number.as_deref(), Some(subject), false);
                    self.edge(new, to, Act::Replaces);
                }
            }
            Story::None => {}
        }
    }

    /// What a document repeals in its own words.
    fn repeals(&mut self, at: usize) {
        let document = self.view.document(at);
        if document.card.draft {
            return;
        }
        let subject = self.view.primary(at);
        for repeal in &document.document.repeals {
            if !repeal.operative
                || !matches!(repeal.kind, RepealKind::Whole | RepealKind::AnnexList)
            {
                continue;
            }
            let Some(title) = repeal.title.clone().or_else(|| repeal.number.clone()) else {
                continue;
            };
            let from = self.document(subject);
            let to = self.named(&title, repeal.number.as_deref(), Some(subject), true);
            self.edge(from, to, Act::Repeals);
        }
    }

    fn edge(&mut self, from: usize, to: usize, act: Act) {
        if from != to {
            self.edges.insert((from, to, act));
        }
    }

    /// The node of a document of the corpus.
    fn document(&mut self, at: usize) -> usize {
        if let Some(&node) = self.of_document.get(&at) {
            return node;
        }
        let card = &self.view.document(at).card;
        let note = [number(card), status(card, self.view.as_of)]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("　");
        let gone = matches!(
            card.status(self.view.as_of).0,
            Status::Repealed | Status::Expired
        );
        self.graph.nodes.push(Node {
            title: title(card).to_owned(),
            note,
            gone,
            more: false,
        });
        let node = self.graph.nodes.len() - 1;
        self.of_document.insert(at, node);
        node
    }

    /// The node of a document by its name: by number, by a title that only one document other than
    /// `but` has, else by the title alone.
    fn named(
        &mut self,
        title: &str,
        number: Option<&str>,
        but: Option<usize>,
        dead: bool,
    ) -> usize {
        let by_number = number
            .and_then(|number| self.by_number.get(number))
            .copied();
        let by_title = self.by_title.get(&key(title)).and_then(|places| {
            let mut others = places.iter().copied().filter(|&at| Some(at) != but);
            let first = others.next()?;
            others.next().is_none().then_some(first)
        });
        if let Some(at) = by_number.or(by_title.filter(|_| number.is_none())) {
            return self.document(at);
        }
        let name = format!("{}\0{}", key(title), number.unwrap_or_default());
        if let Some(&node) = self.of_title.get(&name) {
            self.graph.nodes[node].gone |= dead;
            return node;
        }
        let shown = title
            .trim_start_matches('《')
            .trim_end_matches('》')
            .to_owned();
        let note = number.unwrap_or("不在文库中").to_owned();
        self.graph.nodes.push(Node {
            title: shown,
            note,
            gone: dead,
            more: false,
        });
        let node = self.graph.nodes.len() - 1;
        self.of_title.insert(name, node);
        node
    }
}
