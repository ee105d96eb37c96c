//! Reading `tiaowen.toml`: every mistake with its line, in Chinese.

use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::config::{Config, RuleSetting};
use super::suggest::closest;
use crate::check::catalogue::OwnWords;
use crate::check::finding::Certainty;
use crate::check::registry::RULES;
use crate::text::toml_zh::{line_of, reason};

/// The items, and what each is.
pub const KEYS: [(&str, &str); 10] = [
    ("index", "索引所在文件夹"),
    ("corpus", "本局文件的文件夹"),
    ("reference", "参考法规的文件夹"),
    ("user_dictionary", "自建词典"),
    ("synonyms", "同义词表"),
    ("catalogue", "目录表所在文件夹"),
    ("jurisdiction", "地方规则"),
    ("facts", "人工录入"),
    ("rules", "检查规则的开关"),
    ("red_flags", "自己的敏感用语"),
];

/// Items of one of `red_flags` written as a table.
const OWN: [&str; 4] = ["words", "hint", "basis", "except"];

/// A mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where and what.
    pub reason: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Reads the settings; paths are left as written.
pub fn read(text: &str) -> Result<Config, Vec<Mistake>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = DeTable::parse(text).map_err(|error| {
        let place = error
            .span()
            .map(|span| format!("第 {} 行：", line_of(text, span.start)))
            .unwrap_or_default();
        vec![Mistake {
            reason: format!("{place}{}", reason(error.message())),
            hint: None,
        }]
    })?;
    let mut reader = Reader {
        text,
        mistakes: Vec::new(),
    };
    let config = reader.config(table.get_ref());
    if reader.mistakes.is_empty() {
        Ok(config)
    } else {
        Err(reader.mistakes)
    }
}

type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'t> {
    text: &'t str,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, at: Range<usize>, what: &str, hint: Option<String>) {
        let line = line_of(self.text, at.start);
        self.mistakes.push(Mistake {
            reason: format!("第 {line} 行：{what}"),
            hint,
        });
    }

    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in table {
            let name: &str = key.get_ref();
            match name {
                "index" => config.index = self.string(name, value).map(PathBuf::from),
                "corpus" => config.corpus = self.paths(name, value),
                "reference" => config.reference = self.paths(name, value),
                "user_dictionary" => config.user_dictionary = self.paths(name, value),
                "synonyms" => config.synonyms = self.paths(name, value),
                "catalogue" => config.catalogue = self.string(name, value).map(PathBuf::from),
                "jurisdiction" => config.jurisdiction = self.string(name, value),
                "facts" => config.facts = self.paths(name, value),
                "rules" => self.rules(value, &mut config),
                "red_flags" => config.red_flags = self.red_flags(value),
                _ => self.unknown(key.span(), name, "", &KEYS.map(|(key, _)| key)),
            }
        }
        config
    }

    fn unknown(&mut self, at: Range<usize>, name: &str, of: &str, known: &[&str]) {
        let near = KEYS
            .iter()
            .find(|(key, zh)| known.contains(key) && zh.contains(name))
            .map(|(key, _)| *key)
            .or_else(|| closest(name, known.iter().copied()));
        let hint = match near {
            Some(near) => format!("是否要写：{near}"),
            None => format!("可用的项目：{}", known.join("、")),
        };
        self.wrong(at, &format!("{of}不认识的项目“{name}”"), Some(hint));
    }

    fn string(&mut self, name: &str, value: &Value<'_>) -> Option<String> {
        if let DeValue::String(text) = value.get_ref() {
            if !text.trim().is_empty() {
                return Some(text.clone().into_owned());
            }
            self.wrong(value.span(), &format!("{name} 是空的"), None);
            return None;
        }
        let what = format!("{name} 要写文字，写的是{}", kind(value.get_ref()));
        self.wrong(value.span(), &what, Some(format!("写成 {name} = \"…\"")));
        None
    }

    fn strings(&mut self, name: &str, value: &Value<'_>) -> Vec<String> {
        match value.get_ref() {
            // One is as good as a list of one.
            DeValue::String(_) => self.string(name, value).into_iter().collect(),
            DeValue::Array(all) => all
                .iter()
                .filter_map(|one| self.string(name, one))
                .collect(),
            other => {
                let what = format!("{name} 要写一个或几个文字，写的是{}", kind(other));
                self.wrong(
                    value.span(),
                    &what,
                    Some(format!("写成 {name} = [\"…\", \"…\"]")),
                );
                Vec::new()
            }
        }
    }

    fn paths(&mut self, name: &str, value: &Value<'_>) -> Vec<PathBuf> {
        self.strings(name, value)
            .into_iter()
            .map(PathBuf::from)
            .collect()
    }

    fn rules(&mut self, value: &Value<'_>, config: &mut Config) {
        let DeValue::Table(table) = value.get_ref() else {
            let what = format!("rules 要写成一节，写的是{}", kind(value.get_ref()));
            self.wrong(
                value.span(),
                &what,
                Some("写一行 [rules]，下面每行一条规则，如 expiring = \"关\"".to_owned()),
            );
            return;
        };
        for (key, value) in table {
            let name: &str = key.get_ref();
            let Some(rule) = RULES
                .iter()
                .find(|rule| rule.id == name || rule.name == name)
            else {
                let names = RULES.iter().flat_map(|rule| [rule.id, rule.name]);
                let hint = closest(name, names).map_or_else(
                    || "全部规则：tiaowen explain".to_owned(),
                    |near| format!("是否要写：{near}"),
                );
                self.wrong(key.span(), &format!("没有“{name}”这条规则"), Some(hint));
                continue;
            };
            match setting(value.get_ref()) {
                Some(setting) => {
                    config.rules.insert(rule.id, setting);
                }
                None => self.wrong(
                    value.span(),
                    &format!("规则 {name} 的取值不对"),
                    Some(
                        "可以写 \"关\"、\"开\"，或者最高把握 \"提示\"、\"很可能\"、\"确定\""
                            .to_owned(),
                    ),
                ),
            }
        }
    }

    fn red_flags(&mut self, value: &Value<'_>) -> Vec<OwnWords> {
        let DeValue::Array(all) = value.get_ref() else {
            let what = format!("red_flags 要写成列表，写的是{}", kind(value.get_ref()));
            self.wrong(
                value.span(),
                &what,
                Some("写成 red_flags = [\"用语一\", \"用语二\"]".to_owned()),
            );
            return Vec::new();
        };
        let mut found = Vec::new();
        for one in all {
            let own = match one.get_ref() {
                DeValue::Table(table) => self.own_words(one.span(), table),
                _ => self.string("red_flags", one).map(|words| OwnWords {
                    words,
                    ..OwnWords::default()
                }),
            };
            found.extend(own);
        }
        found
    }

    fn own_words(&mut self, at: Range<usize>, table: &DeTable<'_>) -> Option<OwnWords> {
        let mut own = OwnWords::default();
        for (key, value) in table {
            let name: &str = key.get_ref();
            match name {
                "words" => own.words = self.string(name, value).unwrap_or_default(),
                "hint" => own.hint = self.string(name, value),
                "basis" => own.basis = self.string(name, value),
                "except" => own.except = self.strings(name, value),
                _ => self.unknown(key.span(), name, "red_flags 中", &OWN),
            }
        }
        if own.words.is_empty() {
            self.wrong(
                at,
                "red_flags 中缺少 words",
                Some("写成 { words = \"本市企业 优先\", hint = \"…\" }".to_owned()),
            );
            return None;
        }
        Some(own)
    }
}

