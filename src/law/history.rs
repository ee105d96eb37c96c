//! The 题注: adoption, promulgation and amendments under the title.

use crate::law::date;
use crate::law::model::HistoryNote;

/// Verbs of the events of a 题注.
const EVENTS: [&str; 17] = [
    "通过", "公布", "发布", "修正", "修订", "修改", "批准", "施行", "颁布", "印发", "审议", "根据",
    "令第", "执行", "实施", "公告", "废止",
];

/// Whether a line before the body reads as part of a 题注.
pub fn is_note(words: &str) -> bool {
    let words = words.trim();
    if words.len() > 3000 || !EVENTS.iter().any(|e| words.contains(e)) {
        return false;
    }
    let found = date::find_bytes(words);
    let Some(first) = found.first() else {
        return false;
    };
    let bracketed = words.starts_with(['（', '(', '〔', '[']);
    let leads = first.start == 0 || (bracketed && first.start <= '（'.len_utf8());
    // `2021年7月1日起施行` alone, `2019年1月1日 施行`; a sentence of the body has a full stop.
    (leads && (bracketed || !words.contains('。')) && !words.ends_with(['：', ':']))
        || (bracketed
            && words.chars().count() <= 400
            && (words.contains("会议通过")
                || ["令第", "公布", "发布", "印发"]
                    .iter()
                    .any(|w| words.contains(w))))
}

/// The events of the 题注 lines, one for each date that begins an event.
pub fn events(lines: &[String]) -> Vec<HistoryNote> {
    let mut out = Vec::new();
    for line in &whole_lines(lines) {
        let text = line.trim();
        // No line of a 题注 is that long; looking for events in it would cost too much.
        let found = if text.len() > 10_000 {
            Vec::new()
        } else {
            date::find_bytes(text)
        };
        let mut starts: Vec<(usize, Option<jiff::civil::Date>)> = Vec::new();
        for one in &found {
            if begins_event(text, one.start) {
                starts.push((one.start, one.date.full()));
            }
        }
        if starts.is_empty() {
            let Some(one) = found.first() else {
                // A continuation of a broken line.
                match out.last_mut() {
                    Some(HistoryNote { text: last, .. }) => last.push_str(text),
                    None => out.push(HistoryNote {
                        date: None,
                        text: text.to_owned(),
                    }),
                }
                continue;
            };
            starts.push((0, one.date.full()));
        }
        for (n, (start, day)) in starts.iter().enumerate() {
            let from = if n == 0 { 0 } else { *start };
            let end = starts.get(n + 1).map_or(text.len(), |s| s.0);
            let event = text[from..end].trim_matches(|c: char| {
                crate::law::structure::line::is_blank(c)
                    || matches!(c, '（' | '(' | '；' | ';' | '，' | ',')
            });
            let event = event.strip_suffix("根据").map_or(event, |e| {
                e.trim_end_matches(|c: char| {
                    crate::law::structure::line::is_blank(c) || matches!(c, '，' | '；')
                })
            });
            let event = if event.contains(['（', '(']) {
                event
            } else {
                event.trim_end_matches(['）', ')'])
            };
            out.push(HistoryNote {
                date: *day,
                text: event.to_owned(),
            });
        }
    }
    out
}

/// The lines with those that were broken joined again: inside a bracket, or after a line that does not
/// end like an event and before one that does not begin like one.
fn whole_lines(lines: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = 0usize;
    for line in lines {
        let words = line.trim();
        let depth = words.matches(['（', '(']).count();
        let closed = words.matches(['）', ')']).count();
        let begins = words.starts_with(['（', '('])
            || words.starts_with("根据")
            || date::find_bytes(words.get(..words.len().min(10_000)).unwrap_or_default())
                .first()
                .is_some_and(|d| d.start == 0);
        let unfinished = out.last().is_some_and(|l| {
            let l = l.trim_end_matches(['）', ')', '。', '；']);
            !EVENTS.iter().any(|e| l.ends_with(e)) && l.len() < 4000
        });
        match out.last_mut() {
            Some(last) if open > 0 || (!begins && unfinished) => last.push_str(words),
            _ => out.push(words.to_owned()),
        }
        open = (open + depth).saturating_sub(closed);
    }
    out
}

/// All days an event names for itself: outside 《》, and none that follows 根据 a decision of another day.
pub fn days(note: &HistoryNote) -> Vec<jiff::civil::Date> {
    if note.text.len() > 10_000 {
        return note.date.into_iter().collect();
    }
    let mut out: Vec<jiff::civil::Date> = note.date.into_iter().collect();
    for found in date::find_bytes(&note.text) {
        let before = &note.text[..found.start];
        let after = &note.text[found.end..];
        let inside = before.matches('《').count() > before.matches('》').count();
        let effect = after
            .trim_start_matches(super::structure::line::is_blank)
            .starts_with(['起', '施', '实', '执', '生']);
        if let (false, false, Some(day)) = (inside, effect, found.date.full())
            && !out.contains(&day)
        {
            out.push(day);
        }
    }
    out
}

/// Whether the date at `start` begins an event: at the start, after a bracket, stop or blank.
fn begins_event(text: &str, start: usize) -> bool {
    let before = &text[..start];
    // Inside 《》 a date belongs to a title.
    if before.matches('《').count() > before.matches('》').count() {
        return false;
    }
    let before = before.trim_end_matches(crate::law::structure::line::is_blank);
    before.is_empty()
        || before.ends_with(['（', '(', '；', ';', '。', '，', ','])
        || before.ends_with("根据")
        || before.len() < start && EVENTS.iter().any(|e| before.ends_with(e))
        || ["通过", "公布", "发布", "修正", "修订", "批准", "施行"]
            .iter()
            .any(|e| before.ends_with(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Vec<(Option<String>, String)> {
        let lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
        events(&lines)
            .into_iter()
            .map(|n| (n.date.map(|d| d.to_string()), n.text))
            .collect()
    }

    #[test]
    fn one_event_a_line_or_several_in_brackets() {
        let found = of(&[
            "2020年3月2日 甲会通过",
            "2021年5月1日 《关于修改〈甲〉的决定》修正",
        ]);
        assert_eq!(found.len(), 2);
        let bracketed =
            of(&["（2020年3月2日甲会通过　根据2021年5月1日《2019年12月1日的决定》修正）"]);
        assert_eq!(bracketed.len(), 2);
        assert_eq!(bracketed[1].0.as_deref(), Some("2021-05-01"));
        let broken = of(&[
            "（2020年3月2日甲市人民代表大会",
            "常务委员会第五次会议通过）",
        ]);
        assert_eq!(broken.len(), 1);
        assert!(broken[0].1.contains("第五次会议"));
    }

    #[test]
    fn lines_that_are_notes() {
        assert!(is_note("（2020年3月2日韶州市人民政府令第12号公布）"));
        assert!(is_note(
            "2020年3月2日 韶州市第十届人民代表大会第五次会议通过"
        ));
        assert!(!is_note("2020年，我局通过改革，完成了任务。"));
        assert!(!is_note("本办法自2020年3月2日起施行。"));
    }

    #[test]
    fn an_event_may_name_a_later_day() {
        let note = HistoryNote {
            date: Some(jiff::civil::date(2021, 11, 2)),
            text:
                "2021年11月2日甲市会议通过并经2021年12月3日甲省会议批准的《2020年1月1日的决定》修正"
                    .to_owned(),
        };
        assert_eq!(days(&note).len(), 2);
    }
}
