//! Titles: which lines they are, and what words glued to them are claims of a portal.

use std::collections::BTreeMap;

use crate::law::date;
use crate::law::issuer;
use crate::law::structure::block::compact;
use crate::law::structure::line::{Line, is_blank};

/// Words that end the title of an instrument.
const ENDS: [&str; 62] = [
    "法",
    "条例",
    "规定",
    "办法",
    "细则",
    "规则",
    "规程",
    "规范",
    "通知",
    "通告",
    "公告",
    "公示",
    "决定",
    "决议",
    "意见",
    "方案",
    "措施",
    "报告",
    "解释",
    "批复",
    "函",
    "目录",
    "清单",
    "纲要",
    "规划",
    "计划",
    "要点",
    "指南",
    "指引",
    "制度",
    "章程",
    "标准",
    "名单",
    "解读",
    "答复",
    "解答",
    "纪要",
    "命令",
    "令",
    "准则",
    "守则",
    "公约",
    "协定",
    "说明",
    "预案",
    "政策",
    "修正案",
    "安排",
    "复函",
    "典",
    "通报",
    "建议",
    "提案",
    "宣言",
    "倡议书",
    "总结",
    "情况",
    "若干问题",
    "规约",
    "责任制",
    "暂行规",
    "声明",
];

/// Whether the text (without blanks) ends like the title of an instrument.
pub fn has_title_end(words: &str) -> bool {
    let mut core = words;
    while core.ends_with(['）', ')', '】', ']']) {
        let Some(open) = core.rfind(['（', '(', '【', '[']) else {
            break;
        };
        core = &core[..open];
    }
    ENDS.iter().any(|e| core.ends_with(e))
}

fn plausible(line: &Line<'_>) -> bool {
    let text = &line.raw[line.from..line.to];
    line.label.is_none()
        && text.len() <= 420
        && !text.contains(['。', '；', '|'])
        && !text.ends_with(['：', ':', '，', ',', '、', '；'])
        && !text.starts_with(['-', '—', '”', '）'])
        // `《…》政策解读` is a title, `《…》（韶州科〔2018〕5号）` a row of a list.
        && (!text.starts_with('《') || text.rfind('》').is_some_and(|at| has_title_end(&text[at + '》'.len_utf8()..])))
        && !crate::law::structure::tail::is_release_mark(line)
}

