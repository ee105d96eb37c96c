//! Header blocks of government portals: 索引号, 发布机构, 成文日期 …. What they say is a claim.

use crate::law::structure::block::compact;
use crate::law::structure::line::Line;
use crate::law::{date, issuer, number};

/// A field of a portal header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 索引号, 分类, 主题词 …: nothing this program uses.
    Other,
    /// 名称, 标题.
    Title,
    /// 文号.
    Number,
    /// 统一编号.
    UnifiedNumber,
    /// 发布机构.
    Issuer,
    /// 成文日期.
    Dated,
    /// 发布日期.
    Published,
    /// 实施日期.
    Effective,
    /// 失效日期.
    Expires,
    /// 时效性.
    Status,
}

impl Field {
    /// Key of the claim in the model.
    pub fn key(self) -> &'static str {
        match self {
            Field::Other => "other",
            Field::Title => "title",
            Field::Number => "number",
            Field::UnifiedNumber => "unified_number",
            Field::Issuer => "issuer",
            Field::Dated => "dated",
            Field::Published => "published",
            Field::Effective => "effective",
            Field::Expires => "expires",
            Field::Status => "status",
        }
    }
}

/// A field with its value and the line on which the value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldAt {
    /// Which.
    pub field: Field,
    /// Its value as printed.
    pub value: String,
    /// Index of the line.
    pub line: usize,
}

/// Labels, without blanks.
const LABELS: [(&str, Field); 61] = [
    ("信息索引号", Field::Other),
    ("索引号", Field::Other),
    ("主题分类", Field::Other),
    ("体裁分类", Field::Other),
    ("信息分类", Field::Other),
    ("服务对象分类", Field::Other),
    ("分类", Field::Other),
    ("主题词", Field::Other),
    ("关键词", Field::Other),
    ("检索关键词", Field::Other),
    ("检索时间", Field::Other),
    ("原文链接", Field::Other),
    ("备案登记号", Field::Other),
    ("登记号", Field::Other),
    ("公开方式", Field::Other),
    ("公开类别", Field::Other),
    ("公开范围", Field::Other),
    ("信息来源", Field::Other),
    ("文章来源", Field::Other),
    ("来源", Field::Other),
    ("浏览次数", Field::Other),
    ("浏览字号", Field::Other),
    ("访问量", Field::Other),
    ("字体", Field::Other),
    ("字号", Field::Other),
    ("作者", Field::Other),
    ("编辑", Field::Other),
    ("公文种类", Field::Other),
    ("信息名称", Field::Title),
    ("文件名称", Field::Title),
    ("名称", Field::Title),
    ("标题", Field::Title),
    ("发文字号", Field::Number),
    ("文件编号", Field::Number),
    ("文号", Field::Number),
    ("统一编号", Field::UnifiedNumber),
    ("规范性文件编号", Field::UnifiedNumber),
    ("发布机构", Field::Issuer),
    ("发布机关", Field::Issuer),
    ("发布单位", Field::Issuer),
    ("发文机构", Field::Issuer),
    ("发文机关", Field::Issuer),
    ("发文单位", Field::Issuer),
    ("制定机关", Field::Issuer),
    ("制发机关", Field::Issuer),
    ("成文日期", Field::Dated),
    ("发文日期", Field::Dated),
    ("印发日期", Field::Dated),
    ("生成日期", Field::Dated),
    ("发布日期", Field::Published),
    ("公开日期", Field::Published),
    ("发布时间", Field::Published),
    ("发表时间", Field::Published),
    ("公布日期", Field::Published),
    ("实施日期", Field::Effective),
    ("施行日期", Field::Effective),
    ("生效日期", Field::Effective),
    ("失效日期", Field::Expires),
    ("废止日期", Field::Expires),
    ("文件状态", Field::Status),
    ("效力状态", Field::Status),
];

/// More status labels; kept apart because `有效性` and `时效性` are also words of sentences.
const STATUS: [&str; 4] = ["有效性", "时效性", "时效", "有效状态"];

/// Words a portal uses for the status.
const STATUS_WORDS: [&str; 10] = [
    "现行有效",
    "有效",
    "失效",
    "已失效",
    "废止",
    "已废止",
    "已修改",
    "部分失效",
    "尚未生效",
    "全文有效",
];

