//! Which titles name the same work.

use super::facts::{self, DocFacts};
use crate::text::chars::is_alphanumeric;

/// A title in the form in which titles are compared: letters only, without 中华人民共和国, a maker before
/// 关于, and bracketed marks of trial, draft or edition. Numbers of a series stay.
pub fn title(title: &str) -> String {
    let mut words: String = title
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .collect();
    strip_marks(&mut words);
    let mut letters: String = words.chars().filter(|&c| is_alphanumeric(c)).collect();
    letters = letters.replace("中华人民共和国", "");
    if let Some(at) = letters.find("关于").filter(|&at| at > 0)
        && is_makers(&letters[..at])
    {
        letters.drain(..at);
    }
    if letters.is_empty() {
        title.to_owned()
    } else {
        letters
    }
}

/// The title of what a notice issues: `关于印发《…》的通知` → its inner title, compared as [`title`] does.
pub fn issued_title(title: &str) -> Option<String> {
    let open = title.find(['《', '〈', '<'])?;
    let before = &title[..open];
    let issues = ["印发", "发布", "公布", "下发", "转发", "颁布", "批转"]
        .iter()
        .any(|verb| before.ends_with(verb) || before.contains(&format!("关于{verb}")));
    if !issues {
        return None;
    }
    let inner_start = open + title[open..].chars().next().map_or(0, char::len_utf8);
    let close = title
        .rfind(['》', '〉', '>'])
        .filter(|&c| c > inner_start)?;
    let after = &title[close..];
    (after.contains("通知")
        || after.contains("公告")
        || after.contains("决定")
        || after.contains("令"))
    .then(|| self::title(&title[inner_start..close]))
}

/// Key of the work a document is a version of: title and place.
pub fn work(facts: &DocFacts) -> String {
    let name = facts
        .title
        .as_deref()
        .map_or_else(|| facts.text_hash.clone(), title);
    format!("{name}|{}", facts::region(facts).unwrap_or_default())
}

/// Whether later texts of this title replace earlier ones. Notices, decisions and reports share titles
/// without being versions of each other, and amendments (修正案) are a series.
pub fn has_versions(title: &str) -> bool {
    const LASTING: &[&str] = &[
        "法",
        "条例",
        "办法",
        "规定",
        "细则",
        "规则",
        "规程",
        "规范",
        "解释",
        "章程",
        "准则",
        "措施",
        "标准",
        "守则",
        "制度",
        "安排",
        "法典",
        "指引",
        "导则",
        "若干意见",
        "纪律",
        "政策",
        "十条",
        "目录",
        "程序",
    ];
    let mut words: String = title
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .collect();
    strip_marks(&mut words);
    // `（二）` at the end is a number of a series and part of the name.
    let bare = words
        .strip_suffix(')')
        .and_then(|w| w.rfind('(').map(|at| w[..at].to_owned()))
        .unwrap_or(words);
    !bare.contains("修正案") && LASTING.iter().any(|end| bare.ends_with(end))
}

fn fold(c: char) -> char {
    match c {
        '（' | '〔' | '［' | '[' => '(',
        '）' | '〕' | '］' | ']' => ')',
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '帐' => '账',
        c => c,
    }
}

/// Takes out brackets that mark trial, draft or edition, not what the text is about.
fn strip_marks(words: &mut String) {
    while let Some((from, to)) = mark(words) {
        words.replace_range(from..to, "");
    }
}

fn mark(words: &str) -> Option<(usize, usize)> {
    words.match_indices('(').find_map(|(open, _)| {
        let close = open + words[open..].find(')')?;
        let inner = &words[open + 1..close];
        let edition = ["修订", "修正", "修改"].iter().any(|w| inner.contains(w))
            && inner.chars().count() <= 12;
        let marks = [
            "试行",
            "暂行",
            "草案",
            "征求意见稿",
            "送审稿",
            "试行草案",
            "转载",
            "全文",
            "废止",
            "已废止",
            "失效",
            "已失效",
            "现行有效",
        ];
        (edition || marks.contains(&inner)).then_some((open, close + 1))
    })
}

/// Whether words before 关于 name makers only: 最高人民法院、最高人民检察院关于….
fn is_makers(words: &str) -> bool {
    const ENDS: &[&str] = &[
        "法院",
        "检察院",
        "国务院",
        "委员会",
        "政府",
        "部",
        "局",
        "厅",
        "办公厅",
        "办公室",
        "常委会",
        "委",
        "署",
        "中心",
        "院",
        "等部门",
        "部门",
        "总局",
        "科技局",
    ];
    words.chars().count() <= 80 && ENDS.iter().any(|end| words.ends_with(end))
}

/// The place of a maker: `国家` for national ones, `韶州市`, `广东省`; `None` for 市人民政府 and the like.
pub fn region(issuer: &str) -> Option<String> {
    const NATIONAL: &[&str] = &[
        "全国人民",
        "国务院",
        "最高人民",
        "中华人民共和国",
        "中央",
        "国家",
        "中国",
    ];
    let issuer = issuer.trim_start_matches('原');
    if NATIONAL.iter().any(|lead| issuer.starts_with(lead)) {
        return Some("国家".to_owned());
    }
    // Of several makers the first leads; the names of the others are no part of the place.
    let first = issuer.split('、').next().unwrap_or(issuer);
    if let Some(place) = place(first) {
        return Some(place);
    }
    let ministry = (first.ends_with('部') || first.ends_with("总局") || first.ends_with("总署"))
        && !first.starts_with(['省', '市', '县', '区', '本', '我']);
    ministry.then(|| "国家".to_owned())
}

