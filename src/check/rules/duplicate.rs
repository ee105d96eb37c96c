//! `duplicate`: the same version stands in the corpus twice.

use crate::text::chars::is_alphanumeric;
use std::collections::HashSet;

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::keys::version_date;
use super::super::subject::{Subject, related};
use super::super::view::ViewDocument;
use crate::law::model::Status;
use crate::text::normalize::canonical;

/// 同一文件的同一版本在语料里有两份。
///
/// ## 查什么
/// 名称相同、正文相同的两个文件；或者名称、文号（没有文号的看日期）相同，正文绝大部分相同的两个文件，例如正式文本和网站转载。
///
/// ## 依据
/// 无。重复收录会使统计和清单多算，检索结果也会重复。
///
/// ## 示例
/// 《关于延长……有效期的通知》的 txt 和从网站复制的 md。
///
/// ## 误报与处理
/// 新旧两个版本（日期不同）不算重复。确认后保留格式最完整的一份，把另一份移出语料文件夹。
pub struct Duplicate;

/// Share of sentences that two copies of one version have in common at least.
const ALIKE: f64 = 0.8;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.world.carries(subject.entry) {
        return;
    }
    let own = subject.entry;
    let Some(first) = subject
        .world
        .namesakes(subject.index)
        .filter(|&at| at < subject.index)
        .map(|at| &subject.world.view.documents[at])
        .find(|other| {
            other.card.part == own.card.part
                && other.card.path != own.card.path
                && same_version(own, other)
        })
    else {
        return;
    };
    let exact = !own.card.text_hash.is_empty() && own.card.text_hash == first.card.text_hash;
    let certainty = if exact {
        Certainty::Certain
    } else {
        Certainty::Probable
    };
    let how = if exact {
        "正文完全相同"
    } else {
        "名称、文号（日期）相同，正文基本相同"
    };
    let message = format!("与{}重复收录（{how}）", super::repealed::name(first));
    let mut finding = subject.finding("duplicate", certainty, message, "");
    finding.quote = own.card.title.clone().unwrap_or_default();
    finding.related = Some(related(first));
    finding.suggestion = Suggestion::Review;
    out.push(finding);
}

/// Whether two documents of one name are the same version.
fn same_version(a: &ViewDocument, b: &ViewDocument) -> bool {
    if !a.card.text_hash.is_empty() && a.card.text_hash == b.card.text_hash {
        return true;
    }
    // The older and the newer of two versions have different successors; two copies have the same one.
    if amended_by(a) != amended_by(b) {
        return false;
    }
    let same = match (&a.card.number, &b.card.number) {
        (Some(x), Some(y)) => x.key == y.key,
        _ => version_date(&a.card).is_some() && version_date(&a.card) == version_date(&b.card),
    };
    same && alike(a, b)
}

fn amended_by(document: &ViewDocument) -> Option<&str> {
    let amended = document
        .card
        .intervals
        .iter()
        .find(|interval| interval.status == Status::Amended)?;
    amended.by.as_deref()
}

/// Whether the texts have most of their sentences in common.
fn alike(a: &ViewDocument, b: &ViewDocument) -> bool {
    let (a, b) = (sentences(a), sentences(b));
    let least = a.len().min(b.len());
    least >= 3 && a.intersection(&b).count() as f64 >= ALIKE * least as f64
}

fn sentences(document: &ViewDocument) -> HashSet<u64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut found = HashSet::new();
    for clause in &document.document.clauses {
        for sentence in canonical(&clause.text)
            .text
            .split(['。', '；', '\n', ';', '.', '，', ','])
        {
            let words: String = sentence.chars().filter(|&c| is_alphanumeric(c)).collect();
            if words.chars().count() >= 4 {
                let mut hasher = DefaultHasher::new();
                words.hash(&mut hasher);
                found.insert(hasher.finish());
            }
        }
    }
    found
}
