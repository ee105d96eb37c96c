//! OFD (GB/T 33190): text objects by their places, through the layout PDF pages go through.

use std::collections::HashMap;

use super::layout::{self, Glyph, Sheet};
use super::limits::Limits;
use super::package::Package;
use super::xml::{self, Element};
use super::{ExtractError, RawText};

/// Reads an OFD file.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<RawText, ExtractError> {
    let mut package = Package::open(bytes, limits)?;
    let root = part(&mut package, "OFD.xml", limits)?
        .ok_or_else(|| ExtractError::corrupt("缺少 OFD.xml"))?;
    let mut raw = RawText {
        format: "ofd".to_owned(),
        ..RawText::default()
    };
    let mut sheets = Vec::new();
    let (mut paths, mut pictures) = (0usize, 0usize);
    for body in root.all("DocBody") {
        if let Some(info) = body.child("DocInfo") {
            for (name, key) in [("Title", "ArticleTitle"), ("Subject", "Description")] {
                if let Some(value) = info
                    .child(name)
                    .map(|e| e.text.trim())
                    .filter(|v| !v.is_empty())
                {
                    raw.meta.push((key.to_owned(), value.to_owned()));
                }
            }
        }
        let Some(main) = body
            .child("DocRoot")
            .map(|root| root.text.trim().to_owned())
        else {
            continue;
        };
        let Some(document) = part(&mut package, &main, limits)? else {
            continue;
        };
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let size = page_box(
            document
                .child("CommonData")
                .and_then(|c| c.child("PageArea")),
        );
        let mut templates: HashMap<String, String> = HashMap::new();
        for template in document
            .child("CommonData")
            .into_iter()
            .flat_map(|common| common.all("TemplatePage"))
        {
            if let (Some(id), Some(place)) = (template.get("ID"), template.get("BaseLoc")) {
                templates.insert(id.to_owned(), place.to_owned());
            }
        }
        for page in document
            .child("Pages")
            .into_iter()
            .flat_map(|pages| pages.all("Page"))
        {
            if sheets.len() >= limits.pages {
                raw.degrade(format!("页数过多，只读取了前 {} 页", limits.pages));
                break;
            }
            let number = sheets.len() as u32 + 1;
            let content = match page.get("BaseLoc") {
                Some(place) => located(&mut package, folder, place, limits)?,
                None => None,
            };
            let Some(content) = content else {
                raw.degrade(format!("第 {number} 页内容缺失"));
                sheets.push(Sheet {
                    number,
                    width: size.0,
                    height: size.1,
                    glyphs: Vec::new(),
                    rules: Vec::new(),
                });
                continue;
            };
            let (width, height) = content
                .child("Area")
                .map_or(size, |area| page_box(Some(area)));
            let mut seen = Seen::default();
            for used in content.all("Template") {
                if let Some(place) = used.get("TemplateID").and_then(|id| templates.get(id))
                    && let Some(template) = located(&mut package, folder, place, limits)?
                {
                    collect(&template, &mut seen);
                }
            }
            collect(&content, &mut seen);
            paths += seen.paths;
            pictures += seen.pictures;
            sheets.push(Sheet {
                number,
                width,
                height,
                glyphs: seen.glyphs,
                rules: Vec::new(),
            });
        }
    }
    let pages = sheets.len();
    let empty: Vec<u32> = sheets
        .iter()
        .filter(|sheet| sheet.glyphs.is_empty())
        .map(|sheet| sheet.number)
        .collect();
    for (line, page) in layout::lines(sheets) {
        raw.text.push_str(&line);
        raw.text.push('\n');
        raw.line_pages.push(page);
    }
    if raw.text.trim().is_empty() {
        return Err(if paths > 20 {
            ExtractError::Outlined(format!("共 {pages} 页"))
        } else if pictures > 0 {
            ExtractError::Scanned(format!("共 {pages} 页"))
        } else {
            ExtractError::Empty
        });
    }
    if !empty.is_empty() && (paths > 20 || pictures > 0) {
        let list: Vec<String> = empty.iter().map(u32::to_string).collect();
        raw.degrade(format!("第 {} 页没有文字（图片或已转曲）", list.join("、")));
    }
    Ok(raw)
}

