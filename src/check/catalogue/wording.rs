//! Wording that calls for a closer look: fair-competition red flags.

use regex::Regex;

use super::table::{CatalogueError, Cells, rows};

/// Most characters between two words of a `near` pattern.
const NEAR: usize = 12;

/// What to look for.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// These words.
    Phrase(String),
    /// Words in this order within a small clause, each one of several.
    Near(Vec<Vec<String>>),
    /// A regular expression.
    Regex(Regex),
}

/// A wording with what it may mean.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Number of the row, for ever.
    pub id: String,
    /// What to look for.
    pub pattern: Pattern,
    /// Provision of the regulation on fair-competition review; empty for the bureau's own words.
    pub provision: String,
    /// Basis of the bureau's own words; the rest have `provision`.
    pub own_basis: Option<String>,
    /// What staff should know.
    pub hint: String,
    /// Words that, in the same small clause, make it harmless.
    pub except: Vec<String>,
    /// Whether the words alone point to a problem.
    pub strong: bool,
    /// Whether the provision was read.
    pub verified: bool,
}

impl Pattern {
    fn read(row: &Cells<'_>) -> Result<Self, CatalogueError> {
        let text = row.required(2, "模式")?;
        match row.required(1, "方式")? {
            "phrase" => Ok(Self::Phrase(text.to_owned())),
            "near" => {
                let words = sets(text);
                if words.len() < 2 || words.iter().any(Vec::is_empty) {
                    return Err(row.error("near 模式至少要有两个词"));
                }
                Ok(Self::Near(words))
            }
            "regex" => Regex::new(text)
                .map(Self::Regex)
                .map_err(|error| row.error(format!("正则表达式有误：{}", regex_reason(&error)))),
            other => Err(row.error(format!(
                "“方式”只能是 phrase、near 或 regex，不能是“{other}”"
            ))),
        }
    }

    /// The first place in a small clause, in bytes.
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        match self {
            Self::Phrase(words) => text.find(words.as_str()).map(|at| (at, at + words.len())),
            Self::Near(words) => near(text, words),
            Self::Regex(regex) => regex.find(text).map(|hit| (hit.start(), hit.end())),
        }
    }
}

/// Blanks part the words, a slash parts those that stand for each other.
fn sets(text: &str) -> Vec<Vec<String>> {
    text.split_whitespace()
        .map(|word| {
            word.split('/')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

/// What is wrong with an expression, in Chinese.
fn regex_reason(error: &regex::Error) -> &'static str {
    let text = error.to_string();
    let known = |word: &str| text.contains(word);
    if known("group") || known("parenthes") {
        "小括号没有成对，或者用了不支持的前后查找"
    } else if known("class") {
        "方括号没有成对"
    } else if known("repetition") {
        "*、+、?、{} 的位置不对"
    } else if known("escape") {
        "不认识的反斜杠写法"
    } else if known("size") {
        "表达式太大"
    } else {
        "写法不对"
    }
}

/// Wording the bureau itself wants to be told of (red_flags in the settings).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// A phrase, or several words with blanks between: then in this order within a small clause; a slash parts
    /// words that stand for each other.
    pub words: String,
    /// What staff should know.
    pub hint: Option<String>,
    /// Where it says so.
    pub basis: Option<String>,
    /// Words that, in the same small clause, make it harmless.
    pub except: Vec<String>,
}

impl OwnWords {
    /// The row that looks for them.
    pub(super) fn wording(&self, number: usize) -> Wording {
        let words = sets(&self.words);
        let several = words.len() > 1 || words.first().is_some_and(|set| set.len() > 1);
        Wording {
            id: format!("own-{number}"),
            pattern: if several {
                Pattern::Near(words)
            } else {
                Pattern::Phrase(self.words.trim().to_owned())
            },
            provision: String::new(),
            own_basis: Some(
                self.basis
                    .clone()
                    .unwrap_or_else(|| "本单位列出的用语（tiaowen.toml）".to_owned()),
            ),
            hint: self
                .hint
                .clone()
                .unwrap_or_else(|| format!("本单位列出的用语“{}”", self.words.trim())),
            except: self.except.clone(),
            strong: true,
            verified: true,
        }
    }
}

/// The first place where one word of each set follows the other, each close behind the one before.
fn near(text: &str, words: &[Vec<String>]) -> Option<(usize, usize)> {
    let (first, rest) = words.split_first()?;
    let mut starts: Vec<(usize, usize)> = first
        .iter()
        .flat_map(|word| {
            text.match_indices(word.as_str())
                .map(|(at, hit)| (at, at + hit.len()))
        })
        .collect();
    starts.sort_unstable();
    starts.into_iter().find_map(|(start, mut end)| {
        for set in rest {
            let window: usize = text[end..].chars().take(NEAR).map(char::len_utf8).sum();
            let reach = end + window;
            let next = set
                .iter()
                .filter_map(|word| {
                    text[end..]
                        .find(word.as_str())
                        .map(|at| (end + at, word.len()))
                })
                .filter(|&(at, _)| at <= reach)
                .min()?;
            end = next.0 + next.1;
        }
        Some((start, end))
    })
}

pub(super) fn fair_competition(table: &str, text: &str) -> Result<Vec<Wording>, CatalogueError> {
    rows(table, text)
        .map(|row| {
            let strong = match row.required(6, "强度")? {
                "strong" => true,
                "weak" => false,
                other => {
                    return Err(row.error(format!("“强度”只能是 strong 或 weak，不能是“{other}”")));
                }
            };
            Ok(Wording {
                id: row.required(0, "编号")?.to_owned(),
                pattern: Pattern::read(&row)?,
                provision: row.required(3, "条款")?.to_owned(),
                own_basis: None,
                hint: row.required(4, "提示")?.to_owned(),
                except: row.words(5),
                strong,
                verified: row.mark(7)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_in_order_and_close() {
        let sets = |text: &str| -> Vec<Vec<String>> {
            text.split(' ')
                .map(|set| set.split('/').map(str::to_owned).collect())
                .collect()
        };
        let words = sets("外地/市外 企业 不得/禁止");
        assert!(near("外地企业一律不得参加", &words).is_some());
        assert!(near("不得排斥外地企业", &words).is_none());
        assert!(
            near(
                "外地企业可以按照公开公平公正的原则与本地单位合作，但是不得",
                &words
            )
            .is_none()
        );
    }
}