/// A label at the start of `words`, with what follows the colon (if there is one).
fn leading(words: &str) -> Option<(Field, Option<&str>)> {
    let status = STATUS.iter().map(|s| (*s, Field::Status));
    for (label, field) in LABELS.iter().copied().chain(status) {
        let Some(rest) = words.strip_prefix(label) else {
            continue;
        };
        if rest.is_empty() {
            return Some((field, None));
        }
        if let Some(value) = rest.strip_prefix(['：', ':']) {
            return Some((field, Some(value)));
        }
    }
    None
}

/// The field that a label of a web page's own table names.
pub fn by_label(label: &str) -> Option<Field> {
    match leading(label)? {
        (Field::Other, _) => None,
        (field, None) => Some(field),
        _ => None,
    }
}

/// Whether the line (without blanks) begins with a field label.
pub fn is_field(words: &str) -> bool {
    leading(words).is_some()
}

/// Decoration of a web page around a text.
pub fn is_chrome(words: &str) -> bool {
    const PARTS: [&str; 12] = [
        "【打印】",
        "【字体",
        "分享到",
        "当前位置",
        "首页>",
        "浏览次数",
        "基本信息",
        "【音频解读】",
        "【一图读懂】",
        "【政策解读】",
        "[大中小]",
        "大中小",
    ];
    let words = compact(words);
    words.chars().count() <= 120
        && (PARTS.iter().any(|p| words.starts_with(p))
            || matches!(
                words.as_str(),
                "-" | "-次" | "打印" | "文号" | "次" | "收藏"
            )
            || words.starts_with("首页") && words.contains('>')
            || words.matches('>').count() >= 2 && !words.contains('《')
            || stamp(&words).is_some())
}

/// A line that is a day, with or without the time of day.
pub fn stamp(words: &str) -> Option<jiff::civil::Date> {
    let time =
        |rest: &str| rest.len() <= 8 && rest.bytes().all(|b| b.is_ascii_digit() || b == b':');
    match words.get(..10) {
        Some(day) if time(&words[10..]) && words.is_ascii() => date::parse_date(day),
        _ => date::parse_date(words),
    }
}

