//! The command line: the only place that prints, exits, reads the environment or the clock.

mod args;
mod commands;
mod config;
mod config_read;
mod context;
mod desktop;
mod destination;
mod error;
mod examples;
mod exit;
mod formats;
mod help;
mod links;
mod output;
mod pager;
mod plain_line;
mod platform;
mod progress;
mod screen;
mod search_args;
mod setup_args;
mod suggest;
mod tools;
mod watch;
mod zh;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;

use args::{Cli, Command};
use context::Context;
use error::CliError;
use exit::Exit;

use crate::report::style::Style;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    #[cfg(feature = "isolation")]
    if std::env::args_os()
        .nth(1)
        .is_some_and(|arg| arg == context::WORKER)
    {
        let served =
            crate::extract::worker::serve(std::io::stdin().lock(), std::io::stdout().lock());
        return if served.is_ok() {
            Exit::Success
        } else {
            Exit::Internal
        }
        .into();
    }
    let args = exclusions(std::env::args_os());
    let cli = match Cli::read(&args) {
        Ok(cli) => cli,
        Err(error) => return not_a_command(&error, &args).into(),
    };
    match dispatch(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::complain(&output::within_stderr(&error.message()));
            error.exit.into()
        }
    }
}

/// Help, version, or what is wrong with the command line.
fn not_a_command(error: &clap::Error, args: &[OsString]) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp => {
            output::print(&help::asked(args));
            Exit::Success
        }
        ErrorKind::DisplayVersion => {
            output::print(&error.to_string());
            Exit::Success
        }
        kind => {
            let message = zh::error(error, args).message();
            output::complain(&output::within_stderr(&message));
            // Who types the bare name wants to know what there is.
            if kind == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && args.len() < 2 {
                output::complain(&format!("\n{}", help::asked(args)));
            }
            Exit::Usage
        }
    }
}

/// Writes `-词` as `不含:词`, which clap would take for an option. Options are ASCII; an exclusion of
/// ASCII letters is written with 不含: or inside a quoted query.
fn exclusions(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    args.map(|arg| {
        let excluded = arg
            .to_str()
            .and_then(|text| text.strip_prefix(['-', '－']))
            .filter(|rest| rest.chars().next().is_some_and(|c| !c.is_ascii()));
        match excluded {
            Some(rest) => OsString::from(format!("不含:{rest}")),
            None => arg,
        }
    })
    .collect()
}

fn dispatch(cli: Cli) -> Result<Exit, CliError> {
    // These work without settings, or look at them themselves.
    match &cli.command {
        Command::Init(args) => return commands::init::run(args),
        Command::Completions(args) => return Ok(commands::completions::run(args)),
        Command::Man(args) => return commands::man::run(args),
        Command::Help(args) => {
            let color = output::use_color(cli.global.color);
            return commands::help::run(args, Style::new(color));
        }
        Command::Doctor => return commands::doctor::run(cli.global),
        _ => {}
    }
    let context = Context::new(cli.global)?;
    match cli.command {
        Command::Init(_)
        | Command::Completions(_)
        | Command::Man(_)
        | Command::Help(_)
        | Command::Doctor => Ok(Exit::Success),
        Command::Index(args) => commands::index::run(&context, &args),
        Command::Search(args) => commands::search::run(&context, &args),
        Command::Eval(args) => commands::eval::run(&context, &args),
        Command::Browse(args) => commands::browse::run(&context, &args),
        Command::Show(args) => commands::show::run(&context, &args),
        Command::List(args) => commands::list::run(&context, &args),
        Command::Check(args) => commands::check::run(&context, &args),
        Command::Explain(args) => commands::explain::run(&context, &args),
        Command::Diff(args) => commands::diff::run(&context, &args),
        Command::Refs(args) => commands::refs::run(&context, &args),
        Command::Parse(args) => commands::parse::run(&context, &args),
        Command::Segment(args) => commands::segment::run(&context, &args),
        Command::Status(args) => commands::status::run(&context, &args),
    }
}
