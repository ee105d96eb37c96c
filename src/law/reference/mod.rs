//! References: how one legal text names another, or a part of itself.
//!
//! [`title`] finds names in book marks, [`names`] those without, [`unit`] is the grammar of what may
//! follow them (`第十条第二款`), [`passage`] prepares a clause for reading. Nothing here knows what a
//! reference is used for; that is [`super::citation`]'s and [`super::repeal`]'s business.

pub mod names;
pub mod passage;
pub mod title;
pub mod unit;
