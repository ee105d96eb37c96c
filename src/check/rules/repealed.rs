//! `repealed`: another document ended this one.

use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::keys::title_key;
use super::super::laws::{Ender, zh_date};
use super::super::subject::{Subject, UNVERIFIED, related};
use super::super::view::ViewDocument;
use crate::law::model::{Repeal, Status, StatusInterval};

/// 文件已被其他文件明文废止、宣布失效或停止执行。
///
/// ## 查什么
/// 语料中的其他文件（新办法的“同时废止”、废止决定、清理结果的废止或失效目录）点名废止了本文件，并且废止已经生效；
/// 或者目录 repealed_laws.tsv 记载了它的废止。新旧同名的，按文号和日期认定被废止的是旧的那一份。
/// 废止已经公布、尚未生效的，也提前提示，并写明从哪一天起。
///
/// ## 依据
/// 废止它的文件及其条款（见结果中的引文）。
///
/// ## 示例
/// “原《韶州市扶持企业研发机构建设办法》（韶州科〔2016〕9号）同时废止。”
///
/// ## 误报与处理
/// 只废止某几条、某个附件的，“拟废止”的征求意见目录，继续有效目录，草案，都不算。名称相同而实际是另一机关的文件时，
/// 请核对发文机关，并把处理意见记为“继续有效”。
pub struct Repealed;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.entry.card.draft || subject.world.carries(subject.entry) {
        return;
    }
    if subject.status() == Status::Repealed {
        out.extend(
            subject
                .interval
                .map(|interval| by_corpus(subject, interval, false)),
        );
    } else if let Some(interval) = subject.coming(Status::Repealed) {
        out.push(by_corpus(subject, interval, true));
    } else if let Some(ended) = subject.world.laws.document(subject.index)
        && !super::super::world::is_over(subject.status())
        && let Ender::Catalogue(successor, source) = ended.by
    {
        let mark = if ended.verified { "" } else { UNVERIFIED };
        let since = ended.since.clone().unwrap_or_default();
        let message = match successor {
            Some(successor) => format!("已于{since}废止，由《{successor}》代替{mark}"),
            None => format!("已于{since}废止{mark}"),
        };
        let certainty = if ended.verified {
            Certainty::Certain
        } else {
            Certainty::Probable
        };
        let mut finding = subject.finding("repealed", certainty, message, source);
        finding.quote = subject.entry.card.title.clone().unwrap_or_default();
        finding.verified = ended.verified;
        finding.related = subject.ender(ended);
        finding.suggestion = Suggestion::Repeal;
        out.push(finding);
    }
}

fn by_corpus(subject: &Subject<'_>, interval: &StatusInterval, coming: bool) -> Finding {
    let by = interval
        .by
        .as_deref()
        .and_then(|id| subject.world.by_id(id));
    let words = by.and_then(|by| repeal(subject.entry, by));
    let lapsed = words.is_some_and(|repeal| {
        repeal.sentence.contains("失效") && !repeal.sentence.contains("废止")
    });
    let verb = if lapsed { "宣布失效" } else { "废止" };
    let since = interval
        .from
        .map(|from| format!("自{}起", zh_date(from)))
        .unwrap_or_default();
    let message = match by {
        Some(by) if coming => format!("将{since}被{}{verb}，目前仍有效", name(by)),
        Some(by) => format!("{since}已被{}{verb}", name(by)),
        None => format!("{since}已{verb}"),
    };
    let certainty = if interval.certain {
        Certainty::Certain
    } else {
        Certainty::Probable
    };
    let basis = by.map_or_else(|| interval.reason.clone().unwrap_or_default(), name);
    let mut finding = subject.finding("repealed", certainty, message, basis);
    finding.quote = match (by, words) {
        (Some(by), Some(repeal)) => quote(by, repeal),
        _ => interval.reason.clone().unwrap_or_default(),
    };
    finding.term = words
        .and_then(|repeal| repeal.title.clone())
        .or_else(|| subject.entry.card.title.clone());
    finding.related = by.map(|by| {
        let mut related = related(by);
        related.effective = interval.from.or(related.effective);
        related
    });
    finding.suggestion = match (coming, lapsed) {
        (true, _) => Suggestion::Review,
        (false, true) => Suggestion::Lapse,
        (false, false) => Suggestion::Repeal,
    };
    finding
}

/// The repeal in another document that means this one.
fn repeal<'a>(document: &ViewDocument, by: &'a ViewDocument) -> Option<&'a Repeal> {
    let number = document
        .card
        .number
        .as_ref()
        .map(|number| number.key.as_str());
    let title = document.card.title.as_deref().map(title_key);
    let repeals = &by.document.repeals;
    repeals
        .iter()
        .find(|repeal| repeal.operative && number.is_some() && repeal.number.as_deref() == number)
        .or_else(|| {
            repeals.iter().find(|repeal| {
                repeal.operative
                    && title.is_some()
                    && repeal.title.as_deref().map(title_key) == title
            })
        })
}

/// The repealing sentence; for an entry of a list also its line, which names the object.
fn quote(by: &ViewDocument, repeal: &Repeal) -> String {
    let sentence = &repeal.sentence;
    let object = repeal
        .title
        .as_deref()
        .or(repeal.number.as_deref())
        .filter(|object| !sentence.contains(object));
    let row = object.and_then(|object| {
        let clauses = by
            .document
            .clauses
            .iter()
            .filter(|clause| clause.ordinal >= repeal.clause);
        clauses
            .flat_map(|clause| clause.text.lines())
            .find(|line| line.contains(object))
    });
    row.map_or_else(
        || sentence.clone(),
        |row| format!("{sentence}\n{}", row.trim()),
    )
}

/// A document by title and number; marks inside the title are turned into inner ones.
pub(super) fn name(document: &ViewDocument) -> String {
    let title = document
        .card
        .title
        .as_deref()
        .unwrap_or(&document.card.path)
        .replace('《', "〈")
        .replace('》', "〉");
    match &document.card.number {
        Some(number) => format!("《{title}》（{}）", number.text),
        None => format!("《{title}》"),
    }
}
