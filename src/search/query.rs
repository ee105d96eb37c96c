//! The query language (DESIGN D4).
//!
//! | written | means |
//! |---|---|
//! | `孵化器 认定条件` | words, ranked |
//! | `"…"` `“…”` `「…」` `『…』` | literally so; `\"` stands for a quote |
//! | `-x`, `不含:x` | without x |
//! | `标题:x`, `title:x` … | a filter, see [`FILTERS`] |
//! | `同句:甲、乙`, `同款:甲、乙`, `同条:甲、乙` | both within one sentence, paragraph or article |
//!
//! A query is split at blanks and quotes before anything is folded, so that keywords are never glued.

use crate::text::normalize::canonical;

/// A field a filter can be put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterField {
    /// Part of the title.
    Title,
    /// Part of the issuer's name.
    Issuer,
    /// 文号.
    Number,
    /// Kind of document.
    Kind,
    /// Status on the day asked for.
    Status,
    /// Year, or years `2019-2021`.
    Year,
    /// `own` or `reference`.
    Role,
    /// Part of the path.
    Path,
    /// Place a document holds in: a province or city, or 全国.
    Region,
    /// Day of publication, or days `2020..2021-06`.
    Published,
    /// First day in force.
    Effective,
    /// Last day in force.
    Expires,
}

/// Names of the filters in a query.
pub const FILTERS: [(&str, FilterField); 30] = [
    ("title", FilterField::Title),
    ("标题", FilterField::Title),
    ("issuer", FilterField::Issuer),
    ("机关", FilterField::Issuer),
    ("number", FilterField::Number),
    ("文号", FilterField::Number),
    ("kind", FilterField::Kind),
    ("类型", FilterField::Kind),
    ("status", FilterField::Status),
    ("状态", FilterField::Status),
    ("year", FilterField::Year),
    ("年份", FilterField::Year),
    ("role", FilterField::Role),
    ("范围", FilterField::Role),
    ("path", FilterField::Path),
    ("文件", FilterField::Path),
    ("发文机关", FilterField::Issuer),
    ("时效", FilterField::Status),
    ("层级", FilterField::Kind),
    ("rank", FilterField::Kind),
    ("region", FilterField::Region),
    ("地区", FilterField::Region),
    ("published", FilterField::Published),
    ("公布", FilterField::Published),
    ("发布", FilterField::Published),
    ("effective", FilterField::Effective),
    ("施行", FilterField::Effective),
    ("expires", FilterField::Expires),
    ("到期", FilterField::Expires),
    ("失效", FilterField::Expires),
];

/// How near words have to stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// In one sentence (句).
    Sentence,
    /// In one paragraph (款) or line.
    Paragraph,
    /// In one article (条).
    Article,
}

/// Names of the nearness conditions in a query.
pub const NEARNESS: [(&str, Nearness); 6] = [
    ("同句", Nearness::Sentence),
    ("sentence", Nearness::Sentence),
    ("同款", Nearness::Paragraph),
    ("paragraph", Nearness::Paragraph),
    ("同条", Nearness::Article),
    ("article", Nearness::Article),
];

/// Words that have to stand near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// How near.
    pub nearness: Nearness,
    /// The words, canonical, each literally so.
    pub words: Vec<String>,
}

/// A filter as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterTerm {
    /// On what.
    pub field: FilterField,
    /// The value, canonical.
    pub value: String,
}

/// A parsed query. All texts are canonical.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub raw: String,
    /// Words to rank by, one entry for each run between blanks.
    pub words: Vec<String>,
    /// What must stand in the clause literally.
    pub literals: Vec<String>,
    /// What must not stand in the clause.
    pub excluded: Vec<String>,
    /// Filters.
    pub filters: Vec<FilterTerm>,
    /// Words that have to stand near each other; they are among `words` as well.
    pub together: Vec<Together>,
}

impl Query {
    /// Parses a query; every text is a query. With `literal`, all of it is one literal.
    pub fn parse(raw: &str, literal: bool) -> Self {
        let mut query = Self {
            raw: raw.to_owned(),
            ..Self::default()
        };
        if literal {
            push(&mut query.literals, raw);
            return query;
        }
        let chars: Vec<char> = raw.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            if chars[at].is_whitespace() {
                at += 1;
                continue;
            }
            let mut excluded = false;
            if matches!(chars[at], '-' | '－' | '−')
                && chars
                    .get(at + 1)
                    .is_some_and(|next| !next.is_whitespace() && *next != '-')
            {
                excluded = true;
                at += 1;
            } else if let Some(after) = prefix(&chars, at, "不含") {
                excluded = true;
                at = after;
            }
            let filter = if excluded {
                None
            } else {
                named_prefix(&FILTERS, &chars, at)
            };
            if let Some((field, after)) = filter {
                let (value, _, next) = value(&chars, after);
                at = next;
                let value = canonical(value.trim()).text;
                if !value.is_empty() {
                    query.filters.push(FilterTerm { field, value });
                }
                continue;
            }
            let near = if excluded {
                None
            } else {
                named_prefix(&NEARNESS, &chars, at)
            };
            if let Some((nearness, after)) = near {
                let (text, _, next) = value(&chars, after);
                at = next;
                let words: Vec<String> = text
                    .split(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | '+'))
                    .map(|word| canonical(word).text)
                    .filter(|word| !word.is_empty())
                    .collect();
                query.words.extend(words.iter().cloned());
                if words.len() > 1 {
                    query.together.push(Together { nearness, words });
                }
                continue;
            }
            let (text, quoted, next) = value(&chars, at);
            at = next.max(at + 1);
            if excluded {
                push(&mut query.excluded, &text);
            } else if quoted {
                push(&mut query.literals, &text);
            } else {
                push(&mut query.words, &text);
            }
        }
        query
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
            && self.literals.is_empty()
            && self.excluded.is_empty()
            && self.filters.is_empty()
    }

    /// The words as one text, blanks between the parts.
    pub fn free_text(&self) -> String {
        self.words.join(" ")
    }

    /// Whether only free words were typed.
    pub fn is_plain(&self) -> bool {
        self.literals.is_empty() && self.excluded.is_empty() && self.together.is_empty()
    }
}

