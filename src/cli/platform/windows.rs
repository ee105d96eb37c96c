//! Windows. UNTESTED: written from documentation, never run.

use std::path::Path;

/// Whether this file is tested.
pub const TESTED: bool = false;

/// A share by its name (`\\server\share`); drive letters of shares are not known.
pub fn network_share(folder: &Path) -> Option<String> {
    let text = folder.to_string_lossy();
    (text.starts_with("\\\\") && !text.starts_with("\\\\?\\")).then(|| "smb".to_owned())
}

/// Name of this machine.
pub fn host_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// The console is asked for Unicode by the standard library.
pub fn locale_is_utf8() -> bool {
    true
}

/// The program that opens a file as the desktop would; none without a desktop.
pub fn opener() -> Option<&'static str> {
    Some("explorer")
}
