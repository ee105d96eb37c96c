//! Cuts a page into tags and text, in one pass, whatever the page looks like.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'h> {
    /// `<name …>`; the name in lower case, the attributes as written.
    Open {
        /// Name.
        name: String,
        /// Everything between name and `>`.
        attributes: &'h str,
        /// Whether it ends with `/>`.
        closed: bool,
    },
    /// `</name>`.
    Close(String),
    /// Text, references not yet replaced.
    Text(&'h str),
}

/// Elements whose content is no markup.
const RAW: [&str; 8] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// The pieces of a page in order.
pub struct Tokens<'h> {
    page: &'h str,
    at: usize,
    /// Element whose raw content comes next.
    raw: Option<String>,
    /// Raw elements that are known to have no end further on.
    endless: Vec<String>,
}

impl<'h> Tokens<'h> {
    /// Begins at the start of a page.
    pub fn new(page: &'h str) -> Self {
        Self {
            page,
            at: 0,
            raw: None,
            endless: Vec::new(),
        }
    }

    /// The raw content up to its end tag; where the end tag is missing, up to the next tag.
    fn raw_text(&mut self, name: &str) -> Option<Token<'h>> {
        if self.endless.iter().any(|known| known == name) {
            return None;
        }
        let rest = &self.page[self.at..];
        let mut from = 0;
        while let Some(found) = memchr::memmem::find(&rest.as_bytes()[from..], b"</") {
            let at = from + found;
            let tail = &rest.as_bytes()[at + 2..];
            if tail.len() >= name.len() && tail[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            {
                self.at += at;
                return Some(Token::Text(&rest[..at]));
            }
            from = at + 2;
        }
        self.endless.push(name.to_owned());
        None
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        if let Some(name) = self.raw.take()
            && let Some(text) = self.raw_text(&name)
        {
            return Some(text);
        }
        loop {
            let rest = &self.page[self.at..];
            if rest.is_empty() {
                return None;
            }
            let bytes = rest.as_bytes();
            if bytes[0] != b'<' {
                let end = memchr::memchr(b'<', bytes).unwrap_or(bytes.len());
                self.at += end;
                return Some(Token::Text(&rest[..end]));
            }
            match bytes.get(1) {
                Some(b'!' | b'?') => {
                    let end = if rest.starts_with("<!--") {
                        // A conditional comment of Word hides nothing that is printed.
                        memchr::memmem::find(&bytes[4..], b"-->").map(|n| n + 7)
                    } else {
                        memchr::memchr(b'>', bytes).map(|n| n + 1)
                    };
                    self.at += end.unwrap_or(bytes.len());
                }
                Some(b'/') => {
                    let end = memchr::memchr(b'>', bytes).map_or(bytes.len(), |n| n + 1);
                    let name = tag_name(&rest[2..end]);
                    self.at += end;
                    if !name.is_empty() {
                        return Some(Token::Close(name));
                    }
                }
                Some(c) if c.is_ascii_alphabetic() => {
                    let name = tag_name(&rest[1..]);
                    let from = 1 + name.len();
                    let end = tag_end(&bytes[from..]);
                    let inside = &rest[from..from + end];
                    self.at += (from + end + 1).min(bytes.len());
                    let closed = inside.trim_end().ends_with('/');
                    if RAW.contains(&name.as_str()) && !closed {
                        self.raw = Some(name.clone());
                    }
                    return Some(Token::Open {
                        name,
                        attributes: inside,
                        closed,
                    });
                }
                _ => {
                    let end = memchr::memchr(b'<', &bytes[1..]).map_or(bytes.len(), |n| n + 1);
                    self.at += end;
                    return Some(Token::Text(&rest[..end]));
                }
            }
        }
    }
}

/// The name at the start, lower case, up to a blank, `/` or `>`. ASCII only.
fn tag_name(text: &str) -> String {
    let length = text
        .bytes()
        .take(64)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_'))
        .count();
    text[..length].to_ascii_lowercase()
}

/// Distance to the `>` that ends a tag: not inside quotes. A quote that is never closed within this many
/// bytes counts as none.
fn tag_end(bytes: &[u8]) -> usize {
    const MOST: usize = 65_536;
    let mut quote = 0u8;
    let mut after_equals = false;
    for (i, &b) in bytes.iter().enumerate().take(MOST) {
        if quote != 0 {
            if b == quote {
                quote = 0;
                after_equals = false;
            }
            continue;
        }
        match b {
            b'"' | b'\'' if after_equals => quote = b,
            b'>' => return i,
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            after_equals = b == b'=';
        }
    }
    memchr::memchr(b'>', bytes).unwrap_or(bytes.len())
}

/// The value of an attribute, references replaced.
pub fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        let start = at;
        while at < bytes.len()
            && !bytes[at].is_ascii_whitespace()
            && !matches!(bytes[at], b'=' | b'/')
        {
            at += 1;
        }
        let name = &bytes[start..at];
        if name.is_empty() && at < bytes.len() && bytes[at] != b'=' {
            at += 1;
            continue;
        }
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let mut value = (at, at);
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            if let Some(&quote @ (b'"' | b'\'')) = bytes.get(at) {
                let end =
                    memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |n| at + 1 + n);
                value = (at + 1, end);
                at = (end + 1).min(bytes.len());
            } else {
                let from = at;
                while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                value = (from, at);
            }
        }
        if name.eq_ignore_ascii_case(wanted.as_bytes()) {
            return Some(super::entity::decode(attributes.get(value.0..value.1)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_raw_content() {
        let page = "<!DOCTYPE html><P class=\"a>b\" id=x>甲<br/><script>if(a<b){}</script>乙</p><!-- c --> 1 < 2";
        let tokens: Vec<Token<'_>> = Tokens::new(page).collect();
        assert!(
            matches!(&tokens[0], Token::Open { name, attributes, .. } if name == "p"
            && attribute(attributes, "class").as_deref() == Some("a>b")
            && attribute(attributes, "ID").as_deref() == Some("x"))
        );
        assert_eq!(tokens[1], Token::Text("甲"));
        assert_eq!(tokens[4], Token::Text("if(a<b){}"));
        assert_eq!(tokens[6], Token::Text("乙"));
        assert_eq!(tokens[9], Token::Text("< 2"));
    }

    #[test]
    fn broken_pages_end() {
        for page in [
            "<",
            "</",
            "<a",
            "<a href='",
            "<!--",
            "<script>",
            "<p =>",
            "<a \"'<b>",
        ] {
            assert!(Tokens::new(page).count() <= 3, "{page}");
        }
        let many = "<script>".repeat(20_000);
        assert_eq!(Tokens::new(&many).count(), 20_000);
    }
}
