//! What may stand between the objects of a repeal and its verb: adverbs, days, words for them all.

use super::objects::TITLE;
use crate::text::numeral;

/// Adverbs and small words between the objects and the verb.
const BETWEEN: &[&str] = &[
    "同时",
    "即行",
    "一并",
    "均",
    "都",
    "也",
    "亦",
    "相应",
    "随之",
    "予以",
    "全部",
    "一律",
    "应予",
    "应当",
    "应",
    "立即",
    "随即",
    "正式",
    "依法",
    "现",
    "现予",
    "宣布",
    "决定",
    "自行",
    "自动",
    "自然",
    "，",
    ",",
    " ",
    "　",
    "\n",
    "则",
    "就",
    "并",
    "也一",
    "即",
    "将",
    "拟",
    "拟予",
    "全文",
    "的",
    "中",
    "同",
    "时",
    "起",
    "不再有效",
    "分别",
    "亦同",
    "因此",
    "故",
    "相继",
    "停止",
    "终止",
    "先行",
];

/// What may stand between the last title and the verb as a word for the objects together.
const TOGETHER: &[&str] = &[
    "等有关文件",
    "等相关文件",
    "等政策文件",
    "等规范性文件",
    "规范性文件",
    "政策文件",
    "两文件",
    "三文件",
    "等文件",
    "上述文件",
    "以上文件",
    "同名文件",
    "两个文件",
    "三个文件",
    "两份文件",
    "三份文件",
    "文件",
    "等规定",
    "等办法",
    "等通知",
    "等规章",
    "等法规",
    "等政策",
    "两件",
    "文",
    "等",
];

/// Without adverbs, time phrases and collective words before the verb.
pub(super) fn strip(before: &str) -> &str {
    let mut rest = before;
    loop {
        let start = rest;
        rest = rest.trim_end();
        for word in BETWEEN.iter().chain(TOGETHER) {
            rest = rest.strip_suffix(word).unwrap_or(rest);
        }
        // 等5件规范性文件, 共三件
        if let Some(head) = counted(rest) {
            rest = head;
        }
        if let Some(head) = time_phrase(rest) {
            rest = head;
        }
        if rest == start {
            return rest;
        }
    }
}

/// The text before `等5件` or `共3份`.
fn counted(text: &str) -> Option<&str> {
    let text = text.strip_suffix(['件', '份', '个', '部'])?;
    let digits: usize = text
        .chars()
        .rev()
        .take_while(|&c| numeral::is_numeral(c))
        .map(char::len_utf8)
        .sum();
    let head = &text[..text.len() - digits];
    (digits > 0).then(|| head.trim_end_matches(['等', '共', '这', '上', '述', '以']))
}

/// The text before `自本解释公布之日起`, `自2021年7月1日起`, `于2021年7月1日`, `从即日起`.
fn time_phrase(text: &str) -> Option<&str> {
    let from: usize = text.chars().rev().take(40).map(char::len_utf8).sum();
    let window = &text[text.len() - from..];
    let lead = window.rfind(['自', '从', '于', '在'])?;
    let phrase = &window[lead..];
    if phrase.contains(['，', '。', '；', TITLE]) {
        return None;
    }
    let ends = ["日起", "之日", "日", "之日起", "后", "之时", "时", "年起"]
        .iter()
        .any(|end| phrase.ends_with(end));
    ends.then(|| &text[..text.len() - from + lead])
}
