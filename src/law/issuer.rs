//! Who made a document (制定机关): from its signature, its title, its 题注.

use crate::law::structure::block::compact;
use crate::law::structure::line::is_blank;

/// Ends of the names of bodies, longest first within a family.
const ENDS: [&str; 58] = [
    "人民代表大会常务委员会",
    "人民代表大会",
    "人大常委会",
    "人民政府办公厅",
    "人民政府办公室",
    "人民政府",
    "委员会办公室",
    "委员会",
    "办公厅",
    "办公室",
    "管委会",
    "指挥部",
    "领导小组",
    "联席会议",
    "街道办事处",
    "办事处",
    "人民法院",
    "人民检察院",
    "法院",
    "检察院",
    "联合会",
    "管理局",
    "总局",
    "分局",
    "支局",
    "税务局",
    "局",
    "厅",
    "部",
    "署",
    "总署",
    "院",
    "国务院",
    "中央军委",
    "中央军事委员会",
    "委",
    "政府",
    "中心",
    "管理处",
    "处",
    "支队",
    "总队",
    "大队",
    "银行",
    "分行",
    "支行",
    "营业管理部",
    "监管局",
    "学会",
    "协会",
    "公司",
    "集团",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "基金会",
    "总工会",
];

/// Whether `name` (without blanks) reads as the name of a body.
pub fn is_organ(name: &str) -> bool {
    let name = strip_seal(name);
    let mut chars = 0;
    for c in name.chars() {
        chars += 1;
        if chars > 40 || !(is_han(c) || matches!(c, '（' | '）' | '(' | ')' | '·')) {
            return false;
        }
    }
    chars >= 3
        && ENDS
            .iter()
            .any(|e| name.ends_with(e) || name.ends_with(['）', ')']) && name.contains(e))
        && !name.starts_with(['各', '由', '经', '本', '以', '为', '在', '对', '向'])
        && ![
            "关于", "应当", "负责", "可以", "通知", "印发", "抄送", "相关", "有关",
        ]
        .iter()
        .any(|w| name.contains(w))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}' | '〇')
}

/// The bodies named on a line on which nothing else stands; empty when something else does.
pub fn organs_on_line(line: &str) -> Vec<String> {
    if line.len() > 400 {
        return Vec::new();
    }
    let words: Vec<&str> = line
        .split(|c: char| is_blank(c) || matches!(c, '、' | '，' | ',' | ';' | '；'))
        .filter(|w| !w.is_empty())
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    if words.iter().all(|w| is_organ(w)) {
        return words
            .iter()
            .map(|w| if lends_seal(w) { *w } else { strip_seal(w) })
            .map(str::to_owned)
            .collect();
    }
    // `科 技 局`: blanks between the characters of one name, single spaces around joint makers lost.
    let whole = compact(line);
    if is_organ(&whole) && !line.contains(['、', '，', ',']) {
        vec![if lends_seal(&whole) {
            whole.clone()
        } else {
            strip_seal(&whole).to_owned()
        }]
    } else {
        Vec::new()
    }
}

/// The bodies and the day of a line that has nothing else: `韶州市科学技术局　2022年1月10日`.
pub fn organs_and_day(line: &str) -> Option<(Vec<String>, jiff::civil::Date)> {
    if line.len() > 400 {
        return None;
    }
    let found = super::date::find_bytes(line);
    let [day] = found.as_slice() else { return None };
    let rest = line[day.end..].trim_matches(is_blank);
    let names = organs_on_line(line[..day.start].trim_matches(is_blank));
    (rest.is_empty() && !names.is_empty()).then_some(())?;
    Some((names, day.date.full()?))
}

/// Takes off `（代章）`, `(甲局代章)`, `（盖章）`.
fn strip_seal(name: &str) -> &str {
    let Some(open) = name.rfind(['（', '(']) else {
        return name;
    };
    let mark = name[open..].trim_end_matches(['）', ')']);
    if mark.ends_with("代章") || mark.ends_with("盖章") || mark.ends_with("印章") {
        &name[..open]
    } else {
        name
    }
}

