//! What can be typed. Every text a user sees here is Chinese.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::plain_line;
use super::search_args::{BrowseArgs, EVAL_HELP, EvalArgs, FilterArgs, SEARCH_HELP, SearchArgs};
use super::setup_args::{CompletionsArgs, HelpArgs, InitArgs, ManArgs};
use crate::check::finding::Certainty;
use crate::law::date::parse_date;

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "tiaowen",
    about = "条文：按条检索和清理行政规范性文件",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    next_help_heading = "通用选项",
    after_help = "查看某个命令的用法：tiaowen 命令 --help"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of all commands.
    #[command(flatten)]
    pub global: Global,
}

impl Cli {
    /// Reads the arguments of the process, the name of the program first.
    ///
    /// # Errors
    /// What is wrong with them, or that help or the version is asked for.
    pub fn read(args: &[OsString]) -> Result<Self, clap::Error> {
        if let Some((search, global)) = plain_line::read(args) {
            return Ok(Self {
                command: Command::Search(search),
                global,
            });
        }
        Self::try_parse_from(args)
    }
}

/// Options of all commands.
#[derive(Debug, Args)]
pub struct Global {
    /// 索引所在文件夹（默认 ./index）
    #[arg(long, global = true, value_name = "文件夹")]
    pub index: Option<PathBuf>,
    /// 配置文件（默认为当前或上级文件夹中的 tiaowen.toml，可没有）
    #[arg(long, global = true, value_name = "文件")]
    pub config: Option<PathBuf>,
    /// 输出格式：text、json、jsonl，另按命令有 tsv、csv、md 等
    #[arg(long, global = true, value_name = "格式", hide_possible_values = true)]
    pub format: Option<Format>,
    /// 以哪一天判断时效（默认今天），如 2026-11-22、2026年11月22日
    #[arg(long, global = true, value_name = "日期", value_parser = day)]
    pub as_of: Option<Date>,
    /// 是否着色：auto（自动）、always（总是）、never（从不）
    #[arg(
        long,
        global = true,
        value_name = "方式",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: ColorChoice,
    /// 结果较长时也不分页显示
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// 不显示进度和提示
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    pub version: Option<bool>,
}

/// A day as people write it.
pub(super) fn day(text: &str) -> Result<Date, &'static str> {
    text.trim()
        .parse()
        .ok()
        .or_else(|| parse_date(text))
        .ok_or("not a day")
}

/// The output format with a name, as it is usually written.
pub(super) fn format(name: &str) -> Option<Format> {
    Format::from_str(name, false).ok()
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 供阅读
    #[value(aliases = ["文字", "文本"])]
    Text,
    /// 一个 JSON 对象
    Json,
    /// 每行一个 JSON 对象
    Jsonl,
    /// 制表符分隔
    #[value(alias = "制表符")]
    Tsv,
    /// 逗号分隔，可用表格软件打开
    #[value(alias = "逗号")]
    Csv,
    /// 工作簿
    #[value(aliases = ["工作簿", "excel"])]
    Xlsx,
    /// 网页
    #[value(alias = "网页")]
    Html,
    /// Markdown，可粘贴到文稿
    Md,
    /// 供评测程序使用
    Trec,
}

