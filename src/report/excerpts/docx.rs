//! Excerpts as a Word document: the fewest parts that Word and WPS open without a question.
//!
//! The crates for writing docx bring an image library and a second zip library along; what is needed here are
//! headings and paragraphs.

use std::io::{Cursor, Write};

use jiff::civil::Date;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Excerpt, caution, citation, lines, subtitle};
use crate::report::search_text::dates;

/// A document that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("无法生成 Word 文档：{0}")]
pub struct WriteError(String);

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;

const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// Type sizes in half points, fonts as in official papers: 小标宋 is not on every machine, 宋体 is.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="28"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="480" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="120" w:after="120" w:line="640" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="宋体"/><w:b/><w:sz w:val="44"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="60"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="360" w:lineRule="exact"/></w:pPr><w:rPr><w:color w:val="606060"/><w:sz w:val="21"/></w:rPr></w:style></w:styles>"#;

/// Renders excerpts; the same excerpts give the same bytes.
///
/// # Errors
/// [`WriteError`] where the archive grows beyond what it can hold.
pub fn render(excerpts: &[Excerpt], as_of: Date) -> Result<Vec<u8>, WriteError> {
    let failed = |error: &dyn ToString| WriteError(error.to_string());
    let document = document(excerpts, as_of);
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", PACKAGE),
        ("word/_rels/document.xml.rels", PARTS),
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, text) in parts {
        archive
            .start_file(name, options)
            .map_err(|error| failed(&error))?;
        archive
            .write_all(text.as_bytes())
            .map_err(|error| failed(&error))?;
    }
    let bytes = archive.finish().map_err(|error| failed(&error))?;
    Ok(bytes.into_inner())
}

fn document(excerpts: &[Excerpt], as_of: Date) -> String {
    let mut body = String::new();
    paragraph(&mut body, Some("Title"), false, "条文摘录");
    paragraph(&mut body, Some("Note"), false, &subtitle(excerpts, as_of));
    for Excerpt { card, clause } in excerpts {
        paragraph(&mut body, Some("Heading1"), false, &citation(card, clause));
        if let Some(caution) = caution(card, as_of) {
            paragraph(&mut body, Some("Note"), false, &format!("（{caution}）"));
        }
        for line in lines(clause) {
            paragraph(&mut body, None, true, line.trim_start());
        }
        let source = format!("{}。来源：{}", dates(card, as_of), card.path);
        paragraph(&mut body, Some("Note"), false, &source);
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    )
}

/// Adds a paragraph; `indented` by two characters as in official papers.
fn paragraph(body: &mut String, style: Option<&str>, indented: bool, text: &str) {
    body.push_str("<w:p><w:pPr>");
    if let Some(style) = style {
        body.push_str(&format!(r#"<w:pStyle w:val="{style}"/>"#));
    }
    if indented {
        body.push_str(r#"<w:ind w:firstLineChars="200"/>"#);
    }
    body.push_str("</w:pPr>");
    for (at, part) in text.split('\t').enumerate() {
        body.push_str("<w:r>");
        if at > 0 {
            body.push_str("<w:tab/>");
        }
        body.push_str(r#"<w:t xml:space="preserve">"#);
        escape(body, part);
        body.push_str("</w:t></w:r>");
    }
    body.push_str("</w:p>");
}

/// Adds text without markup and without what XML cannot hold.
fn escape(body: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => body.push_str("&amp;"),
            '<' => body.push_str("&lt;"),
            '>' => body.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => body.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TODAY, sample};
    use super::*;

    /// Our own reader of docx has to find in it what was put there.
    #[test]
    fn it_can_be_read_back() {
        let bytes = render(&sample(), TODAY).expect("written");
        assert_eq!(bytes, render(&sample(), TODAY).expect("written"));
        let raw = crate::extract::extract(&bytes, std::path::Path::new("摘录.docx")).expect("read");
        insta::assert_snapshot!(raw.text);
    }
}
