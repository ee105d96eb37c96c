//! When a document is in force by its own words: first day, last day, term (DOMAIN §3).
//!
//! 有效期 of a licence, form, contract or result is never the document's. What the notice says holds
//! for what it issues. Nothing is guessed: a term that hangs on an unknown day or on another document
//! is kept in words, without a day, and a warning says so.

mod effect;
mod term;

use jiff::civil::Date;

use self::effect::{Effect, Own, Start};
use self::term::{Length, Term};
use crate::law::date;
use crate::law::model::{Document, Evidence, Field, HistoryNote, Level, Validity};
use crate::law::reference::passage::{Passage, passages, tidy};
use crate::text::span::CharSpan;

pub(in crate::law) use self::term::duration;

/// Reads 施行日期, 有效期 and the last day in force. `wrapper` is the notice that issues the document;
/// evidence read from it speaks of the notice's clauses and lines.
pub fn read(document: &mut Document, wrapper: Option<&Document>) {
    let clauses = std::mem::take(&mut document.clauses);
    let outer = wrapper.map(|w| passages(&w.clauses)).unwrap_or_default();
    read_in(document, &passages(&clauses), wrapper, &outer);
    document.clauses = clauses;
}

/// The same over clauses that are prepared already: `own` are the document's, `outer` the notice's.
pub fn read_in(
    document: &mut Document,
    own: &[Passage<'_>],
    wrapper: Option<&Document>,
    outer: &[Passage<'_>],
) {
    find(document, own, outer).store(document, wrapper);
}

/// What was found, free of the passages it was found in.
#[derive(Default)]
struct Found {
    effect: Option<(Start, Evidence)>,
    printed: Option<Date>,
    term: Option<(Length, bool, Evidence)>,
}

fn find(document: &Document, own: &[Passage<'_>], outer: &[Passage<'_>]) -> Found {
    let name = Own {
        title: document.title.as_deref(),
        in_notice: false,
    };
    let in_notice = Own {
        title: document.title.as_deref(),
        in_notice: true,
    };
    let inner_effects = effect::find(own, &name);
    let outer_effects = effect::find(outer, &in_notice);
    let inner_terms = term::find(own, &inner_effects, &name);
    let outer_terms = term::find(outer, &outer_effects, &in_notice);
    let effect = best(&inner_effects)
        .map(|e| (e.on, own[e.passage].evidence(e.start, e.end)))
        .filter(|(on, _)| !matches!(on, Start::Blank))
        .or_else(|| best(&outer_effects).map(|e| (e.on, outer[e.passage].evidence(e.start, e.end))))
        .or_else(|| best(&inner_effects).map(|e| (e.on, own[e.passage].evidence(e.start, e.end))));
    let effect = effect.or_else(|| by_note(document, own));
    let term = best_term(&inner_terms)
        .map(|t| (t.length, t.trial, own[t.passage].evidence(t.start, t.end)))
        .or_else(|| {
            best_term(&outer_terms)
                .map(|t| (t.length, t.trial, outer[t.passage].evidence(t.start, t.end)))
        });
    let printed = printed_on(own).or_else(|| printed_on(outer));
    Found {
        effect,
        printed,
        term,
    }
}

/// The day of effect among the events under the title: `2013年4月27日 施行`.
fn by_note(document: &Document, own: &[Passage<'_>]) -> Option<(Start, Evidence)> {
    const OTHER: &[&str] = &[
        "通过", "公布", "发布", "修正", "修订", "批准", "废止", "修改",
    ];
    let event = document.notes.iter().rev().find(|n| {
        let words = outside_titles(&n.text);
        let words = words.trim_end_matches(['）', ')', '。', ' ']);
        ["施行", "实施", "执行", "生效"]
            .iter()
            .any(|verb| words.ends_with(verb))
            && !OTHER.iter().any(|w| words.contains(w))
    })?;
    let day = event.date?;
    let words = event.text.trim();
    let clause = own
        .iter()
        .map(|p| p.clause)
        .find(|c| c.level == Level::Note && c.text.contains(words))?;
    let start = clause.text[..clause.text.find(words)?].chars().count();
    let span = CharSpan::new(start, start + words.chars().count());
    let evidence = Evidence {
        clause: clause.ordinal,
        line: clause.line_at(span.start),
        span,
        text: words.to_owned(),
    };
    Some((Start::On(day), evidence))
}

/// The surest sentence of effect; of equal ones the last.
fn best(effects: &[Effect]) -> Option<&Effect> {
    effects.iter().max_by_key(|e| (e.score, e.passage, e.start))
}

fn best_term(terms: &[Term]) -> Option<&Term> {
    terms.iter().max_by_key(|t| (t.score, t.passage, t.start))
}

/// 印发日期 of the 版记: `韶州市人民政府办公室 2024年7月29日印发`.
fn printed_on(passages: &[Passage<'_>]) -> Option<Date> {
    let tail = passages.len().saturating_sub(6);
    passages[tail..]
        .iter()
        .rev()
        .filter(|p| p.clause.level != Level::Article)
        .find_map(|passage| {
            let text = passage.text();
            let window: String = text
                .chars()
                .rev()
                .take(400)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            date::find_bytes(&window).into_iter().rev().find_map(|d| {
                let rest = window[d.end..].trim_start();
                let ends = rest.strip_prefix("印发").is_some_and(|r| {
                    !r.trim_start()
                        .starts_with(['的', '给', '《', '了', '通', '，', '实', '之', '后', '稿'])
                });
                ends.then(|| d.date.full()).flatten()
            })
        })
}

impl Found {
    fn store(self, document: &mut Document, wrapper: Option<&Document>) {
        let mut warnings = Vec::new();
        if let Some((on, evidence)) = self.effect {
            let day = first_day(on, document, wrapper, self.printed, &mut warnings);
            if let Some(day) = day {
                document.effective = Some(day);
                document.evidence.insert(Field::Effective, evidence);
            }
        }
        if let Some((length, trial, evidence)) = self.term {
            if let (None, Length::Until(Some(first), _) | Length::From(first, _)) =
                (document.effective, length)
            {
                document.effective = Some(first);
                document.evidence.insert(Field::Effective, evidence.clone());
            }
            let until = match length {
                Length::Until(_, day) => Some(day),
                Length::From(first, months) => last_day(first, months),
                Length::Months(months) => {
                    document.effective.and_then(|first| last_day(first, months))
                }
                Length::Unclear => None,
            };
            match length {
                Length::Unclear => warnings.push(format!(
                    "“{}”取决于其他文件或者是一个范围，无法推算届满日",
                    tidy(&evidence.text)
                )),
                _ if until.is_none() => {
                    warnings.push(format!(
                        "写有“{}”，但施行日期不明，无法推算届满日",
                        tidy(&evidence.text)
                    ));
                }
                _ => {}
            }
            document.validity = Some(Validity {
                text: tidy(&evidence.text),
                clause: evidence.clause,
                line: evidence.line,
                until,
                trial,
            });
            if until.is_some() {
                document.expires = until;
                document.evidence.insert(Field::Expires, evidence);
            }
        }
        compare_claims(document, &mut warnings);
        document.warnings.extend(warnings);
    }
}

/// The first day in force for what the sentence says.
fn first_day(
    on: Start,
    document: &Document,
    wrapper: Option<&Document>,
    printed: Option<Date>,
    warnings: &mut Vec<String>,
) -> Option<Date> {
    let dated = document.dated.or(wrapper.and_then(|w| w.dated));
    let published = document.published.or(wrapper.and_then(|w| w.published));
    let (day, delay, word) = match on {
        Start::On(day) => return Some(day),
        Start::Blank => return None,
        Start::Elsewhere => {
            warnings.push("施行日期取决于其他机关的批准之日，无法推算".to_owned());
            return None;
        }
        Start::Adoption => (
            document
                .adopted
                .or_else(|| first_event(&document.notes, &["通过"]))
                .or(dated),
            None,
            "通过",
        ),
        Start::Revision => (published.or(dated), None, "修订发布"),
        Start::Printing(delay) => (printed.or(dated).or(published), delay, "印发"),
        Start::Publication(delay) => (publication(document, published, dated), delay, "公布"),
    };
    if day.is_none() {
        warnings.push(format!(
            "自{word}之日起施行，但{word}日期未载明，施行日期不明"
        ));
    }
    match delay {
        // The day of publication is not counted (民法典 §201): 30日后 is the 31st day.
        Some(days) => {
            warnings.push(format!(
                "施行日期按{word}之日起{days}日后推算，可能相差一日"
            ));
            day?.checked_add(jiff::Span::new().try_days(i64::from(days) + 1).ok()?)
                .ok()
        }
        None => day,
    }
}

/// The day of publication of the text as it stands, where it is stated.
pub(in crate::law) fn made_public(document: &Document) -> Option<Date> {
    publication(document, document.published, document.dated)
}

/// The day of publication that 自公布之日起 means: of the last full revision (修订), else the first one;
/// amendments (修正) keep the original sentence and its day.
fn publication(document: &Document, published: Option<Date>, dated: Option<Date>) -> Option<Date> {
    let Some(version) = version(document) else {
        return published.or(dated);
    };
    let is_publication = |t: &str| {
        ["公布", "发布", "颁布", "印发", "公告", "令第"]
            .iter()
            .any(|w| t.contains(w))
    };
    if let Some((day, _)) = version.iter().find(|(_, t)| is_publication(t)) {
        return Some(*day);
    }
    // Laws are promulgated by order of the President on the day they pass (立法法 §§28, 51).
    let national = document
        .issuer
        .as_deref()
        .is_some_and(|i| i.starts_with("全国人民代表大会"));
    let by_event = version
        .iter()
        .find(|(_, t)| t.contains("通过") || t.contains("修订"))
        .map(|(day, _)| *day);
    if national { by_event } else { None }
}

/// The day on which the text as it stands was made: its last full revision, else its first event, else
/// its date. Amendments do not count, they leave its clauses of effect and repeal as they were.
pub(in crate::law) fn enacted(document: &Document) -> Option<Date> {
    version(document)
        .and_then(|events| events.first().map(|(day, _)| *day))
        .or(document.published)
        .or(document.dated)
}

/// The events of the last full version under the title; `None` where no history is printed.
fn version(document: &Document) -> Option<Vec<(Date, String)>> {
    let events: Vec<(Date, String)> = document
        .notes
        .iter()
        .filter_map(|n| Some((n.date?, outside_titles(&n.text))))
        .collect();
    let historic = events.iter().any(|(_, t)| {
        ["通过", "公布", "发布", "修订", "修正", "批准"]
            .iter()
            .any(|w| t.contains(w))
    });
    if !historic {
        return None;
    }
    // `《…的决定》修订` amends by decision; `修订通过` and a bare 修订 restate the whole.
    let revised = document
        .notes
        .iter()
        .filter(|n| n.date.is_some())
        .enumerate()
        .filter(|(_, n)| outside_titles(&n.text).contains("修订") && !n.text.contains('《'))
        .map(|(i, _)| i)
        .last();
    let from = revised.unwrap_or(0);
    let stop = if revised.is_some() {
        events.len()
    } else {
        events
            .iter()
            .position(|(_, t)| t.contains("修正") || t.contains("修订") || t.contains("修改"))
            .unwrap_or(events.len())
            .max(1)
    };
    Some(
        events
            .get(from..stop.max(from))
            .unwrap_or_default()
            .to_vec(),
    )
}

fn first_event(notes: &[HistoryNote], words: &[&str]) -> Option<Date> {
    notes
        .iter()
        .find(|n| words.iter().any(|w| n.text.contains(w)))
        .and_then(|n| n.date)
}

/// A text without what stands in book marks.
fn outside_titles(text: &str) -> String {
    let mut depth = 0u32;
    text.chars()
        .filter(|c| match c {
            '《' => {
                depth += 1;
                false
            }
            '》' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// The last day of so many months that begin on `first`: the day before the anniversary. A term that
/// begins on 29 February ends on 28 February of a common year (DOMAIN §3).
pub(in crate::law) fn last_day(first: Date, months: u32) -> Option<Date> {
    let span = jiff::Span::new().try_months(i64::from(months)).ok()?;
    let anniversary = first.checked_add(span).ok()?;
    // checked_add stops at the month's end where the day does not exist; that day is the last one.
    if anniversary.day() < first.day() {
        Some(anniversary)
    } else {
        anniversary.yesterday().ok()
    }
}

/// What the header claims against what the text says: both are kept, the difference is reported.
fn compare_claims(document: &mut Document, warnings: &mut Vec<String>) {
    let claimed = |key: &str| document.claims.get(key).and_then(|v| date::parse_date(v));
    for (key, name, read) in [
        ("expires", "失效日期", document.expires),
        ("effective", "施行日期", document.effective),
    ] {
        if let (Some(claim), Some(read)) = (claimed(key), read)
            && claim != read
        {
            warnings.push(format!(
                "页眉所列{name}为{claim}，按正文推算为{read}，两者不一致"
            ));
        }
    }
    if document.effective.is_none()
        && let Some(claim) = claimed("effective")
    {
        document.effective = Some(claim);
        warnings.push(format!("施行日期{claim}取自页眉，正文未写明"));
    }
}

#[cfg(test)]
mod tests;
