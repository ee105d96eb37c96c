//! What the options mean: the second step after what was typed.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::args::{Format, Global};
use super::config::Config;
use super::error::{CliError, system_reason};
use super::output::{Output, use_color};
use crate::check::facts::Facts;
#[cfg(feature = "isolation")]
use crate::extract::Options;
use crate::index::entry::DocCard;
use crate::index::sync::Extractor;
use crate::index::{IndexError, Reader};

/// The hidden command that makes this program a worker for [`Context::extractor`].
pub const WORKER: &str = "__extract";

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
}

impl Context {
    /// Reads settings and the clock.
    pub fn new(global: Global) -> Result<Self, CliError> {
        let config = Config::load(global.config.as_deref())?;
        let index = global
            .index
            .or_else(|| config.index.clone())
            .unwrap_or_else(|| PathBuf::from("index"));
        let as_of = global.as_of.unwrap_or_else(|| Zoned::now().date());
        Ok(Self {
            index,
            as_of,
            quiet: global.quiet,
            config,
            format: global.format,
            color: use_color(global.color),
        })
    }

    /// The format asked for, if the command has it.
    pub fn format(&self, allowed: &[Format]) -> Result<Format, CliError> {
        let format = self.format.unwrap_or(Format::Text);
        if allowed.contains(&format) {
            return Ok(format);
        }
        let names = allowed
            .iter()
            .map(|format| format.name())
            .collect::<Vec<_>>()
            .join("、");
        Err(
            CliError::usage(format!("此命令没有 {} 格式", format.name()))
                .hint(format!("可用：{names}")),
        )
    }

    /// Standard output.
    pub fn output(&self) -> Output {
        Output::stdout(self.color)
    }

    /// Opens the index.
    pub fn reader(&self) -> Result<Reader, CliError> {
        self.open()
            .map_err(|error| CliError::index(error, &self.index))
    }

    /// Opens the index, leaving the error to the caller.
    pub fn open(&self) -> Result<Reader, IndexError> {
        Reader::open(&self.index)
    }

    /// What staff entered by hand (facts.toml of the settings).
    pub fn facts(&self) -> Result<Facts, CliError> {
        let mut facts = Facts::default();
        for path in &self.config.facts {
            let wrong = || CliError::usage(format!("人工录入文件 {} 有误", path.display()));
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
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname")
            .ok()
            .or_else(|| std::env::var("HOSTNAME").ok())
            .or_else(|| std::env::var("COMPUTERNAME").ok())
            .unwrap_or_default();
        format!(
            "进程 {}，主机 {}，开始于 {}",
            std::process::id(),
            host.trim(),
            Self::now()
        )
    }

    /// Says something on stderr, unless told to be quiet.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// The default corpus folder.
    pub fn default_corpus() -> &'static Path {
        Path::new("corpus")
    }
}
