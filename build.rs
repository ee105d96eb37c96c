//! Prepares what the program carries with it.
//!
//! - Asks the linker for a program at a fixed address, with what a search runs side by side.
//! - Compiles the synonym tables of data/synonyms, so that a search parses none.
//! - Switches on the tests that need the shared material: with `TIAOWEN_SHARED` set to its folder
//!   (relative to the package, or absolute), the cfg `tiaowen_shared` is set and the folder is handed
//!   on as `TIAOWEN_SHARED_DIR`; without it those tests show as ignored.
//! - Switches on the tests that make system calls fail, where `strace` is installed (cfg `tiaowen_strace`).

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, reason = "the program uses the rest")]
mod synonym_table {
    include!("src/lexicon/synonym_table.rs");
}

fn main() -> Result<(), Box<dyn Error>> {
    linking();
    shared();
    strace();
    synonyms()
}

/// How the program is linked, where that is the system's linker's own option.
///
/// - For a fixed address: nothing has to be relocated at its start, which took longer than a search (docs/adr/0012).
/// - With what a search runs side by side: less of the program is fetched (docs/adr/0016).
fn linking() {
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    let is_known = target("OS") == "linux" && target("ENV") == "gnu" && target("ARCH") == "x86_64";
    println!("cargo::rerun-if-changed=dist/search.ld");
    if !is_known {
        return;
    }
    // A static link has its own option for that (dist/make-release).
    let is_static = target("FEATURE")
        .split(',')
        .any(|name| name == "crt-static");
    if !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    // Another linker may not know scripts, and matching so many names takes some seconds.
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let own_linker = env::var_os("RUSTC_LINKER").is_some()
        || flags.contains("linker")
        || flags.contains("fuse-ld");
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if is_release && !own_linker {
        let package = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        println!("cargo::rustc-link-arg-bins=-T{package}/dist/search.ld");
    }
}

fn synonyms() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = package.join("data/synonyms");
    println!("cargo::rerun-if-changed=data/synonyms");
    println!("cargo::rerun-if-changed=src/lexicon/synonym_table.rs");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "tsv"))
        .collect();
    files.sort();
    let mut table = synonym_table::Table::new();
    let mut barred = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        if let Some((line, reason)) = synonym_table::read(&text, &mut table, &mut barred).first() {
            return Err(format!("{}:{line}: {reason}", file.display()).into());
        }
    }
    synonym_table::bar(&mut table, &barred);
    let (keys, text) = synonym_table::pack(&table);
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let map = fst::Map::from_iter(keys.iter().map(|(key, offset)| (key.as_bytes(), *offset)))?;
    fs::write(out.join("synonyms.fst"), map.as_fst().as_bytes())?;
    fs::write(out.join("synonyms.txt"), text)?;
    Ok(())
}

fn strace() {
    println!("cargo::rustc-check-cfg=cfg(tiaowen_strace)");
    println!("cargo::rerun-if-env-changed=PATH");
    let found = env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join("strace").is_file()));
    if found {
        println!("cargo::rustc-cfg=tiaowen_strace");
    }
}

fn shared() {
    println!("cargo::rustc-check-cfg=cfg(tiaowen_shared)");
    println!("cargo::rerun-if-env-changed=TIAOWEN_SHARED");
    if let Some(folder) = env::var_os("TIAOWEN_SHARED") {
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        let folder = Path::new(&package).join(folder);
        if folder.is_dir() {
            println!("cargo::rustc-cfg=tiaowen_shared");
            println!("cargo::rustc-env=TIAOWEN_SHARED_DIR={}", folder.display());
        }
    }
}
