//! The objects of a repealing sentence: titles and numbers, with what the sentence says of each.

use std::collections::HashSet;

use jiff::civil::Date;

use super::predicate;
use crate::law::date;
use crate::law::model::RepealKind;
use crate::law::number;
use crate::law::reference::names;
use crate::law::reference::passage::{Masked, Passage};
use crate::law::reference::unit;

pub(super) use crate::law::reference::passage::TITLE;

/// One repealed document or part; offsets are bytes of the passage.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub start: usize,
    pub end: usize,
    pub title: Option<String>,
    pub number: Option<String>,
    pub date: Option<Date>,
    pub kind: RepealKind,
    pub articles: Vec<String>,
    pub issuer: Option<String>,
}

/// The objects before the verb at byte `verb` of a masked part.
pub(super) fn before(passage: &Passage<'_>, masked: &Masked, verb: usize) -> Vec<Object> {
    let count = masked.marks.iter().filter(|m| m.0 < verb).count();
    let mut objects = Vec::new();
    for i in (0..count).rev() {
        let after_start = masked.marks[i].0 + TITLE.len_utf8();
        let after_end = if i + 1 < count {
            masked.marks[i + 1].0
        } else {
            verb
        };
        let before_start = if i == 0 {
            0
        } else {
            masked.marks[i - 1].0 + TITLE.len_utf8()
        };
        let after = &masked.text[after_start..after_end];
        let lead = &masked.text[before_start..masked.marks[i].0];
        if in_bracket(&masked.text, masked.marks[i].0)
            || only_mentioned(lead, after, i + 1 == count)
        {
            continue;
        }
        let object = object(passage, masked, i, lead, after);
        // 《采矿许可证》自行废止: a licence lapses, nothing is repealed.
        if object.title.as_deref().is_some_and(names::is_document) {
            objects.push(object);
        }
        if breaks_list(lead) {
            break;
        }
    }
    objects.reverse();
    numbers_alone(masked, verb, &mut objects);
    objects
}

/// The objects behind the verb: titles in a row.
pub(super) fn after(passage: &Passage<'_>, masked: &Masked, verb: usize) -> Vec<Object> {
    let mut objects = Vec::new();
    let mut from = verb;
    for i in 0..masked.marks.len() {
        let (at, _, _) = masked.marks[i];
        if at < verb {
            continue;
        }
        let lead = &masked.text[from..at];
        let end = masked.marks.get(i + 1).map_or(masked.text.len(), |m| m.0);
        let after = &masked.text[at + TITLE.len_utf8()..end];
        from = at + TITLE.len_utf8();
        if in_bracket(&masked.text, at) {
            continue;
        }
        // The row ends where another verb begins.
        if !objects.is_empty() && !row_goes_on(lead) {
            break;
        }
        if follows_amendment(after) {
            continue;
        }
        let object = object(passage, masked, i, lead, after);
        if object.title.as_deref().is_some_and(names::is_document) {
            objects.push(object);
        }
    }
    objects
}

/// Whether what stands between two titles only goes on with the row.
fn row_goes_on(between: &str) -> bool {
    let rest = predicate::strip_leading_brackets(between);
    let rest = rest.trim_start_matches(['、', '，', ',', '和', '及', '与', ' ', '　', '\n']);
    let rest = rest.strip_prefix("以及").unwrap_or(rest);
    rest.is_empty()
        || rest.ends_with('的')
        || rest.ends_with('原')
        || rest.chars().count() <= 12 && !rest.contains(['改', '自', '按'])
}

fn object(passage: &Passage<'_>, masked: &Masked, i: usize, lead: &str, after: &str) -> Object {
    let (_, start, end) = masked.marks[i];
    let title = passage.title_at(start);
    let words = title
        .map(|t| passage.words(t.inner.0, t.inner.1))
        .unwrap_or_default();
    let bracket = leading_bracket(after);
    let number = number_in(bracket)
        .or_else(|| number_behind(after))
        .or_else(|| number_before(lead));
    let rest = predicate::strip_leading_brackets(after);
    let (kind, articles) = kind_of(&words, rest, lead);
    Object {
        start,
        end,
        title: Some(words),
        number,
        date: first_date(attribution(lead)).or_else(|| first_date(bracket)),
        kind,
        articles,
        issuer: issuer(lead),
    }
}

