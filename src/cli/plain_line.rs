//! The command line of a plain search, read without laying out all there is to type.
//!
//! To lay out the arguments of all commands takes a tenth of the time of a search. Nearly all searches are words with two
//! or three options; those are read here. Whatever else is typed, right or wrong, is none of ours and goes to
//! [`Cli`](super::args::Cli), which knows what to say. A test holds both readings against each other.

use std::ffi::OsString;
use std::path::PathBuf;

use super::args::{ColorChoice, Global, day, format};
use super::search_args::{FilterArgs, PAGE, SearchArgs, SortArg};

/// Reads a plain search, the name of the program first; `None` where there is anything unusual about it.
pub fn read(args: &[OsString]) -> Option<(SearchArgs, Global)> {
    let mut global = Global {
        index: None,
        config: None,
        format: None,
        as_of: None,
        color: ColorChoice::Auto,
        no_pager: false,
        quiet: false,
        help: None,
        version: None,
    };
    let mut search = SearchArgs {
        query: Vec::new(),
        n: PAGE,
        offset: 0,
        literal: false,
        exact: false,
        sort: SortArg::Relevance,
        group: None,
        facets: false,
        explain: false,
        batch: None,
        timings: false,
        load_dictionary: false,
        weights: None,
        filter: FilterArgs::default(),
    };
    let mut is_search = false;
    let mut seen: Vec<&str> = Vec::new();
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        let arg = arg.to_str()?;
        if !arg.starts_with('-') {
            match arg {
                "search" | "检索" if !is_search => is_search = true,
                _ if !is_search || arg.is_empty() => return None,
                word => search.query.push(word.to_owned()),
            }
            continue;
        }
        // Twice the same is a mistake that has to be told.
        if seen.contains(&arg) {
            return None;
        }
        seen.push(arg);
        let mut value = || {
            let value = args.next()?.to_str()?;
            (!value.is_empty() && !value.starts_with('-')).then_some(value)
        };
        match arg {
            "--index" => global.index = Some(PathBuf::from(value()?)),
            "--format" => global.format = Some(format(value()?)?),
            "--as-of" => global.as_of = Some(day(value()?).ok()?),
            "--no-pager" => global.no_pager = true,
            "--quiet" => global.quiet = true,
            "-n" if is_search => search.n = value()?.parse().ok()?,
            "--exact" if is_search => search.exact = true,
            "--literal" if is_search => search.literal = true,
            _ => return None,
        }
    }
    is_search.then_some((search, global))
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use proptest::prelude::*;

    use super::*;
    use crate::cli::args::{Cli, Command};

    /// What may stand on a command line, well or badly put.
    const PIECES: [&str; 27] = [
        "search",
        "检索",
        "孵化器",
        "认定 条件",
        "",
        "-n",
        "5",
        "０",
        "x",
        "--index",
        "某处",
        "--format",
        "json",
        "文字",
        "JSON",
        "--as-of",
        "2026-11-22",
        "2026年11月22日",
        "昨天",
        "--no-pager",
        "--quiet",
        "-q",
        "--exact",
        "--literal",
        "-众创空间",
        "--",
        "--facets",
    ];

    proptest! {
        #[test]
        fn both_readings_agree(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..7)) {
            let line: Vec<OsString> = std::iter::once("tiaowen")
                .chain(pieces)
                .map(OsString::from)
                .collect();
            if let Some((search, global)) = read(&line) {
                let cli = Cli::try_parse_from(&line).expect("read by the other as well");
                let Command::Search(other) = cli.command else {
                    panic!("another command");
                };
                prop_assert_eq!(format!("{search:?}"), format!("{other:?}"));
                prop_assert_eq!(format!("{global:?}"), format!("{:?}", cli.global));
            }
        }
    }

    fn is_plain(line: &str) -> bool {
        let line: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        read(&line).is_some()
    }

    #[test]
    fn what_is_plain() {
        assert!(is_plain("tiaowen search 孵化器 认定条件"));
        assert!(is_plain(
            "tiaowen --index 某处 检索 孵化器 -n 5 --format json"
        ));
        assert!(!is_plain("tiaowen search 孵化器 --help"));
        assert!(!is_plain("tiaowen search 孵化器 -众创空间"));
        assert!(!is_plain("tiaowen search 孵化器 -n"));
        assert!(!is_plain("tiaowen list"));
    }
}