/// Whether the body only lent its seal: `乙局（代章）` after another maker.
fn lends_seal(name: &str) -> bool {
    name.trim_start_matches(|c| c != '（' && c != '(')
        .trim_start_matches(['（', '('])
        .starts_with("代章")
}

/// The makers a title begins with: `甲局 乙局关于…的通知`, `最高人民法院关于…`.
pub fn from_title(title: &str) -> Vec<String> {
    let head = match ["关于", "印发", "转发", "公布", "公告", "批转"]
        .iter()
        .filter_map(|w| title.find(w))
        .min()
    {
        Some(at) => &title[..at],
        // `公安部对…的规定`
        None => match title.find('对') {
            Some(at) if is_organ(&compact(&title[..at])) => &title[..at],
            _ => return Vec::new(),
        },
    };
    let mut names = Vec::new();
    for word in head
        .split(|c: char| is_blank(c) || matches!(c, '、' | '，' | ',' | ';'))
        .filter(|w| !w.is_empty())
    {
        // `甲局等4部门`
        let name = word.split('等').next().unwrap_or(word);
        if !is_organ(name) {
            return Vec::new();
        }
        names.push(name.to_owned());
    }
    names
}

/// Joins several makers the way the model asks.
pub fn join(names: &[String]) -> Option<String> {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        // A body that seals for others made nothing, unless it stands alone.
        let name = if lends_seal(name) {
            if names.len() > 1 {
                continue;
            }
            strip_seal(name)
        } else {
            name
        };
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    (!seen.is_empty()).then(|| seen.join("、"))
}

