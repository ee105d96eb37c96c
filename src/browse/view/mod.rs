//! Draws a [`State`].

mod list;
mod overlay;
mod painter;
mod popup;
mod text;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::looks::Look;
use super::state::State;
use super::{action::Focus, page::rows};
use crate::report::wrap::width;
use painter::Painter;

/// What stands before the query.
const LABEL: &str = " 检索 ";

/// Draws the whole screen, and places the cursor where text is typed: that is where an input method opens.
pub fn draw(frame: &mut Frame<'_>, state: &State) {
    let mut cursor = None;
    let mut painter = Painter::new(frame.buffer_mut(), state.theme);
    let compare = matches!(state.overlay, Some(super::overlay::Overlay::Compare { .. }));
    if !compare {
        cursor = query(&mut painter, state);
        info(&mut painter, state);
        body(&mut painter, state);
        foot(&mut painter, state);
    }
    if state.overlay.is_some() {
        cursor = overlay::draw(&mut painter, state);
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

fn query(painter: &mut Painter<'_>, state: &State) -> Option<Position> {
    let area = state.areas().query;
    if area.is_empty() {
        return None;
    }
    let look = if state.focus == Focus::Query {
        Look::Chosen
    } else {
        Look::Bar
    };
    let right = match () {
        () if !state.found.hits.is_empty() => {
            format!(" 第 {}/{} 条 ", state.chosen + 1, state.found.total)
        }
        () if state.full_query().trim().is_empty() => String::new(),
        () => " 0 条 ".to_owned(),
    };
    let total = usize::from(area.width);
    let label = if total > 24 { LABEL } else { "" };
    let right = if total > 40 { right } else { String::new() };
    let room = total.saturating_sub(width(label) + width(&right) + 1);
    let x = painter.text(area.x, area.y, total, label, look) + u16::from(!label.is_empty());
    let (text, at) = state.query.visible(room);
    painter.text(x, area.y, room, &text, Look::Strong);
    let right_at = area.right().saturating_sub(width(&right) as u16);
    painter.text(right_at, area.y, width(&right), &right, Look::Plain);
    (state.focus == Focus::Query).then(|| {
        let x = x.saturating_add(at as u16).min(area.right() - 1);
        Position::new(x, area.y)
    })
}

fn info(painter: &mut Painter<'_>, state: &State) {
    let area = state.areas().info;
    let total = usize::from(area.width);
    let mut filters = state.filters.shown();
    if state.exact {
        filters.push("只查输入的词".to_owned());
    }
    let mut x = area.x;
    if !filters.is_empty() {
        let text = format!(" 筛选 {}  ", filters.join("  "));
        x = painter.short(x, area.y, total, &text, Look::Strong);
    }
    let mut left = usize::from(area.right().saturating_sub(x));
    let day = format!(" 时效截至 {} ", state.as_of);
    if left > width(&day) + 40 && !state.found.hits.is_empty() {
        left -= width(&day);
        painter.text(x + left as u16, area.y, width(&day), &day, Look::Faint);
    }
    let note = match &state.found.error {
        Some(error) => Some((error, Look::Bad)),
        None => state
            .found
            .notes
            .first()
            .filter(|_| !state.found.hits.is_empty())
            .or(state.standing.first())
            .map(|note| (note, Look::Faint)),
    };
    if let Some((note, look)) = note {
        painter.short(x, area.y, left, &format!(" {note}"), look);
    }
}

fn body(painter: &mut Painter<'_>, state: &State) {
    let areas = state.areas();
    if state.found.hits.is_empty() && state.reading.is_none() {
        let whole = Rect::new(
            0,
            areas.list.y.min(areas.head.y),
            state.size.0,
            areas
                .text
                .bottom()
                .saturating_sub(areas.list.y.min(areas.head.y)),
        );
        welcome(painter, state, whole);
        return;
    }
    list::draw(painter, state, areas.list);
    for y in areas.divider.top()..areas.divider.bottom() {
        painter.text(areas.divider.x, y, 2, " │", Look::Faint);
    }
    text::head(painter, state, areas.head);
    text::draw(painter, state, areas.text);
}

/// What stands where nothing was found or asked.
fn welcome(painter: &mut Painter<'_>, state: &State, area: Rect) {
    let mut lines: Vec<(String, Look)> = Vec::new();
    if state.full_query().trim().is_empty() {
        let counts = &state.counts;
        lines.push((
            format!(
                "文库现有 {} 份文件、{} 条，时效截至 {}。",
                counts.documents, counts.clauses, state.as_of
            ),
            Look::Strong,
        ));
        let mut text: Vec<String> = [
            "",
            "直接输入要查的词，结果随输入变化，例如：",
            "    孵化器 认定条件        按相关程度排列",
            "    “在孵企业”             逐字查找",
        ]
        .map(str::to_owned)
        .into();
        if let Some(example) = &state.example {
            let with_gap = |typed: &str, what: &str| {
                let gap = " ".repeat(23_usize.saturating_sub(width(typed)).max(2));
                format!("    {typed}{gap}{what}")
            };
            text.push(with_gap(&example.number, "按文号查到文件"));
            text.push(with_gap(
                &format!("{} 第三条", example.title),
                "直接查到某文件某条",
            ));
        }
        text.push(String::new());
        text.push(
            "↑ ↓ 选结果，回车进入正文，F2 筛选，F1 或 ? 查看全部按键，Ctrl-C 退出。".to_owned(),
        );
        lines.extend(text.into_iter().map(|line| (line, Look::Plain)));
        lines.extend(state.standing.iter().map(|note| (note.clone(), Look::Warn)));
    } else {
        match &state.found.error {
            Some(error) => lines.push((format!("检索式有误：{error}"), Look::Bad)),
            None => lines.push(("没有找到符合的条文。".to_owned(), Look::Strong)),
        }
        lines.extend(
            state
                .found
                .notes
                .iter()
                .map(|note| (note.clone(), Look::Plain)),
        );
        if !state.filters.is_empty() {
            let hint = "已设筛选；按 F2 再按 0 全部清除".to_owned();
            lines.push((hint, Look::Plain));
        }
    }
    let mut y = area.y + u16::from(area.height > 12);
    for (line, look) in lines {
        if line.is_empty() {
            y = y.saturating_add(1);
        }
        for row in rows(&line, &[], usize::from(area.width).saturating_sub(4)) {
            if y >= area.bottom() {
                return;
            }
            let text: String = row.into_iter().map(|(text, _)| text).collect();
            painter.text(area.x + 2, y, usize::from(area.width), &text, look);
            y += 1;
        }
    }
}

fn foot(painter: &mut Painter<'_>, state: &State) {
    let area = state.areas().foot;
    if area.is_empty() {
        return;
    }
    let total = usize::from(area.width);
    let marked = match state.marks.len() {
        0 => String::new(),
        count => format!(" 已标记 {count} "),
    };
    let right = width(&marked);
    if total > right + 20 {
        let x = area.right() - right as u16;
        painter.text(x, area.y, right, &marked, Look::Strong);
    }
    let room = total.saturating_sub(right);
    if let Some(message) = &state.message {
        painter.short(
            area.x,
            area.y,
            room,
            &format!(" {}", message.text),
            message.look,
        );
        return;
    }
    let hints: &[&str] = match state.focus {
        Focus::Query => &[
            "F1 帮助",
            "↑↓ 选择",
            "回车 正文",
            "F2 筛选",
            "F3 引用",
            "F5 版本",
            "F6 标记",
            "F9 复制",
            "F7/F8 上下条",
            "F10 导出",
            "F12 打开",
            "Ctrl-C 退出",
        ],
        Focus::Text => &[
            "? 帮助",
            "Esc 检索",
            "←→ 上下条",
            "c 引用",
            "b 返回",
            "v 版本",
            "m 标记",
            "y 复制",
            "f 筛选",
            "x 导出",
            "o 打开",
            "q 退出",
        ],
    };
    painter.hints(area.x, area.y, room, hints);
}