/// Whether a title begins at `text[i]`, and over how many lines it runs.
pub fn lines_of_title(lines: &[Line<'_>], text: &[usize], i: usize) -> Option<usize> {
    let first = &lines[*text.get(i)?];
    let words = compact(&first.text());
    let count = words.chars().count();
    if count > 300 {
        return None;
    }
    if first.depth == 1 {
        // A Markdown title; a second line of it may follow where the first does not end like one.
        if !has_title_end(&words)
            && let Some(more) = joined(lines, text, i, &words)
        {
            return Some(more);
        }
        return Some(1);
    }
    if first.label.is_some() && !words.starts_with("附")
        || !plausible(first)
        || crate::law::header::is_field(&words)
        || crate::law::header::is_chrome(&words)
    {
        return None;
    }
    if first.label.is_some()
        || count < 4
        || crate::law::number::parse_number(&words).is_some()
        || crate::law::history::is_note(&words)
        || date::parse_date(&words).is_some()
    {
        return None;
    }
    if has_title_end(&words) && count >= 5 && !is_mark(&words) && !words.ends_with("人民政府令")
    {
        let rest = text
            .get(i + 1)
            .map(|&l| compact(&lines[l].text()))
            .unwrap_or_default();
        let more = rest.starts_with('的') && rest.chars().count() <= 12 && has_title_end(&rest);
        return Some(1 + usize::from(more));
    }
    joined(lines, text, i, &words)
}

/// How many lines make a title that begins at `i` and is broken.
fn joined(lines: &[Line<'_>], text: &[usize], i: usize, first: &str) -> Option<usize> {
    let organ = issuer::is_organ(first);
    let mut whole = first.to_owned();
    for n in 1..5 {
        let line = &lines[*text.get(i + n)?];
        let words = compact(&line.text());
        // A title may break before the 《 of what it issues.
        let quoted = words.starts_with('《') && line.label.is_none() && line.width() <= 80;
        if !(plausible(line) || quoted)
            || (line.depth == 0) != (lines[text[i]].depth == 0)
            || crate::law::header::is_field(&words)
            || crate::law::header::is_chrome(&words)
            || crate::law::history::is_note(&words)
            || crate::law::number::parse_number(&words).is_some()
            || date::parse_date(&words).is_some()
        {
            return None;
        }
        whole.push_str(&words);
        if whole.chars().count() > 140 {
            return None;
        }
        let still_organ = issuer::is_organ(&words);
        if organ && n == 1 && !still_organ && !issuer::from_title(&words).is_empty() {
            return None;
        }
        if has_title_end(&whole) && !still_organ {
            // `…等三个办法` + `的通知`
            let rest = text
                .get(i + n + 1)
                .map(|&l| compact(&lines[l].text()))
                .unwrap_or_default();
            let more = rest.starts_with('的') && rest.chars().count() <= 12 && has_title_end(&rest);
            return Some(n + 1 + usize::from(more));
        }
    }
    None
}

/// `（征求意见稿）`, `（试行）` on a line of its own.
pub fn is_mark(words: &str) -> bool {
    let words = compact(words);
    words.chars().count() <= 20
        && words.starts_with(['（', '(', '【', '['])
        && words.ends_with(['）', ')', '】', ']'])
        && ["稿", "试行", "暂行", "修订", "草案", "年版", "废止", "失效"]
            .iter()
            .any(|w| words.contains(w))
}

/// A title with what was glued to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The title.
    pub title: String,
    /// Claims: `status`, `effective`, `expires`, `repost`.
    pub claims: BTreeMap<String, String>,
    /// Whether a draft mark was taken off or stands in it.
    pub draft: bool,
}

/// Joins the lines of a title and takes off what is no part of it.
pub fn clean(lines: &[String]) -> Cleaned {
    let mut out = Cleaned::default();
    let mut whole = String::new();
    for line in lines {
        let ends_organ = issuer::is_organ(&compact(&whole)) && issuer::is_organ(&compact(line));
        if ends_organ {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    let mut title = squeeze(&whole);
    while let Some((inner, rest)) = leading_mark(&title).or_else(|| trailing_mark(&title)) {
        if !claim(&inner, &mut out) {
            break;
        }
        rest.trim_matches(is_blank).clone_into(&mut title);
    }
    out.title = title;
    out
}

fn leading_mark(title: &str) -> Option<(String, String)> {
    let close = match title.chars().next()? {
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '[' => ']',
        '［' => '］',
        _ => return None,
    };
    let end = title.find(close)?;
    let open = title.chars().next().map_or(0, char::len_utf8);
    Some((
        title[open..end].to_owned(),
        title[end + close.len_utf8()..].to_owned(),
    ))
}

fn trailing_mark(title: &str) -> Option<(String, String)> {
    let open = match title.chars().next_back()? {
        '）' => '（',
        ')' => '(',
        '】' => '【',
        ']' => '[',
        '］' => '［',
        _ => return None,
    };
    let start = title.rfind(open)?;
    let end = title.len() - title.chars().next_back().map_or(0, char::len_utf8);
    Some((
        title[start + open.len_utf8()..end].to_owned(),
        title[..start].to_owned(),
    ))
}

/// Takes a mark as a claim; `false` when it is part of the title.
fn claim(inner: &str, out: &mut Cleaned) -> bool {
    let words = compact(inner);
    if [
        "征求意见稿",
        "送审稿",
        "草案稿",
        "讨论稿",
        "修订草案",
        "公开征求意见稿",
        "意见征集稿",
        "审议稿",
        "草案征求意见稿",
    ]
    .iter()
    .any(|w| words.ends_with(w))
    {
        out.draft = true;
        return true;
    }
    if words.chars().count() <= 12
        && [
            "失效",
            "废止",
            "已修订",
            "已修改",
            "停止执行",
            "有效",
            "现行",
        ]
        .iter()
        .any(|w| words.contains(w))
        && !words.contains("有效期")
    {
        out.claims.insert("status".to_owned(), words);
        return true;
    }
    if words.starts_with("此件") {
        return true;
    }
    if words == "转载" || words == "转发" || words == "图文" || words == "全文" {
        out.claims.insert("repost".to_owned(), words);
        return true;
    }
    let dates = date::find_bytes(inner);
    if !dates.is_empty()
        && (words.contains("施行") || words.contains("有效期") || words.contains("实施"))
    {
        for found in dates {
            let Some(day) = found.date.full() else {
                continue;
            };
            let key = if inner[..found.start].trim_end().ends_with('至') {
                "expires"
            } else {
                "effective"
            };
            out.claims.insert(key.to_owned(), day.to_string());
        }
        return true;
    }
    false
}

/// Takes out the blanks of a title except those between the names of joint makers.
fn squeeze(title: &str) -> String {
    let mut out = String::new();
    let about = title.find("关于").unwrap_or(0);
    let mut at = 0;
    for word in title.split(is_blank) {
        let here = at;
        at += word.len();
        let blank = title[at..].chars().next().map_or(0, char::len_utf8);
        at += blank;
        if word.is_empty() {
            continue;
        }
        let last = out.rsplit([' ', '、']).next().unwrap_or("").to_owned();
        let latin = out
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphabetic())
            && word.starts_with(|c: char| c.is_ascii_alphabetic());
        if !out.is_empty() && (latin || (here <= about && issuer::is_organ(&last))) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::structure::line::lines;

    fn cleaned(lines: &[&str]) -> Cleaned {
        clean(&lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn lines_are_joined_and_blanks_taken_out() {
        assert_eq!(
            cleaned(&["关于加强 2021 年度", "科技管理的通知"]).title,
            "关于加强2021年度科技管理的通知"
        );
        assert_eq!(
            cleaned(&["韶州市科学技术局　韶州市财政局关于印发", "《办法》的通知"]).title,
            "韶州市科学技术局 韶州市财政局关于印发《办法》的通知"
        );
    }

    #[test]
    fn what_a_portal_glued_to_a_title_is_a_claim() {
        for title in [
            "【已失效】韶州市科技办法",
            "（已废止）韶州市科技办法",
            "韶州市科技办法（废止）",
            "[全文失效]韶州市科技办法",
        ] {
            let found = cleaned(&[title]);
            assert_eq!(found.title, "韶州市科技办法", "{title}");
            assert!(found.claims.contains_key("status"), "{title}");
        }
        assert_eq!(cleaned(&["（转载）韶州市科技办法"]).title, "韶州市科技办法");
        let dated = cleaned(&["（2024年2月18日起施行，有效期至2029年2月17日）韶州市科技办法"]);
        assert_eq!(dated.claims["effective"], "2024-02-18");
        assert_eq!(dated.claims["expires"], "2029-02-17");
        assert_eq!(dated.title, "韶州市科技办法");
    }

    #[test]
    fn marks_that_belong_to_a_title_stay() {
        assert_eq!(
            cleaned(&["韶州市科技办法（试行）"]).title,
            "韶州市科技办法（试行）"
        );
        let draft = cleaned(&["韶州市科技办法（征求意见稿）"]);
        assert!(draft.draft && draft.title == "韶州市科技办法");
    }

    #[test]
    fn titles_over_one_and_several_lines() {
        let count = |text: &str| {
            let lines = lines(text);
            let at: Vec<usize> = (0..lines.len()).collect();
            lines_of_title(&lines, &at, 0)
        };
        assert_eq!(count("韶州市科技创新券管理办法\n第一条 甲"), Some(1));
        assert_eq!(
            count("韶州市进一步促进科技创新平稳健康\n发展若干措施\n正文"),
            Some(2)
        );
        assert_eq!(
            count("韶州市科学技术局\n关于申报项目的\n通知\n各单位："),
            Some(3)
        );
        assert_eq!(
            count("为了规范管理，根据有关规定，制定本办法。\n正文"),
            None
        );
        assert_eq!(count("首页 > 政务公开 > 通知\n正文"), None);
        assert_eq!(count("《韶州市科技办法》政策解读\n正文"), Some(1));
        assert_eq!(count("韶州科〔2021〕7号\n关于申报的通知"), None);
    }
}
