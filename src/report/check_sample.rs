//! A small invented corpus with findings, for the tests of the renderers and of decisions.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::check_view::CheckView;
use crate::check::decisions::{Ledger, judge};
use crate::check::finding::{Certainty, Finding, Related, Suggestion};
use crate::check::view::{CorpusView, ViewDocument};
use crate::index::entry::{DocCard, Role, doc_key};
use crate::law::model::{
    Citation, Clause, DocNumber, Document, Kind, Level, PartRole, Relation, Repeal, RepealKind,
    Status, StatusInterval,
};
use crate::text::span::CharSpan;

/// The day of the sample.
pub(crate) const TODAY: Date = date(2026, 11, 22);

fn clause(ordinal: u32, label: &str, text: &str) -> Clause {
    Clause {
        ordinal,
        label: label.to_owned(),
        level: Level::Article,
        path: Vec::new(),
        heading: None,
        text: format!("{label}　{text}"),
        lines: vec![ordinal * 2 + 3],
        page: None,
    }
}

fn numbered(text: &str) -> DocNumber {
    DocNumber {
        text: text.to_owned(),
        key: text.to_owned(),
    }
}

fn interval(
    from: Option<Date>,
    to: Option<Date>,
    status: Status,
    reason: Option<&str>,
) -> StatusInterval {
    StatusInterval {
        from,
        to,
        status,
        reason: reason.map(str::to_owned),
        by: None,
        certain: true,
    }
}

fn place(
    id: &str,
    path: &str,
    document: Document,
    intervals: Vec<StatusInterval>,
    role: Role,
) -> ViewDocument {
    let card = DocCard {
        id: id.to_owned(),
        key: doc_key(path, u32::from(document.part == PartRole::Notice)),
        path: path.to_owned(),
        position: u32::from(document.part == PartRole::Notice),
        role,
        intervals,
        text_hash: crate::check::facts::text_hash(&document),
        ..DocCard::default()
    };
    let (card, facts, clauses) = crate::index::entry::split(document, card);
    let document = crate::index::entry::join(&card, facts, clauses);
    ViewDocument { card, document }
}

/// A citation in the first words of a clause.
pub(crate) fn cites(clause: u32, title: &str, articles: &[&str], relation: Relation) -> Citation {
    Citation {
        clause,
        line: None,
        span: CharSpan::new(0, title.chars().count() + 2),
        text: format!("《{title}》{}", articles.concat()),
        title: Some(title.to_owned()),
        number: None,
        articles: articles.iter().map(|&article| article.to_owned()).collect(),
        paragraph: None,
        item: None,
        relation,
        nested: false,
    }
}

