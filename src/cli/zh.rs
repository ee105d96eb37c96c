//! clap's errors as 出错 / 原因 / 怎么办.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use super::args::Cli;
use super::error::CliError;
use super::formats;
use super::suggest::closest;

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("、"),
        ContextValue::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// What `<…>` of an option wants, for those whose value is not one of a list.
fn wanted(arg: &str) -> Option<(&'static str, &'static str)> {
    let name = arg.split(['<', '[']).nth(1)?.split(['>', ']']).next()?;
    match name {
        "日期" => Some((
            "要写一个存在的日期",
            "写成 2026-11-22 或 2026年11月22日 的样子",
        )),
        "条数" | "数目" => Some(("要写一个不小于零的整数", "例如 20")),
        _ => None,
    }
}

/// The error of the command line `args` as an error of ours.
pub fn error(error: &clap::Error, args: &[OsString]) -> CliError {
    let command = Cli::command();
    let name = args
        .iter()
        .skip(1)
        .filter_map(|arg| arg.to_str())
        .find_map(|word| command.find_subcommand(word));
    let made = explained(error, name);
    match (error.kind(), name) {
        (ErrorKind::InvalidSubcommand, _) => made,
        (_, Some(sub)) => made.hint(format!("查看用法：tiaowen {} --help", sub.get_name())),
        (_, None) => made.hint("查看用法：tiaowen --help"),
    }
}

fn explained(error: &clap::Error, command: Option<&Command>) -> CliError {
    let arg = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let option = if arg.starts_with('-') {
        "选项"
    } else {
        "参数"
    };
    let made = match error.kind() {
        ErrorKind::InvalidSubcommand => return unknown_command(error),
        ErrorKind::UnknownArgument => return unknown_argument(error, &arg, command),
        ErrorKind::InvalidValue if value.is_empty() => {
            CliError::usage(format!("{option} {arg} 没有取值")).because("后面要写一个值")
        }
        ErrorKind::InvalidValue => {
            CliError::usage(format!("{option} {arg} 不能取“{value}”")).because("只能取规定的几个值")
        }
        ErrorKind::ValueValidation => CliError::usage(format!("{option} {arg} 不能取“{value}”"))
            .because(wanted(&arg).map_or("值的写法不对", |(reason, _)| reason)),
        ErrorKind::MissingRequiredArgument => {
            CliError::usage(format!("缺少参数 {arg}")).because("这个命令没有它不能运行")
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            CliError::usage("没有给出命令").because("tiaowen 后面要写一个命令")
        }
        ErrorKind::ArgumentConflict => match text(error, ContextKind::PriorArg) {
            Some(other) if other != arg => {
                CliError::usage(format!("{arg} 与 {other} 不能同时使用"))
                    .because("两者的意思相抵触")
            }
            _ => CliError::usage(format!("{option} {arg} 写了不止一次"))
                .because("这个选项只能写一次"),
        },
        ErrorKind::NoEquals => {
            CliError::usage(format!("{option} {arg} 没有取值")).because("选项和值之间要写等号")
        }
        ErrorKind::TooManyValues => {
            CliError::usage(format!("{option} {arg} 的值“{value}”多余")).because("取值太多")
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            CliError::usage(format!("{option} {arg} 的取值数目不对")).because(
                match (
                    text(error, ContextKind::ExpectedNumValues)
                        .or_else(|| text(error, ContextKind::MinValues)),
                    text(error, ContextKind::ActualNumValues),
                ) {
                    (Some(wanted), Some(given)) => format!("要 {wanted} 个值，写了 {given} 个"),
                    _ => "取值太少或太多".to_owned(),
                },
            )
        }
        ErrorKind::InvalidUtf8 => CliError::usage("参数中有无法识别的文字")
            .because("它不是 UTF-8 编码")
            .hint("把终端的编码设为 UTF-8（如 export LANG=C.UTF-8）后再试"),
        _ => CliError::usage("命令行有误").because("写法不对"),
    };
    hints(made, error, &arg, &value, command)
}

