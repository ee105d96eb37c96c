//! Questions and what answers them.

use std::collections::BTreeMap;

use super::BadLine;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its number.
    pub id: String,
    /// What kind of question it is, where the file says so.
    pub kind: Option<String>,
    /// The query.
    pub text: String,
}

/// Reads questions: `number \t query` or `number \t kind \t query` a line; blank lines, lines with `#` and a
/// header beginning with `qid` are passed over.
///
/// # Errors
/// [`BadLine`] for the first line that is no question, or whose number has been used.
pub fn read(text: &str) -> Result<Vec<Question>, BadLine> {
    let mut questions: Vec<Question> = Vec::new();
    for (line, cells) in cells(text) {
        let question = match cells[..] {
            [id, text] => Question {
                id: id.to_owned(),
                kind: None,
                text: text.to_owned(),
            },
            [id, kind, text] => Question {
                id: id.to_owned(),
                kind: Some(kind.to_owned()),
                text: text.to_owned(),
            },
            _ => {
                return Err(BadLine {
                    line,
                    reason: "应为“编号、制表符、检索词”或“编号、类型、检索词”",
                });
            }
        };
        if questions.iter().any(|known| known.id == question.id) {
            return Err(BadLine {
                line,
                reason: "编号重复",
            });
        }
        questions.push(question);
    }
    Ok(questions)
}

/// A clause that answers a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Path of its file.
    pub path: String,
    /// Its label without blanks; `None` where any clause of the file will do (`*`).
    pub label: Option<String>,
    /// How well it answers, from 1.
    pub grade: u32,
}

impl Answer {
    /// Whether a hit is this answer. A path may lack the folder's alias that an index of several folders
    /// puts before it.
    pub fn is(&self, path: &str, label: &str) -> bool {
        let same_path = path == self.path
            || path
                .strip_suffix(self.path.as_str())
                .is_some_and(|before| before.ends_with('/'));
        same_path
            && self
                .label
                .as_ref()
                .is_none_or(|wanted| *wanted == folded(label))
    }
}

/// The answers to each question, by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements {
    /// By question.
    pub answers: BTreeMap<String, Vec<Answer>>,
}

impl Judgements {
    /// Reads judgements: `number \t path \t label \t grade` a line; grade 0 is no answer, a missing one is 1.
    ///
    /// # Errors
    /// [`BadLine`].
    pub fn read(text: &str) -> Result<Self, BadLine> {
        let mut judgements = Self::default();
        for (line, cells) in cells(text) {
            let (id, path, label, grade) = match cells[..] {
                [id, path, label] => (id, path, label, "1"),
                [id, path, label, grade] => (id, path, label, grade),
                _ => {
                    return Err(BadLine {
                        line,
                        reason: "应为“编号、文件、条号、分值”，以制表符分隔",
                    });
                }
            };
            let grade: u32 = grade.trim().parse().map_err(|_| BadLine {
                line,
                reason: "分值应为 0、1、2……",
            })?;
            let answers = judgements.answers.entry(id.to_owned()).or_default();
            if grade > 0 {
                answers.push(Answer {
                    path: path.to_owned(),
                    label: (!label.is_empty() && label != "*").then(|| folded(label)),
                    grade,
                });
            }
        }
        judgements.answers.retain(|_, answers| !answers.is_empty());
        Ok(judgements)
    }
}

/// A label as it is compared: without blanks, brackets and dots full-width.
pub fn folded(label: &str) -> String {
    label
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '．' => '.',
            c => c,
        })
        .collect()
}

/// The cells of the lines that hold something, with their numbers.
pub(super) fn cells(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter(|(_, line)| {
            !line.trim().is_empty() && !line.starts_with('#') && !line.starts_with("qid\t")
        })
        .map(|(at, line)| (at + 1, line.split('\t').map(str::trim).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_with_and_without_a_kind() {
        let questions =
            read("qid\ttext\n# 说明\na1\t孵化器\na2\t条件\t认定条件\n").expect("questions");
        assert_eq!(questions.len(), 2);
        assert_eq!(questions[1].kind.as_deref(), Some("条件"));
        assert_eq!(read("a1 孵化器").expect_err("no tab").line, 1);
        assert_eq!(read("a\tx\na\ty").expect_err("twice").line, 2);
    }

    #[test]
    fn answers_are_compared_without_blanks_and_alias() {
        let judgements =
            Judgements::read("a\t甲.txt\t第 三 条\t1\na\t乙.txt\t*\t2\na\t丙.txt\t第一条\t0")
                .expect("judgements");
        let answers = &judgements.answers["a"];
        assert_eq!(answers.len(), 2);
        assert!(answers[0].is("corpus/甲.txt", "第三条"));
        assert!(!answers[0].is("corpus/某甲.txt", "第三条"));
        assert!(answers[1].is("乙.txt", "第九条"));
    }
}
