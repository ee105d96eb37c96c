//! The time line: when each document was in force, and until when it is.

use std::collections::HashSet;
use std::fmt::Write;

use jiff::civil::Date;

use super::escape;
use crate::check::decisions::RoundState;
use crate::law::model::Status;
use crate::report::check_view::{CheckView, number, title};
use crate::report::wrap::shorten;

/// Width of a picture in its own units; 1000 of them are the width of a page.
const WIDTH: f64 = 1000.0;
/// Where the bars begin, after the titles.
const LEFT: f64 = 400.0;
const RIGHT: f64 = 985.0;
/// Height of a row; 24 rows, the axis and a heading fit a page of A4 across.
const ROW: f64 = 22.0;
const ROWS: usize = 24;
/// Documents shown at most.
const MOST: usize = 144;
/// Years shown at most before and after the day of the check.
const PAST: i16 = 20;
const FUTURE: i16 = 10;

/// The section with its pictures; nothing where no document has a date.
pub(super) fn render(view: &CheckView<'_>) -> String {
    let mut documents = dated(view);
    if documents.is_empty() {
        return String::new();
    }
    let all = documents.len();
    choose(view, &mut documents);
    let scale = Scale::over(view, &documents);
    let mut out = String::from("<section class=\"figures\">\n<h2>有效期</h2>\n");
    out.push_str(
        "<p class=\"legend\"><svg viewBox=\"0 0 34 12\"><rect class=\"force\" x=\"0\" y=\"2\" width=\"34\" height=\"8\"/></svg>有效\
         <svg viewBox=\"0 0 34 12\"><rect class=\"wait\" x=\"1\" y=\"2\" width=\"32\" height=\"8\"/></svg>尚未施行\
         <svg viewBox=\"0 0 34 12\"><rect class=\"dead\" x=\"0\" y=\"2\" width=\"34\" height=\"8\"/></svg>已失效、废止或被修改\
         <svg viewBox=\"0 0 34 12\"><line class=\"stop\" x1=\"17\" y1=\"0\" x2=\"17\" y2=\"12\"/></svg>届满或被修改\
         <svg viewBox=\"0 0 34 12\"><path class=\"cross\" d=\"M12 1l10 10M22 1l-10 10\"/></svg>废止\
         <svg viewBox=\"0 0 34 12\"><line class=\"today\" x1=\"17\" y1=\"0\" x2=\"17\" y2=\"12\"/></svg>检查日</p>\n",
    );
    for rows in documents.chunks(ROWS) {
        figure(&mut out, view, rows, &scale);
    }
    if all > documents.len() {
        let _ = writeln!(
            out,
            "<p class=\"note\">另有 {} 份文件未画出。</p>",
            all - documents.len()
        );
    }
    out.push_str("</section>");
    out
}

/// Documents with a day to draw; drafts have none.
fn dated(view: &CheckView<'_>) -> Vec<usize> {
    view.listed()
        .into_iter()
        .filter(|&at| {
            let card = &view.document(at).card;
            !card.draft && (card.effective.is_some() || card.last_day().is_some())
        })
        .collect()
}

/// Keeps those with open findings first where there are too many; orders by the last day.
fn choose(view: &CheckView<'_>, documents: &mut Vec<usize>) {
    let open: HashSet<usize> = view
        .findings
        .iter()
        .filter(|judged| judged.state != RoundState::Decided)
        .map(|judged| view.primary(judged.finding.document))
        .collect();
    let last = |at: usize| view.document(at).card.last_day();
    documents.sort_by_key(|&at| (!open.contains(&at), last(at).is_none(), last(at), at));
    documents.truncate(MOST);
    documents.sort_by_key(|&at| {
        (
            last(at).is_none(),
            last(at),
            view.document(at).card.effective,
            at,
        )
    });
}

/// Days to units.
struct Scale {
    from: i16,
    to: i16,
}

impl Scale {
    fn over(view: &CheckView<'_>, documents: &[usize]) -> Self {
        let this = view.as_of.year();
        let days = documents.iter().flat_map(|&at| {
            let card = &view.document(at).card;
            [card.effective, card.last_day()]
        });
        let (mut from, mut to) = (this, this + 1);
        for day in days.flatten() {
            from = from.min(day.year());
            to = to.max(day.year() + 1);
        }
        Self {
            from: from.max(this - PAST),
            to: to.min(this + FUTURE),
        }
    }

