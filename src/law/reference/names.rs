//! Names without book marks: `依照行政处罚法第十六条`, `本办法`, `前款`; and which words in book marks
//! name no document at all.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Short names of national laws that may stand without marks; see the file's header.
const LAWS: &str = include_str!("../../../data/laws/names.txt");

/// What a document calls itself after 本.
const SELF_NOUNS: &[&str] = &[
    "法",
    "条例",
    "实施条例",
    "暂行条例",
    "办法",
    "实施办法",
    "管理办法",
    "暂行办法",
    "试行办法",
    "规定",
    "暂行规定",
    "若干规定",
    "补充规定",
    "细则",
    "实施细则",
    "解释",
    "决定",
    "通知",
    "意见",
    "实施意见",
    "指导意见",
    "规则",
    "章程",
    "规程",
    "工作规程",
    "规范",
    "标准",
    "方案",
    "实施方案",
    "工作方案",
    "行动方案",
    "措施",
    "若干措施",
    "政策措施",
    "公告",
    "通告",
    "批复",
    "决议",
    "修正案",
    "法典",
    "安排",
    "指引",
    "指南",
    "制度",
    "守则",
    "准则",
    "纲要",
    "规划",
    "目录",
    "清单",
    "计划",
    "文件",
    "政策",
    "协议范本",
    "要点",
    "导则",
];

/// Relative references.
const RELATIVE: &[&str] = &[
    "前款",
    "前条",
    "前项",
    "前两款",
    "前二款",
    "前三款",
    "前四款",
    "前两条",
    "前二条",
    "前三条",
    "前两项",
    "前二项",
    "前三项",
    "前四项",
    "上款",
    "上条",
    "本条",
    "本款",
    "本项",
    "本章",
    "本节",
    "本编",
    "前章",
    "前节",
];

/// What 该 or 同 may point back to.
const BACK: &[&str] = &[
    "该法",
    "该条例",
    "该办法",
    "该规定",
    "该解释",
    "该决定",
    "该细则",
    "同法",
    "该通知",
    "该意见",
];

/// What was found without marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// A law by its name.
    Law,
    /// 本办法, 本法.
    Own,
    /// 前款, 本条.
    Relative,
    /// 该法, 该办法: the document named before.
    Back,
}

/// A name found without marks; offsets are bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BareAt {
    /// First byte (of 中华人民共和国, where that stands before it).
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub kind: Bare,
}

struct Names {
    automaton: AhoCorasick,
    kinds: Vec<Bare>,
}

static NAMES: LazyLock<Option<Names>> = LazyLock::new(|| {
    let mut patterns: Vec<String> = Vec::new();
    let mut kinds = Vec::new();
    for law in LAWS
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        patterns.push(law.to_owned());
        kinds.push(Bare::Law);
    }
    for noun in SELF_NOUNS {
        patterns.push(format!("本{noun}"));
        kinds.push(Bare::Own);
    }
    for (words, kind) in [(RELATIVE, Bare::Relative), (BACK, Bare::Back)] {
        for word in words {
            patterns.push((*word).to_owned());
            kinds.push(kind);
        }
    }
    // Fails only beyond the automaton's size limits, far from these few hundred names.
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .ok()?;
    Some(Names { automaton, kinds })
});

/// All names without marks in `text`, in order.
pub fn find(text: &str) -> Vec<BareAt> {
    let Some(names) = NAMES.as_ref() else {
        return Vec::new();
    };
    names
        .automaton
        .find_iter(text)
        .filter_map(|hit| {
            let kind = *names.kinds.get(hit.pattern().as_usize())?;
            let (start, end) = (hit.start(), hit.end());
            let before = &text[..start];
            let after = &text[end..];
            let fits = match kind {
                Bare::Law => law_fits(before, &text[start..end], after),
                Bare::Own => own_fits(before, &text[start..end], after),
                Bare::Relative => {
                    !before.ends_with([
                        '成', '基', '样', '版', '文', '资', '日', '以', '之', '目', '提',
                    ]) || text[start..].starts_with('本')
                }
                Bare::Back => true,
            };
            let start = if kind == Bare::Law {
                before
                    .strip_suffix("中华人民共和国")
                    .map_or(start, str::len)
            } else {
                start
            };
            fits.then_some(BareAt { start, end, kind })
        })
        .collect()
}

