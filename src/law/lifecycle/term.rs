//! How long a document stays in force by its own words: 有效期5年, 试行期两年, 至…止.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use jiff::civil::Date;

use super::effect::{self, Own};
use crate::law::date;
use crate::law::model::Level;
use crate::law::reference::passage::Passage;
use crate::text::numeral;

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// So many months.
    Months(u32),
    /// From a day of its own, so many months.
    From(Date, u32),
    /// Until and with this day; from the day before it, where one is given.
    Until(Option<Date>, Date),
    /// A range, or tied to another document.
    Unclear,
}

/// A term; offsets are bytes of the passage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub passage: usize,
    pub start: usize,
    pub end: usize,
    pub length: Length,
    pub trial: bool,
    pub score: i32,
}

/// Words that begin a term; the trial ones first.
const TRIAL: &[&str] = &[
    "试行期限",
    "试行期",
    "试行时间",
    "试行",
    "暂行期限",
    "暂行期",
];
const TERM: &[&str] = &[
    "有效期限",
    "有效期",
    "有效时间",
    "执行期限",
    "执行期",
    "实施期限",
    "实施期",
    "施行期限",
    "施行期",
    "暂定执行",
    "暂定施行",
    "暂定实施",
    "执行至",
    "施行至",
    "实施至",
    "有效至",
    "执行到",
    "截止到",
    "截止至",
    "截至",
    "时效",
];
/// Words behind a last day.
const LAST: &[&str] = &[
    "止",
    "失效",
    "自行失效",
    "自动失效",
    "废止",
    "自行废止",
    "自动废止",
    "终止",
    "到期",
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let patterns = TRIAL
        .iter()
        .chain(TERM)
        .map(|s| (*s).to_owned())
        .chain(LAST.iter().map(|s| format!("日{s}")));
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(patterns)
        .ok()
});

/// All terms in the passages that are the document's own. `effects` are the places where it says when
/// it comes into force.
pub(super) fn find(
    passages: &[Passage<'_>],
    effects: &[effect::Effect],
    own: &Own<'_>,
) -> Vec<Term> {
    let Some(finder) = FINDER.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        if passage.clause.level == Level::Note {
            continue;
        }
        let text = passage.text();
        for hit in finder.find_iter(text).take(2_000) {
            if passage.title_at(hit.start()).is_some() {
                continue;
            }
            let word = &text[hit.start()..hit.end()];
            let read = match word.strip_prefix('日') {
                Some(_) => last_day(passage, hit.start(), hit.end()),
                None => after_word(passage, word, hit.start(), hit.end()),
            };
            let Some((start, end, length)) = read else {
                continue;
            };
            let effect = effects
                .iter()
                .filter(|e| e.passage == index && e.end <= start + '日'.len_utf8())
                .max_by_key(|e| e.end);
            let Some(score) = ownership(passage, start, word, effect, own, length) else {
                continue;
            };
            let place = i32::from(passage.clause.level == Level::Annex) * -4;
            let trial = TRIAL.contains(&word);
            found.push(Term {
                passage: index,
                start,
                end,
                length,
                trial,
                score: score + place,
            });
        }
    }
    found.retain(|t| t.score > 0);
    found
}

