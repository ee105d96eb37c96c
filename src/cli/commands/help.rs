//! `help`: what `--help` says.

use clap::CommandFactory;

use crate::cli::args::Cli;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::help;
use crate::cli::output::{print, terminal_width};
use crate::cli::setup_args::HelpArgs;
use crate::cli::suggest::closest;
use crate::report::style::Style;

/// Runs the command.
pub fn run(args: &HelpArgs, style: Style) -> Result<Exit, CliError> {
    let mut command = Cli::command();
    command.build();
    let text = match &args.command {
        None => help::render(&command, None, style, terminal_width().min(100)),
        Some(name) => {
            let sub = find(&command, name)?;
            help::render(sub, Some(sub.get_name()), style, terminal_width().min(100))
        }
    };
    print(&text);
    Ok(Exit::Success)
}

/// A command by its name or Chinese name.
pub fn find<'c>(command: &'c clap::Command, name: &str) -> Result<&'c clap::Command, CliError> {
    if let Some(sub) = command.find_subcommand(name) {
        return Ok(sub);
    }
    let error = CliError::usage(format!("没有“{name}”这个命令")).because("要写命令的名称");
    let names = command
        .get_subcommands()
        .flat_map(|sub| std::iter::once(sub.get_name()).chain(sub.get_all_aliases()));
    Err(match closest(name, names) {
        Some(near) => error.hint(format!("是否要写：{near}")),
        None => error,
    }
    .hint("全部命令：tiaowen --help"))
}
