//! `browse`: the interactive search screen.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::browse::effect::{Answer, Effect};
use crate::browse::key::Input;
use crate::browse::library::Library;
use crate::browse::shelf::Shelf;
use crate::browse::state::{Example, Start, State};
use crate::browse::{advance, update, view};
use crate::cli::commands::search::{engine, filter_text};
use crate::cli::context::Context;
use crate::cli::desktop;
use crate::cli::error::{CliError, system_reason};
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::screen::{self, Screen};
use crate::cli::search_args::BrowseArgs;
use crate::index::payload::Root;
use crate::index::sync::roots::source_path;
use crate::index::{Reader, freshness};
use crate::report::excerpts::{self, Excerpt};

/// Bytes that terminals take for their clipboard at least.
const CLIPBOARD: usize = 70_000;

/// Runs the command.
pub fn run(context: &Context, args: &BrowseArgs) -> Result<Exit, CliError> {
    context.format(formats::of("browse"))?;
    let reader = context.reader()?;
    screen::usable()?;
    let engine = engine(context, &reader, None)?;
    let mut entered = Vec::new();
    if !context.config.facts.is_empty() {
        entered = reader
            .cards()
            .map_err(|error| CliError::index(error, &context.index))?;
        context.enter_facts(&mut entered)?;
    }
    // Only the empty screen shows examples.
    let example = if args.query.is_empty() {
        let cards = reader
            .cards()
            .map_err(|error| CliError::index(error, &context.index))?;
        Example::of(&cards, context.as_of)
    } else {
        None
    };
    let shelf = Shelf::default();
    let references = OnceLock::new();
    let mut library = Library::new(&reader, engine, &shelf, &references, context.as_of, entered);
    let failed = |error: io::Error| CliError::internal("终端读写失败").because(error);
    let ended = std::thread::scope(|scope| {
        // Who cites whom takes a moment to work out; by the time it is asked for it is there.
        scope.spawn(|| references.get_or_init(|| shelf.references(&reader)).is_ok());
        let mut screen = Screen::open(context.colored())?;
        let mut state = State::new(Start {
            query: args.query.join(" "),
            given: filter_text(&args.filter),
            as_of: context.as_of,
            color: context.colored(),
            size: screen.size()?,
            counts: reader.payload().counts,
            example,
            notes: freshness::notes(&context.index, reader.payload()),
        });
        converse(context, &reader, &mut screen, &mut state, &mut library)
    });
    ended.map_err(failed)
}

/// Draws and listens until it is over.
fn converse(
    context: &Context,
    reader: &Reader,
    screen: &mut Screen,
    state: &mut State,
    library: &mut Library<'_>,
) -> io::Result<Exit> {
    let mut inputs = Vec::new();
    loop {
        for effect in advance(state, library, inputs) {
            let answer = match effect {
                Effect::Quit => return Ok(Exit::Success),
                Effect::Redraw => {
                    screen.clear()?;
                    continue;
                }
                Effect::Copy { text } => copy(screen, &text)?,
                Effect::Append { path, text } => append(&path, &text),
                Effect::Export { path, excerpts } => export(context, &path, &excerpts),
                Effect::Open { path } => open(&path, &reader.payload().roots),
                _ => continue,
            };
            update::answered(state, answer);
        }
        screen.draw(|frame| view::draw(frame, state))?;
        inputs = loop {
            match Screen::inputs()? {
                None => return Ok(Exit::Interrupted),
                // Most pauses change nothing.
                Some(inputs) if inputs == [Input::Pause] && !state.could_be_mended() => {}
                Some(inputs) => break inputs,
            }
        };
    }
}

/// Puts a text on the clipboard of the terminal (OSC 52), which may be on another machine. tmux keeps the
/// sequence to itself unless it is set up otherwise, so that its own buffer is filled too.
fn copy(screen: &mut Screen, text: &str) -> io::Result<Answer> {
    if text.len() > CLIPBOARD {
        return Ok(Answer::Failed(
            "这一条太长，终端的剪贴板放不下；用 Ctrl-S 写入文件".to_owned(),
        ));
    }
    let sequence = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    screen.send(&sequence)?;
    if std::env::var_os("TMUX").is_some() {
        let escaped = sequence.replace('\x1b', "\x1b\x1b");
        screen.send(&format!("\x1bPtmux;{escaped}\x1b\\"))?;
        desktop::fill_tmux_buffer(text);
    }
    Ok(Answer::Done(
        "已复制本条和出处；粘贴不出时，用 Ctrl-S 写入文件".to_owned(),
    ))
}

/// Adds a clause to the end of a file.
fn append(path: &str, text: &str) -> Answer {
    let written = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut file| {
            let begun = file.metadata()?.len() > 0;
            let gap = if begun { "\n" } else { "" };
            file.write_all(format!("{gap}{text}").as_bytes())
        });
    match written {
        Ok(()) => Answer::Done(format!("已写入 {path}")),
        Err(error) => Answer::Failed(format!("无法写入 {path}：{}", system_reason(&error))),
    }
}

/// Writes clauses to a new file; the ending of its name says how.
fn export(context: &Context, path: &str, excerpts: &[Excerpt]) -> Answer {
    let ending = Path::new(path)
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let as_of = context.as_of;
    let bytes = match ending.as_str() {
        "md" => Ok(excerpts::md::render(excerpts, as_of).into_bytes()),
        "xlsx" => excerpts::xlsx::render(excerpts, as_of).map_err(|error| error.to_string()),
        #[cfg(feature = "office")]
        "docx" => excerpts::docx::render(excerpts, as_of).map_err(|error| error.to_string()),
        _ => Err("文件名须以 .docx、.xlsx 或 .md 结尾".to_owned()),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(reason) => return Answer::Failed(format!("没有导出：{reason}")),
    };
    // What stands there already may be somebody's work.
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(&bytes));
    match written {
        Ok(()) => Answer::Done(format!("已将 {} 条写入 {path}", excerpts.len())),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Answer::Failed(format!("已有文件 {path}，没有覆盖；请换一个文件名"))
        }
        Err(error) => Answer::Failed(format!("无法写入 {path}：{}", system_reason(&error))),
    }
}

/// Opens a source file in the program for it; where that cannot be, says where the file is.
fn open(path: &str, roots: &[Root]) -> Answer {
    let Some(file) = source_path(path, roots) else {
        return Answer::Failed(format!("不知道 {path} 在哪个文件夹"));
    };
    let shown = file.display();
    if !file.is_file() {
        return Answer::Note {
            title: "原文件已不在原处".to_owned(),
            text: shown.to_string(),
        };
    }
    match desktop::open_file(&file) {
        Ok(()) => Answer::Done(format!("已打开 {shown}")),
        Err(reason) => Answer::Note {
            title: "原文件".to_owned(),
            text: format!("{shown}\n（{reason}，请自行打开）"),
        },
    }
}
