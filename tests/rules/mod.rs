//! The rules of the clean-up on documents: small ones for each rule, and the sample corpus.

mod fixtures;
mod load;
mod sample;