/// Whole, partial or the amending decision beside the text.
fn kind_of(title: &str, rest: &str, lead: &str) -> (RepealKind, Vec<String>) {
    if rest.starts_with("及其") {
        return (RepealKind::Whole, Vec::new());
    }
    let mut places = rest.trim_start_matches(['中', '的', ' ']);
    if let Ok(found) = unit::places(&mut places) {
        let articles: Vec<String> = found
            .iter()
            .filter_map(|p| Some(p.article?.label('条')))
            .collect();
        return (RepealKind::Partial, articles);
    }
    let own_words = rest.find(['，', '；', '、']).map_or(rest, |i| &rest[..i]);
    let own_words =
        own_words.trim_end_matches(['同', '时', '即', '行', '均', '都', '予', '以', ' ']);
    if !own_words.is_empty() && predicate::partial_tail(own_words) == Some(true) {
        return (RepealKind::Partial, Vec::new());
    }
    // 公告附件《名单》同时废止
    if lead.trim_end().ends_with("附件") || lead.trim_end().ends_with("附表") {
        return (RepealKind::Partial, Vec::new());
    }
    if (title.contains("关于修改") || title.contains("关于修订") || title.contains("关于修正"))
        && (title.ends_with("决定")
            || title.ends_with("决议")
            || title.ends_with("通知")
            || title.ends_with("公告"))
    {
        return (RepealKind::AmendingDecision, Vec::new());
    }
    (RepealKind::Whole, Vec::new())
}

/// Whether a title is only mentioned: as the decision that amended another, as the basis, as the new
/// rule whose effect brings the repeal.
fn only_mentioned(lead: &str, after: &str, last: bool) -> bool {
    // `《新办法》自…起施行，《旧办法》同时废止`; `《新办法》施行后，…`.
    const NEW: &[&str] = &[
        "起施行",
        "起实施",
        "起执行",
        "起试行",
        "起生效",
        "施行后",
        "实施后",
        "公布后",
        "生效后",
        "发布后",
        "印发后",
        "颁布后",
    ];
    let rest = predicate::strip_leading_brackets(after);
    if follows_amendment(rest) {
        return true;
    }
    if !last
        && NEW.iter().any(|word| rest.contains(word))
        && !rest.contains("起施行的")
        && !rest.contains("起实施的")
    {
        return true;
    }
    if last
        && ["施行后", "实施后", "生效后", "公布后", "发布后"]
            .iter()
            .any(|word| rest.starts_with(word))
    {
        return true;
    }
    if [
        "施行之日",
        "实施之日",
        "规定的",
        "制定的",
        "制定本",
        "所称",
        "的要求",
        "精神",
        "等有关规定，",
        "的规定，",
        "有关规定，",
        "等规定，",
        "要求，",
    ]
    .iter()
    .any(|word| rest.starts_with(word))
    {
        return true;
    }
    // `根据《甲》，《乙》同时废止`
    let segment = lead.rfind(['，', '。', '；']).map_or(lead, |i| &lead[i..]);
    let based = ["根据", "依据", "按照", "依照", "贯彻", "落实"]
        .iter()
        .any(|word| segment.contains(word));
    based
        && !last
        && (rest.starts_with(['，', '等', '和', '、', '及']) || rest.is_empty())
        && !["通过", "批准", "发布", "公布", "修正", "修订"]
            .iter()
            .any(|word| segment.contains(word))
}

fn follows_amendment(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\n', '　']);
    let rest = match rest.strip_prefix('第') {
        Some(tail) => tail
            .find('次')
            .filter(|&i| i <= 9)
            .map_or(rest, |i| &tail[i + '次'.len_utf8()..]),
        None => rest,
    };
    [
        "修正",
        "修订",
        "修改的",
        "修改发布",
        "修改、",
        "修改，",
        "进行修",
        "予以修",
    ]
    .iter()
    .any(|verb| rest.starts_with(verb))
}

/// Whether what stands before a title begins the row of objects, so that earlier titles are not in it.
fn breaks_list(lead: &str) -> bool {
    const VERBS: &[&str] = &[
        "起施行，",
        "起实施，",
        "起执行，",
        "施行后，",
        "实施后，",
        "制定本",
        "为准，",
        "执行，",
        "起施行。",
        "有关规定，",
        "办理，",
        "要求，",
        "经研究，",
        "起生效，",
    ];
    VERBS.iter().any(|verb| lead.contains(verb))
}

