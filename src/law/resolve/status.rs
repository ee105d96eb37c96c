//! Dated status of a document (DESIGN D6): repealed, expired, amended, not yet effective, in force,
//! unknown, in this order when several hold.

use jiff::civil::Date;

use super::facts::DocFacts;
use super::repeals::{Ends, Extended};
use super::versions::Lines;
use crate::law::model::{Kind, LastDay, PartRole, Status, StatusInterval};

/// A change of status that holds from a day on.
struct Change {
    from: Option<Date>,
    status: Status,
    reason: String,
    by: Option<String>,
    certain: bool,
}

/// The status of document `at` over time: intervals in order, without gaps.
pub(super) fn intervals(
    documents: &[&DocFacts],
    ids: &[String],
    lines: &Lines,
    ends: &Ends,
    at: usize,
) -> Vec<StatusInterval> {
    let facts = documents[at];
    if facts.part == PartRole::Notice
        && let Some(issued) = only_issued(documents, lines, facts)
    {
        // A notice is in force as long as what it issues.
        return intervals(documents, ids, lines, ends, issued);
    }
    if facts.draft {
        return vec![unknown("征求意见稿或送审稿，不是生效文件")];
    }
    let changes = changes(documents, ids, lines, ends, at);
    let start = start(facts);
    // Days on which something may change.
    let mut days: Vec<Date> = start
        .iter()
        .copied()
        .chain(changes.iter().filter_map(|c| c.from))
        .collect();
    days.sort_unstable();
    days.dedup();
    let mut out: Vec<StatusInterval> = Vec::new();
    let mut from = None;
    for to in days.into_iter().map(Some).chain([None]) {
        let mut next = on(facts, start, &changes, from);
        next.from = from;
        next.to = to.and_then(|day| day.yesterday().ok());
        match out.last_mut() {
            Some(last)
                if (last.status, &last.reason, &last.by)
                    == (next.status, &next.reason, &next.by) =>
            {
                last.to = next.to;
            }
            _ => out.push(next),
        }
        from = to;
    }
    out
}

/// The one document that a notice issues, where it issues just one.
fn only_issued(documents: &[&DocFacts], lines: &Lines, notice: &DocFacts) -> Option<usize> {
    let mut issued = issued(documents, lines, notice);
    let first = issued.next()?;
    issued.next().is_none().then_some(first)
}

/// What a notice issues.
fn issued<'d>(
    documents: &'d [&DocFacts],
    lines: &'d Lines,
    notice: &DocFacts,
) -> impl Iterator<Item = usize> + 'd {
    lines
        .by_path
        .get(&notice.path)
        .into_iter()
        .flatten()
        .copied()
        .filter(|&at| documents[at].part == PartRole::Issued)
}

/// The last day in force of document `at` where another document extended it.
pub(super) fn moved(
    documents: &[&DocFacts],
    lines: &Lines,
    ends: &Ends,
    at: usize,
) -> Option<LastDay> {
    let facts = documents[at];
    // The term is that of what a notice issues, not of the notice.
    let carries =
        facts.part == PartRole::Notice && issued(documents, lines, facts).next().is_some();
    if facts.draft || carries {
        return None;
    }
    extension(facts, ends, at).map(|extended| LastDay {
        day: extended.until,
        source: format!("由{}延长", name(documents[extended.by])),
    })
}

/// The extension that counts: one that reaches beyond the document's own term.
fn extension<'e>(facts: &DocFacts, ends: &'e Ends, at: usize) -> Option<&'e Extended> {
    ends.extended[at]
        .as_ref()
        .filter(|extended| facts.expires.is_none_or(|own| extended.until > own))
}

