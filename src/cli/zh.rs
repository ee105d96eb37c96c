//! clap's messages in Chinese.

use clap::error::{ContextKind, ContextValue, ErrorKind};

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => Some(
            texts
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("、"),
        ),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The message for an error of the command line: 出错 / 原因 / 怎么办.
pub fn message(error: &clap::Error) -> String {
    let arg = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let subcommand = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{subcommand}”这个命令"),
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个选项或多余的参数"),
        ErrorKind::InvalidValue if value.is_empty() => format!("选项 {arg} 缺少取值"),
        ErrorKind::InvalidValue => format!("选项 {arg} 不能取“{value}”"),
        ErrorKind::ValueValidation => format!("选项 {arg} 的取值“{value}”不对"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{arg}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有给出命令".to_owned()
        }
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg).unwrap_or_default();
            format!("{arg} 与 {other} 不能同时使用")
        }
        ErrorKind::NoEquals => format!("选项 {arg} 要写成“选项=取值”"),
        ErrorKind::TooManyValues => format!("选项 {arg} 的取值“{value}”过多"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("选项 {arg} 的取值数目不对")
        }
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字".to_owned(),
        _ => "命令行有误".to_owned(),
    };
    let mut hints = Vec::new();
    if let Some(allowed) = text(error, ContextKind::ValidValue) {
        hints.push(format!("可用：{allowed}"));
    }
    for kind in [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ] {
        if let Some(suggested) = text(error, kind) {
            hints.push(format!("是否要写：{suggested}"));
        }
    }
    if error.kind() == ErrorKind::ValueValidation && arg.contains("as-of") {
        hints.push("日期写成 2026-11-22 的样子".to_owned());
    }
    hints.push("查看用法：tiaowen --help，或 tiaowen 命令 --help".to_owned());
    let mut message = format!("出错：{what}\n");
    for hint in hints {
        message.push_str(&format!("怎么办：{hint}\n"));
    }
    message
}