/// Letters that make another word of a name in 法 (合同法规, 行政处罚法律, 海商法院).
const GOES_ON: &[char] = &[
    '规', '律', '定', '人', '院', '官', '治', '学', '制', '庭', '典', '案', '文', '令', '域', '则',
    '理', '务', '宝', '警', '医', '师', '币', '宣', '系', '益',
];

/// Words after which a name may begin.
const LEADS: &[&str] = &[
    "根据", "依照", "依据", "按照", "违反", "适用", "符合", "属于", "遵守", "执行", "贯彻", "落实",
    "实施", "参照", "以及", "或者", "触犯", "援引", "引用", "施行", "修改", "废止", "作为", "按",
    "依", "和", "与", "及", "或", "的", "原", "由", "对", "是", "在", "以", "为", "除", "从", "将",
    "把", "给", "至", "即", "如", "国", "关于", "有关", "适应", "合", "新", "旧", "于", "当", "但",
];

fn law_fits(before: &str, name: &str, after: &str) -> bool {
    if name.ends_with('法') {
        if after.starts_with(GOES_ON) && !after.starts_with("规定") && !after.starts_with("定期")
        {
            return false;
        }
        // 刑法修正案, 某某法实施条例 and 某某法办法 are other documents.
        if after.starts_with("修正案")
            || after.starts_with("实施条例")
            || after.starts_with("实施细则")
            || after.starts_with("实施办法")
        {
            return false;
        }
        // 合同法规规定: 规规 – the name goes on into 法规.
        if after.starts_with("规规定") || after.starts_with("规、") {
            return false;
        }
    }
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    if !matches!(last, '\u{4e00}'..='\u{9fff}') || before.ends_with("中华人民共和国") {
        return true;
    }
    let tail: usize = before.chars().rev().take(2).map(char::len_utf8).sum();
    let tail = &before[before.len() - tail..];
    if LEADS.iter().any(|lead| tail.ends_with(lead)) {
        return true;
    }
    name.chars().count() >= 5 && !before.ends_with(['省', '市', '县', '区', '州', '和', '《'])
}

fn own_fits(before: &str, name: &str, after: &str) -> bool {
    if before.ends_with([
        '基', '成', '根', '样', '版', '日', '文', '资', '课', '脚', '标', '范', '蓝', '译', '读',
        '副', '原', '抄', '剧', '书',
    ]) {
        return false;
    }
    // 本法院, 本法人; 本规定时间, 本标准间, 本计划单列市 name no document.
    match name {
        "本法" => !after.starts_with(['院', '庭', '人', '官', '律', '定']),
        "本规定" => !after.starts_with("时间") && !after.starts_with("期限"),
        "本计划" => !after.starts_with("单列"),
        "本标准" => !after.starts_with('间'),
        _ => true,
    }
}

