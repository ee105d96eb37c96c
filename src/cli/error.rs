//! Errors as staff see them: 出错 / 原因 / 怎么办. The one place that decides exit code and hints.

use std::path::Path;

use crate::index::IndexError;
use crate::search::SearchError;
use crate::search::filter::FilterError;

use super::exit::Exit;
use super::suggest::closest;

/// An error that ends a command.
#[derive(Debug)]
pub struct CliError {
    /// Exit code.
    pub exit: Exit,
    /// What failed.
    pub what: String,
    /// Why.
    pub reason: Option<String>,
    /// What to do.
    pub hints: Vec<String>,
}

impl CliError {
    /// Wrong usage.
    pub fn usage(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            what: what.into(),
            reason: None,
            hints: Vec::new(),
        }
    }

    /// Something that should not happen.
    pub fn internal(what: impl Into<String>) -> Self {
        Self {
            exit: Exit::Internal,
            what: what.into(),
            reason: None,
            hints: Vec::new(),
        }
    }

    /// Adds the reason.
    #[must_use]
    pub fn because(mut self, reason: impl ToString) -> Self {
        self.reason = Some(reason.to_string());
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// A file that somebody named cannot be read.
    pub fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::usage(format!("无法读取 {}", path.display())).because(system_reason(error))
    }

    /// An index error, for the index in `folder`.
    pub fn index(error: IndexError, folder: &Path) -> Self {
        let place = folder.display();
        match error {
            IndexError::Missing(_) => Self {
                exit: Exit::Index,
                what: format!("{place} 中没有索引"),
                reason: Some("还没有建立，或者索引在别处".to_owned()),
                hints: vec![
                    "先建立索引：tiaowen index 文件夹".to_owned(),
                    "索引在别处的，用 --index 指明".to_owned(),
                ],
            },
            IndexError::Version { found, .. } => Self {
                exit: Exit::Index,
                what: format!("{place} 中的索引不能使用"),
                reason: Some(format!("它由另一版本的程序建立（{found}）")),
                hints: vec!["重建索引：tiaowen index --rebuild".to_owned()],
            },
            IndexError::Damaged { detail, .. } => Self {
                exit: Exit::Index,
                what: format!("{place} 中的索引已损坏"),
                reason: Some(detail),
                hints: vec!["重建索引：tiaowen index --rebuild（原文件不受影响）".to_owned()],
            },
            IndexError::Locked { holder } => Self {
                exit: Exit::Index,
                what: format!("{place} 中的索引正在更新"),
                reason: Some(format!("持有者：{holder}")),
                hints: vec!["等它结束后再试；检索不受影响".to_owned()],
            },
            IndexError::Interrupted => Self {
                exit: Exit::Interrupted,
                what: "已中断".to_owned(),
                reason: Some("按了 Ctrl-C，或者程序被要求停止".to_owned()),
                hints: vec!["索引保持中断前的状态；再次运行 tiaowen index 即可继续".to_owned()],
            },
            IndexError::Io { path, source } => {
                let hint = match source.kind() {
                    std::io::ErrorKind::PermissionDenied => "请检查该文件夹的读写权限",
                    std::io::ErrorKind::StorageFull => "磁盘已满，请清理空间后重试；原索引未受影响",
                    std::io::ErrorKind::NotFound => "请检查路径是否写对、共享盘是否已挂载",
                    _ => "请检查磁盘或网络连接后重试；原索引未受影响",
                };
                let exit = if source.kind() == std::io::ErrorKind::NotFound {
                    Exit::Usage
                } else {
                    Exit::Internal
                };
                Self {
                    exit,
                    what: format!("无法读写 {}", path.display()),
                    reason: Some(system_reason(&source)),
                    hints: vec![hint.to_owned()],
                }
            }
            IndexError::Engine(error) => {
                let text = error.to_string();
                let full = text.contains("No space left")
                    || text.contains("StorageFull")
                    || text.contains("os error 28");
                let hint = if full {
                    "磁盘已满，请清理空间后重试；原索引未受影响"
                } else {
                    "重试一次；若仍出错，用 tiaowen index --rebuild 重建（原文件不受影响）"
                };
                Self {
                    exit: Exit::Internal,
                    what: "索引读写失败".to_owned(),
                    reason: Some(if full {
                        "写不下了".to_owned()
                    } else {
                        format!("索引程序库报告：{text}")
                    }),
                    hints: vec![hint.to_owned()],
                }
            }
            IndexError::Lexicon(error) => Self {
                exit: Exit::Internal,
                what: "词典出错".to_owned(),
                reason: Some(error.to_string()),
                hints: vec!["检查自建词典；仍不行时重建索引：tiaowen index --rebuild".to_owned()],
            },
        }
    }

    /// A search error, for the index in `folder`.
    pub fn search(error: SearchError, folder: &Path) -> Self {
        match error {
            SearchError::Index(error) => Self::index(error, folder),
            SearchError::Filter(error) => Self::filter(error),
            SearchError::Empty => Self::usage("没有给出检索词")
                .because("不知道要找什么")
                .hint("例如：tiaowen search 孵化器 认定条件"),
        }
    }

    /// A filter value nobody could mean, with what could have been meant.
    pub fn filter(error: FilterError) -> Self {
        let made = Self::usage(format!("不认识的{}“{}”", error.field, error.value))
            .because("只能取规定的写法");
        let names = error
            .allowed
            .split(['、', '（', '）'])
            .filter(|name| !name.is_empty());
        match closest(&error.value, names) {
            Some(near) => made.hint(format!("是否要写：{near}")),
            None => made,
        }
        .hint(format!("可用：{}", error.allowed))
    }

    /// The message: 出错 / 原因 / 怎么办, always all three.
    pub fn message(&self) -> String {
        let (reason, hint) = match self.exit {
            Exit::Usage | Exit::Negative => {
                ("写法不对", "检查写法和路径；查看用法：tiaowen --help")
            }
            _ => (
                "程序没有料到",
                "运行 tiaowen doctor 检查；仍然不行的，请记下经过",
            ),
        };
        let reason = self.reason.as_deref().unwrap_or(reason);
        // Several reasons stand under each other.
        let mut text = format!(
            "出错：{}\n原因：{}\n",
            self.what,
            reason.replace('\n', "\n      ")
        );
        let hints = self.hints.iter().map(String::as_str);
        let fallback = self.hints.is_empty().then_some(hint);
        for (at, hint) in hints.chain(fallback).enumerate() {
            let head = if at == 0 { "怎么办：" } else { "        " };
            text.push_str(&format!("{head}{hint}\n"));
        }
        text
    }
}

