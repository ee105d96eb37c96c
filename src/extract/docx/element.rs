//! What the elements of a body mean.

use quick_xml::events::BytesStart;

use super::body::{Flow, Line, Open, Paragraph, Reader, Row};
use super::symbol::symbol;
use crate::extract::xml;

/// Area of an A4 page in square English Metric Units.
const PAGE: f64 = 7_560_000.0 * 10_692_000.0;

/// Share of a page from which a picture may be a scanned page.
const SCAN: f64 = 0.3;

/// Share of a page that a shape of the old drawing language covers, by its style.
fn drawn(style: &str) -> f64 {
    let side = |name: &str| {
        let value = style
            .split(';')
            .find_map(|part| part.trim().strip_prefix(name)?.trim().strip_prefix(':'))?;
        let value = value.trim();
        let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match value.get(number.len()..).unwrap_or_default() {
            "in" => 914_400.0,
            "cm" => 360_000.0,
            "mm" => 36_000.0,
            "px" => 9_525.0,
            _ => 12_700.0,
        };
        Some(number.trim().parse::<f64>().ok()? * unit)
    };
    side("width").unwrap_or(0.0) * side("height").unwrap_or(0.0) / PAGE
}

impl Reader<'_, '_> {
    /// Begins an element; `None` leaves it out with all that is in it.
    pub(super) fn start(&mut self, element: &BytesStart<'_>) -> Option<Open> {
        let name = element.local_name();
        let name = name.as_ref();
        let parent = self.open.last().copied().unwrap_or(Open::Plain);
        let value = || xml::attribute(element, "val");
        let is_on = || !matches!(value().as_deref(), Some("0" | "false" | "off" | "none"));
        // Drawings have paragraphs and runs of their own kind; only their characters are taken.
        let drawing = element.name().as_ref().starts_with("a:");
        Some(match name {
            "p" | "r" if drawing => Open::Plain,
            "p" => {
                self.paragraphs.push(Paragraph::default());
                Open::Paragraph
            }
            "pPr" => Open::ParagraphProperties,
            "pStyle" if parent == Open::ParagraphProperties => {
                let style = value();
                let hidden = style
                    .as_deref()
                    .is_some_and(|style| self.context.styles.hides(style));
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style = style;
                    paragraph.hidden = hidden;
                }
                Open::Plain
            }
            "numPr" => Open::Numbers,
            "ilvl" | "numId" if parent == Open::Numbers => {
                let number = value().and_then(|value| value.trim().parse::<i64>().ok());
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    if name == "numId" {
                        paragraph.instance = number;
                    } else {
                        paragraph.level = number.and_then(|level| usize::try_from(level).ok());
                    }
                }
                Open::Plain
            }
            "r" => {
                self.hidden = self
                    .paragraphs
                    .last()
                    .is_some_and(|paragraph| paragraph.hidden);
                Open::Run
            }
            "rPr" => Open::RunProperties,
            "vanish" if parent == Open::RunProperties => {
                if self.in_run() {
                    self.hidden = is_on();
                } else if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.blind = is_on();
                }
                Open::Plain
            }
            "rStyle" if parent == Open::RunProperties => {
                if self.in_run() && value().is_some_and(|style| self.context.styles.hides(&style)) {
                    self.hidden = true;
                }
                Open::Plain
            }
            "del" | "moveFrom" if parent == Open::RunProperties => {
                if !self.in_run()
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    paragraph.joined = true;
                }
                return None;
            }
            "del" if parent == Open::RowProperties => {
                if let Some(row) = self.rows.last_mut() {
                    row.deleted = true;
                }
                return None;
            }
            "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "rt" | "sdtPr"
            | "sectPr" | "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" | "sectPrChange" | "tblPr" | "tblGrid" | "tabs" | "binData" => {
                return None;
            }
            "t" => Open::Text,
            "tab" | "ptab" => {
                self.put(" ");
                Open::Plain
            }
            "br" | "cr" => {
                self.put("\n");
                Open::Plain
            }
            "noBreakHyphen" => {
                self.put("-");
                Open::Plain
            }
            "sym" => {
                let code = xml::attribute(element, "char")
                    .and_then(|c| u32::from_str_radix(c.trim(), 16).ok());
                let font = xml::attribute(element, "font").unwrap_or_default();
                if let Some(sign) = code.and_then(|code| symbol(&font, code)) {
                    self.put(sign.encode_utf8(&mut [0; 4]));
                }
                Open::Plain
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = if name == "footnoteReference" {
                    "footnote"
                } else {
                    "endnote"
                };
                let id = xml::attribute(element, "id").unwrap_or_default();
                if let Some(lines) = self.context.notes.get(&(kind, id))
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    paragraph
                        .after
                        .extend(lines.iter().cloned().map(Line::Text));
                }
                Open::Plain
            }
            "tbl" => Open::Table,
            "tr" => {
                self.rows.push(Row::default());
                Open::Row
            }
            "trPr" => Open::RowProperties,
            "tc" => {
                self.flows.push(Flow::default());
                if let Some(row) = self.rows.last_mut() {
                    row.span = 1;
                }
                Open::Cell
            }
            "tcPr" => Open::CellProperties,
            "gridSpan" if parent == Open::CellProperties => {
                let span = value()
                    .and_then(|value| value.trim().parse::<usize>().ok())
                    .unwrap_or(1);
                if let Some(row) = self.rows.last_mut() {
                    row.span = span.clamp(1, 64);
                }
                Open::Plain
            }
            "txbxContent" => {
                self.flows.push(Flow::default());
                Open::TextBox
            }
            "AlternateContent" => {
                self.chosen.push(false);
                Open::Alternate
            }
            "Choice" | "Fallback" if parent == Open::Alternate => {
                let chosen = self.chosen.last_mut()?;
                if std::mem::replace(chosen, true) {
                    return None;
                }
                Open::Plain
            }
            "extent" => {
                let side = |name: &str| {
                    xml::attribute(element, name).and_then(|side| side.trim().parse::<f64>().ok())
                };
                self.drawn = side("cx").unwrap_or(0.0) * side("cy").unwrap_or(0.0) / PAGE;
                Open::Plain
            }
            "shape" => {
                let style = xml::attribute(element, "style").unwrap_or_default();
                self.drawn = drawn(&style);
                Open::Plain
            }
            "blip" | "imagedata" => {
                let id = xml::attribute(element, "embed").or_else(|| xml::attribute(element, "id"));
                if let (Some(id), Some(paragraph)) = (id, self.paragraphs.last_mut()) {
                    let large = self.drawn > SCAN;
                    paragraph.after.push(Line::Picture { id, large });
                }
                Open::Plain
            }
            "relIds" => {
                if let (Some(id), Some(paragraph)) =
                    (xml::attribute(element, "dm"), self.paragraphs.last_mut())
                {
                    paragraph.after.push(Line::Part(id));
                }
                Open::Plain
            }
            "altChunk" => {
                if let Some(id) = xml::attribute(element, "id")
                    && let Some(flow) = self.flows.last_mut()
                {
                    flow.lines.push(Line::Part(id));
                }
                Open::Plain
            }
            _ => Open::Plain,
        })
    }

    /// Whether the properties being read are a run's (and not a paragraph mark's).
    fn in_run(&self) -> bool {
        self.open
            .iter()
            .rev()
            .find(|open| matches!(open, Open::Run | Open::ParagraphProperties))
            == Some(&Open::Run)
    }
}
