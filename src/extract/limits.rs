//! How much of everything one file may cost.

use serde::{Deserialize, Serialize};

/// Limits for one file. Sizes are counted while reading, never taken from headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file: u64,
    /// Largest unpacked part of a container, in bytes.
    pub part: u64,
    /// Largest sum of unpacked parts of one file, in bytes.
    pub total: u64,
    /// Largest text that is handed on, in bytes.
    pub text: usize,
    /// Deepest nesting of elements or objects.
    pub depth: usize,
    /// Most elements of a web page.
    pub elements: usize,
    /// Most members of an archive.
    pub members: usize,
    /// Most pages that are read.
    pub pages: usize,
    /// CPU time of a worker for one file, in seconds.
    pub cpu_seconds: u64,
    /// Time on the clock for one file, in seconds.
    pub wall_seconds: u64,
    /// Address space of a worker, in bytes.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: super::MAX_FILE,
            part: 64 << 20,
            total: 256 << 20,
            text: 64 << 20,
            depth: 300,
            elements: 1_000_000,
            members: 2000,
            pages: 5000,
            cpu_seconds: 20,
            wall_seconds: 30,
            memory: 2 << 30,
        }
    }
}
