//! A small invented corpus, its index, and a screen on it.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use jiff::civil::date;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use crate::browse::effect::Effect;
use crate::browse::key::{Code, Input, Key};
use crate::browse::library::Library;
use crate::browse::shelf::Shelf;
use crate::browse::state::{Example, Start, State};
use crate::browse::{advance, view};
use crate::index::Reader;
use crate::index::entry::Role;
use crate::index::sync::{self, Silent, SyncOptions};
use crate::search::Engine;

const FILES: [(&str, &str); 4] = [
    (
        "规范性文件/韶州市科技企业孵化器管理办法（2018年）.txt",
        "韶州市科学技术局文件\n韶州科〔2018〕12号\n\n韶州市科技企业孵化器管理办法\n\n第一章　总则\n\n第一条　为规范科技企业孵化器的管理，根据《中华人民共和国科学技术进步法》，制定本办法。\n\n第二条　孵化器的认定和管理适用本办法。\n\n第二章　认定条件\n\n第三条　申请认定孵化器，应当符合下列条件：\n（一）孵化面积不低于3000平方米；\n（二）在孵企业不少于20家。\n\n第三章　附则\n\n第四条　本办法自2018年3月1日起施行，有效期三年。\n\n韶州市科学技术局\n2018年2月10日\n",
    ),
    (
        "规范性文件/韶州市科技企业孵化器管理办法（2021年）.txt",
        "韶州市科学技术局文件\n韶州科〔2021〕44号\n\n韶州市科技企业孵化器管理办法\n\n第一章　总则\n\n第一条　为规范科技企业孵化器的管理，根据《中华人民共和国科学技术进步法》第三十二条，制定本办法。\n\n第二条　孵化器、众创空间的认定和管理适用本办法。\n\n第二章　认定条件\n\n第三条　申请认定孵化器，应当符合下列条件：\n（一）运营主体在韶州市依法登记，具有独立法人资格，运营时间满二年，管理制度健全；\n（二）孵化面积不低于5000平方米，其中“在孵企业”使用面积占百分之七十五以上；\n（三）在孵企业不少于30家。\n\n第四条　企业从孵化器毕业，应当符合第三条第（一）项的规定。\n\n第三章　附则\n\n第五条　本办法自2022年2月1日起施行，有效期五年。《韶州市科技企业孵化器管理办法》（韶州科〔2018〕12号）同时废止。\n\n韶州市科学技术局\n2021年12月28日\n",
    ),
    (
        "法律/科学技术进步法.txt",
        "中华人民共和国科学技术进步法\n\n（2021年12月24日修订）\n\n第一条　为了全面促进科学技术进步，制定本法。\n\n第三十二条　国家支持科技企业孵化器等机构的发展，为初创企业提供服务。\n\n第三十三条　本法自2022年1月1日起施行。\n",
    ),
    (
        "通知/关于申报孵化器的通知.txt",
        "韶州市科学技术局关于组织申报2023年度科技企业孵化器的通知\n\n韶州科〔2023〕7号\n\n各有关单位：\n\n根据《韶州市科技企业孵化器管理办法》（韶州科〔2021〕44号）第三条，现组织申报孵化器认定，有关事项通知如下：\n\n一、申报条件\n符合孵化器认定条件的单位均可申报。\n\n二、申报时间\n2023年4月1日至4月30日。\n\n韶州市科学技术局\n2023年3月10日\n",
    ),
];

/// An index of the sample.
pub fn index() -> Reader {
    let corpus = tempfile::tempdir().expect("temp dir");
    for (path, text) in FILES {
        let path = corpus.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let folder = tempfile::tempdir().expect("temp dir");
    build(corpus.path(), folder.path())
}

/// Builds and opens an index. The files stay readable when the folder is gone: they are mapped.
pub fn build(corpus: &Path, folder: &Path) -> Reader {
    let options = SyncOptions {
        add: vec![(corpus.to_owned(), Role::Own)],
        ..SyncOptions::default()
    };
    sync::run(folder, &options, &Silent).expect("indexed");
    Reader::open(folder).expect("opens")
}

/// A screen on an index, with somebody at it.
pub struct Desk<'a> {
    pub state: State,
    pub library: Library<'a>,
    /// What was asked of the outside.
    pub outside: Vec<Effect>,
    pub terminal: Terminal<TestBackend>,
}

/// Lends a desk on a reader.
pub fn at_desk(
    reader: &Reader,
    size: (u16, u16),
    color: bool,
    query: &str,
    work: impl FnOnce(&mut Desk<'_>),
) {
    let shelf = Shelf::default();
    let references = OnceLock::new();
    let as_of = date(2026, 11, 22);
    let library = Library::new(
        reader,
        Engine::new(reader),
        &shelf,
        &references,
        as_of,
        Vec::new(),
    );
    let state = State::new(Start {
        query: query.to_owned(),
        given: String::new(),
        as_of,
        color,
        size,
        counts: reader.payload().counts,
        example: Example::of(&reader.cards().expect("cards"), as_of),
        notes: Vec::new(),
    });
    let mut desk = Desk {
        state,
        library,
        outside: Vec::new(),
        terminal: Terminal::new(TestBackend::new(size.0, size.1)).expect("a terminal"),
    };
    desk.feed([]);
    work(&mut desk);
}

impl Desk<'_> {
    pub fn feed(&mut self, inputs: impl IntoIterator<Item = Input>) {
        let outside = advance(&mut self.state, &mut self.library, inputs);
        self.outside.extend(outside);
    }

    pub fn press(&mut self, key: Key) {
        self.feed([Input::Key(key)]);
    }

    pub fn code(&mut self, code: Code) {
        self.press(Key::plain(code));
    }

    pub fn function(&mut self, number: u8) {
        self.code(Code::F(number));
    }

    pub fn type_in(&mut self, text: &str) {
        for c in text.chars() {
            self.code(Code::Char(c));
        }
    }

    /// Draws; what is on the screen then.
    pub fn draw(&mut self) -> Buffer {
        let state = &self.state;
        let drawn = self.terminal.draw(|frame| view::draw(frame, state));
        drawn.expect("drawn").buffer.clone()
    }

    /// The screen as text.
    pub fn text(&mut self) -> String {
        rows(&self.draw()).join("\n")
    }
}

/// The rows of a screen as a terminal shows them: nothing stands in the second cell of a wide character.
pub fn rows(buffer: &Buffer) -> Vec<String> {
    use crate::report::wrap::width;
    (0..buffer.area.height)
        .map(|y| {
            let mut row = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += width(symbol).max(1) as u16;
            }
            row.trim_end().to_owned()
        })
        .collect()
}
