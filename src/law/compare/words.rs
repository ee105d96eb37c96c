//! Changes within a text: sentences first, then numbers and characters within changed sentences.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Op, Piece};
use crate::text::numeral::is_numeral;

/// Tokens of a changed passage compared at most on each side; beyond, the passage is shown as replaced.
const TOKENS: usize = 4_000;
/// Sentences compared at most on each side.
const SENTENCES: usize = 20_000;
/// Common words between two changes that are shorter are part of the change.
const CRUMB: usize = 2;

/// The pieces that lead from one text to the other.
pub(super) fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    if old == new {
        push(&mut out, Op::Equal, old);
        return out;
    }
    let (a, b) = (sentences(old), sentences(new));
    if a.len() > SENTENCES || b.len() > SENTENCES {
        replaced(&mut out, old, new);
        return out;
    }
    for op in capture_diff_slices(Algorithm::Patience, &a, &b) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                push(&mut out, Op::Equal, &a[old_index..old_index + len].concat());
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => {
                push(
                    &mut out,
                    Op::Delete,
                    &a[old_index..old_index + old_len].concat(),
                );
            }
            DiffOp::Insert {
                new_index, new_len, ..
            } => {
                push(
                    &mut out,
                    Op::Insert,
                    &b[new_index..new_index + new_len].concat(),
                );
            }
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => within(
                &mut out,
                &a[old_index..old_index + old_len].concat(),
                &b[new_index..new_index + new_len].concat(),
            ),
        }
    }
    out
}

fn push(out: &mut Vec<Piece>, op: Op, text: &str) {
    if text.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(last) if last.op == op => last.text.push_str(text),
        _ => out.push(Piece {
            op,
            text: text.to_owned(),
        }),
    }
}

fn replaced(out: &mut Vec<Piece>, old: &str, new: &str) {
    push(out, Op::Delete, old);
    push(out, Op::Insert, new);
}

/// Sentences with their end marks.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '；', ';', '\n', '！', '？'])
        .collect()
}

/// Tokens of a passage: a number is one, so that 500 and 800 are not half the same.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| -> u8 {
        match c {
            '0'..='9' | '.' | '%' | '‰' => 1,
            'a'..='z' | 'A'..='Z' => 2,
            c if is_numeral(c) => 3,
            _ => 0,
        }
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before = 0;
    for (at, c) in text.char_indices() {
        let this = kind(c);
        if at > start && (this == 0 || this != before) {
            tokens.push(&text[start..at]);
            start = at;
        }
        before = this;
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// A changed passage token by token.
fn within(out: &mut Vec<Piece>, old: &str, new: &str) {
    let (a, b) = (tokens(old), tokens(new));
    if a.len() > TOKENS || b.len() > TOKENS {
        replaced(out, old, new);
        return;
    }
    // Common text, then what is deleted and inserted after it.
    let mut steps: Vec<(String, String, String)> = vec![Default::default()];
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (from, gone, came) = (op.old_range(), op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            steps.push((a[from].concat(), String::new(), String::new()));
        } else if let Some(last) = steps.last_mut() {
            last.1.push_str(&a[gone].concat());
            last.2.push_str(&b[came].concat());
        }
    }
    let mut joined: Vec<(String, String, String)> = Vec::new();
    for step in steps {
        let changed = !step.1.is_empty() || !step.2.is_empty();
        match joined.last_mut() {
            // A crumb between two changes reads better as part of them.
            Some(last)
                if changed
                    && (!last.1.is_empty() || !last.2.is_empty())
                    && step.0.chars().count() <= CRUMB =>
            {
                last.1.push_str(&step.0);
                last.1.push_str(&step.1);
                last.2.push_str(&step.0);
                last.2.push_str(&step.2);
            }
            _ => joined.push(step),
        }
    }
    let common: usize = joined.iter().map(|step| step.0.chars().count()).sum();
    if common * 5 < old.chars().count().max(new.chars().count()) {
        replaced(out, old, new);
        return;
    }
    for (same, gone, came) in joined {
        push(out, Op::Equal, &same);
        push(out, Op::Delete, &gone);
        push(out, Op::Insert, &came);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> String {
        pieces(old, new)
            .iter()
            .map(|piece| match piece.op {
                Op::Equal => piece.text.clone(),
                Op::Delete => format!("[-{}-]", piece.text),
                Op::Insert => format!("[+{}+]", piece.text),
            })
            .collect()
    }

    #[test]
    fn an_amount_changes_as_a_whole() {
        assert_eq!(
            shown(
                "给予最高500万元补助。逾期不予受理。",
                "给予最高1500万元补助。逾期不予受理。"
            ),
            "给予最高[-500-][+1500+]万元补助。逾期不予受理。"
        );
        assert_eq!(
            shown("期限为三年。", "期限为五年。"),
            "期限为[-三-][+五+]年。"
        );
    }

    #[test]
    fn a_sentence_comes_in() {
        assert_eq!(
            shown("申请人应当提交材料。", "申请人应当提交材料。材料应当真实。"),
            "申请人应当提交材料。[+材料应当真实。+]"
        );
    }

    #[test]
    fn crumbs_do_not_scatter_a_change() {
        assert_eq!(
            shown(
                "由市科技局会同市财政局负责解释。",
                "由市科学技术行政部门负责解释。"
            ),
            "由市科[-技局会同市财政局-][+学技术行政部门+]负责解释。"
        );
    }

    proptest! {
        #[test]
        fn both_texts_come_back(old in "[一二三四五。；0-9a，]{0,40}", new in "[一二三四五。；0-9a，]{0,40}") {
            let side = |gone: Op| -> String {
                pieces(&old, &new).into_iter().filter(|piece| piece.op != gone).map(|piece| piece.text).collect()
            };
            prop_assert_eq!(side(Op::Insert), old.clone());
            prop_assert_eq!(side(Op::Delete), new.clone());
        }
    }
}