/// The place a title begins with.
pub fn region_of_title(title: &str) -> Option<String> {
    if title.starts_with("中华人民共和国")
        || title.starts_with("最高人民")
        || title.starts_with("国务院")
        || title.starts_with("全国人民代表大会")
    {
        return Some("国家".to_owned());
    }
    place(title)
}

/// `韶州市`, `广东省`, `内蒙古自治区` at the beginning of words; the innermost of two (广东省韶州市).
fn place(words: &str) -> Option<String> {
    // 各省, 全市, 城市, 直辖市 are no names.
    const NO_NAME: &[&str] = &[
        "城市",
        "全市",
        "各市",
        "本市",
        "全省",
        "各省",
        "直辖市",
        "设区的市",
        "超市",
        "都市",
        "园区",
        "社区",
        "小区",
        "地区",
        "辖区",
        "景区",
        "库区",
        "校区",
        "灾区",
    ];
    let mut found = None;
    let mut from = 0;
    for _ in 0..2 {
        let rest = &words[from..];
        let mut next = None;
        for (n, (at, c)) in rest.char_indices().enumerate().take(9) {
            let end = at + c.len_utf8();
            let autonomous = ["自治区", "自治州"]
                .iter()
                .any(|unit| rest[..end].ends_with(unit));
            if n >= 2 && autonomous {
                next = Some(end);
                break;
            }
            let unit = matches!(c, '省' | '市' | '县')
                || c == '区'
                    && !rest[..end].ends_with("地区")
                    && !rest[..end].ends_with("特区")
                    && !rest[..end].ends_with("自治区");
            if n >= 1 && unit {
                next = Some(end);
                break;
            }
        }
        if let Some(zone) = rest.find("经济特区").filter(|&at| at <= 12 && at > 0) {
            found = Some(format!("{}市", &rest[..zone]));
            break;
        }
        let Some(end) = next else { break };
        let name = &rest[..end];
        // 上海市区县…: the second unit is a common word, not a place.
        let inner = &name[..name.len() - name.chars().next_back().map_or(0, char::len_utf8)];
        if inner.contains(['省', '市', '县', '区', '乡', '镇', '和']) && !inner.contains("都市")
        {
            break;
        }
        if NO_NAME.iter().any(|w| name.ends_with(w)) && !name.ends_with("都市") {
            break;
        }
        found = Some(name.to_owned());
        from += end;
    }
    found
}

/// Whether two places can be the same; unknown ones can.
pub fn places_agree(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_compare_without_marks() {
        for (a, b) in [
            ("中华人民共和国韶石法", "韶石法"),
            ("韶州市科技小院管理办法（试行）", "韶州市科技小院管理办法"),
            (
                "韶州市实施《中华人民共和国气象法》办法",
                "韶州市实施〈气象法〉办法",
            ),
            (
                "最高人民法院关于审理韶石案件的解释",
                "关于审理韶石案件的解释",
            ),
            (
                "最高人民法院 最高人民检察院关于韶石的解释",
                "最高人民法院、最高人民检察院关于韶石的解释",
            ),
            ("韶州市养犬条例（2018年修正）", "韶州市养犬条例"),
        ] {
            assert_eq!(title(a), title(b), "{a} {b}");
        }
        for (a, b) in [
            ("韶石法若干问题的规定（二）", "韶石法若干问题的规定（四）"),
            ("宪法修正案（1993年）", "宪法修正案（1999年）"),
            ("防治海岸工程污染条例", "防治海洋工程污染条例"),
            ("土地增值税暂行条例", "增值税暂行条例"),
        ] {
            assert_ne!(title(a), title(b), "{a} {b}");
        }
    }

    #[test]
    fn a_notice_carries_a_title() {
        assert_eq!(
            issued_title("韶州市科学技术局关于印发《韶州市科技小院管理办法（试行）》的通知")
                .as_deref(),
            Some("韶州市科技小院管理办法")
        );
        assert_eq!(issued_title("关于修改《韶州市养犬条例》的决定"), None);
    }

    #[test]
    fn places_of_makers() {
        for (issuer, place) in [
            ("全国人民代表大会常务委员会", Some("国家")),
            ("韶州市人民代表大会常务委员会", Some("韶州市")),
            ("广东省韶州市科学技术局", Some("韶州市")),
            ("韶州市科学技术局、韶州市财政局", Some("韶州市")),
            ("韶州市财政局、广东省韶州市税务局", Some("韶州市")),
            ("公安部", Some("国家")),
            ("市人民政府", None),
            ("内蒙古自治区人民政府", Some("内蒙古自治区")),
        ] {
            assert_eq!(region(issuer).as_deref(), place, "{issuer}");
        }
        assert_eq!(region_of_title("城市房屋管理条例"), None);
        assert_eq!(region_of_title("韶州市养犬条例").as_deref(), Some("韶州市"));
        assert_eq!(
            region_of_title("深圳经济特区养犬条例").as_deref(),
            Some("深圳市")
        );
    }

    #[test]
    fn what_has_versions() {
        assert!(
            has_versions("韶州市养犬条例")
                && has_versions("关于韶石的解释（三）")
                && has_versions("韶州市办法（试行）")
        );
        assert!(
            !has_versions("关于组织申报韶石项目的通知")
                && !has_versions("刑法修正案（八）")
                && !has_versions("工作报告")
        );
    }
}