/// The corpus: a repealed rule with its notice, its successor, a trial rule, a draft and a law.
pub(crate) fn corpus() -> CorpusView {
    let bureau = Some("韶州市科学技术局".to_owned());
    let old = Document {
        kind: Kind::NormativeDocument,
        title: Some("韶州市科技企业孵化载体管理办法".to_owned()),
        number: Some(numbered("韶州科〔2018〕5号")),
        unified_number: Some("SZGS-2018-3".to_owned()),
        issuer: bureau.clone(),
        dated: Some(date(2018, 2, 9)),
        effective: Some(date(2018, 3, 1)),
        expires: Some(date(2023, 2, 28)),
        clauses: vec![
            clause(
                0,
                "第一条",
                "为规范孵化载体管理，根据《中华人民共和国合同法》等规定，制定本办法。",
            ),
            clause(1, "第二条", "市工商局负责孵化载体的登记。"),
            clause(2, "第三条", "本办法自2018年3月1日起施行，有效期5年。"),
        ],
        citations: vec![cites(0, "中华人民共和国合同法", &[], Relation::Basis)],
        ..Document::default()
    };
    let notice = Document {
        part: PartRole::Notice,
        kind: Kind::Notice,
        title: Some("韶州市科学技术局关于印发《韶州市科技企业孵化载体管理办法》的通知".to_owned()),
        number: Some(numbered("韶州科〔2018〕5号")),
        issuer: bureau.clone(),
        dated: Some(date(2018, 2, 9)),
        clauses: vec![clause(0, "前言", "现印发给你们，请报送市工商局备案。")],
        ..Document::default()
    };
    let new = Document {
        kind: Kind::NormativeDocument,
        title: Some("韶州市科技企业孵化载体管理办法".to_owned()),
        number: Some(numbered("韶州科〔2023〕9号")),
        unified_number: Some("SZGS-2023-6".to_owned()),
        issuer: bureau.clone(),
        dated: Some(date(2023, 5, 15)),
        effective: Some(date(2023, 6, 1)),
        expires: Some(date(2027, 3, 31)),
        clauses: vec![
            clause(
                0,
                "第一条",
                "根据《中华人民共和国科学技术进步法》第三十二条，制定本办法。",
            ),
            clause(1, "第二条", "优先支持在本市注册的企业。"),
            clause(
                2,
                "第三条",
                "本办法自2023年6月1日起施行，《韶州市科技企业孵化载体管理办法》（韶州科〔2018〕5号）同时废止。",
            ),
        ],
        citations: vec![
            cites(
                0,
                "中华人民共和国科学技术进步法",
                &["第三十二条"],
                Relation::Basis,
            ),
            cites(2, "韶州市科技企业孵化载体管理办法", &[], Relation::Repeal),
        ],
        repeals: vec![Repeal {
            clause: 2,
            line: Some(7),
            sentence: "《韶州市科技企业孵化载体管理办法》（韶州科〔2018〕5号）同时废止".to_owned(),
            kind: RepealKind::Whole,
            title: Some("韶州市科技企业孵化载体管理办法".to_owned()),
            number: Some("韶州科〔2018〕5号".to_owned()),
            date: None,
            articles: Vec::new(),
            effective: Some(date(2023, 6, 1)),
            issuer: None,
            operative: true,
        }],
        ..Document::default()
    };
    let trial = Document {
        kind: Kind::NormativeDocument,
        title: Some("韶州市科技创新券实施细则（试行）".to_owned()),
        number: Some(numbered("韶州科〔2021〕12号")),
        issuer: bureau.clone(),
        dated: Some(date(2021, 4, 20)),
        effective: Some(date(2021, 5, 1)),
        clauses: vec![
            clause(
                0,
                "第一条",
                "根据《中华人民共和国合同法》和《韶州市科技企业孵化载体管理办法》第二条，制定本细则。",
            ),
            clause(1, "第二条", "创新券由市工商局核验，到2025年发放500万元。"),
        ],
        citations: vec![
            cites(0, "中华人民共和国合同法", &[], Relation::Basis),
            cites(
                0,
                "韶州市科技企业孵化载体管理办法",
                &["第二条"],
                Relation::Basis,
            ),
        ],
        ..Document::default()
    };
    let draft = Document {
        kind: Kind::NormativeDocument,
        draft: true,
        title: Some("韶州市科技特派员管理办法（征求意见稿）".to_owned()),
        issuer: bureau,
        clauses: vec![clause(0, "第一条", "为规范科技特派员管理，制定本办法。")],
        ..Document::default()
    };
    let law = Document {
        kind: Kind::Law,
        title: Some("中华人民共和国科学技术进步法".to_owned()),
        issuer: Some("全国人民代表大会常务委员会".to_owned()),
        effective: Some(date(2022, 1, 1)),
        clauses: vec![clause(0, "第三十二条", "国家支持科技企业孵化。")],
        ..Document::default()
    };
    let dead = vec![
        interval(None, Some(date(2018, 2, 28)), Status::NotYetEffective, None),
        interval(
            Some(date(2018, 3, 1)),
            Some(date(2023, 2, 28)),
            Status::InForce,
            None,
        ),
        interval(
            Some(date(2023, 3, 1)),
            Some(date(2023, 5, 31)),
            Status::Expired,
            Some("有效期5年，2023-02-28 届满"),
        ),
        interval(
            Some(date(2023, 6, 1)),
            None,
            Status::Repealed,
            Some("被《韶州市科技企业孵化载体管理办法》（韶州科〔2023〕9号）废止"),
        ),
    ];
    let alive = |from| vec![interval(Some(from), None, Status::InForce, None)];
    let mut documents = vec![
        place(
            "aa0000000001",
            "规范性文件/孵化载体2018.md",
            old,
            dead.clone(),
            Role::Own,
        ),
        place(
            "aa0000000002",
            "规范性文件/孵化载体2018.md",
            notice,
            dead,
            Role::Own,
        ),
        place(
            "aa0000000003",
            "规范性文件/孵化载体2023.md",
            new,
            alive(date(2023, 6, 1)),
            Role::Own,
        ),
        place(
            "aa0000000004",
            "规范性文件/创新券.md",
            trial,
            alive(date(2021, 5, 1)),
            Role::Own,
        ),
        place(
            "aa0000000005",
            "征求意见稿/特派员.md",
            draft,
            Vec::new(),
            Role::Own,
        ),
        place(
            "aa0000000006",
            "法律/科学技术进步法.md",
            law,
            alive(date(2022, 1, 1)),
            Role::Reference,
        ),
    ];
    documents[0].card.wrapper = Some(documents[1].card.key);
    CorpusView { documents }
}

