//! The catalogue: what staff know about law that no indexed text says.
//!
//! Tables are plain text under `data/catalogue`, compiled in; users add rows of their own as tables of
//! the same name. Every row says whether somebody has read its source ([`Row::verified`]).

mod bodies;
mod bundle;
mod jurisdiction;
mod laws;
mod plans;
mod table;
mod wording;

pub use bodies::{Body, Reach};
pub use bundle::{Catalogue, UserTable};
pub use jurisdiction::Profile;
pub use laws::{RepealedLaw, Revision, Way};
pub use plans::{Plan, PlanKind};
pub use table::{CatalogueError, Fuzzy, Guard};
pub use wording::{OwnWords, Pattern, Wording};
