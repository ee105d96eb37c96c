//! What keys and answers do to the screen.

mod commands;
mod overlays;

use super::action::{Action, Edit, Focus, action};
use super::effect::{Answer, Effect, Way};
use super::key::Input;
use super::looks::Look;
use super::overlay::{Menu, Overlay};
use super::page;
use super::reading::{Place, Reading, Top};
use super::state::{Found, PAGE, State};

/// Changes the screen for what was typed and says what has to be done.
pub fn update(state: &mut State, input: Input) -> Vec<Effect> {
    match input {
        Input::Resize(width, height) => {
            state.size = (width, height);
            refit(state);
            Vec::new()
        }
        Input::Paste(text) => {
            state.message = None;
            if let Some(Overlay::Prompt { line, .. }) = &mut state.overlay {
                line.paste(&text);
            } else {
                state.overlay = None;
                to_query(state);
                state.query.paste(&text);
            }
            Vec::new()
        }
        Input::Pause if state.could_be_mended() => vec![Effect::Search {
            query: state.full_query(),
            exact: false,
            mend: true,
            limit: PAGE,
        }],
        Input::Pause => Vec::new(),
        Input::Key(key) => {
            state.message = None;
            if state.overlay.is_some() {
                return overlays::key(state, key);
            }
            match action(state.focus, key) {
                Some(action) => act(state, action),
                None => Vec::new(),
            }
        }
    }
}

/// Whether an input only changes the query, so that the search for it can wait for the next one.
pub fn edits(state: &State, input: &Input) -> bool {
    match input {
        Input::Paste(_) => true,
        Input::Key(key) => {
            state.overlay.is_none()
                && state.focus == Focus::Query
                && matches!(action(state.focus, *key), Some(Action::Edit(_)))
        }
        Input::Resize(..) | Input::Pause => false,
    }
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Edit(edit) => {
            // A question mark with nothing before it asks for help, whatever made it.
            if state.query.is_empty() && matches!(edit, Edit::Insert('?' | '？')) {
                state.overlay = Some(Overlay::Help { top: 0 });
                return Vec::new();
            }
            if state.focus == Focus::Text {
                to_query(state);
                state.query.edit(Edit::End);
            }
            state.query.edit(edit);
            Vec::new()
        }
        Action::Clear => {
            // Alt-↑ brings it back.
            state.remember_query();
            state.query.clear();
            Vec::new()
        }
        Action::Exact => {
            state.exact = !state.exact;
            Vec::new()
        }
        Action::OlderQuery => {
            older_query(state);
            Vec::new()
        }
        Action::Switch if state.focus == Focus::Text => {
            to_query(state);
            Vec::new()
        }
        Action::Switch | Action::ToText => {
            to_text(state);
            Vec::new()
        }
        Action::ToQuery => {
            to_query(state);
            Vec::new()
        }
        Action::Up => step(state, -1),
        Action::Down => step(state, 1),
        Action::PageUp => step(state, -page_size(state)),
        Action::PageDown => step(state, page_size(state)),
        Action::First => ends(state, false),
        Action::Last => ends(state, true),
        other => commands::command(state, other),
    }
}

fn page_size(state: &State) -> isize {
    let areas = state.areas();
    let size = match state.focus {
        Focus::Query => areas.hits(),
        Focus::Text => areas.rows(),
    };
    // A row of what was there stays.
    size.saturating_sub(1).max(1).cast_signed()
}

fn ends(state: &mut State, last: bool) -> Vec<Effect> {
    let room = state.room();
    if let Some(reading) = &mut state.reading {
        let end = reading.opened.clauses.len().saturating_sub(1);
        reading.go(if last { end } else { 0 }, room);
    }
    Vec::new()
}

/// Moves in the results or in the text.
fn step(state: &mut State, by: isize) -> Vec<Effect> {
    if state.focus == Focus::Text {
        let room = state.room();
        if let Some(reading) = &mut state.reading {
            reading.scroll(by, room);
        }
        return Vec::new();
    }
    let before = state.chosen;
    state.chosen = state.chosen.saturating_add_signed(by);
    state.keep_in_sight();
    let mut effects = Vec::new();
    if state.chosen != before || !reads_chosen(state) {
        effects.extend(show_chosen(state));
    }
    let found = &state.found;
    let near = state.chosen + state.areas().hits() >= found.hits.len();
    if by > 0 && near && found.hits.len() >= found.limit {
        effects.push(Effect::Search {
            query: found.query.clone(),
            exact: found.exact,
            mend: found.mended,
            limit: found.limit * 4,
        });
    }
    effects
}

/// Whether the open clause is the chosen hit.
fn reads_chosen(state: &State) -> bool {
    match (&state.reading, state.hit()) {
        (Some(reading), Some(hit)) => {
            reading.opened.card.key == hit.card.key
                && reading
                    .clause()
                    .is_some_and(|clause| clause.ordinal == hit.clause.ordinal)
        }
        _ => true,
    }
}

fn show_chosen(state: &State) -> Option<Effect> {
    state.hit().map(|hit| Effect::Show {
        place: Place {
            key: hit.card.key,
            ordinal: hit.clause.ordinal,
            top: Top::default(),
        },
        way: Way::Chosen,
    })
}

