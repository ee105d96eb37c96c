//! `check`: clean-up findings, with the decisions of earlier rounds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::check::decisions::{Judged, Ledger, RoundState, judge};
use crate::check::facts::Facts;
use crate::check::finding::Certainty;
use crate::check::registry::RULES;
use crate::check::run::{needed, scope};
use crate::check::view::{CorpusView, ViewDocument};
use crate::check::{Catalogue, CheckOptions, UserTable, check};
use crate::cli::args::{CheckArgs, Format};
use crate::cli::config::{Config, RuleSetting};
use crate::cli::context::Context;
use crate::cli::destination;
use crate::cli::error::{CliError, system_reason};
use crate::cli::exit::Exit;
use crate::cli::formats;
use crate::cli::suggest;
use crate::index::Reader;
use crate::index::entry::{DocCard, Role, join};
use crate::law::model::RepealKind;
use crate::report::check_view::CheckView;
use crate::report::{check_csv, check_html, check_json, check_md, check_text, check_xlsx};
use crate::search::lookup::Lookup;

/// Runs the command.
pub fn run(context: &Context, args: &CheckArgs) -> Result<Exit, CliError> {
    let format = format(context, args)?;
    let rules = rules(context, args)?;
    let catalogue = catalogue(&context.config)?;
    let (ledger, facts) = earlier(context, args)?;
    let reader = context.reader()?;
    let mut options = CheckOptions {
        rules,
        include_reference: args.all,
        jurisdiction: context.config.jurisdiction.clone(),
        at_most: context
            .config
            .rules
            .iter()
            .filter_map(|(rule, setting)| match setting {
                RuleSetting::AtMost(certainty) => Some((*rule, *certainty)),
                RuleSetting::On | RuleSetting::Off => None,
            })
            .collect(),
        ..CheckOptions::new(context.as_of)
    };
    let mut view = load(context, &reader, args, &mut options)?;
    for warning in facts.apply(&mut view) {
        context.say(&format!("提示：{warning}"));
    }
    let documents = scope(&view, &options);
    let findings = check(&view, &catalogue, &options);
    let ids: BTreeSet<&str> = documents
        .iter()
        .map(|&at| view.documents[at].card.id.as_str())
        .collect();
    let mut round = judge(findings, &view, &ledger, |entry| {
        let ruled = options.rules.is_empty()
            || entry
                .rule
                .as_ref()
                .is_none_or(|rule| options.rules.contains(rule));
        ruled
            && (options.documents.is_none()
                || entry.document.as_deref().is_none_or(|id| ids.contains(id)))
    });
    let least = args.min_certainty.map_or(Certainty::Hint, Certainty::from);
    round.limit(least, &view);
    let open = round
        .findings
        .iter()
        .any(|judged| judged.state != RoundState::Decided);
    let names: BTreeMap<_, _> = RULES.iter().map(|rule| (rule.id, rule.name)).collect();
    let compared = !args.decisions.is_empty();
    let shown = CheckView::new(context.as_of, &view, documents, round, compared, names)
        .with_facts(&facts.facts);
    write(context, args, format, &shown)?;
    Ok(if open { Exit::Negative } else { Exit::Success })
}

/// The format: as asked for, else by the name of the output file.
fn format(context: &Context, args: &CheckArgs) -> Result<Format, CliError> {
    let all = formats::of("check");
    let asked = context.format(all)?;
    if let Some(path) = &args.output {
        return destination::format(path, asked, all);
    }
    if asked == Format::Xlsx {
        return Err(CliError::usage("xlsx 格式要写入文件")
            .because("它不是文字，不能显示在终端")
            .hint("例如：tiaowen check -o 清理底稿.xlsx"));
    }
    Ok(asked)
}

