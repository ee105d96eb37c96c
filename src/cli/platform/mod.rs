//! What differs between systems: one file a system, all with the same functions.
//!
//! Linux is what the program is developed and tested on. The files for other systems are UNTESTED.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as system;

#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
use macos as system;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as system;

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
mod other;
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
use other as system;

pub use system::{TESTED, host_name, locale_is_utf8, network_share, opener};

/// Whether the locale variables ask for UTF-8, by the rules of POSIX: the first that is set counts.
#[cfg(not(windows))]
fn posix_locale_is_utf8(get: impl Fn(&str) -> Option<String>) -> bool {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(get)
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_variable_counts() {
        let of = |set: &[(&str, &str)]| {
            posix_locale_is_utf8(|name| {
                set.iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(of(&[("LANG", "zh_CN.UTF-8")]));
        assert!(of(&[("LC_ALL", ""), ("LANG", "C.utf8")]));
        assert!(!of(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]));
        assert!(!of(&[("LANG", "zh_CN.GB18030")]));
        assert!(!of(&[]));
    }
}