fn setting(value: &DeValue<'_>) -> Option<RuleSetting> {
    match value {
        DeValue::Boolean(true) => Some(RuleSetting::On),
        DeValue::Boolean(false) => Some(RuleSetting::Off),
        DeValue::String(text) => Some(match text.trim() {
            "关" | "off" => RuleSetting::Off,
            "开" | "on" => RuleSetting::On,
            "提示" | "hint" => RuleSetting::AtMost(Certainty::Hint),
            "很可能" | "probable" => RuleSetting::AtMost(Certainty::Probable),
            "确定" | "certain" => RuleSetting::AtMost(Certainty::Certain),
            _ => return None,
        }),
        _ => None,
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) | DeValue::Float(_) => "数字",
        DeValue::Boolean(_) => "真假值",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表",
        DeValue::Table(_) => "一节",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_can_be_set() {
        let config = read(
            "index = 'i'\ncorpus = ['a', 'b']\nreference = '法规'\njurisdiction = \"广东省\"\n\
             red_flags = [\"指定供应商\", { words = '本市 优先', hint = '注意', except = ['不得'] }]\n\
             [rules]\nexpiring = '关'\n\"公平竞争审查用语\" = '提示'\nduplicate = true\n",
        )
        .expect("settings");
        assert_eq!(config.corpus.len(), 2);
        assert_eq!(config.reference, [PathBuf::from("法规")]);
        assert_eq!(config.red_flags.len(), 2);
        assert_eq!(config.red_flags[1].except, ["不得"]);
        assert_eq!(config.rules["expiring"], RuleSetting::Off);
        assert_eq!(
            config.rules["fair-competition"],
            RuleSetting::AtMost(Certainty::Hint)
        );
        assert_eq!(config.rules["duplicate"], RuleSetting::On);
    }

    #[test]
    fn every_mistake_with_its_line() {
        let text = "corpuss = ['a']\nindex = 3\n\n[rules]\nexpird = '关'\nexpired = '好'\n";
        let mistakes = read(text).expect_err("mistakes");
        let said: Vec<(&str, &str)> = mistakes
            .iter()
            .map(|mistake| {
                (
                    mistake.reason.as_str(),
                    mistake.hint.as_deref().unwrap_or_default(),
                )
            })
            .collect();
        assert!(said.contains(&("第 1 行：不认识的项目“corpuss”", "是否要写：corpus")));
        assert!(said.contains(&("第 2 行：index 要写文字，写的是数字", "写成 index = \"…\"")));
        assert!(said.contains(&("第 5 行：没有“expird”这条规则", "是否要写：expired")));
        assert!(
            said.iter()
                .any(|(reason, _)| *reason == "第 6 行：规则 expired 的取值不对")
        );
    }

    #[test]
    fn syntax_in_chinese() {
        let mistakes = read("corpus = [\"a\"\nindex = 'b'\n").expect_err("a mistake");
        assert!(mistakes[0].reason.starts_with("第 "), "{mistakes:?}");
        assert!(!mistakes[0].reason.contains("expected"), "{mistakes:?}");
    }
}
