//! `refs` for people at a terminal.

use std::fmt::Write;

use super::refs_view::{ImpactView, MentionView, RefsView, relation_name};
use super::search_text::head_within;
use super::style::{Mark, Style};
use super::wrap::{wrap, wrap_marked};
use crate::law::references::sentence;
use crate::text::span::CharSpan;

/// Renders the answer.
pub fn render(view: &RefsView<'_>, style: &Style, width: usize) -> String {
    let mut out = String::new();
    if let Some(card) = view.card {
        let _ = writeln!(out, "{}", head_within(card, view.as_of, *style, width, 0));
        if let Some(clause) = view.clause {
            let _ = writeln!(out, "{}", style.paint(Mark::Strong, clause.label.trim()));
        }
    } else {
        let _ = writeln!(
            out,
            "{}  {}",
            style.paint(Mark::Strong, view.asked),
            style.paint(Mark::Faint, "（不在文库中，按名称查找）")
        );
    }
    if let Some(impact) = &view.impact {
        affected(&mut out, view, impact, *style, width);
        return out;
    }
    section(&mut out, "引用了", view.cites.len(), *style);
    for mention in &view.cites {
        cite(&mut out, view, mention, *style, width);
    }
    section(&mut out, "被引用", view.cited_by.len(), *style);
    let mut last = None;
    for mention in &view.cited_by {
        if last != Some(mention.card.key) {
            let _ = writeln!(
                out,
                "  {}",
                head_within(mention.card, view.as_of, *style, width, 2)
            );
            let _ = writeln!(
                out,
                "  {}",
                style.link(
                    &mention.card.path,
                    &style.paint(Mark::Faint, &mention.card.path)
                )
            );
            last = Some(mention.card.key);
        }
        quote(&mut out, mention, *style, width);
    }
    out
}

fn section(out: &mut String, name: &str, count: usize, style: Style) {
    let _ = writeln!(
        out,
        "\n{}",
        style.paint(Mark::Strong, &format!("{name}（{count}）"))
    );
    if count == 0 {
        out.push_str("  （无）\n");
    }
}

/// A citation of the document asked about: where it stands, what it means.
fn cite(
    out: &mut String,
    view: &RefsView<'_>,
    mention: &MentionView<'_>,
    style: Style,
    width: usize,
) {
    let mut line = format!(
        "{}　{}　{}",
        mention.clause.label.trim(),
        relation_name(mention.citation.relation),
        mention.citation.text.split_whitespace().collect::<String>()
    );
    match (mention.means, mention.candidates) {
        (Some(card), _) => {
            let status = super::check_view::status(card, view.as_of);
            let number = super::check_view::number(card);
            let _ = write!(
                line,
                "　→ {}{}〔{status}〕",
                super::check_view::title(card),
                if number.is_empty() {
                    String::new()
                } else {
                    format!(" {number}")
                }
            );
        }
        (None, 0) => line.push_str("　→ 不在文库中"),
        (None, several) => {
            let _ = write!(line, "　→ 文库中有 {several} 份同名文件");
        }
    }
    for (at, line) in wrap(&line, width.saturating_sub(6).max(20))
        .iter()
        .enumerate()
    {
        let line = if at == 0 {
            line.clone()
        } else {
            format!("    {line}")
        };
        let _ = writeln!(
            out,
            "  {}",
            if mention.means.is_none() {
                style.paint(Mark::Faint, &line)
            } else {
                line
            }
        );
    }
}

/// A clause that cites what was asked about, with its sentence.
fn quote(out: &mut String, mention: &MentionView<'_>, style: Style, width: usize) {
    let line = mention
        .citation
        .line
        .map(|line| format!("　第 {line} 行"))
        .unwrap_or_default();
    let _ = writeln!(
        out,
        "    {}{line}　{}",
        mention.clause.label.trim(),
        style.paint(
            Mark::Warn,
            &format!("〔{}〕", relation_name(mention.citation.relation))
        )
    );
    let text = sentence(mention.clause, mention.citation.span);
    let cited = mention
        .citation
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let span = text.find(&cited).filter(|_| !cited.is_empty()).map(|at| {
        let start = text[..at].chars().count();
        CharSpan::new(start, start + cited.chars().count())
    });
    for line in wrap_marked(
        &text,
        span.as_slice(),
        width.saturating_sub(6).max(20),
        style,
    ) {
        let _ = writeln!(out, "      {line}");
    }
}

