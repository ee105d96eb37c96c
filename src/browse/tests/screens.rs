//! Every screen as it looks, at two sizes, with its looks in colour and in black and white.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::sample::{Desk, at_desk, index, rows};
use crate::browse::key::{Code, Key};
use crate::index::Reader;
use crate::report::wrap::width;

const SIZES: [(u16, u16); 2] = [(80, 24), (160, 50)];

/// The looks of a screen: `row: from-to look` for all that is not plain.
fn looks(buffer: &Buffer) -> Vec<String> {
    let name = |x: u16, y: u16| {
        let cell = &buffer[(x, y)];
        let mut name = String::new();
        for (modifier, letter) in [
            (Modifier::BOLD, "bold "),
            (Modifier::UNDERLINED, "under "),
            (Modifier::REVERSED, "reversed "),
            (Modifier::DIM, "dim "),
            (Modifier::CROSSED_OUT, "crossed "),
        ] {
            if cell.modifier.contains(modifier) {
                name.push_str(letter);
            }
        }
        if cell.fg != Color::Reset {
            let _ = write!(name, "{:?}", cell.fg);
        }
        name.trim_end().to_owned()
    };
    let mut lines = Vec::new();
    for y in 0..buffer.area.height {
        let mut runs: Vec<String> = Vec::new();
        let mut x = 0;
        while x < buffer.area.width {
            let look = name(x, y);
            let start = x;
            // The second cell of a wide character has no look of its own.
            while x < buffer.area.width && name(x, y) == look {
                x += width(buffer[(x, y)].symbol()).max(1) as u16;
            }
            if !look.is_empty() {
                runs.push(format!("{start}-{} {look}", x - 1));
            }
        }
        if !runs.is_empty() {
            lines.push(format!("{y}: {}", runs.join(", ")));
        }
    }
    lines
}

/// Does the same work at every size with and without colour; the words are the same either way.
fn shots(reader: &Reader, name: &str, query: &str, work: impl Fn(&mut Desk<'_>)) {
    for size in SIZES {
        let mut shot = String::new();
        let mut plain = Vec::new();
        for color in [true, false] {
            at_desk(reader, size, color, query, |desk| {
                work(desk);
                let cursor = {
                    desk.draw();
                    desk.terminal.backend().cursor_position()
                };
                let visible = desk.terminal.backend().cursor_visible();
                let buffer = desk.draw();
                if color {
                    plain = rows(&buffer);
                    shot.push_str(&plain.join("\n"));
                    if visible {
                        let _ = write!(shot, "\n-- cursor {},{}", cursor.x, cursor.y);
                    }
                    shot.push_str("\n-- in colour\n");
                } else {
                    assert_eq!(rows(&buffer), plain);
                    shot.push_str("\n-- in black and white\n");
                    let allowed = Modifier::BOLD | Modifier::UNDERLINED | Modifier::REVERSED;
                    for cell in buffer.content() {
                        assert!(allowed.contains(cell.modifier) && cell.fg == Color::Reset);
                    }
                }
                shot.push_str(&looks(&buffer).join("\n"));
            });
        }
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), shot);
    }
}

#[test]
fn every_screen() {
    let reader = index();
    shots(&reader, "welcome", "", |_| {});
    shots(&reader, "results", "孵化器认定条件", |_| {});
    shots(&reader, "nothing", "量子免税岛", |_| {});
    shots(&reader, "text", "在孵企业", |desk| {
        desk.code(Code::Enter);
        desk.type_in("m");
    });
    shots(&reader, "citation", "众创空间", |desk| {
        desk.code(Code::Enter);
        desk.type_in("pc");
    });
    shots(&reader, "filter", "孵化器", |desk| {
        desk.function(2);
        desk.type_in(" 2");
    });
    shots(&reader, "references", "孵化面积 5000", |desk| {
        desk.function(3);
    });
    shots(&reader, "versions", "孵化面积 5000", |desk| {
        desk.function(5);
    });
    shots(&reader, "compare", "孵化面积 5000", |desk| {
        desk.function(5);
        desk.code(Code::Enter);
    });
    shots(&reader, "marks", "孵化面积", |desk| {
        desk.function(6);
        desk.code(Code::Down);
        desk.function(6);
        desk.press(Key::ctrl('g'));
    });
    shots(&reader, "export", "孵化面积", |desk| {
        desk.function(6);
        desk.function(10);
    });
    shots(&reader, "append", "孵化面积", |desk| {
        desk.press(Key::ctrl('s'));
    });
    shots(&reader, "help", "孵化面积", |desk| desk.function(1));
    shots(&reader, "note", "孵化面积", |desk| {
        let note = crate::browse::effect::Answer::Note {
            title: "原文件".to_owned(),
            text: "/home/staff/文库/规范性文件/韶州市科技企业孵化器管理办法（2021年）.txt\n（这里没有图形界面，请自行打开）".to_owned(),
        };
        crate::browse::update::answered(&mut desk.state, note);
    });
}