/// The catalogue with the tables in the user's folder.
pub(super) fn catalogue(config: &Config) -> Result<Catalogue, CliError> {
    let mut tables = Vec::new();
    if let Some(folder) = &config.catalogue {
        let unreadable = |error: std::io::Error| {
            CliError::usage(format!("无法读取目录表文件夹 {}", folder.display()))
                .because(system_reason(&error))
                .hint("检查 tiaowen.toml 中的 catalogue")
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path
                .extension()
                .is_some_and(|end| end == "tsv" || end == "toml")
            {
                paths.push(path);
            }
        }
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(unreadable)?;
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            tables.push(UserTable { name, text });
        }
    }
    let catalogue = Catalogue::load(&tables)
        .map_err(|error| {
            CliError::usage("目录表有误")
                .because(error)
                .hint("表的格式见 data/README.md")
        })?
        .with_own_words(&config.red_flags);
    let Some(name) = config
        .jurisdiction
        .as_deref()
        .filter(|name| catalogue.profile(name).is_none())
    else {
        return Ok(catalogue);
    };
    let known: Vec<&str> = catalogue
        .profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    let error = CliError::usage(format!("没有“{name}”这个地方规则"))
        .because("tiaowen.toml 中的 jurisdiction 要写规定的名称");
    Err(match suggest::closest(name, known.iter().copied()) {
        Some(near) => error.hint(format!("是否要写：{near}")),
        None => error,
    }
    .hint(format!("可用的：{}", known.join("、"))))
}

/// The rules to run: those named, else all that the settings leave on.
fn rules(context: &Context, args: &CheckArgs) -> Result<Vec<String>, CliError> {
    let named = args
        .rule
        .iter()
        .map(|name| Ok(super::explain::rule(name)?.id.to_owned()))
        .collect::<Result<Vec<_>, CliError>>()?;
    let settings = &context.config.rules;
    let off = |id: &str| settings.get(id) == Some(&RuleSetting::Off);
    if !named.is_empty() || !RULES.iter().any(|rule| off(rule.id)) {
        return Ok(named);
    }
    let on: Vec<String> = RULES
        .iter()
        .filter(|rule| !off(rule.id))
        .map(|rule| rule.id.to_owned())
        .collect();
    if on.is_empty() {
        return Err(CliError::usage("没有可用的规则")
            .because("tiaowen.toml 的 [rules] 把规则全关掉了")
            .hint("打开要用的规则，或用 --rule 指明"));
    }
    context.say(&format!(
        "{} 条规则按 tiaowen.toml 关闭，未检查",
        RULES.len() - on.len()
    ));
    Ok(on)
}

/// What staff decided and entered before.
fn earlier(context: &Context, args: &CheckArgs) -> Result<(Ledger, Facts), CliError> {
    let mut ledger = Ledger::default();
    let mut facts = context.facts()?;
    let fault = |path: &Path, problems: &dyn std::fmt::Display| {
        CliError::usage(format!("{} 有误", path.display()))
            .because(problems)
            .hint("按所列的行改好、存盘后再试")
    };
    let read = |path: &Path| {
        std::fs::read(path)
            .map_err(|error| CliError::unreadable(path, &error).hint("检查路径是否写对"))
    };
    let text = |path: &Path, bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| fault(path, &"不是 UTF-8 文本"))
    };
    for path in &args.decisions {
        let bytes = read(path)?;
        if path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("xlsx"))
        {
            ledger.extend(Ledger::from_xlsx(&bytes).map_err(|problems| fault(path, &problems))?);
            facts.extend(Facts::from_xlsx(&bytes).map_err(|problems| fault(path, &problems))?);
        } else {
            ledger.extend(
                Ledger::from_toml(&text(path, bytes)?)
                    .map_err(|problems| fault(path, &problems))?,
            );
        }
    }
    for warning in &ledger.warnings {
        context.say(&format!("提示：{warning}"));
    }
    Ok((ledger, facts))
}

