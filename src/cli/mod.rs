//! The command line: the only place that prints, exits, reads the environment or the clock.

#![expect(clippy::print_stderr, reason = "the terminal belongs to this module")]

mod args;
mod commands;
mod config;
mod context;
mod error;
mod exit;
mod output;
mod platform;
mod progress;
mod watch;
mod zh;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::{Cli, Command};
use context::Context;
use error::CliError;
use exit::Exit;

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
    let cli = match Cli::try_parse_from(exclusions(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            // A closed pipe is no error.
            let _ = error.print();
            return Exit::Success.into();
        }
        Err(error) => {
            eprint!("{}", zh::message(&error));
            return Exit::Usage.into();
        }
    };
    match dispatch(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            eprint!("{}", error.message());
            error.exit.into()
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
    let context = Context::new(cli.global)?;
    match cli.command {
        Command::Index(args) => commands::index::run(&context, &args),
        Command::Search(args) => commands::search::run(&context, &args),
        Command::Eval(args) => commands::eval::run(&context, &args),
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
