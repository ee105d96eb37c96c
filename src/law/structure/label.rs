//! Labels that lead a line: `第十二条`, `第二章`, `一、`, `（一）`, `1.`, `（1）`, `附件1`.

use crate::law::structure::line::is_blank;
use crate::text::numeral;

/// What sort of label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// `第一编`, `第一篇`, `第一部分`.
    Part,
    /// `第一分编`.
    SubPart,
    /// `第一章`.
    Chapter,
    /// `第一节`.
    Section,
    /// `第一条`, `第十条之一`.
    Article,
    /// `一、`.
    Han,
    /// `（一）`, `(一)`, `㈠`.
    HanParen,
    /// `1.`, `1．`, `1、`.
    Digit,
    /// `（1）`, `1）`.
    DigitParen,
    /// `①`.
    Circled,
    /// `附件1`, `附：`, `附表`.
    Annex,
}

impl Mark {
    /// Whether the label heads clauses of a rule: 编 章 节.
    pub fn is_heading(self) -> bool {
        self <= Mark::Section
    }

    /// Whether the label is one of a numbered list or of the parts of a report.
    pub fn is_numbered(self) -> bool {
        matches!(
            self,
            Mark::Han | Mark::HanParen | Mark::Digit | Mark::DigitParen
        )
    }
}

/// A label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Sort.
    pub mark: Mark,
    /// Number; 0 where there is none.
    pub number: u32,
    /// Number after 之 (第十条之一 = 10, 1); 0 where there is none.
    pub sub: u32,
    /// Length of the label in bytes, its punctuation included.
    pub len: usize,
}

/// The label at the start of `text`, which begins without blanks.
pub fn label(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    match first {
        // 笫 is a common slip for 第.
        '第' | '笫' => ordinal(text),
        '(' | '（' | '〔' => bracketed(text, first),
        '㈠'..='㈩' => Some(Label {
            mark: Mark::HanParen,
            number: first as u32 - 0x3220 + 1,
            sub: 0,
            len: first.len_utf8(),
        }),
        '①'..='⑳' => Some(Label {
            mark: Mark::Circled,
            number: first as u32 - 0x2460 + 1,
            sub: 0,
            len: first.len_utf8(),
        }),
        '⑴'..='⒇' => Some(Label {
            mark: Mark::DigitParen,
            number: first as u32 - 0x2474 + 1,
            sub: 0,
            len: first.len_utf8(),
        }),
        '⒈'..='⒛' => Some(Label {
            mark: Mark::Digit,
            number: first as u32 - 0x2488 + 1,
            sub: 0,
            len: first.len_utf8(),
        }),
        '附' => annex(text),
        c if numeral::is_numeral(c) => listed(text),
        _ => None,
    }
}

/// Skips up to a few blanks.
fn gap(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + (rest.len() - rest.trim_start_matches(is_blank).len())
}

/// `第N条`, `第N章` …; blanks may stand around the number.
fn ordinal(text: &str) -> Option<Label> {
    let at = gap(text, '第'.len_utf8());
    let (number, mut end) = spaced_numeral(text, at)?;
    end = gap(text, end);
    let rest = &text[end..];
    let unit = rest.chars().next()?;
    let (mark, len) = match unit {
        '条' | '條' => (Mark::Article, unit.len_utf8()),
        '章' => (Mark::Chapter, unit.len_utf8()),
        '节' | '節' => (Mark::Section, unit.len_utf8()),
        '编' | '編' | '篇' => (Mark::Part, unit.len_utf8()),
        '分' if rest.starts_with("分编") => (Mark::SubPart, "分编".len()),
        '部' if rest.starts_with("部分") => (Mark::Part, "部分".len()),
        _ => return None,
    };
    end += len;
    let mut sub = 0;
    if mark == Mark::Article
        && let Some(rest) = text[end..].strip_prefix('之')
        && let Some((n, len)) = numeral::prefix(rest)
        && n < 1000
    {
        sub = n as u32;
        end += '之'.len_utf8() + len;
    }
    Some(Label {
        mark,
        number,
        sub,
        len: end,
    })
}

/// A numeral whose digits may stand apart by blanks (`第 十 二 条`).
fn spaced_numeral(text: &str, at: usize) -> Option<(u32, usize)> {
    if let Some((n, len)) = numeral::prefix(&text[at..]) {
        let end = at + len;
        let next = gap(text, end);
        let spaced = next > end && text[next..].chars().next().is_some_and(numeral::is_numeral);
        if !spaced {
            return u32::try_from(n)
                .ok()
                .filter(|n| *n < 100_000)
                .map(|n| (n, end));
        }
    }
    let mut digits = String::new();
    let mut end = at;
    for (i, c) in text[at..].char_indices().take(24) {
        if numeral::is_numeral(c) {
            digits.push(c);
            end = at + i + c.len_utf8();
        } else if !is_blank(c) {
            break;
        }
    }
    let n = numeral::parse(&digits)?;
    u32::try_from(n)
        .ok()
        .filter(|n| *n < 100_000)
        .map(|n| (n, end))
}

/// `（一）`, `(1)`.
fn bracketed(text: &str, open: char) -> Option<Label> {
    let at = gap(text, open.len_utf8());
    let (number, mut end) = spaced_numeral(text, at)?;
    let arabic = text[at..].chars().next().is_some_and(numeral::is_arabic);
    end = gap(text, end);
    let close = text[end..].chars().next()?;
    if !matches!(close, ')' | '）' | '〕') || number == 0 || number > 300 {
        return None;
    }
    let mark = if arabic {
        Mark::DigitParen
    } else {
        Mark::HanParen
    };
    Some(Label {
        mark,
        number,
        sub: 0,
        len: end + close.len_utf8(),
    })
}