/// Whether words in book marks name a document that can be looked up and lose its force; licences,
/// forms, certificates, newspapers and contracts do not.
pub fn is_document(title: &str) -> bool {
    // `…许可证管理办法` ends in 办法; only the last word decides.
    const NOT: &[&str] = &[
        "证",
        "证书",
        "执照",
        "许可",
        "证明",
        "表",
        "书",
        "单",
        "簿",
        "册",
        "卡",
        "牌",
        "票",
        "函件",
        "笔录",
        "回执",
        "存根",
        "日报",
        "晚报",
        "早报",
        "周报",
        "时报",
        "公报",
        "快报",
        "简报",
        "画报",
        "导报",
        "商报",
        "法制报",
        "中国报",
        "杂志",
        "学报",
        "合同",
        "协议",
        "档案",
        "图",
        "作品",
        "手册",
        "教材",
        "歌",
        "护照",
        "签证",
        "批件",
        "凭证",
        "联单",
        "台账",
        "标志",
        "标识",
        "示范文本",
        "年鉴",
        "期刊",
        "通行证",
        "进行曲",
        "网",
        "条约集",
        "调查函",
        "记录",
    ];
    const YET: &[&str] = &[
        "清单",
        "白皮书",
        "议定书",
        "国书",
        "绿皮书",
        "意向书",
        "联合声明书",
        "蓝皮书",
        "任务分工表",
        "税目税率表",
        "税率表",
        "税目表",
        "分工表",
    ];
    let title = title.trim();
    let bare = title
        .strip_suffix(['）', ')'])
        .map_or(title, |t| t.rfind(['（', '(']).map_or(t, |i| &t[..i]));
    let bare = bare.trim_end();
    if bare.chars().count() < 2 {
        return false;
    }
    if YET.iter().any(|end| bare.ends_with(end)) {
        return true;
    }
    // Papers may be called 关于…的通报, 关于…的报告, 工作报告; without 关于 these words name newspapers and forms.
    let about = bare.contains("关于");
    if bare.ends_with('报') && !about
        || bare.ends_with("报告") && !about && !bare.ends_with("工作报告")
    {
        return false;
    }
    !NOT.iter().any(|end| bare.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laws(text: &str) -> Vec<&str> {
        find(text)
            .into_iter()
            .filter(|b| b.kind == Bare::Law)
            .map(|b| &text[b.start..b.end])
            .collect()
    }

    fn own(text: &str) -> Vec<&str> {
        find(text)
            .into_iter()
            .filter(|b| b.kind == Bare::Own)
            .map(|b| &text[b.start..b.end])
            .collect()
    }

    #[test]
    fn laws_without_marks() {
        assert_eq!(laws("依照行政处罚法第十六条"), ["行政处罚法"]);
        assert_eq!(laws("民事诉讼法第十九条第一项规定的"), ["民事诉讼法"]);
        assert_eq!(laws("依据婚姻法第十一条的规定"), ["婚姻法"]);
        assert_eq!(
            laws("根据中华人民共和国宪法和劳动合同法"),
            ["中华人民共和国宪法", "劳动合同法"]
        );
    }

    #[test]
    fn other_words_are_no_laws() {
        assert!(laws("依照有关合同法规规定执行").is_empty());
        assert!(laws("行政处罚法律文书，海商法院，供水法定").is_empty());
        assert!(
            laws("刑法修正案（八），土地管理法实施条例的")
                .iter()
                .all(|l| *l == "土地管理法实施条例")
        );
    }

    #[test]
    fn self_names() {
        assert_eq!(
            own("本办法自公布之日起施行，本实施细则另有规定"),
            ["本办法", "本实施细则"]
        );
        assert!(own("基本法，样本标准，本法院").is_empty());
    }

    #[test]
    fn what_is_no_document() {
        for title in [
            "司法鉴定许可证",
            "匕首佩带证",
            "企业法人营业执照",
            "项目申请表",
            "韶州日报",
            "母婴保健医学技术鉴定证明",
            "韶州法治报",
            "初步安全分析报告",
            "项目任务书",
            "劳动合同",
        ] {
            assert!(!is_document(title), "{title}");
        }
        for title in [
            "韶州市许可证管理办法",
            "税目税率表",
            "关于韶州的请示报告",
            "负面清单（2024版）",
            "国家名录",
            "联合国公约",
            "韶州市办法（试行）",
            "条例",
        ] {
            assert!(is_document(title), "{title}");
        }
    }

    #[test]
    fn the_list_of_laws_is_well_formed() {
        let mut seen = std::collections::HashSet::new();
        for line in LAWS
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            assert_eq!(line, line.trim(), "blanks around {line}");
            assert!(
                line.chars().count() >= 2
                    && !line.contains('《')
                    && !line.starts_with("中华人民共和国"),
                "{line}"
            );
            assert!(seen.insert(line), "twice: {line}");
        }
        assert!(seen.len() > 300);
    }
}
