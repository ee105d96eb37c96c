//! What stands before the body of a part: portal header, letterhead, title, 文号, 题注, addressees.

use super::block::compact;
use super::contents;
use super::label::Mark;
use super::line::{Line, Use};
use crate::law::{header, history, issuer, number, title};

/// What a line before the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Title.
    Title,
    /// Name of a body alone (红头).
    Letterhead,
    /// Field or decoration of a portal page.
    Header,
    /// 文号, 令.
    Number,
    /// 题注.
    History,
    /// Draft mark, `（试行）` on a line of its own.
    Mark,
    /// Addressees.
    Addressees,
    /// Annex label over an issued document.
    Annex,
}

impl Piece {
    /// Label of the note clause.
    pub fn label(self) -> &'static str {
        match self {
            Piece::Title => "标题",
            Piece::Letterhead => "发文机关标志",
            Piece::Header => "页眉信息",
            Piece::Number => "文号",
            Piece::History => "题注",
            Piece::Mark => "标注",
            Piece::Addressees => "主送机关",
            Piece::Annex => "附件标识",
        }
    }
}

/// The front of a part.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Lines with what they are, ascending.
    pub pieces: Vec<(usize, Piece)>,
    /// Where the body begins.
    pub body: usize,
    /// The first title's lines.
    pub title: Vec<usize>,
    /// The line under the title that names the part of a code (`# 物权编`).
    pub part: Option<usize>,
    /// Lines of the portal header that are fields, with their key and value.
    pub fields: Vec<header::FieldAt>,
}

/// Most lines that can stand before a body.
const MOST: usize = 120;

