//! Every variant of DOMAIN §1, and what only looks like a number.

use proptest::prelude::*;

use super::*;

fn keys(text: &str) -> Vec<String> {
    find_numbers(text).into_iter().map(|(_, n)| n.key).collect()
}

#[test]
fn every_variant_has_one_key() {
    for (text, key) in [
        ("韶州科〔2021〕34号", "韶州科〔2021〕34号"),
        ("韶州科[2021]34号", "韶州科〔2021〕34号"),
        ("韶州科［2021］34号", "韶州科〔2021〕34号"),
        ("韶州科(2021)34号", "韶州科〔2021〕34号"),
        ("韶州科（2021）34号", "韶州科〔2021〕34号"),
        ("韶州科【2021】34号", "韶州科〔2021〕34号"),
        ("韶州科﹝2021﹞34号", "韶州科〔2021〕34号"),
        ("韶州科〔2021〕第034号", "韶州科〔2021〕34号"),
        ("韶州科〔2021〕 34 号", "韶州科〔2021〕34号"),
        ("韶州科 〔 2021 〕34号", "韶州科〔2021〕34号"),
        ("韶州科〔２０２１〕３４号", "韶州科〔2021〕34号"),
        ("韶州科[2021)34号", "韶州科〔2021〕34号"),
        ("韶州科规范字〔2022〕12号", "韶州科规范字〔2022〕12号"),
        ("国务院令第796号", "国务院令第796号"),
        ("中华人民共和国国务院令第796号", "国务院令第796号"),
        ("国务院令 第 796 号", "国务院令第796号"),
        ("韶州市人民政府令\n第179号", "韶州市人民政府令第179号"),
        ("公安部第69号令", "公安部令第69号"),
        ("主席令第七十三号", "主席令第73号"),
        (
            "对外贸易经济合作部令2002年第10号",
            "对外贸易经济合作部令2002年第10号",
        ),
        ("海关总署公告2014年第30号", "海关总署公告2014年第30号"),
        ("法（研）发〔1987〕32号", "法（研）发〔1987〕32号"),
        ("法(研)发[1987]32号", "法（研）发〔1987〕32号"),
        ("国办发(85)49号", "国办发〔1985〕49号"),
        ("〔1989〕法民字第5号", "〔1989〕法民字5号"),
        ("令第553号", "令第553号"),
    ] {
        assert_eq!(
            parse_number(text).map(|n| n.key).as_deref(),
            Some(key),
            "{text}"
        );
    }
}

#[test]
fn finds_the_code_in_running_text() {
    assert_eq!(
        keys("根据国办发〔2018〕37号和粤府〔2023〕67号的要求"),
        ["国办发〔2018〕37号", "粤府〔2023〕67号"]
    );
    assert_eq!(keys("我院法〔1998〕86号通知印发的"), ["法〔1998〕86号"]);
    assert_eq!(
        keys("《韶州市办法》（韶州科〔2018〕5号）同时废止"),
        ["韶州科〔2018〕5号"]
    );
    assert_eq!(
        keys("原国家工商行政管理总局令第71号公布的"),
        ["国家工商行政管理总局令第71号"]
    );
    assert_eq!(
        keys("（公安部令第102号）和（公安部令第124号）"),
        ["公安部令第102号", "公安部令第124号"]
    );
    assert_eq!(
        keys("2009年4月13日中华人民共和国国务院令第553号公布"),
        ["国务院令第553号"]
    );
}

#[test]
fn other_brackets_are_no_numbers() {
    assert!(keys("规划（2021）年，第12号令人满意，责令第3号窗口，（二〇二一）").is_empty());
}

#[test]
fn unified_numbers_have_one_form() {
    let all = |text| {
        find_unified_numbers(text)
            .into_iter()
            .map(|(_, n)| n)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        all("HFGS—2017—9，HFGS-2022-7 YYCR－2020－05001"),
        ["HFGS-2017-9", "HFGS-2022-7", "YYCR-2020-05001"]
    );
    assert_eq!(all("规范性文件编号：GZ0320190096"), ["GZ0320190096"]);
    assert!(all("GB/T 9704—2012 ISO-9001 A-2021-1").is_empty());
}

#[test]
fn spans_cover_the_number() {
    let text = "关于《办法》（韶州科〔2018〕5号）的";
    let (span, number) = find_numbers(text).remove(0);
    assert_eq!(span.slice(text), "韶州科〔2018〕5号");
    assert_eq!(number.text, "韶州科〔2018〕5号");
}

proptest! {
    #[test]
    fn never_panics(text in "[令公告通第号年〔〕（）()\\[\\]0-9一二十字发法院 \nA-Z—\\-]{0,60}") {
        for n in find_bytes(&text) {
            prop_assert!(text.get(n.start..n.end).is_some());
        }
        let _ = find_unified_numbers(&text);
    }
}
