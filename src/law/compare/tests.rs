//! Versions of one document.

use super::*;

fn document(articles: &[(&str, &str)]) -> Document {
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
            lines: vec![at as u32 + 1],
            page: None,
        })
        .collect();
    Document {
        title: Some("韶州市创新券管理办法".to_owned()),
        clauses,
        ..Document::default()
    }
}

const PURPOSE: &str = "为规范创新券管理，提高财政资金使用效益，制定本办法。";
const SCOPE: &str = "本办法所称创新券，是指市财政安排的用于购买科技服务的凭证。";
const AMOUNT: &str = "每家企业每年申领创新券不超过20万元，兑付比例不超过百分之五十。";
const REVIEW: &str = "市科学技术局应当自受理之日起二十个工作日内完成审核。";
const DUTY: &str = "申领单位应当对材料的真实性负责，不得转让、买卖创新券。";
const EFFECT: &str = "本办法自2021年7月1日起施行，有效期5年。";

type Row = (Option<usize>, Option<usize>, Change, bool, bool);

fn rows(comparison: &Comparison) -> Vec<Row> {
    comparison
        .clauses
        .iter()
        .map(|pair| (pair.old, pair.new, pair.change, pair.renumbered, pair.moved))
        .collect()
}

#[test]
fn an_inserted_article_renumbers_what_follows() {
    let old = document(&[
        ("第一条", PURPOSE),
        ("第二条", SCOPE),
        ("第三条", AMOUNT),
        ("第四条", EFFECT),
    ]);
    let new = document(&[
        ("第一条", PURPOSE),
        ("第二条", SCOPE),
        ("第三条", REVIEW),
        ("第四条", AMOUNT),
        ("第五条", EFFECT),
    ]);
    let comparison = compare(&old, &new);
    assert_eq!(
        rows(&comparison),
        [
            (Some(0), Some(0), Change::Same, false, false),
            (Some(1), Some(1), Change::Same, false, false),
            (None, Some(2), Change::Added, false, false),
            (Some(2), Some(3), Change::Same, true, false),
            (Some(3), Some(4), Change::Same, true, false),
        ]
    );
    let counts = comparison.counts();
    assert_eq!((counts.same, counts.added, counts.renumbered), (4, 1, 2));
}

#[test]
fn renumbered_and_changed_articles_find_each_other() {
    let changed = AMOUNT.replace("20万元", "30万元");
    let old = document(&[("第一条", PURPOSE), ("第二条", AMOUNT), ("第三条", DUTY)]);
    let new = document(&[
        ("第一条", PURPOSE),
        ("第二条", REVIEW),
        ("第三条", &changed),
        ("第四条", DUTY),
    ]);
    let comparison = compare(&old, &new);
    let pair = comparison
        .clauses
        .iter()
        .find(|pair| pair.old == Some(1))
        .expect("matched");
    assert_eq!(
        (pair.new, pair.change, pair.renumbered),
        (Some(2), Change::Modified, true)
    );
    let changes: Vec<(Op, &str)> = pair
        .pieces
        .iter()
        .filter(|piece| piece.op != Op::Equal)
        .map(|piece| (piece.op, piece.text.as_str()))
        .collect();
    assert_eq!(changes, [(Op::Delete, "20"), (Op::Insert, "30")]);
}

#[test]
fn a_removed_article_stands_where_it_stood() {
    let old = document(&[("第一条", PURPOSE), ("第二条", SCOPE), ("第三条", DUTY)]);
    let new = document(&[("第一条", PURPOSE), ("第二条", DUTY)]);
    assert_eq!(
        rows(&compare(&old, &new)),
        [
            (Some(0), Some(0), Change::Same, false, false),
            (Some(1), None, Change::Removed, false, false),
            (Some(2), Some(1), Change::Same, true, false),
        ]
    );
}

#[test]
fn articles_that_change_places_have_moved() {
    let old = document(&[
        ("第一条", PURPOSE),
        ("第二条", DUTY),
        ("第三条", AMOUNT),
        ("第四条", REVIEW),
    ]);
    let new = document(&[
        ("第一条", PURPOSE),
        ("第二条", AMOUNT),
        ("第三条", REVIEW),
        ("第四条", DUTY),
    ]);
    let comparison = compare(&old, &new);
    let pair = comparison
        .clauses
        .iter()
        .find(|pair| pair.old == Some(1))
        .expect("matched");
    assert_eq!(
        (pair.new, pair.moved, pair.change),
        (Some(3), true, Change::Same)
    );
}

#[test]
fn width_and_blanks_are_no_change() {
    let old = document(&[("第一条", "给予 20 万元(含)补助。")]);
    let new = document(&[("第1条", "给予２０万元（含）补助。")]);
    let comparison = compare(&old, &new);
    assert!(comparison.same_words(), "{comparison:?}");
}

#[test]
fn facts_that_differ_are_named() {
    let mut old = document(&[("第一条", EFFECT)]);
    let mut new = old.clone();
    old.expires = Some(jiff::civil::date(2026, 6, 30));
    new.expires = Some(jiff::civil::date(2028, 6, 30));
    assert_eq!(
        compare(&old, &new).facts,
        [FactChange {
            field: "expires",
            old: Some("2026-06-30".to_owned()),
            new: Some("2028-06-30".to_owned())
        }]
    );
}

#[test]
fn large_versions_are_compared_in_time() {
    let texts: Vec<String> = (0..3000)
        .map(|at| {
            format!(
                "第{at}类项目由第{}处负责受理和审核，期限为{}日。",
                at % 17,
                at % 60
            )
        })
        .collect();
    let labels: Vec<String> = (0..3001).map(|at| format!("第{at}条")).collect();
    let old: Vec<(&str, &str)> = labels
        .iter()
        .zip(&texts)
        .map(|(label, text)| (label.as_str(), text.as_str()))
        .collect();
    let changed: Vec<String> = texts
        .iter()
        .map(|text| text.replace("受理", "接收"))
        .collect();
    let new: Vec<(&str, &str)> = labels
        .iter()
        .zip(&changed)
        .map(|(label, text)| (label.as_str(), text.as_str()))
        .collect();
    let comparison = compare(&document(&old), &document(&new));
    assert!(
        comparison.counts().modified >= 2900,
        "{:?}",
        comparison.counts()
    );
}
