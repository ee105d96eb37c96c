//! Keys while something lies over the screen.

use super::super::action::{Action, Focus, action, edit, half_width};
use super::super::effect::{Effect, Way};
use super::super::filters::Field;
use super::super::key::{Code, Key};
use super::super::looks::Look;
use super::super::overlay::{Menu, Overlay, Purpose};
use super::super::reading::{Place, Top};
use super::super::state::State;
use crate::report::excerpts;

/// Rows a page moves in lists.
const PAGE: isize = 10;

/// The character of a key pressed alone, as typed without an input method.
fn letter(key: Key) -> Option<char> {
    match key.code {
        Code::Char(c) if !key.ctrl && !key.alt => Some(half_width(c).to_ascii_lowercase()),
        _ => None,
    }
}

/// How far a key moves in a list.
fn movement(key: Key, page: isize) -> Option<isize> {
    match key.code {
        Code::Up => Some(-1),
        Code::Down => Some(1),
        Code::PageUp => Some(-page),
        Code::PageDown => Some(page),
        Code::Home => Some(isize::MIN / 2),
        Code::End => Some(isize::MAX / 2),
        _ => match letter(key)? {
            'k' => Some(-1),
            'j' => Some(1),
            _ => None,
        },
    }
}

/// Takes a key.
pub fn key(state: &mut State, key: Key) -> Vec<Effect> {
    match action(Focus::Query, key) {
        Some(Action::Quit) => return vec![Effect::Quit],
        Some(Action::Redraw) => return vec![Effect::Redraw],
        _ => {}
    }
    let Some(overlay) = state.overlay.take() else {
        return Vec::new();
    };
    if let Overlay::Prompt { purpose, line } = overlay {
        return prompt(state, key, purpose, line);
    }
    if key.code == Code::Esc || (letter(key) == Some('q')) {
        return Vec::new();
    }
    match overlay {
        Overlay::Help { top } => {
            if let Some(by) = movement(key, PAGE) {
                let lines = super::super::action::KEYS.len();
                state.overlay = Some(Overlay::Help {
                    top: top.saturating_add_signed(by).min(lines),
                });
            }
            Vec::new()
        }
        Overlay::Filter { field, choices } => filter(state, key, field, choices),
        Overlay::References {
            mut cites,
            mut cited_by,
            mut reverse,
        } => {
            let menu = if reverse { &mut cited_by } else { &mut cites };
            let mut effects = Vec::new();
            match key.code {
                Code::Tab | Code::BackTab | Code::Left | Code::Right | Code::F(3) => {
                    reverse = !reverse;
                }
                Code::Enter => match menu.chosen().and_then(|row| row.to) {
                    Some(place) => effects.push(Effect::Show {
                        place,
                        way: Way::Jump,
                    }),
                    None => state.say("文库中没有这份文件", Look::Warn),
                },
                _ => {
                    if let Some(by) = movement(key, PAGE) {
                        menu.step(by);
                    }
                }
            }
            state.overlay = Some(Overlay::References {
                cites,
                cited_by,
                reverse,
            });
            effects
        }
        Overlay::Versions {
            mut versions,
            current,
        } => {
            let mut effects = Vec::new();
            let chosen = versions.chosen().map(|row| row.key);
            match key.code {
                Code::Enter => effects.extend(compare(state, &versions, current)),
                Code::Right => effects.extend(chosen.map(first_clause)),
                _ if letter(key) == Some('o') => effects.extend(chosen.map(first_clause)),
                _ => {
                    if let Some(by) = movement(key, PAGE) {
                        versions.step(by);
                    }
                }
            }
            state.overlay = Some(Overlay::Versions { versions, current });
            effects
        }
        Overlay::Compare {
            compared,
            mut top,
            mut all,
        } => {
            let (cells, height) = compare_room(state.size);
            let rows = compared.rows(cells, all);
            match (key.code, letter(key)) {
                (Code::Right | Code::F(8), _) | (_, Some('n')) => {
                    top = *rows.begins.iter().find(|&&at| at > top).unwrap_or(&top);
                }
                (Code::Left | Code::F(7), _) | (_, Some('p')) => {
                    top = *rows.begins.iter().rfind(|&&at| at < top).unwrap_or(&0);
                }
                (_, Some('a')) => {
                    all = !all;
                    top = 0;
                }
                (_, Some(' ')) => top = top.saturating_add(height),
                _ => {
                    if let Some(by) = movement(key, height.cast_signed()) {
                        top = top.saturating_add_signed(by);
                    }
                }
            }
            state.overlay = Some(Overlay::Compare { compared, top, all });
            clamp_compare(state);
            Vec::new()
        }
        Overlay::Marks { cursor } => marks(state, key, cursor),
        Overlay::Note { .. } | Overlay::Prompt { .. } => Vec::new(),
    }
}

/// Cells and rows of a comparison on a screen.
pub fn compare_room(size: (u16, u16)) -> (usize, usize) {
    (
        usize::from(size.0).saturating_sub(2),
        usize::from(size.1).saturating_sub(2),
    )
}

