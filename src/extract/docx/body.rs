//! The body of a document, read as a stream: however long it is, only its lines are kept.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::styles::Styles;
use crate::extract::limits::Limits;
use crate::extract::numbering::Counters;
use crate::extract::{rows, xml};

/// What reading a body needs to know.
pub struct Context<'c> {
    /// Styles.
    pub styles: &'c Styles,
    /// Lists.
    pub counters: &'c mut Counters,
    /// Lines of notes by kind (`footnote`, `endnote`) and id.
    pub notes: &'c HashMap<(&'static str, String), Vec<String>>,
}

/// A line of the body, or the place of an imported part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Text.
    Text(String),
    /// Id of the relation to the imported part.
    Part(String),
}

/// What was read.
pub struct Read {
    /// Lines in order.
    pub lines: Vec<Line>,
    /// Byte at which the XML broke off.
    pub broken: Option<u64>,
    /// Whether something stood too deep to be read.
    pub too_deep: bool,
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    instance: Option<i64>,
    level: Option<usize>,
    /// The end of the paragraph was deleted: what follows joins it.
    joined: bool,
    /// Lines that stand after it: text boxes, notes.
    after: Vec<Line>,
    /// Whether runs are hidden unless they say otherwise.
    hidden: bool,
}

/// Where finished paragraphs go: the body, a cell, a text box.
#[derive(Default)]
struct Flow {
    lines: Vec<Line>,
    /// Text of a paragraph whose end was deleted.
    carried: String,
}

#[derive(Default)]
struct Row {
    cells: Vec<Vec<String>>,
    /// Columns the open cell spans.
    span: usize,
    deleted: bool,
}

/// What an open element means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Plain,
    Paragraph,
    ParagraphProperties,
    Numbers,
    Run,
    RunProperties,
    Text,
    Table,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    TextBox,
    Alternate,
}

struct Reader<'r, 'c> {
    context: &'r mut Context<'c>,
    open: Vec<Open>,
    paragraphs: Vec<Paragraph>,
    flows: Vec<Flow>,
    rows: Vec<Row>,
    /// Whether the run being read is hidden.
    hidden: bool,
    /// Whether a choice of the open alternate contents was read.
    chosen: Vec<bool>,
}

/// Reads the main part.
pub fn read(text: &str, context: &mut Context<'_>, limits: &Limits) -> Read {
    let mut reader = Reader::new(context);
    let (broken, too_deep) = reader.stream(text, limits, &mut |_, _| {});
    let lines = reader.finish();
    Read {
        lines,
        broken,
        too_deep,
    }
}

/// Reads foot- or endnotes: lines by id.
pub fn notes(
    text: &str,
    element: &str,
    styles: &Styles,
    limits: &Limits,
) -> HashMap<String, Vec<String>> {
    let mut counters = Counters::default();
    let none = HashMap::new();
    let mut context = Context {
        styles,
        counters: &mut counters,
        notes: &none,
    };
    let mut reader = Reader::new(&mut context);
    let mut id = String::new();
    let mut cuts: Vec<(String, usize)> = Vec::new();
    reader.stream(text, limits, &mut |start, lines| {
        if start.local_name().as_ref() == element {
            id = xml::attribute(start, "id").unwrap_or_default();
            // Separators have a type.
            if xml::attribute(start, "type").is_some_and(|kind| kind != "normal") {
                id.clear();
            }
            cuts.push((id.clone(), lines));
        }
    });
    let lines: Vec<String> = reader
        .finish()
        .into_iter()
        .map(|line| match line {
            Line::Text(text) => text,
            Line::Part(_) => String::new(),
        })
        .collect();
    let mut out = HashMap::new();
    for (n, (id, from)) in cuts.iter().enumerate() {
        let to = cuts.get(n + 1).map_or(lines.len(), |(_, to)| *to);
        if !id.is_empty() {
            let own = lines.get(*from..to).unwrap_or_default();
            out.insert(
                id.clone(),
                own.iter()
                    .filter(|line| !line.trim().is_empty())
                    .cloned()
                    .collect(),
            );
        }
    }
    out
}

impl<'r, 'c> Reader<'r, 'c> {
    fn new(context: &'r mut Context<'c>) -> Self {
        Self {
            context,
            open: Vec::new(),
            paragraphs: Vec::new(),
            flows: vec![Flow::default()],
            rows: Vec::new(),
            hidden: false,
            chosen: Vec::new(),
        }
    }