/// Reads the fields at `text[i]`; the number of lines used, `None` when there is no field.
pub fn fields(
    lines: &[Line<'_>],
    text: &[usize],
    i: usize,
    out: &mut Vec<FieldAt>,
) -> Option<usize> {
    let at = text[i];
    let words = compact(&lines[at].text());
    if words.chars().count() > 600 {
        return None;
    }
    if let Some(pairs) = table_row(lines[at].raw) {
        for (field, value) in pairs {
            push(out, field, &value, at);
        }
        return Some(1);
    }
    let mut cut = cut_fields(&words);
    if cut.is_empty() {
        // `…人民政府网站发布日期:2023-01-20浏览次数:200字号:[大中小]`
        let inside = words
            .char_indices()
            .skip(1)
            .find_map(|(n, _)| matches!(leading(&words[n..]), Some((_, Some(_)))).then_some(n));
        cut = inside.map(|n| cut_fields(&words[n..])).unwrap_or_default();
        if cut.len() < 2 || words.chars().count() > 120 || words.contains(['。', '，', '《']) {
            return None;
        }
    }
    let (last, rest) = cut.split_last()?;
    for (field, value) in rest {
        push(out, *field, value, at);
    }
    if !last.1.is_empty() {
        push(out, last.0, &last.1, at);
        return Some(1);
    }
    // The value may stand on the next line.
    let next = *text.get(i + 1)?;
    let below = lines[next].text();
    if fits(last.0, &below, &lines[next]) {
        push(out, last.0, below.trim(), next);
        return Some(2);
    }
    Some(1)
}

fn push(out: &mut Vec<FieldAt>, field: Field, value: &str, line: usize) {
    // `2023-03-0110:24:51`: the time of day is glued to the date.
    let stamp =
        value.len() > 10 && value.is_char_boundary(10) && date::parse_date(&value[..10]).is_some();
    let value = if stamp { &value[..10] } else { value };
    if !value.is_empty() {
        out.push(FieldAt {
            field,
            value: value.to_owned(),
            line,
        });
    }
}

/// The fields of a table row of labels and values (`| 索引号 | … | 分类 | … |`, cells cut by tabulators).
fn table_row(raw: &str) -> Option<Vec<(Field, String)>> {
    let mark = if raw.trim_start().starts_with('|') {
        '|'
    } else {
        '\t'
    };
    let cells: Vec<String> = raw
        .trim()
        .trim_matches('|')
        .split(mark)
        .map(compact)
        .collect();
    if cells.len() < 2 || cells.len() > 16 {
        return None;
    }
    let mut out = Vec::new();
    for pair in cells.chunks(2) {
        let (field, value) = leading(&pair[0])?;
        if value.is_some_and(|v| !v.is_empty()) {
            return None;
        }
        out.push((field, pair.get(1).cloned().unwrap_or_default()));
    }
    Some(out)
}

/// Cuts a line (without blanks) that begins with a label at all labels followed by a colon.
fn cut_fields(words: &str) -> Vec<(Field, String)> {
    let Some((field, value)) = leading(words) else {
        return Vec::new();
    };
    let Some(value) = value else {
        return vec![(field, String::new())];
    };
    let mut out = Vec::new();
    let (mut field, mut value) = (field, value);
    loop {
        // The nearest further label with a colon ends the value.
        let next = value
            .char_indices()
            .filter(|(_, c)| !c.is_ascii())
            .find_map(|(at, _)| match leading(&value[at..]) {
                Some((f, Some(v))) => Some((at, f, v)),
                _ => None,
            });
        let Some((at, f, v)) = next else {
            out.push((field, value.to_owned()));
            return out;
        };
        out.push((field, value[..at].to_owned()));
        (field, value) = (f, v);
    }
}

/// Whether the next line can be the value of a field whose own line ends with the label.
fn fits(field: Field, below: &str, line: &Line<'_>) -> bool {
    let words = compact(below);
    if words.is_empty()
        || is_field(&words)
        || (is_chrome(&words) && date::find_bytes(below).is_empty())
        || line.width() > 120
    {
        return false;
    }
    match field {
        Field::Title => line.label.is_none(),
        Field::Number => {
            number::parse_number(below.trim()).is_some() || number::parse_number(&words).is_some()
        }
        Field::UnifiedNumber => {
            words.chars().any(|c| c.is_ascii_digit()) && words.chars().count() <= 30
        }
        Field::Issuer => words.split([',', '，', '、', ';']).all(issuer::is_organ),
        Field::Dated | Field::Published | Field::Effective | Field::Expires => {
            date::find_bytes(below)
                .first()
                .is_some_and(|d| d.start == 0)
        }
        Field::Status => STATUS_WORDS.contains(&words.as_str()),
        Field::Other => {
            (words.chars().count() <= 24 || words.is_ascii())
                && !words.contains(['。', '【', '《'])
                && !super::title::has_title_end(&words)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::structure::line::lines;

    fn all(text: &str) -> Vec<(Field, String)> {
        let lines = lines(text);
        let at: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].is_text()).collect();
        let mut out = Vec::new();
        let mut i = 0;
        while i < at.len() {
            i += fields(&lines, &at, i, &mut out).unwrap_or(1);
        }
        out.into_iter().map(|f| (f.field, f.value)).collect()
    }

    #[test]
    fn values_below_beside_and_glued() {
        assert_eq!(
            all("文号：\n韶州科〔2021〕7号"),
            [(Field::Number, "韶州科〔2021〕7号".to_owned())]
        );
        assert_eq!(
            all("发文机关:韶州市科技局成文日期:2026-07-02 00:01"),
            [
                (Field::Issuer, "韶州市科技局".to_owned()),
                (Field::Dated, "2026-07-02".to_owned())
            ]
        );
        assert_eq!(
            all("废止日期:时 效 性:\n有效"),
            [(Field::Status, "有效".to_owned())]
        );
        assert_eq!(
            all("| 发布机构 | 韶州市科技局 | 成文日期 | 2025-06-16 |").len(),
            2
        );
        assert_eq!(
            all("韶州市政府网发布日期:2023-01-20浏览次数:200字号:[大中小]")[0],
            (Field::Published, "2023-01-20".to_owned())
        );
    }

    #[test]
    fn an_empty_field_takes_no_title() {
        assert_eq!(all("文件状态：\n韶州市科技局关于申报的通知"), []);
        assert_eq!(
            all("文号：\n发布日期：\n2023-01-20"),
            [(Field::Published, "2023-01-20".to_owned())]
        );
    }
}