/// Key as the rules make it: rule, work, version, evidence, target; never the path.
pub(crate) fn key(corpus: &CorpusView, finding: &Finding) -> String {
    let card = &corpus.documents[finding.document].card;
    let parts = [
        finding.rule,
        card.title.as_deref().unwrap_or_default(),
        card.number.as_ref().map_or("", |number| &number.key),
        &finding.quote,
        finding.term.as_deref().unwrap_or_default(),
    ];
    format!(
        "{}:{}",
        finding.rule,
        &blake3::hash(parts.join("\0").as_bytes()).to_hex()[..16]
    )
}

#[expect(
    clippy::too_many_arguments,
    reason = "a table of findings reads best a row each"
)]
fn finding(
    rule: &'static str,
    certainty: Certainty,
    document: usize,
    clause: u32,
    quote: &str,
    term: Option<&str>,
    message: &str,
    basis: &str,
    suggestion: Suggestion,
    related: Option<Related>,
) -> Finding {
    Finding {
        rule,
        certainty,
        document,
        clause: Some(clause),
        line: Some(clause * 2 + 3),
        quote: quote.to_owned(),
        term: term.map(str::to_owned),
        message: message.to_owned(),
        basis: basis.to_owned(),
        related,
        suggestion,
        verified: rule != "trial-overdue",
        key: String::new(),
    }
}

