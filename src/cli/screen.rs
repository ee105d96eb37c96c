//! The terminal while a full screen has it. Whatever happens, it is given back as it was.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEventKind, KeyModifiers,
};
use ratatui::crossterm::style::force_color_output;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use ratatui::{Frame, Terminal};

use super::error::CliError;
use crate::browse::key::{Code, Input, Key};

/// Set by SIGTERM and SIGHUP, and by SIGINT from outside.
static STOP: AtomicBool = AtomicBool::new(false);

/// How long to wait for keys before looking whether we are to stop.
const WAIT: Duration = Duration::from_millis(200);

/// Keys taken at once at most: what is pasted without brackets, or held down.
const BATCH: usize = 4096;

/// A terminal in full-screen use.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

/// Says why there can be no full screen here.
///
/// # Errors
/// Wrong usage, with what to do instead.
pub fn usable() -> Result<(), CliError> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let reason = if !io::stdin().is_terminal() {
        "标准输入不是终端（来自管道或文件）"
    } else if !io::stdout().is_terminal() {
        "标准输出不是终端（接到了管道或文件）"
    } else if dumb {
        "这个终端不能移动光标（TERM=dumb）"
    } else {
        return Ok(());
    };
    Err(CliError::usage("browse 需要在终端里使用")
        .because(reason)
        .hint("直接在终端运行 tiaowen browse；在脚本里用 tiaowen search"))
}

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Gives the terminal back, once. What cannot be written is left: there is nobody to tell.
fn restore() {
    if !TAKEN.swap(false, Ordering::Relaxed) {
        return;
    }
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

impl Screen {
    /// Takes the terminal, with colours or without.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn open(color: bool) -> io::Result<Self> {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            hook(info);
        }));
        // A handler that another command of this process has set would stand; there is none.
        let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed));
        // Whether to colour has been decided; the environment is not asked again.
        force_color_output(color);
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::Relaxed);
        Self::begin().inspect_err(|_| restore())
    }

    fn begin() -> io::Result<Self> {
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
        let mut terminal = Terminal::new(backend)?;
        terminal.clear()?;
        Ok(Self { terminal })
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws, all at once where the terminal can.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(draw)?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.terminal.backend_mut())
    }

    /// Forgets what is on the screen, so that all of it is drawn anew.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Sends a sequence to the terminal itself.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn send(&mut self, sequence: &str) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.write_all(sequence.as_bytes())?;
        Backend::flush(backend)
    }

    /// What was typed since; waits a little for it. `None` says that we are to stop.
    ///
    /// # Errors
    /// What the terminal said.
    pub fn inputs() -> io::Result<Option<Vec<Input>>> {
        let mut inputs = Vec::new();
        loop {
            if STOP.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let wait = if inputs.is_empty() {
                WAIT
            } else {
                Duration::ZERO
            };
            if event::poll(wait)? {
                inputs.extend(input(event::read()?));
                if inputs.len() >= BATCH {
                    return Ok(Some(inputs));
                }
            } else {
                if inputs.is_empty() {
                    inputs.push(Input::Pause);
                }
                return Ok(Some(inputs));
            }
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// An event in our own words; what means nothing to us is left out.
fn input(event: Event) -> Option<Input> {
    let key = match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key,
        Event::Paste(text) => return Some(Input::Paste(text)),
        Event::Resize(width, height) => return Some(Input::Resize(width, height)),
        _ => return None,
    };
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    // Both together are AltGr on some keyboards: a character.
    let both = ctrl && alt;
    Some(Input::Key(Key {
        code,
        ctrl: ctrl && !both,
        alt: alt && !both,
    }))
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyEvent;

    use super::*;

    #[test]
    fn characters_with_altgr_are_characters() {
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        let event = Event::Key(KeyEvent::new(KeyCode::Char('@'), both));
        assert_eq!(input(event), Some(Input::Key(Key::plain(Code::Char('@')))));
        assert_eq!(input(Event::FocusGained), None);
    }
}
