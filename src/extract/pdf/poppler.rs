//! `pdftotext` of poppler as a second reader. It runs under the limits of the worker that starts it, and
//! under a limit on the clock of its own.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::extract::Options;
use crate::extract::layout::{Glyph, Sheet};

/// The words of every page with their places; `None` where the program is missing or fails.
pub fn sheets(program: &str, bytes: &[u8], options: &Options) -> Option<Vec<Sheet>> {
    let output = run(
        program,
        &["-bbox", "-enc", "UTF-8", "-", "-"],
        bytes,
        options,
    )?;
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

/// What `tesseract` reads on a page that is a picture; `None` where a program is missing or fails.
///
/// The text is that of a machine: its lines are handed on as they are, marked by the caller.
pub fn recognise(bytes: &[u8], page: u32, options: &Options) -> Option<Vec<String>> {
    let (painter, reader) = (options.pdftoppm.as_deref()?, options.tesseract.as_deref()?);
    let number = page.to_string();
    let picture = run(
        painter,
        &[
            "-f", &number, "-l", &number, "-r", "300", "-gray", "-png", "-",
        ],
        bytes,
        options,
    )?;
    let text = run(
        reader,
        &["stdin", "stdout", "-l", "chi_sim", "--psm", "6"],
        &picture,
        options,
    )?;
    let text = String::from_utf8_lossy(&text);
    Some(
        text.lines()
            .map(between_hanzi)
            .filter(|line| !line.is_empty())
            .collect(),
    )
}

/// A line without the blanks that recognition puts between Chinese characters.
fn between_hanzi(line: &str) -> String {
    let mut out = String::new();
    let mut chars = line.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let wide = |c: char| !c.is_ascii();
        if c == ' '
            && out.chars().next_back().is_some_and(wide)
            && chars.peek().copied().is_some_and(wide)
        {
            continue;
        }
        out.push(c);
    }
    out
}

fn run(program: &str, arguments: &[&str], bytes: &[u8], options: &Options) -> Option<Vec<u8>> {
    let most = options.limits.total;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let output = child.stdout.take()?;
    let deadline = Instant::now() + Duration::from_secs(options.limits.wall_seconds / 2 + 1);
    std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(bytes));
        let reader = scope.spawn(move || {
            let mut text = Vec::new();
            let read = output.take(most).read_to_end(&mut text);
            read.is_ok().then_some(text)
        });
        let done = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status.success(),
                Ok(None) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break false;
                }
            }
        };
        let text = reader.join().ok().flatten();
        text.filter(|_| done)
    })
}
