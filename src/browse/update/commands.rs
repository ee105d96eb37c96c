//! Commands about the clause in hand.

use super::super::action::{Action, Focus};
use super::super::effect::{Effect, Way};
use super::super::input::LineInput;
use super::super::looks::Look;
use super::super::overlay::{Menu, Overlay, Purpose};
use super::super::reading::{Place, Reading};
use super::super::state::State;
use crate::report::excerpts::{self, Excerpt};

/// The file clauses are added to unless another is named.
const APPEND_TO: &str = "条文摘录.txt";
/// The file marked clauses are written to unless another is named.
pub const EXPORT_TO: &str = "条文摘录.docx";

/// Carries a command out.
pub fn command(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => return vec![Effect::Quit],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Help => {
            state.overlay = Some(Overlay::Help { top: 0 });
            return Vec::new();
        }
        Action::Filter => return filter(state),
        Action::Marks => {
            if state.marks.is_empty() {
                state.say("还没有标记条文；按 F6 标记", Look::Plain);
            } else {
                state.overlay = Some(Overlay::Marks { cursor: 0 });
            }
            return Vec::new();
        }
        Action::Export => {
            if state.marks.is_empty() {
                state.say("还没有标记条文；按 F6 标记后再导出", Look::Plain);
            } else {
                state.overlay = Some(Overlay::Prompt {
                    purpose: Purpose::Export,
                    line: LineInput::new(EXPORT_TO),
                });
            }
            return Vec::new();
        }
        Action::Back => return back(state),
        Action::Forward => return forward(state),
        _ => {}
    }
    let Some((card, clause)) = state.current() else {
        state.say("还没有选中条文", Look::Plain);
        return Vec::new();
    };
    let (key, ordinal) = (card.key, clause.ordinal);
    match action {
        Action::Citations => vec![Effect::References { key, ordinal }],
        Action::NextCitation => {
            let room = state.room();
            if let Some(reading) = &mut state.reading
                && !reading.next_citation(room)
            {
                state.say("本条没有引用", Look::Plain);
            }
            Vec::new()
        }
        Action::Follow => {
            let span = state
                .reading
                .as_ref()
                .and_then(|reading| reading.under_cursor())
                .map(|citation| citation.span);
            match span {
                Some(span) => vec![Effect::Follow { key, ordinal, span }],
                None => vec![Effect::References { key, ordinal }],
            }
        }
        Action::Versions => vec![Effect::Versions { key }],
        Action::Mark => {
            mark(state);
            Vec::new()
        }
        Action::Previous => {
            neighbour(state, -1);
            Vec::new()
        }
        Action::Next => {
            neighbour(state, 1);
            Vec::new()
        }
        Action::Copy => {
            let text = excerpts::quote(&card, clause, state.as_of);
            vec![Effect::Copy { text }]
        }
        Action::Append => {
            let name = state.append_to.as_deref().unwrap_or(APPEND_TO);
            state.overlay = Some(Overlay::Prompt {
                purpose: Purpose::Append,
                line: LineInput::new(name),
            });
            Vec::new()
        }
        Action::Open => vec![Effect::Open {
            path: card.path.clone(),
        }],
        _ => Vec::new(),
    }
}

fn filter(state: &mut State) -> Vec<Effect> {
    let field = super::super::filters::Field::default();
    // What the filters do is seen in the results.
    super::to_query(state);
    state.overlay = Some(Overlay::Filter {
        field,
        choices: Menu::new(Vec::new()),
    });
    vec![super::overlays::count(state, field)]
}

/// Marks the clause in hand, or takes its mark away.
fn mark(state: &mut State) {
    let Some((card, clause)) = state.current() else {
        return;
    };
    let excerpt = Excerpt {
        clause: clause.clone(),
        card,
    };
    if let Some(at) = state.mark_at(excerpt.card.key, excerpt.clause.ordinal) {
        state.marks.remove(at);
        let left = state.marks.len();
        state.say(format!("已取消标记，尚有 {left} 条"), Look::Plain);
        return;
    }
    state.marks.push(excerpt);
    state.remember_query();
    let count = state.marks.len();
    let text = format!("已标记 {count} 条；F10 导出，Ctrl-G 查看");
    state.say(text, Look::Good);
}

/// Goes to the clause before or after.
fn neighbour(state: &mut State, by: isize) {
    let room = state.room();
    let Some(reading) = &mut state.reading else {
        return;
    };
    let last = reading.opened.clauses.len().saturating_sub(1);
    let to = reading.at.saturating_add_signed(by).min(last);
    if to == reading.at {
        let text = if by < 0 {
            "已是第一条"
        } else {
            "已是最后一条"
        };
        state.say(text, Look::Plain);
        return;
    }
    reading.go(to, room);
}

fn here(state: &State) -> Option<Place> {
    state.reading.as_ref().map(Reading::here)
}

fn back(state: &mut State) -> Vec<Effect> {
    let Some(place) = state.back.pop() else {
        state.say("没有可返回的地方", Look::Plain);
        return Vec::new();
    };
    state.forward.extend(here(state));
    state.focus = Focus::Text;
    vec![Effect::Show {
        place,
        way: Way::Return,
    }]
}

fn forward(state: &mut State) -> Vec<Effect> {
    let Some(place) = state.forward.pop() else {
        state.say("没有可前进的地方", Look::Plain);
        return Vec::new();
    };
    state.back.extend(here(state));
    state.focus = Focus::Text;
    vec![Effect::Show {
        place,
        way: Way::Return,
    }]
}
