//! Reading files in parallel, a few at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use super::plan::Task;
use super::read::{Outcome, internal_error, read};
use super::roots::{role, shown};
use super::{Extractor, Progress};
use crate::index::analyzer::WordAnalyzer;
use crate::index::error::IndexError;
use crate::index::payload::Root;
use crate::index::schema::Fields;

/// What is read, and how.
pub struct Reading<'a> {
    /// Files to read.
    pub tasks: &'a [Task],
    /// Corpus folders.
    pub roots: &'a [Root],
    /// Fields of the entries made of them.
    pub fields: &'a Fields,
    /// What cuts their texts into words.
    pub analyzer: &'a WordAnalyzer,
    /// What reads their bytes.
    pub extractor: &'a Extractor,
    /// Told of each file.
    pub progress: &'a dyn Progress,
    /// Threads.
    pub jobs: usize,
    /// Whether somebody asks to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl Reading<'_> {
    /// Reads all files in parallel and hands the outcomes to `take`, one after the other. At most a few files a
    /// thread are in memory at any time.
    ///
    /// # Errors
    /// Those of `take`; [`IndexError::Interrupted`].
    pub fn all(
        &self,
        take: &mut dyn FnMut(&Task, Outcome) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let Reading {
            tasks,
            roots,
            fields,
            analyzer,
            extractor,
            progress,
            jobs,
            stop,
        } = *self;
        let next = AtomicUsize::new(0);
        let abandoned = AtomicBool::new(false);
        let (sender, receiver) = sync_channel::<(usize, Outcome)>(jobs * 2);
        let panicked: Mutex<Vec<usize>> = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..jobs.min(tasks.len()) {
                let (sender, next, abandoned) = (sender.clone(), &next, &abandoned);
                let panicked = &panicked;
                scope.spawn(move || {
                    while !abandoned.load(Ordering::Relaxed) && !stop() {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(task) = tasks.get(at) else { break };
                        let role = role(&task.found.path, roots);
                        let outcome =
                            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                                read(task, role, fields, analyzer, extractor)
                            }));
                        let Ok(outcome) = outcome else {
                            if let Ok(mut panicked) = panicked.lock() {
                                panicked.push(at);
                            }
                            continue;
                        };
                        let failed = matches!(outcome, Outcome::Failed(_));
                        progress.file(&shown(&task.found.path, roots), task.found.size, failed);
                        if sender.send((at, outcome)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            let mut result = Ok(());
            for (at, outcome) in receiver {
                if result.is_ok() {
                    result = take(&tasks[at], outcome);
                    if result.is_err() {
                        abandoned.store(true, Ordering::Relaxed);
                    }
                }
            }
            result
        })?;
        if stop() {
            return Err(IndexError::Interrupted);
        }
        for at in panicked.into_inner().unwrap_or_default() {
            let outcome = internal_error(&tasks[at]);
            take(&tasks[at], outcome)?;
        }
        Ok(())
    }
}
