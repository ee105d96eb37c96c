//! `parse --format json` (CONTRACT).
