//! Progress on stderr: bars on a terminal, a line every few seconds elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::index::sync::Progress;

/// Interval of the lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);

/// A listener that shows how a run gets on.
pub struct Shown {
    bar: Option<ProgressBar>,
    lines: bool,
    errors: AtomicU64,
    files: AtomicU64,
    total: AtomicU64,
    last: Mutex<Instant>,
}

impl Shown {
    /// A listener for stderr; says nothing when `quiet`.
    pub fn new(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = (terminal && !quiet).then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template(
                "{prefix} {bar:24} {bytes}/{total_bytes}（{bytes_per_sec}，剩余 {eta}） {msg}",
            );
            if let Ok(style) = style {
                bar.set_style(style.progress_chars("█▉ "));
            }
            bar
        });
        Self {
            bar,
            lines: !terminal && !quiet,
            errors: AtomicU64::new(0),
            files: AtomicU64::new(0),
            total: AtomicU64::new(0),
            last: Mutex::new(Instant::now()),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The end of a path that fits beside a bar.
fn tail(path: &str, chars: usize) -> String {
    let length = path.chars().count();
    if length <= chars {
        return path.to_owned();
    }
    format!("…{}", path.chars().skip(length - chars).collect::<String>())
}

impl Progress for Shown {
    fn begin(&self, files: u64, bytes: u64) {
        self.total.store(files, Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.set_length(bytes);
            bar.reset_eta();
        }
    }

    fn file(&self, path: &str, bytes: u64, failed: bool) {
        let errors =
            self.errors.fetch_add(u64::from(failed), Ordering::Relaxed) + u64::from(failed);
        let files = self.files.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.inc(bytes);
            bar.set_prefix(format!("{files}/{total} 个文件"));
            let errors = if errors > 0 {
                format!("失败 {errors}  ")
            } else {
                String::new()
            };
            bar.set_message(format!("{errors}{}", tail(path, 20)));
        } else if self.lines
            && let Ok(mut last) = self.last.try_lock()
            && last.elapsed() >= EVERY
        {
            *last = Instant::now();
            super::output::complain(&format!(
                "已读取 {files}/{total} 个文件，失败 {errors} 个：{path}\n"
            ));
        }
    }

    fn stage(&self, name: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(name.to_owned());
            bar.tick();
        }
    }
}
