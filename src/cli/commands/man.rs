//! `man`: pages for the `man` command, in Chinese.

use std::path::Path;

use clap::{Command, CommandFactory};

use super::help::find;
use crate::cli::args::Cli;
use crate::cli::error::{CliError, system_reason};
use crate::cli::examples;
use crate::cli::exit::Exit;
use crate::cli::help::usage;
use crate::cli::output::print;
use crate::cli::setup_args::ManArgs;
use crate::report::wrap::may_break;

/// Headings of clap_mangen and ours, which `man` and its index know.
const HEADINGS: [(&str, &str); 8] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "命令"),
    ("EXTRA", "附注"),
    ("VERSION", "版本"),
    ("AUTHORS", "作者"),
];

/// Runs the command.
pub fn run(args: &ManArgs) -> Result<Exit, CliError> {
    let mut command = Cli::command();
    command.build();
    if let Some(folder) = &args.dir {
        write_all(&command, folder)?;
        return Ok(Exit::Success);
    }
    let page = match &args.command {
        None => page(&command, None)?,
        Some(name) => {
            let sub = find(&command, name)?;
            page(sub, Some(sub.get_name()))?
        }
    };
    print(&page);
    Ok(Exit::Success)
}

fn write_all(command: &Command, folder: &Path) -> Result<(), CliError> {
    let failed = |error: std::io::Error| {
        CliError::internal(format!("无法写入 {}", folder.display()))
            .because(system_reason(&error))
            .hint("检查文件夹是否有写入权限")
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(folder.join("tiaowen.1"), page(command, None)?).map_err(failed)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let name = sub.get_name();
        let file = folder.join(format!("tiaowen-{name}.1"));
        std::fs::write(file, page(sub, Some(name))?).map_err(failed)?;
    }
    Ok(())
}

/// One page.
fn page(command: &Command, name: Option<&str>) -> Result<String, CliError> {
    let full = name.map_or_else(|| "tiaowen".to_owned(), |name| format!("tiaowen-{name}"));
    let aliases: Vec<String> = command
        .get_all_aliases()
        .map(|alias| format!("tiaowen {alias}"))
        .collect();
    let subcommands: Vec<(String, String)> = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            (sub.get_name().to_owned(), about)
        })
        .collect();
    // Our own sections stand for those of clap_mangen that have English words in them.
    let man = clap_mangen::Man::new(command.clone())
        .title(full.to_uppercase())
        .section("1")
        .source(concat!("tiaowen ", env!("CARGO_PKG_VERSION")))
        .manual("条文");
    let mut out = Vec::new();
    let failed =
        |error: std::io::Error| CliError::internal("无法生成手册页").because(system_reason(&error));
    man.render_title(&mut out).map_err(failed)?;
    let mut roff = String::from_utf8_lossy(&out).into_owned();
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    roff.push_str(&format!(
        ".SH NAME\n{} \\- {}\n",
        escaped(&full),
        escaped(&about)
    ));
    roff.push_str(&format!(
        ".SH SYNOPSIS\n{}\n",
        escaped(&usage(command, name))
    ));
    if !aliases.is_empty() {
        roff.push_str(&format!(
            ".PP\n中文命令：{}\n",
            escaped(&aliases.join("、"))
        ));
    }
    if !subcommands.is_empty() {
        roff.push_str(".SH SUBCOMMANDS\n");
        for (sub, about) in &subcommands {
            roff.push_str(&format!(
                ".TP\n\\fBtiaowen\\-{}\\fR(1)\n{}\n",
                escaped(sub),
                escaped(about)
            ));
        }
    }
    let mut out = Vec::new();
    man.render_options_section(&mut out).map_err(failed)?;
    roff.push_str(&String::from_utf8_lossy(&out));
    if let Some(after) = command.get_after_help() {
        roff.push_str(&format!(
            ".SH EXTRA\n.nf\n{}\n.fi\n",
            escaped(&after.to_string())
        ));
    }
    let examples = examples::of(name.unwrap_or_default());
    if !examples.is_empty() {
        roff.push_str(".SH 例子\n");
        for (line, what) in examples {
            roff.push_str(&format!(
                ".TP\n\\fB{}\\fR\n{}\n",
                escaped(line),
                escaped(what)
            ));
        }
    }
    for (english, chinese) in HEADINGS {
        roff = roff.replace(&format!(".SH {english}\n"), &format!(".SH {chinese}\n"));
    }
    Ok(breakable(&roff))
}

/// The page with a sign (`\:`) wherever a line of Chinese may end, which roff does not know by itself.
fn breakable(roff: &str) -> String {
    let mut out = String::with_capacity(roff.len() * 2);
    let mut literal = false;
    for line in roff.lines() {
        literal = match line {
            ".nf" => true,
            ".fi" => false,
            _ => literal,
        };
        let mut before = None;
        for c in line.chars() {
            if !literal
                && !line.starts_with(['.', '\''])
                && c != '\\'
                && c != ' '
                && before
                    .is_some_and(|before| !matches!(before, ' ' | '\\') && may_break(before, c))
            {
                out.push_str("\\:");
            }
            out.push(c);
            before = Some(c);
        }
        out.push('\n');
    }
    out
}

/// Text that roff takes as it is.
fn escaped(text: &str) -> String {
    text.lines()
        .map(|line| {
            let line = line.replace('\\', "\\e").replace('-', "\\-");
            if line.starts_with(['.', '\'']) {
                format!("\\&{line}")
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_chinese() {
        let mut command = Cli::command();
        command.build();
        let mut pages = vec![page(&command, None).expect("page")];
        for sub in command.get_subcommands() {
            pages.push(page(sub, Some(sub.get_name())).expect("page"));
        }
        for page in pages {
            for (english, _) in HEADINGS {
                assert!(!page.contains(&format!(".SH {english}\n")), "{page}");
            }
            for english in ["possible values", "Possible values", "default:", "aliases"] {
                assert!(!page.contains(english), "{english}: {page}");
            }
            assert!(
                page.contains(".SH 名称") && page.contains(".SH 用法"),
                "{page}"
            );
        }
    }

    #[test]
    fn chinese_lines_can_be_broken() {
        assert_eq!(
            breakable(".SH 名称\n检索条文，按《甲》"),
            ".SH 名称\n检\\:索\\:条\\:文，\\:按\\:《甲》\n"
        );
        assert_eq!(
            breakable(".nf\n检索\n.fi\n\\fB条\\fR\n"),
            ".nf\n检索\n.fi\n\\fB\\:条\\fR\n"
        );
    }

    #[test]
    fn nothing_is_taken_for_a_request() {
        assert_eq!(escaped(".甲\n-乙\\"), "\\&.甲\n\\-乙\\e");
    }
}