fn hints(
    mut made: CliError,
    error: &clap::Error,
    arg: &str,
    value: &str,
    command: Option<&Command>,
) -> CliError {
    let mut allowed: Vec<String> = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => values.clone(),
        _ => Vec::new(),
    };
    if let Some(command) = command
        && arg.starts_with("--format")
    {
        // All commands share the option, but not its values.
        let formats = formats::of(command.get_name());
        allowed.retain(|name| formats.iter().any(|format| format.name() == name));
    }
    if let Some(near) = closest(value, allowed.iter().map(String::as_str)) {
        made = made.hint(format!("是否要写：{near}"));
    }
    if !allowed.is_empty() {
        made = made.hint(format!("可用：{}", allowed.join("、")));
    } else if let Some((_, how)) = wanted(arg) {
        made = made.hint(how);
    }
    made
}

/// `search（检索）`.
fn shown(sub: &Command) -> String {
    match sub.get_all_aliases().next() {
        Some(alias) => format!("tiaowen {}（{alias}）", sub.get_name()),
        None => format!("tiaowen {}", sub.get_name()),
    }
}

/// What people call commands that have another name.
const CALLED: [(&[&str], &str); 8] = [
    (
        &["查找", "查询", "搜索", "搜", "查", "找", "find", "query"],
        "search",
    ),
    (&["打开", "看", "显示", "阅读", "open", "cat"], "show"),
    (&["列表", "目录", "列出", "文件", "ls"], "list"),
    (&["比较", "对照", "比对", "compare"], "diff"),
    (&["清理", "审查", "核查"], "check"),
    (&["更新", "建索引", "编入", "update", "build"], "index"),
    (&["配置", "设置", "config"], "init"),
    (&["影响", "被引用", "cite", "impact"], "refs"),
];

fn unknown_command(error: &clap::Error) -> CliError {
    let typed = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    let mut made =
        CliError::usage(format!("没有“{typed}”这个命令")).because("tiaowen 后面要先写命令");
    let command = Cli::command();
    let names = command
        .get_subcommands()
        .flat_map(|sub| std::iter::once(sub.get_name()).chain(sub.get_all_aliases()));
    let called = CALLED
        .iter()
        .find(|(words, _)| words.contains(&typed.as_str()))
        .map(|(_, name)| *name);
    let near = called.or_else(|| closest(&typed, names));
    if let Some(sub) = near.and_then(|near| command.find_subcommand(near)) {
        made = made.hint(format!("是否要写：{}", shown(sub)));
    } else if !typed.is_ascii() {
        // People begin with what they look for.
        made = made.hint(format!("要检索这些字：tiaowen search {typed}"));
    }
    made.hint("全部命令：tiaowen --help")
}

fn unknown_argument(error: &clap::Error, arg: &str, command: Option<&Command>) -> CliError {
    let name = command.map_or("", Command::get_name);
    if !arg.starts_with('-') {
        let made =
            CliError::usage(format!("多了一个参数“{arg}”")).because("这个命令不再需要更多参数");
        return if name == "list" {
            made.hint(format!("列出标题中有它的文件：tiaowen list --title {arg}"))
                .hint(format!("检索条文：tiaowen search {arg}"))
        } else if command.is_some_and(|command| command.get_positionals().next().is_some()) {
            made.hint("名称中有空格时，用引号括起来")
        } else {
            made.hint(format!("要检索它：tiaowen search {arg}"))
        };
    }
    let mut made =
        CliError::usage(format!("没有“{arg}”这个选项")).because("这个命令没有同名的选项");
    let all = Cli::command();
    let others: Vec<&str> = all
        .get_subcommands()
        .filter(|other| other.get_name() != name && has(other, arg))
        .map(Command::get_name)
        .collect();
    if matches!(arg, "-o" | "--output") {
        return made.hint(into_a_file(name));
    }
    if !others.is_empty() {
        return made.hint(format!("{arg} 是这些命令的选项：{}", others.join("、")));
    }
    if let Some(near) = text(error, ContextKind::SuggestedArg) {
        made = made.hint(format!("是否要写：{near}"));
    }
    if matches!(name, "search" | "browse" | "") {
        made = made.hint(format!(
            "如果它是要找的文字，写在 -- 之后：tiaowen search -- {arg}"
        ));
    }
    made
}

