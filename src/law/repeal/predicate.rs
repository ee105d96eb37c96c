//! The verb of a repealing sentence: where it stands and what kind of subject it has.
//!
//! Works on a masked sentence part (each title is one character), so that words inside titles
//! (《…关于废止…的决定》) never count.

use super::between::strip;
use super::objects::TITLE;
use crate::law::number;
use crate::text::numeral;

/// Most verbs looked at in one part of a sentence.
const MOST_TRIED: usize = 24;

/// How a part of a sentence repeals; offsets are bytes of the masked part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Objects, then the verb: `《…》同时废止`.
    Objects { verb: usize },
    /// The verb, then objects: `废止《…》`.
    VerbFirst { verb: usize },
    /// `与本办法不一致的，不再适用`.
    CatchAll { verb: usize },
    /// `各部门制定的有关办法即行废止`.
    Class { verb: usize },
    /// A list follows: `下列文件予以废止：`; `at` is the end of the part.
    List { verb: usize, at: usize },
}

/// Reads the first verb of a masked part that repeals.
pub(super) fn read(part: &str) -> Option<Form> {
    let mut hits: Vec<(usize, &str)> = super::VERBS
        .iter()
        .flat_map(|verb| part.match_indices(verb))
        .collect();
    hits.sort_unstable_by_key(|&(at, verb)| (at, std::cmp::Reverse(verb.len())));
    let mut unnamed = None;
    for (at, verb) in hits.into_iter().take(MOST_TRIED) {
        match verb_at(part, at, verb) {
            Some(form @ (Form::Class { .. } | Form::CatchAll { .. })) => {
                unnamed = unnamed.or(Some(form));
            }
            Some(named) => return Some(named),
            None => {}
        }
    }
    unnamed
}

fn verb_at(part: &str, at: usize, verb: &str) -> Option<Form> {
    // 修改或者废止, 制定、废止, 被废止, 不停止执行: the verb is one of several, passive or denied.
    const UNDONE: &[&str] = &[
        "或者",
        "或",
        "修改、",
        "制定、",
        "解释、",
        "和",
        "及",
        "被",
        "不",
        "未",
        "可以",
        "提出",
        "建议",
        "需要",
        "如",
        "经",
        "而",
        "因",
    ];
    let before = &part[..at];
    let after = part[at + verb.len()..].trim_start_matches([' ', '　', '\n']);
    if matches!(verb, "废止" | "失效" | "停止执行" | "作废")
        && let Some(form) = verb_first(part, at, verb, before, after)
    {
        return Some(form);
    }
    if !ends_here(after) {
        return None;
    }
    let plain = before.trim_end_matches([' ', '　', '\n']);
    if UNDONE.iter().any(|word| plain.ends_with(word)) && !plain.ends_with("同") {
        return None;
    }
    let rest = strip(before);
    if ["不", "未", "或者", "修改或", "不予"]
        .iter()
        .any(|word| rest.ends_with(word))
    {
        return None;
    }
    if objects_end(rest) == Some(true) {
        return Some(Form::Objects { verb: at });
    }
    if list_lead(before, after) {
        return Some(Form::List {
            verb: at,
            at: part.len(),
        });
    }
    // Licences and rulings lapse and are revoked; only papers are meant from here on.
    if matches!(verb, "予以撤销" | "停止使用" | "失去效力") {
        return None;
    }
    if catch_all(before) {
        return Some(Form::CatchAll { verb: at });
    }
    if class(before, rest) {
        return Some(Form::Class { verb: at });
    }
    None
}

/// `废止《…》`, `现决定废止下列文件：`.
fn verb_first(part: &str, at: usize, verb: &str, before: &str, after: &str) -> Option<Form> {
    let lead = before.trim_end_matches([' ', '　', '\n']);
    let opens = after
        .strip_prefix(['以', '原', '了'])
        .unwrap_or(after)
        .trim_start_matches("前发布的")
        .starts_with(TITLE)
        || attribution_then_title(after);
    if opens {
        // 修改、废止《…》 in a plan, `不得废止`, `予以…` behind objects: only a verb that begins its clause counts.
        let free = lead.is_empty()
            || lead.ends_with([
                '，', ',', '、', '：', ':', '。', '.', '．', '）', ')', '现', '并', '拟', '将',
                '应', '；',
            ])
            || ["决定", "同时", "一并", "宣布", "现予", "予以", "起", "停止"]
                .iter()
                .any(|word| lead.ends_with(word))
            || label_only(lead);
        let several = ["修改、", "制定、", "修订、", "或者", "和修改、"]
            .iter()
            .any(|word| lead.ends_with(word));
        if free && !several {
            return Some(Form::VerbFirst { verb: at });
        }
    }
    let listed = ["下列", "以下", "如下", "的规范性文件", "规范性文件"]
        .iter()
        .any(|word| after.starts_with(word))
        && part.trim_end().ends_with(['：', ':']);
    if listed && verb != "停止执行" && !lead.ends_with(['或', '、', '和']) {
        return Some(Form::List {
            verb: at,
            at: part.len(),
        });
    }
    None
}

