//! Writing results: buffered, through a pager where they are long and a person reads, and silent when the
//! reader of a pipe has gone.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;

use super::args::ColorChoice;
use super::error::{CliError, system_reason};
use super::exit::Exit;
use super::pager::{Pager, Running};
use crate::report::style::{Links, Style};
use crate::report::wrap::{fit, width};

/// Standard output.
pub struct Output {
    sink: Sink,
    /// How to mark things.
    pub style: Style,
    /// Width of the terminal in cells.
    pub width: usize,
}

/// Where the result goes.
enum Sink {
    /// Straight out.
    Direct(BufWriter<StdoutLock<'static>>),
    /// Held back until it is longer than the screen, or ends.
    Held {
        text: Vec<u8>,
        rows: usize,
        limit: usize,
        columns: usize,
        pager: Pager,
    },
    /// Into a pager.
    Paged(Running),
}

/// Whether to colour.
pub fn use_color(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Writes to standard error. That it cannot be written is no reason to stop, nor to panic.
pub fn complain(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// Width used where there is no terminal.
pub const PLAIN_WIDTH: usize = 80;

impl Output {
    /// Locks standard output. A `pager` is used when the result is longer than the terminal.
    pub fn stdout(color: bool, links: Option<&'static Links>, pager: Option<Pager>) -> Self {
        let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let size = io::stdout()
            .is_terminal()
            .then(terminal_size::terminal_size)
            .flatten();
        let sink = match (pager, size) {
            (Some(pager), Some((columns, rows))) if rows.0 > 1 => Sink::Held {
                text: Vec::new(),
                rows: 0,
                // The prompt of the shell takes a line.
                limit: usize::from(rows.0) - 1,
                columns: usize::from(columns.0).max(1),
                pager,
            },
            _ => Sink::Direct(out),
        };
        Self {
            sink,
            style: Style::new(color).with_links(links),
            width: terminal_width(),
        }
    }

    /// Whether a pager will show it if it is long.
    pub fn may_be_paged(&self) -> bool {
        !matches!(self.sink, Sink::Direct(_))
    }

    /// Writes text as it is.
    pub fn text(&mut self, text: &str) -> Result<(), CliError> {
        self.write(text.as_bytes())
    }

    /// Writes a value as one line of JSON.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        if let Sink::Direct(out) = &mut self.sink {
            let result = serde_json::to_writer(&mut *out, value).map_err(io::Error::from);
            return closed_is_fine(result.and_then(|()| out.write_all(b"\n")));
        }
        let mut line = serde_json::to_vec(value)
            .map_err(|error| CliError::internal("无法写出结果").because(error))?;
        line.push(b'\n');
        self.write(&line)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        match &mut self.sink {
            Sink::Direct(out) => return closed_is_fine(out.write_all(bytes)),
            Sink::Paged(running) => return running.write(bytes),
            Sink::Held {
                text,
                rows,
                limit,
                columns,
                ..
            } => {
                text.extend_from_slice(bytes);
                *rows += screen_rows(bytes, *columns);
                if *rows <= *limit {
                    return Ok(());
                }
            }
        }
        self.page()
    }

    /// Hands what was held back to the pager; straight out where it does not start.
    fn page(&mut self) -> Result<(), CliError> {
        let direct = Sink::Direct(BufWriter::with_capacity(1 << 16, io::stdout().lock()));
        let Sink::Held { text, pager, .. } = std::mem::replace(&mut self.sink, direct) else {
            return Ok(());
        };
        if let Some(mut running) = pager.start() {
            running.write(&text)?;
            self.sink = Sink::Paged(running);
            return Ok(());
        }
        self.write(&text)
    }

    /// Flushes what is left, and waits for the reader to leave the pager.
    pub fn finish(mut self) -> Result<(), CliError> {
        if let Sink::Held { text, .. } = &mut self.sink {
            let text = std::mem::take(text);
            let mut out = io::stdout().lock();
            return closed_is_fine(out.write_all(&text).and_then(|()| out.flush()));
        }
        match self.sink {
            Sink::Direct(mut out) => closed_is_fine(out.flush()),
            Sink::Paged(running) => {
                running.wait();
                Ok(())
            }
            Sink::Held { .. } => Ok(()),
        }
    }
}

/// Rows of the screen a text takes, long lines being broken by the terminal.
fn screen_rows(bytes: &[u8], columns: usize) -> usize {
    String::from_utf8_lossy(bytes)
        .lines()
        .map(|line| width(line).div_ceil(columns).max(1))
        .sum()
}

/// Text for people on standard error, within the width of the terminal it goes to.
pub fn within_stderr(text: &str) -> String {
    if io::stderr().is_terminal() {
        fit(text, terminal_width())
    } else {
        text.to_owned()
    }
}

/// Text for people on standard output, within the width of the terminal it goes to.
pub fn within_stdout(text: &str) -> String {
    if io::stdout().is_terminal() {
        fit(text, terminal_width())
    } else {
        text.to_owned()
    }
}

/// Writes text to standard output, as help does; a closed pipe is fine.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// A closed pipe ends the program with success (CONTRACT); other errors are reported.
fn closed_is_fine(result: io::Result<()>) -> Result<(), CliError> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => leave(),
        Err(error) => Err(CliError::internal("无法写出结果")
            .because(system_reason(&error))
            .hint("检查输出到的文件或磁盘后再试")),
        Ok(()) => Ok(()),
    }
}

/// Ends the program: nobody reads what is left.
pub fn leave() -> ! {
    #[expect(
        clippy::exit,
        reason = "nobody reads what is left; success by contract"
    )]
    std::process::exit(i32::from(Exit::Success as u8));
}

/// Width of the terminal, within what can be read. Where the result goes into a pipe, what `COLUMNS` says, else the
/// width of the terminal that notes go to: at its end there is most often the same screen.
pub fn terminal_width() -> usize {
    let set = || std::env::var("COLUMNS").ok()?.trim().parse().ok();
    let of = |size: Option<(terminal_size::Width, terminal_size::Height)>| {
        size.map(|(width, _)| usize::from(width.0))
    };
    of(terminal_size::terminal_size_of(io::stdout()))
        .or_else(set)
        .or_else(|| of(terminal_size::terminal_size_of(io::stderr())))
        .unwrap_or(PLAIN_WIDTH)
        .clamp(40, 120)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_the_screen() {
        assert_eq!(screen_rows("甲\n\n乙\n".as_bytes(), 80), 3);
        assert_eq!(screen_rows("甲乙丙丁戊\n".as_bytes(), 4), 3);
    }
}
