//! What can be typed for the commands that set the program up.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `init`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct InitArgs {
    /// 本局文件的文件夹；不写则在有 ./corpus 时用它
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folders: Vec<PathBuf>,
    /// 参考法规的文件夹，可重复
    #[arg(long, value_name = "文件夹")]
    pub reference: Vec<PathBuf>,
    /// 已有配置文件时，把原文件改名为 tiaowen.toml.bak 后重写
    #[arg(long)]
    pub force: bool,
    /// 只显示内容，不写文件
    #[arg(long)]
    pub print: bool,
}

/// `completions`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct CompletionsArgs {
    /// 终端程序：bash、zsh、fish、powershell、elvish
    #[arg(
        value_name = "终端程序",
        help_heading = "参数",
        hide_possible_values = true
    )]
    pub shell: ShellArg,
}

/// Shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShellArg {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// Elvish
    Elvish,
}

/// `man`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ManArgs {
    /// 命令；不写则为总的手册页
    #[arg(value_name = "命令", help_heading = "参数")]
    pub command: Option<String>,
    /// 把全部手册页写入文件夹
    #[arg(long, value_name = "文件夹", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

/// `help`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct HelpArgs {
    /// 命令
    #[arg(value_name = "命令", help_heading = "参数")]
    pub command: Option<String>,
}