/// What ends or changes the document, by order of precedence.
fn changes(
    documents: &[&DocFacts],
    ids: &[String],
    lines: &Lines,
    ends: &Ends,
    at: usize,
) -> Vec<Change> {
    let facts = documents[at];
    let mut out = Vec::new();
    if let Some(end) = &ends.repealed[at] {
        let name = name(documents[end.by]);
        out.push(Change {
            from: end.from,
            status: Status::Repealed,
            reason: format!("被{name}废止"),
            by: Some(ids[end.by].clone()),
            certain: end.certain,
        });
    }
    let extended = extension(facts, ends, at);
    let last = extended.map(|e| e.until).or(facts.expires);
    if let Some(last) = last
        && let Ok(after) = last.tomorrow()
    {
        let reason = match extended {
            Some(e) => format!("有效期由{}延长至{last}，已届满", name(documents[e.by])),
            None => format!("有效期至{last}，已届满"),
        };
        out.push(Change {
            from: Some(after),
            status: Status::Expired,
            reason,
            by: extended.map(|e| ids[e.by].clone()),
            certain: true,
        });
    }
    // A term that the text or a notice states goes before the period in the title.
    if let (None, Some(period)) = (last, &facts.period)
        && let Ok(after) = period.last.tomorrow()
    {
        out.push(Change {
            from: Some(after),
            status: Status::Unknown,
            reason: format!("规划期（{}）已过，是否仍在执行请核实", period.words),
            by: None,
            certain: true,
        });
    }
    if let Some(next) = lines.next[at] {
        let newer = documents[next];
        let certain = lines.certain[at];
        let from = newer.version_date().max(newer.effective);
        let how = if certain {
            "已被修改，现行版本见"
        } else {
            "很可能已被同名的新版本代替，见"
        };
        out.push(Change {
            from,
            status: Status::Amended,
            reason: format!("{how}{}", name(newer)),
            by: Some(ids[next].clone()),
            certain,
        });
    }
    out
}

/// The status from a day on (`None`: before all known days).
fn on(
    facts: &DocFacts,
    start: Option<Date>,
    changes: &[Change],
    day: Option<Date>,
) -> StatusInterval {
    // A change without a day holds always; one with a day from then on.
    let holds = |from: Option<Date>| match (from, day) {
        (None, _) => true,
        (Some(from), Some(day)) => from <= day,
        (Some(_), None) => false,
    };
    // What is known goes before what is not.
    for status in [
        Status::Repealed,
        Status::Expired,
        Status::Amended,
        Status::Unknown,
    ] {
        if let Some(change) = changes.iter().find(|c| c.status == status && holds(c.from)) {
            return StatusInterval {
                from: None,
                to: None,
                status,
                reason: Some(change.reason.clone()),
                by: change.by.clone(),
                certain: change.certain,
            };
        }
    }
    if matches!(facts.kind, Kind::Report | Kind::Case) {
        return unknown("不是规范性文件，不判断时效");
    }
    let told = facts.effective.is_some() || facts.articles > 0;
    if matches!(facts.kind, Kind::Notice | Kind::Other) && !told && facts.claimed_status.is_none() {
        return unknown("未写明施行日期和期限，是否仍然适用须看内容");
    }
    let Some(start) = start else {
        return unknown("文本未载明任何日期，无法判断时效");
    };
    if day.is_none_or(|day| day < start) {
        return StatusInterval {
            from: None,
            to: None,
            status: Status::NotYetEffective,
            reason: facts.effective.map(|day| format!("自{day}起施行")),
            by: None,
            certain: facts.effective.is_some(),
        };
    }
    let (reason, certain) = if let Some(claim) = facts
        .claimed_status
        .as_deref()
        .filter(|c| c.contains("废") || c.contains("失效"))
    {
        (
            Some(format!("网页或标题标注“{claim}”，语料中未见依据")),
            false,
        )
    } else if facts.open_term {
        (Some("写有有效期，但届满日无法推算".to_owned()), false)
    } else if facts.effective.is_none() {
        (
            Some("未载明施行日期，按公布或成文日期推定".to_owned()),
            false,
        )
    } else {
        (None, true)
    };
    StatusInterval {
        from: None,
        to: None,
        status: Status::InForce,
        reason,
        by: None,
        certain,
    }
}

/// First day in force; a text that does not state it is taken to begin with its date.
fn start(facts: &DocFacts) -> Option<Date> {
    facts
        .effective
        .or(facts.published)
        .or(facts.dated)
        .or(facts.name_date)
}

fn unknown(reason: &str) -> StatusInterval {
    StatusInterval {
        from: None,
        to: None,
        status: Status::Unknown,
        reason: Some(reason.to_owned()),
        by: None,
        certain: true,
    }
}

/// A document in a reason: 《title》（number or date）.
fn name(facts: &DocFacts) -> String {
    let title = facts.title.as_deref().unwrap_or("无标题文件");
    match (&facts.number, facts.version_date()) {
        (Some(number), _) => format!("《{title}》（{number}）"),
        (None, Some(date)) => format!("《{title}》（{date}）"),
        (None, None) => format!("《{title}》"),
    }
}
