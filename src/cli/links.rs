//! Links to files in the terminal (OSC 8): only where the terminal is known to have them.

use std::io::{self, IsTerminal};

use super::platform;
use crate::index::Reader;
use crate::report::style::Links;

/// Whether links are wanted here; colour is asked for elsewhere.
pub fn wanted() -> bool {
    io::stdout().is_terminal() && known(|name| std::env::var(name).ok())
}

/// Whether these variables are of a terminal that has links. `FORCE_HYPERLINK` decides where it is set.
fn known(get: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| get(name).is_some_and(|value| !value.is_empty());
    if let Some(value) = get("FORCE_HYPERLINK") {
        return !matches!(value.as_str(), "" | "0");
    }
    if set("NO_COLOR") {
        return false;
    }
    let term = get("TERM").unwrap_or_default();
    // Multiplexers pass links on only where they are told to.
    if term.is_empty()
        || term == "dumb"
        || set("TMUX")
        || set("STY")
        || ["screen", "tmux"].iter().any(|name| term.starts_with(name))
    {
        return false;
    }
    let program = get("TERM_PROGRAM").unwrap_or_default();
    ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"].contains(&program.as_str())
        || ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour"]
            .iter()
            .any(|name| term.starts_with(name))
        || set("WT_SESSION")
        || set("KITTY_WINDOW_ID")
        || get("KONSOLE_VERSION")
            .and_then(|version| version.parse::<u32>().ok())
            .is_some_and(|version| version >= 201_200)
        // 0.50 had links and crashed on them.
        || get("VTE_VERSION")
            .and_then(|version| version.parse::<u32>().ok())
            .is_some_and(|version| version > 5000)
}

/// The links of an index. They are needed until the program ends.
pub fn of(reader: &Reader) -> &'static Links {
    let folders = reader
        .payload()
        .roots
        .iter()
        .map(|root| (root.alias.clone(), root.path.clone()))
        .collect();
    Box::leak(Box::new(Links {
        host: platform::host_name(),
        folders,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_terminals() {
        let of = |set: &[(&str, &str)]| {
            known(|name| {
                set.iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        let xterm = ("TERM", "xterm-256color");
        assert!(of(&[xterm, ("VTE_VERSION", "7600")]));
        assert!(of(&[xterm, ("WT_SESSION", "x")]));
        assert!(of(&[("TERM", "foot")]));
        assert!(!of(&[xterm]));
        assert!(!of(&[xterm, ("VTE_VERSION", "5000")]));
        assert!(!of(&[("TERM", "dumb"), ("VTE_VERSION", "7600")]));
        assert!(!of(&[xterm, ("VTE_VERSION", "7600"), ("TMUX", "/x")]));
        assert!(!of(&[xterm, ("VTE_VERSION", "7600"), ("NO_COLOR", "1")]));
        assert!(of(&[("TERM", "tmux-256color"), ("FORCE_HYPERLINK", "1")]));
        assert!(!of(&[("TERM", "foot"), ("FORCE_HYPERLINK", "0")]));
        assert!(!of(&[]));
    }
}
