//! Two invented versions of a document, for the tests of the renderers.

use jiff::civil::date;

use super::diff_view::{DiffView, Side};
use crate::law::compare::Comparison;
use crate::law::model::{Clause, DocNumber, Document, Kind, Level};

fn document(number: &str, articles: &[(&str, &str)]) -> Document {
    let clauses = articles
        .iter()
        .enumerate()
        .map(|(at, (label, text))| Clause {
            ordinal: at as u32,
            label: (*label).to_owned(),
            level: Level::Article,
            path: Vec::new(),
            heading: None,
            text: format!("{label}　{text}"),
            lines: vec![at as u32 * 2 + 1],
            page: None,
        })
        .collect();
    Document {
        kind: Kind::NormativeDocument,
        title: Some("韶州市科技创新券管理办法".to_owned()),
        number: Some(DocNumber {
            text: number.to_owned(),
            key: number.to_owned(),
        }),
        clauses,
        ..Document::default()
    }
}

/// The versions: an article inserted, an amount and a body changed, an article removed.
pub(crate) fn versions() -> (Document, Document) {
    let mut old = document(
        "韶州科〔2021〕12号",
        &[
            (
                "第一条",
                "为规范创新券管理，提高财政资金使用效益，制定本办法。",
            ),
            (
                "第二条",
                "每家企业每年申领创新券不超过20万元，兑付比例不超过百分之五十。企业应当通过科技业务管理平台提交申领材料，并对材料的真实性负责，不得弄虚作假。由市科技局会同市财政局审核。",
            ),
            (
                "第三条",
                "创新券不得转让、买卖，不得用于支付与科研无关的费用。",
            ),
            ("第四条", "科技特派员可以优先使用创新券。"),
            ("第五条", "本办法自2021年7月1日起施行，有效期5年。"),
        ],
    );
    let mut new = document(
        "韶州科〔2026〕8号",
        &[
            (
                "第一条",
                "为规范创新券管理，提高财政资金使用效益，制定本办法。",
            ),
            (
                "第二条",
                "市科学技术局应当自受理之日起二十个工作日内完成审核。",
            ),
            (
                "第三条",
                "每家企业每年申领创新券不超过30万元，兑付比例不超过百分之五十。企业应当通过科技业务管理平台提交申领材料，并对材料的真实性负责，不得弄虚作假。由市科学技术局会同市财政局审核。",
            ),
            (
                "第四条",
                "创新券不得转让、买卖，不得用于支付与科研无关的费用。",
            ),
            ("第五条", "本办法自2026年7月1日起施行，有效期5年。"),
        ],
    );
    old.effective = Some(date(2021, 7, 1));
    new.effective = Some(date(2026, 7, 1));
    (old, new)
}

/// The view of two documents.
pub(crate) fn view<'a>(
    old: &'a Document,
    new: &'a Document,
    comparison: &'a Comparison,
) -> DiffView<'a> {
    DiffView {
        old: Side {
            path: "规范性文件/创新券2021.md",
            id: Some("aa0000000001"),
            document: old,
        },
        new: Side {
            path: "规范性文件/创新券2026.md",
            id: Some("aa0000000002"),
            document: new,
        },
        comparison,
    }
}
