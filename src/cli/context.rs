//! What the options mean: the second step after what was typed.

use std::cell::OnceCell;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::args::{Format, Global};
use super::config::Config;
use super::error::{CliError, system_reason};
use super::links;
use super::output::{Output, use_color, within_stderr};
use super::pager::Pager;
use super::platform;
use crate::check::facts::Facts;
#[cfg(feature = "isolation")]
use crate::extract::Options;
use crate::index::entry::DocCard;
use crate::index::sync::Extractor;
use crate::index::{IndexError, Reader};
use crate::report::style::Links;

/// The hidden command that makes this program a worker for [`Context::extractor`].
pub const WORKER: &str = "__extract";

/// The time zone here. It is read from its one file where the system has it, instead of from the whole zone
/// database, which takes longer than a search.
pub fn zone() -> TimeZone {
    let local = std::env::var_os("TZ")
        .is_none()
        .then(|| std::fs::read("/etc/localtime").ok())
        .flatten()
        .and_then(|bytes| TimeZone::tzif("Local", &bytes).ok());
    local.unwrap_or_else(TimeZone::system)
}

/// The day it is here.
fn today() -> Date {
    Timestamp::now().to_zoned(zone()).date()
}

/// Everything a command needs besides its own arguments.
pub struct Context {
    /// Index folder.
    pub index: PathBuf,
    /// The day on which status is judged.
    pub as_of: Date,
    /// Whether to stay silent on stderr.
    pub quiet: bool,
    /// Settings.
    pub config: Config,
    format: Option<Format>,
    color: bool,
    paged: bool,
    links: OnceCell<&'static Links>,
}

impl Context {
    /// Reads settings and the clock.
    pub fn new(global: Global) -> Result<Self, CliError> {
        let config = Config::load(global.config.as_deref())?;
        Ok(Self::with_config(global, config))
    }

    /// The same with settings that were read before.
    pub fn with_config(global: Global, config: Config) -> Self {
        let index = global
            .index
            .or_else(|| config.index.clone())
            .unwrap_or_else(|| config.default_index());
        let as_of = global.as_of.unwrap_or_else(today);
        Self {
            index,
            as_of,
            quiet: global.quiet,
            config,
            format: global.format,
            color: use_color(global.color),
            paged: !global.no_pager,
            links: OnceCell::new(),
        }
    }

    /// Whether colours are used.
    pub fn colored(&self) -> bool {
        self.color
    }

    /// The format asked for, if the command has it.
    pub fn format(&self, allowed: &[Format]) -> Result<Format, CliError> {
        format_of(self.format, allowed)
    }

    /// Standard output.
    pub fn output(&self) -> Output {
        let pager = (self.paged && io::stdout().is_terminal())
            .then(Pager::find)
            .flatten();
        Output::stdout(self.color, self.links.get().copied(), pager)
    }

    /// Opens the index.
    pub fn reader(&self) -> Result<Reader, CliError> {
        self.open()
            .map_err(|error| CliError::index(error, &self.index))
    }

    /// Opens the index, leaving the error to the caller.
    pub fn open(&self) -> Result<Reader, IndexError> {
        let reader = Reader::open(&self.index)?;
        if self.color && links::wanted() {
            let _ = self.links.set(links::of(&reader));
        }
        Ok(reader)
    }

    /// What staff entered by hand (facts.toml of the settings).
    pub fn facts(&self) -> Result<Facts, CliError> {
        let mut facts = Facts::default();
        for path in &self.config.facts {
            let wrong = || {
                CliError::usage(format!("人工录入文件 {} 有误", path.display()))
                    .hint("写法见 README.zh-CN.md 的“人工录入”")
            };
            let text = std::fs::read_to_string(path)
                .map_err(|error| wrong().because(system_reason(&error)))?;
            facts.extend(Facts::from_toml(&text).map_err(|problems| wrong().because(problems))?);
        }
        Ok(facts)
    }

    /// Puts what staff entered by hand on documents; says what cannot be placed.
    pub fn enter_facts(&self, cards: &mut [DocCard]) -> Result<(), CliError> {
        if self.config.facts.is_empty() {
            return Ok(());
        }
        for warning in self.facts()?.apply_to_cards(cards) {
            self.say(&format!("提示：{warning}"));
        }
        Ok(())
    }

    /// How files are read: in workers of this program.
    pub fn extractor(ocr: bool) -> Extractor {
        #[cfg(feature = "isolation")]
        if let Ok(program) = std::env::current_exe() {
            return Extractor::workers(
                program,
                vec![WORKER.to_owned()],
                Options::with_installed_tools(ocr),
            );
        }
        let _ = ocr;
        Extractor::default()
    }

    /// Now, for logs.
    pub fn now() -> String {
        let seconds = Timestamp::now().as_second();
        Timestamp::from_second(seconds)
            .map(|now| now.to_string())
            .unwrap_or_default()
    }

    /// Who we are, for those who find the index locked.
    pub fn holder() -> String {
        format!(
            "进程 {}，主机 {}，开始于 {}",
            std::process::id(),
            platform::host_name(),
            Timestamp::now().to_zoned(zone()).strftime("%Y-%m-%d %H:%M")
        )
    }

    /// Says something on stderr, unless told to be quiet.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            super::output::complain(&format!("{}\n", within_stderr(text)));
        }
    }

    /// Says something that is to be read before the result: where a pager may hide standard error, as part of it.
    ///
    /// # Errors
    /// The result cannot be written.
    pub fn aside(&self, out: &mut Output, format: Format, text: &str) -> Result<(), CliError> {
        if self.quiet {
            return Ok(());
        }
        if format == Format::Text && out.may_be_paged() {
            let text = format!("{}\n\n", text.trim_end());
            return out.text(&super::output::within_stdout(&text));
        }
        self.say(text.trim_end());
        Ok(())
    }

    /// The default corpus folder.
    pub fn default_corpus(&self) -> PathBuf {
        self.config.default_corpus()
    }
}

/// The format asked for, text where none is, if it is one of those a command has.
pub fn format_of(asked: Option<Format>, allowed: &[Format]) -> Result<Format, CliError> {
    let format = asked.unwrap_or(Format::Text);
    if allowed.contains(&format) {
        return Ok(format);
    }
    let names: Vec<&str> = allowed.iter().map(|format| format.name()).collect();
    Err(CliError::usage(format!("不能输出为 {}", format.name()))
        .because("此命令没有这种格式")
        .hint(format!("可用：{}", names.join("、"))))
}
