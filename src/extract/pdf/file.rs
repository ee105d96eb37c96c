//! The objects of a PDF file: cross-reference tables and streams, object streams, and a scan of the
//! whole file where these are damaged.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::crypt::Crypt;
use super::filter;
use super::object::{Dict, Lexer, Object};
use crate::extract::ExtractError;
use crate::extract::limits::Limits;

/// Where an object is.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// At a byte.
    Byte(usize),
    /// In an object stream, at an index.
    Stream(u32, usize),
}

/// An open file.
pub struct File<'b> {
    bytes: &'b [u8],
    places: RefCell<HashMap<u32, Place>>,
    /// The trailer.
    pub trailer: Dict,
    loaded: RefCell<HashMap<u32, Rc<Object>>>,
    loading: RefCell<HashSet<u32>>,
    streams: RefCell<HashMap<u32, Rc<ObjectStream>>>,
    crypt: Option<Crypt>,
    unpacked: Cell<u64>,
    damaged: Cell<bool>,
    recovered: bool,
    limits: Limits,
}

/// A decoded object stream: numbers with offsets, and the bytes.
struct ObjectStream {
    offsets: Vec<(u32, usize)>,
    bytes: Vec<u8>,
}

/// Most sections a file is followed through.
const SECTIONS: usize = 1000;

impl<'b> File<'b> {
    /// Opens a file.
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, ExtractError> {
        let mut file = Self {
            bytes,
            places: RefCell::default(),
            trailer: Dict::new(),
            loaded: RefCell::default(),
            loading: RefCell::default(),
            streams: RefCell::default(),
            crypt: None,
            unpacked: Cell::new(0),
            damaged: Cell::new(false),
            recovered: false,
            limits: *limits,
        };
        file.sections();
        if !file.has_pages() {
            file.recovered = true;
            file.scan();
        }
        if let Some(encrypt) = file.trailer.get("Encrypt").cloned() {
            let encrypt = file.resolve(&encrypt);
            let id = file.trailer.get("ID").map(|id| file.resolve(id));
            let first = id
                .as_ref()
                .and_then(|id| id.array())
                .and_then(|id| id.first());
            let id = first.and_then(Object::bytes).unwrap_or_default().to_vec();
            let dict = encrypt.dict().cloned().unwrap_or_default();
            let dict: Dict = dict
                .into_iter()
                .map(|(key, value)| (key, (*file.resolve(&value)).clone()))
                .collect();
            file.crypt = Some(Crypt::new(&dict, &id).ok_or(ExtractError::Encrypted)?);
            // What was read so far was not deciphered.
            file.loaded.borrow_mut().clear();
            file.streams.borrow_mut().clear();
        }
        if !file.has_pages() {
            return Err(ExtractError::corrupt("找不到 PDF 页面目录"));
        }
        Ok(file)
    }

    /// Whether the table of objects had to be guessed, or data broke off while they were unpacked.
    pub fn is_damaged(&self) -> bool {
        self.recovered || self.damaged.get()
    }

    fn has_pages(&self) -> bool {
        let Some(root) = self.trailer.get("Root") else {
            return false;
        };
        let root = self.resolve(root);
        root.dict()
            .and_then(|root| root.get("Pages"))
            .is_some_and(|pages| self.resolve(pages).dict().is_some())
    }

    /// Follows the cross-reference sections from the end of the file.
    fn sections(&mut self) {
        let tail = self.bytes.len().saturating_sub(4096);
        let Some(found) = memchr::memmem::rfind(&self.bytes[tail..], b"startxref") else {
            return;
        };
        let mut next = Lexer::new(self.bytes, tail + found + 9)
            .object()
            .and_then(|o| o.integer());
        let mut seen = HashSet::new();
        let mut queue: Vec<i64> = Vec::new();
        while let Some(at) = next.take().or_else(|| queue.pop()) {
            let Ok(at) = usize::try_from(at) else {
                continue;
            };
            if at >= self.bytes.len() || !seen.insert(at) || seen.len() > SECTIONS {
                continue;
            }
            let Some(trailer) = self.section(at) else {
                continue;
            };
            for key in ["Prev", "XRefStm"] {
                queue.extend(trailer.get(key).and_then(Object::integer));
            }
            for (key, value) in trailer {
                self.trailer.entry(key).or_insert(value);
            }
        }
    }