/// The findings of the sample.
pub(crate) fn findings(corpus: &CorpusView) -> Vec<Finding> {
    let law = |title: &str, effective| Related {
        title: title.to_owned(),
        number: None,
        path: None,
        effective: Some(effective),
    };
    let mut findings = vec![
        finding(
            "expired",
            Certainty::Certain,
            0,
            2,
            "自2018年3月1日起施行，有效期5年",
            None,
            "有效期于 2023-02-28 届满",
            "文件自身的有效期条款",
            Suggestion::Lapse,
            None,
        ),
        finding(
            "repealed",
            Certainty::Certain,
            0,
            2,
            "《韶州市科技企业孵化载体管理办法》（韶州科〔2018〕5号）同时废止",
            Some("韶州市科技企业孵化载体管理办法"),
            "已被新办法明文废止",
            "废止条款原文",
            Suggestion::Repeal,
            Some(Related {
                title: "韶州市科技企业孵化载体管理办法".to_owned(),
                number: Some("韶州科〔2023〕9号".to_owned()),
                path: Some("规范性文件/孵化载体2023.md".to_owned()),
                effective: Some(date(2023, 6, 1)),
            }),
        ),
        finding(
            "stale-body",
            Certainty::Probable,
            1,
            0,
            "请报送市工商局备案",
            Some("市工商局"),
            "“市工商局”已并入市场监督管理局",
            "机构改革",
            Suggestion::Amend,
            None,
        ),
        finding(
            "basis-repealed",
            Certainty::Probable,
            3,
            0,
            "根据《中华人民共和国合同法》",
            Some("中华人民共和国合同法"),
            "制定依据《中华人民共和国合同法》已废止，由《中华人民共和国民法典》取代",
            "民法典第一千二百六十条",
            Suggestion::Amend,
            Some(law("中华人民共和国民法典", date(2021, 1, 1))),
        ),
        finding(
            "trial-overdue",
            Certainty::Probable,
            3,
            1,
            "韶州市科技创新券实施细则（试行）",
            None,
            "试行已超过3年，未见期限或转正",
            "规范性文件管理规定关于试行期限的规定",
            Suggestion::Review,
            None,
        ),
        finding(
            "past-deadline",
            Certainty::Hint,
            3,
            1,
            "到2025年发放500万元",
            None,
            "所定目标年份已过",
            "条文自身的期限",
            Suggestion::Review,
            None,
        ),
        finding(
            "fair-competition",
            Certainty::Hint,
            2,
            1,
            "优先支持在本市注册的企业",
            Some("本市注册"),
            "可能以注册地区别对待经营者",
            "公平竞争审查条例",
            Suggestion::Review,
            None,
        ),
    ];
    for finding in &mut findings {
        finding.key = key(corpus, finding);
    }
    findings
}

/// Names of the rules in the sample.
pub(crate) fn rule_names() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        ("expired", "有效期已届满"),
        ("repealed", "已被废止"),
        ("stale-body", "机构名称过时"),
        ("basis-repealed", "制定依据已废止"),
        ("trial-overdue", "试行超期"),
        ("past-deadline", "目标期限已过"),
        ("fair-competition", "公平竞争审查"),
    ])
}

/// The view of a first round.
pub(crate) fn first_round(corpus: &CorpusView) -> CheckView<'_> {
    round(corpus, findings(corpus), &Ledger::default(), false)
}

/// The view of a round over the sample's own documents.
pub(crate) fn round<'a>(
    corpus: &'a CorpusView,
    findings: Vec<Finding>,
    ledger: &Ledger,
    compared: bool,
) -> CheckView<'a> {
    let round = judge(findings, corpus, ledger, |_| true);
    CheckView::new(
        TODAY,
        corpus,
        vec![0, 1, 2, 3, 4],
        round,
        compared,
        rule_names(),
    )
}

/// A ledger in which the first finding is decided, the third was changed since, and one has lapsed.
pub(crate) fn ledger(corpus: &CorpusView) -> Ledger {
    let findings = findings(corpus);
    let mut text = format!(
        "[[decision]]\nkey = \"{}\"\nverdict = \"失效\"\nreason = \"期限已过，无需延续\"\nby = \"张三\"\non = 2026-05-06\n",
        findings[0].key
    );
    text.push_str(
        "[[decision]]\nkey = \"stale-body:0\"\nverdict = \"修改\"\nby = \"张三\"\nrule = \"stale-body\"\ndocument = \"aa0000000002\"\nquote = \"请报送市工商局核准\"\nterm = \"市工商局\"\n",
    );
    text.push_str(
        "[[decision]]\nkey = \"broken-reference:1\"\nverdict = \"修改\"\nreason = \"已在修订\"\nrule = \"broken-reference\"\ndocument = \"aa0000000003\"\ntitle = \"韶州市科技企业孵化载体管理办法\"\nnumber = \"韶州科〔2023〕9号\"\nmessage = \"所引第九条不存在\"\n",
    );
    Ledger::from_toml(&text).expect("well-formed")
}