/// Keeps the end of a comparison on the last row.
pub fn clamp_compare(state: &mut State) {
    let (cells, height) = compare_room(state.size);
    if let Some(Overlay::Compare { compared, top, all }) = &mut state.overlay {
        let rows = compared.rows(cells, *all).rows.len();
        *top = (*top).min(rows.saturating_sub(height));
    }
}

fn first_clause(key: u64) -> Effect {
    Effect::Show {
        place: Place {
            key,
            ordinal: 0,
            top: Top::default(),
        },
        way: Way::Jump,
    }
}

fn compare(
    state: &mut State,
    versions: &Menu<super::super::effect::VersionRow>,
    current: usize,
) -> Option<Effect> {
    if versions.cursor == current {
        state.say("请选另一个版本", Look::Plain);
        return None;
    }
    let (here, other) = (versions.rows.get(current)?.key, versions.chosen()?.key);
    let (_, clause) = state.current()?;
    let (old, new) = if current < versions.cursor {
        (here, other)
    } else {
        (other, here)
    };
    Some(Effect::Compare {
        old,
        new,
        at: (here, clause.ordinal),
    })
}

/// The effect that counts what can be chosen for a field.
pub fn count(state: &State, field: Field) -> Effect {
    Effect::Count {
        query: format!("{}{}", state.query.text(), state.filters.text(Some(field))),
        exact: state.exact,
        field,
    }
}

fn filter(
    state: &mut State,
    key: Key,
    field: Field,
    mut choices: Menu<super::super::filters::Choice>,
) -> Vec<Effect> {
    let mut next = field;
    let mut stay = true;
    match (key.code, letter(key)) {
        (Code::Tab | Code::Right | Code::F(2), _) => next = field.step(1),
        (Code::BackTab | Code::Left, _) => next = field.step(3),
        (_, Some(digit @ '1'..='4')) => next = Field::ALL[digit as usize - '1' as usize],
        (Code::Enter, _) | (_, Some(' ')) => {
            if let Some(choice) = choices.chosen() {
                state.filters.toggle(&choice.value);
            }
            stay = key.code != Code::Enter;
        }
        (Code::Backspace | Code::Delete, _) => state.filters.clear(field),
        (_, Some('0')) => Field::ALL
            .iter()
            .for_each(|&field| state.filters.clear(field)),
        _ => {
            if let Some(by) = movement(key, PAGE) {
                choices.step(by);
            }
        }
    }
    if !stay {
        return Vec::new();
    }
    let mut effects = Vec::new();
    if next == field {
        state.overlay = Some(Overlay::Filter { field, choices });
    } else {
        effects.push(count(state, next));
        state.overlay = Some(Overlay::Filter {
            field: next,
            choices: Menu::new(Vec::new()),
        });
    }
    effects
}

fn marks(state: &mut State, key: Key, mut cursor: usize) -> Vec<Effect> {
    let mut effects = Vec::new();
    let chosen = state.marks.get(cursor);
    match (key.code, letter(key)) {
        (Code::Enter, _) => effects.extend(chosen.map(|mark| Effect::Show {
            place: Place {
                key: mark.card.key,
                ordinal: mark.clause.ordinal,
                top: Top::default(),
            },
            way: Way::Jump,
        })),
        (Code::Delete | Code::Backspace | Code::F(6), _) | (_, Some('m')) => {
            if cursor < state.marks.len() {
                state.marks.remove(cursor);
            }
        }
        (Code::F(10), _) | (_, Some('x')) => {
            return super::commands::command(state, Action::Export);
        }
        _ => {
            if let Some(by) = movement(key, PAGE) {
                cursor = cursor.saturating_add_signed(by);
            }
        }
    }
    if !state.marks.is_empty() {
        cursor = cursor.min(state.marks.len() - 1);
        state.overlay = Some(Overlay::Marks { cursor });
    }
    effects
}

fn prompt(
    state: &mut State,
    key: Key,
    purpose: Purpose,
    mut line: super::super::input::LineInput,
) -> Vec<Effect> {
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Enter => {
            let path = line.text().trim().to_owned();
            if !path.is_empty() {
                return written(state, purpose, path);
            }
        }
        _ => {
            if let Some(edit) = edit(key) {
                line.edit(edit);
            }
        }
    }
    state.overlay = Some(Overlay::Prompt { purpose, line });
    Vec::new()
}

fn written(state: &mut State, purpose: Purpose, path: String) -> Vec<Effect> {
    match purpose {
        Purpose::Append => {
            let Some((card, clause)) = state.current() else {
                return Vec::new();
            };
            let text = excerpts::quote(&card, clause, state.as_of);
            state.append_to = Some(path.clone());
            vec![Effect::Append { path, text }]
        }
        Purpose::Export => vec![Effect::Export {
            path,
            excerpts: state.marks.clone(),
        }],
    }
}