    fn at(&self, day: Date) -> f64 {
        let year = f64::from(day.year())
            + f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year());
        let share = (year - f64::from(self.from)) / f64::from(self.to - self.from);
        LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }
}

fn figure(out: &mut String, view: &CheckView<'_>, rows: &[usize], scale: &Scale) {
    let height = 34.0 + rows.len() as f64 * ROW;
    let _ = writeln!(
        out,
        "<figure><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"有效期\">"
    );
    let years = scale.to - scale.from;
    let step = if years > 16 { 2 } else { 1 };
    for year in (scale.from..=scale.to).step_by(step) {
        let Ok(day) = Date::new(year, 1, 1) else {
            continue;
        };
        let x = scale.at(day);
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{x:.1}\" y1=\"22\" x2=\"{x:.1}\" y2=\"{height}\"/>"
        );
        let _ = writeln!(
            out,
            "<text class=\"soft mid\" x=\"{x:.1}\" y=\"16\" font-size=\"11\">{year}</text>"
        );
    }
    for (row, &at) in rows.iter().enumerate() {
        let y = 26.0 + row as f64 * ROW;
        bar(out, view, at, y, scale);
    }
    let x = scale.at(view.as_of);
    let _ = writeln!(
        out,
        "<line class=\"today\" x1=\"{x:.1}\" y1=\"20\" x2=\"{x:.1}\" y2=\"{height}\"/>"
    );
    out.push_str("</svg></figure>\n");
}

fn bar(out: &mut String, view: &CheckView<'_>, at: usize, y: f64, scale: &Scale) {
    let card = &view.document(at).card;
    let label = shorten(title(card), 44);
    let _ = writeln!(
        out,
        "<text x=\"8\" y=\"{:.1}\" font-size=\"12\">{}</text>",
        y + 12.0,
        escape(&label)
    );
    let _ = writeln!(
        out,
        "<text class=\"soft end\" x=\"{:.1}\" y=\"{:.1}\" font-size=\"10\">{}</text>",
        LEFT - 8.0,
        y + 12.0,
        escape(&shorten(number(card), 20))
    );
    let words = |from: Option<Date>, to: Option<Date>| {
        let day = |day: Option<Date>, none: &str| {
            day.map_or_else(|| none.to_owned(), |day| day.to_string())
        };
        format!(
            "{}：{} 至 {}",
            title(card),
            day(from, "？"),
            day(to, "未定")
        )
    };
    let mut rect = |class: &str, from: f64, to: f64, note: &str| {
        if to > from {
            let _ = writeln!(
                out,
                "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"12\"><title>{}</title></rect>",
                y + 2.0,
                to - from,
                escape(note)
            );
        }
    };
    let begun = card.effective.map_or(LEFT, |day| scale.at(day));
    let mut ends: Vec<(Status, f64)> = Vec::new();
    if card.intervals.is_empty() {
        // Not resolved: the days of the text alone.
        let end = card.last_day().map_or(RIGHT, |day| scale.at(day));
        rect("open", begun, end, &words(card.effective, card.last_day()));
    }
    for interval in &card.intervals {
        let from = interval.from.map_or(LEFT, |day| scale.at(day));
        let to = interval
            .to
            .and_then(|day| day.tomorrow().ok())
            .map_or(RIGHT, |day| scale.at(day));
        let name = crate::report::names::status(interval.status);
        let note = format!("{}（{name}）", words(interval.from, interval.to));
        match interval.status {
            Status::InForce => rect("force", from.max(LEFT), to, &note),
            Status::NotYetEffective if interval.from.is_some() || begun > scale.at(view.as_of) => {
                rect("wait", from.max(scale.at(view.as_of)), to, &note);
            }
            Status::Expired | Status::Repealed | Status::Amended if interval.from.is_some() => {
                rect("dead", from, to.min(scale.at(view.as_of)), &note);
                ends.push((interval.status, from));
            }
            Status::Unknown if interval.from.is_some() => rect("open", from, to, &note),
            _ => {}
        }
    }
    for (status, x) in ends {
        let y = y + 8.0;
        let _ = match status {
            Status::Repealed => writeln!(
                out,
                "<path class=\"cross\" d=\"M{:.1} {:.1}l10 10M{:.1} {:.1}l-10 10\"/>",
                x - 5.0,
                y - 5.0,
                x + 5.0,
                y - 5.0
            ),
            _ => writeln!(
                out,
                "<line class=\"stop\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\"/>",
                y - 8.0,
                y + 8.0
            ),
        };
    }
}
