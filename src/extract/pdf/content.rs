//! Content streams: which characters stand where, and what else is on a page.

use std::collections::HashMap;
use std::rc::Rc;

use super::file::File;
use super::font::{Font, Shown};
use super::object::{Dict, Lexer, Object};
use crate::extract::layout::Glyph;

/// Deepest forms inside forms.
const DEPTH: usize = 12;

/// Most operators of a page, forms included.
const OPERATORS: usize = 5_000_000;

/// Most ruled lines of a page.
const RULES: usize = 3000;

/// Most graphics states that are kept.
const SAVED: usize = 500;

/// Most characters of a page.
const GLYPHS: usize = 300_000;

/// A matrix `[a b c d e f]`.
pub type Matrix = [f64; 6];

/// `m` applied before `n`.
pub fn times(m: &Matrix, n: &Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What is on a page.
#[derive(Default)]
pub struct Seen {
    /// Characters.
    pub glyphs: Vec<Glyph>,
    /// Area covered by pictures, in square units.
    pub pictures: f64,
    /// Filled or stroked paths.
    pub paths: usize,
    /// Straight lines across or down, as boxes.
    pub rules: Vec<[f64; 4]>,
    /// Whether a font could not be mapped to characters.
    pub unmapped: bool,
    /// Whether `pdftotext` could map such a font.
    pub charted: bool,
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Runs content streams of one file; fonts are read once.
pub struct Interpreter<'f, 'b> {
    file: &'f File<'b>,
    fonts: HashMap<u32, Rc<Font>>,
    operators: usize,
}

impl<'f, 'b> Interpreter<'f, 'b> {
    /// For the pages of a file.
    pub fn new(file: &'f File<'b>) -> Self {
        Self {
            file,
            fonts: HashMap::new(),
            operators: 0,
        }
    }

    /// Runs the content of a page; `matrix` turns its space upright, y downwards.
    pub fn page(&mut self, content: &[u8], resources: &Dict, matrix: Matrix) -> Seen {
        let mut seen = Seen::default();
        self.operators = 0;
        let state = State {
            matrix,
            font: None,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.run(content, resources, state, 0, &mut seen);
        seen
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &Dict,
        state: State,
        depth: usize,
        seen: &mut Seen,
    ) {
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        let mut state = state;
        let mut saved: Vec<State> = Vec::new();
        let (mut text, mut line) = (UNIT, UNIT);
        // Marked contents that are open, and whether they are page furniture.
        let mut marks: Vec<bool> = Vec::new();
        let mut path = Path::default();
        while let Some(object) = lexer.object() {
            let Object::Word(word) = object else {
                if operands.len() < 1000 {
                    operands.push(object);
                }
                continue;
            };
            self.operators += 1;
            if self.operators > OPERATORS || seen.glyphs.len() > GLYPHS {
                return;
            }
            let number = |n: usize| operands.get(n).and_then(Object::number).unwrap_or(0.0);
            match word.as_slice() {
                b"q" if saved.len() < SAVED => saved.push(state.clone()),
                b"Q" => {
                    if let Some(back) = saved.pop() {
                        state = back;
                    }
                }
                b"cm" => {
                    let matrix = std::array::from_fn(number);
                    state.matrix = times(&matrix, &state.matrix);
                }
                b"BT" => {
                    text = UNIT;
                    line = UNIT;
                }
                b"Tf" => {
                    state.size = number(1);
                    if let Some(name) = operands.first().and_then(Object::name) {
                        state.font = self.font(resources, name);
                    }
                }
                b"gs" => {
                    let named = operands.first().and_then(Object::name);
                    let states = self.file.get(resources, "ExtGState");
                    if let (Some(name), Some(states)) = (named, states.dict())
                        && let Some(font) = self
                            .file
                            .get(states, name)
                            .dict()
                            .and_then(|d| d.get("Font"))
                        && let Some([font, size]) = self.file.resolve(font).array()
                    {
                        state.size = size.number().unwrap_or(state.size);
                        state.font = self.font_of(font);
                    }
                }
                b"Tc" => state.character_space = number(0),
                b"Tw" => state.word_space = number(0),
                b"Tz" => state.scale = number(0) / 100.0,
                b"TL" => state.leading = number(0),
                b"Ts" => state.rise = number(0),
                b"Td" | b"TD" => {
                    if word == b"TD" {
                        state.leading = -number(1);
                    }
                    line = times(&[1.0, 0.0, 0.0, 1.0, number(0), number(1)], &line);
                    text = line;
                }
                b"Tm" => {
                    line = std::array::from_fn(number);
                    text = line;
                }
                b"T*" | b"'" | b"\"" => {
                    if word == b"\"" {
                        state.word_space = number(0);
                        state.character_space = number(1);
                    }
                    line = times(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    text = line;
                    if let Some(Object::Text(bytes)) = operands.last() {
                        show(&state, bytes, &mut text, marks.contains(&true), seen);
                    }
                }
                b"Tj" => {
                    if let Some(Object::Text(bytes)) = operands.last() {
                        show(&state, bytes, &mut text, marks.contains(&true), seen);
                    }
                }
                b"TJ" => {
                    for item in operands.last().and_then(Object::array).unwrap_or_default() {
                        match item {
                            Object::Text(bytes) => {
                                show(&state, bytes, &mut text, marks.contains(&true), seen);
                            }
                            Object::Number(back) => {
                                let along = -back / 1000.0 * state.size * state.scale;
                                text = times(&[1.0, 0.0, 0.0, 1.0, along, 0.0], &text);
                            }
                            _ => {}
                        }
                    }
                }
                b"BMC" => marks.push(false),
                b"BDC" => {
                    let artifact = operands.first().and_then(Object::name) == Some("Artifact");
                    let kind = operands
                        .get(1)
                        .and_then(Object::dict)
                        .and_then(|d| d.get("Type"));
                    marks.push(artifact && kind.and_then(Object::name) == Some("Pagination"));
                }
                b"EMC" => {
                    marks.pop();
                }
                b"Do" => {
                    if let Some(name) = operands.first().and_then(Object::name) {
                        self.external(resources, name, &state, depth, seen);
                    }
                }
                b"BI" => {
                    seen.pictures += area(&state.matrix);
                    inline_picture(&mut lexer);
                }
                b"re" => path.rectangle(&state.matrix, std::array::from_fn(number)),
                b"m" => path.at = point(&state.matrix, number(0), number(1)),
                b"l" => {
                    let to = point(&state.matrix, number(0), number(1));
                    path.line(path.at, to);
                    path.at = to;
                }
                b"n" => path = Path::default(),
                b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"b" | b"B*" | b"b*" => {
                    seen.paths += 1;
                    path.paint(
                        !word.eq_ignore_ascii_case(b"f") && word != b"f*",
                        &mut seen.rules,
                    );
                    path = Path::default();
                }
                _ => {}
            }
            operands.clear();
        }
    }

    fn font(&mut self, resources: &Dict, name: &str) -> Option<Rc<Font>> {
        let fonts = self.file.get(resources, "Font");
        let entry = fonts.dict()?.get(name)?.clone();
        self.font_of(&entry)
    }

    fn font_of(&mut self, entry: &Object) -> Option<Rc<Font>> {
        let key = match entry {
            Object::Ref(number) => Some(*number),
            _ => None,
        };
        if let Some(known) = key.and_then(|key| self.fonts.get(&key)) {
            return Some(Rc::clone(known));
        }
        let object = self.file.resolve(entry);
        let font = Rc::new(Font::read(self.file, object.dict()?));
        if let Some(key) = key {
            self.fonts.insert(key, Rc::clone(&font));
        }
        Some(font)
    }

    fn external(
        &mut self,
        resources: &Dict,
        name: &str,
        state: &State,
        depth: usize,
        seen: &mut Seen,
    ) {
        let objects = self.file.get(resources, "XObject");
        let Some(entry) = objects.dict().and_then(|d| d.get(name)) else {
            return;
        };
        let object = self.file.resolve(entry);
        let Some(dict) = object.dict() else { return };
        match self.file.get(dict, "Subtype").name() {
            Some("Image") => seen.pictures += area(&state.matrix),
            Some("Form") if depth < DEPTH => {
                let Some(content) = self.file.data(&object) else {
                    return;
                };
                let matrix = self.file.get(dict, "Matrix");
                let mut inner = state.clone();
                if let Some(matrix) = matrix.array().filter(|m| m.len() == 6) {
                    let matrix = std::array::from_fn(|n| {
                        self.file.resolve(&matrix[n]).number().unwrap_or(0.0)
                    });
                    inner.matrix = times(&matrix, &inner.matrix);
                }
                let own = self.file.get(dict, "Resources");
                let own = own.dict().cloned();
                self.run(
                    &content,
                    own.as_ref().unwrap_or(resources),
                    inner,
                    depth + 1,
                    seen,
                );
            }
            _ => {}
        }
    }
}

fn point(matrix: &Matrix, x: f64, y: f64) -> (f64, f64) {
    (
        matrix[0] * x + matrix[2] * y + matrix[4],
        matrix[1] * x + matrix[3] * y + matrix[5],
    )
}

/// A path, as far as it has straight lines across and down.
#[derive(Default)]
struct Path {
    at: (f64, f64),
    lines: Vec<[f64; 4]>,
    boxes: Vec<[f64; 4]>,
}

/// Thickest box that counts as a line.
const THICK: f64 = 2.5;

impl Path {
    fn rectangle(&mut self, matrix: &Matrix, [x, y, width, height]: [f64; 4]) {
        let (a, b) = (point(matrix, x, y), point(matrix, x + width, y + height));
        if self.boxes.len() < RULES {
            self.boxes
                .push([a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]);
        }
    }

    fn line(&mut self, a: (f64, f64), b: (f64, f64)) {
        let straight = (a.0 - b.0).abs() < 1.0 || (a.1 - b.1).abs() < 1.0;
        if straight && self.lines.len() < RULES {
            self.lines
                .push([a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]);
        }
    }

    fn paint(&mut self, stroked: bool, rules: &mut Vec<[f64; 4]>) {
        let thin = |b: &[f64; 4]| b[2] - b[0] <= THICK || b[3] - b[1] <= THICK;
        for side in &self.boxes {
            if thin(side) {
                rules.push(*side);
            } else if stroked {
                let [x0, y0, x1, y1] = *side;
                rules.extend([
                    [x0, y0, x1, y0],
                    [x0, y1, x1, y1],
                    [x0, y0, x0, y1],
                    [x1, y0, x1, y1],
                ]);
            }
        }
        if stroked {
            rules.append(&mut self.lines);
        }
        rules.truncate(RULES);
    }
}

fn area(matrix: &Matrix) -> f64 {
    (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs()
}

/// Goes over an inline picture: to the `EI` between blanks.
fn inline_picture(lexer: &mut Lexer<'_>) {
    let rest = &lexer.bytes[lexer.at..];
    let end = memchr::memmem::find_iter(rest, b"EI").find(|&at| {
        let before = at == 0 || rest[at - 1].is_ascii_whitespace();
        before && rest.get(at + 2).is_none_or(u8::is_ascii_whitespace)
    });
    lexer.at += end.map_or(rest.len(), |at| at + 2);
}

fn show(state: &State, bytes: &[u8], text: &mut Matrix, furniture: bool, seen: &mut Seen) {
    let Some(font) = &state.font else { return };
    seen.unmapped |= font.unmapped;
    seen.charted |= font.charted;
    let mut shown: Vec<Shown> = Vec::new();
    font.show(bytes, &mut shown);
    for character in shown {
        let whole = times(text, &state.matrix);
        let across = character.width * state.size;
        // Position and directions of the character on the page.
        let at = |x: f64, y: f64| {
            (
                whole[0] * x + whole[2] * y + whole[4],
                whole[1] * x + whole[3] * y + whole[5],
            )
        };
        let (x, y) = at(0.0, state.rise);
        let (dx, dy) = (
            whole[0] * across * state.scale,
            whole[1] * across * state.scale,
        );
        let size = state.size.abs() * (whole[2] * whole[2] + whole[3] * whole[3]).sqrt();
        let visible =
            !furniture && size > 0.0 && size.is_finite() && x.is_finite() && y.is_finite();
        if visible && !character.text.is_empty() {
            seen.glyphs.push(Glyph {
                text: character.text,
                x,
                y,
                dx,
                dy,
                size,
            });
        }
        let mut along = across + state.character_space;
        if character.space {
            along += state.word_space;
        }
        *text = times(&[1.0, 0.0, 0.0, 1.0, along * state.scale, 0.0], text);
    }
}
