//! What keys do.

use super::sample::{at_desk, index};
use crate::browse::action::Focus;
use crate::browse::effect::Effect;
use crate::browse::key::{Code, Input, Key};

const SIZE: (u16, u16) = (80, 24);

#[test]
fn every_key_searches_and_keys_that_come_together_once() {
    let reader = index();
    at_desk(&reader, SIZE, false, "", |desk| {
        assert!(desk.state.found.hits.is_empty());
        desk.type_in("孵");
        assert_eq!(desk.state.found.query, "孵");
        desk.type_in("化面积");
        assert!(desk.state.found.total > 0);
        assert_eq!(desk.state.found.query, "孵化面积");
        desk.feed([
            Input::Paste(" 不低于\n".to_owned()),
            Input::Key(Key::plain(Code::Char('5'))),
        ]);
        assert_eq!(desk.state.found.query, "孵化面积 不低于5");
        desk.code(Code::Esc);
        assert!(desk.state.query.is_empty() && desk.state.reading.is_none());
    });
}

#[test]
fn a_citation_leads_there_and_back() {
    let reader = index();
    at_desk(&reader, SIZE, false, "众创空间", |desk| {
        desk.code(Code::Enter);
        assert_eq!(desk.state.focus, Focus::Text);
        desk.type_in("p");
        desk.type_in("c");
        desk.code(Code::Enter);
        let text = desk.text();
        assert!(text.contains("国家支持科技企业孵化器"), "{text}");
        let there = desk.state.reading.as_ref().expect("open").here();
        desk.type_in("b");
        assert!(desk.text().contains("为规范科技企业孵化器的管理"));
        desk.press(Key::alt(Code::Right));
        let again = desk.state.reading.as_ref().expect("open").here();
        assert_eq!(again.ordinal, there.ordinal);
        assert_eq!(again.key, there.key);
    });
}

#[test]
fn filters_narrow_at_once() {
    let reader = index();
    at_desk(&reader, SIZE, false, "孵化器", |desk| {
        let all = desk.state.found.total;
        desk.function(2);
        desk.code(Code::Down);
        desk.type_in(" ");
        let some = desk.state.found.total;
        assert!(some > 0 && some < all, "{some} of {all}");
        desk.type_in("0");
        assert_eq!(desk.state.found.total, all);
        desk.code(Code::Esc);
        assert!(desk.state.overlay.is_none());
    });
}

#[test]
fn similar_words_can_be_left_out() {
    let reader = index();
    at_desk(&reader, SIZE, false, "众创空间", |desk| {
        assert!(desk.state.found.notes[0].ends_with("（Alt-E 关闭）"));
        desk.press(Key::alt(Code::Char('e')));
        assert!(
            desk.state.found.notes.is_empty(),
            "{:?}",
            desk.state.found.notes
        );
        assert!(desk.text().contains("只查输入的词"));
    });
}

#[test]
fn misspelt_words_are_mended_in_a_pause() {
    let reader = index();
    at_desk(&reader, SIZE, false, "孵化气认定", |desk| {
        let before = desk.state.found.hits.len();
        desk.feed([Input::Pause]);
        assert!(before > 0 || desk.state.found.mended);
        assert!(!desk.state.could_be_mended());
    });
    at_desk(&reader, SIZE, false, "ABC", |desk| {
        assert!(desk.state.could_be_mended());
        desk.feed([Input::Pause]);
        assert!(desk.state.found.mended && !desk.state.could_be_mended());
    });
}

#[test]
fn what_goes_outside() {
    let reader = index();
    at_desk(&reader, SIZE, false, "众创空间", |desk| {
        desk.function(9);
        let Some(Effect::Copy { text }) = desk.outside.pop() else {
            panic!("no copy");
        };
        assert_eq!(
            text,
            "《韶州市科技企业孵化器管理办法》（韶州科〔2021〕44号）第二条：\n第二条　孵化器、众创空间的认定和管理适用本办法。\n"
        );
        desk.function(6);
        desk.press(Key::ctrl('s'));
        desk.press(Key::ctrl('u'));
        desk.type_in("摘.txt");
        desk.code(Code::Enter);
        assert!(
            matches!(desk.outside.pop(), Some(Effect::Append { path, .. }) if path == "摘.txt")
        );
        desk.function(10);
        desk.code(Code::Enter);
        assert!(
            matches!(desk.outside.pop(), Some(Effect::Export { path, excerpts })
                if path == "条文摘录.docx" && excerpts.len() == 1)
        );
        desk.function(12);
        assert!(
            matches!(desk.outside.pop(), Some(Effect::Open { path }) if path.ends_with("（2021年）.txt"))
        );
        desk.press(Key::ctrl('c'));
        assert_eq!(desk.outside.pop(), Some(Effect::Quit));
    });
}

#[test]
fn a_mark_is_taken_away_by_the_same_key() {
    let reader = index();
    at_desk(&reader, SIZE, false, "众创空间", |desk| {
        desk.function(6);
        assert_eq!(desk.state.marks.len(), 1);
        assert!(desk.text().contains("*第二条"));
        desk.function(6);
        assert!(desk.state.marks.is_empty());
        desk.function(10);
        assert!(desk.state.overlay.is_none());
    });
}

#[test]
fn a_wrong_filter_is_said_and_not_fatal() {
    let reader = index();
    at_desk(
        &reader,
        SIZE,
        false,
        "孵化器 类型:无此类型",
        |desk| {
            assert!(desk.text().contains("检索式有误"), "{}", desk.text());
        },
    );
}

#[test]
fn more_results_come_as_one_goes_down() {
    let reader = index();
    at_desk(&reader, SIZE, false, "范围:本局", |desk| {
        for _ in 0..40 {
            desk.code(Code::PageDown);
        }
        assert_eq!(desk.state.chosen + 1, desk.state.found.hits.len());
        desk.draw();
    });
}
