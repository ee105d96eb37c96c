//! Other programs around the terminal: those that open files, and the tmux it may run in.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::platform;

/// Opens a file in the program the desktop has for it.
///
/// # Errors
/// Why that cannot be, in Chinese.
pub fn open_file(path: &Path) -> Result<(), String> {
    let opener = platform::opener().ok_or("这里没有图形界面")?;
    let child = silent(Command::new(opener).arg(path))
        .spawn()
        .map_err(|_| format!("没有找到打开文件的程序 {opener}"))?;
    reap(child);
    Ok(())
}

/// Puts a text into the buffer of the tmux around us, and through it on the clipboard. Whether it worked
/// does not matter: the terminal has been asked itself.
pub fn fill_tmux_buffer(text: &str) {
    let mut command = Command::new("tmux");
    command.args(["load-buffer", "-w", "-"]);
    let Ok(mut child) = silent(&mut command).stdin(Stdio::piped()).spawn() else {
        return;
    };
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(text.as_bytes());
    }
    reap(child);
}

/// A program that neither reads from nor writes to our terminal.
fn silent(command: &mut Command) -> &mut Command {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
}

/// Waits for a program without holding anybody up.
fn reap(mut child: Child) {
    std::thread::spawn(move || child.wait());
}