/// Reads what follows `有效期`.
fn after_word(
    passage: &Passage<'_>,
    word: &str,
    start: usize,
    end: usize,
) -> Option<(usize, usize, Length)> {
    let text = passage.text();
    let stop: usize = text[end..]
        .chars()
        .take(60)
        .take_while(|c| !matches!(c, '。' | '；'))
        .map(char::len_utf8)
        .sum();
    let window = &text[end..end + stop];
    let mut rest = window.trim_start();
    // The mark alone (`试行`, `有效期`) is nothing; it needs a length.
    for filler in [
        "原则上",
        "暂定为",
        "暂定",
        "一般",
        "为",
        "是",
        "：",
        ":",
        "期限",
        "均为",
        "延长",
        "，",
        "执行",
    ] {
        if word == "试行" && filler == "，" {
            continue;
        }
        rest = rest.strip_prefix(filler).unwrap_or(rest).trim_start();
    }
    let used = |rest: &str| end + (window.len() - rest.len());
    // 自2021年7月1日至2024年6月30日; 自印发之日起5年
    let mut from = None;
    if let Some(tail) = rest.strip_prefix(['自', '从']) {
        let comma = tail.find(['，', ',']).unwrap_or(tail.len());
        if let Some(first) = date::find_bytes(&tail[..comma])
            .into_iter()
            .next()
            .filter(|d| tail[..d.start].trim().is_empty())
        {
            from = first.date.full();
            rest = tail[first.end..].trim_start_matches(['起', '，', ',', ' ']);
        } else if let Some(i) = tail.find("之日起").filter(|&i| i < 40) {
            rest =
                tail[i + "之日起".len()..].trim_start_matches(['，', ',', '算', '计', '为', ' ']);
        }
    }
    for filler in [
        "截止至",
        "截止到",
        "截至",
        "至",
        "到",
        "—",
        "-",
        "延续至",
        "延长至",
    ] {
        if let Some(tail) = rest.strip_prefix(filler) {
            let tail = tail.trim_start();
            let found = date::find_bytes(tail)
                .into_iter()
                .next()
                .filter(|d| d.start == 0)?;
            let day = found.date.last_day()?;
            let mut after = &tail[found.end..];
            for end in ["底止", "止", "底", "末"] {
                after = after.strip_prefix(end).unwrap_or(after);
            }
            return Some((start, used(after), Length::Until(from, day)));
        }
    }
    if matches!(
        word,
        "执行至" | "施行至" | "实施至" | "有效至" | "执行到" | "截止到" | "截止至" | "截至"
    ) {
        let found = date::find_bytes(rest)
            .into_iter()
            .next()
            .filter(|d| d.start == 0)?;
        let after = &rest[found.end..];
        let after = after.strip_prefix('止').unwrap_or(after);
        return Some((
            start,
            used(after),
            Length::Until(from, found.date.last_day()?),
        ));
    }
    if let Some((months, len, range)) = duration(rest) {
        let after = &rest[len..];
        // 5年以上, 三年内: limits, not terms.
        if after.starts_with(['以', '内', '后', '前', '来', '度']) && !after.starts_with("后自")
        {
            return None;
        }
        let length = match (range, from) {
            (true, _) => Length::Unclear,
            (false, Some(day)) => Length::From(day, months),
            (false, None) => Length::Months(months),
        };
        return Some((start, used(after), length));
    }
    // 有效期为2021年1月1日至2025年12月31日
    if let Some(first) = date::find_bytes(rest)
        .into_iter()
        .next()
        .filter(|d| d.start == 0)
    {
        let tail = rest[first.end..].trim_start_matches(['起', '，', ' ']);
        let tail = tail
            .strip_prefix(['至', '到', '-', '—', '－'])
            .map(str::trim_start)?;
        let last = date::find_bytes(tail)
            .into_iter()
            .next()
            .filter(|d| d.start == 0)?;
        let after = tail[last.end..]
            .strip_prefix('止')
            .unwrap_or(&tail[last.end..]);
        return Some((
            start,
            used(after),
            Length::Until(first.date.full(), last.date.last_day()?),
        ));
    }
    if (rest.starts_with(['与', '同', '随', '依', '按']))
        && ["一致", "相同", "同步", "为准", "确定"]
            .iter()
            .any(|w| rest.contains(w))
    {
        let len = rest.find(['，', ',']).unwrap_or(rest.len());
        return Some((start, used(&rest[len..]), Length::Unclear));
    }
    None
}

/// A duration at the beginning of a text: months, bytes used, whether it is a range.
pub(in crate::law) fn duration(text: &str) -> Option<(u32, usize, bool)> {
    let (first, used) = numeral::prefix(text)?;
    let mut at = used;
    let mut range = false;
    let rest = text[at..].trim_start();
    at = text.len() - rest.len();
    let mut value = first;
    if let Some(tail) = rest.strip_prefix(['至', '到', '-', '—', '～', '~']) {
        let (upper, used) = numeral::prefix(tail)?;
        value = upper;
        range = true;
        at = text.len() - tail.len() + used;
    }
    let rest = text[at..].trim_start();
    at = text.len() - rest.len();
    let (months, unit) = ["周年", "年整", "整年", "年", "个月", "月"]
        .iter()
        .find_map(|unit| {
            let months = if unit.contains('年') {
                value.checked_mul(12)?
            } else {
                value
            };
            rest.starts_with(unit).then_some((months, *unit))
        })?;
    if months == 0 || months > 1200 {
        return None;
    }
    at += unit.len();
    let mut months = months as u32;
    if unit.contains('年') {
        if text[at..].starts_with('半') {
            months += 6;
            at += '半'.len_utf8();
        }
        if let Some((extra, used)) = numeral::prefix(&text[at..])
            .filter(|(n, used)| *n < 12 && text[at + used..].starts_with("个月"))
        {
            months += extra as u32;
            at += used + "个月".len();
        }
        if text[at..].starts_with('整') {
            at += '整'.len_utf8();
        }
    }
    Some((months, at, range))
}

