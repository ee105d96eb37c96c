//! Two versions as rows of a screen.

use super::looks::Look;
use super::page::{Row, rows};
use crate::law::compare::{Change, ClausePair, Comparison, Op};
use crate::law::model::Document;
use crate::report::diff_text::excerpt;
use crate::report::diff_view::{DiffView, Side, change_name, field_name};
use crate::text::span::CharSpan;

/// Two versions and what differs.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Key, path and text of the older one.
    pub old: (u64, String, Document),
    /// Key, path and text of the newer one.
    pub new: (u64, String, Document),
    /// What differs.
    pub comparison: Comparison,
    /// Key and ordinal of the clause in hand when they were compared.
    pub at: (u64, u32),
}

/// The rows of a comparison.
#[derive(Clone, Debug, Default)]
pub struct CompareRows {
    /// The rows.
    pub rows: Vec<Row>,
    /// The row each shown pair begins on.
    pub begins: Vec<usize>,
    /// The row of the clause in hand, if it is shown.
    pub at: Option<usize>,
}

impl Compared {
    /// The comparison as the renderers of `diff` see it.
    pub fn view(&self) -> DiffView<'_> {
        DiffView {
            old: Side {
                path: &self.old.1,
                id: None,
                document: &self.old.2,
            },
            new: Side {
                path: &self.new.1,
                id: None,
                document: &self.new.2,
            },
            comparison: &self.comparison,
        }
    }

    /// Rows of at most `cells`; with `all` also of what did not change.
    pub fn rows(&self, cells: usize, all: bool) -> CompareRows {
        let view = self.view();
        let mut out = CompareRows::default();
        let put = |text: &str, look: Look, into: &mut Vec<Row>| {
            let whole = CharSpan::new(0, text.chars().count());
            into.extend(rows(text, &[(whole, look)], cells));
        };
        put(
            &format!("旧：{}", view.old.name()),
            Look::Strong,
            &mut out.rows,
        );
        put(
            &format!("新：{}", view.new.name()),
            Look::Strong,
            &mut out.rows,
        );
        for fact in &self.comparison.facts {
            let value =
                |value: &Option<String>| value.clone().unwrap_or_else(|| "（无）".to_owned());
            let line = format!(
                "{}：{} → {}",
                field_name(fact.field),
                value(&fact.old),
                value(&fact.new)
            );
            put(&line, Look::Plain, &mut out.rows);
        }
        let counts = self.comparison.counts();
        let summary = format!(
            "相同 {}，修改 {}，新增 {}，删除 {}；其中改号 {}，移动 {}",
            counts.same,
            counts.modified,
            counts.added,
            counts.removed,
            counts.renumbered,
            counts.moved
        );
        put(&summary, Look::Faint, &mut out.rows);
        if view.is_same() {
            put("两个版本没有差别。", Look::Strong, &mut out.rows);
        }
        for pair in &self.comparison.clauses {
            let quiet = pair.change == Change::Same && !pair.renumbered && !pair.moved;
            if quiet && !all {
                continue;
            }
            out.rows.push(Row::new());
            if self.is_at(pair) {
                out.at = Some(out.rows.len());
            }
            out.begins.push(out.rows.len());
            let look = match pair.change {
                Change::Added => Look::Good,
                Change::Removed => Look::Bad,
                Change::Modified => Look::Warn,
                Change::Same => Look::Faint,
            };
            put(&change_name(&view, pair), look, &mut out.rows);
            if pair.change == Change::Same && !all {
                continue;
            }
            let (text, spans) = marked(pair, !all && pair.change == Change::Modified);
            let inner = rows(&text, &spans, cells.saturating_sub(2));
            out.rows.extend(inner.into_iter().map(|mut row| {
                row.insert(0, ("  ".to_owned(), Look::Plain));
                row
            }));
        }
        out
    }

    /// Whether a pair holds the clause in hand.
    fn is_at(&self, pair: &ClausePair) -> bool {
        let (key, ordinal) = self.at;
        let place = |at: Option<usize>, document: &Document| {
            at.and_then(|at| document.clauses.get(at))
                .is_some_and(|clause| clause.ordinal == ordinal)
        };
        (key == self.old.0 && place(pair.old, &self.old.2))
            || (key == self.new.0 && place(pair.new, &self.new.2))
    }
}

/// The words of a pair as one text, `[-旧-]{+新+}`, with their looks. The marks stay where there is colour: not
/// everybody sees it.
fn marked(pair: &ClausePair, short: bool) -> (String, Vec<(CharSpan, Look)>) {
    let mut text = String::new();
    let mut length = 0;
    let mut spans = Vec::new();
    for (at, piece) in pair.pieces.iter().enumerate() {
        // Line ends stay outside the marks, so that none stands on a row of its own.
        let kept = piece.text.trim_end_matches('\n');
        let ends = &piece.text[kept.len()..];
        let words = match piece.op {
            Op::Delete | Op::Insert if kept.is_empty() => ends.to_owned(),
            Op::Delete => format!("[-{kept}-]{ends}"),
            Op::Insert => format!("{{+{kept}+}}{ends}"),
            Op::Equal if short => excerpt(&piece.text, at > 0, at + 1 < pair.pieces.len()),
            Op::Equal => piece.text.clone(),
        };
        let start = length;
        length += words.chars().count();
        match piece.op {
            Op::Delete => spans.push((CharSpan::new(start, length), Look::Deleted)),
            Op::Insert => spans.push((CharSpan::new(start, length), Look::Inserted)),
            Op::Equal => {}
        }
        text.push_str(&words);
    }
    (text, spans)
}
