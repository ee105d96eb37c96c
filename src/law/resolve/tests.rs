//! Status over time, versions, ids and citations of a small invented corpus.

use jiff::civil::Date;

use super::facts::{ExtensionFact, RepealFact};
use super::*;
use crate::law::model::{Kind, PartRole, Status};

fn day(text: &str) -> Option<Date> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

/// A 办法 of 韶州市科学技术局.
fn rule(path: &str, title: &str, number: &str, dated: &str) -> DocFacts {
    DocFacts {
        path: path.into(),
        kind: Kind::NormativeDocument,
        title: Some(title.into()),
        number: (!number.is_empty()).then(|| number.into()),
        issuer: Some("韶州市科学技术局".into()),
        dated: day(dated),
        effective: day(dated),
        articles: 9,
        text_hash: format!("{path}{dated}"),
        sketch: vec![path.len() as u32, dated.len() as u32 + 7],
        ..DocFacts::default()
    }
}

fn repeal(title: &str, number: &str, effective: &str) -> RepealFact {
    RepealFact {
        title: (!title.is_empty()).then(|| title.into()),
        number: (!number.is_empty()).then(|| number.into()),
        effective: day(effective),
        whole: true,
        ..RepealFact::default()
    }
}

fn resolved(documents: &[DocFacts]) -> Vec<Resolved> {
    resolve(&documents.iter().collect::<Vec<_>>())
}

/// Status of a document on a day.
fn on(resolved: &Resolved, at: &str) -> Status {
    let at = day(at).unwrap();
    let hit = resolved
        .intervals
        .iter()
        .find(|i| i.from.is_none_or(|f| f <= at) && i.to.is_none_or(|t| at <= t));
    hit.expect("intervals have no gaps").status
}

