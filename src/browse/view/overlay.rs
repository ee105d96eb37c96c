//! What lies over the screen.

use ratatui::layout::{Position, Rect};

use super::painter::Painter;
use super::popup::{first, popup};
use crate::browse::action::KEYS;
use crate::browse::compare_rows::Compared;
use crate::browse::effect::{RefRow, VersionRow};
use crate::browse::filters::{Choice, Field};
use crate::browse::input::LineInput;
use crate::browse::library::label;
use crate::browse::looks::Look;
use crate::browse::overlay::{Menu, Overlay, Purpose};
use crate::browse::state::State;
use crate::law::model::{Document, Relation};
use crate::report::excerpts;
use crate::report::wrap::{width, wrap};

/// Draws the overlay of a state; where the cursor goes.
pub fn draw(painter: &mut Painter<'_>, state: &State) -> Option<Position> {
    match state.overlay.as_ref()? {
        Overlay::Help { top } => help(painter, *top),
        Overlay::Filter { field, choices } => filter(painter, state, *field, choices),
        Overlay::References {
            cites,
            cited_by,
            reverse,
        } => references(painter, cites, cited_by, *reverse),
        Overlay::Versions { versions, current } => {
            self::versions(painter, state, versions, *current);
        }
        Overlay::Compare { compared, top, all } => compare(painter, compared, *top, *all),
        Overlay::Marks { cursor } => marks(painter, state, *cursor),
        Overlay::Prompt { purpose, line } => return prompt(painter, state, *purpose, line),
        Overlay::Note { title, text } => note(painter, title, text),
    }
    None
}

fn help(painter: &mut Painter<'_>, top: usize) {
    let screen = painter.screen();
    let hint = "↑↓ 滚动  Esc 关闭";
    let inner = popup(painter, "按键", hint, 84, KEYS.len() + 2);
    let rows = usize::from(inner.height).saturating_sub(1);
    let top = top.min(KEYS.len().saturating_sub(rows));
    let wide = screen.width >= 60;
    let (keys, letters) = if wide { (16, 11) } else { (10, 0) };
    let line = |painter: &mut Painter<'_>, y: u16, cells: [&str; 3], look: Look| {
        let [a, b, c] = cells;
        painter.short(inner.x, y, keys, a, look);
        painter.short(inner.x + keys as u16, y, letters, b, look);
        let x = inner.x + (keys + letters) as u16;
        let left = usize::from(inner.right().saturating_sub(x));
        painter.short(
            x,
            y,
            left,
            c,
            if look == Look::Strong {
                look
            } else {
                Look::Plain
            },
        );
    };
    line(
        painter,
        inner.y,
        ["任何时候", "在正文", "作用"],
        Look::Strong,
    );
    for (at, (key, letter, what)) in KEYS.iter().skip(top).take(rows).enumerate() {
        line(
            painter,
            inner.y + 1 + at as u16,
            [key, letter, what],
            Look::Plain,
        );
    }
}

fn filter(painter: &mut Painter<'_>, state: &State, field: Field, choices: &Menu<Choice>) {
    let rows = choices.rows.len().clamp(4, 14) + 2;
    let hint = "空格 选取  回车 选取并关闭  退格 清除  0 全清  ←→ 换项  Esc 关闭";
    let inner = popup(painter, "筛选（条数为当前结果中的）", hint, 74, rows);
    let mut x = inner.x;
    for (at, one) in Field::ALL.into_iter().enumerate() {
        let look = if one == field {
            Look::Chosen
        } else {
            Look::Plain
        };
        let room = usize::from(inner.right().saturating_sub(x));
        x = painter.text(
            x,
            inner.y,
            room,
            &format!(" {} {} ", at + 1, one.name()),
            look,
        ) + 1;
    }
    let body = Rect::new(
        inner.x,
        inner.y + 2,
        inner.width,
        inner.height.saturating_sub(2),
    );
    if choices.rows.is_empty() {
        painter.text(
            body.x,
            body.y,
            body.width.into(),
            "没有可选的值",
            Look::Faint,
        );
        return;
    }
    menu(painter, body, choices, 1, |painter, line, choice, look| {
        let sign = if state.filters.has(&choice.value) {
            "[x] "
        } else {
            "[ ] "
        };
        let count = match choice.count {
            0 => String::new(),
            count => format!(" {count}"),
        };
        let room = usize::from(line.width).saturating_sub(width(&count));
        let text = format!("{sign}{}", choice.value.name());
        painter.short(line.x, line.y, room, &text, look);
        let x = line.right().saturating_sub(width(&count) as u16);
        painter.text(x, line.y, width(&count), &count, look);
    });
}

