//! 款, 项 and 目 of a clause (立法法 §65).
//!
//! Every paragraph directly under a 条 that is no 项 or 目 is one 款; the paragraph that leads in a
//! list and its items are one 款; what follows the list is the next.

use super::model::{Clause, Item, Paragraph, Subitem};
use super::structure::label::{Mark, label};
use super::structure::line::is_blank;
use crate::text::chars::is_alphanumeric;

/// The 款 of a clause with their 项 and 目. The clause's own label is not part of the first 款.
pub fn paragraphs(clause: &Clause) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut last = Mark::Article;
    for (n, line) in clause.text.split('\n').enumerate() {
        let indented = line.starts_with('\u{3000}');
        let mut text = line.trim_matches(is_blank);
        let mut lead = label(text);
        if n == 0
            && let Some(own) = lead
            && clause
                .label
                .ends_with(&super::structure::block::compact(&text[..own.len]))
        {
            text = text[own.len..].trim_start_matches(is_blank);
            lead = label(text);
        }
        if text.is_empty() && n > 0 {
            continue;
        }
        let after = |len: usize| text[len..].trim_start_matches(is_blank).to_owned();
        match (lead.map(|l| (l.mark, l.len)), out.last_mut()) {
            (Some((Mark::HanParen, len)), Some(paragraph)) => {
                paragraph.items.push(Item {
                    label: text[..len].to_owned(),
                    text: after(len),
                    subitems: Vec::new(),
                });
                last = Mark::HanParen;
            }
            (
                Some((mark @ (Mark::Digit | Mark::DigitParen | Mark::Circled), len)),
                Some(paragraph),
            ) => {
                // Arabic numbers are 目 under a 项, 项 where a paragraph leads them in itself.
                match paragraph.items.last_mut() {
                    Some(item) if last == Mark::HanParen || item.label.contains(is_han_number) => {
                        item.subitems.push(Subitem {
                            label: text[..len].to_owned(),
                            text: after(len),
                        });
                    }
                    _ => paragraph.items.push(Item {
                        label: text[..len].to_owned(),
                        text: after(len),
                        subitems: Vec::new(),
                    }),
                }
                last = mark;
            }
            (_, Some(paragraph)) if !indented && continues(paragraph) => extend(paragraph, text),
            _ => {
                out.push(Paragraph {
                    text: text.to_owned(),
                    items: Vec::new(),
                });
                last = Mark::Article;
            }
        }
    }
    out
}

fn is_han_number(c: char) -> bool {
    crate::text::numeral::is_numeral(c) && !crate::text::numeral::is_arabic(c)
}

/// The text a further line would go on with.
fn tail(paragraph: &Paragraph) -> &str {
    match paragraph.items.last() {
        Some(item) => item.subitems.last().map_or(&item.text, |s| &s.text),
        None => &paragraph.text,
    }
}

/// Whether the last line broke off inside a sentence (a line break of a PDF, not a new 款).
fn continues(paragraph: &Paragraph) -> bool {
    let text = tail(paragraph);
    text.chars().count() >= 12
        && text.ends_with(|c: char| {
            is_alphanumeric(c) || matches!(c, '，' | ',' | '、' | '《' | '（' | '“')
        })
}

fn extend(paragraph: &mut Paragraph, text: &str) {
    let target = match paragraph.items.last_mut() {
        Some(item) => item
            .subitems
            .last_mut()
            .map_or(&mut item.text, |s| &mut s.text),
        None => &mut paragraph.text,
    };
    target.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::Level;

    fn of(label: &str, text: &str) -> Vec<Paragraph> {
        let clause = Clause {
            ordinal: 0,
            label: label.to_owned(),
            level: Level::Article,
            path: Vec::new(),
            heading: None,
            text: text.to_owned(),
            lines: Vec::new(),
            page: None,
        };
        paragraphs(&clause)
    }

    #[test]
    fn a_list_and_its_lead_are_one_paragraph_what_follows_is_the_next() {
        let found = of(
            "第四条",
            "第四条　申请人应当具备下列条件：\n（一）在本市注册；\n（二）有研发活动。\n前款第（二）项由市科学技术局认定。",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].text, "申请人应当具备下列条件：");
        assert_eq!(found[0].items.len(), 2);
        assert_eq!(
            (
                found[0].items[1].label.as_str(),
                found[0].items[1].text.as_str()
            ),
            ("（二）", "有研发活动。")
        );
        assert_eq!(found[1].text, "前款第（二）项由市科学技术局认定。");
    }

    #[test]
    fn subitems_stand_under_items() {
        let found = of(
            "第五条",
            "第五条 材料包括：\n（一）申请表：\n1.甲；\n2.乙；\n（二）证明。",
        );
        assert_eq!(found[0].items[0].subitems.len(), 2);
        assert_eq!(found[0].items[0].subitems[1].text, "乙；");
        assert_eq!(found[0].items.len(), 2);
        let direct = of("第六条", "第六条 材料包括：\n1.甲；\n2.乙。");
        assert_eq!(direct[0].items.len(), 2);
    }

    #[test]
    fn a_broken_line_is_no_new_paragraph() {
        let found = of(
            "第七条",
            "第七条 市科学技术局应当会同市财政局建立科技创新券\n管理信息系统。\n　　信息系统应当公开。",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].text,
            "市科学技术局应当会同市财政局建立科技创新券管理信息系统。"
        );
    }

    #[test]
    fn parts_of_a_report_lose_only_their_own_label() {
        let found = of("二、（三）", "（三）完善制度\n制定三项制度。");
        assert_eq!(found[0].text, "完善制度");
        assert_eq!(found[1].text, "制定三项制度。");
    }
}
