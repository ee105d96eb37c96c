//! Ways of asking: incomplete numbers, wrong characters, pinyin, amounts, nearness, filters, questions about
//! a document's life.

use std::sync::LazyLock;

use serde_json::Value;

use crate::common::Place;

static SAMPLES: LazyLock<Place> = LazyLock::new(|| {
    let place = Place::with_samples();
    place.run(&["index"]);
    place
});

fn search(args: &[&str]) -> Value {
    let mut all = vec!["search"];
    all.extend(args);
    SAMPLES.json(&all)
}

fn numbers(answer: &Value) -> Vec<&str> {
    answer["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .filter_map(|hit| hit["document"]["number"].as_str())
        .collect()
}

fn notes(answer: &Value) -> String {
    answer["notes"].to_string()
}

#[test]
fn a_number_in_part_finds_the_document_then_its_neighbours() {
    let whole = search(&["韶州科〔2021〕34号"]);
    let wanted = numbers(&whole)[0].to_owned();
    for query in [
        "韶州科2021 34",
        "韶州科 2021 34",
        "韶州科2021年34号",
        "34号",
        "第34号",
    ] {
        let answer = search(&[query]);
        assert_eq!(
            numbers(&answer).first(),
            Some(&wanted.as_str()),
            "{query}: {}",
            notes(&answer)
        );
    }
    let near = search(&["韶州科2021 33"]);
    assert!(numbers(&near).contains(&wanted.as_str()), "{near}");
}

#[test]
fn what_is_spelt_in_letters_is_found() {
    for (query, meant) in [
        ("fuhuaqi", "孵化器"),
        ("fu hua qi", "孵化器"),
        ("gxjsqy", "高新技术企业"),
        ("fuhuaqi rending", "孵化器 认定"),
    ] {
        let answer = search(&[query]);
        assert!(answer["total"].as_u64() > Some(0), "{query}: {answer}");
        let suggested = answer["suggestions"][0].as_str().unwrap_or_default();
        assert_eq!(
            suggested.replace(' ', ""),
            meant.replace(' ', ""),
            "{query}"
        );
    }
}

#[test]
fn wrong_characters_are_noticed() {
    for (query, meant) in [
        ("高新计数企业", "高新技术企业"),
        ("官理办法", "管理办法"),
        ("科技企业孵化 载体 官理办法", "管理办法"),
    ] {
        let answer = search(&[query]);
        let suggested = answer["suggestions"][0].as_str().unwrap_or_default();
        assert!(suggested.contains(meant), "{query}: {}", notes(&answer));
    }
    for query in ["孵化器 认定条件", "高新技术企业 奖励", "揭榜挂帅 立项"] {
        assert_eq!(search(&[query])["suggestions"], Value::Null, "{query}");
    }
}

#[test]
fn only_what_was_typed_when_asked_for() {
    let answer = search(&["fuhuaqi", "--exact"]);
    assert_eq!(answer["total"], 0);
    assert_eq!(answer["suggestions"], Value::Null);
}

#[test]
fn amounts_in_other_forms() {
    for (typed, printed) in [("五千平方米", "5000平方米"), ("百分之三", "3%")] {
        let answer = search(&[typed]);
        let first = answer["hits"][0]["clause"]["text"]
            .as_str()
            .unwrap_or_default();
        assert!(
            first
                .replace([' ', '％'], "%")
                .contains(&printed.replace(' ', ""))
                || first.contains(printed)
                || first.contains(typed),
            "{typed}: {first}"
        );
    }
}

#[test]
fn words_that_stand_near_each_other() {
    let article = search(&["同条:孵化器、面积", "-n", "0"]);
    let sentence = search(&["同句:孵化器、面积", "-n", "0"]);
    let (article, sentence) = (
        article["total"].as_u64().expect("total"),
        sentence["total"].as_u64().expect("total"),
    );
    assert!(article > 0 && sentence <= article, "{article} {sentence}");
    let answer = search(&["同句:孵化器、面积", "-n", "0"]);
    for hit in answer["hits"].as_array().expect("hits") {
        let text = hit["clause"]["text"].as_str().expect("text");
        let together = text
            .split(['。', '\n'])
            .any(|sentence| sentence.contains("孵化器") && sentence.contains("面积"));
        assert!(together, "{text}");
    }
}

#[test]
fn filters_of_place_and_day() {
    let all = SAMPLES.json(&["list"])["total"].as_u64().expect("total");
    let here = SAMPLES.json(&["list", "--region", "韶州"])["total"]
        .as_u64()
        .expect("total");
    assert!(here > 0 && here <= all, "{here} of {all}");
    let elsewhere = SAMPLES.json(&["list", "--region", "全国"]);
    assert_eq!(elsewhere["total"], 0, "all samples are those of a city");
    let recent = SAMPLES.json(&["list", "--published", "2021-01..2021-12-31"]);
    for document in recent["documents"].as_array().expect("documents") {
        let day = document["published"]
            .as_str()
            .or(document["effective"].as_str())
            .unwrap_or("2021");
        assert!(day.starts_with("202"), "{document}");
    }
    assert!(recent["total"].as_u64() > Some(0));
    let output = SAMPLES.run(&["list", "--expires", "昨天"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_page_is_the_same_whether_all_is_gathered_or_the_best() {
    for query in [
        &["状态:现行有效"][..],
        &["不含:孵化器"],
        &["机关:科技局"],
        &["“的”"],
        &["孵化器", "认定", "条件"],
        &[
            "申请", "科技", "计划", "项目", "应当", "提交", "哪些", "材料",
        ],
    ] {
        for page in [&[][..], &["--offset", "3"], &["-n", "50", "--offset", "20"]] {
            let best = search(&[query, page].concat());
            let all = search(&[query, page, &["--facets"]].concat());
            assert!(best["total"].as_u64() > Some(0), "{query:?}");
            assert_eq!(best["total"], all["total"], "{query:?}");
            assert_eq!(best["hits"], all["hits"], "{query:?} {page:?}");
        }
    }
}

#[test]
fn counts_cover_the_whole_result() {
    let answer = search(&["孵化器", "--facets", "-n", "1"]);
    let facets = &answer["facets"];
    for name in ["kind", "status", "year"] {
        let sum: u64 = facets[name]
            .as_array()
            .expect("counts")
            .iter()
            .filter_map(|count| count["clauses"].as_u64())
            .sum();
        assert_eq!(Some(sum), answer["total"].as_u64(), "{name}");
    }
}

#[test]
fn questions_about_a_documents_life() {
    let answer = search(&["韶州市科技企业孵化载体管理办法 过期了没有"]);
    assert!(
        notes(&answer).contains("有效期至") || notes(&answer).contains("已"),
        "{}",
        notes(&answer)
    );
    let answer = search(&["哪些文件今年到期"]);
    for hit in answer["hits"].as_array().expect("hits") {
        let last = hit["document"]["expires"].as_str().expect("a last day");
        assert!(last.starts_with("2026"), "{last}");
    }
    assert!(notes(&answer).contains("届满"), "{}", notes(&answer));
}

#[test]
fn an_extended_term_is_the_last_day_everywhere() {
    const LAST: &str = "2027-06-30";
    const SOURCE: &str = "由《韶州市科学技术局关于延长《韶州市技术合同认定登记奖补办法》有效期的通知》（韶州科〔2025〕12号）延长";
    let wanted = "韶州市技术合同认定登记奖补办法";
    let answer = search(&["技术合同认定登记奖补办法过期了没有"]);
    assert_eq!(answer["hits"][0]["document"]["expires"], LAST, "{answer}");
    assert_eq!(answer["hits"][0]["document"]["expires_source"], SOURCE);
    assert!(notes(&answer).contains(&format!("有效期至 {LAST}，{SOURCE}")));
    let asked = search(&["明年有哪些文件到期"]);
    assert!(titles(&asked).contains(&wanted), "{asked}");
    for (year, there) in [("2027", true), ("2025", false)] {
        let list = SAMPLES.json(&["list", "--expires", year]);
        let documents = list["documents"].as_array().expect("documents");
        assert_eq!(
            documents.iter().any(|document| document["title"] == wanted),
            there,
            "{year}"
        );
    }
    let shown = SAMPLES.run(&["show", wanted, "--color", "never"]);
    let shown = String::from_utf8_lossy(&shown.stdout).replace('\n', "");
    assert!(
        shown.contains(&format!("有效至（{LAST}）依据：{SOURCE}")),
        "{shown}"
    );
    assert!(shown.contains("原定有效至（2025-06-30）依据"), "{shown}");
    for format in ["text", "md", "tsv"] {
        let list = SAMPLES.run(&["list", "--title", wanted, "--format", format]);
        let list = String::from_utf8_lossy(&list.stdout).into_owned();
        assert!(
            list.contains(LAST) && !list.contains("2025-06-30"),
            "{list}"
        );
    }
}

fn titles(answer: &Value) -> Vec<&str> {
    answer["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .filter_map(|hit| hit["document"]["title"].as_str())
        .collect()
}

#[test]
fn a_plan_whose_period_is_over_is_not_shown_as_in_force() {
    for (title, words) in [
        ("韶州市科技创新“十三五”规划", "2016—2020年"),
        ("韶州市提升研发投入三年行动方案", "2018—2020年"),
    ] {
        let list = SAMPLES.json(&["list", "--title", title]);
        let plan = &list["documents"][0];
        assert_eq!(plan["status"], "unknown", "{title}");
        assert_eq!(
            plan["status_reason"],
            format!("规划期（{words}）已过，是否仍在执行请核实")
        );
    }
    let running = SAMPLES.json(&["list", "--title", "（2025—2027年）"]);
    assert_eq!(running["documents"][0]["status"], "in_force");
}

#[test]
fn one_character_is_found_as_it_stands() {
    for word in ["孵", "券"] {
        let bare = search(&[word, "-n", "0"]);
        let quoted = search(&[&format!("“{word}”"), "-n", "0"]);
        assert!(quoted["total"].as_u64() > Some(10), "{quoted}");
        assert_eq!(bare["total"], quoted["total"], "{}", notes(&bare));
        assert!(notes(&bare).contains("按字面查找"), "{}", notes(&bare));
    }
    assert_eq!(search(&["骉"])["total"], 0);
    // Beside other words too, quoted or not.
    for query in ["科技 券", "科技 “券”"] {
        let answer = search(&[query]);
        assert!(answer["total"].as_u64() > Some(0), "{query}: {answer}");
        assert!(!notes(&answer).contains("没有出现"), "{}", notes(&answer));
    }
}

#[test]
fn an_abbreviation_finds_what_is_written_in_full() {
    let full = search(&["“高新技术企业”", "-n", "0"])["total"].as_u64();
    assert!(full > Some(30));
    for short in ["高企", "国高"] {
        let answer = search(&[short, "-n", "0"]);
        assert!(
            answer["total"].as_u64() >= full,
            "{short}: {}",
            answer["total"]
        );
        let text = answer["hits"][0]["clause"]["text"].to_string();
        assert!(text.contains("高新技术企业"), "{short}: {text}");
    }
}

#[test]
fn a_maker_is_found_by_its_short_name() {
    let count = |name: &str| SAMPLES.json(&["list", "--issuer", name])["total"].clone();
    let all = count("科学技术局");
    assert!(all.as_u64() > Some(10));
    for name in ["科技局", "市科技局", "韶州市科技局"] {
        assert_eq!(count(name), all, "{name}");
    }
    assert_eq!(count("省科技厅"), 0);
    assert_eq!(count("省科技局"), 0);
    assert!(search(&["标题:管理办法", "机关:市科技局"])["total"].as_u64() > Some(0));
}

#[test]
fn a_plain_question_keeps_its_key_word() {
    for query in [
        "创新券还能不能用？",
        "创新券 还能用吗",
        "创新券现在还能用吗",
    ] {
        let answer = search(&[query]);
        assert!(
            answer["total"].as_u64() > Some(10) && titles(&answer)[0].contains("创新券"),
            "{query}: {answer}"
        );
    }
    let answer = search(&["科研项目经费怎么报销"]);
    assert!(answer["total"].as_u64() > Some(0), "{}", notes(&answer));
    assert!(
        notes(&answer).contains("“报销”在索引中没有出现"),
        "{}",
        notes(&answer)
    );
    assert_eq!(search(&["量子孵化免税岛"])["total"], 0);
}

#[test]
fn a_number_that_does_not_exist_is_said_not_to() {
    for query in ["韶州科〔2021〕99号", "韶州科2021 99"] {
        let answer = search(&[query]);
        let said = notes(&answer);
        assert!(
            said.contains("索引中没有文号为 韶州科〔2021〕99号 的文件，也没有条文提到它"),
            "{said}"
        );
        assert!(
            !said.contains("只查") && !said.contains("以下是提到它的条文"),
            "{said}"
        );
        assert_eq!(numbers(&answer)[0], "韶州科〔2021〕44号", "{query}");
        assert!(
            numbers(&answer)
                .iter()
                .all(|number| number.starts_with("韶州科〔2021〕"))
        );
    }
    let none = search(&["韶州科〔1999〕99号"]);
    assert_eq!(none["total"], 0);
    assert!(!notes(&none).contains("最接近"));
}

#[test]
fn a_date_that_stands_in_for_publication_is_said_to() {
    let answer = search(&["孵化器", "公布:2021"]);
    assert!(answer["total"].as_u64() > Some(0));
    assert!(notes(&answer).contains("未写公布日期的文件，按成文日期筛选"));
}
