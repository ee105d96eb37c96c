//! `status`: what the index holds and how far it is behind.

use crate::cli::args::{Format, StatusArgs};
use crate::cli::context::{Context, zone};
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::index::freshness;
use crate::index::sync::{self, Silent, SyncOptions};
use crate::report::status_report::{self, StatusView};

/// Runs the command.
pub fn run(context: &Context, args: &StatusArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("status"))?;
    let reader = context.reader()?;
    let failed = |error| CliError::index(error, &context.index);
    let files = reader.files().map_err(failed)?;
    let pending = if args.no_scan || args.failed {
        None
    } else {
        let options = SyncOptions {
            dry_run: true,
            user_words: context.config.user_words()?,
            ..SyncOptions::default()
        };
        let report = sync::run(&context.index, &options, &Silent).map_err(failed)?;
        let (added, updated, removed) = (
            report.added.len(),
            report.updated.len(),
            report.removed.len(),
        );
        let behind = (added + updated + removed > 0).then(|| {
            format!("索引落后：待新增 {added}，待更新 {updated}，待移出 {removed}；运行 tiaowen index 更新")
        });
        for failed in &report.failed {
            context.say(&format!("注意：{}：{}", failed.path, failed.failure.reason));
        }
        freshness::mark(&context.index, behind.as_deref());
        Some(report)
    };
    let view = StatusView {
        folder: context.index.clone(),
        size: folder_size(&context.index),
        payload: reader.payload(),
        segments: reader.searcher().segment_readers().len(),
        words: reader.lexicon().len(),
        files: &files,
        pending: pending.as_ref(),
        failed_only: args.failed,
        zone: zone(),
    };
    let mut out = context.output();
    if format == Format::Json {
        out.json(&status_report::object(&view))?;
    } else {
        let text = status_report::text(&view, &out.style);
        out.text(&text)?;
    }
    out.finish()?;
    Ok(if files.iter().any(|file| file.failure.is_some()) {
        Exit::Unreadable
    } else {
        Exit::Success
    })
}

/// Bytes in a folder, one level of generations deep.
fn folder_size(folder: &std::path::Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}