/// Whether byte `at` of a masked text stands inside round brackets; brackets are short.
fn in_bracket(text: &str, at: usize) -> bool {
    let mut depth = 0i32;
    for c in text[..at].chars().rev().take(200) {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' if depth == 0 => {
                return text[at..]
                    .chars()
                    .take(200)
                    .any(|c| matches!(c, '）' | ')'));
            }
            '（' | '(' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// The bracket at the beginning of a text, with its marks.
fn leading_bracket(text: &str) -> &str {
    let trimmed = text.trim_start();
    let rest = predicate::strip_leading_brackets(trimmed);
    &trimmed[..trimmed.len() - rest.len()]
}

fn number_in(text: &str) -> Option<String> {
    number::find_bytes(text)
        .into_iter()
        .next()
        .map(|n| n.number.key)
}

/// A number right behind the title without brackets: `《…》韶科〔2018〕5号`.
fn number_behind(after: &str) -> Option<String> {
    let hit = number::find_bytes(after).into_iter().next()?;
    let between = after[..hit.start].trim();
    (between.is_empty() || between == "，").then_some(hit.number.key)
}

/// A number in the attribution: `市人民政府第59号令公布的《…》`.
fn number_before(lead: &str) -> Option<String> {
    let lead = lead
        .rfind(['、', '；'])
        .filter(|_| !lead.ends_with('、'))
        .map_or(lead, |i| &lead[i..]);
    let hit = number::find_bytes(lead).into_iter().next_back()?;
    // A number in brackets belongs to the title before it.
    (!lead[hit.end..].starts_with(['）', ')'])).then_some(hit.number.key)
}

/// What is said of the object: the words after the document's own effect (`…起施行，`).
fn attribution(lead: &str) -> &str {
    let mut from = 0;
    for own in [
        "起施行，",
        "起实施，",
        "起执行，",
        "起试行，",
        "起生效，",
        "日施行，",
        "日实施，",
        "起施行。",
    ] {
        if let Some(at) = lead.rfind(own) {
            from = from.max(at + own.len());
        }
    }
    &lead[from..]
}

/// The first full date of an attribution.
fn first_date(text: &str) -> Option<Date> {
    // What stands in the bracket of the title before is that title's.
    let text = if text.starts_with(['（', '(']) && !text.ends_with(['）', ')']) {
        predicate::strip_leading_brackets(text)
    } else {
        text
    };
    date::find_bytes(text)
        .into_iter()
        .find_map(|d| d.date.full())
}

/// Who made the object: `浙江省人民政府发布的`, `国务院1988年9月22日发布的`, `最高人民法院《…》`.
fn issuer(lead: &str) -> Option<String> {
    let lead = predicate::strip_leading_brackets(lead);
    let lead = lead.trim_start_matches(['、', '，', '和', '及', '与', ' ', '；', '\n']);
    let lead = lead.strip_prefix("以及").unwrap_or(lead);
    let lead = lead
        .rfind(['，', '。', '；'])
        .map_or(lead, |i| &lead[i + '，'.len_utf8()..]);
    let mut words: &str = lead.trim();
    let mut named = false;
    for verb in [
        "的", "发布", "公布", "颁布", "印发", "下发", "制定", "批准", "通过", "审议", "颁发",
        "联合", "于",
    ] {
        if let Some(head) = words.strip_suffix(verb) {
            words = head.trim_end();
            named |= verb != "的";
        }
    }
    let dates = date::find_bytes(words);
    let mut name = String::new();
    let mut at = 0;
    for found in &dates {
        name.push_str(&words[at..found.start]);
        at = found.end;
    }
    name.push_str(&words[at..]);
    let name = number::find_bytes(&name)
        .into_iter()
        .next_back()
        .map_or(name.clone(), |n| name[..n.start].to_owned());
    let name = name.split("第").next().unwrap_or_default();
    let name = name
        .trim_matches(['、', '于', '由', '经', ' ', '原', '和', '及'])
        .trim();
    let last = name.rsplit(['、']).next().unwrap_or(name);
    let length = last.chars().count();
    let body = [
        "政府",
        "国务院",
        "委员会",
        "局",
        "厅",
        "部",
        "院",
        "办公室",
        "办公厅",
        "常委会",
        "人大",
        "大会",
        "委",
        "署",
        "中心",
        "政务院",
    ]
    .iter()
    .any(|end| last.ends_with(end));
    ((named || dates.is_empty()) && (2..=30).contains(&length) && body).then(|| last.to_owned())
}

/// Numbers that are objects of their own, without a title beside them.
fn numbers_alone(masked: &Masked, verb: usize, objects: &mut Vec<Object>) {
    let text = &masked.text[..verb];
    let mut named: HashSet<String> = objects.iter().filter_map(|o| o.number.clone()).collect();
    for hit in number::find_bytes(text) {
        if named.contains(&hit.number.key) {
            continue;
        }
        let before = text[..hit.start].trim_end();
        let after = text[hit.end..].trim_start();
        // In the bracket of a title, in an attribution (…号公布的《…》), or as the place of a rule (…号规定).
        let bracketed = before.ends_with(['（', '('])
            && before.trim_end_matches(['（', '(', ' ']).ends_with(TITLE);
        let attributed = after.contains(TITLE)
            && ["公布", "发布", "印发", "颁布", "通知印发", "令", "文印发"]
                .iter()
                .any(|w| after.starts_with(w));
        let mentioned = ["根据", "依据", "按照", "依照", "贯彻"]
            .iter()
            .any(|w| before.ends_with(w));
        if bracketed || attributed || mentioned || after.starts_with(TITLE) {
            continue;
        }
        let row = after.trim_start_matches(['）', ')', '文', '件', '等']);
        let goes_on = row.is_empty()
            || row.starts_with([
                '、', '和', '及', '与', '，', '同', '即', '予', '自', '均', '一', '都', '废', '停',
                '不', '现', '宣', '规', '通', '两', '全', '已', '于',
            ]);
        if !goes_on {
            continue;
        }
        named.insert(hit.number.key.clone());
        objects.push(Object {
            start: masked.unmask(hit.start),
            end: masked.unmask(hit.end),
            title: None,
            number: Some(hit.number.key),
            date: None,
            kind: RepealKind::Whole,
            articles: Vec::new(),
            issuer: None,
        });
    }
}
