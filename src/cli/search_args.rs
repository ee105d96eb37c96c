//! What can be typed for the commands that search: filters, `search`, `browse`, `eval`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Shown behind the options of `search`.
pub const SEARCH_HELP: &str = "检索式：
  孵化器 认定条件        按相关程度排列
  “孵化器认定”           引号内逐字查找（“…”、「…」或转义的 \"…\"）
  -众创空间、不含:众创空间   排除
  标题:管理办法 机关:科技局 文号:34号 类型:规范性文件 状态:现行有效 年份:2019-2021
  地区:广东 公布:2020..2021-06 施行:2021 到期:今年
  同句:孵化器、补贴      两词在同一句；同款、同条亦可
  科学技术进步法 第三十二条、韶州科〔2021〕34号、《文件名》   直接查到";

/// Shown behind the options of `eval`.
pub const EVAL_HELP: &str = "文件格式（制表符分隔，# 开头的行略过）：
  题目   编号、检索词；或 编号、类型、检索词
  答案   编号、文件、条号、分值；条号写 * 表示该文件任一条都算，分值可省
达不到 --floor 的下限时退出码为 1，可用于自动检查";

/// Filters of `search`, `browse` and `list`.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "筛选")]
pub struct FilterArgs {
    /// 标题含有
    #[arg(long, value_name = "文字")]
    pub title: Option<String>,
    /// 制定机关含有
    #[arg(long, value_name = "文字")]
    pub issuer: Option<String>,
    /// 文号
    #[arg(long, value_name = "文号")]
    pub number: Option<String>,
    /// 类型：法律、行政法规、地方性法规、司法解释、规章、规范性文件、政策文件、工作报告、通知公告、案例、其他
    #[arg(long, value_name = "类型")]
    pub kind: Option<String>,
    /// 时效：现行有效、尚未生效、已被修改、已废止、已失效、不确定、草案
    #[arg(long, value_name = "状态")]
    pub status: Option<String>,
    /// 年份，如 2021 或 2019-2021
    #[arg(long, value_name = "年份")]
    pub year: Option<String>,
    /// 范围：本局（own，本局文件）或 参考（reference，参考法规）
    #[arg(long, value_name = "范围")]
    pub role: Option<String>,
    /// 地区，如 广东；全国 指中央的法律法规
    #[arg(long, value_name = "地区")]
    pub region: Option<String>,
    /// 公布日期（未写的按成文日期），如 2021、2020..2021-06、今年
    #[arg(long, value_name = "日期")]
    pub published: Option<String>,
    /// 施行日期，写法同上
    #[arg(long, value_name = "日期")]
    pub effective: Option<String>,
    /// 有效期截止日期，写法同上
    #[arg(long, value_name = "日期")]
    pub expires: Option<String>,
}

/// Hits shown where nobody says how many.
pub const PAGE: usize = 10;

/// `search`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct SearchArgs {
    /// 检索词
    #[arg(value_name = "检索词", help_heading = "参数")]
    pub query: Vec<String>,
    /// 显示条数，0 为全部（默认 10）
    #[arg(
        short,
        value_name = "条数",
        default_value_t = PAGE,
        hide_default_value = true
    )]
    pub n: usize,
    /// 跳过前若干条
    #[arg(
        long,
        value_name = "条数",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub offset: usize,
    /// 整个检索词逐字查找
    #[arg(long)]
    pub literal: bool,
    /// 只查输入的词，不补充相近说法
    #[arg(long)]
    pub exact: bool,
    /// 排序：relevance（相关程度）或 date（日期，新的在前）
    #[arg(
        long,
        value_name = "方式",
        default_value = "relevance",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub sort: SortArg,
    /// 归并：document（文件，每份只列最相关的一条）
    #[arg(long, value_name = "方式", hide_possible_values = true)]
    pub group: Option<GroupArg>,
    /// 另按类型、机关、时效、年份统计全部结果
    #[arg(long)]
    pub facets: bool,
    /// 说明每条为何排在此处
    #[arg(long)]
    pub explain: bool,
    /// 批量检索：文件每行“编号、制表符、检索词”
    #[arg(long, value_name = "文件")]
    pub batch: Option<PathBuf>,
    /// 测速用：每条检索的微秒数写到标准错误
    #[arg(long, requires = "batch", hide = true)]
    pub timings: bool,
    /// 测速用：先载入整部词典
    #[arg(long, hide = true)]
    pub load_dictionary: bool,
    /// 调参用：权重文件
    #[arg(long, value_name = "文件", hide = true)]
    pub weights: Option<PathBuf>,
    /// Filters.
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// Orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// 按相关程度
    #[value(aliases = ["相关程度", "相关"])]
    Relevance,
    /// 新的在前
    #[value(alias = "日期")]
    Date,
}

/// Groupings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GroupArg {
    /// 每份文件一条
    #[value(alias = "文件")]
    Document,
}

/// `browse`.
#[derive(Debug, Args)]
pub struct BrowseArgs {
    /// 一开始的检索词
    #[arg(value_name = "检索词", help_heading = "参数")]
    pub query: Vec<String>,
    /// Filters.
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// `eval`.
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct EvalArgs {
    /// 题目文件
    #[arg(long, value_name = "文件", required = true)]
    pub queries: PathBuf,
    /// 标准答案文件
    #[arg(long, value_name = "文件", required = true)]
    pub qrels: PathBuf,
    /// 把本次结果存下来，供以后对照
    #[arg(long, value_name = "文件")]
    pub save: Option<PathBuf>,
    /// 与以前存下的结果对照
    #[arg(long, value_name = "文件")]
    pub against: Option<PathBuf>,
    /// 指标下限，可重复，如 recall@10=0.85
    #[arg(long, value_name = "指标=数值")]
    pub floor: Vec<String>,
    /// 列出前十条中没有答案的题
    #[arg(long)]
    pub misses: bool,
    /// 只查输入的词，不补充相近说法
    #[arg(long)]
    pub exact: bool,
}