/// `废止1998年3月2日发布的《…》`, `废止《甲》` with the maker before the title.
fn attribution_then_title(after: &str) -> bool {
    let Some(title) = after.find(TITLE) else {
        return false;
    };
    let lead = &after[..title];
    lead.chars().count() <= 60
        && (lead.ends_with('的') || lead.ends_with('原'))
        && !lead.contains(['，', '。', '：'])
        && [
            "发布", "公布", "通过", "批准", "印发", "颁布", "制定", "施行",
        ]
        .iter()
        .any(|word| lead.contains(word))
}

fn label_only(lead: &str) -> bool {
    let lead = lead.trim_start_matches(['（', '(', '第', ' ']);
    numeral::prefix(lead).is_some_and(|(_, used)| lead[used..].chars().count() <= 2)
}

/// Whether nothing but an end or a new clause follows the verb.
fn ends_here(after: &str) -> bool {
    after.is_empty()
        || after.starts_with([
            '。', '；', ';', '，', ',', '！', '）', ')', '：', ':', '.', '、', '”', '"', '\n',
        ])
        || ["，不再", "不再", "执行", "行政"]
            .iter()
            .any(|word| after.starts_with(word))
}

/// Whether the text before the verb ends in objects: `Some(true)` yes, `Some(false)` names something
/// else, `None` names nothing.
fn objects_end(rest: &str) -> Option<bool> {
    let rest = rest.trim_end();
    if rest.ends_with(TITLE) {
        return Some(true);
    }
    // A number ends the objects: `韶科〔2018〕5号`, `（公安部令第102号）`.
    let bare = strip_brackets(rest);
    if bare.ends_with(TITLE) {
        return Some(true);
    }
    if rest.ends_with(['号', '令'])
        && number::find_bytes(rest)
            .last()
            .is_some_and(|n| n.end == rest.len())
    {
        return Some(true);
    }
    let title = rest.rfind(TITLE)?;
    let tail = strip_leading_brackets(&rest[title + TITLE.len_utf8()..]);
    // 《甲办法》及其补充规定
    if tail.starts_with("及其") && tail.chars().count() <= 15 {
        return Some(true);
    }
    partial_tail(tail)
}

/// Whether the words between a title and the verb name a part of the document.
pub(super) fn partial_tail(tail: &str) -> Option<bool> {
    const ENDS: &[&str] = &[
        "规定", "条", "款", "项", "部分", "内容", "条款", "章", "节", "附件", "表述", "附表",
        "政策", "要求", "标准", "目", "事项", "条文",
    ];
    let tail = tail.trim();
    let ends_in_part = ENDS.iter().any(|end| tail.ends_with(end)) || numbered_annex(tail);
    let begins_as_part = tail.starts_with([
        '中', '第', '的', '附', '关', '里', '有', '内', '相', '（', '(',
    ]) || tail.starts_with("规定的");
    if ends_in_part && begins_as_part && tail.chars().count() <= 80 && !tail.contains(['；', '。'])
    {
        // 《甲》规定的许可证 …, 与《甲》不一致的规定: other subjects.
        return Some(!tail.contains("不一致") && !tail.contains("抵触") && !tail.contains("不符"));
    }
    None
}

fn numbered_annex(tail: &str) -> bool {
    let Some(i) = tail.rfind("附件") else {
        return false;
    };
    let rest = &tail[i + "附件".len()..];
    rest.chars().count() <= 3 && rest.chars().all(numeral::is_numeral)
}

/// Without brackets at the end.
fn strip_brackets(text: &str) -> &str {
    let mut rest = text.trim_end();
    while rest.ends_with(['）', ')']) {
        let mut depth = 0;
        let mut open = None;
        for (at, c) in rest.char_indices().rev().take(400) {
            match c {
                '）' | ')' => depth += 1,
                '（' | '(' => {
                    depth -= 1;
                    if depth <= 0 {
                        open = Some(at);
                        break;
                    }
                }
                _ => {}
            }
        }
        match open {
            Some(open) => rest = rest[..open].trim_end(),
            // `（长府规〔2023〕1号））`: one closing bracket too many.
            None => match rest.strip_suffix(['）', ')']) {
                Some(shorter) => rest = shorter.trim_end(),
                None => return rest,
            },
        }
    }
    rest
}

