//! `--help` in Chinese: our own layout, because clap counts a Chinese character as one cell, cannot break Chinese
//! lines and has English words of its own.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::{Cli, ColorChoice};
use super::examples;
use super::output::{terminal_width, use_color};
use crate::report::style::{Mark, Style};
use crate::report::wrap::{width as cells, wrap};

/// Widest left column.
const LEFT: usize = 26;

/// Help is easier to read when it is not as wide as a wide terminal.
const WIDEST: usize = 100;

/// The help a command line asks for: of the first command named in it, else of the program.
pub fn asked(args: &[OsString]) -> String {
    let mut command = Cli::command();
    command.build();
    let style = Style::new(use_color(ColorChoice::Auto));
    let width = terminal_width().min(WIDEST);
    let sub = args
        .iter()
        .skip(1)
        .filter_map(|arg| arg.to_str())
        .find_map(|word| command.find_subcommand(word));
    match sub {
        Some(sub) => render(sub, Some(sub.get_name()), style, width),
        None => render(&command, None, style, width),
    }
}

/// The help of the program, or of one of its commands.
pub fn render(command: &Command, name: Option<&str>, style: Style, width: usize) -> String {
    let mut text = String::new();
    if let Some(about) = command.get_about() {
        for line in wrap(&about.to_string(), width) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.push_str(&format!("\n用法：{}\n", usage(command, name)));
    let aliases: Vec<&str> = command.get_all_aliases().collect();
    if name.is_some() && !aliases.is_empty() {
        text.push_str(&format!(
            "中文命令：tiaowen {}\n",
            aliases.join("、tiaowen ")
        ));
    }
    let subcommands: Vec<(String, String)> = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| (sub_name(sub), plain(sub.get_about())))
        .collect();
    section(&mut text, "命令", &subcommands, style, width);
    let mut headings: Vec<&str> = Vec::new();
    let shown = || command.get_arguments().filter(|arg| !arg.is_hide_set());
    for heading in shown().map(heading_of) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    // What all commands share stands last.
    headings.sort_by_key(|heading| (*heading == GLOBAL, *heading != ARGUMENTS));
    for heading in headings {
        let rows: Vec<(String, String)> = shown()
            .filter(|arg| heading_of(arg) == heading)
            .map(|arg| (left(arg), plain(arg.get_help())))
            .collect();
        section(&mut text, heading, &rows, style, width);
    }
    if let Some(after) = command.get_after_help() {
        text.push('\n');
        for line in after.to_string().lines() {
            let lines = wrap(line, width);
            for (at, part) in lines.iter().enumerate() {
                let indent = if at == 0 { "" } else { "    " };
                text.push_str(&format!("{indent}{part}\n"));
            }
        }
    }
    let examples = examples::of(name.unwrap_or_default());
    if !examples.is_empty() {
        text.push_str(&format!("\n{}\n", style.paint(Mark::Strong, "例子")));
        for (line, what) in examples {
            text.push_str(&format!("  {line}\n"));
            for line in wrap(what, width.saturating_sub(6)) {
                text.push_str(&format!("      {}\n", style.paint(Mark::Faint, &line)));
            }
        }
    }
    text
}

const ARGUMENTS: &str = "参数";
const GLOBAL: &str = "通用选项";

fn heading_of(arg: &Arg) -> &str {
    arg.get_help_heading().unwrap_or(if arg.is_positional() {
        ARGUMENTS
    } else {
        GLOBAL
    })
}

fn plain(text: Option<&clap::builder::StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

/// Name and Chinese name of a command.
fn sub_name(sub: &Command) -> String {
    let alias = sub.get_all_aliases().next().unwrap_or_default();
    format!("{:<11} {alias}", sub.get_name())
        .trim_end()
        .to_owned()
}

/// `tiaowen search [选项] [检索词]…`.
pub fn usage(command: &Command, name: Option<&str>) -> String {
    let Some(name) = name else {
        return "tiaowen 命令 [选项]".to_owned();
    };
    let mut line = format!("tiaowen {name} [选项]");
    for arg in command.get_positionals().filter(|arg| !arg.is_hide_set()) {
        line.push(' ');
        line.push_str(&left(arg));
    }
    line
}

/// What stands in the left column for an argument.
fn left(arg: &Arg) -> String {
    let value = arg
        .get_value_names()
        .and_then(|names| names.first())
        .map_or_else(|| arg.get_id().to_string(), ToString::to_string);
    if arg.is_positional() {
        let many = matches!(arg.get_action(), ArgAction::Append)
            || arg
                .get_num_args()
                .is_some_and(|range| range.max_values() > 1);
        let more = if many { "…" } else { "" };
        return if arg.is_required_set() {
            format!("<{value}>{more}")
        } else {
            format!("[{value}]{more}")
        };
    }
    let mut text = match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (Some(short), None) => format!("-{short}"),
        (None, Some(long)) => format!("    --{long}"),
        (None, None) => String::new(),
    };
    if arg.get_action().takes_values() {
        text.push_str(&format!(" <{value}>"));
    }
    text
}

