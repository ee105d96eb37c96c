//! `explain`: a rule's manual; without a rule, all rules.

use crate::check::registry::{RULES, Rule, find};
use crate::cli::args::{ExplainArgs, Format};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::output::within_stdout;
use crate::cli::suggest::closest;

/// Runs the command.
pub fn run(context: &Context, args: &ExplainArgs) -> Result<Exit, CliError> {
    let format = context.format(formats::of("explain"))?;
    let chosen: Vec<&Rule> = match &args.rule {
        None => RULES.iter().collect(),
        Some(name) => vec![rule(name)?],
    };
    let mut out = context.output();
    match format {
        Format::Json => {
            let rows: Vec<_> = chosen.iter().map(|rule| row(rule)).collect();
            out.json(&serde_json::json!({ "schema": crate::report::SCHEMA, "rules": rows }))?;
        }
        Format::Jsonl => {
            for rule in chosen {
                out.json(&row(rule))?;
            }
        }
        _ if args.rule.is_none() => {
            for rule in chosen {
                out.text(&format!(
                    "{:<22} {}：{}\n",
                    rule.id,
                    rule.name,
                    rule.summary()
                ))?;
            }
            out.text("\n查看一条规则的说明：tiaowen explain 规则编号\n")?;
        }
        _ => {
            for rule in chosen {
                let manual = format!("# {}（{}）\n\n{}", rule.name, rule.id, rule.manual());
                out.text(&within_stdout(&manual))?;
            }
        }
    }
    out.finish()?;
    Ok(Exit::Success)
}

/// A rule by its id or Chinese name.
pub(super) fn rule(name: &str) -> Result<&'static Rule, CliError> {
    find(name)
        .or_else(|| RULES.iter().find(|rule| rule.name == name))
        .ok_or_else(|| {
            let error =
                CliError::usage(format!("没有“{name}”这条规则")).because("规则要写编号或者名称");
            let near = closest(name, RULES.iter().flat_map(|rule| [rule.id, rule.name])).and_then(
                |near| {
                    RULES
                        .iter()
                        .find(|rule| rule.id == near || rule.name == near)
                },
            );
            match near {
                Some(rule) => error.hint(format!("是否要写：{}（{}）", rule.id, rule.name)),
                None => error,
            }
            .hint("全部规则：tiaowen explain")
        })
}

fn row(rule: &Rule) -> serde_json::Value {
    serde_json::json!({ "rule": rule.id, "name": rule.name, "manual": rule.manual() })
}