/// What the system says, in Chinese where it is common.
pub fn system_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "不存在".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        std::io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        std::io::ErrorKind::ReadOnlyFilesystem => "所在磁盘是只读的".to_owned(),
        std::io::ErrorKind::NotADirectory => "不是文件夹".to_owned(),
        std::io::ErrorKind::IsADirectory => "是文件夹，不是文件".to_owned(),
        std::io::ErrorKind::AlreadyExists => "已经存在".to_owned(),
        std::io::ErrorKind::InvalidData => "内容不合格式".to_owned(),
        std::io::ErrorKind::TimedOut => "等待超时".to_owned(),
        std::io::ErrorKind::Interrupted => "被中断".to_owned(),
        std::io::ErrorKind::UnexpectedEof => "文件不完整".to_owned(),
        std::io::ErrorKind::OutOfMemory => "内存不足".to_owned(),
        std::io::ErrorKind::FileTooLarge => "文件太大".to_owned(),
        std::io::ErrorKind::QuotaExceeded => "超过磁盘配额".to_owned(),
        std::io::ErrorKind::ResourceBusy => "正被占用".to_owned(),
        std::io::ErrorKind::StaleNetworkFileHandle | std::io::ErrorKind::NetworkDown => {
            "网络共享断开了".to_owned()
        }
        std::io::ErrorKind::InvalidFilename => "名称中有不允许的字符，或者太长".to_owned(),
        _ => match error.raw_os_error() {
            Some(5) => "磁盘读写出错".to_owned(),
            Some(code) => format!("系统错误 {code}"),
            None => "读写失败".to_owned(),
        },
    }
}
