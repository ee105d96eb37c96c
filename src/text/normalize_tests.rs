use proptest::prelude::*;

use super::*;

fn text(original: &str) -> String {
    canonical(original).text
}

#[test]
fn plain_text_is_its_own_form() {
    let plain = canonical("本办法自公布之日起施行。");
    assert_eq!(plain.text, "本办法自公布之日起施行。");
    assert!(plain.runs.is_empty());
}

#[test]
fn widths_and_brackets() {
    assert_eq!(text("韶州科[2021]１２号"), "韶州科〔2021〕12号");
    assert_eq!(text("韶州科（2021）12 号"), "韶州科〔2021〕12号");
    assert_eq!(
        text("韶州科【2021】第12号（试行）"),
        "韶州科〔2021〕第12号（试行）"
    );
    assert_eq!(text("(一)建立台账"), "（一）建立台账");
    assert_eq!(text("㈠建立台账"), "（一）建立台账");
    assert_eq!(text("①建立台账"), "①建立台账");
}

#[test]
fn punctuation_beside_chinese() {
    assert_eq!(
        text("2021年,我局\"放管服\"改革"),
        "2021年，我局“放管服”改革"
    );
    assert_eq!(
        text("见 GB/T 1234:2020,共 1,000 元"),
        "见 GB/T 1234:2020，共1,000元"
    );
}

#[test]
fn blanks() {
    assert_eq!(text("2021 年度 法治政府"), "2021年度法治政府");
    assert_eq!(text("附　则"), "附则");
    assert_eq!(text("使用 AI 技术"), "使用 AI 技术");
    assert_eq!(text("名称\t 数量 \t备注"), "名称\t数量\t备注");
    assert_eq!(text("韶\u{200b}州\u{feff}市"), "韶州市");
}

#[test]
fn broken_lines_are_joined_and_paragraphs_kept() {
    let broken = "切实把思想和行动统一到党中央关于全面依法\n\n治国重大决策部署上来。\n第二段。";
    assert_eq!(
        text(broken),
        "切实把思想和行动统一到党中央关于全面依法治国重大决策部署上来。\n第二段。"
    );
    let list = "申报单位应当同时具备下列各项基本条件\n（一）在本市注册；\n（二）财务健全。";
    assert_eq!(text(list).lines().count(), 3);
    let headed = "二、年度推进法治政府建设的主要举措和成效\n我局开展了下列工作。";
    assert_eq!(text(headed).lines().count(), 2);
}

#[test]
fn traditional_text() {
    assert_eq!(
        text("規範性文件著作權隨著技術進步"),
        "规范性文件著作权随着技术进步"
    );
    assert_eq!(text("著作权与覆盖面"), "著作权与覆盖面");
}

#[test]
fn zeros_only_between_chinese_digits() {
    assert_eq!(text("二OO九年"), "二〇〇九年");
    assert_eq!(text("二○○四年一百零一条"), "二〇〇四年一百零一条");
    assert_eq!(text("OK系统"), "OK系统");
}

#[test]
fn inner_title_marks() {
    assert_eq!(
        text("《关于修改<韶州市养犬条例>的决定》"),
        "《关于修改〈韶州市养犬条例〉的决定》"
    );
    assert_eq!(text("a<b"), "a<b");
}

#[test]
fn dashes() {
    assert_eq!(text("HFGS—2017－9"), "HFGS-2017-9");
    assert_eq!(text("甲——乙"), "甲——乙");
}

#[test]
fn map_goes_both_ways() {
    let form = canonical("第 十 二 条  ㈠韶州");
    assert_eq!(form.text, "第十二条（一）韶州");
    assert_eq!(form.to_original(CharSpan::new(1, 3)), CharSpan::new(2, 5));
    assert_eq!(form.to_original(CharSpan::new(4, 7)), CharSpan::new(9, 10));
    assert_eq!(
        form.from_original(CharSpan::new(9, 10)),
        CharSpan::new(4, 7)
    );
    assert_eq!(form.from_original(CharSpan::new(1, 2)), CharSpan::new(1, 1));
    assert_eq!(
        form.from_original(CharSpan::new(10, 12)),
        CharSpan::new(7, 9)
    );
}

/// Text made of everything the passes look at.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "第",
        "十二",
        "条",
        "章",
        "一、",
        "（一）",
        "(1)",
        "㈠",
        "①",
        "附件",
        "本办法",
        "自",
        "年",
        "月",
        "规定的条件和申报程序的要求",
        "科技",
        "〔2021〕",
        "(2021)",
        "[2021]",
        "２０２１",
        "12",
        "3.5",
        "号",
        "，",
        "。",
        "、",
        "：",
        ",",
        ";",
        ":",
        "?",
        "!",
        "\"",
        "'",
        "“",
        "”",
        "《",
        "》",
        "<",
        ">",
        "＜",
        "〈",
        "〉",
        "—",
        "-",
        "–",
        "O",
        "〇",
        "○",
        "零",
        "二",
        "九",
        "隨著",
        "著作",
        "規範",
        "覆",
        "乾",
        "⽅",
        " ",
        "  ",
        "\u{3000}",
        "\u{3000}\u{3000}",
        "\n",
        "\n\n",
        "\t",
        "\u{200b}",
        "\r",
        "a",
        "AI",
        "b",
        "【",
        "】",
        "…",
        "·",
        "~",
        "%",
        "\u{a0}",
        "\u{2028}",
        "𠀀",
        "é",
        "Ж",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn canonical_of_canonical_is_itself(original in odd_text()) {
        let once = text(&original);
        prop_assert_eq!(text(&once), once);
    }

    #[test]
    fn a_part_has_the_literal_form_it_has_in_the_whole(original in odd_text(), from in 0usize..80, len in 1usize..20) {
        let whole = text(&original);
        let part: String = whole.chars().skip(from).take(len).collect();
        let part = part.trim_matches(|c| c == '\n' || c == '\t');
        let direct: String = literal_form(part).map(|p| p.0).collect();
        let again: String = literal_form(&text(part)).map(|p| p.0).collect();
        prop_assert_eq!(direct, again);
    }

    #[test]
    fn spans_map_back_to_where_they_came_from(original in odd_text(), from in 0usize..80, len in 1usize..9) {
        let form = canonical(&original);
        let count = form.text.chars().count();
        prop_assume!(count > 0);
        let start = from % count;
        let span = CharSpan::new(start, (start + len).min(count));
        let there = form.to_original(span);
        prop_assert!(there.end as usize <= original.chars().count());
        let back = form.from_original(there);
        prop_assert!(back.start <= span.start && back.end >= span.end, "{:?} {:?} {:?}", span, there, back);
        // At most the other parts of a character that was unfolded (㈠).
        prop_assert!(back.len() <= span.len() + 4);
    }

    #[test]
    fn any_text_at_all(original in "\\PC{0,60}") {
        let once = text(&original);
        prop_assert_eq!(text(&once), once);
    }
}