fn part(
    package: &mut Package<'_>,
    name: &str,
    limits: &Limits,
) -> Result<Option<Element>, ExtractError> {
    match package.part(name)? {
        Some(bytes) => xml::tree(&bytes, limits.depth).map(Some),
        None => Ok(None),
    }
}

/// A part named relative to a folder, or, as some programs write it, to the root.
fn located(
    package: &mut Package<'_>,
    folder: &str,
    place: &str,
    limits: &Limits,
) -> Result<Option<Element>, ExtractError> {
    let inside = format!("{folder}/{place}");
    let name = if !place.starts_with('/') && package.has(&inside) {
        inside
    } else {
        place.to_owned()
    };
    part(package, &name, limits)
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_ascii_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect()
}

fn page_box(area: Option<&Element>) -> (f64, f64) {
    let sides = area
        .and_then(|area| area.child("PhysicalBox"))
        .map(|sides| numbers(&sides.text))
        .unwrap_or_default();
    match sides.as_slice() {
        [_, _, width, height, ..] if *width > 0.0 && *height > 0.0 => (*width, *height),
        _ => (210.0, 297.0),
    }
}

#[derive(Default)]
struct Seen {
    glyphs: Vec<Glyph>,
    paths: usize,
    pictures: usize,
}

/// Collects what is on a page, in groups and layers of any depth the tree has.
fn collect(element: &Element, seen: &mut Seen) {
    let mut stack = vec![element];
    while let Some(element) = stack.pop() {
        match element.name.as_str() {
            "TextObject" => text_object(element, seen),
            "PathObject" => seen.paths += 1,
            "ImageObject" => seen.pictures += 1,
            _ => stack.extend(element.children.iter().rev()),
        }
    }
}

/// Most characters of one text object.
const MOST: usize = 100_000;