/// Draws the lines of a list, `rows` rows each; the one under the cursor reversed.
fn menu<T>(
    painter: &mut Painter<'_>,
    area: Rect,
    menu: &Menu<T>,
    rows: u16,
    draw: impl Fn(&mut Painter<'_>, Rect, &T, Look),
) {
    if area.height < rows || area.width == 0 {
        return;
    }
    let shown = usize::from(area.height / rows);
    let top = first(menu.cursor, shown);
    for (at, row) in menu.rows.iter().enumerate().skip(top).take(shown) {
        let y = area.y + (at - top) as u16 * rows;
        let line = Rect::new(area.x, y, area.width, rows);
        draw(painter, line, row, Look::Plain);
        if at == menu.cursor {
            painter.fill(Rect::new(line.x, y, line.width, 1), Look::Chosen);
        }
    }
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Basis => "依据  ",
        Relation::Reference => "引用  ",
        Relation::Repeal => "废止  ",
        Relation::Amend => "修改  ",
        Relation::Definition => "简称  ",
        Relation::Itself => "本文件",
        Relation::History => "沿革  ",
    }
}

fn references(
    painter: &mut Painter<'_>,
    cites: &Menu<RefRow>,
    cited_by: &Menu<RefRow>,
    reverse: bool,
) {
    let screen = painter.screen();
    let shown = if reverse { cited_by } else { cites };
    let cells = usize::from(screen.width).saturating_sub(8).min(100);
    let rows =
        (shown.rows.len() * 2 + 2).clamp(6, usize::from(screen.height).saturating_sub(4).max(6));
    let hint = "回车 转去  Tab 换表  Esc 关闭";
    let inner = popup(painter, "引用与被引用", hint, cells, rows);
    let mut x = inner.x;
    for (name, count, on) in [
        ("本条引用", cites.rows.len(), !reverse),
        ("引用本条", cited_by.rows.len(), reverse),
    ] {
        let look = if on { Look::Chosen } else { Look::Plain };
        let room = usize::from(inner.right().saturating_sub(x));
        x = painter.text(x, inner.y, room, &format!(" {name} {count} "), look) + 1;
    }
    let body = Rect::new(
        inner.x,
        inner.y + 2,
        inner.width,
        inner.height.saturating_sub(2),
    );
    if shown.rows.is_empty() {
        painter.text(body.x, body.y, body.width.into(), "（无）", Look::Faint);
        return;
    }
    menu(painter, body, shown, 2, |painter, line, row, look| {
        let (name, mark) = match &row.status {
            Some((status, mark)) => (format!("〔{status}〕"), *mark),
            None => (String::new(), Look::Plain),
        };
        let room = usize::from(line.width).saturating_sub(width(&name) + 1);
        let look = if row.to.is_some() { look } else { Look::Warn };
        let text = format!("{} {}", relation(row.relation), row.name);
        painter.short(line.x, line.y, room, &text, look);
        let x = line.right().saturating_sub(width(&name) as u16);
        painter.text(x, line.y, width(&name), &name, mark);
        let room = usize::from(line.width).saturating_sub(7);
        painter.short(line.x + 7, line.y + 1, room, &row.words, Look::Faint);
    });
}

fn versions(painter: &mut Painter<'_>, state: &State, versions: &Menu<VersionRow>, current: usize) {
    let screen = painter.screen();
    let cells = usize::from(screen.width).saturating_sub(8).min(90);
    let title = state
        .reading
        .as_ref()
        .and_then(|reading| reading.opened.card.title.clone())
        .unwrap_or_default();
    let rows = versions.rows.len() * 2;
    let room = usize::from(screen.height).saturating_sub(4).max(4);
    let hint = "回车 与当前版本对比  o 打开该版本  Esc 关闭";
    let inner = popup(
        painter,
        &format!("各版本：{title}"),
        hint,
        cells,
        rows.min(room),
    );
    let here = versions.rows.get(current).map(|row| row.key);
    menu(painter, inner, versions, 2, |painter, line, row, look| {
        let status = format!("〔{}〕", row.status.0);
        let now = if Some(row.key) == here {
            "（当前）"
        } else {
            ""
        };
        let room = usize::from(line.width).saturating_sub(width(&status) + 1);
        painter.short(line.x, line.y, room, &format!("{}{now}", row.name), look);
        let x = line.right().saturating_sub(width(&status) as u16);
        painter.text(x, line.y, width(&status), &status, row.status.1);
        let room = usize::from(line.width).saturating_sub(2);
        painter.short(line.x + 2, line.y + 1, room, &row.path, Look::Faint);
    });
}

