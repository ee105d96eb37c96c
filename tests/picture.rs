//! The picture of the terminal in the READMEs, drawn from what the program really prints.
//!
//! `TIAOWEN_REFRESH=1 cargo test picture` draws it again.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::common::{AS_OF, Place, stdout};

/// Width and height of a cell, and the margin, in pixels.
const CELL: f64 = 7.8;
const LINE: f64 = 21.0;
const MARGIN: f64 = 18.0;
/// Height of the bar on top.
const BAR: f64 = 34.0;
/// Cells in a line: what is printed where there is no terminal.
const COLUMNS: f64 = 81.0;

const STYLE: &str = "text{font-family:ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK SC','Microsoft YaHei',monospace;\
font-size:14px;fill:#d8dee9;white-space:pre}.b{font-weight:bold}.y{fill:#ebcb8b}.f{fill:#8892a4}.g{fill:#a3be8c}\
.r{fill:#e06c75}.p{fill:#88c0d0}";

/// A stretch of text with its classes.
fn runs(line: &str) -> Vec<(String, String)> {
    let mut runs: Vec<(String, String)> = Vec::new();
    let mut classes = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("\u{1b}[") {
            let end = after.find('m').expect("a colour");
            let class = match &after[..end] {
                "1" => "b",
                "2" => "f",
                "31" => "r",
                "32" => "g",
                "33" => "y",
                "1;33" => "b y",
                _ => "",
            };
            class.clone_into(&mut classes);
            rest = &after[end + 1..];
            continue;
        }
        let c = rest.chars().next().expect("a character");
        rest = &rest[c.len_utf8()..];
        let wide = |c: char| c.width() == Some(2);
        match runs.last_mut() {
            // Wide and narrow characters keep their own widths.
            Some((text, of))
                if *of == classes && text.chars().all(|other| wide(other) == wide(c)) =>
            {
                text.push(c);
            }
            _ => runs.push((c.to_string(), classes.clone())),
        }
    }
    runs
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The drawing of a screen.
fn svg(lines: &[String]) -> String {
    let width = COLUMNS * CELL + 2.0 * MARGIN;
    let height = BAR + lines.len() as f64 * LINE + MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"终端画面\">\n\
         <style>{STYLE}</style>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#2b303b\"/>\n"
    );
    for (at, color) in ["#e06c75", "#ebcb8b", "#a3be8c"].iter().enumerate() {
        let x = MARGIN + 4.0 + at as f64 * 20.0;
        let _ = writeln!(
            out,
            "<circle cx=\"{x:.0}\" cy=\"17\" r=\"6\" fill=\"{color}\"/>"
        );
    }
    for (row, line) in lines.iter().enumerate() {
        let y = BAR + row as f64 * LINE + 15.0;
        let mut cell = 0;
        for (text, classes) in runs(line) {
            let cells = text.width();
            let blank = text.len() - text.trim_start_matches(' ').len();
            if !text.trim().is_empty() {
                let class = if classes.is_empty() {
                    String::new()
                } else {
                    format!(" class=\"{classes}\"")
                };
                let _ = writeln!(
                    out,
                    "<text x=\"{:.1}\" y=\"{y:.0}\" textLength=\"{:.1}\"{class}>{}</text>",
                    MARGIN + (cell + blank) as f64 * CELL,
                    (cells - blank) as f64 * CELL,
                    escaped(&text[blank..])
                );
            }
            cell += cells;
        }
    }
    out.push_str("</svg>\n");
    out
}

#[test]
fn the_picture_shows_what_is_printed() {
    let place = Place::with_samples();
    place.run(&["index"]);
    let mut lines = Vec::new();
    for (command, shown) in [
        ("search 孵化器认定条件 -n 2", usize::MAX),
        ("check 韶州市科技创新券管理办法", usize::MAX),
    ] {
        let mut words: Vec<&str> = command.split(' ').collect();
        words.extend(["--as-of", AS_OF, "--color", "always"]);
        let text = stdout(&place.run(&words));
        lines.push(format!(
            "\u{1b}[32m$\u{1b}[0m \u{1b}[1mtiaowen {command}\u{1b}[0m"
        ));
        lines.extend(text.trim_end().lines().take(shown).map(str::to_owned));
        lines.push(String::new());
    }
    lines.pop();
    let fresh = svg(&lines);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/terminal.svg");
    if std::env::var_os("TIAOWEN_REFRESH").is_some() {
        fs::write(&path, fresh).expect("written");
    } else {
        let kept = fs::read_to_string(&path).expect("the picture");
        assert!(
            kept == fresh,
            "docs/terminal.svg is not what is printed now: run TIAOWEN_REFRESH=1 cargo test picture"
        );
    }
}