    /// Reads one section; earlier (newer) entries win.
    fn section(&mut self, at: usize) -> Option<Dict> {
        let mut lexer = Lexer::new(self.bytes, at);
        lexer.space();
        if !self.bytes[lexer.at..].starts_with(b"xref") {
            return self.section_stream(at);
        }
        lexer.at += 4;
        loop {
            let first = match lexer.object()? {
                Object::Number(first) => first as u32,
                _ => return lexer.object()?.dict().cloned(),
            };
            let count = lexer.object()?.integer()?.clamp(0, 10_000_000) as u32;
            for n in 0..count {
                let offset = lexer.object()?.integer()?;
                lexer.object()?;
                let Object::Word(kind) = lexer.object()? else {
                    return None;
                };
                if kind == b"n" && offset > 0 {
                    let place = Place::Byte(offset as usize);
                    self.places
                        .borrow_mut()
                        .entry(first.wrapping_add(n))
                        .or_insert(place);
                }
            }
        }
    }

    fn section_stream(&mut self, at: usize) -> Option<Dict> {
        let (_, object) = self.indirect(at, None)?;
        let Object::Stream(dict, from) = &object else {
            return None;
        };
        let data = self.unfiltered(dict, *from, None)?;
        let widths: Vec<usize> = dict
            .get("W")?
            .array()?
            .iter()
            .map(|w| w.integer().unwrap_or(0).clamp(0, 8) as usize)
            .collect();
        let &[w0, w1, w2] = widths.as_slice() else {
            return None;
        };
        let size = dict.get("Size").and_then(Object::integer).unwrap_or(0);
        let index: Vec<i64> = match dict.get("Index").and_then(Object::array) {
            Some(index) => index.iter().filter_map(Object::integer).collect(),
            None => vec![0, size],
        };
        let mut rows = data.chunks_exact((w0 + w1 + w2).max(1));
        let number = |bytes: &[u8]| bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
        for pair in index.chunks_exact(2) {
            for n in 0..pair[1].max(0) {
                let Some(row) = rows.next() else {
                    return Some(dict.clone());
                };
                let kind = if w0 == 0 { 1 } else { number(&row[..w0]) };
                let second = number(&row[w0..w0 + w1]);
                let third = number(&row[w0 + w1..]);
                let place = match kind {
                    1 => Place::Byte(second as usize),
                    2 => Place::Stream(second as u32, third as usize),
                    _ => continue,
                };
                self.places
                    .borrow_mut()
                    .entry((pair[0] + n) as u32)
                    .or_insert(place);
            }
        }
        Some(dict.clone())
    }

    /// Finds objects by looking for `N G obj` everywhere; later ones win.
    fn scan(&mut self) {
        self.loaded.borrow_mut().clear();
        let mut places: HashMap<u32, Place> = HashMap::new();
        let mut packed = Vec::new();
        for at in memchr::memmem::find_iter(self.bytes, b"obj") {
            let Some((number, start)) = header_before(self.bytes, at) else {
                continue;
            };
            places.insert(number, Place::Byte(start));
            let head = &self.bytes[at..self.bytes.len().min(at + 400)];
            if memchr::memmem::find(head, b"/ObjStm").is_some() {
                packed.push(number);
            }
            let root = memchr::memmem::find(head, b"/Catalog").is_some();
            if root && !self.trailer.contains_key("Root") {
                self.trailer.insert("Root".to_owned(), Object::Ref(number));
            }
        }
        for at in memchr::memmem::find_iter(self.bytes, b"trailer") {
            if let Some(Object::Dict(dict)) = Lexer::new(self.bytes, at + 7).object() {
                self.trailer.extend(dict);
            }
        }
        *self.places.borrow_mut() = places;
        // Root and Encrypt of files whose only trailers are streams.
        for at in memchr::memmem::find_iter(self.bytes, b"/XRef").take(SECTIONS) {
            let from = self.bytes[..at].len().saturating_sub(2000);
            let Some(obj) = memchr::memmem::rfind(&self.bytes[from..at], b"obj") else {
                continue;
            };
            if let Some(Object::Dict(dict)) = Lexer::new(self.bytes, from + obj + 3).object() {
                for (key, value) in dict {
                    if matches!(key.as_str(), "Root" | "Encrypt" | "ID") {
                        self.trailer.insert(key, value);
                    }
                }
            }
        }
        for number in packed {
            let Some(stream) = self.object_stream(number) else {
                continue;
            };
            for (index, (inner, _)) in stream.offsets.iter().enumerate() {
                self.places
                    .borrow_mut()
                    .entry(*inner)
                    .or_insert(Place::Stream(number, index));
            }
        }
        let lost = !self.has_pages();
        if lost {
            let numbers: Vec<u32> = self.places.borrow().keys().copied().collect();
            let catalog = numbers.into_iter().filter(|number| {
                let object = self.load(*number);
                object
                    .dict()
                    .and_then(|d| d.get("Type"))
                    .and_then(Object::name)
                    == Some("Catalog")
            });
            if let Some(root) = catalog.max() {
                self.trailer.insert("Root".to_owned(), Object::Ref(root));
            }
        }
    }

