//! `parse`: what the parser saw in files, without an index.

use crate::cli::args::{Format, ParseArgs};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::index::sync::read::parse_path;
use crate::report::{parse_json, parse_text};

/// Runs the command.
pub fn run(context: &Context, args: &ParseArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("parse"))?;
    if format == Format::Json && args.files.len() > 1 {
        return Err(CliError::usage("多个文件不能输出为 json")
            .because("json 格式只有一个对象")
            .hint("改用 --format jsonl，每个文件一行"));
    }
    let mut out = context.output();
    let mut exit = Exit::Success;
    let extractor = Context::extractor(args.ocr);
    for path in &args.files {
        let shown = path.to_string_lossy();
        match parse_path(path, &extractor) {
            Ok((raw, parsed)) => {
                if format == Format::Text {
                    let text = parse_text::render(&shown, &raw, &parsed, &out.style, out.width);
                    out.text(&text)?;
                } else if let Some(object) = parse_json::parsed(&shown, &raw, &parsed) {
                    out.json(&object)?;
                }
            }
            Err(failure) => {
                exit = Exit::Unreadable;
                context.say(&format!(
                    "出错：无法读取 {shown}\n原因：{}\n怎么办：{}",
                    failure.reason, failure.hint
                ));
            }
        }
    }
    out.finish()?;
    Ok(exit)
}
