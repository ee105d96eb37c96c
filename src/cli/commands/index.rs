//! `index`: brings the index in line with its folders.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::cli::args::{Format, IndexArgs};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::output::within_stdout;
use crate::cli::platform;
use crate::cli::progress::Shown;
use crate::cli::watch;
use crate::index::entry::Role;
use crate::index::generation::IndexFolder;
use crate::index::sync::{self, SyncOptions, SyncReport};
use crate::report::index_report;

/// Set by Ctrl-C.
pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How long a second writer waits for the first.
const PATIENCE: Duration = Duration::from_secs(3);

/// Runs the command.
pub fn run(context: &Context, args: &IndexArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("index"))?;
    let report = sync_index(context, args)?;
    let mut out = context.output();
    if format == Format::Json {
        out.json(&index_report::json(&report))?;
    } else {
        let text = index_report::text(&report, &out.style);
        out.text(&within_stdout(&text))?;
    }
    out.finish()?;
    if args.watch {
        return watch::watch(context, args);
    }
    Ok(if report.failed.is_empty() {
        Exit::Success
    } else {
        Exit::Unreadable
    })
}

/// Runs a sync with progress on stderr.
pub fn sync_index(context: &Context, args: &IndexArgs) -> Result<SyncReport, CliError> {
    let mut add: Vec<(PathBuf, Role)> = args
        .folders
        .iter()
        .map(|folder| (folder.clone(), Role::Own))
        .collect();
    add.extend(
        args.reference
            .iter()
            .map(|folder| (folder.clone(), Role::Reference)),
    );
    let fresh = IndexFolder::new(&context.index)
        .current()
        .is_ok_and(|current| current.is_none());
    if add.is_empty() && args.forget.is_empty() {
        let config = &context.config;
        let own = config.corpus.iter().map(|folder| (folder, Role::Own));
        let reference = config
            .reference
            .iter()
            .map(|folder| (folder, Role::Reference));
        for (folder, role) in own.chain(reference) {
            // A folder that went missing later is the run's to report: nothing of it is removed.
            if fresh || folder.is_dir() {
                add.push((folder.clone(), role));
            }
        }
        if add.is_empty() && fresh {
            add.push((context.default_corpus(), Role::Own));
        }
    }
    for (folder, _) in &add {
        if !folder.is_dir() {
            let reason = if folder.exists() {
                "不是文件夹"
            } else {
                "不存在"
            };
            return Err(CliError::usage(format!("不能索引 {}", folder.display()))
                .because(reason)
                .hint("写出存放文件的文件夹，如：tiaowen index 规范性文件")
                .hint(match &context.config.file {
                    Some(file) => format!(
                        "或者在 {} 里写：corpus = [\"规范性文件\"]（去掉行首的 #）",
                        file.display()
                    ),
                    None => {
                        "或者运行 tiaowen init，在 tiaowen.toml 的 corpus 里写上文件夹".to_owned()
                    }
                }));
        }
    }
    if let Some(kind) = platform::network_share(&context.index) {
        context.say(&format!(
            "注意：索引在网络共享（{kind}）上，更新时断线可能失败；建议用 --index 放到本机磁盘"
        ));
    }
    // A second handler is refused when a sync runs twice in one process; the first one serves both.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));
    let options = SyncOptions {
        add,
        forget: args.forget.clone(),
        rebuild: args.rebuild,
        dry_run: args.dry_run,
        verify: args.verify,
        jobs: args.jobs,
        extractor: Context::extractor(args.ocr),
        ocr: args.ocr,
        user_words: context.config.user_words()?,
        now: Context::now(),
        holder: Context::holder(),
        patience: PATIENCE,
        interrupted: Some(&INTERRUPTED),
    };
    let progress = Shown::new(context.quiet);
    let result = sync::run(&context.index, &options, &progress);
    progress.finish();
    result.map_err(|error| CliError::index(error, &context.index))
}
