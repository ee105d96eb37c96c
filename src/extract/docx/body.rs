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
    /// Id of the relation to the imported part, or to the data of a diagram.
    Part(String),
    /// A picture: id of the relation to it, and whether it covers much of a page.
    Picture {
        /// Id of the relation.
        id: String,
        /// Whether it may be a scanned page.
        large: bool,
    },
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
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) style: Option<String>,
    pub(super) instance: Option<i64>,
    pub(super) level: Option<usize>,
    /// The end of the paragraph was deleted or moved away: what follows joins it.
    pub(super) joined: bool,
    /// The end of the paragraph is hidden.
    pub(super) blind: bool,
    /// Lines that stand after it: text boxes, notes.
    pub(super) after: Vec<Line>,
    /// Whether runs are hidden unless they say otherwise.
    pub(super) hidden: bool,
}

/// Where finished paragraphs go: the body, a cell, a text box.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) lines: Vec<Line>,
    /// Text of a paragraph whose end was deleted.
    pub(super) carried: String,
}

#[derive(Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Vec<String>>,
    /// Columns the open cell spans.
    pub(super) span: usize,
    pub(super) deleted: bool,
    /// What is no text in its cells: imported parts, pictures.
    pub(super) others: Vec<Line>,
}

/// What an open element means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
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

pub(super) struct Reader<'r, 'c> {
    pub(super) context: &'r mut Context<'c>,
    pub(super) open: Vec<Open>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) flows: Vec<Flow>,
    pub(super) rows: Vec<Row>,
    /// Whether the run being read is hidden.
    pub(super) hidden: bool,
    /// Whether a choice of the open alternate contents was read.
    pub(super) chosen: Vec<bool>,
    /// Size of the open drawing, as a share of a page.
    pub(super) drawn: f64,
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
            Line::Part(_) | Line::Picture { .. } => String::new(),
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
            drawn: 0.0,
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

    pub(super) fn put(&mut self, text: &str) {
        if !self.hidden
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open {
            Open::Paragraph => self.end_paragraph(),
            Open::Run => self.hidden = false,
            Open::Cell => {
                let cell = self.end_flow();
                if let Some(row) = self.rows.last_mut() {
                    let mut texts = Vec::new();
                    for line in cell {
                        match line {
                            Line::Text(text) => texts.push(text),
                            other => row.others.push(other),
                        }
                    }
                    row.cells.push(texts);
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
                    flow.lines.extend(row.others);
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
        // A paragraph that tracked changes removed, or that is hidden, has no number.
        let gone = (paragraph.joined || paragraph.blind) && paragraph.text.is_empty();
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