fn text_object(object: &Element, seen: &mut Seen) {
    let hidden = object.get("Visible") == Some("false");
    if hidden || seen.glyphs.len() > MOST * 10 {
        return;
    }
    let place = object.get("Boundary").map(numbers).unwrap_or_default();
    let (left, top) = (
        place.first().copied().unwrap_or(0.0),
        place.get(1).copied().unwrap_or(0.0),
    );
    let matrix = object.get("CTM").map(numbers).filter(|m| m.len() == 6);
    let matrix = matrix.unwrap_or_else(|| vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let size = object
        .get("Size")
        .and_then(|size| size.parse::<f64>().ok())
        .unwrap_or(3.5);
    let scale = object
        .get("HScale")
        .and_then(|scale| scale.parse::<f64>().ok())
        .unwrap_or(1.0);
    let at = |x: f64, y: f64| {
        (
            matrix[0] * x + matrix[2] * y + matrix[4] + left,
            matrix[1] * x + matrix[3] * y + matrix[5] + top,
        )
    };
    let height = size * matrix[2].hypot(matrix[3]);
    let (mut x, mut y) = (0.0, 0.0);
    for code in object.all("TextCode") {
        let number = |name: &str| {
            code.get(name)
                .and_then(|value| value.trim().parse::<f64>().ok())
        };
        x = number("X").unwrap_or(x);
        y = number("Y").unwrap_or(y);
        let steps_x = code.get("DeltaX").map(deltas);
        let steps_y = code.get("DeltaY").map(deltas);
        let characters: Vec<char> = code
            .text
            .chars()
            .filter(|c| !matches!(c, '\n' | '\r'))
            .take(MOST)
            .collect();
        for (n, c) in characters.iter().enumerate() {
            let step = |steps: &Option<Vec<f64>>| {
                steps.as_ref().and_then(|s| s.get(n).or(s.last())).copied()
            };
            let usual = if c.is_ascii() { size * 0.5 } else { size } * scale;
            let along = match (step(&steps_x), step(&steps_y)) {
                (None, None) => (usual, 0.0),
                (dx, dy) => (dx.unwrap_or(0.0), dy.unwrap_or(0.0)),
            };
            let (px, py) = at(x, y);
            // A character is as wide as the way to the next one; text set downwards stands upright.
            let wide = if along.0.abs() > 0.0 { along.0 } else { usual };
            let (ex, ey) = at(x + wide, y);
            seen.glyphs.push(Glyph {
                text: c.to_string(),
                x: px,
                y: py,
                dx: ex - px,
                dy: ey - py,
                size: height,
            });
            x += along.0;
            y += along.1;
        }
    }
}

/// `3 3 g 5 2.5`: two steps of 3, five of 2.5.
fn deltas(text: &str) -> Vec<f64> {
    let mut out = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words
                .next()
                .and_then(|n| n.parse::<usize>().ok())
                .unwrap_or(0)
                .min(MOST);
            let step = words
                .next()
                .and_then(|step| step.parse::<f64>().ok())
                .unwrap_or(0.0);
            out.extend(std::iter::repeat_n(
                step,
                count.min(MOST.saturating_sub(out.len())),
            ));
        } else if let Ok(step) = word.parse() {
            out.push(step);
        }
        if out.len() >= MOST {
            break;
        }
    }
    out
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::extract::package::tests::zip_of;

    /// A file of one page with this content and a template.
    pub fn ofd(content: &str) -> Vec<u8> {
        let root = "<ofd:OFD xmlns:ofd='o'><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
        let document = "<x:Document xmlns:x='o'><x:CommonData><x:PageArea><x:PhysicalBox>0 0 210 297</x:PhysicalBox></x:PageArea>\
            <x:TemplatePage ID='9' BaseLoc='Tpls/T.xml'/></x:CommonData><x:Pages><x:Page ID='1' BaseLoc='Pages\\P.xml'/></x:Pages></x:Document>";
        let template = "<Page><Content><Layer><TextObject Boundary='60 10 80 8' Size='6'><TextCode X='0' Y='6' DeltaX='g 3 6'>科技公报</TextCode></TextObject></Layer></Content></Page>";
        let content = format!(
            "<Page><Template TemplateID='9'/><Content><Layer>{content}</Layer></Content></Page>"
        );
        zip_of(&[
            ("OFD.xml", root.as_bytes()),
            ("Doc_0/document.xml", document.as_bytes()),
            ("Doc_0/Tpls/T.xml", template.as_bytes()),
            ("Doc_0/Pages/P.xml", content.as_bytes()),
        ])
    }

    #[test]
    fn text_is_read_by_place() {
        let content = "<TextObject Boundary='20 60 150 8' Size='5'><TextCode X='0' Y='5' DeltaX='g 7 5'>第二条　乙丙丁</TextCode></TextObject>\
            <TextObject Boundary='20 40 150 8' Size='500' CTM='0.01 0 0 0.01 0 0'><TextCode X='0' Y='500' DeltaX='g 2 500'>第一条</TextCode>\
            <TextCode X='2000' Y='500' DeltaX='500'>甲&amp;</TextCode></TextObject>";
        let raw = read(&ofd(content), &Limits::default()).expect("text");
        assert_eq!(raw.text, "科技公报\n第一条 甲&\n第二条 乙丙丁\n");
        assert_eq!(raw.line_pages, [1, 1, 1]);
    }

    #[test]
    fn outlines_and_pictures_are_told() {
        let limits = Limits::default();
        let with = |content: &str| {
            let bytes = ofd(content);
            // Without the template's text.
            let mut package = Package::open(&bytes, &limits).expect("package");
            let page = package
                .part("Doc_0/Pages/P.xml")
                .expect("part")
                .expect("page");
            let page = String::from_utf8_lossy(&page).replace("<Template TemplateID='9'/>", "");
            let part =
                |p: &mut Package<'_>, name: &str| p.part(name).expect("part").expect("bytes");
            let (root, document) = (
                part(&mut package, "OFD.xml"),
                part(&mut package, "Doc_0/document.xml"),
            );
            zip_of(&[
                ("OFD.xml", &root),
                ("Doc_0/document.xml", &document),
                ("Doc_0/Pages/P.xml", page.as_bytes()),
            ])
        };
        let paths = "<PathObject/>".repeat(30);
        assert!(matches!(
            read(&with(&paths), &limits),
            Err(ExtractError::Outlined(_))
        ));
        assert!(matches!(
            read(&with("<ImageObject/>"), &limits),
            Err(ExtractError::Scanned(_))
        ));
        assert!(matches!(
            read(&zip_of(&[("OFD.xml", b"<a/>")]), &limits),
            Err(ExtractError::Empty)
        ));
    }

    #[test]
    fn steps() {
        assert_eq!(deltas("3 g 2 5 1.5"), [3.0, 5.0, 5.0, 1.5]);
        assert!(deltas("g 99999999999 1").len() <= MOST);
    }
}
