//! Who made a document (制定机关): from its signature, its title, its 题注.

use crate::law::structure::block::compact;
use crate::law::structure::line::is_blank;

/// Ends of the names of bodies, longest first within a family.
const ENDS: [&str; 58] = [
    "人民代表大会常务委员会", "人民代表大会", "人大常委会", "人民政府办公厅", "人民政府办公室", "人民政府", "委员会办公室", "委员会", "办公厅",
    "办公室", "管委会", "指挥部", "领导小组", "联席会议", "街道办事处", "办事处", "人民法院", "人民检察院", "法院", "检察院", "联合会", "管理局",
    "总局", "分局", "支局", "税务局", "局", "厅", "部", "署", "总署", "院", "国务院", "中央军委", "中央军事委员会", "委", "政府", "中心",
    "管理处", "处", "支队", "总队", "大队", "银行", "分行", "支行", "营业管理部", "监管局", "学会", "协会", "公司", "集团", "大学", "学院",
    "研究院", "研究所", "基金会", "总工会",
];

/// Whether `name` (without blanks) reads as the name of a body.
pub fn is_organ(name: &str) -> bool {
    let name = name
        .trim_end_matches("（代章）")
        .trim_end_matches("(代章)")
        .trim_end_matches("（盖章）")
        .trim_end_matches("(盖章)");
    let mut chars = 0;
    for c in name.chars() {
        chars += 1;
        if chars > 40 || !(is_han(c) || matches!(c, '（' | '）' | '(' | ')' | '·')) {
            return false;
        }
    }
    chars >= 3 && ENDS.iter().any(|e| name.ends_with(e) || name.ends_with(['）', ')']) && name.contains(e))
        && !name.starts_with(['各', '由', '经', '本', '以', '为', '在', '对', '向'])
        && !["关于", "应当", "负责", "可以", "通知", "印发", "抄送", "相关", "有关"].iter().any(|w| name.contains(w))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}' | '〇')
}

/// The bodies named on a line on which nothing else stands; empty when something else does.
pub fn organs_on_line(line: &str) -> Vec<String> {
    if line.len() > 400 {
        return Vec::new();
    }
    let words: Vec<&str> =
        line.split(|c: char| is_blank(c) || matches!(c, '、' | '，' | ',' | ';' | '；')).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    if words.iter().all(|w| is_organ(w)) {
        return words.iter().map(|w| strip_seal(w)).collect();
    }
    // `科 技 局`: blanks between the characters of one name, single spaces around joint makers lost.
    let whole = compact(line);
    if is_organ(&whole) && !line.contains(['、', '，', ',']) { vec![strip_seal(&whole)] } else { Vec::new() }
}

fn strip_seal(name: &str) -> String {
    let cut = ["（代章）", "(代章)", "（盖章）", "(盖章)"].iter().find_map(|s| name.strip_suffix(s));
    cut.unwrap_or(name).to_owned()
}

/// The makers a title begins with: `甲局 乙局关于…的通知`, `最高人民法院关于…`.
pub fn from_title(title: &str) -> Vec<String> {
    let head = match ["关于", "印发", "转发", "公布", "公告", "批转"].iter().filter_map(|w| title.find(w)).min() {
        Some(at) => &title[..at],
        None => return Vec::new(),
    };
    let mut names = Vec::new();
    for word in head.split(|c: char| is_blank(c) || matches!(c, '、' | '，' | ',' | ';')).filter(|w| !w.is_empty()) {
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
        if !seen.contains(&name.as_str()) {
            seen.push(name);
        }
    }
    (!seen.is_empty()).then(|| seen.join("、"))
}
