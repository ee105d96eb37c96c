//! Other programs: run with bytes on their input, under the limits of the worker that starts them and
//! under a limit on the clock of their own.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Options;

/// Why a program gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It is not installed; its name.
    Missing(String),
    /// It ended with an error, gave too much, or ran too long; its name.
    Broken(String),
}

impl Failed {
    /// What happened, for staff.
    pub fn words(&self) -> String {
        match self {
            Self::Missing(program) => format!("未安装 {program}"),
            Self::Broken(program) if program.contains("tesseract") => {
                format!("{program} 识别失败，请检查是否安装了 chi_sim 语言包")
            }
            Self::Broken(program) => format!("{program} 运行失败"),
        }
    }
}

/// What a program writes when it reads `bytes`.
///
/// # Errors
/// [`Failed`].
pub fn run(
    program: &str,
    arguments: &[&str],
    bytes: &[u8],
    options: &Options,
) -> Result<Vec<u8>, Failed> {
    let broken = || Failed::Broken(program.to_owned());
    let most = options.limits.total;
    let mut child = Command::new(program)
        .args(arguments)
        // One thread: the other files are read at the same time.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
                Failed::Missing(program.to_owned())
            }
            _ => broken(),
        })?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(broken());
    };
    let deadline = Instant::now() + Duration::from_secs(options.limits.wall_seconds / 2 + 1);
    std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(bytes));
        let reader = scope.spawn(move || {
            let mut text = Vec::new();
            let read = output.take(most).read_to_end(&mut text);
            read.is_ok().then_some(text)
        });
        let done = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status.success(),
                Ok(None) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break false;
                }
            }
        };
        let text = reader.join().ok().flatten();
        text.filter(|_| done).ok_or_else(broken)
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_missing_fails_or_hangs_is_told_apart() {
        let options = Options::default();
        assert_eq!(run("cat", &[], b"abc", &options), Ok(b"abc".to_vec()));
        assert_eq!(
            run("/no/such/program", &[], b"", &options),
            Err(Failed::Missing("/no/such/program".to_owned()))
        );
        assert_eq!(
            run("false", &[], b"", &options),
            Err(Failed::Broken("false".to_owned()))
        );
        let mut short = options;
        short.limits.wall_seconds = 1;
        let begin = Instant::now();
        assert!(run("sleep", &["60"], b"", &short).is_err());
        assert!(begin.elapsed() < Duration::from_secs(20));
    }
}
