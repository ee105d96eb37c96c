//! `init`: a `tiaowen.toml` that explains itself.

use std::path::Path;

use crate::check::Catalogue;
use crate::check::registry::RULES;
use crate::cli::config::FILE;
use crate::cli::error::{CliError, system_reason};
use crate::cli::exit::Exit;
use crate::cli::output::{print, within_stdout};
use crate::cli::setup_args::InitArgs;

/// Runs the command. The file stands in the current folder.
pub fn run(args: &InitArgs) -> Result<Exit, CliError> {
    let text = template(args)?;
    if args.print {
        print(&text);
        return Ok(Exit::Success);
    }
    let path = Path::new(FILE);
    let failed = |error: std::io::Error| {
        CliError::internal(format!("无法写入 {FILE}"))
            .because(system_reason(&error))
            .hint("检查当前文件夹是否有写入权限")
    };
    let mut kept = "";
    if path.symlink_metadata().is_ok() {
        if !args.force {
            return Err(CliError::usage(format!("没有写入 {FILE}"))
                .because("当前文件夹里已经有这个文件，不会覆盖")
                .hint("只看内容：tiaowen init --print")
                .hint("重写（原文件改名为 tiaowen.toml.bak）：tiaowen init --force"));
        }
        std::fs::rename(path, "tiaowen.toml.bak").map_err(failed)?;
        kept = "（原文件改名为 tiaowen.toml.bak）";
    }
    std::fs::write(path, text).map_err(failed)?;
    // Without a folder to index the next command would fail.
    let first = if names_a_folder(args) {
        ""
    } else {
        "这里没有 corpus 文件夹：先在 tiaowen.toml 里去掉 corpus 一行行首的 #，写上存放文件的文件夹，如 corpus = [\"规范性文件\"]。\n"
    };
    print(&within_stdout(&format!(
        "已写入 {FILE}{kept}。\n\
         每一项都有说明；行首的 # 表示不起作用，去掉 # 就启用。用记事本等编辑，存为 UTF-8。\n\
         在这个文件夹和它下面的文件夹里运行 tiaowen，都按它来。\n\
         {first}\
         接下来：\n  \
         tiaowen doctor          检查配置和文件夹\n  \
         tiaowen index           建立索引\n  \
         tiaowen search 关键词   检索\n"
    )));
    Ok(Exit::Success)
}

/// Whether the file names a folder with the bureau's documents.
fn names_a_folder(args: &InitArgs) -> bool {
    !args.folders.is_empty() || Path::new("corpus").is_dir()
}

fn list(folders: &[std::path::PathBuf]) -> String {
    folders
        .iter()
        .map(|folder| toml::Value::String(folder.display().to_string()).to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The file.
fn template(args: &InitArgs) -> Result<String, CliError> {
    let (mark, corpus) = if args.folders.is_empty() {
        let mark = if names_a_folder(args) { "" } else { "# " };
        (mark, "\"corpus\"".to_owned())
    } else {
        ("", list(&args.folders))
    };
    let (reference_mark, reference) = if args.reference.is_empty() {
        ("# ", "\"法规\"".to_owned())
    } else {
        ("", list(&args.reference))
    };
    let catalogue = Catalogue::load(&[]).map_err(|error| {
        CliError::internal("目录表有误")
            .because(error)
            .hint("重新安装程序")
    })?;
    let places: Vec<&str> = catalogue
        .profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect();
    let mut text = format!(
        "# 条文（tiaowen）的配置。路径都相对于本文件所在的文件夹；写了的文件和文件夹必须存在。\n\
         # 行首有 # 的行不起作用。文字放在英文双引号里；路径用正斜杠 /。\n\
         \n\
         # 本局文件放在哪里，可以有几个文件夹。check 检查的就是它们。\n\
         {mark}corpus = [{corpus}]\n\
         \n\
         # 参考法规：法律、上级文件等。参加检索，供核对依据，不作检查。\n\
         {reference_mark}reference = [{reference}]\n\
         \n\
         # 索引放在哪里。删掉索引不影响原文件。\n\
         # index = \"index\"\n\
         \n\
         # 按哪个地方的有效期规则检查；不写则按制定机关所在地自动选用。\n\
         # 可用：{}\n\
         # jurisdiction = \"{}\"\n\
         \n\
         # 自建词典：每行一个词，后面可以空一格写词频。改动后下次 tiaowen index 全部重建。\n\
         # user_dictionary = [\"词典.txt\"]\n\
         \n\
         # 自己的同义词表：每行五列，以制表符分开：种类、权重、首词、其他词、出处。改动立即生效。\n\
         # synonyms = [\"同义词.tsv\"]\n\
         \n\
         # 人工录入：文号、日期、废止等程序读不到的事实。\n\
         # facts = [\"facts.toml\"]\n\
         \n\
         # 自己的目录表（废止的法律、更名的机构等）所在的文件夹。\n\
         # catalogue = \"目录\"\n\
         \n\
         # 自己要留意的用语，由规则 fair-competition 报告。词之间空一格表示依次出现在一个分句里，斜杠表示任选其一。\n\
         # red_flags = [\n\
         #   \"指定供应商\",\n\
         #   {{ words = \"本市/本地 企业 优先\", hint = \"可能排斥外地企业\", basis = \"《公平竞争审查条例》第九条\", except = [\"不得\"] }},\n\
         # ]\n\
         \n\
         # 检查规则的开关：\"关\" 不检查；\"提示\"、\"很可能\" 表示最高按这个把握列出。每条规则查什么：tiaowen explain 规则\n\
         # （这一节要放在文件最后。）\n\
         # [rules]\n",
        places.join("、"),
        places.first().copied().unwrap_or_default(),
    );
    for rule in &RULES {
        text.push_str(&format!("# {} = \"关\"  # {}\n", rule.id, rule.name));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::config_read::{KEYS, read};

    fn args() -> InitArgs {
        InitArgs {
            folders: vec!["规范性 文件".into()],
            reference: vec!["法\"规".into()],
            force: false,
            print: true,
        }
    }

    #[test]
    fn it_is_read_back() {
        let config = read(&template(&args()).expect("text")).expect("settings");
        assert_eq!(config.corpus, args().folders);
        assert_eq!(config.reference, args().reference);
    }

    #[test]
    fn every_line_works_when_switched_on() {
        let text = template(&args()).expect("text");
        let on: Vec<&str> = text
            .lines()
            .map(|line| {
                let bare = line.strip_prefix("# ").unwrap_or(line);
                let setting = KEYS
                    .iter()
                    .any(|(key, _)| bare.starts_with(&format!("{key} = ")));
                let rule = RULES
                    .iter()
                    .any(|rule| bare.starts_with(&format!("{} = ", rule.id)));
                let inside = line.starts_with("#   ") || bare == "]" || bare == "[rules]";
                if setting || rule || inside {
                    bare
                } else {
                    line
                }
            })
            .collect();
        let config = read(&on.join("\n")).expect("settings");
        assert_eq!(config.rules.len(), RULES.len());
        assert_eq!(config.red_flags.len(), 2);
        for (key, _) in KEYS {
            assert!(
                text.contains(&format!("{key} = ")) || key == "rules",
                "{key}"
            );
        }
    }
}