/// The bodies in the value of a header field, separated by commas or blanks.
pub fn organs_in(value: &str) -> Vec<String> {
    value
        .split(|c: char| is_blank(c) || matches!(c, '、' | '，' | ',' | ';' | '；'))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The maker of an order: `国务院令第796号` → 国务院.
pub fn from_order(key: &str) -> Option<String> {
    let (head, _) = key.split_once('令')?;
    let name = head.strip_prefix("中华人民共和国").unwrap_or(head);
    is_organ(name).then(|| name.to_owned())
}

/// The maker according to the 题注: who adopted or promulgated the document first.
pub fn from_notes(notes: &[super::model::HistoryNote]) -> Vec<String> {
    for note in notes {
        let mut text = compact(&note.text);
        if let Some(at) = text.find('《') {
            text.truncate(at);
        }
        if text.contains("批准")
            && !text.contains("通过")
            && !text.contains("公布")
            && !text.contains("发布")
        {
            continue;
        }
        let names = makers(&text);
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// The makers named in an event: `…第十届全国人民代表大会常务委员会第三次会议通过`, `国务院令第613号公布`.
fn makers(text: &str) -> Vec<String> {
    let found = super::date::find_bytes(text);
    // `（甲局 2018年5月8日印发）`
    let before = text[..found.first().map_or(0, |d| d.start)].trim_start_matches(['（', '(']);
    if is_organ(before) {
        return split_joint(before);
    }
    let after_date = found.first().map_or(0, |d| d.end);
    let mut body = &text[after_date.min(text.len())..];
    body = body.trim_start_matches(['，', '、', '由', '经', ',']);
    if let Some(at) = body.find("审判委员会") {
        return split_joint(&body[..at]);
    }
    if let Some(at) = body.find("检察委员会") {
        return split_joint(&body[..at])
            .iter()
            .map(|n| without_term(n))
            .collect();
    }
    // `第十届全国人民代表大会常务委员会第三次会议`, `北京市第十届人民代表大会常务委员会第十六次会议`
    for end in ["人民代表大会常务委员会", "人大常委会", "人民代表大会"] {
        if let Some(at) = body.find(end) {
            let head = &body[..at + end.len()];
            return vec![without_term(head)];
        }
    }
    for cut in [
        "以",
        "令第",
        "令(",
        "令（",
        "令〔",
        "公告第",
        "公告公布",
        "公告",
        "第",
        "发布",
        "公布",
        "颁布",
        "印发",
        "常务会议",
        "令",
        "19",
        "20",
    ] {
        if let Some(at) = body.find(cut) {
            let names = split_joint(&body[..at]);
            if !names.is_empty() && names.iter().all(|n| is_organ(n)) {
                return names;
            }
        }
    }
    Vec::new()
}

fn split_joint(names: &str) -> Vec<String> {
    names
        .split(['、', '，', ','])
        .map(|n| {
            n.strip_prefix("中华人民共和国")
                .filter(|r| !r.is_empty())
                .unwrap_or(n)
        })
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Takes `第十届` out of the name of an assembly.
fn without_term(name: &str) -> String {
    let mut out = name.to_owned();
    while let Some(at) = out.find('第') {
        let Some(end) = out[at..].find('届') else {
            break;
        };
        let number = &out[at + '第'.len_utf8()..at + end];
        if !number.chars().all(crate::text::numeral::is_numeral) {
            break;
        }
        out.replace_range(at..at + end + '届'.len_utf8(), "");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::model::HistoryNote;

    fn note(text: &str) -> Vec<String> {
        from_notes(&[HistoryNote {
            date: None,
            text: text.to_owned(),
        }])
    }

    #[test]
    fn bodies_on_a_line() {
        assert_eq!(
            organs_on_line("韶州市科学技术局　　韶州市财政局"),
            ["韶州市科学技术局", "韶州市财政局"]
        );
        assert_eq!(
            organs_on_line("韶 州 市 科 学 技 术 局"),
            ["韶州市科学技术局"]
        );
        assert_eq!(organs_on_line("由市科学技术局负责"), Vec::<String>::new());
        let (names, day) = organs_and_day("韶州市科学技术局　2022年1月10日").expect("both");
        assert_eq!((names.len(), day.to_string().as_str()), (1, "2022-01-10"));
    }

    #[test]
    fn a_lent_seal_makes_no_maker() {
        let names = organs_on_line("韶州市审批制度改革办公室 韶州市政务服务局（代章）");
        assert_eq!(join(&names).as_deref(), Some("韶州市审批制度改革办公室"));
        assert_eq!(
            join(&organs_on_line("韶州市政务服务局（代章）")).as_deref(),
            Some("韶州市政务服务局")
        );
    }

    #[test]
    fn bodies_in_titles() {
        assert_eq!(
            from_title("韶州市科学技术局 韶州市财政局关于印发《办法》的通知").len(),
            2
        );
        assert_eq!(
            from_title("韶州市科技局等4部门关于印发办法的通知"),
            ["韶州市科技局"]
        );
        assert_eq!(from_title("韶州市科技办法"), Vec::<String>::new());
        assert_eq!(from_title("公安部对部分刀具的规定"), ["公安部"]);
    }

    #[test]
    fn makers_in_the_note_under_the_title() {
        assert_eq!(
            note("2020年3月2日 韶州市第十届人民代表大会常务委员会第五次会议通过"),
            ["韶州市人民代表大会常务委员会"]
        );
        assert_eq!(
            note("2011年12月20日 中华人民共和国国务院令第613号公布"),
            ["国务院"]
        );
        assert_eq!(
            note("2019年11月12日 最高人民法院审判委员会第1781次会议通过"),
            ["最高人民法院"]
        );
        assert_eq!(
            note("2018年3月1日 广东省第十三届人民代表大会常务委员会第二次会议批准"),
            Vec::<String>::new()
        );
        assert_eq!(
            note("韶州市人民政府办公室　2018年5月8日印发"),
            ["韶州市人民政府办公室"]
        );
    }
}
