//! `pdftotext` of poppler as a second reader, and `pdftoppm` as painter of scanned pages.

use crate::extract::layout::{Glyph, Sheet};
use crate::extract::tools::{Failed, run};
use crate::extract::{Options, ocr};

/// The words of every page with their places; `None` where the program is missing or fails.
pub fn sheets(program: &str, bytes: &[u8], options: &Options) -> Option<Vec<Sheet>> {
    let output = run(
        program,
        &["-bbox", "-enc", "UTF-8", "-", "-"],
        bytes,
        options,
    )
    .ok()?;
    let text = String::from_utf8_lossy(&output);
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in text.lines() {
        let line = line.trim_start();
        if let Some(page) = line.strip_prefix("<page ") {
            let number = sheets.len() as u32 + 1;
            let (width, height) = (attribute(page, "width=\"")?, attribute(page, "height=\"")?);
            sheets.push(Sheet {
                number,
                width,
                height,
                glyphs: Vec::new(),
                rules: Vec::new(),
            });
        } else if let Some(word) = line.strip_prefix("<word ") {
            let sheet = sheets.last_mut()?;
            let box_of = |name: &str| attribute(word, name);
            let (x0, x1) = (box_of("xMin=\"")?, box_of("xMax=\"")?);
            let (y0, y1) = (box_of("yMin=\"")?, box_of("yMax=\"")?);
            let inside = word.split_once('>')?.1.strip_suffix("</word>")?;
            let text = unescape(inside);
            let size = (y1 - y0).abs() * 0.8;
            sheet.glyphs.push(Glyph {
                text,
                x: x0,
                y: y1 - size * 0.2,
                dx: x1 - x0,
                dy: 0.0,
                size,
            });
        }
    }
    Some(sheets)
}

fn attribute(element: &str, name: &str) -> Option<f64> {
    let value = element.split_once(name)?.1;
    value.split_once('"')?.0.parse().ok()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

/// What OCR reads on a page that is a picture.
///
/// # Errors
/// Which program is missing or failed.
pub fn recognise(bytes: &[u8], page: u32, options: &Options) -> Result<Vec<String>, Failed> {
    let painter = options.pdftoppm.as_deref().unwrap_or("pdftoppm");
    let number = page.to_string();
    let arguments = [
        "-f", &number, "-l", &number, "-r", "300", "-gray", "-png", "-",
    ];
    let picture = run(painter, &arguments, bytes, options)?;
    ocr::lines(&picture, options)
}
