//! XML parts of packages: decoding, entities, limits on depth, and a small tree for small parts.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::ExtractError;
use crate::text::encoding;

/// The characters of a part.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ExtractError> {
    match encoding::decode(bytes) {
        Some(decoded) => Ok(decoded.text),
        None => Err(ExtractError::corrupt("XML 编码无法识别")),
    }
}

/// A reader for foreign XML: no check of end names, so that one wrong tag does not cost the rest.
pub fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The value of an attribute by local name.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(
            |attribute| match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.to_string(),
            },
        )
}

/// The characters of a reference (`&amp;`, `&#x4e00;`). Entities of a document type are ignored.
pub fn reference(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => None,
    }
}

/// An element of a small part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Local name.
    pub name: String,
    /// Attributes by local name.
    pub attributes: Vec<(String, String)>,
    /// Elements in it.
    pub children: Vec<Element>,
    /// Characters directly in it.
    pub text: String,
}

impl Element {
    /// Value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// First child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Children of a name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Attribute `val` of a child.
    pub fn val(&self, child: &str) -> Option<&str> {
        self.child(child)?.get("val")
    }

    /// Whether a child that switches something is there and not off.
    pub fn on(&self, child: &str) -> bool {
        self.child(child)
            .is_some_and(|c| !matches!(c.get("val"), Some("0" | "false" | "off" | "none")))
    }
}

/// Reads a small part into a tree; what stands deeper than `depth` is left out. A part that breaks off
/// gives what came before.
pub fn tree(bytes: &[u8], depth: usize) -> Result<Element, ExtractError> {
    let text = decode(bytes)?;
    let mut reader = reader(&text);
    let mut stack: Vec<Element> = vec![Element::default()];
    let mut beyond = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if stack.len() > depth || beyond > 0 {
                    beyond += 1;
                } else {
                    stack.push(element(&start));
                }
            }
            Ok(Event::Empty(start)) => {
                if beyond == 0
                    && let Some(top) = stack.last_mut()
                {
                    top.children.push(element(&start));
                }
            }
            Ok(Event::End(_)) => {
                if beyond > 0 {
                    beyond -= 1;
                } else if stack.len() > 1 {
                    close(&mut stack);
                }
            }
            Ok(Event::Text(text)) if beyond == 0 => {
                if let Some(top) = stack.last_mut() {
                    top.text.push_str(&text.into_inner());
                }
            }
            Ok(Event::CData(text)) if beyond == 0 => {
                if let Some(top) = stack.last_mut() {
                    top.text.push_str(&text.into_inner());
                }
            }
            Ok(Event::GeneralRef(entity)) if beyond == 0 => {
                if let (Some(top), Some(c)) = (stack.last_mut(), reference(&entity)) {
                    top.text.push(c);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    let root = stack
        .pop()
        .and_then(|mut top| (!top.children.is_empty()).then(|| top.children.remove(0)));
    root.ok_or_else(|| ExtractError::corrupt("XML 内容为空"))
}

fn close(stack: &mut Vec<Element>) {
    if let Some(done) = stack.pop()
        && let Some(top) = stack.last_mut()
    {
        top.children.push(done);
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
            (attribute.key.local_name().as_ref().to_owned(), value)
        })
        .collect();
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes,
        ..Element::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_have_names_attributes_and_entities() {
        let root = tree(
            b"<w:a xmlns:w='x'><w:b w:val='1&amp;2'>A&#x4e00;&lt;</w:b><w:c/></w:a>",
            9,
        )
        .expect("tree");
        assert_eq!(root.val("b"), Some("1&2"));
        assert_eq!(root.child("b").map(|b| b.text.as_str()), Some("A一<"));
        assert!(root.on("c") && !root.on("d"));
    }

    #[test]
    fn depth_is_limited_and_entities_do_not_expand() {
        let deep = format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(tree(deep.as_bytes(), 300).is_ok());
        let laugh = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><x>&b;</x>";
        assert_eq!(tree(laugh, 9).expect("tree").text, "");
        assert!(tree(b"", 9).is_err());
    }
}
