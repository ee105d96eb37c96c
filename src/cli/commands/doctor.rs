//! `doctor`: looks at everything the program needs and says what to do.

use std::path::{Path, PathBuf};

use crate::cli::args::{Format, Global};
use crate::cli::config::Config;
use crate::cli::context::{Context, format_of};
use crate::cli::error::{CliError, system_reason};
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::output::Output;
use crate::cli::tools;
use crate::cli::{links, platform};
use crate::index::sync::{self, Silent, SyncOptions};
use crate::index::{IndexError, Reader, lock};
use crate::lexicon;
use crate::report::doctor_report::{self, Check, State};

/// Free space below which an update is in danger, in bytes.
const LEAST_SPACE: u64 = 200 << 20;

/// Runs the command. Settings that are wrong are one of the things it finds.
pub fn run(global: Global) -> Result<Exit, CliError> {
    let format = format_of(global.format, formats::of("doctor"))?;
    let named = global.config.clone();
    let mut checks = vec![program()];
    let config = match Config::load(named.as_deref()) {
        Ok(config) => {
            checks.push(settings(&config));
            config
        }
        Err(error) => {
            checks.push(failed("config", "配置", &error));
            Config::default()
        }
    };
    let context = Context::with_config(global, config);
    checks.extend(staff_files(&context));
    checks.push(dictionary(&context.config));
    let reader = index(&context, &mut checks);
    checks.push(lock_state(&context.index));
    checks.extend(folders(&context, reader.as_ref()));
    if let Some(reader) = &reader {
        checks.push(freshness(&context));
        checks.push(unreadable(&context, reader));
    }
    checks.push(space(&context.index));
    checks.extend(tools::checks());
    checks.extend(terminal(&context));
    let mut out: Output = context.output();
    if format == Format::Json {
        out.json(&doctor_report::object(&checks))?;
    } else {
        let text = doctor_report::text(&checks, &out.style, out.width);
        out.text(&text)?;
    }
    out.finish()?;
    Ok(checks
        .iter()
        .filter(|check| check.state == State::Problem)
        .map(|check| exit_of(check.check))
        .max()
        .unwrap_or(Exit::Success))
}

/// The exit code a problem stands for (CONTRACT).
fn exit_of(check: &str) -> Exit {
    match check {
        "config" | "facts" | "catalogue" | "synonyms" | "dictionary" => Exit::Usage,
        "unreadable" => Exit::Unreadable,
        "index" => Exit::Index,
        "space" => Exit::Internal,
        _ => Exit::Negative,
    }
}

/// A check that failed with one of our errors.
fn failed(check: &'static str, name: &'static str, error: &CliError) -> Check {
    let reason = error
        .reason
        .as_ref()
        .map(|reason| format!("：{reason}"))
        .unwrap_or_default();
    Check {
        check,
        name,
        state: State::Problem,
        detail: format!("{}{reason}", error.what),
        hints: error.hints.clone(),
    }
}

fn program() -> Check {
    let version = env!("CARGO_PKG_VERSION");
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let check = Check::ok("program", "程序", format!("tiaowen {version}，{system}"));
    if platform::TESTED {
        check
    } else {
        check.advice("程序没有在这个系统上测试过，遇到问题请记下经过")
    }
}

fn settings(config: &Config) -> Check {
    match &config.file {
        Some(file) => Check::ok("config", "配置", format!("{}，没有错误", file.display())),
        None => Check::ok(
            "config",
            "配置",
            "没有 tiaowen.toml，按默认设置运行".to_owned(),
        )
        .note("需要时用 tiaowen init 写一份"),
    }
}

/// Files of staff that the settings name.
fn staff_files(context: &Context) -> Vec<Check> {
    let config = &context.config;
    let mut checks = Vec::new();
    if !config.facts.is_empty() {
        checks.push(match context.facts() {
            Ok(facts) => Check::ok("facts", "人工录入", format!("{} 项", facts.facts.len())),
            Err(error) => failed("facts", "人工录入", &error),
        });
    }
    if config.catalogue.is_some() || config.jurisdiction.is_some() || !config.red_flags.is_empty() {
        checks.push(match super::check::catalogue(config) {
            Ok(_) => Check::ok("catalogue", "目录表和地方规则", "没有错误".to_owned()),
            Err(error) => failed("catalogue", "目录表和地方规则", &error),
        });
    }
    if !config.synonyms.is_empty() {
        checks.push(match config.synonyms() {
            Err(error) => failed("synonyms", "同义词表", &error),
            Ok((_, warnings)) if warnings.is_empty() => {
                Check::ok("synonyms", "同义词表", "没有错误".to_owned())
            }
            Ok((_, warnings)) => {
                let check = Check::ok(
                    "synonyms",
                    "同义词表",
                    format!("{} 行没有采用", warnings.len()),
                );
                warnings.into_iter().take(5).fold(check, Check::advice)
            }
        });
    }
    checks
}

