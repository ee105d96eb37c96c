//! What stands around a mention: whether it speaks of law as it is, or tells what was.

use super::subject::Place;

/// Words right before a name that say it is the old one.
const FORMER: &[&str] = &[
    "原",
    "原来的",
    "原有的",
    "原国务院",
    "已废止的",
    "已失效的",
    "已经废止的",
    "旧",
];

/// Words right behind a title (and its number) that say it is over, or speak of the time before it.
const ENDED: &[&str] = &[
    "同时废止",
    "即行废止",
    "予以废止",
    "废止",
    "同时失效",
    "失效",
    "停止执行",
    "停止施行",
    "已废止",
    "已失效",
    "已被",
    "施行前",
    "施行后",
    "施行之后",
    "施行之日",
    "施行时",
    "公布实施以",
    "公布施行以",
    "施行以前",
    "施行之前",
    "实施前",
    "实施以前",
    "实施之前",
    "生效前",
    "生效以前",
    "公布前",
    "颁布前",
    "施行期间",
    "施行后废止",
    "废止前",
    "废止后",
    "同时作废",
    "不再适用",
    "不再执行",
];

/// Whether a cited title is told of as history: the old law by name, its end, the time before it.
pub(super) fn is_past(place: Place<'_>, title_end: usize) -> bool {
    let before = place.before().trim_end_matches(['《', '〈', '“', '"', ' ']);
    if FORMER.iter().any(|word| before.ends_with(word)) {
        return true;
    }
    let after = behind(&place.passage.text()[title_end..]);
    if ENDED.iter().any(|word| after.starts_with(word)) {
        return true;
    }
    transitional(place) || is_part_of_title(place, &place.passage.text()[title_end..])
}

/// Whether the law is named in the title of its own interpretation, broken over lines and without marks.
fn is_part_of_title(place: Place<'_>, behind: &str) -> bool {
    let before = place.before().trim_end_matches(['《', '〈', ' ', '\n']);
    let after = behind.trim_start_matches(['》', '〉', ' ', '\n']);
    ["关于适用", "关于执行", "关于贯彻执行"]
        .iter()
        .any(|lead| before.ends_with(lead))
        && ["若干问题", "有关问题", "时间效力"]
            .iter()
            .any(|tail| after.starts_with(tail))
}

/// The text behind a title: its closing mark, its number and further titles of the same list skipped.
fn behind(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['》', '〉', '”', '"', ' ', '\n']);
    // A number or a remark in brackets, then further titles of an enumeration.
    for _ in 0..24 {
        let inner = rest.trim_start_matches([' ', '\n']);
        let closed = match inner.chars().next() {
            Some('（') => inner.find('）').map(|at| at + '）'.len_utf8()),
            Some('(') => inner.find(')').map(|at| at + 1),
            Some('《') => inner.find('》').map(|at| at + '》'.len_utf8()),
            Some(c @ ('、' | '和' | '及' | '与')) => Some(c.len_utf8()),
            Some('以') if inner.starts_with("以及") => Some("以及".len()),
            Some('，') if inner.starts_with("，《") => Some('，'.len_utf8()),
            _ => None,
        };
        let Some(length) = closed else { break };
        rest = &inner[length..];
    }
    rest.trim_start_matches(['，', ' ', '\n', '都', '均', '自', '从', '已', '经'])
}

/// Whether the sentence settles what was done under the old law: papers got or firms set up under it.
fn transitional(place: Place<'_>) -> bool {
    let sentence = place.sentence();
    let offset = place.start - place.passage.sentence_at(place.start).start;
    let before = sentence.get(..offset).unwrap_or_default();
    let lead = [
        "施行前",
        "施行以前",
        "施行之前",
        "实施前",
        "实施以前",
        "生效前",
        "生效以前",
    ];
    let under = ["依照", "按照", "依据", "根据", "适用"];
    let near: String = before
        .chars()
        .rev()
        .take(40)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    if lead.iter().any(|word| near.contains(word)) && under.iter().any(|word| near.contains(word)) {
        return true;
    }
    // 依照《某条例》领取的…，自…起停止使用.
    let after = sentence.get(offset..).unwrap_or_default();
    let done = [
        "》领取的",
        "》取得的",
        "》设立的",
        "》颁发的",
        "》发放的",
        "》核发的",
        "》登记的",
        "》成立的",
    ];
    let over = [
        "停止使用",
        "停止执行",
        "继续有效",
        "可以继续",
        "有效期届满",
        "换发",
        "换领",
        "换取",
    ];
    done.iter().any(|word| after.contains(word)) && over.iter().any(|word| after.contains(word))
}

/// Whether the sentence before a title tells how an older paper came about (`……，我院印发了《…》`).
pub(super) fn narrates(place: Place<'_>) -> bool {
    let before = place.before().trim_end_matches(['《', '〈', ' ']);
    [
        // An order to make it, not to follow it.
        "，制定",
        "印发了",
        "发布了",
        "公布了",
        "颁布了",
        "制定了",
        "出台了",
        "下发了",
        "通过了",
        "颁行了",
    ]
    .iter()
    .any(|word| before.ends_with(word))
}

/// Whether the sentence ends other papers: what it names are its objects.
pub(super) fn repeals(place: Place<'_>) -> bool {
    let sentence = place.sentence();
    [
        "同时废止",
        "即行废止",
        "予以废止",
        "同时失效",
        "宣布失效",
        "停止执行",
        "同时停止施行",
    ]
    .iter()
    .any(|word| sentence.contains(word))
}

/// Whether a place lies between double quotation marks that open in the same clause: quoted text.
pub(super) fn quoted(place: Place<'_>) -> bool {
    let before = place.before();
    let open = before.rfind('“');
    let close = before.rfind('”');
    match (open, close) {
        (Some(open), Some(close)) => open > close,
        (Some(_), None) => true,
        _ => false,
    }
}
