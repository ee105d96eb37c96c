//! Settings: `tiaowen.toml` in the current folder or the nearest folder above, or the file named by `--config`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::config_read;
use super::error::{CliError, system_reason};
use crate::check::catalogue::OwnWords;
use crate::check::finding::Certainty;
use crate::lexicon::{Synonyms, UserWord};

/// Name of the settings file.
pub const FILE: &str = "tiaowen.toml";

/// What the settings say of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSetting {
    /// Not run, unless asked for by name.
    Off,
    /// Run.
    On,
    /// Run; findings are shown with this certainty at most.
    AtMost(Certainty),
}

/// What can be set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The file it was read from.
    pub file: Option<PathBuf>,
    /// Its folder, to which paths are relative; empty for the current folder.
    pub base: PathBuf,
    /// Index folder.
    pub index: Option<PathBuf>,
    /// Folders with the bureau's own documents.
    pub corpus: Vec<PathBuf>,
    /// Folders with reference law.
    pub reference: Vec<PathBuf>,
    /// Word lists: `word [frequency]` a line.
    pub user_dictionary: Vec<PathBuf>,
    /// Tables of synonyms (data/synonyms/README.md), on top of the shipped ones.
    pub synonyms: Vec<PathBuf>,
    /// Folder with tables added to the catalogue.
    pub catalogue: Option<PathBuf>,
    /// Whose rules on validity apply: a profile of data/catalogue/jurisdictions.toml.
    pub jurisdiction: Option<String>,
    /// Facts entered by staff (facts.toml).
    pub facts: Vec<PathBuf>,
    /// Rules switched off or toned down, by id.
    pub rules: BTreeMap<&'static str, RuleSetting>,
    /// The bureau's own wording to look out for.
    pub red_flags: Vec<OwnWords>,
}

impl Config {
    /// Loads the settings; none is fine unless a file was named.
    pub fn load(named: Option<&Path>) -> Result<Self, CliError> {
        let Some(path) = named.map(Path::to_owned).or_else(nearest) else {
            return Ok(Self::default());
        };
        let text = read_text(&path, "配置文件")?;
        let mut config = config_read::read(&text).map_err(|mistakes| {
            let reasons: Vec<&str> = mistakes
                .iter()
                .map(|mistake| mistake.reason.as_str())
                .collect();
            let error = CliError::usage(format!("配置文件 {} 有误", path.display()))
                .because(reasons.join("\n"));
            mistakes
                .iter()
                .filter_map(|mistake| mistake.hint.clone())
                .fold(error, CliError::hint)
                .hint("各个项目的写法：tiaowen init --print")
        })?;
        let base = path.parent().unwrap_or(Path::new("")).to_owned();
        let paths = config
            .index
            .iter_mut()
            .chain(&mut config.corpus)
            .chain(&mut config.reference)
            .chain(&mut config.user_dictionary)
            .chain(&mut config.synonyms)
            .chain(&mut config.catalogue)
            .chain(&mut config.facts);
        for path in paths {
            *path = base.join(&path);
        }
        config.base = base;
        config.file = Some(path);
        Ok(config)
    }

    /// The default index folder: beside the settings.
    pub fn default_index(&self) -> PathBuf {
        self.base.join("index")
    }

    /// The default corpus folder: beside the settings.
    pub fn default_corpus(&self) -> PathBuf {
        self.base.join("corpus")
    }

    /// The shipped synonyms and the user's; with lines that cannot be used, for a message.
    pub fn synonyms(&self) -> Result<(Synonyms, Vec<String>), CliError> {
        let mut tables = Vec::new();
        let mut warnings = Vec::new();
        for path in &self.synonyms {
            let text = read_text(path, "同义词表")?;
            let (_, bad) = Synonyms::with_user(&[&text]);
            warnings.extend(
                bad.iter().map(|(line, reason)| {
                    format!("{} 第 {line} 行未采用：{reason}", path.display())
                }),
            );
            tables.push(text);
        }
        let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
        Ok((Synonyms::with_user(&tables).0, warnings))
    }

    /// The user's words.
    pub fn user_words(&self) -> Result<Vec<UserWord>, CliError> {
        let mut words = Vec::new();
        for path in &self.user_dictionary {
            let text = read_text(path, "用户词典")?;
            for (number, line) in text.lines().enumerate() {
                let line = line.trim_start_matches('\u{FEFF}').trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let (word, frequency) = match line.rsplit_once(char::is_whitespace) {
                    Some((word, last)) if last.parse::<u64>().is_ok() => {
                        (word.trim(), last.parse().ok())
                    }
                    _ => (line, None),
                };
                words.push(UserWord {
                    word: word.to_owned(),
                    frequency,
                    place: format!("{}:{}", path.display(), number + 1),
                });
            }
        }
        Ok(words)
    }
}

/// The settings file in the current folder, else in the nearest folder above.
fn nearest() -> Option<PathBuf> {
    if Path::new(FILE).is_file() {
        return Some(PathBuf::from(FILE));
    }
    let here = std::env::current_dir().ok()?;
    here.ancestors()
        .skip(1)
        .map(|folder| folder.join(FILE))
        .find(|path| path.is_file())
}

/// A text file the settings name.
fn read_text(path: &Path, what: &str) -> Result<String, CliError> {
    let bytes = std::fs::read(path).map_err(|error| {
        CliError::usage(format!("无法读取{what} {}", path.display()))
            .because(system_reason(&error))
            .hint(format!("检查路径，或在 {FILE} 中去掉这一项"))
    })?;
    String::from_utf8(bytes).map_err(|_| {
        CliError::usage(format!("无法读取{what} {}", path.display()))
            .because("不是 UTF-8 文本")
            .hint("用记事本另存，编码选 UTF-8")
    })
}
