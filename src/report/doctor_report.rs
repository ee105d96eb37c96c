//! `doctor`: what was looked at and what to do.

use serde::Serialize;

use super::SCHEMA;
use super::style::{Mark, Style};
use super::wrap::{width as cells, wrap};

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing to do.
    Ok,
    /// Works; something could be better.
    Advice,
    /// Does not work.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Id (CONTRACT).
    pub check: &'static str,
    /// Name in Chinese.
    pub name: &'static str,
    /// How it came out.
    pub state: State,
    /// What was found.
    pub detail: String,
    /// What to do, or to know.
    pub hints: Vec<String>,
}

impl Check {
    /// Something that is as it should be.
    pub fn ok(check: &'static str, name: &'static str, detail: String) -> Self {
        Self {
            check,
            name,
            state: State::Ok,
            detail,
            hints: Vec::new(),
        }
    }

    /// The same with something that could be better.
    #[must_use]
    pub fn advice(mut self, hint: impl Into<String>) -> Self {
        self.state = self.state.max(State::Advice);
        self.hints.push(hint.into());
        self
    }

    /// The same with something good to know.
    #[must_use]
    pub fn note(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// The checks as an object.
#[derive(Debug, Serialize)]
pub struct DoctorJson<'a> {
    schema: u32,
    problems: usize,
    advice: usize,
    checks: &'a [Check],
}

fn count(checks: &[Check], state: State) -> usize {
    checks.iter().filter(|check| check.state == state).count()
}

/// The checks as an object.
pub fn object(checks: &[Check]) -> DoctorJson<'_> {
    DoctorJson {
        schema: SCHEMA,
        problems: count(checks, State::Problem),
        advice: count(checks, State::Advice),
        checks,
    }
}

/// The checks for people.
pub fn text(checks: &[Check], style: &Style, width: usize) -> String {
    let mut text = String::new();
    let indent = cells("［正常］");
    for check in checks {
        let (label, mark) = match check.state {
            State::Ok => ("［正常］", Mark::Good),
            State::Advice => ("［建议］", Mark::Warn),
            State::Problem => ("［问题］", Mark::Bad),
        };
        let line = format!("{}：{}", check.name, check.detail);
        for (at, line) in wrap(&line, width.saturating_sub(indent)).iter().enumerate() {
            if at == 0 {
                text.push_str(&style.paint(mark, label));
            } else {
                text.push_str(&" ".repeat(indent));
            }
            text.push_str(line);
            text.push('\n');
        }
        for hint in &check.hints {
            let head = if check.state == State::Ok {
                "说明："
            } else {
                "怎么办："
            };
            let lines = wrap(&format!("{head}{hint}"), width.saturating_sub(indent));
            for line in lines {
                text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
            }
        }
    }
    let problems = count(checks, State::Problem);
    let advice = count(checks, State::Advice);
    let sum = match (problems, advice) {
        (0, 0) => "一切正常。".to_owned(),
        (0, advice) => format!("可以正常使用，有 {advice} 项建议。"),
        (problems, advice) => format!("有 {problems} 个问题要处理，{advice} 项建议。"),
    };
    text.push_str(&style.paint(Mark::Strong, &sum));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report() {
        let checks = vec![
            Check::ok(
                "config",
                "配置",
                "没有 tiaowen.toml，按默认设置运行".to_owned(),
            )
            .note("需要时用 tiaowen init 写一份"),
            Check::ok("pdftotext", "疑难 PDF", "没有 pdftotext".to_owned()).advice(
                "多数 PDF 不需要它；字体读不出时有用：apt install poppler-utils poppler-data",
            ),
            Check {
                check: "index",
                name: "索引",
                state: State::Problem,
                detail: "index 中没有索引".to_owned(),
                hints: vec!["建立索引：tiaowen index".to_owned()],
            },
        ];
        insta::assert_snapshot!(text(&checks, &Style::plain(), 60));
        let object = serde_json::to_value(object(&checks)).expect("an object");
        assert_eq!(
            (&object["problems"], &object["advice"]),
            (&1.into(), &1.into())
        );
        assert_eq!(object["checks"][2]["state"], "problem");
    }
}
