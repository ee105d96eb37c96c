//! PDF objects and the lexer that reads them, tolerant and bounded in depth.

use std::collections::HashMap;

/// Deepest nesting of arrays and dictionaries.
const DEPTH: usize = 64;

/// Most entries of one array or dictionary.
const MOST: usize = 1_000_000;

/// An object.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Object {
    /// `null`, and whatever cannot be read.
    #[default]
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string, decoded but not decrypted.
    Text(Vec<u8>),
    /// A name without `/`.
    Name(String),
    /// An array.
    Array(Vec<Object>),
    /// A dictionary.
    Dict(Dict),
    /// A stream: its dictionary and where its data begin.
    Stream(Dict, usize),
    /// A reference to an object.
    Ref(u32),
    /// An operator of a content stream, or a keyword.
    Word(Vec<u8>),
}

/// A dictionary.
pub type Dict = HashMap<String, Object>;

impl Object {
    /// The number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The number as an integer.
    pub fn integer(&self) -> Option<i64> {
        self.number().map(|number| number as i64)
    }

    /// The name.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The elements.
    pub fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }

    /// The dictionary, also of a stream.
    pub fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) | Self::Stream(dict, _) => Some(dict),
            _ => None,
        }
    }

    /// The bytes of a string.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Text(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// Reads objects from bytes.
pub struct Lexer<'b> {
    /// All bytes.
    pub bytes: &'b [u8],
    /// Where the next object begins.
    pub at: usize,
}