impl Format {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Md => "md",
            Self::Trec => "trec",
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// 在终端里着色，设了 NO_COLOR 的除外
    #[value(alias = "自动")]
    Auto,
    /// 总是着色
    #[value(aliases = ["总是", "是"])]
    Always,
    /// 不着色
    #[value(aliases = ["从不", "否"])]
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    /// 建立或更新索引
    #[command(visible_alias = "索引", help_template = TEMPLATE)]
    Index(IndexArgs),
    /// 检索条文，按相关程度排列
    #[command(visible_alias = "检索", help_template = TEMPLATE, after_help = SEARCH_HELP)]
    Search(SearchArgs),
    /// 交互检索：边输入边看结果，前后翻阅，转到引用，对比版本
    #[command(visible_alias = "浏览", help_template = TEMPLATE)]
    Browse(BrowseArgs),
    /// 查看一份文件或其中一条
    #[command(visible_alias = "查看", help_template = TEMPLATE)]
    Show(ShowArgs),
    /// 列出文件：文号、日期、时效
    #[command(visible_alias = "清单", help_template = TEMPLATE)]
    List(ListArgs),
    /// 清理检查：过期、废止、依据失效、机构更名等，附原文证据
    #[command(visible_alias = "检查", help_template = TEMPLATE)]
    Check(CheckArgs),
    /// 查看检查规则的说明
    #[command(visible_alias = "规则", help_template = TEMPLATE)]
    Explain(ExplainArgs),
    /// 对比同一文件的两个版本
    #[command(visible_alias = "对比", help_template = TEMPLATE)]
    Diff(DiffArgs),
    /// 查看引用了什么、被什么引用、影响到什么
    #[command(visible_alias = "引用", help_template = TEMPLATE)]
    Refs(RefsArgs),
    /// 不建索引，看程序从文件中读出了什么
    #[command(visible_alias = "解析", help_template = TEMPLATE)]
    Parse(ParseArgs),
    /// 看一段文字如何切分成词
    #[command(visible_alias = "分词", help_template = TEMPLATE)]
    Segment(SegmentArgs),
    /// 用有标准答案的题目评测检索质量
    #[command(visible_alias = "评测", help_template = TEMPLATE, after_help = EVAL_HELP)]
    Eval(EvalArgs),
    /// 索引状况：数量、版本、未索引的变化、读不了的文件
    #[command(visible_alias = "状态", help_template = TEMPLATE)]
    Status(StatusArgs),
    /// 写一份带说明的配置文件 tiaowen.toml
    #[command(visible_alias = "初始化", help_template = TEMPLATE)]
    Init(InitArgs),
    /// 检查配置、索引、文件夹、外部程序和终端，说明怎么办
    #[command(visible_alias = "体检", help_template = TEMPLATE)]
    Doctor,
    /// 输出命令补全脚本（bash、zsh、fish、powershell、elvish）
    #[command(visible_alias = "补全", help_template = TEMPLATE)]
    Completions(CompletionsArgs),
    /// 输出手册页，可用 man 查看
    #[command(visible_alias = "手册", help_template = TEMPLATE)]
    Man(ManArgs),
    /// 显示帮助，或一个命令的帮助
    #[command(visible_alias = "帮助", help_template = TEMPLATE)]
    Help(HelpArgs),
}

/// `index`.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "选项")]
pub struct IndexArgs {
    /// 要索引的文件夹；不写则更新原有文件夹（首次为 ./corpus）
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folders: Vec<PathBuf>,
    /// 作为参考法规（而非本局文件）的文件夹，可重复
    #[arg(long, value_name = "文件夹")]
    pub reference: Vec<PathBuf>,
    /// 从索引中移出的文件夹，可重复
    #[arg(long, value_name = "文件夹")]
    pub forget: Vec<String>,
    /// 全部重新读取
    #[arg(long)]
    pub rebuild: bool,
    /// 逐个比对文件内容，不只看大小和时间
    #[arg(long)]
    pub verify: bool,
    /// 只说明会做什么，不改动索引
    #[arg(long)]
    pub dry_run: bool,
    /// 对扫描件做文字识别（需安装 tesseract 和中文数据，每页数秒）
    #[arg(long)]
    pub ocr: bool,
    /// 更新后继续监视文件夹，有变化即更新
    #[arg(long, conflicts_with = "dry_run")]
    pub watch: bool,
    /// 线程数（默认按处理器核数）
    #[arg(
        long,
        value_name = "数目",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub jobs: usize,
}

