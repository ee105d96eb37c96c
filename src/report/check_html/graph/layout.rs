//! Parts of the graph that fit a page, each with its nodes in columns.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Act, Graph, Node};

/// Leaves of one hub drawn at most; the others become one node.
const LEAVES: usize = 9;
/// Nodes in a column at most.
pub(super) const COLUMN: usize = 13;

/// Column and row.
type Spot = (usize, usize);

/// A drawable part: columns of nodes, from what acts to what is acted on.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) columns: Vec<Vec<Node>>,
    /// Both ends, and how.
    pub(super) edges: Vec<(Spot, Spot, Act)>,
}

/// The parts, largest first.
pub(super) fn parts(graph: Graph) -> Vec<Part> {
    let mut graph = fold_leaves(graph);
    let mut parts = Vec::new();
    for edges in components(&graph) {
        let part = arrange(&graph, &edges);
        if part.columns.iter().all(|column| column.len() <= COLUMN) {
            parts.push(part);
        } else {
            // Too large for a page: one drawing for each document acted on.
            let mut stars: BTreeMap<usize, Vec<(usize, usize, Act)>> = BTreeMap::new();
            for &edge in &edges {
                stars.entry(edge.1).or_default().push(edge);
            }
            for star in stars.into_values() {
                parts.push(arrange_star(&mut graph, star));
            }
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.edges.len()));
    parts
}

/// Replaces the many documents that do nothing but act on one hub in the same way by a single node.
fn fold_leaves(mut graph: Graph) -> Graph {
    let mut degree = vec![0usize; graph.nodes.len()];
    for &(from, to, _) in &graph.edges {
        degree[from] += 1;
        degree[to] += 1;
    }
    // Leaves by hub, way and direction.
    let mut leaves: BTreeMap<(usize, Act, bool), Vec<usize>> = BTreeMap::new();
    for &(from, to, act) in &graph.edges {
        if degree[from] == 1 {
            leaves.entry((to, act, true)).or_default().push(from);
        } else if degree[to] == 1 {
            leaves.entry((from, act, false)).or_default().push(to);
        }
    }
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut added = Vec::new();
    for ((hub, act, inward), nodes) in leaves {
        if nodes.len() <= LEAVES {
            continue;
        }
        let folded = &nodes[LEAVES - 1..];
        gone.extend(folded);
        let node = graph.nodes.len();
        let title = format!("另有 {} 份文件", folded.len());
        graph.nodes.push(Node {
            title,
            note: "见问题清单".to_owned(),
            gone: false,
            more: true,
        });
        added.push(if inward {
            (node, hub, act)
        } else {
            (hub, node, act)
        });
    }
    graph
        .edges
        .retain(|(from, to, _)| !gone.contains(from) && !gone.contains(to));
    graph.edges.extend(added);
    graph
}

/// A drawing of all that acts on one document; what is too much for a page becomes one node.
fn arrange_star(graph: &mut Graph, mut star: Vec<(usize, usize, Act)>) -> Part {
    if star.len() > COLUMN {
        star.sort_by_key(|edge| (edge.2, edge.0));
        let (_, hub, act) = star[star.len() - 1];
        let title = format!("另有 {} 份文件", star.len() - (COLUMN - 1));
        star.truncate(COLUMN - 1);
        graph.nodes.push(Node {
            title,
            note: "见问题清单".to_owned(),
            gone: false,
            more: true,
        });
        star.push((graph.nodes.len() - 1, hub, act));
    }
    arrange(graph, &star)
}

/// Edges by connected component.
fn components(graph: &Graph) -> Vec<Vec<(usize, usize, Act)>> {
    let mut parent: Vec<usize> = (0..graph.nodes.len()).collect();
    for &(from, to, _) in &graph.edges {
        let (a, b) = (root(&mut parent, from), root(&mut parent, to));
        parent[a.max(b)] = a.min(b);
    }
    let mut components: BTreeMap<usize, Vec<(usize, usize, Act)>> = BTreeMap::new();
    for &edge in &graph.edges {
        components
            .entry(root(&mut parent, edge.0))
            .or_default()
            .push(edge);
    }
    components.into_values().collect()
}