    /// The object a reference stands for; other objects are given back.
    pub fn resolve(&self, object: &Object) -> Rc<Object> {
        let mut object = Rc::new(object.clone());
        for _ in 0..20 {
            match &*object {
                Object::Ref(number) => object = self.load(*number),
                _ => return object,
            }
        }
        Rc::default()
    }

    /// A value of a dictionary, references resolved.
    pub fn get(&self, dict: &Dict, key: &str) -> Rc<Object> {
        dict.get(key)
            .map(|value| self.resolve(value))
            .unwrap_or_default()
    }

    fn load(&self, number: u32) -> Rc<Object> {
        if let Some(known) = self.loaded.borrow().get(&number) {
            return Rc::clone(known);
        }
        // An object that needs itself to be read is null.
        if !self.loading.borrow_mut().insert(number) {
            return Rc::default();
        }
        let place = self.places.borrow().get(&number).copied();
        let object = match place {
            Some(Place::Byte(at)) => self.indirect(at, Some(number)).map(|(_, object)| object),
            Some(Place::Stream(stream, index)) => self.packed(stream, index, number),
            None => None,
        };
        self.loading.borrow_mut().remove(&number);
        let object = Rc::new(object.unwrap_or_default());
        self.loaded.borrow_mut().insert(number, Rc::clone(&object));
        object
    }

    /// Reads `N G obj …` at a byte; `wanted` must be its number.
    fn indirect(&self, at: usize, wanted: Option<u32>) -> Option<(u32, Object)> {
        let mut lexer = Lexer::new(self.bytes, at);
        let number = lexer.object()?.integer()? as u32;
        let generation = lexer.object()?.integer()?;
        if lexer.object()? != Object::Word(b"obj".to_vec())
            || wanted.is_some_and(|wanted| wanted != number)
        {
            return None;
        }
        let mut object = lexer.object()?;
        if let Some(crypt) = &self.crypt {
            decipher(crypt, &mut object, number, generation as u32);
        }
        if let Object::Dict(dict) = &object {
            lexer.space();
            if self.bytes[lexer.at..].starts_with(b"stream") {
                let mut from = lexer.at + 6;
                if self.bytes[from..].starts_with(b"\r\n") {
                    from += 2;
                } else if self
                    .bytes
                    .get(from)
                    .is_some_and(|b| matches!(b, b'\n' | b'\r'))
                {
                    from += 1;
                }
                let mut dict = dict.clone();
                // What deciphering needs to know travels with the stream.
                dict.insert(NUMBER.to_owned(), Object::Number(f64::from(number)));
                dict.insert(GENERATION.to_owned(), Object::Number(generation as f64));
                return Some((number, Object::Stream(dict, from)));
            }
        }
        Some((number, object))
    }

    fn object_stream(&self, number: u32) -> Option<Rc<ObjectStream>> {
        if let Some(known) = self.streams.borrow().get(&number) {
            return Some(Rc::clone(known));
        }
        let object = self.load(number);
        let dict = object.dict()?;
        let bytes = self.data(&object)?;
        let count = self.get(dict, "N").integer()?.clamp(0, 1_000_000) as usize;
        let first = self.get(dict, "First").integer()?.max(0) as usize;
        let mut lexer = Lexer::new(&bytes, 0);
        let mut offsets = Vec::new();
        for _ in 0..count {
            let (Some(number), Some(offset)) = (
                lexer.object().and_then(|o| o.integer()),
                lexer.object().and_then(|o| o.integer()),
            ) else {
                break;
            };
            offsets.push((number as u32, first.saturating_add(offset.max(0) as usize)));
        }
        let stream = Rc::new(ObjectStream { offsets, bytes });
        self.streams.borrow_mut().insert(number, Rc::clone(&stream));
        Some(stream)
    }