fn affected(
    out: &mut String,
    view: &RefsView<'_>,
    impact: &ImpactView<'_>,
    style: Style,
    width: usize,
) {
    let clauses: usize = impact
        .direct
        .iter()
        .map(|(_, mentions)| mentions.len())
        .sum();
    let _ = writeln!(
        out,
        "\n{}",
        style.paint(
            Mark::Strong,
            &format!(
                "直接以其为依据或引用的：{} 份文件、{clauses} 条",
                impact.direct.len()
            )
        )
    );
    for (card, mentions) in &impact.direct {
        let _ = writeln!(out, "  {}", head_within(card, view.as_of, style, width, 2));
        let _ = writeln!(
            out,
            "  {}",
            style.link(&card.path, &style.paint(Mark::Faint, &card.path))
        );
        for mention in mentions {
            quote(out, mention, style, width);
        }
    }
    if impact.indirect.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n{}",
        style.paint(
            Mark::Strong,
            &format!("间接以其为依据的：{} 份文件", impact.indirect.len())
        )
    );
    for one in &impact.indirect {
        let _ = writeln!(
            out,
            "  {}",
            head_within(one.card, view.as_of, style, width, 2)
        );
        for line in wrap(
            &format!("经由 {}", super::check_view::title(one.via)),
            width.saturating_sub(4).max(20),
        ) {
            let _ = writeln!(out, "    {}", style.paint(Mark::Faint, &line));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::check::view::CorpusView;
    use crate::report::check_sample::TODAY;
    use crate::report::refs_view::IndirectView;

    fn mention(
        corpus: &CorpusView,
        document: usize,
        citation: usize,
        means: Option<usize>,
    ) -> MentionView<'_> {
        let citing = &corpus.documents[document];
        let citation = &citing.document.citations[citation];
        MentionView {
            card: &citing.card,
            clause: &citing.document.clauses[citation.clause as usize],
            citation,
            means: means.map(|at| &corpus.documents[at].card),
            candidates: usize::from(means.is_some()),
        }
    }

    pub(crate) fn asked(corpus: &CorpusView) -> RefsView<'_> {
        RefsView {
            as_of: TODAY,
            asked: "韶州科〔2023〕9号",
            card: Some(&corpus.documents[2].card),
            clause: None,
            cites: vec![
                mention(corpus, 2, 0, Some(5)),
                mention(corpus, 2, 1, Some(0)),
                mention(corpus, 3, 0, None),
            ],
            cited_by: vec![mention(corpus, 3, 1, Some(2))],
            impact: None,
        }
    }

    pub(crate) fn impact(corpus: &CorpusView) -> RefsView<'_> {
        let impact = ImpactView {
            direct: vec![(&corpus.documents[3].card, vec![mention(corpus, 3, 0, None)])],
            indirect: vec![IndirectView {
                card: &corpus.documents[2].card,
                via: &corpus.documents[3].card,
                steps: 2,
            }],
        };
        RefsView {
            as_of: TODAY,
            asked: "合同法",
            card: None,
            clause: None,
            cites: Vec::new(),
            cited_by: Vec::new(),
            impact: Some(impact),
        }
    }

    #[test]
    fn what_it_cites_and_what_cites_it() {
        let corpus = crate::report::check_sample::corpus();
        insta::assert_snapshot!(render(&asked(&corpus), &Style::plain(), 80));
    }

    #[test]
    fn what_rests_on_a_law() {
        let corpus = crate::report::check_sample::corpus();
        insta::assert_snapshot!(render(&impact(&corpus), &Style::plain(), 80));
    }
}