fn push(into: &mut Vec<String>, text: &str) {
    let text = canonical(text).text;
    if text.chars().any(|c| !c.is_whitespace()) {
        into.push(text);
    }
}

/// The position behind `name` and a colon, if they stand at `at`.
fn prefix(chars: &[char], at: usize, name: &str) -> Option<usize> {
    let mut here = at;
    for expected in name.chars() {
        if chars.get(here)?.to_ascii_lowercase() != expected {
            return None;
        }
        here += 1;
    }
    matches!(chars.get(here), Some(':' | '：')).then_some(here + 1)
}

/// What the name at `at` stands for, and the position behind its colon.
fn named_prefix<T: Copy>(names: &[(&str, T)], chars: &[char], at: usize) -> Option<(T, usize)> {
    names
        .iter()
        .find_map(|&(name, meaning)| prefix(chars, at, name).map(|after| (meaning, after)))
}

/// The closing partner of an opening quote.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '＂' => Some(&['"', '＂']),
        '“' | '”' => Some(&['”', '“']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

/// A quoted or bare value that begins at `at`: its text, whether it was quoted, and what follows.
fn value(chars: &[char], at: usize) -> (String, bool, usize) {
    let mut text = String::new();
    let mut here = at;
    if let Some(close) = chars.get(at).copied().and_then(closing) {
        here += 1;
        while let Some(&c) = chars.get(here) {
            here += 1;
            match c {
                '\\' if chars
                    .get(here)
                    .is_some_and(|next| matches!(next, '"' | '\\' | '”' | '“')) =>
                {
                    text.push(chars[here]);
                    here += 1;
                }
                c if close.contains(&c) => return (text, true, here),
                c => text.push(c),
            }
        }
        // An unclosed quote runs to the end.
        return (text, true, here);
    }
    let mut depth = 0usize;
    while let Some(&c) = chars.get(here) {
        if depth == 0 && (c.is_whitespace() || closing(c).is_some()) {
            break;
        }
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            // An unclosed title mark must not swallow the rest of the query.
            _ if c.is_whitespace() && !chars[here..].contains(&'》') => break,
            _ => {}
        }
        if c == '\\' && chars.get(here + 1) == Some(&'"') {
            text.push('"');
            here += 2;
            continue;
        }
        text.push(c);
        here += 1;
    }
    (text, false, here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_literals_exclusions_and_filters() {
        let query = Query::parse(
            "孵化器 “认定条件” -众创空间 不含:加速器 标题:管理办法 年份：2021",
            false,
        );
        assert_eq!(query.words, ["孵化器"]);
        assert_eq!(query.literals, ["认定条件"]);
        assert_eq!(query.excluded, ["众创空间", "加速器"]);
        assert_eq!(query.filters.len(), 2);
        assert_eq!(
            query.filters[1],
            FilterTerm {
                field: FilterField::Year,
                value: "2021".to_owned()
            }
        );
    }

    #[test]
    fn a_quote_can_be_escaped_and_need_not_be_closed() {
        assert_eq!(Query::parse(r#""他说\"好\"。""#, false).literals.len(), 1);
        assert_eq!(Query::parse("\"孵化器 认定", false).literals.len(), 1);
    }

    #[test]
    fn keywords_are_never_glued() {
        assert_eq!(
            Query::parse("顾问 重大行政决策", false).words,
            ["顾问", "重大行政决策"]
        );
    }

    #[test]
    fn a_title_in_marks_may_hold_blanks() {
        assert_eq!(Query::parse("《孵化 载体》 第三条", false).words.len(), 2);
    }

    #[test]
    fn words_that_stand_together() {
        let query = Query::parse("同句:孵化器、补贴 同款:“甲 乙”", false);
        assert_eq!(query.words, ["孵化器", "补贴", "甲", "乙"]);
        assert_eq!(query.together[0].nearness, Nearness::Sentence);
        assert_eq!(query.together[1].words, ["甲", "乙"]);
        assert!(!query.is_plain());
    }

    #[test]
    fn a_dash_alone_is_no_exclusion() {
        let query = Query::parse("GB - 2020 -- x", false);
        assert!(query.excluded.is_empty(), "{query:?}");
    }
}
