//! First day in force: the closing sentence `本办法自…起施行` and its relatives.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use jiff::civil::Date;

use crate::law::date;
use crate::law::model::Level;
use crate::law::reference::passage::{Passage, TITLE};
use crate::text::numeral;

/// What the first day in force hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A stated day.
    On(Date),
    /// 公布, 发布, 颁布 之日; and so many days later.
    Publication(Option<u32>),
    /// 印发, 下发 之日.
    Printing(Option<u32>),
    /// 通过之日.
    Adoption,
    /// 修订发布之日.
    Revision,
    /// 国务院批准之日 and the like: another body's act.
    Elsewhere,
    /// A blank or a placeholder (`2024年X月XX日`).
    Blank,
}

/// A sentence of effect; offsets are bytes of the passage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effect {
    pub passage: usize,
    pub start: usize,
    pub end: usize,
    pub on: Start,
    pub score: i32,
}

const VERBS: &[&str] = &["施行", "实施", "执行", "试行", "生效", "实行"];
const LEADS: &[&str] = &["起", "日", "后", "时"];
const MIDS: &[&str] = &["", "正式", "开始", "全面", "起正式", "，", ","];

/// Most sentences of effect looked at in one clause, and bytes of a sentence to each side of its verb;
/// real texts stay far below both.
const MOST_HITS: usize = 2_000;
pub(super) const LONGEST: usize = 3_000;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut patterns: Vec<String> = Vec::new();
    for lead in LEADS {
        for mid in MIDS {
            for verb in VERBS {
                patterns.push(format!("{lead}{mid}{verb}"));
            }
        }
    }
    patterns.extend(["起按", "起适用"].map(str::to_owned));
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .ok()
});

/// All sentences of effect in the passages that may be about a document called `own`.
pub(super) fn find(passages: &[Passage<'_>], own: &Own<'_>) -> Vec<Effect> {
    let Some(finder) = FINDER.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let text = passage.text();
        for hit in finder.find_iter(text).take(MOST_HITS) {
            if passage.title_at(hit.start()).is_some() {
                continue;
            }
            if let Some(mut effect) = read(passage, hit.start(), hit.end(), own) {
                effect.passage = index;
                effect.score += place_score(passage, index, passages.len());
                found.push(effect);
            }
        }
    }
    found
}

/// How the document calls itself.
pub(super) struct Own<'d> {
    /// Its title without marks and blanks.
    pub title: Option<&'d str>,
    /// Whether the passages are those of the notice that issues it.
    pub in_notice: bool,
}

impl Own<'_> {
    pub(super) fn is(&self, words: &str) -> bool {
        let bare = |t: &str| -> String {
            t.chars()
                .filter(|c| {
                    !c.is_whitespace()
                        && !matches!(c, '《' | '》' | '〈' | '〉' | '(' | ')' | '（' | '）')
                })
                .collect()
        };
        self.title.is_some_and(|own| {
            let (own, words) = (bare(own), bare(words));
            own == words
                || own.ends_with(&words) && words.chars().count() >= 4
                || words.ends_with(&own)
        })
    }
}

fn place_score(passage: &Passage<'_>, index: usize, count: usize) -> i32 {
    let late = if index + 4 >= count {
        2
    } else {
        i32::from(index * 2 > count)
    };
    late + match passage.clause.level {
        Level::Annex => -4,
        Level::Note => -3,
        Level::Article | Level::Numbered => 1,
        _ => 0,
    }
}

/// Reads the sentence whose lead word and verb stand between two bytes.
fn read(passage: &Passage<'_>, at: usize, verb_end: usize, own: &Own<'_>) -> Option<Effect> {
    let text = passage.text();
    let after = text[verb_end..].trim_start_matches([' ', '　']);
    // 施行的《旧办法》, 施行前, 实施后, 执行情况: not this document's beginning.
    if after.starts_with([
        '的', '前', '后', '之', '以', '期', '情', '中', '过', '完', '时', '方', '机',
    ]) && !after.starts_with("期限")
    {
        return None;
    }
    let sentence = passage.sentence_within(at, LONGEST);
    let from = text[sentence.start..at]
        .rfind(['；', ';'])
        .map_or(sentence.start, |i| {
            sentence.start
                + i
                + text[sentence.start + i..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8)
        });
    let lead = text[at..].chars().next()?;
    let phrase_end = at + lead.len_utf8();
    let window = &text[from..phrase_end];
    let (start, on) = start_of(window)?;
    let subject_text = &text[from..from + start];
    let score = subject_score(passage, from, from + start, subject_text, own, on)?;
    let bracketed = subject_text.rfind(['（', '(']) > subject_text.rfind(['）', ')']);
    let quoted = subject_text.matches('“').count() > subject_text.matches('”').count();
    if quoted {
        return None;
    }
    let score = score - if bracketed { 6 } else { 0 };
    (score > 0).then_some(Effect {
        passage: 0,
        start: from + start,
        end: verb_end,
        on,
        score,
    })
}

