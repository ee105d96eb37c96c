//! Marks for the terminal: colour and links where they are wanted, nothing elsewhere.

/// How to mark parts of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    color: bool,
    links: Option<&'static Links>,
}

/// Where files are, for links in a terminal that has them (OSC 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// Name of this machine, as links carry it.
    pub host: String,
    /// Aliases and absolute paths of the corpus folders.
    pub folders: Vec<(String, String)>,
}

impl Links {
    /// The address of a file by its path as shown.
    fn address(&self, path: &str) -> Option<String> {
        let (folder, rest) = match &self.folders[..] {
            [(_, only)] => (only, path),
            several => {
                let (alias, rest) = path.split_once('/')?;
                let (_, folder) = several.iter().find(|(name, _)| name == alias)?;
                (folder, rest)
            }
        };
        let mut address = format!("file://{}", self.host);
        for byte in format!("{folder}/{rest}").bytes() {
            if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        Some(address)
    }
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A title.
    Strong,
    /// A match.
    Match,
    /// Less important.
    Faint,
    /// In force, done.
    Good,
    /// To be looked at.
    Warn,
    /// Dead, failed.
    Bad,
}

impl Style {
    /// A style with or without colour.
    pub fn new(color: bool) -> Self {
        Self { color, links: None }
    }

    /// A style that marks nothing.
    pub fn plain() -> Self {
        Self::new(false)
    }

    /// The same with links to files.
    #[must_use]
    pub fn with_links(self, links: Option<&'static Links>) -> Self {
        Self { links, ..self }
    }

    /// Whether colours are used.
    pub fn is_colored(self) -> bool {
        self.color
    }

    /// The sequences before and after a part.
    pub fn codes(self, mark: Mark) -> (&'static str, &'static str) {
        if !self.color {
            return ("", "");
        }
        let before = match mark {
            Mark::Strong => "\x1b[1m",
            Mark::Match => "\x1b[1;33m",
            Mark::Faint => "\x1b[2m",
            Mark::Good => "\x1b[32m",
            Mark::Warn => "\x1b[33m",
            Mark::Bad => "\x1b[31m",
        };
        (before, "\x1b[0m")
    }

    /// A part with its marks.
    pub fn paint(self, mark: Mark, text: &str) -> String {
        let (before, after) = self.codes(mark);
        format!("{before}{text}{after}")
    }

    /// What is shown of the file at `path`, as a link to it where the terminal has links.
    pub fn link(self, path: &str, shown: &str) -> String {
        match self.links.and_then(|links| links.address(path)) {
            Some(address) => format!("\x1b]8;;{address}\x1b\\{shown}\x1b]8;;\x1b\\"),
            None => shown.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_files() {
        let links = |folders: &[(&str, &str)]| Links {
            host: "h".to_owned(),
            folders: folders
                .iter()
                .map(|(alias, path)| ((*alias).to_owned(), (*path).to_owned()))
                .collect(),
        };
        let one = links(&[("corpus", "/d/corpus")]);
        assert_eq!(
            one.address("通知/a b.txt").as_deref(),
            Some("file://h/d/corpus/%E9%80%9A%E7%9F%A5/a%20b.txt")
        );
        let two = links(&[("corpus", "/d/corpus"), ("laws", "/l")]);
        assert_eq!(
            two.address("laws/a.txt").as_deref(),
            Some("file://h/l/a.txt")
        );
        assert_eq!(two.address("else/a.txt"), None);
        assert_eq!(Style::plain().link("a.txt", "a.txt"), "a.txt");
    }
}
