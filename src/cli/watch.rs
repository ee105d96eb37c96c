//! `index --watch`: follows the corpus folders and syncs when they have come to rest.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{RecursiveMode, Watcher};

use super::args::IndexArgs;
use super::commands::index::{INTERRUPTED, sync_index};
use super::context::Context;
use super::error::{CliError, system_reason};
use super::exit::Exit;
use crate::report::index_report;
use crate::report::style::Style;

/// How long a folder must be quiet: copying a batch of files gives many events.
const SETTLED: Duration = Duration::from_millis(1500);

/// How often an interruption is looked for.
const TICK: Duration = Duration::from_millis(200);

/// What the watcher says, in Chinese.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => system_reason(error),
        notify::ErrorKind::PathNotFound => "文件夹不存在".to_owned(),
        notify::ErrorKind::MaxFilesWatch => "监视的文件夹太多，超过了系统上限".to_owned(),
        _ => "系统不支持监视这个文件夹".to_owned(),
    }
}

/// Follows the folders until interrupted.
pub fn watch(context: &Context, args: &IndexArgs) -> Result<Exit, CliError> {
    let (sender, receiver) = channel();
    let failed = |error: notify::Error| {
        CliError::internal("无法监视文件夹")
            .because(reason(&error))
            .hint("改为定时运行 tiaowen index")
    };
    let mut watcher = notify::recommended_watcher(sender).map_err(failed)?;
    let reader = context.reader()?;
    for root in &reader.payload().roots {
        watcher
            .watch(Path::new(&root.path), RecursiveMode::Recursive)
            .map_err(failed)?;
        context.say(&format!("监视 {}，按 Ctrl-C 结束", root.path));
    }
    drop(reader);
    let again = IndexArgs {
        folders: Vec::new(),
        reference: Vec::new(),
        forget: Vec::new(),
        rebuild: false,
        ..args.clone()
    };
    let mut changed: Option<Instant> = None;
    while !INTERRUPTED.load(Ordering::Relaxed) {
        match receiver.recv_timeout(TICK) {
            Ok(Ok(event)) if !event.kind.is_access() => changed = Some(Instant::now()),
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if changed.is_some_and(|at| at.elapsed() >= SETTLED) {
            changed = None;
            match sync_index(context, &again) {
                Ok(report) => context.say(index_report::text(&report, &Style::plain()).trim_end()),
                // A busy or unreachable folder is tried again at the next change.
                Err(error) if error.exit != Exit::Interrupted => {
                    context.say(error.message().trim_end());
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(Exit::Interrupted)
}