/// `show`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ShowArgs {
    /// 文件：路径、编号、文号或标题
    #[arg(value_name = "文件", help_heading = "参数")]
    pub document: String,
    /// 条文：如 第十二条、12；不写则显示全文
    #[arg(value_name = "条文", help_heading = "参数")]
    pub clause: Option<String>,
    /// 前后各显示几条
    #[arg(
        long,
        value_name = "条数",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub context: usize,
}

/// `list`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ListArgs {
    /// Filters.
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// `check`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct CheckArgs {
    /// 只检查这些文件：路径、编号、文号或标题
    #[arg(value_name = "文件", help_heading = "参数")]
    pub documents: Vec<String>,
    /// 连参考法规一起检查
    #[arg(long)]
    pub all: bool,
    /// 只用这些规则，可重复；规则编号见 tiaowen explain
    #[arg(long, value_name = "规则")]
    pub rule: Vec<String>,
    /// 只列把握不低于此的：certain（确定）、probable（很可能）、hint（提示）
    #[arg(long, value_name = "把握", hide_possible_values = true)]
    pub min_certainty: Option<CertaintyArg>,
    /// 读回处理意见：填好的清理底稿 xlsx，或 decisions.toml，可重复；同时用 -o 写同一文件则更新它
    #[arg(long, value_name = "文件")]
    pub decisions: Vec<PathBuf>,
    /// 写入文件，按扩展名定格式：xlsx、csv、html、md、json；填过而没有读回的底稿不会覆盖
    #[arg(short, long, value_name = "文件")]
    pub output: Option<PathBuf>,
}

/// Certainties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CertaintyArg {
    /// 确定
    #[value(alias = "确定")]
    Certain,
    /// 很可能
    #[value(alias = "很可能")]
    Probable,
    /// 提示
    #[value(alias = "提示")]
    Hint,
}

impl From<CertaintyArg> for Certainty {
    fn from(certainty: CertaintyArg) -> Self {
        match certainty {
            CertaintyArg::Certain => Self::Certain,
            CertaintyArg::Probable => Self::Probable,
            CertaintyArg::Hint => Self::Hint,
        }
    }
}

/// `explain`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ExplainArgs {
    /// 规则编号或名称；不写则列出全部规则
    #[arg(value_name = "规则", help_heading = "参数")]
    pub rule: Option<String>,
}

/// `diff`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct DiffArgs {
    /// 旧版本：路径、编号、文号或标题；也可以是索引以外的文件
    #[arg(value_name = "旧版本", help_heading = "参数")]
    pub old: String,
    /// 新版本
    #[arg(value_name = "新版本", help_heading = "参数")]
    pub new: String,
    /// 没有改动的条文也列出
    #[arg(long)]
    pub all: bool,
}

/// `refs`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct RefsArgs {
    /// 文件：路径、编号、文号或标题；法律法规不在文库中也可以写标题
    #[arg(value_name = "文件", help_heading = "参数")]
    pub document: String,
    /// 条文：如 第十二条、12；不写则为全文
    #[arg(value_name = "条文", help_heading = "参数")]
    pub clause: Option<String>,
    /// 列出以其为依据或引用它的全部条文，以及间接受影响的文件
    #[arg(long)]
    pub impact: bool,
}

/// `parse`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct ParseArgs {
    /// 要解析的文件
    #[arg(value_name = "文件", required = true, help_heading = "参数")]
    pub files: Vec<PathBuf>,
    /// 对扫描件做文字识别（需安装 tesseract 和中文数据，每页数秒）
    #[arg(long)]
    pub ocr: bool,
}

/// `segment`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct SegmentArgs {
    /// 要切分的文字
    #[arg(value_name = "文字", required = true, help_heading = "参数")]
    pub text: Vec<String>,
}

/// `status`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct StatusArgs {
    /// 只列读不了的文件
    #[arg(long)]
    pub failed: bool,
    /// 不查看文件夹中的变化
    #[arg(long)]
    pub no_scan: bool,
}
