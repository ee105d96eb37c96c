//! Exit codes (CONTRACT).

use std::process::ExitCode;

/// How a command ended. When several hold, the highest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Success.
    Success = 0,
    /// The answer is empty or negative.
    Negative = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Finished, but some inputs could not be read.
    Unreadable = 3,
    /// Index missing, locked, damaged or from another version.
    Index = 4,
    /// I/O or internal error.
    Internal = 5,
    /// Interrupted.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_counts() {
        assert_eq!(Exit::Negative.max(Exit::Unreadable), Exit::Unreadable);
        assert_eq!(Exit::Interrupted as u8, 130);
    }
}
