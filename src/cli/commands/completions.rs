//! `completions`: scripts that complete commands, options and values, with Chinese descriptions.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory, ValueHint};
use clap_complete::Shell;

use crate::check::registry::RULES;
use crate::cli::args::Cli;
use crate::cli::exit::Exit;
use crate::cli::output::print;
use crate::cli::setup_args::{CompletionsArgs, ShellArg};
use crate::search::filter::{KINDS, STATUSES};

/// Runs the command.
pub fn run(args: &CompletionsArgs) -> Exit {
    print(&script(args.shell));
    Exit::Success
}

/// The script of a shell.
fn script(shell: ShellArg) -> String {
    let shell = match shell {
        ShellArg::Bash => Shell::Bash,
        ShellArg::Zsh => Shell::Zsh,
        ShellArg::Fish => Shell::Fish,
        ShellArg::PowerShell => Shell::PowerShell,
        ShellArg::Elvish => Shell::Elvish,
    };
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut with_values(Cli::command()), "tiaowen", &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The command line with the values our own code reads, which clap does not know.
fn with_values(command: Command) -> Command {
    let kinds: Vec<PossibleValue> = KINDS.map(|(_, zh, _)| PossibleValue::new(zh)).to_vec();
    let statuses: Vec<PossibleValue> = STATUSES.map(|(_, zh, _)| PossibleValue::new(zh)).to_vec();
    let rules: Vec<PossibleValue> = RULES
        .iter()
        .map(|rule| PossibleValue::new(rule.id).help(rule.name))
        .collect();
    let roles = vec![
        PossibleValue::new("own").help("本局文件"),
        PossibleValue::new("reference").help("参考法规"),
    ];
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let add = |arg: Arg| -> Arg {
        let value = arg
            .get_value_names()
            .and_then(|names| names.first())
            .map(ToString::to_string)
            .unwrap_or_default();
        match (arg.get_id().as_str(), value.as_str()) {
            ("kind", _) => arg.value_parser(kinds.clone()),
            ("status", _) => arg.value_parser(statuses.clone()),
            ("role", _) => arg.value_parser(roles.clone()),
            ("rule", _) => arg.value_parser(rules.clone()),
            (_, "文件夹") => arg.value_hint(ValueHint::DirPath),
            (_, "文件" | "旧版本" | "新版本") => arg.value_hint(ValueHint::FilePath),
            _ => arg,
        }
    };
    let command = command.mut_args(add);
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |sub| sub.mut_args(add))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_knows_commands_and_values() {
        for shell in [
            ShellArg::Bash,
            ShellArg::Zsh,
            ShellArg::Fish,
            ShellArg::PowerShell,
            ShellArg::Elvish,
        ] {
            let text = script(shell);
            for word in ["search", "doctor", "--as-of"] {
                let bare = word.trim_start_matches('-');
                assert!(text.contains(bare), "{shell:?}: {word}");
            }
            // PowerShell and Elvish have no values in their scripts, bash no descriptions.
            if matches!(shell, ShellArg::Bash | ShellArg::Zsh | ShellArg::Fish) {
                for word in ["fair-competition", "规范性文件", "已失效"] {
                    assert!(text.contains(word), "{shell:?}: {word}");
                }
            }
            if shell != ShellArg::Bash {
                assert!(text.contains("检索条文"), "{shell:?}");
            }
        }
    }
}