/// The time phrase that ends a text: where it begins and what it says.
fn start_of(window: &str) -> Option<(usize, Start)> {
    // The nearest 自, 从, 于 whose phrase can be read; a phrase is short.
    let mut tried = 0;
    for (i, c) in window.char_indices().rev().take(60) {
        if c == '，'
            && tried == 0
            && i + '，'.len_utf8() < window.len()
            && window[i..].chars().count() > 30
        {
            break;
        }
        if matches!(c, '自' | '从' | '于' | '由') {
            tried += 1;
            let phrase = &window[i + c.len_utf8()..];
            if let Some(on) = phrase_start(phrase) {
                return Some((i, on));
            }
            if tried >= 3 {
                break;
            }
        }
    }
    // `即日起施行`, `2022-12-15施行`
    if window.ends_with("即日起") || window.ends_with("即日") {
        return Some((window.rfind("即日")?, Start::Publication(None)));
    }
    let last = date::find_bytes(window).into_iter().next_back()?;
    let rest = window[last.end..].trim();
    let near = rest.is_empty() || matches!(rest, "起" | "日" | "零时起" | "时起");
    (near).then_some(())?;
    Some((last.start, Start::On(last.date.full()?)))
}

/// What a phrase after 自 says, up to and with 起.
fn phrase_start(phrase: &str) -> Option<Start> {
    if phrase.contains(['。', '《', TITLE]) {
        return None;
    }
    let dates = date::find_bytes(phrase);
    if let Some(found) = dates.last() {
        let rest = phrase[found.end..].trim();
        if matches!(
            rest,
            "" | "起"
                | "零时起"
                | "起，"
                | "时起"
                | "0时起"
                | "00:00起"
                | "0点起"
                | "零点起"
                | "日起"
                | "年度起"
        ) {
            return Some(Start::On(found.date.first_day()?));
        }
        return None;
    }
    let bare: String = phrase.chars().filter(|c| !c.is_whitespace()).collect();
    // `自 年 月 日起`, `自2024年X月XX日起`
    if bare.contains('年')
        && bare.contains('月')
        && bare.contains('日')
        && bare.chars().count() <= 16
    {
        return Some(Start::Blank);
    }
    if bare.chars().count() > 24 {
        return None;
    }
    let delay = delay(&bare);
    if delay.is_none() && bare.contains("工作日") {
        return None;
    }
    let event = bare.split("之日").next().unwrap_or(&bare);
    let event = event.split('后').next().unwrap_or(event);
    let known = bare.contains("之日") || bare.contains('后') || bare.contains("日起");
    if !known {
        return None;
    }
    let ends = |words: &[&str]| words.iter().any(|w| event.ends_with(w));
    if event.contains("修订") && ends(&["发布", "公布", "颁布", "通过", "修订"]) {
        return Some(Start::Revision);
    }
    let foreign = [
        "合同",
        "协议",
        "证",
        "登记",
        "决定书",
        "项目",
        "公告规定",
        "申请",
        "处罚",
        "招标",
        "标准",
    ];
    if foreign.iter().any(|w| event.contains(w)) && !event.contains('本') {
        return None;
    }
    if ends(&["印发", "下发", "签发", "发文", "制发", "印制"]) {
        return Some(Start::Printing(delay));
    }
    if ends(&["公布", "发布", "颁布", "颁发", "公告", "公开"]) {
        return Some(Start::Publication(delay));
    }
    if ends(&["批准", "审批", "核准", "备案", "同意", "审定"]) {
        return Some(Start::Elsewhere);
    }
    if ends(&["通过"]) {
        return Some(Start::Adoption);
    }
    None
}

/// The days of `之日起30日后`, `满三十日`, `后30日`.
fn delay(phrase: &str) -> Option<u32> {
    let tail = phrase.split_once("之日").map_or(phrase, |(_, tail)| tail);
    let tail = tail.strip_prefix('起').unwrap_or(tail);
    let at = tail.find(numeral::is_numeral)?;
    let (days, used) = numeral::prefix(&tail[at..])?;
    let rest = &tail[at + used..];
    let unit_ok = rest.starts_with('日') || rest.starts_with('天') || rest.starts_with("个自然日");
    (unit_ok && days <= 400).then_some(days as u32)
}