    /// Reads all events; `seen` hears of every element with the number of lines so far.
    fn stream(
        &mut self,
        text: &str,
        limits: &Limits,
        seen: &mut dyn FnMut(&BytesStart<'_>, usize),
    ) -> (Option<u64>, bool) {
        let mut events = xml::reader(text);
        // Depth inside an element that is left out.
        let mut skipped = 0usize;
        let mut too_deep = false;
        loop {
            match events.read_event() {
                Ok(Event::Start(start)) => {
                    if skipped > 0 {
                        skipped += 1;
                        continue;
                    }
                    seen(
                        &start,
                        self.flows.first().map_or(0, |flow| flow.lines.len()),
                    );
                    if self.open.len() >= limits.depth {
                        too_deep = true;
                        skipped = 1;
                        continue;
                    }
                    match self.start(&start) {
                        Some(open) => self.open.push(open),
                        None => skipped = 1,
                    }
                }
                Ok(Event::Empty(start)) => {
                    if skipped == 0
                        && let Some(open) = self.start(&start)
                    {
                        self.open.push(open);
                        self.end();
                    }
                }
                Ok(Event::End(_)) => {
                    if skipped > 0 {
                        skipped -= 1;
                    } else {
                        self.end();
                    }
                }
                Ok(Event::Text(text)) if skipped == 0 => self.characters(&text.into_inner()),
                Ok(Event::CData(text)) if skipped == 0 => self.characters(&text.into_inner()),
                Ok(Event::GeneralRef(entity)) if skipped == 0 => {
                    if let Some(c) = xml::reference(&entity) {
                        self.characters(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(Event::Eof) => {
                    let cut = !self.open.is_empty();
                    return (cut.then_some(text.len() as u64), too_deep);
                }
                Ok(_) => {}
                Err(_) => return (Some(events.error_position()), too_deep),
            }
        }
    }

    fn finish(mut self) -> Vec<Line> {
        while !self.open.is_empty() {
            self.end();
        }
        let mut lines = Vec::new();
        for flow in self.flows {
            lines.extend(flow.lines);
            if !flow.carried.is_empty() {
                lines.push(Line::Text(flow.carried));
            }
        }
        lines
    }

    fn characters(&mut self, text: &str) {
        if self.open.last() != Some(&Open::Text) || self.hidden {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.extend(text.chars().map(|c| {
                if matches!(c, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    c
                }
            }));
        }
    }

    fn put(&mut self, text: &str) {
        if !self.hidden
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.text.push_str(text);
        }
    }

    /// Begins an element; `None` leaves it out with all that is in it.
    fn start(&mut self, element: &BytesStart<'_>) -> Option<Open> {
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
                }
                Open::Plain
            }
            "rStyle" if parent == Open::RunProperties => {
                if self.in_run() && value().is_some_and(|style| self.context.styles.hides(&style)) {
                    self.hidden = true;
                }
                Open::Plain
            }
            "del" if parent == Open::RunProperties => {
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

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open {
            Open::Paragraph => self.end_paragraph(),
            Open::Run => self.hidden = false,
            Open::Cell => {
                let cell = self.end_flow();
                if let Some(row) = self.rows.last_mut() {
                    let text = cell.into_iter().filter_map(|line| match line {
                        Line::Text(text) => Some(text),
                        Line::Part(_) => None,
                    });
                    row.cells.push(text.collect());
                    row.cells
                        .extend(std::iter::repeat_n(Vec::new(), row.span.saturating_sub(1)));
                }
            }
            Open::Row => {
                if let Some(row) = self.rows.pop()
                    && let Some(flow) = self.flows.last_mut()
                    && !row.deleted
                {
                    flow.lines
                        .extend(rows::lines(row.cells).into_iter().map(Line::Text));
                }
            }
            Open::TextBox => {
                let lines = self.end_flow();
                match self.paragraphs.last_mut() {
                    Some(paragraph) => paragraph.after.extend(lines),
                    None => {
                        if let Some(flow) = self.flows.last_mut() {
                            flow.lines.extend(lines);
                        }
                    }
                }
            }
            Open::Alternate => {
                self.chosen.pop();
            }
            _ => {}
        }
    }

    fn end_flow(&mut self) -> Vec<Line> {
        if self.flows.len() < 2 {
            return Vec::new();
        }
        let mut flow = self.flows.pop().unwrap_or_default();
        if !flow.carried.is_empty() {
            flow.lines.push(Line::Text(flow.carried));
        }
        flow.lines
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        let Some(flow) = self.flows.last_mut() else {
            return;
        };
        let own = (paragraph.instance, paragraph.level);
        // A paragraph that tracked changes removed has no number.
        let gone = paragraph.joined && paragraph.text.is_empty();
        if !gone
            && let Some((instance, level)) =
                self.context
                    .styles
                    .number(self.context.counters, paragraph.style.as_deref(), own)
            && let Some(label) = self.context.counters.next(instance, level)
        {
            paragraph.text.insert_str(0, &label);
        }
        if !flow.carried.is_empty() {
            paragraph
                .text
                .insert_str(0, &std::mem::take(&mut flow.carried));
        }
        if paragraph.joined {
            flow.carried = paragraph.text;
        } else {
            flow.lines.extend(
                paragraph
                    .text
                    .split('\n')
                    .map(|line| Line::Text(line.to_owned())),
            );
        }
        flow.lines.append(&mut paragraph.after);
    }
}

/// Signs of symbol fonts that mean something in a form.
fn symbol(font: &str, code: u32) -> Option<char> {
    let code = if (0xF000..0xF100).contains(&code) {
        code - 0xF000
    } else {
        code
    };
    let wingdings = font.starts_with("Wingdings");
    Some(match (font, code) {
        ("Wingdings 2", 0x52) | ("Wingdings", 0xFE) => '☑',
        ("Wingdings 2", 0x50) | ("Wingdings", 0xFC) => '✓',
        ("Wingdings 2", 0x51 | 0x54 | 0x53) | ("Wingdings", 0xFD | 0x78) => '☒',
        ("Wingdings 2", 0xA3 | 0x2A) | ("Wingdings", 0xA8 | 0x6F | 0x71 | 0x72) => '□',
        ("Wingdings", 0x6C) => '●',
        (_, code) if wingdings && (0x81..=0x8A).contains(&code) => {
            char::from_u32(0x2460 + code - 0x81)?
        }
        (_, code) if !wingdings && code > 0xFF => {
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        _ => return None,
    })
}