/// `一、`, `1.`, `1、`, `1）`.
fn listed(text: &str) -> Option<Label> {
    let arabic = numeral::is_arabic(text.chars().next()?);
    let (number, end) = numeral::prefix(text)?;
    let number = u32::try_from(number)
        .ok()
        .filter(|n| (1..=300).contains(n))?;
    let end = gap(text, end);
    let mut rest = text[end..].chars();
    let point = rest.next()?;
    let next = rest.next();
    let len = end + point.len_utf8();
    let mark = match point {
        '、' | '､' if arabic => Mark::Digit,
        '、' | '､' => Mark::Han,
        '.' | '．' | '。' if arabic => {
            // `1.5亿元` is a quantity, `3.15` a day.
            if next.is_some_and(numeral::is_arabic) {
                return None;
            }
            Mark::Digit
        }
        '.' | '．' if !next.is_some_and(numeral::is_numeral) => Mark::Han,
        ')' | '）' if arabic => Mark::DigitParen,
        _ => return None,
    };
    Some(Label {
        mark,
        number,
        sub: 0,
        len,
    })
}

/// `附件`, `附件1`, `附件一：`, `附：`, `附表2`, `附录A`.
fn annex(text: &str) -> Option<Label> {
    let compact: String = text.chars().take(8).filter(|c| !is_blank(*c)).collect();
    let word = ["附件", "附表", "附录", "附图"]
        .into_iter()
        .find(|w| compact.starts_with(w));
    let word_chars = match word {
        Some(word) => word.chars().count(),
        None if compact.starts_with("附：") || compact.starts_with("附:") => 1,
        None => return None,
    };
    let mut seen = 0;
    let mut end = text.len();
    for (i, c) in text.char_indices() {
        if seen == word_chars {
            end = i;
            break;
        }
        seen += usize::from(!is_blank(c));
    }
    let at = gap(text, end);
    let (number, stop) = match numeral::prefix(&text[at..]) {
        Some((n, len)) if n < 200 => (n as u32, at + len),
        _ => (0, end),
    };
    let next = text[stop..].chars().next();
    // `附件规定的…`, `附表所列…` are sentences.
    let ends = next.is_none_or(|c| {
        is_blank(c) || matches!(c, '：' | ':' | '.' | '．' | '、' | '-' | '—' | '《')
    }) || matches!(next, Some('）' | ')')) && stop == text.len();
    let headed = number > 0 && text.chars().count() <= 40 && !text.ends_with(['。', '；', '，']);
    if !ends && !headed {
        return None;
    }
    let len = stop
        + next
            .filter(|c| matches!(c, '：' | ':' | '.' | '．' | '、'))
            .map_or(0, char::len_utf8);
    Some(Label {
        mark: Mark::Annex,
        number,
        sub: 0,
        len,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Mark, u32, u32, &str)> {
        label(text).map(|l| (l.mark, l.number, l.sub, &text[..l.len]))
    }

    #[test]
    fn articles_and_headings() {
        assert_eq!(
            read("第十二条 为了"),
            Some((Mark::Article, 12, 0, "第十二条"))
        );
        assert_eq!(read("第１２条"), Some((Mark::Article, 12, 0, "第１２条")));
        assert_eq!(
            read("第 一百零一 条 甲"),
            Some((Mark::Article, 101, 0, "第 一百零一 条"))
        );
        assert_eq!(
            read("第 十 二 条"),
            Some((Mark::Article, 12, 0, "第 十 二 条"))
        );
        assert_eq!(
            read("第十条之一　甲"),
            Some((Mark::Article, 10, 1, "第十条之一"))
        );
        assert_eq!(read("第三章　附 则"), Some((Mark::Chapter, 3, 0, "第三章")));
        assert_eq!(
            read("第一分编 通则"),
            Some((Mark::SubPart, 1, 0, "第一分编"))
        );
        assert_eq!(read("第三方机构"), None);
        assert_eq!(read("第2021号"), None);
    }

    #[test]
    fn numbered_parts() {
        assert_eq!(read("二、保障"), Some((Mark::Han, 2, 0, "二、")));
        assert_eq!(read("(十一) 甲"), Some((Mark::HanParen, 11, 0, "(十一)")));
        assert_eq!(read("（ 三 ）甲"), Some((Mark::HanParen, 3, 0, "（ 三 ）")));
        assert_eq!(read("㈢甲"), Some((Mark::HanParen, 3, 0, "㈢")));
        assert_eq!(read("1．甲"), Some((Mark::Digit, 1, 0, "1．")));
        assert_eq!(read("12、甲"), Some((Mark::Digit, 12, 0, "12、")));
        assert_eq!(read("（2）甲"), Some((Mark::DigitParen, 2, 0, "（2）")));
        assert_eq!(read("3）甲"), Some((Mark::DigitParen, 3, 0, "3）")));
        assert_eq!(read("1.5亿元"), None);
        assert_eq!(read("2021年，我局"), None);
        assert_eq!(read("一是改革"), None);
        assert_eq!(read("（2021）年"), None);
    }

    #[test]
    fn annexes() {
        assert_eq!(read("附件1"), Some((Mark::Annex, 1, 0, "附件1")));
        assert_eq!(
            read("附 件 二：申报表"),
            Some((Mark::Annex, 2, 0, "附 件 二："))
        );
        assert_eq!(read("附：名单"), Some((Mark::Annex, 0, 0, "附：")));
        assert_eq!(read("附件规定的条件，应当同时具备。"), None);
        assert_eq!(read("附则"), None);
    }
}
