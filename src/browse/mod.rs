//! `browse`: the interactive search screen, all of it but the terminal.
//!
//! [`state`] is what is on the screen. A [`key`] means an [`action`]; [`update`] carries the action out on the
//! state and says what has to be done beyond it as [`effect`]s. [`library`] answers those that need the index;
//! the rest (clipboard, files, programs) go to whoever holds the terminal. [`view`] draws a state. So the
//! whole screen can be tried without a terminal: [`advance`] feeds it keys.

pub mod action;
pub mod compare_rows;
pub mod effect;
pub mod filters;
pub mod input;
pub mod key;
pub mod layout;
pub mod library;
pub mod looks;
pub mod overlay;
pub mod page;
pub mod reading;
pub mod shelf;
pub mod state;
pub mod update;
pub mod view;

use std::collections::VecDeque;

use effect::Effect;
use key::Input;
use library::Library;
use state::State;

/// Feeds the screen what was typed and gives back what has to be done outside. Keys that came together (a
/// paste, a word committed by an input method) are searched for once.
pub fn advance(
    state: &mut State,
    library: &mut Library<'_>,
    inputs: impl IntoIterator<Item = Input>,
) -> Vec<Effect> {
    let mut outside = Vec::new();
    for input in inputs {
        if state.is_behind() && !update::edits(state, &input) {
            let search = state.search();
            settle(state, library, search, &mut outside);
        }
        let effects = update::update(state, input);
        settle(state, library, effects, &mut outside);
    }
    if state.is_behind() {
        let search = state.search();
        settle(state, library, search, &mut outside);
    }
    outside
}

/// Carries effects out until nothing follows from them.
fn settle(
    state: &mut State,
    library: &mut Library<'_>,
    effects: Vec<Effect>,
    outside: &mut Vec<Effect>,
) {
    let mut queue = VecDeque::from(effects);
    while let Some(effect) = queue.pop_front() {
        match library.perform(effect) {
            Ok(answer) => queue.extend(update::answered(state, answer)),
            Err(effect) => outside.push(effect),
        }
    }
}

#[cfg(test)]
mod tests;