fn dictionary(config: &Config) -> Check {
    let words = match config.user_words() {
        Ok(words) => words,
        Err(error) => return failed("dictionary", "词典", &error),
    };
    if words.is_empty() {
        return Check::ok("dictionary", "词典", "自带词典，没有自建词".to_owned());
    }
    let refused = lexicon::refused(&words);
    let check = Check::ok(
        "dictionary",
        "词典",
        format!("自建词 {} 个，没有采用 {} 个", words.len(), refused.len()),
    );
    refused.iter().take(5).fold(check, |check, word| {
        check.advice(format!("{}：“{}”{}", word.place, word.word, word.reason))
    })
}

fn index(context: &Context, checks: &mut Vec<Check>) -> Option<Reader> {
    let place = context.index.display();
    match Reader::open(&context.index) {
        Ok(reader) => {
            let counts = reader.payload().counts;
            let mut check = Check::ok(
                "index",
                "索引",
                format!(
                    "{place}：{} 份文件，{} 条",
                    counts.documents, counts.clauses
                ),
            );
            if let Some(kind) = platform::network_share(&context.index) {
                check = check.advice(format!(
                    "索引在网络共享（{kind}）上，更新时断线可能失败；用 --index 或配置放到本机磁盘"
                ));
            }
            let words = context.config.user_words().unwrap_or_default();
            if lexicon::version(&words) != reader.payload().versions.lexicon {
                check = check.advice("词典有变化，运行 tiaowen index 会全部重建");
            }
            checks.push(check);
            Some(reader)
        }
        Err(error) => {
            let missing = matches!(error, IndexError::Missing(_));
            let error = CliError::index(error, &context.index);
            let mut check = failed("index", "索引", &error);
            if missing {
                let folder = match &context.config.corpus[..] {
                    [] if context.default_corpus().is_dir() => "",
                    [] => " 文件夹",
                    _ => "",
                };
                check.hints = vec![format!("建立索引：tiaowen index{folder}")];
            }
            checks.push(check);
            None
        }
    }
}

fn lock_state(index: &Path) -> Check {
    match lock::held(index) {
        Some(holder) => Check::ok("lock", "索引的占用", format!("正在更新，{holder}"))
            .advice("更新结束之前不能再次更新；检索不受影响"),
        None => Check::ok("lock", "索引的占用", "没有程序占用".to_owned()),
    }
}

/// The folders of the index and of the settings.
fn folders(context: &Context, reader: Option<&Reader>) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut known: Vec<PathBuf> = Vec::new();
    for root in reader.iter().flat_map(|reader| &reader.payload().roots) {
        let path = PathBuf::from(&root.path);
        checks.push(folder(&path, true));
        known.push(path);
    }
    let config = &context.config;
    let mut wanted: Vec<PathBuf> = config
        .corpus
        .iter()
        .chain(&config.reference)
        .cloned()
        .collect();
    if wanted.is_empty() && reader.is_none() {
        wanted.push(context.default_corpus());
    }
    for path in wanted {
        let absolute = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if known.contains(&absolute) {
            continue;
        }
        let mut check = folder(&path, false);
        if check.state == State::Ok && reader.is_some() {
            check = check.advice("还没有编入索引，运行 tiaowen index");
        }
        checks.push(check);
    }
    checks
}

fn folder(path: &Path, indexed: bool) -> Check {
    let name = "文件夹";
    match std::fs::read_dir(path) {
        Ok(mut entries) => {
            let shown = path.display().to_string();
            let check = Check::ok("folder", name, shown);
            if entries.next().is_none() {
                check.advice("文件夹是空的；共享盘请检查是否已挂载")
            } else {
                check
            }
        }
        Err(error) => Check {
            check: "folder",
            name,
            state: State::Problem,
            detail: format!("{}：{}", path.display(), system_reason(&error)),
            hints: vec![if indexed {
                "检查共享盘是否已挂载、有没有权限；索引中的内容仍保留。不再需要的：tiaowen index --forget 文件夹"
                    .to_owned()
            } else {
                "建好文件夹并放入文件，或者改写 tiaowen.toml 中的 corpus、reference".to_owned()
            }],
        },
    }
}

