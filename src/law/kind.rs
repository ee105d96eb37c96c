//! What sort of paper a document is (DOMAIN §1), from its maker, its number and its title.

use super::model::Kind;
use super::structure::block::compact;

/// What is known when the kind is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs<'a> {
    /// Title.
    pub title: Option<&'a str>,
    /// Maker.
    pub issuer: Option<&'a str>,
    /// Key of the number.
    pub number: Option<&'a str>,
    /// Number of articles.
    pub articles: usize,
    /// Whether the document is the notice that carries others.
    pub wrapper: bool,
}

/// Tells the kind.
pub fn kind(signs: Signs<'_>) -> Kind {
    let title = signs.title.map(compact).unwrap_or_default();
    let issuer = signs.issuer.unwrap_or_default();
    let mut core = title.as_str();
    while core.ends_with(['）', ')']) {
        let Some(open) = core.rfind(['（', '(']) else {
            break;
        };
        core = &core[..open];
    }
    let ends = |words: &[&str]| words.iter().any(|w| core.ends_with(w));
    if ends(&["解读", "问答", "图解"]) || title.contains("问答实录") {
        return Kind::Other;
    }
    if issuer.contains("最高人民法院") || issuer.contains("最高人民检察院") {
        return Kind::JudicialInterpretation;
    }
    if signs.wrapper
        || (ends(&["通知", "公告", "通告", "公示", "函", "令"])
            && signs.articles == 0
            && !is_ruling(&signs))
    {
        return Kind::Notice;
    }
    let national_people = issuer.contains("全国人民代表大会");
    if title.starts_with("中华人民共和国宪法")
        || (ends(&["法", "法典", "修正案"]) && !ends(&["办法"]) || core.ends_with("编"))
            && title.starts_with("中华人民共和国")
        || national_people
    {
        return Kind::Law;
    }
    if title.contains("案例") && signs.articles == 0 {
        return Kind::Case;
    }
    if issuer.contains("人民代表大会") || issuer.contains("人大常委会") {
        return Kind::LocalRegulation;
    }
    if issuer
        .split('、')
        .any(|i| i == "国务院" || i == "中央军事委员会" || i == "中央人民政府")
    {
        return Kind::AdministrativeRegulation;
    }
    if ends(&["报告"]) {
        return Kind::Report;
    }
    let order = signs.number.is_some_and(|n| n.contains('令'));
    if order
        && ends(&[
            "办法", "规定", "细则", "规则", "规范", "条例", "决定", "程序",
        ])
    {
        return Kind::Rule;
    }
    if ends(&["条例"]) {
        return if title.starts_with("中华人民共和国") {
            Kind::AdministrativeRegulation
        } else {
            Kind::LocalRegulation
        };
    }
    if ends(&[
        "意见", "方案", "措施", "规划", "纲要", "要点", "计划", "政策",
    ]) {
        return Kind::Policy;
    }
    if ends(&[
        "办法", "细则", "规程", "规定", "规则", "规范", "制度", "标准", "准则", "指引", "决定",
        "目录", "清单",
    ]) || signs.articles >= 3
    {
        return Kind::NormativeDocument;
    }
    if is_ruling(&signs) {
        return Kind::NormativeDocument;
    }
    Kind::Other
}

/// A number of the series kept for normative documents (规, 规字, 规范字).
fn is_ruling(signs: &Signs<'_>) -> bool {
    signs
        .number
        .is_some_and(|n| n.split('〔').next().is_some_and(|head| head.contains('规')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_maker_number_and_title() {
        let of = |title, issuer, number, articles| {
            kind(Signs {
                title: Some(title),
                issuer: Some(issuer),
                number: Some(number),
                articles,
                wrapper: false,
            })
        };
        assert_eq!(
            of("中华人民共和国科普法", "全国人民代表大会常务委员会", "", 50),
            Kind::Law
        );
        assert_eq!(
            of("韶州市科普条例", "韶州市人民代表大会常务委员会", "", 50),
            Kind::LocalRegulation
        );
        assert_eq!(
            of(
                "韶州市科普规定",
                "韶州市人民政府",
                "韶州市人民政府令第12号",
                20
            ),
            Kind::Rule
        );
        assert_eq!(
            of(
                "韶州市科技创新券管理办法（试行）",
                "韶州市科学技术局",
                "韶州科〔2021〕7号",
                20
            ),
            Kind::NormativeDocument
        );
        assert_eq!(
            of(
                "韶州市科学技术局关于申报项目的通知",
                "韶州市科学技术局",
                "韶州科函〔2021〕7号",
                0
            ),
            Kind::Notice
        );
        assert_eq!(
            of(
                "韶州市科学技术局关于调整补助标准的通知",
                "韶州市科学技术局",
                "韶州科规字〔2021〕7号",
                0
            ),
            Kind::NormativeDocument
        );
        assert_eq!(
            of("韶州市促进科技创新若干措施", "韶州市人民政府", "", 0),
            Kind::Policy
        );
        assert_eq!(
            of(
                "韶州市科学技术局关于2021年度工作情况的报告",
                "韶州市科学技术局",
                "",
                0
            ),
            Kind::Report
        );
    }
}
