//! Writing results: buffered, and silent when the reader of a pipe has gone.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;

use super::args::ColorChoice;
use super::error::CliError;
use crate::report::style::Style;

/// Standard output.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    /// How to mark things.
    pub style: Style,
    /// Width of the terminal in cells.
    pub width: usize,
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

/// Width used where there is no terminal.
const PLAIN_WIDTH: usize = 100;

impl Output {
    /// Locks standard output.
    pub fn stdout(color: bool) -> Self {
        let width = if io::stdout().is_terminal() {
            terminal_width()
        } else {
            PLAIN_WIDTH
        };
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            style: Style::new(color),
            width,
        }
    }

    /// Writes text as it is.
    pub fn text(&mut self, text: &str) -> Result<(), CliError> {
        closed_is_fine(self.out.write_all(text.as_bytes()))
    }

    /// Writes a value as one line of JSON.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        let result = serde_json::to_writer(&mut self.out, value).map_err(io::Error::from);
        closed_is_fine(result.and_then(|()| self.out.write_all(b"\n")))
    }

    /// Flushes what is left.
    pub fn finish(mut self) -> Result<(), CliError> {
        closed_is_fine(self.out.flush())
    }
}

/// A closed pipe ends the program with success (CONTRACT); other errors are reported.
fn closed_is_fine(result: io::Result<()>) -> Result<(), CliError> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            #[expect(
                clippy::exit,
                reason = "nobody reads what is left; success by contract"
            )]
            std::process::exit(0);
        }
        Err(error) => Err(CliError::internal("无法写出结果").because(error)),
        Ok(()) => Ok(()),
    }
}

fn terminal_width() -> usize {
    terminal_size::terminal_size()
        .map_or(PLAIN_WIDTH, |(width, _)| usize::from(width.0))
        .clamp(40, 120)
}
