//! Finding clauses: the query language, ranking, highlighting and their explanation.
//!
//! Knows neither the command line nor the terminal. A query is parsed ([`query`]), tried as a direct
//! question for a document or article ([`routes`]), and otherwise turned into concepts ([`concept`])
//! that are looked up and weighed ([`weighing`]) and whose postings are scored ([`score`]) under filters
//! ([`filter`]); [`engine`] brings it together.

pub mod agencies;
pub mod amounts;
pub mod asking;
pub mod closeness;
pub mod concept;
mod cursor;
pub mod days;
mod direct;
pub mod engine;
mod evidence;
pub mod facets;
pub mod filter;
mod gather;
pub mod highlight;
pub mod lifecycle_question;
pub mod lookup;
mod nothing;
pub mod notices;
mod page;
pub mod part_number;
pub mod purpose;
pub mod query;
mod ranking;
pub mod result;
pub mod routes;
pub mod score;
pub mod spelling;
pub mod titles;
pub mod together;
mod top;
pub mod weighing;
pub mod weights;
mod window;

pub use engine::{Engine, SearchError, SearchOptions, Sort};
pub use query::Query;
pub use result::{Hit, SearchResult};