/// The corpus: documents in scope whole, of the others what the rules ask of them.
fn load(
    context: &Context,
    reader: &Reader,
    args: &CheckArgs,
    options: &mut CheckOptions,
) -> Result<CorpusView, CliError> {
    let failed = |error| CliError::index(error, &context.index);
    let cards = reader.cards().map_err(failed)?;
    if !args.documents.is_empty() {
        let mut paths = BTreeSet::new();
        for name in &args.documents {
            match super::find::lookup(context, reader, name)? {
                // Copies and other versions that answer to the name are not meant; the notice is.
                Lookup::Found(found) => paths.extend(found.first().map(|card| card.path.clone())),
                Lookup::Similar(near) => {
                    let near: Vec<&DocCard> = near.iter().take(5).collect();
                    return Err(missing(name, &near));
                }
                Lookup::Nothing => {
                    return Err(missing(name, &suggest::documents(name, &cards, 5)));
                }
            }
        }
        let named = cards
            .iter()
            .enumerate()
            .filter(|(_, card)| paths.contains(&card.path))
            .map(|(at, _)| at);
        options.documents = Some(named.collect());
    }
    let mut view = CorpusView::default();
    for (at, card) in cards.into_iter().enumerate() {
        let inside = match &options.documents {
            Some(named) => named.contains(&at),
            None => options.include_reference || card.role == Role::Own,
        };
        let facts = reader.facts(card.key).map_err(failed)?.unwrap_or_default();
        let lists = facts
            .repeals
            .iter()
            .any(|repeal| repeal.kind == RepealKind::AnnexList);
        let clauses = if inside || lists {
            reader.clauses(card.key).map_err(failed)?
        } else {
            Vec::new()
        };
        view.documents.push(ViewDocument {
            document: join(&card, facts, clauses),
            card,
        });
    }
    for at in needed(&view, options) {
        let document = &mut view.documents[at];
        document.document.clauses = reader.clauses(document.card.key).map_err(failed)?;
    }
    Ok(view)
}

/// A document named on the command line that is not there: nothing is checked.
fn missing(name: &str, near: &[&DocCard]) -> CliError {
    let mut error = super::find::unknown(name, near);
    error.exit = Exit::Usage;
    error
}

/// Writes the report to the file named, or to standard output.
fn write(
    context: &Context,
    args: &CheckArgs,
    format: Format,
    view: &CheckView<'_>,
) -> Result<(), CliError> {
    if args.output.is_none() && format == Format::Text {
        let mut out = context.output();
        let text = check_text::render(view, &out.style, out.width);
        out.text(&text)?;
        return out.finish();
    }
    let bytes = render(context, format, view)?;
    if let Some(path) = &args.output {
        destination::guard(path, format, &bytes, &args.decisions)?;
        destination::write(path, &bytes)?;
        context.say(&format!(
            "已写入 {}：{} 项",
            path.display(),
            view.findings.len()
        ));
        return Ok(());
    }
    let mut out = context.output();
    // Every format but xlsx is text; xlsx goes to a file only.
    out.text(&String::from_utf8_lossy(&bytes))?;
    out.finish()
}

fn render(context: &Context, format: Format, view: &CheckView<'_>) -> Result<Vec<u8>, CliError> {
    let json = |error: serde_json::Error| CliError::internal("无法生成 JSON").because(error);
    let rows = || {
        view.findings
            .iter()
            .map(|judged: &Judged| (&judged.finding, judged.standing()))
    };
    Ok(match format {
        Format::Json => {
            let object =
                check_json::object(rows(), view.corpus, view.documents.len(), context.as_of);
            let mut bytes = serde_json::to_vec(&object).map_err(json)?;
            bytes.push(b'\n');
            bytes
        }
        Format::Jsonl => {
            let mut bytes = Vec::new();
            for (finding, decision) in rows() {
                let row = check_json::row(finding, decision, view.corpus, context.as_of);
                serde_json::to_writer(&mut bytes, &row).map_err(json)?;
                bytes.push(b'\n');
            }
            bytes
        }
        Format::Csv => check_csv::render(view).into_bytes(),
        Format::Md => check_md::render(view).into_bytes(),
        Format::Html => check_html::render(view).into_bytes(),
        Format::Xlsx => check_xlsx::render(view)
            .map_err(|error| CliError::internal("无法生成工作簿").because(error))?,
        _ => check_text::render(view, &crate::report::style::Style::new(false), 100).into_bytes(),
    })
}