fn freshness(context: &Context) -> Check {
    let options = SyncOptions {
        dry_run: true,
        user_words: context.config.user_words().unwrap_or_default(),
        ..SyncOptions::default()
    };
    let name = "索引的新旧";
    match sync::run(&context.index, &options, &Silent) {
        Ok(report) => {
            let (added, updated, removed) = (
                report.added.len(),
                report.updated.len(),
                report.removed.len(),
            );
            if added + updated + removed == 0 {
                Check::ok("fresh", name, "与文件夹一致".to_owned())
            } else {
                Check::ok(
                    "fresh",
                    name,
                    format!("待新增 {added}，待更新 {updated}，待移出 {removed}"),
                )
                .advice("运行 tiaowen index 更新")
            }
        }
        Err(error) => failed("fresh", name, &CliError::index(error, &context.index)),
    }
}

fn unreadable(context: &Context, reader: &Reader) -> Check {
    let name = "读不了的文件";
    match reader.files() {
        Ok(files) => match files.iter().filter(|file| file.failure.is_some()).count() {
            0 => Check::ok("unreadable", name, "没有".to_owned()),
            count => Check {
                check: "unreadable",
                name,
                state: State::Problem,
                detail: format!("{count} 个"),
                hints: vec!["原因和办法：tiaowen status --failed".to_owned()],
            },
        },
        Err(error) => failed("unreadable", name, &CliError::index(error, &context.index)),
    }
}

fn space(index: &Path) -> Check {
    let name = "磁盘空间";
    // The index folder may not be there yet; an empty path is the current folder.
    let existing = index
        .ancestors()
        .map(|path| {
            if path.as_os_str().is_empty() {
                Path::new(".")
            } else {
                path
            }
        })
        .find(|path| path.exists())
        .unwrap_or(Path::new("."));
    let size: u64 = walkdir::WalkDir::new(index)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum();
    // A rebuild stands beside the old index until it is done, and merging takes as much again.
    let needed = LEAST_SPACE.max(size * 2);
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    match fs4::available_space(existing) {
        Ok(free) => {
            let detail = format!(
                "{:.0} MB 可用，索引现占 {:.1} MB",
                megabytes(free),
                megabytes(size)
            );
            if free >= needed {
                Check::ok("space", name, detail)
            } else {
                Check {
                    check: "space",
                    name,
                    state: State::Problem,
                    detail,
                    hints: vec![format!(
                        "全部重建时最好有 {:.0} MB；清理磁盘，或用 --index 把索引放到别的磁盘",
                        megabytes(needed)
                    )],
                }
            }
        }
        Err(error) => Check::ok("space", name, "无法得知".to_owned()).note(system_reason(&error)),
    }
}

fn terminal(context: &Context) -> Vec<Check> {
    use std::io::IsTerminal;
    let mut checks = Vec::new();
    let locale = Check::ok("locale", "文字编码", "UTF-8".to_owned());
    checks.push(if platform::locale_is_utf8() {
        locale
    } else {
        Check {
            detail: "终端的语言环境不是 UTF-8".to_owned(),
            ..locale
        }
        .advice("中文显示成乱码时：export LANG=C.UTF-8（写进 ~/.profile），终端编码选 UTF-8")
    });
    if !std::io::stdout().is_terminal() {
        checks.push(Check::ok("terminal", "终端", "输出没有接到终端".to_owned()));
        return checks;
    }
    let size = terminal_size::terminal_size();
    let color = if context.colored() {
        "着色"
    } else {
        "不着色"
    };
    let linked = if context.colored() && links::wanted() {
        "，文件名可点击"
    } else {
        ""
    };
    let check = match size {
        Some((width, height)) => Check::ok(
            "terminal",
            "终端",
            format!("{} 列 {} 行，{color}{linked}", width.0, height.0),
        ),
        None => Check::ok("terminal", "终端", format!("大小不明，{color}{linked}")),
    };
    checks.push(match size {
        Some((width, _)) if width.0 < 60 => check.advice("窗口太窄，拉宽到 80 列以上更好读"),
        _ => check,
    });
    checks
}