/// The node that stands for the component of another.
fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Columns: what only acts, what does both, what is only acted on; in each the order that keeps
/// neighbours level.
fn arrange(graph: &Graph, edges: &[(usize, usize, Act)]) -> Part {
    let acts: BTreeSet<usize> = edges.iter().map(|edge| edge.0).collect();
    let suffers: BTreeSet<usize> = edges.iter().map(|edge| edge.1).collect();
    let mut columns: Vec<Vec<usize>> = vec![
        acts.difference(&suffers).copied().collect(),
        acts.intersection(&suffers).copied().collect(),
        suffers.difference(&acts).copied().collect(),
    ];
    columns.retain(|column| !column.is_empty());
    let mut place: HashMap<usize, (usize, usize)> = HashMap::new();
    let settle = |columns: &[Vec<usize>], place: &mut HashMap<usize, (usize, usize)>| {
        for (x, column) in columns.iter().enumerate() {
            for (y, &node) in column.iter().enumerate() {
                place.insert(node, (x, y));
            }
        }
    };
    settle(&columns, &mut place);
    for _ in 0..4 {
        for x in 0..columns.len() {
            let mut order: Vec<(f64, usize)> = columns[x]
                .iter()
                .map(|&node| {
                    let near: Vec<f64> = edges
                        .iter()
                        .filter_map(|&(from, to, _)| match node {
                            _ if node == from => Some(to),
                            _ if node == to => Some(from),
                            _ => None,
                        })
                        .map(|other| place[&other].1 as f64)
                        .collect();
                    (near.iter().sum::<f64>() / near.len().max(1) as f64, node)
                })
                .collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            columns[x] = order.into_iter().map(|(_, node)| node).collect();
            settle(&columns, &mut place);
        }
    }
    Part {
        edges: edges
            .iter()
            .map(|&(from, to, act)| (place[&from], place[&to], act))
            .collect(),
        columns: columns
            .into_iter()
            .map(|column| {
                column
                    .into_iter()
                    .map(|node| graph.nodes[node].clone())
                    .collect()
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(usize, usize, Act)]) -> Graph {
        let count = edges
            .iter()
            .map(|edge| edge.0.max(edge.1) + 1)
            .max()
            .unwrap_or(0);
        let node = |at: usize| Node {
            title: format!("文件{at}"),
            note: String::new(),
            gone: false,
            more: false,
        };
        Graph {
            nodes: (0..count).map(node).collect(),
            edges: edges.to_vec(),
        }
    }

    #[test]
    fn chains_have_three_columns() {
        let parts = parts(graph(&[
            (0, 1, Act::Repeals),
            (1, 2, Act::Repeals),
            (3, 4, Act::Cites),
        ]));
        assert_eq!(
            parts
                .iter()
                .map(|part| part.columns.len())
                .collect::<Vec<_>>(),
            [3, 2]
        );
    }

    #[test]
    fn many_leaves_become_one_node() {
        let edges: Vec<(usize, usize, Act)> = (1..200).map(|at| (at, 0, Act::Cites)).collect();
        let parts = parts(graph(&edges));
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].columns[0].len(), LEAVES);
        assert!(
            parts[0].columns[0]
                .iter()
                .any(|node| node.title == "另有 191 份文件")
        );
    }

    #[test]
    fn a_tangle_is_cut_into_stars() {
        let edges: Vec<(usize, usize, Act)> = (0..30)
            .flat_map(|from| (30..34).map(move |to| (from, to, Act::Cites)))
            .collect();
        let parts = parts(graph(&edges));
        assert!(
            parts
                .iter()
                .all(|part| part.columns.iter().all(|column| column.len() <= COLUMN))
        );
        assert_eq!(parts.len(), 4);
        assert!(parts.iter().all(|part| {
            part.columns[0]
                .iter()
                .any(|node| node.title == "另有 18 份文件")
        }));
    }
}