fn compare(painter: &mut Painter<'_>, compared: &Compared, top: usize, all: bool) {
    let screen = painter.screen();
    painter.clear(screen);
    let total = usize::from(screen.width);
    let title = compared.new.2.title.as_deref().unwrap_or("（无标题）");
    let [old, new] = [&compared.old, &compared.new].map(version);
    let head = format!(" 旧：{old} → 新：{new}　{title}");
    painter.short(0, 0, total, &head, Look::Strong);
    painter.fill(Rect::new(0, 0, screen.width, 1), Look::Chosen);
    let rows = compared.rows(total.saturating_sub(2), all).rows;
    let height = usize::from(screen.height).saturating_sub(2);
    for (at, row) in rows.iter().skip(top).take(height).enumerate() {
        painter.row(1, 1 + at as u16, total.saturating_sub(2), row);
    }
    if screen.height > 1 {
        let all = if all {
            "a 只看改动"
        } else {
            "a 显示全部"
        };
        let hints = [
            "[-删去-] {+增加+}",
            "→ 下一处",
            "← 上一处",
            "↑↓ 滚动",
            all,
            "Esc 关闭",
        ];
        painter.hints(0, screen.height - 1, total, &hints);
    }
}

/// What tells a version from the others: its number, else its day, else its path.
fn version((_, path, document): &(u64, String, Document)) -> String {
    match (&document.number, document.published.or(document.dated)) {
        (Some(number), _) => number.key.clone(),
        (None, Some(day)) => day.to_string(),
        (None, None) => path.clone(),
    }
}

fn marks(painter: &mut Painter<'_>, state: &State, cursor: usize) {
    let screen = painter.screen();
    let cells = usize::from(screen.width).saturating_sub(8).min(90);
    let room = usize::from(screen.height).saturating_sub(4).max(4);
    let hint = "回车 转去  m 取消标记  x 导出  Esc 关闭";
    let title = format!("已标记的条文（{}）", state.marks.len());
    let inner = popup(
        painter,
        &title,
        hint,
        cells,
        state.marks.len().clamp(2, room),
    );
    let lines = Menu {
        rows: state.marks.iter().collect(),
        cursor,
    };
    menu(painter, inner, &lines, 1, |painter, line, mark, look| {
        let status = format!("〔{}〕", excerpts::status(&mark.card, state.as_of));
        let room = usize::from(line.width).saturating_sub(width(&status) + 1);
        let number = mark.card.number.as_ref();
        let number = number.map_or_else(String::new, |number| format!("（{}）", number.key));
        let text = format!(
            "{}　{}{number}",
            label(&mark.clause),
            excerpts::title(&mark.card)
        );
        painter.short(line.x, line.y, room, &text, look);
        let x = line.right().saturating_sub(width(&status) as u16);
        painter.text(x, line.y, width(&status), &status, look);
    });
}

fn prompt(
    painter: &mut Painter<'_>,
    state: &State,
    purpose: Purpose,
    line: &LineInput,
) -> Option<Position> {
    let (title, help) = match purpose {
        Purpose::Append => (
            "添加到文件".to_owned(),
            "写入的文件（没有则新建，已有则添在末尾）：",
        ),
        Purpose::Export => (
            format!("导出已标记的 {} 条", state.marks.len()),
            "文件名以 .docx、.xlsx 或 .md 结尾，按结尾决定格式：",
        ),
    };
    let inner = popup(painter, &title, "回车 确定  Esc 取消", 62, 3);
    if inner.width == 0 || inner.height == 0 {
        return None;
    }
    let y = inner.y + u16::from(inner.height > 1) + u16::from(inner.height > 2);
    let total = usize::from(inner.width);
    if y > inner.y {
        painter.short(inner.x, inner.y, total, help, Look::Plain);
    }
    let (text, at) = line.visible(total);
    painter.text(inner.x, y, total, &text, Look::Strong);
    Some(Position::new(
        (inner.x + at as u16).min(inner.right() - 1),
        y,
    ))
}

fn note(painter: &mut Painter<'_>, title: &str, text: &str) {
    let screen = painter.screen();
    let cells = usize::from(screen.width).saturating_sub(8).clamp(8, 76);
    let lines = wrap(text, cells);
    let inner = popup(painter, title, "按任意键关闭", cells, lines.len());
    for (at, line) in lines.iter().enumerate() {
        let y = inner.y + at as u16;
        if y >= inner.bottom() {
            break;
        }
        painter.text(inner.x, y, inner.width.into(), line, Look::Plain);
    }
}
