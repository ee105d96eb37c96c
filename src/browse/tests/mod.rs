//! The screen without a terminal: every screen as it looks, what keys do, and keys at random.

mod any_keys;
mod conversation;
mod sample;
mod screens;