/// Reads the front of lines `from..to`; `known` are the lines of the title where they are known.
pub fn read(lines: &[Line<'_>], from: usize, to: usize, known: &[usize]) -> Front {
    let mut front = Front {
        body: from,
        ..Front::default()
    };
    let info_end = (from..to.min(from + MOST))
        .find(|&i| lines[i].used == Use::Noise && lines[i].raw.contains("INFO END"));
    let text: Vec<usize> = (from..to)
        .filter(|&i| lines[i].is_text())
        .take(MOST)
        .collect();
    let mut i = 0;
    let mut open_note = false;
    while let Some(&at) = text.get(i) {
        let line = &lines[at];
        let words = line.text();
        let before_info = info_end.is_some_and(|end| at < end);
        if known.first() == Some(&at) {
            front.title = known.to_vec();
            front
                .pieces
                .extend(known.iter().map(|&l| (l, Piece::Title)));
            i += known.len();
            continue;
        }
        if front.title.is_empty()
            && known.is_empty()
            && let Some(len) = title::lines_of_title(lines, &text, i)
        {
            if letterhead(lines, &text, i) {
                front.pieces.push((at, Piece::Letterhead));
                i += 1;
                continue;
            }
            front.title = text[i..i + len].to_vec();
            front
                .pieces
                .extend(front.title.iter().map(|&l| (l, Piece::Title)));
            i += len;
            continue;
        }
        if line.depth == 1
            && line.width() <= 12
            && front.title.last().is_some_and(|&t| lines[t].depth == 1)
            && front.part.is_none()
        {
            front.part = Some(at);
            front.pieces.push((at, Piece::Title));
            i += 1;
            continue;
        }
        if before_info || open_note {
            if !before_info {
                open_note = opens(&words, open_note);
            }
            front.pieces.push((at, Piece::History));
            i += 1;
            continue;
        }
        if let Some(used) = header::fields(lines, &text, i, &mut front.fields) {
            front
                .pieces
                .extend(text[i..i + used].iter().map(|&l| (l, Piece::Header)));
            i += used;
            continue;
        }
        let Some(piece) = piece(lines, &text, i, &front, info_end.is_some()) else {
            break;
        };
        if piece == Piece::Addressees {
            front.pieces.push((at, piece));
            i += 1;
            break;
        }
        if piece == Piece::History {
            open_note = opens(&words, open_note);
        }
        front.pieces.push((at, piece));
        i += 1;
    }
    front.body = text.get(i).copied().unwrap_or(to);
    // A table of contents needs no place here: the body takes it.
    debug_assert!(contents::take(lines, front.body, front.body).0.is_none());
    front
}

/// What the line at `text[i]` is by itself; `None` when the body begins.
fn piece(
    lines: &[Line<'_>],
    text: &[usize],
    i: usize,
    front: &Front,
    noted: bool,
) -> Option<Piece> {
    let line = &lines[text[i]];
    let words = line.text();
    let titled = !front.title.is_empty();
    let head = front
        .pieces
        .last()
        .is_some_and(|(_, p)| *p == Piece::Letterhead);
    if is_number(&words) || is_order(lines, text, i) {
        return Some(Piece::Number);
    }
    // Where the collection marks the end of the 题注, only a bracket may follow it.
    if history::is_note(&words) && (!noted || words.starts_with(['（', '('])) {
        return Some(Piece::History);
    }
    if begins_broken_note(lines, text, i) {
        return Some(Piece::History);
    }
    if title::is_mark(&words) {
        return Some(Piece::Mark);
    }
    if line.label.is_some_and(|l| l.mark == Mark::Annex) && !titled && line.width() <= 8 {
        return Some(Piece::Annex);
    }
    if titled && repeats_title(lines, &front.title, &words) {
        return Some(Piece::Title);
    }
    if super::tail::is_release_mark(line) || header::is_chrome(&words) {
        return Some(Piece::Header);
    }
    let names =
        line.label.is_none() && line.width() <= 40 && !issuer::organs_on_line(&words).is_empty();
    if names
        || (words == "文件" && head)
        || (words.ends_with("文件") && letterhead(lines, text, i))
        || (titled && issuer::organs_and_day(&words).is_some())
    {
        return Some(Piece::Letterhead);
    }
    is_addressees(line).then_some(Piece::Addressees)
}

/// Whether the line is the head of the paper, and the title stands below it.
fn letterhead(lines: &[Line<'_>], text: &[usize], i: usize) -> bool {
    let words = compact(&lines[text[i]].text());
    if words.ends_with("文件") {
        return issuer::is_organ(words.trim_end_matches("文件"));
    }
    if !issuer::is_organ(&words) {
        return false;
    }
    // `# 甲局` over `# 甲局关于…的报告` is a letterhead; over `关于…的通知` it begins the title.
    let Some(&next) = text.get(i + 1) else {
        return false;
    };
    let below = compact(&lines[next].text());
    (below.starts_with(&words) || !issuer::from_title(&below).is_empty())
        && title::lines_of_title(lines, text, i + 1).is_some()
}

fn is_number(words: &str) -> bool {
    words.len() <= 120 && number::parse_number(words.trim()).is_some()
}

/// `中华人民共和国国务院令`, `第 613 号` over two lines.
fn is_order(lines: &[Line<'_>], text: &[usize], i: usize) -> bool {
    let words = compact(&lines[text[i]].text());
    let serial = |w: &str| w.starts_with('第') && w.ends_with('号') && w.chars().count() <= 12;
    if words.ends_with('令') && words.chars().count() <= 30 {
        return text
            .get(i + 1)
            .is_some_and(|&n| serial(&compact(&lines[n].text())));
    }
    serial(&words) && i > 0
        || (words.starts_with(['（', '(']) && serial(words.trim_matches(['（', '）', '(', ')'])))
}

/// Most lines over which a 题注 in brackets may run.
const NOTE_LINES: usize = 40;

/// Whether a bracket opens here that is closed on a later line and holds a 题注:
/// `（2003年8月27日第十届全国人民代表大会` + `常务委员会第四次会议通过）`.
fn begins_broken_note(lines: &[Line<'_>], text: &[usize], i: usize) -> bool {
    let first = lines[text[i]].text();
    let dated = crate::law::date::find_bytes(&first)
        .first()
        .is_some_and(|d| d.start <= '（'.len_utf8());
    if !first.starts_with(['（', '('])
        || !dated
        || first.ends_with(['）', ')'])
        || first.len() > 600
    {
        return false;
    }
    let mut whole = first.into_owned();
    for &at in text[i + 1..].iter().take(NOTE_LINES) {
        let words = lines[at].text();
        if lines[at].label.is_some() || words.len() > 600 {
            return false;
        }
        whole.push_str(&words);
        if words.ends_with(['）', ')']) && !opens(&whole, false) {
            return whole.len() <= 3000 && history::is_note(&whole);
        }
    }
    false
}

/// Whether a bracket of the 题注 is still open after the line.
fn opens(words: &str, open: bool) -> bool {
    let ups = words.matches(['（', '(']).count() + usize::from(open);
    let downs = words.matches(['）', ')']).count();
    ups > downs && words.len() < 4000
}

fn repeats_title(lines: &[Line<'_>], first: &[usize], words: &str) -> bool {
    let whole: String = first.iter().map(|&l| compact(&lines[l].text())).collect();
    let words = compact(words);
    words.chars().count() >= 5
        && (whole == words || whole.starts_with(&words) || whole.ends_with(&words))
}

/// `各县（市、区）人民政府，市有关单位：`
pub fn is_addressees(line: &Line<'_>) -> bool {
    let text = &line.raw[line.from..line.to];
    if !text.ends_with(['：', ':'])
        || line.label.is_some()
        || text.len() > 900
        || text.contains('。')
    {
        return false;
    }
    let words = compact(text);
    words.contains('各')
        || words
            .trim_end_matches(['：', ':'])
            .split(['，', '、', ','])
            .any(issuer::is_organ)
        || words.contains("有关单位")
}