/// How surely the sentence is about the document itself; `None` when it is not.
fn subject_score(
    passage: &Passage<'_>,
    from: usize,
    to: usize,
    subject: &str,
    own: &Own<'_>,
    on: Start,
) -> Option<i32> {
    let last_comma = subject.rfind(['，', ',', '。']);
    let near = last_comma
        .map_or(subject, |i| &subject[i..])
        .trim_matches(['，', ',', ' ', '　', '、', '。']);
    // Only articles of it begin then.
    let part = near.rfind('第').is_some_and(|i| {
        let tail = &near[i..];
        (tail.contains('条') || tail.contains('款') || tail.contains('项'))
            && (tail.ends_with(['条', '款', '项']) || tail.contains("规定"))
    });
    if part && !near.contains("条本") && !near.contains("条 本") && near_label_end(near).is_none()
    {
        return None;
    }
    let titles = passage.titles_in(from, to);
    // `本法（原称《…》）自…`: a title in brackets is no subject.
    let outside = |t: &&crate::law::reference::title::TitleAt| {
        let lead = passage.text().get(from..t.start).unwrap_or_default();
        lead.rfind(['（', '(']) <= lead.rfind(['）', ')'])
    };
    if let Some(title) = titles.iter().rev().find(outside) {
        let words = passage.words(title.inner.0, title.inner.1);
        let text = passage.text();
        let gap = text.get(title.end..to).unwrap_or_default();
        if own.is(&words) {
            return Some(6);
        }
        // Another document's beginning, unless the sentence comes back to this one.
        if !gap.contains('本') && gap.chars().count() <= 30 {
            return None;
        }
    }
    let near = without_bracket(near);
    if let Some(score) = own_words(near) {
        return Some(score);
    }
    if near.is_empty() || near_label_end(near).is_some_and(str::is_empty) || is_label(near) {
        // `…负责解释，自…起施行`, `现予公布，自…起施行`
        let whole = own_words(subject).unwrap_or(0);
        return Some(2 + whole / 2);
    }
    if let Some(rest) = near_label_end(near)
        && let Some(score) = own_words(rest)
    {
        return Some(score);
    }
    if matches!(
        on,
        Start::Publication(_)
            | Start::Printing(_)
            | Start::Adoption
            | Start::Revision
            | Start::Elsewhere
    ) {
        // 公布之日 is said of papers only, but of their subject matter too (批准文件自公布之日起).
        return own.in_notice.then_some(1);
    }
    None
}

/// Without a bracket at the end: `本法（原称《…》）`.
fn without_bracket(near: &str) -> &str {
    if !near.ends_with(['）', ')']) {
        return near;
    }
    near.rfind(['（', '('])
        .map_or(near, |i| near[..i].trim_end())
}

/// Words by which a document speaks of itself at the end of a text: 本办法, 以上政策.
pub(super) fn own_words(near: &str) -> Option<i32> {
    const NOT: &[&str] = &[
        "本市",
        "本省",
        "本县",
        "本区",
        "本级",
        "本人",
        "本单位",
        "本部门",
        "本合同",
        "本协议",
        "本证",
        "本许可",
        "本年",
        "本院",
        "本局",
        "本部",
        "本次",
        "本行政",
    ];
    let near = near.trim_end_matches(['均', '也', '将', '已', '从', ' ', '，', '即', '现']);
    if let Some(i) = near.rfind('本') {
        let tail = &near[i..];
        let whole = tail.chars().count() <= 14 && !NOT.iter().any(|w| tail.starts_with(w));
        if whole
            && !tail.contains("规定的")
            && !tail.contains("所称")
            && !tail.contains(['第', '款'])
        {
            return Some(5);
        }
        if whole {
            return None;
        }
    }
    for word in [
        "以上政策",
        "以上措施",
        "以上规定",
        "上述政策",
        "上述措施",
        "上述规定",
        "以上意见",
        "以上标准",
        "上述标准",
        "以上办法",
        "以上调整",
        "上述调整",
        "以上各项",
        "上述各项",
        "现予公布",
        "现予发布",
    ] {
        if near.ends_with(word) && near.chars().count() <= 12 {
            return Some(3);
        }
    }
    matches!(near, "文件" | "政策" | "措施").then_some(2)
}

/// `第九条`, `七`, `（二）` and nothing else.
fn is_label(near: &str) -> bool {
    let bare = near.trim_matches([
        '第', '条', '、', '（', '）', '(', ')', '.', '．', ' ', '　', '#', '*',
    ]);
    !bare.is_empty() && bare.chars().all(numeral::is_numeral)
}

/// The words behind a label at the beginning: `第九条（施行日期）本办法` → `本办法`.
fn near_label_end(near: &str) -> Option<&str> {
    let trimmed = near.trim_start_matches(['#', '*', ' ', '　', '（', '(']);
    let rest = trimmed.strip_prefix('第').unwrap_or(trimmed);
    let (_, used) = numeral::prefix(rest)?;
    let rest = rest[used..].trim_start_matches(['条', '、', '）', ')', '.', '．', ' ', '　']);
    let rest = match rest.strip_prefix(['（', '(', '【']) {
        Some(inner) => inner.find(['）', ')', '】']).map_or(rest, |i| {
            &inner[i + inner[i..].chars().next().map_or(0, char::len_utf8)..]
        }),
        None => rest,
    };
    Some(rest.trim_matches([' ', '　', '\n']))
}