/// Without a bracket at the beginning.
pub(super) fn strip_leading_brackets(text: &str) -> &str {
    let trimmed = text.trim_start();
    if !trimmed.starts_with(['（', '(', '〔', '[']) {
        return trimmed;
    }
    let mut depth = 0;
    for (at, c) in trimmed.char_indices().take(400) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => {
                depth -= 1;
                if depth <= 0 {
                    return trimmed[at + c.len_utf8()..].trim_start();
                }
            }
            _ => {}
        }
    }
    trimmed
}

/// `下列条例…予以废止：`, `列于本法附件一的…予以废止`.
fn list_lead(rest: &str, after: &str) -> bool {
    let listed = ["下列", "如下", "以下", "列于本", "见附件", "所列", "附件列"]
        .iter()
        .any(|word| rest.contains(word));
    let lasting = ["保留", "继续有效"].iter().any(|word| rest.contains(word));
    listed
        && !lasting
        && (after.starts_with(['：', ':', '。']) || after.is_empty())
        && !rest.contains("应当")
        && !rest.contains("下列情形")
        && [
            "文件", "规定", "条例", "办法", "决定", "法规", "规章", "政策", "通知", "解释", "目录",
        ]
        .iter()
        .any(|noun| rest.contains(noun))
}

/// `与本规定不一致的`, `不符合本法规定的`.
fn catch_all(before: &str) -> bool {
    const UNLIKE: &[&str] = &[
        "不一致",
        "抵触",
        "不符",
        "不相符",
        "相悖",
        "冲突",
        "不同",
        "相违背",
        "不相一致",
    ];
    if let Some(i) = before.rfind("不符合本") {
        return before[i..].contains('的');
    }
    UNLIKE.iter().any(|word| {
        before.match_indices(word).any(|(i, _)| {
            let from: usize = before[..i].chars().rev().take(14).map(char::len_utf8).sum();
            let window = &before[i - from..i];
            let own = window.contains('本') || window.contains('与') && window.contains('该');
            own && (window.contains('与')
                || window.contains('同')
                || window.contains('和')
                || window.contains('跟'))
        })
    })
}

/// `过去各部门制定的有关办法即行废止`: papers without a name.
fn class(before: &str, rest: &str) -> bool {
    const PAPERS: &[&str] = &[
        "办法",
        "规定",
        "文件",
        "条例",
        "规章",
        "通知",
        "政策",
        "解释",
        "细则",
        "规则",
        "决定",
        "批复",
        "法规",
        "规范性文件",
        "布告",
        "指示",
        "命令",
    ];
    const EARLIER: &[&str] = &[
        "有关",
        "过去",
        "以前",
        "以往",
        "原有",
        "各地",
        "各部门",
        "原来",
        "此前",
        "先前",
        "历次",
        "之前",
        "原",
    ];
    // 标准制定后即行废止 and 应当…及时废止 are rules about procedure.
    const PROCEDURE: &[&str] = &[
        "应当",
        "可以",
        "制定后",
        "实施后，",
        "许可",
        "证",
        "标准",
        "情形",
        "如果",
        "经审查",
        "认为",
        "逾期",
        "届满",
        "期满",
        "不得",
        "申请",
        "处分",
        "行政行为",
    ];
    let subject_start = before.rfind(['。', '；']).unwrap_or(0);
    let subject = without_exception(&before[subject_start..]);
    // 文件 before 一律 was taken for a collective word and is no longer in `rest`.
    let near: String = before
        .chars()
        .rev()
        .take(6)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let adverb = ["同时", "即行", "一律", "一并", "均", "都", "予以", "立即"]
        .iter()
        .any(|word| before.trim_end().ends_with(word))
        || [
            "其他有关",
            "其他相关",
            "以前发布的",
            "此前发布的",
            "过去发布的",
        ]
        .iter()
        .any(|word| subject.contains(word));
    adverb
        && PAPERS
            .iter()
            .any(|noun| rest.ends_with(noun) || near.contains(noun))
        && EARLIER.iter().any(|word| subject.contains(word))
        && !PROCEDURE.iter().any(|word| subject.contains(word))
        && !subject.contains(TITLE)
}

/// Without `除《…》外，` at the beginning.
fn without_exception(subject: &str) -> &str {
    let trimmed = subject.trim_start_matches(['。', '；', ' ']);
    match trimmed
        .strip_prefix('除')
        .and_then(|rest| rest.find('外'))
        .filter(|&at| at < 60)
    {
        Some(at) => &trimmed['除'.len_utf8() + at + '外'.len_utf8()..],
        None => subject,
    }
}
