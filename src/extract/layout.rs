//! Positioned text to lines.
