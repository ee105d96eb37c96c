//! Settings: `tiaowen.toml` in the current folder, or the file named by `--config`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::{CliError, system_reason};
use crate::lexicon::{Synonyms, UserWord};

/// Name of the settings file.
const FILE: &str = "tiaowen.toml";

/// What can be set.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
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
}

impl Config {
    /// Loads the settings; none is fine unless a file was named.
    pub fn load(named: Option<&Path>) -> Result<Self, CliError> {
        let path = named.unwrap_or(Path::new(FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(
                    CliError::usage(format!("无法读取配置文件 {}", path.display()))
                        .because(system_reason(&error)),
                );
            }
        };
        let mut config: Self = toml::from_str(&text).map_err(|error| {
            CliError::usage(format!("配置文件 {} 有误", path.display()))
                .because(error.message())
                .hint("对照 README.zh-CN.md 中的示例修改")
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
        Ok(config)
    }

    /// The shipped synonyms and the user's; with lines that cannot be used, for a message.
    pub fn synonyms(&self) -> Result<(Synonyms, Vec<String>), CliError> {
        let mut tables = Vec::new();
        let mut warnings = Vec::new();
        for path in &self.synonyms {
            let text = std::fs::read_to_string(path).map_err(|error| {
                CliError::usage(format!("无法读取同义词表 {}", path.display()))
                    .because(system_reason(&error))
            })?;
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
            let text = std::fs::read_to_string(path).map_err(|error| {
                CliError::usage(format!("无法读取用户词典 {}", path.display()))
                    .because(system_reason(&error))
            })?;
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