    fn packed(&self, stream: u32, index: usize, number: u32) -> Option<Object> {
        let stream = self.object_stream(stream)?;
        let by_index = stream
            .offsets
            .get(index)
            .filter(|(inner, _)| *inner == number);
        let (_, at) =
            by_index.or_else(|| stream.offsets.iter().find(|(inner, _)| *inner == number))?;
        Lexer::new(&stream.bytes, *at).object()
    }

    /// The decoded data of a stream; `None` if it is none, or a picture.
    pub fn data(&self, object: &Object) -> Option<Vec<u8>> {
        let Object::Stream(dict, from) = object else {
            return None;
        };
        self.unfiltered(dict, *from, self.crypt.as_ref())
    }

    fn unfiltered(&self, dict: &Dict, from: usize, crypt: Option<&Crypt>) -> Option<Vec<u8>> {
        let length = self
            .get(dict, "Length")
            .integer()
            .and_then(|length| usize::try_from(length).ok());
        let rest = self.bytes.get(from..)?;
        let fits = |length: &usize| {
            rest.get(*length..).is_some_and(|tail| {
                let gap = tail.iter().take_while(|b| b.is_ascii_whitespace()).count();
                tail[gap..].starts_with(b"endstream") || tail[gap..].starts_with(b"endobj")
            })
        };
        let length = length
            .filter(fits)
            .unwrap_or_else(|| memchr::memmem::find(rest, b"endstream").unwrap_or(rest.len()));
        let raw = &rest[..length];
        let kind = dict.get("Type").and_then(Object::name);
        let mut data = match crypt {
            Some(crypt) if kind != Some("XRef") => {
                let number = dict.get(NUMBER).and_then(Object::integer).unwrap_or(0);
                let generation = dict.get(GENERATION).and_then(Object::integer).unwrap_or(0);
                crypt.stream(raw, number as u32, generation as u32)
            }
            _ => raw.to_vec(),
        };
        let list = |key: &str, short: &str| -> Vec<Rc<Object>> {
            let value = if dict.contains_key(key) {
                self.get(dict, key)
            } else {
                self.get(dict, short)
            };
            match &*value {
                Object::Null => Vec::new(),
                Object::Array(items) => items.iter().map(|item| self.resolve(item)).collect(),
                _ => vec![value],
            }
        };
        let parameters = list("DecodeParms", "DP");
        for (n, name) in list("Filter", "F").iter().take(8).enumerate() {
            let left = self
                .limits
                .total
                .saturating_sub(self.unpacked.get())
                .min(self.limits.part) as usize;
            let parameters = parameters.get(n).and_then(|p| p.dict());
            let mut damaged = false;
            data = filter::undo(name.name()?, &data, parameters, left, &mut damaged)?;
            if damaged {
                self.damaged.set(true);
            }
            self.unpacked.set(self.unpacked.get() + data.len() as u64);
        }
        Some(data)
    }
}

/// Keys under which a stream carries its number and generation.
const NUMBER: &str = " number";
const GENERATION: &str = " generation";

fn decipher(crypt: &Crypt, object: &mut Object, number: u32, generation: u32) {
    match object {
        Object::Text(bytes) => *bytes = crypt.string(bytes, number, generation),
        Object::Array(items) => items
            .iter_mut()
            .for_each(|item| decipher(crypt, item, number, generation)),
        Object::Dict(dict) => dict
            .values_mut()
            .for_each(|item| decipher(crypt, item, number, generation)),
        _ => {}
    }
}

/// The number of an object and where `N G` begins, before the word `obj`.
fn header_before(bytes: &[u8], obj: usize) -> Option<(u32, usize)> {
    let mut at = obj;
    let mut back = |test: fn(&u8) -> bool| {
        let from = at;
        while at > 0 && from - at < 12 && test(&bytes[at - 1]) {
            at -= 1;
        }
        (at < from).then_some((at, from))
    };
    back(u8::is_ascii_whitespace)?;
    back(u8::is_ascii_digit)?;
    back(u8::is_ascii_whitespace)?;
    let (from, to) = back(u8::is_ascii_digit)?;
    let number = std::str::from_utf8(&bytes[from..to]).ok()?.parse().ok()?;
    Some((number, from))
}