/// Whether a command has an option of that name.
fn has(command: &Command, option: &str) -> bool {
    command.get_arguments().any(|arg| {
        let long = arg.get_long().map(|long| format!("--{long}"));
        let short = arg.get_short().map(|short| format!("-{short}"));
        [long, short].iter().flatten().any(|name| name == option)
    })
}

/// How the result of a command without `-o` gets into a file.
fn into_a_file(name: &str) -> String {
    let format = formats::of(name)
        .iter()
        .map(|format| format.name())
        .find(|format| matches!(*format, "html" | "md" | "tsv"));
    match format {
        Some(format) => format!("写入文件用 >：tiaowen {name} … --format {format} > 文件.{format}"),
        None => format!("写入文件用 >：tiaowen {name} … > 文件.txt"),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction};

    use super::*;

    /// Says the error of a command line.
    fn said(args: &[&str]) -> (ErrorKind, String) {
        let all: Vec<&str> = std::iter::once("tiaowen")
            .chain(args.iter().copied())
            .collect();
        let error = Cli::command()
            .try_get_matches_from(&all)
            .expect_err("an error");
        let args: Vec<OsString> = all.iter().map(OsString::from).collect();
        (error.kind(), super::error(&error, &args).message())
    }

    /// Says the error of a command that has what ours has not.
    fn of(arg: Arg, args: &[&str]) -> (ErrorKind, String) {
        let error = Command::new("tiaowen")
            .arg(arg)
            .try_get_matches_from(std::iter::once(&"tiaowen").chain(args))
            .expect_err("an error");
        (error.kind(), super::error(&error, &[]).message())
    }

    fn is_chinese(message: &str, typed: &[&str]) {
        let mut rest = message.to_owned();
        let mut words: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
        words.extend(["tiaowen", "UTF-8", "export LANG=C."].map(str::to_owned));
        let mut command = Cli::command();
        command.build();
        for sub in command.get_subcommands() {
            words.push(sub.get_name().to_owned());
            for arg in sub.get_arguments() {
                words.extend(arg.get_long().map(|long| format!("--{long}")));
                words.extend(
                    arg.get_possible_values()
                        .iter()
                        .map(|value| value.get_name().to_owned()),
                );
            }
        }
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words {
            rest = rest.replace(&word, "");
        }
        assert!(
            !rest
                .split(|c: char| !c.is_ascii_alphabetic())
                .any(|word| word.len() > 1),
            "{message}"
        );
        for part in ["出错：", "原因：", "怎么办："] {
            assert!(message.contains(part), "no {part}\n{message}");
        }
    }

    #[test]
    fn every_kind_of_error_is_chinese() {
        let flag = |name: &'static str| Arg::new(name).long(name).value_name("值");
        let cases: Vec<(ErrorKind, (ErrorKind, String))> = vec![
            (ErrorKind::InvalidSubcommand, said(&["serch", "x"])),
            (ErrorKind::InvalidSubcommand, said(&["孵化器"])),
            (
                ErrorKind::UnknownArgument,
                said(&["search", "--litral", "x"]),
            ),
            (ErrorKind::UnknownArgument, said(&["status", "甲"])),
            (ErrorKind::InvalidValue, said(&["list", "--format"])),
            (ErrorKind::InvalidValue, said(&["list", "--format", "jsn"])),
            (ErrorKind::InvalidValue, said(&["list", "--color", "yes"])),
            (
                ErrorKind::ValueValidation,
                said(&["list", "--as-of", "昨天"]),
            ),
            (
                ErrorKind::ValueValidation,
                said(&["list", "--as-of", "2026-02-30"]),
            ),
            (
                ErrorKind::ValueValidation,
                said(&["search", "-n", "many", "x"]),
            ),
            (ErrorKind::UnknownArgument, said(&["search", "-n", "-1"])),
            (ErrorKind::MissingRequiredArgument, said(&["show"])),
            (ErrorKind::MissingRequiredArgument, said(&["diff", "甲"])),
            (
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
                said(&[]),
            ),
            (ErrorKind::MissingSubcommand, said(&["-q"])),
            (
                ErrorKind::ArgumentConflict,
                said(&["index", "--watch", "--dry-run"]),
            ),
            (
                ErrorKind::ArgumentConflict,
                said(&["search", "-n", "1", "-n", "2", "x"]),
            ),
            (
                ErrorKind::NoEquals,
                of(flag("sort").require_equals(true), &["--sort", "date"]),
            ),
            (
                ErrorKind::TooManyValues,
                of(flag("literal").num_args(0), &["--literal=date"]),
            ),
            (
                ErrorKind::TooFewValues,
                of(flag("rule").num_args(2..), &["--rule", "甲"]),
            ),
            (
                ErrorKind::WrongNumberOfValues,
                of(
                    flag("rule").num_args(2).action(ArgAction::Append),
                    &["--rule", "甲"],
                ),
            ),
        ];
        let typed = ["serch", "--litral", "jsn", "yes", "many", "date", "C.UTF-8"];
        for (kind, (found, message)) in cases {
            assert_eq!(found, kind, "{message}");
            is_chinese(&message, &typed);
        }
    }

    #[cfg(unix)]
    #[test]
    fn damaged_text_and_every_other_kind() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let bad = OsStr::from_bytes(&[0xD5, 0xC5]);
        let error = Cli::command()
            .try_get_matches_from([OsStr::new("tiaowen"), OsStr::new("explain"), bad])
            .expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::InvalidUtf8);
        is_chinese(&super::error(&error, &[]).message(), &["C.UTF-8"]);
        for kind in [ErrorKind::Io, ErrorKind::Format] {
            let error = clap::Error::new(kind);
            is_chinese(&super::error(&error, &[]).message(), &[]);
        }
    }

    #[test]
    fn hints_are_about_the_command() {
        let said = |args: &[&str]| said(args).1;
        let diff = said(&["diff", "甲", "乙", "-o", "x.html"]);
        assert!(diff.contains("tiaowen diff … --format"), "{diff}");
        assert!(!diff.contains("tiaowen search"), "{diff}");
        let sort = said(&["list", "--sort", "date"]);
        assert!(
            sort.contains("选项：search") && !sort.contains("是否要写"),
            "{sort}"
        );
        let list = said(&["list", "孵化器"]);
        assert!(
            list.contains("tiaowen list --title 孵化器") && !list.contains("引号"),
            "{list}"
        );
        assert!(said(&["查找"]).contains("是否要写：tiaowen search（检索）"));
        let format = said(&["search", "--format", "jsn", "甲"]);
        assert!(
            format.contains("可用：text、json、jsonl、tsv、md"),
            "{format}"
        );
        assert!(said(&["show", "甲", "乙", "丙"]).contains("引号"));
    }

    #[test]
    fn values_are_taken_in_chinese() {
        for args in [
            &["check", "--min-certainty", "很可能"][..],
            &["search", "甲", "--sort", "日期", "--group", "文件"],
            &["list", "--color", "从不", "--as-of", "2026年1月1日"],
            &["list", "--as-of", "2026-01-01"],
        ] {
            let all = std::iter::once("tiaowen").chain(args.iter().copied());
            assert!(Cli::command().try_get_matches_from(all).is_ok(), "{args:?}");
        }
    }

    #[test]
    fn near_misses_are_named() {
        assert!(
            said(&["serch", "x"])
                .1
                .contains("是否要写：tiaowen search（检索）")
        );
        assert!(said(&["捡索"]).1.contains("tiaowen search（检索）"));
        assert!(
            said(&["list", "--format", "jsn"])
                .1
                .contains("是否要写：json")
        );
        assert!(said(&["search", "--litral"]).1.contains("--literal"));
        assert!(said(&["孵化器"]).1.contains("tiaowen search 孵化器"));
        assert!(
            said(&["search", "-n", "x"])
                .1
                .contains("tiaowen search --help")
        );
    }
}
