//! Whatever is typed on a screen of whatever size, nothing panics and no character is cut in two.

use proptest::prelude::*;
use ratatui::buffer::Buffer;

use super::sample::{at_desk, index};
use crate::browse::key::{Code, Input, Key};
use crate::report::wrap::width;

fn codes() -> impl Strategy<Value = Code> {
    prop_oneof![
        3 => prop::sample::select("孵化器认定条件，“在孵企业”？、《》第三 cvmfrbBpngGjklaxyo?0123/i".chars().collect::<Vec<_>>())
            .prop_map(Code::Char),
        2 => (1u8..=12).prop_map(Code::F),
        4 => prop::sample::select(vec![
            Code::Enter, Code::Esc, Code::Tab, Code::BackTab, Code::Backspace, Code::Delete, Code::Up,
            Code::Down, Code::Left, Code::Right, Code::Home, Code::End, Code::PageUp, Code::PageDown,
        ]),
    ]
}

fn inputs() -> impl Strategy<Value = Input> {
    prop_oneof![
        12 => codes().prop_map(|code| Input::Key(Key::plain(code))),
        2 => prop::sample::select("frdtgxpnysoaewukh".chars().collect::<Vec<_>>())
            .prop_map(|letter| Input::Key(Key::ctrl(letter))),
        1 => codes().prop_map(|code| Input::Key(Key::alt(code))),
        1 => prop::sample::select(vec!["孵化器\n认定", "\u{200b}\u{7}a\tb", "科技进步法 32条", "🧪 é \u{301}", ""])
            .prop_map(|text| Input::Paste(text.to_owned())),
        1 => Just(Input::Pause),
        2 => (1u16..=200, 1u16..=60).prop_map(|(width, height)| Input::Resize(width, height)),
    ]
}

/// A wide character has two cells of its own, and none hangs over the edge.
fn whole(buffer: &Buffer) -> Result<(), TestCaseError> {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            let wide = width(symbol).max(1) as u16;
            prop_assert!(
                x + wide <= buffer.area.width,
                "{symbol} hangs over at {x},{y}"
            );
            for behind in x + 1..x + wide {
                let hidden = buffer[(behind, y)].symbol();
                prop_assert!(
                    hidden.trim().is_empty(),
                    "{symbol} covers {hidden} at {x},{y}"
                );
            }
            x += wide;
        }
    }
    Ok(())
}

#[test]
fn nothing_breaks() {
    let reader = index();
    let cases = std::env::var("TIAOWEN_FUZZ")
        .ok()
        .and_then(|text| text.parse::<u32>().ok())
        .map_or(60, |cases| (cases / 20).max(60));
    proptest!(ProptestConfig::with_cases(cases), |(
        size in (1u16..=200, 1u16..=60),
        color in any::<bool>(),
        typed in prop::collection::vec(inputs(), 1..60),
    )| {
        let mut outcome = Ok(());
        at_desk(&reader, size, color, "孵化器", |desk| {
            for input in typed {
                if let Input::Resize(width, height) = input {
                    desk.terminal.backend_mut().resize(width, height);
                }
                desk.feed([input]);
                // What was drawn, not what a test backend kept behind a wide character.
                let drawn = desk.draw();
                if outcome.is_ok() {
                    outcome = whole(&drawn);
                }
                let cursor = desk.terminal.get_cursor_position().expect("a cursor");
                let visible = desk.terminal.backend().cursor_visible();
                assert!(drawn.area.contains(cursor) || !visible);
            }
        });
        outcome?;
    });
}
