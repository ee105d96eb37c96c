//! The rules, one file each. `run` looks at one document; the comment over the type is the manual.

#![expect(
    dead_code,
    reason = "the types carry the manuals, as documentation and for `explain`"
)]

pub(super) mod basis_amended;
pub(super) mod basis_repealed;
pub(super) mod broken_reference;
mod cited;
pub(super) mod cites_missing_article;
pub(super) mod cites_repealed;
pub(super) mod duplicate;
pub(super) mod expired;
pub(super) mod expiring;
pub(super) mod fair_competition;
pub(super) mod no_validity;
pub(super) mod past_deadline;
pub(super) mod repealed;
pub(super) mod stale_body;
pub(super) mod superseded;
mod term;
pub(super) mod trial_overdue;
pub(super) mod validity_too_long;