/// `…至2025年10月31日止`, `2025年10月31日自行失效`; `at` is the byte of 日.
fn last_day(passage: &Passage<'_>, at: usize, end: usize) -> Option<(usize, usize, Length)> {
    let text = passage.text();
    let from: usize = text[..at].chars().rev().take(30).map(char::len_utf8).sum();
    let window = &text[at - from..at + '日'.len_utf8()];
    let found = date::find_bytes(window)
        .into_iter()
        .next_back()
        .filter(|d| d.end == window.len())?;
    let start = at - from + found.start;
    // `自2021年7月1日起至2024年6月30日止`: the day before it is the first.
    let before = window[..found.start].trim_end();
    let first = before
        .strip_suffix('至')
        .or(before.strip_suffix('到'))
        .and_then(|head| {
            let head = head.trim_end_matches(['起', '，', ',', ' ']);
            let first = date::find_bytes(head).into_iter().next_back()?;
            (first.end == head.len()).then(|| first.date.full())?
        });
    Some((start, end, Length::Until(first, found.date.full()?)))
}

/// How surely the term is the document's own; `None` when it is something else's.
fn ownership(
    passage: &Passage<'_>,
    start: usize,
    word: &str,
    effect: Option<&effect::Effect>,
    own: &Own<'_>,
    length: Length,
) -> Option<i32> {
    let text = passage.text();
    let sentence = passage.sentence_within(start, effect::LONGEST);
    let from = text[sentence.start..start]
        .rfind(['；', ';'])
        .map_or(sentence.start, |i| {
            sentence.start
                + i
                + text[sentence.start + i..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8)
        });
    let subject = &text[from..start];
    let near = subject
        .rfind(['，', ',', '、', '：'])
        .map_or(subject, |i| &subject[i..]);
    let near = near.trim_matches(['，', ',', '、', '：', ' ', '　']);
    let bracketed = subject.rfind(['（', '(']) > subject.rfind(['）', ')']);
    if subject.matches('“').count() > subject.matches('”').count() {
        return None;
    }
    // 《申报书》有效期, 《办法》有效期: whose?
    if let Some(title) = passage.titles_in(from, start).last() {
        let gap = text
            .get(title.end..start)
            .unwrap_or_default()
            .trim_matches(['的', ' ', '（', '）']);
        let words = passage.words(title.inner.0, title.inner.1);
        // 《本办法》（旧文号）将于…到期 is said of the version before.
        if own.is(&words) && gap.chars().count() <= 60 && !word.starts_with('日') {
            return Some(5);
        }
        if gap.is_empty() || !gap.contains('本') && effect.is_none_or(|e| e.start < title.start) {
            return None;
        }
    }
    let effect_here = effect.filter(|e| e.end > from);
    let bare = near
        .trim_end_matches(['的', '其', '且', '并', '至', '到', ' ', '于'])
        .trim_start_matches(['且', '并']);
    let by_day = word.starts_with('日');
    if by_day {
        // A last day counts only behind the words of effect (or within 自…至…止 施行).
        let whole = &text[from..sentence.end];
        let own_span = matches!(length, Length::Until(Some(_), _))
            && ["施行", "执行", "实施", "试行", "有效"]
                .iter()
                .any(|v| whole.contains(v))
            && subject_is_own(subject);
        return (effect_here.is_some() && (bare.is_empty() || subject_is_own(near)) && !bracketed
            || own_span)
            .then_some(4);
    }
    if !bare.is_empty() {
        let label_free = bare.trim_start_matches(|c: char| {
            numeral::is_numeral(c)
                || matches!(
                    c,
                    '第' | '条' | '、' | '（' | '）' | '.' | ' ' | '　' | '\n'
                )
        });
        if label_free.is_empty() {
            return effect.is_some().then_some(3);
        }
        if effect::own_words(label_free).is_some_and(|s| s >= 3) && !label_free.contains("规定的")
        {
            return Some(if word == "试行" || word.starts_with("执行期") {
                3
            } else {
                5
            });
        }
        return None;
    }
    if bracketed && effect_here.is_none() {
        return None;
    }
    if effect_here.is_some() {
        return Some(6);
    }
    // `本办法自…起施行。有效期5年。`: the sentence before it.
    let previous = effect.is_some_and(|e| {
        let between = text.get(e.end..start).unwrap_or_default();
        between.matches('。').count() <= 1 && between.chars().count() <= 80
    });
    (previous && subject.trim().is_empty()).then_some(4)
}

fn subject_is_own(subject: &str) -> bool {
    subject.contains("本")
        && effect::own_words(subject.split(['自', '从', '于']).next().unwrap_or(subject)).is_some()
        || subject
            .split('本')
            .nth(1)
            .is_some_and(|t| !t.is_empty() && subject.contains("起施行"))
}