/// A heading with two columns.
fn section(
    text: &mut String,
    heading: &str,
    rows: &[(String, String)],
    style: Style,
    width: usize,
) {
    if rows.is_empty() {
        return;
    }
    text.push_str(&format!("\n{}\n", style.paint(Mark::Strong, heading)));
    let column = rows
        .iter()
        .map(|(left, _)| cells(left))
        .max()
        .unwrap_or(0)
        .min(LEFT);
    let indent = column + 4;
    for (left, right) in rows {
        let lines = wrap(right, width.saturating_sub(indent).max(20));
        let mut lines = lines.iter();
        let used = cells(left);
        if used > column {
            text.push_str(&format!("  {left}\n"));
        } else {
            let first = lines.next().map_or("", String::as_str);
            let gap = " ".repeat(column - used + 2);
            text.push_str(format!("  {left}{gap}{first}").trim_end());
            text.push('\n');
        }
        for line in lines {
            text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(String, String)> {
        let mut command = Cli::command();
        command.build();
        let mut texts = vec![(String::new(), render(&command, None, Style::plain(), 80))];
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let name = sub.get_name();
            texts.push((name.to_owned(), render(sub, Some(name), Style::plain(), 80)));
        }
        texts
    }

    /// Words that may be written in Latin letters: names of options, commands, formats, files, values.
    fn allowed() -> Vec<String> {
        let mut command = Cli::command();
        command.build();
        let mut words: Vec<String> = [
            // our name, names of files and of formats
            "tiaowen",
            "toml",
            "index",
            "corpus",
            "xlsx",
            "bak",
            "recall",
            "bashrc",
            "Tab",
            "docx",
            "csv",
            "html",
            "md",
            "json",
            "jsonl",
            "tsv",
            "trec",
            "text",
            "decisions",
            "facts",
            "txt",
            "pdf",
            "TIAOWEN",
            "PAGER",
            "tesseract",
            "less",
            // values of options
            "auto",
            "always",
            "never",
            "relevance",
            "date",
            "document",
            "certain",
            "probable",
            "hint",
            "own",
            "reference",
            "bash",
            "zsh",
            "fish",
            "powershell",
            "elvish",
            "expired",
            "source",
            "man",
        ]
        .map(str::to_owned)
        .to_vec();
        let mut take = |command: &Command| {
            words.push(command.get_name().to_owned());
            for arg in command.get_arguments() {
                words.extend(
                    arg.get_long()
                        .into_iter()
                        .flat_map(|long| long.split('-').map(str::to_owned)),
                );
            }
        };
        take(&command);
        for sub in command.get_subcommands() {
            take(sub);
        }
        words
    }

    #[test]
    fn no_english_word_is_left() {
        let allowed = allowed();
        for (name, text) in all() {
            for word in text
                .split(|c: char| !c.is_ascii_alphabetic())
                .filter(|word| word.len() > 1)
            {
                assert!(
                    allowed.iter().any(|ok| ok == word),
                    "help of “{name}” says “{word}”:\n{text}"
                );
            }
        }
    }

    #[test]
    fn every_command_and_option_says_what_it_does() {
        let mut command = Cli::command();
        command.build();
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            assert!(
                sub.get_all_aliases().any(|alias| !alias.is_ascii()),
                "{} has no Chinese name",
                sub.get_name()
            );
            assert!(sub.get_about().is_some(), "{}", sub.get_name());
            for arg in sub.get_arguments().filter(|arg| !arg.is_hide_set()) {
                assert!(
                    !plain(arg.get_help()).is_ascii(),
                    "{} {}",
                    sub.get_name(),
                    arg.get_id()
                );
            }
        }
    }

    #[test]
    fn lines_fit_and_begin_well() {
        for (name, text) in all() {
            for line in text.lines() {
                assert!(cells(line) <= 80, "{name}: {line}");
                let first = line.trim_start().chars().next().unwrap_or('x');
                assert!(!"，。；：、）”》".contains(first), "{name}: {line}");
            }
        }
    }

    #[test]
    fn help_of_search() {
        let mut command = Cli::command();
        command.build();
        let search = command.find_subcommand("search").expect("search");
        let text = render(search, Some("search"), Style::plain(), 80);
        assert!(
            text.contains("用法：tiaowen search [选项] [检索词]…"),
            "{text}"
        );
        assert!(text.contains("中文命令：tiaowen 检索"), "{text}");
    }
}
