//! Which pager shows long results, and running it.
//!
//! `TIAOWEN_PAGER`, else `PAGER`, else `less -RFX` where it is installed. An empty value or `cat` means none.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use super::error::{CliError, system_reason};
use super::output::leave;

/// A command to show text with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    program: PathBuf,
    args: Vec<String>,
}

impl Pager {
    /// The pager of this environment.
    pub fn find() -> Option<Self> {
        let set = ["TIAOWEN_PAGER", "PAGER"]
            .into_iter()
            .find_map(std::env::var_os);
        let path = std::env::var_os("PATH").unwrap_or_default();
        Self::of(set.as_deref(), &path)
    }

    /// The pager somebody set, else `less`; `None` where it is not installed.
    fn of(set: Option<&OsStr>, path: &OsStr) -> Option<Self> {
        let line = match set {
            Some(line) => line.to_str()?.to_owned(),
            None => "less -RFX".to_owned(),
        };
        let mut words = line.split_whitespace().map(str::to_owned);
        let name = words.next().filter(|name| name != "cat")?;
        Some(Self {
            program: installed(&name, path)?,
            args: words.collect(),
        })
    }

    /// As one would type it.
    pub fn line(&self) -> String {
        let name = self.program.display().to_string();
        std::iter::once(name)
            .chain(self.args.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn is_less(&self) -> bool {
        self.program
            .file_stem()
            .is_some_and(|name| name.eq_ignore_ascii_case("less"))
    }

    /// Starts it.
    pub fn start(&self) -> Option<Running> {
        // Ctrl-C belongs to the pager now. A handler set before does as well.
        let _ = ctrlc::set_handler(|| ());
        let mut command = Command::new(&self.program);
        command.args(&self.args).stdin(Stdio::piped());
        if self.is_less() {
            for (name, value) in [("LESS", "RFX"), ("LESSCHARSET", "utf-8")] {
                if std::env::var_os(name).is_none() {
                    command.env(name, value);
                }
            }
        }
        let mut child = command.spawn().ok()?;
        let input = child.stdin.take()?;
        Some(Running {
            child,
            input: Some(input),
            // Links would be shown as rubbish by what does not know them.
            keeps_links: self.is_less() && less_knows_links(&self.program),
        })
    }
}

/// `less` passes links on since version 566.
fn less_knows_links(program: &Path) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| {
            version(&String::from_utf8_lossy(&output.stdout)).is_some_and(|it| it >= 566)
        })
}

/// `less 590 (GNU regular expressions)`.
fn version(said: &str) -> Option<u32> {
    let word = said.split_whitespace().nth(1)?;
    word.split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// Where a program is.
pub fn installed(name: &str, path: &OsStr) -> Option<PathBuf> {
    if name.contains(std::path::MAIN_SEPARATOR) {
        let path = PathBuf::from(name);
        return path.is_file().then_some(path);
    }
    std::env::split_paths(path).find_map(|folder| {
        [OsString::from(name), OsString::from(format!("{name}.exe"))]
            .into_iter()
            .map(|file| folder.join(file))
            .find(|path| path.is_file())
    })
}

/// A pager that shows text.
pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    keeps_links: bool,
}

impl Running {
    /// Hands text on. When the reader has left the pager the program ends.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        let Some(input) = &mut self.input else {
            return Ok(());
        };
        let written = if self.keeps_links {
            input.write_all(bytes)
        } else {
            input.write_all(&without_links(bytes))
        };
        match written {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                self.end();
                leave()
            }
            Err(error) => Err(CliError::internal("无法写给分页程序")
                .because(system_reason(&error))
                .hint("加 --no-pager 不分页显示")),
        }
    }

    /// Waits until the reader leaves.
    pub fn wait(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

/// A text without OSC 8 sequences.
fn without_links(bytes: &[u8]) -> Vec<u8> {
    const OPEN: &[u8] = b"\x1b]8;";
    const CLOSE: &[u8] = b"\x1b\\";
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(OPEN) {
            let end = bytes[at..]
                .windows(CLOSE.len())
                .position(|window| window == CLOSE);
            at += end.map_or(OPEN.len(), |end| end + CLOSE.len());
        } else {
            kept.push(bytes[at]);
            at += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_decides() {
        let dir = tempfile::tempdir().expect("folder");
        for name in ["less", "more"] {
            std::fs::write(dir.path().join(name), "").expect("file");
        }
        let path = dir.path().as_os_str();
        let of = |set: Option<&str>| Pager::of(set.map(OsStr::new), path);
        let less = of(None).expect("less");
        assert_eq!(less.args, ["-RFX"]);
        assert!(less.is_less());
        assert_eq!(of(Some("more -s")).expect("more").args, ["-s"]);
        assert_eq!(of(Some("")), None);
        assert_eq!(of(Some("cat")), None);
        assert_eq!(of(Some("nosuch")), None);
        assert_eq!(Pager::of(None, OsStr::new("")), None);
    }

    #[test]
    fn links_are_taken_out() {
        let text = b"a\x1b]8;;file:///x\x1b\\name\x1b]8;;\x1b\\ \x1b[1mb";
        assert_eq!(without_links(text), b"aname \x1b[1mb");
    }

    #[test]
    fn versions_of_less() {
        assert_eq!(version("less 590 (GNU regular expressions)"), Some(590));
        assert_eq!(version("less 608.1"), Some(608));
        assert_eq!(version(""), None);
    }
}
