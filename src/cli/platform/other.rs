//! Other systems. UNTESTED: written from documentation, never run.

use std::path::Path;

/// Whether this file is tested.
pub const TESTED: bool = false;

/// Not known here.
pub fn network_share(_folder: &Path) -> Option<String> {
    None
}

/// Name of this machine.
pub fn host_name() -> String {
    std::env::var("HOSTNAME").unwrap_or_default()
}

/// Whether the terminal is told to show UTF-8.
pub fn locale_is_utf8() -> bool {
    super::posix_locale_is_utf8(|name| std::env::var(name).ok())
}

/// The program that opens a file as the desktop would; none without a desktop.
pub fn opener() -> Option<&'static str> {
    None
}
