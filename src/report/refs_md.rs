//! Citations and impact as Markdown.

use super::check_view::status;
use super::markdown::{cite, cite_clause, inline};
use super::refs_view::{MentionView, RefsView, relation_name};

/// The answer.
pub fn render(view: &RefsView<'_>) -> String {
    let mut name = view.card.map_or_else(|| inline(view.asked), cite);
    if let Some(clause) = view.clause {
        name.push_str(&inline(&clause.label));
    }
    let mut out = format!("# {name}的引用关系\n\n时效截至 {}。\n", view.as_of);
    if let Some(impact) = &view.impact {
        let clauses: usize = impact
            .direct
            .iter()
            .map(|(_, mentions)| mentions.len())
            .sum();
        out.push_str(&format!(
            "\n## 直接以其为依据或引用的：{} 份文件、{clauses} 条\n\n",
            impact.direct.len()
        ));
        for (card, mentions) in &impact.direct {
            out.push_str(&format!("- {}　{}\n", cite(card), status(card, view.as_of)));
            for mention in mentions {
                out.push_str(&format!(
                    "  - {}（{}）：{}\n",
                    inline(&mention.clause.label),
                    relation_name(mention.citation.relation),
                    inline(&mention.citation.text)
                ));
            }
        }
        if !impact.indirect.is_empty() {
            out.push_str("\n## 间接受影响的\n\n");
            for one in &impact.indirect {
                out.push_str(&format!(
                    "- {}　经由 {}（第 {} 层）\n",
                    cite(one.card),
                    cite(one.via),
                    one.steps
                ));
            }
        }
        return out;
    }
    section(&mut out, "引用了", &view.cites, |mention| {
        let means = match (mention.means, mention.candidates) {
            (Some(card), _) => format!(" → {}　{}", cite(card), status(card, view.as_of)),
            (None, 0) => " （不在文库中）".to_owned(),
            (None, several) => format!(" （文库中有 {several} 份同名）"),
        };
        format!(
            "{}（{}）：{}{means}",
            inline(&mention.clause.label),
            relation_name(mention.citation.relation),
            inline(&mention.citation.text)
        )
    });
    section(&mut out, "被引用", &view.cited_by, |mention| {
        format!(
            "{}（{}）：{}",
            cite_clause(mention.card, mention.clause),
            relation_name(mention.citation.relation),
            inline(&mention.citation.text)
        )
    });
    out
}

fn section(
    out: &mut String,
    name: &str,
    mentions: &[MentionView<'_>],
    line: impl Fn(&MentionView<'_>) -> String,
) {
    out.push_str(&format!("\n## {name}（{}）\n\n", mentions.len()));
    if mentions.is_empty() {
        out.push_str("（无）\n");
    }
    for mention in mentions {
        out.push_str(&format!("- {}\n", line(mention)));
    }
}
