//! Switches on the tests that need the shared material.
//!
//! With `TIAOWEN_SHARED` set to its folder (relative to the package, or absolute), the cfg
//! `tiaowen_shared` is set and the folder is handed on as `TIAOWEN_SHARED_DIR`; without it those
//! tests show as ignored.

use std::env;
use std::path::Path;

fn main() {
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
