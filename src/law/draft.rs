//! Drafts: papers that ask for comments or have blanks for their dates are never in force.

use crate::law::structure::block::compact;

/// Whether a title (as printed) calls the document a draft.
pub fn in_title(title: &str) -> bool {
    let words = compact(title);
    // A notice that asks for comments about a draft is no draft itself.
    if words.starts_with("关于") && words.ends_with("通知")
        || words.contains("公开征求") && words.ends_with(['知', '告'])
    {
        return false;
    }
    ["征求意见稿", "送审稿", "讨论稿", "审议稿", "意见征集稿"]
        .iter()
        .any(|w| words.contains(w))
        || words.ends_with("（草案）")
        || words.ends_with("(草案)")
        || words.ends_with("修订草案")
}

/// A date whose month or day was left blank (`自 年 月 日起`, `自2024年X月XX日起`): its place in bytes.
pub fn blank_date(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text[from..].find('月') {
        let month = from + found;
        from = month + '月'.len_utf8();
        let blank = |c: char| {
            crate::law::structure::line::is_blank(c)
                || matches!(
                    c,
                    'X' | 'x' | '×' | 'Ｘ' | '*' | '_' | '＿' | '某' | '╳' | '○'
                )
        };
        let after = &text[from..];
        let day = after.trim_start_matches(blank);
        let before = &text[..month];
        let year = before.trim_end_matches(blank);
        let gaps = day.len() < after.len() && year.len() < before.len();
        if gaps && day.starts_with('日') && year.ends_with('年') {
            let end = text.len() - day.len() + '日'.len_utf8();
            return Some((year.len() - '年'.len_utf8(), end));
        }
    }
    None
}

/// Whether the sentence with a blank date speaks of the document's own effect.
pub fn blank_effect(text: &str) -> bool {
    blank_date(text).is_some_and(|(_, end)| {
        let after: String = compact(&text[end..]).chars().take(12).collect();
        ["起施行", "起实施", "起执行", "起试行", "施行", "起生效"]
            .iter()
            .any(|w| after.starts_with(w))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_for_dates() {
        assert!(blank_effect("本办法自 年 月 日起实施，有效期为3年。"));
        assert!(blank_effect("本通知自2024年X月XX日起施行"));
        assert!(blank_effect("本办法自2023年　月　日起施行。"));
        assert!(!blank_effect("本办法自2024年1月1日起施行。"));
        assert!(!blank_effect("（单位盖章） 年 月 日"));
    }

    #[test]
    fn a_notice_about_a_draft_is_none() {
        assert!(in_title("韶州市科技办法（征求意见稿）"));
        assert!(!in_title(
            "关于公开征求《韶州市科技办法（征求意见稿）》意见的通知"
        ));
        assert!(!in_title(
            "韶州市科技局关于公开征求《办法（征求意见稿）》意见的公告"
        ));
    }
}