fn is_space(b: u8) -> bool {
    matches!(b, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(b: u8) -> bool {
    matches!(
        b,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

impl<'b> Lexer<'b> {
    /// Begins at a byte.
    pub fn new(bytes: &'b [u8], at: usize) -> Self {
        Self {
            bytes,
            at: at.min(bytes.len()),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes over blanks and comments.
    pub fn space(&mut self) {
        while let Some(b) = self.peek() {
            if is_space(b) {
                self.at += 1;
            } else if b == b'%' {
                let rest = &self.bytes[self.at..];
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else {
                break;
            }
        }
    }

    /// The next object; `None` at the end. `N G R` gives a reference.
    pub fn object(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.space();
        let b = self.peek()?;
        Some(match b {
            b'/' => Object::Name(self.name()),
            b'(' => Object::Text(self.string()),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                self.dict(depth)?
            }
            b'<' => Object::Text(self.hex()),
            b'[' => {
                self.at += 1;
                self.array(depth)?
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number_or_reference(),
            b')' | b']' | b'>' | b'{' | b'}' => {
                self.at += 1;
                Object::Word(vec![b])
            }
            _ => {
                let start = self.at;
                while self
                    .peek()
                    .is_some_and(|b| !is_space(b) && !is_delimiter(b))
                {
                    self.at += 1;
                }
                match &self.bytes[start..self.at] {
                    b"true" => Object::Bool(true),
                    b"false" => Object::Bool(false),
                    b"null" => Object::Null,
                    word => Object::Word(word.to_vec()),
                }
            }
        })
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        if depth >= DEPTH {
            return None;
        }
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek()? == b']' {
                self.at += 1;
                return Some(Object::Array(items));
            }
            let item = self.nested(depth + 1)?;
            // A keyword inside an array means that its end is missing.
            if matches!(&item, Object::Word(word) if word == b"endobj" || word == b"ET")
                || items.len() > MOST
            {
                return Some(Object::Array(items));
            }
            items.push(item);
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        if depth >= DEPTH {
            return None;
        }
        let mut dict = Dict::new();
        loop {
            self.space();
            match self.peek()? {
                b'>' => {
                    self.at += if self.bytes.get(self.at + 1) == Some(&b'>') {
                        2
                    } else {
                        1
                    };
                    return Some(Object::Dict(dict));
                }
                b'/' => {
                    let key = self.name();
                    self.space();
                    if self.peek()? == b'>' && self.bytes.get(self.at + 1) == Some(&b'>') {
                        continue;
                    }
                    let value = self.nested(depth + 1)?;
                    if dict.len() < MOST {
                        dict.insert(key, value);
                    }
                }
                _ => {
                    let item = self.nested(depth + 1)?;
                    if matches!(&item, Object::Word(word) if word == b"endobj" || word == b"stream")
                    {
                        return Some(Object::Dict(dict));
                    }
                }
            }
        }
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(b) = self.peek().filter(|&b| !is_space(b) && !is_delimiter(b)) {
            self.at += 1;
            let hex = |at: usize| self.bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
            if b == b'#'
                && let (Some(high), Some(low)) = (hex(self.at), hex(self.at + 1))
            {
                name.push((high * 16 + low) as u8);
                self.at += 2;
            } else {
                name.push(b);
            }
        }
        // Names are bytes; one character for each keeps them all apart.
        name.into_iter().map(char::from).collect()
    }

    fn string(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut open = 1usize;
        while let Some(b) = self.peek() {
            self.at += 1;
            match b {
                b'(' => {
                    open += 1;
                    out.push(b);
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                    out.push(b);
                }
                b'\\' => {
                    let Some(escaped) = self.peek() else { break };
                    self.at += 1;
                    match escaped {
                        b'n' => out.push(b'\n'),
                        b'r' => out.push(b'\r'),
                        b't' => out.push(b'\t'),
                        b'b' => out.push(8),
                        b'f' => out.push(12),
                        b'\r' => {
                            if self.peek() == Some(b'\n') {
                                self.at += 1;
                            }
                        }
                        b'\n' => {}
                        b'0'..=b'7' => {
                            let mut code = u32::from(escaped - b'0');
                            for _ in 0..2 {
                                let Some(digit @ b'0'..=b'7') = self.peek() else {
                                    break;
                                };
                                code = code * 8 + u32::from(digit - b'0');
                                self.at += 1;
                            }
                            out.push(code as u8);
                        }
                        other => out.push(other),
                    }
                }
                b => out.push(b),
            }
        }
        out
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut half: Option<u8> = None;
        while let Some(b) = self.peek() {
            self.at += 1;
            if b == b'>' {
                break;
            }
            let Some(digit) = char::from(b).to_digit(16) else {
                continue;
            };
            match half.take() {
                Some(high) => out.push(high << 4 | digit as u8),
                None => half = Some(digit as u8),
            }
        }
        if let Some(high) = half {
            out.push(high << 4);
        }
        out
    }

    fn number(&mut self) -> f64 {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.'))
        {
            self.at += 1;
        }
        if self.at == start {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        text.parse().unwrap_or_else(|_| {
            // `--5` and `1-2` occur; the first number counts.
            let clean = text.trim_start_matches(['-', '+']);
            let end = clean.find(['-', '+']).unwrap_or(clean.len());
            clean[..end].parse().unwrap_or(0.0)
        })
    }

    fn number_or_reference(&mut self) -> Object {
        let first = self.number();
        if first >= 0.0 && first.fract() == 0.0 && first < 1e9 {
            let back = self.at;
            self.space();
            let digits = self.at;
            while self.peek().is_some_and(|b| b.is_ascii_digit()) && self.at - digits < 6 {
                self.at += 1;
            }
            if self.at > digits {
                self.space();
                let end = self
                    .bytes
                    .get(self.at + 1)
                    .is_none_or(|&b| is_space(b) || is_delimiter(b));
                if self.peek() == Some(b'R') && end {
                    self.at += 1;
                    return Object::Ref(first as u32);
                }
            }
            self.at = back;
        }
        Object::Number(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_every_kind() {
        let text = b"<< /A#20B [1 -2.5 (a\\(b\\)\\101) <4E2d> 3 0 R true null] /C /D >> Tj";
        let mut lexer = Lexer::new(text, 0);
        let dict = lexer.object().expect("dict");
        let array = dict
            .dict()
            .and_then(|d| d.get("A B"))
            .and_then(Object::array)
            .expect("array");
        assert_eq!(array[1], Object::Number(-2.5));
        assert_eq!(array[2], Object::Text(b"a(b)A".to_vec()));
        assert_eq!(array[3], Object::Text(vec![0x4e, 0x2d]));
        assert_eq!(array[4], Object::Ref(3));
        assert_eq!(lexer.object(), Some(Object::Word(b"Tj".to_vec())));
        assert_eq!(lexer.object(), None);
    }

    #[test]
    fn deep_and_open_ended_objects_end() {
        assert_eq!(Lexer::new(&b"[".repeat(100_000), 0).object(), None);
        assert_eq!(Lexer::new(&b"<<".repeat(100_000), 0).object(), None);
        for text in [
            &b"(abc"[..],
            b"<41",
            b"/",
            b"<< /A",
            b"[1 2",
            b"- ",
            b"\\",
            b")",
        ] {
            let mut lexer = Lexer::new(text, 0);
            let mut count = 0;
            while lexer.object().is_some() {
                count += 1;
            }
            assert!(count <= 2, "{text:?}");
        }
    }
}