#[test]
fn a_repeal_by_number() {
    let mut new = rule(
        "b.md",
        "韶州市科技小院新办法",
        "韶州科〔2021〕5号",
        "2021-06-01",
    );
    new.repeals = vec![repeal(
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2021-06-01",
    )];
    let old = rule(
        "a.md",
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    let found = resolved(&[old, new]);
    assert_eq!(on(&found[0], "2021-05-31"), Status::InForce);
    assert_eq!(on(&found[0], "2021-06-01"), Status::Repealed);
    assert_eq!(on(&found[0], "2016-02-29"), Status::NotYetEffective);
    let last = found[0].intervals.last().unwrap();
    assert_eq!(
        (last.by.as_deref(), last.certain),
        (Some(found[1].id.as_str()), true)
    );
    assert!(
        last.reason
            .as_deref()
            .unwrap()
            .contains("韶州市科技小院新办法")
    );
}

#[test]
fn a_new_version_that_names_the_old_one() {
    // The old and the new text share their title; the repeal means the old one only.
    let mut new = rule(
        "b.md",
        "韶州市科技小院办法",
        "韶州科〔2021〕5号",
        "2021-06-01",
    );
    new.repeals = vec![repeal(
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2021-06-01",
    )];
    let old = rule(
        "a.md",
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    let found = resolved(&[old, new]);
    assert_eq!(on(&found[0], "2022-01-01"), Status::Repealed);
    assert_eq!(on(&found[1], "2022-01-01"), Status::InForce);
    assert_eq!(found[0].work, found[1].work);
    assert_eq!(found[0].next, Some(1));
}

#[test]
fn titles_that_go_in_a_circle() {
    // 2014: 条例 ends the 办法 of 2004; 2024: a new 办法 of the old name ends the 条例.
    let mut middle = rule("b.md", "韶州市养犬条例", "", "2014-10-01");
    middle.repeals = vec![RepealFact {
        date: day("2004-10-22"),
        ..repeal("韶州市养犬办法", "", "2014-10-01")
    }];
    let mut new = rule("c.md", "韶州市养犬办法", "", "2025-01-01");
    new.repeals = vec![repeal("韶州市养犬条例", "", "2025-01-01")];
    let found = resolved(&[middle, new]);
    assert_eq!(on(&found[0], "2025-02-01"), Status::Repealed);
    assert_eq!(on(&found[1], "2025-02-01"), Status::InForce);
}

#[test]
fn another_place_has_its_own_rule() {
    let mut new = rule("b.md", "科技小院办法", "", "2021-06-01");
    new.repeals = vec![repeal("科技项目规定", "", "2021-06-01")];
    let mut other = rule("a.md", "科技项目规定", "", "2016-03-01");
    other.issuer = Some("云州市科学技术局".into());
    let found = resolved(&[other, new]);
    assert_eq!(on(&found[0], "2022-01-01"), Status::InForce);
}

#[test]
fn terms_end_and_are_extended() {
    let mut old = rule(
        "a.md",
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    old.expires = day("2021-02-28");
    let found = resolved(std::slice::from_ref(&old));
    assert_eq!(on(&found[0], "2021-02-28"), Status::InForce);
    assert_eq!(on(&found[0], "2021-03-01"), Status::Expired);
    let mut notice = rule(
        "b.md",
        "关于延长科技小院办法有效期的通知",
        "韶州科〔2021〕1号",
        "2021-01-15",
    );
    notice.extensions = vec![ExtensionFact {
        title: Some("韶州市科技小院办法".into()),
        number: Some("韶州科〔2016〕3号".into()),
        until: day("2023-02-28"),
        months: None,
    }];
    assert_eq!(found[0].moved, None);
    let mut longer = old.clone();
    longer.expires = day("2024-12-31");
    let found = resolved(&[longer, notice.clone()]);
    assert_eq!(found[0].moved, None, "its own term reaches further");
    let mut wrapper = rule(
        "a.md",
        "关于印发《韶州市科技小院办法》的通知",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    wrapper.part = PartRole::Notice;
    let mut issued = old.clone();
    issued.part = PartRole::Issued;
    let extended = Some(LastDay {
        day: day("2023-02-28").unwrap(),
        source: "由《关于延长科技小院办法有效期的通知》（韶州科〔2021〕1号）延长".to_owned(),
    });
    let found = resolved(&[issued, wrapper, notice.clone()]);
    assert_eq!((&found[0].moved, &found[1].moved), (&extended, &None));
    let found = resolved(&[old, notice]);
    assert_eq!(found[0].moved, extended);
    assert_eq!(on(&found[0], "2023-02-28"), Status::InForce);
    assert_eq!(on(&found[0], "2023-03-01"), Status::Expired);
}

#[test]
fn an_amended_law_is_certain_by_its_history() {
    let mut old = rule("a.md", "中华人民共和国韶石法", "", "2011-01-08");
    old.history = vec![day("2001-01-01").unwrap(), day("2011-01-08").unwrap()];
    let mut new = rule("b.md", "中华人民共和国韶石法", "", "2019-03-02");
    new.history = vec![
        day("2001-01-01").unwrap(),
        day("2011-01-08").unwrap(),
        day("2019-03-02").unwrap(),
    ];
    let found = resolved(&[old, new]);
    assert_eq!(on(&found[0], "2020-01-01"), Status::Amended);
    assert!(found[0].intervals.last().unwrap().certain);
    assert_eq!(on(&found[1], "2020-01-01"), Status::InForce);
}

#[test]
fn series_and_notices_are_no_versions() {
    let found = resolved(&[
        rule("a.md", "关于组织申报科技小院的通知", "", "2020-01-01"),
        rule("b.md", "关于组织申报科技小院的通知", "", "2021-01-01"),
        rule("c.md", "韶石法若干规定（一）", "", "2010-01-01"),
        rule("d.md", "韶石法若干规定（二）", "", "2012-01-01"),
    ]);
    assert!(found.iter().all(|r| on(r, "2024-01-01") == Status::InForce));
}

#[test]
fn a_joint_issue_is_a_version() {
    let old = rule("a.md", "韶州市科技小院办法", "", "2016-03-01");
    let mut new = rule("b.md", "韶州市科技小院办法", "", "2021-06-01");
    new.issuer = Some("韶州市科学技术局、韶州市财政局".into());
    let found = resolved(&[old, new]);
    assert_eq!(found[0].next, Some(1));
    assert_eq!(found[0].work, found[1].work);
}

#[test]
fn a_plan_whose_period_is_over_is_not_simply_in_force() {
    let mut plan = rule("a.md", "韶州市科技规划（2016—2020年）", "", "2016-03-01");
    plan.kind = Kind::Policy;
    plan.period = Some(crate::law::period::Period {
        words: "2016—2020年".into(),
        last: day("2020-12-31").unwrap(),
    });
    let found = resolved(std::slice::from_ref(&plan));
    assert_eq!(on(&found[0], "2020-12-31"), Status::InForce);
    assert_eq!(on(&found[0], "2021-01-01"), Status::Unknown);
    let reason = found[0].intervals.last().unwrap().reason.as_deref();
    assert_eq!(
        reason,
        Some("规划期（2016—2020年）已过，是否仍在执行请核实")
    );
    plan.expires = day("2025-12-31");
    let found = resolved(&[plan]);
    assert_eq!(on(&found[0], "2024-01-01"), Status::InForce, "its own term");
    assert_eq!(on(&found[0], "2026-01-01"), Status::Expired);
}

#[test]
fn copies_share_their_fate() {
    let mut copy = rule(
        "copy.md",
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    let original = rule(
        "a.md",
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    copy.text_hash.clone_from(&original.text_hash);
    let found = resolved(&[original, copy]);
    assert_eq!(found.iter().filter(|r| r.copy_of.is_some()).count(), 1);
    assert!(found.iter().all(|r| on(r, "2024-01-01") == Status::InForce));
    assert_ne!(found[0].id, found[1].id);
}

#[test]
fn drafts_are_never_in_force_and_end_nothing() {
    let mut draft = rule("b.md", "韶州市科技小院新办法", "", "2021-06-01");
    draft.draft = true;
    draft.repeals = vec![repeal("韶州市科技小院办法", "", "2021-06-01")];
    let old = rule("a.md", "韶州市科技小院办法", "", "2016-03-01");
    let found = resolved(&[old, draft]);
    assert_eq!(on(&found[0], "2022-01-01"), Status::InForce);
    assert_eq!(on(&found[1], "2022-01-01"), Status::Unknown);
}

#[test]
fn the_notice_shares_the_end_of_what_it_issues() {
    let issued = rule(
        "a.md",
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    let mut notice = rule(
        "a.md",
        "关于印发《韶州市科技小院办法》的通知",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    notice.part = PartRole::Notice;
    let mut new = rule(
        "b.md",
        "韶州市科技小院新办法",
        "韶州科〔2021〕5号",
        "2021-06-01",
    );
    new.repeals = vec![repeal(
        "关于印发〈韶州市科技小院办法〉的通知",
        "",
        "2021-06-01",
    )];
    let found = resolved(&[issued, notice, new]);
    assert_eq!(on(&found[0], "2022-01-01"), Status::Repealed);
    assert_eq!(on(&found[1], "2022-01-01"), Status::Repealed);
}

#[test]
fn the_answer_does_not_depend_on_the_order() {
    let mut new = rule(
        "b.md",
        "韶州市科技小院办法",
        "韶州科〔2021〕5号",
        "2021-06-01",
    );
    new.repeals = vec![repeal(
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2021-06-01",
    )];
    let documents = vec![
        rule(
            "a.md",
            "韶州市科技小院办法",
            "韶州科〔2016〕3号",
            "2016-03-01",
        ),
        new,
        rule(
            "c.md",
            "韶州市科技项目办法",
            "韶州科〔2018〕3号",
            "2018-03-01",
        ),
    ];
    let mut reversed = documents.clone();
    reversed.reverse();
    let (forward, mut backward) = (resolved(&documents), resolved(&reversed));
    backward.reverse();
    for (a, b) in forward.iter().zip(&backward) {
        assert_eq!((&a.id, &a.intervals), (&b.id, &b.intervals));
    }
}

#[test]
fn ids_do_not_follow_the_path() {
    let a = rule(
        "a.md",
        "韶州市科技小院办法",
        "韶州科〔2016〕3号",
        "2016-03-01",
    );
    let mut moved = a.clone();
    moved.path = "other/b.md".into();
    assert_eq!(
        resolved(std::slice::from_ref(&a))[0].id,
        resolved(&[moved])[0].id
    );
    assert_eq!(resolved(&[a])[0].id.len(), 12);
}

#[test]
fn citations_mean_a_work_of_the_same_place() {
    let mut law = rule("law.md", "中华人民共和国韶石法", "", "2019-01-01");
    law.issuer = Some("全国人民代表大会常务委员会".into());
    let mut other = rule("x.md", "科技项目规定", "", "2016-03-01");
    other.issuer = Some("云州市科学技术局".into());
    let own = rule("y.md", "科技项目规定", "韶州科〔2018〕3号", "2018-03-01");
    let documents = [law, other, own];
    let refs: Vec<&DocFacts> = documents.iter().collect();
    let resolver = CitationResolver::new(&refs);
    assert_eq!(
        resolver.resolve(Some("韶石法"), None, Some(2), &[]),
        Resolution::Resolved(0)
    );
    assert_eq!(
        resolver.resolve(Some("科技项目规定"), None, Some(2), &[]),
        Resolution::Resolved(2)
    );
    assert_eq!(
        resolver.resolve(Some("科技项目规定"), None, None, &[]),
        Resolution::Ambiguous(vec![1, 2])
    );
    assert_eq!(
        resolver.resolve(None, Some("韶州科〔2018〕3号"), None, &[]),
        Resolution::Resolved(2)
    );
    assert_eq!(
        resolver.resolve(Some("无此办法"), None, None, &[]),
        Resolution::NotInCorpus
    );
    let short = [("规定".to_owned(), "科技项目规定".to_owned())];
    assert_eq!(
        resolver.resolve(Some("规定"), None, Some(2), &short),
        Resolution::Resolved(2)
    );
}

#[test]
fn a_large_corpus_stays_fast() {
    let mut documents = Vec::new();
    for i in 0..8_000 {
        let mut document = rule(
            &format!("{i}.md"),
            &format!("韶州市第{i}号办法"),
            &format!("韶州科〔2016〕{i}号"),
            "2016-03-01",
        );
        document.repeals = vec![repeal(
            &format!("韶州市第{}号办法", i + 1),
            "",
            "2017-01-01",
        )];
        documents.push(document);
    }
    assert_eq!(resolved(&documents).len(), 8_000);
}