fn to_query(state: &mut State) {
    state.focus = Focus::Query;
    refit(state);
}

fn to_text(state: &mut State) {
    if state.reading.is_some() {
        state.remember_query();
        state.focus = Focus::Text;
        refit(state);
    }
}

fn older_query(state: &mut State) {
    let now = state.query.text();
    let at = state
        .asked
        .iter()
        .rposition(|known| *known == now)
        .unwrap_or(state.asked.len());
    if let Some(older) = at.checked_sub(1).and_then(|at| state.asked.get(at)) {
        state.query = super::input::LineInput::new(older);
        to_query(state);
    }
}

/// Keeps everything in sight after the room has changed.
fn refit(state: &mut State) {
    state.keep_in_sight();
    reveal(state);
}

/// Puts the clause in hand on the screen, its first match too.
fn reveal(state: &mut State) {
    let room = state.room();
    let Some(reading) = &state.reading else {
        return;
    };
    let key = reading.opened.card.key;
    let first = reading
        .clause()
        .and_then(|clause| state.matches(key, clause.ordinal).first())
        .map(|span| page::row_of(&reading.opened, reading.at, room.cells, span.start));
    if let Some(reading) = &mut state.reading {
        reading.reveal(first.unwrap_or(0), room);
    }
}

/// A note with our key in place of the option of the command line.
fn own_key(note: &str) -> String {
    note.replace("--exact ", "Alt-E ")
}

/// Takes an answer in and says what follows from it.
pub fn answered(state: &mut State, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Found {
            query,
            exact,
            mend,
            limit,
            result,
        } => {
            let again = state.found.query == query && state.found.exact == exact;
            state.found = Found {
                query,
                exact,
                mended: mend,
                limit,
                total: result.total,
                hits: result.hits,
                notes: result.notes.iter().map(|note| own_key(note)).collect(),
                error: None,
            };
            if again && limit > PAGE && !state.found.hits.is_empty() {
                state.keep_in_sight();
                return Vec::new();
            }
            state.chosen = 0;
            state.first = 0;
            if state.found.hits.is_empty() {
                state.reading = None;
                state.focus = Focus::Query;
            }
            show_chosen(state).into_iter().collect()
        }
        Answer::NotFound {
            query,
            exact,
            reason,
        } => {
            state.found = Found {
                query,
                exact,
                mended: true,
                error: Some(reason).filter(|reason| !reason.is_empty()),
                ..Found::default()
            };
            state.chosen = 0;
            state.first = 0;
            state.reading = None;
            state.focus = Focus::Query;
            Vec::new()
        }
        Answer::Counted { field, choices } => {
            if let Some(Overlay::Filter {
                field: shown,
                choices: menu,
            }) = &mut state.overlay
                && *shown == field
            {
                let choices = state.filters.with_set(field, choices);
                let kept = menu.chosen().map(|choice| choice.value.clone());
                *menu = Menu::new(choices);
                menu.cursor = menu
                    .rows
                    .iter()
                    .position(|choice| Some(&choice.value) == kept.as_ref())
                    .unwrap_or(0);
            }
            Vec::new()
        }
        Answer::Shown { opened, place, way } => {
            if way == Way::Jump {
                if let Some(reading) = &state.reading {
                    state.back.push(reading.here());
                }
                state.forward.clear();
            }
            let at = opened.place(place.ordinal);
            state.reading = Some(Reading::new(opened, at));
            if way == Way::Chosen {
                reveal(state);
                return Vec::new();
            }
            state.overlay = None;
            state.focus = Focus::Text;
            refit(state);
            let room = state.room();
            if way == Way::Return
                && let Some(reading) = &mut state.reading
            {
                reading.top = place.top;
                reading.scroll(0, room);
            }
            Vec::new()
        }
        Answer::References { cites, cited_by } => {
            if cites.is_empty() && cited_by.is_empty() {
                state.say("本条没有引用，也未被引用", Look::Plain);
                return Vec::new();
            }
            state.overlay = Some(Overlay::References {
                reverse: cites.is_empty(),
                cites: Menu::new(cites),
                cited_by: Menu::new(cited_by),
            });
            Vec::new()
        }
        Answer::Versions { versions, current } => {
            let mut versions = Menu::new(versions);
            // The version that followed is what one asks for; of the last the one before.
            versions.cursor = if current + 1 < versions.rows.len() {
                current + 1
            } else {
                current.saturating_sub(1)
            };
            state.overlay = Some(Overlay::Versions { versions, current });
            Vec::new()
        }
        Answer::Compared(compared) => {
            let (cells, _) = overlays::compare_room(state.size);
            let top = compared.rows(cells, false).at.unwrap_or(0);
            state.overlay = Some(Overlay::Compare {
                compared,
                top,
                all: false,
            });
            overlays::clamp_compare(state);
            Vec::new()
        }
        Answer::Done(text) => {
            state.say(text, Look::Good);
            Vec::new()
        }
        Answer::Failed(text) => {
            state.say(text, Look::Warn);
            Vec::new()
        }
        Answer::Note { title, text } => {
            state.overlay = Some(Overlay::Note { title, text });
            Vec::new()
        }
    }
}
