//! One run, from the lock to the commit.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::effects::effects;
use super::journal::{self, Touched};
use super::open::{Opening, open};
use super::plan::{Plan, plan};
use super::pool::Reading;
use super::queue::Writer;
use super::read::Outcome;
use super::resolve::{Pending, settle};
use super::roots::{merge, role, shown};
use super::walk::list;
use super::write::{Batch, put_card, put_file, put_table, put_text, remove_file};
use super::{FailedFile, Progress, SyncOptions, SyncReport, Warning};
use crate::index::entry::FileRecord;
use crate::index::error::IndexError;
use crate::index::freshness;
use crate::index::generation::IndexFolder;
use crate::index::lock::WriteLock;
use crate::index::payload::{Counts, Payload, REMEMBERED_RUNS, Root, Run, Versions};
use crate::index::reader::Reader;
use crate::index::schema::entry_kind;
use crate::index::standing::Standings;
use crate::index::summary::Summaries;
use crate::lexicon;

/// Brings the index in `folder` in line with its corpus folders.
///
/// # Errors
/// [`IndexError`]; then the index is as it was before. Files that cannot be read are no error but
/// stand in the report.
pub fn run(
    folder: &Path,
    options: &SyncOptions,
    progress: &dyn Progress,
) -> Result<SyncReport, IndexError> {
    let begun = Instant::now();
    let index = IndexFolder::new(folder);
    if !options.dry_run {
        fs::create_dir_all(folder).map_err(IndexError::io(folder))?;
    }
    let _lock = if options.dry_run {
        None
    } else {
        Some(WriteLock::acquire(
            folder,
            &options.holder,
            options.patience,
        )?)
    };
    let current = index.current()?;
    let old = match current.map(|_| Reader::open(folder)) {
        None => None,
        Some(Ok(reader)) => Some(reader),
        Some(Err(error @ (IndexError::Version { .. } | IndexError::Damaged { .. }))) => {
            if options.rebuild {
                None
            } else {
                return Err(error);
            }
        }
        Some(Err(error)) => return Err(error),
    };
    let remembered = old
        .as_ref()
        .map_or(&[][..], |reader| &reader.payload().roots);
    let roots = merge(remembered, options)?;
    let versions = Versions::current(lexicon::version(&options.user_words));
    let rebuilt = match &old {
        None if current.is_some() => Some("原索引无法读取，全部重建"),
        Some(_) if options.rebuild => Some("按要求全部重建"),
        Some(reader) if reader.payload().versions != versions => {
            Some("程序或词典版本有变化，全部重建")
        }
        None | Some(_) => None,
    };
    let base = old.as_ref().filter(|_| rebuilt.is_none());

    progress.stage("查找文件");
    let known = base.map_or_else(|| Ok(Vec::new()), Reader::raw_files)?;
    let listings = roots.iter().map(list).collect();
    let plan = plan(&roots, listings, known, options.verify, options.ocr);
    if !options.dry_run {
        freshness::mark(folder, None);
    }
    let mut job = Job {
        roots,
        report: empty_report(rebuilt, options),
        read: Vec::new(),
        options,
        progress,
    };
    job.describe(&plan);
    let stop = || {
        options
            .interrupted
            .is_some_and(|flag| flag.load(Ordering::Relaxed))
    };
    if options.dry_run {
        job.rehearse(&plan);
        job.report.payload = old.as_ref().map(|reader| reader.payload().clone());
    } else if base.is_some_and(|reader| job.nothing_to_do(&plan, reader.payload())) {
        job.report.payload = old.as_ref().map(|reader| reader.payload().clone());
    } else {
        let number = base.map_or(current.unwrap_or(0) + 1, |reader| {
            reader.payload().generation
        });
        if base.is_none() {
            index.remove_others(current);
        }
        let runs = old
            .as_ref()
            .map(|reader| reader.payload().runs.clone())
            .unwrap_or_default();
        let payload = job.write(&index, number, base, plan, versions, runs, begun, &stop)?;
        if base.is_none() {
            index.set_current(number)?;
            drop(old);
            index.remove_others(Some(number));
        }
        let read = std::mem::take(&mut job.read);
        let report = job.finish(begun);
        journal::write(folder, &options.now, &payload, &report, &read);
        return Ok(SyncReport {
            payload: Some(payload),
            ..report
        });
    }
    Ok(job.finish(begun))
}

fn empty_report(rebuilt: Option<&'static str>, options: &SyncOptions) -> SyncReport {
    SyncReport {
        roots: Vec::new(),
        added: Vec::new(),
        updated: Vec::new(),
        unchanged: 0,
        removed: Vec::new(),
        moved: Vec::new(),
        failed: Vec::new(),
        effects: Vec::new(),
        warnings: Vec::new(),
        refused_words: lexicon::refused(&options.user_words),
        rebuilt,
        payload: None,
        dry_run: options.dry_run,
        elapsed_ms: 0,
    }
}

struct Job<'a> {
    roots: Vec<Root>,
    report: SyncReport,
    read: Vec<Touched>,
    options: &'a SyncOptions,
    progress: &'a dyn Progress,
}

impl Job<'_> {
    fn shown(&self, path: &str) -> String {
        shown(path, &self.roots)
    }

    /// What the plan alone tells.
    fn describe(&mut self, plan: &Plan) {
        for failed in &plan.failed {
            let path = self.shown(&failed.path);
            self.report.failed.push(FailedFile {
                path,
                failure: failed.failure.clone(),
            });
        }
        for warning in &plan.warnings {
            let path = self.shown(&warning.path);
            self.report.warnings.push(Warning {
                path,
                message: warning.message.clone(),
            });
        }
        self.report.removed = plan
            .removed
            .iter()
            .map(|record| self.shown(&record.path))
            .collect();
        self.report.unchanged = plan.unchanged.len() as u64;
    }

    /// Reports what could not be read of a file.
    fn note_failures(&mut self, record: &FileRecord) {
        for (path, failure) in record.failures() {
            let path = self.shown(&path);
            self.report.failed.push(FailedFile {
                path,
                failure: failure.clone(),
            });
        }
    }

    fn rehearse(&mut self, plan: &Plan) {
        for task in &plan.tasks {
            let path = self.shown(&task.found.path);
            match &task.known {
                None => self.report.added.push(path),
                Some(known) => {
                    let same = fs::read(&task.found.absolute)
                        .is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == known.hash);
                    if same {
                        self.report.unchanged += 1;
                    } else {
                        self.report.updated.push(path);
                    }
                }
            }
        }
    }

    fn nothing_to_do(&self, plan: &Plan, payload: &Payload) -> bool {
        plan.tasks.is_empty() && plan.removed.is_empty() && payload.roots == self.roots
    }

    #[expect(clippy::too_many_arguments, reason = "one call, the parts of a run")]
    fn write(
        &mut self,
        index: &IndexFolder,
        number: u64,
        base: Option<&Reader>,
        plan: Plan,
        versions: Versions,
        runs: Vec<Run>,
        begun: Instant,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Payload, IndexError> {
        self.progress.stage("载入词典");
        let jobs = self.jobs();
        let (mut writer, fields, analyzer) = open(&Opening {
            generation: &index.generation(number),
            is_new: base.is_none(),
            files: plan.tasks.len(),
            jobs,
            user_words: &self.options.user_words,
        })?;

        let bytes = plan.tasks.iter().map(|task| task.found.size).sum();
        self.progress.stage("读取与索引");
        self.progress.begin(plan.tasks.len() as u64, bytes);
        let mut gone: HashMap<String, String> = plan
            .removed
            .iter()
            .map(|record| (record.hash.clone(), record.path.clone()))
            .collect();
        let mut counts = Counts::default();
        plan.unchanged
            .iter()
            .for_each(|record| count(&mut counts, record));
        drop(plan.unchanged);
        let mut rewritten: HashSet<String> = HashSet::new();
        for record in &plan.removed {
            remove_file(&writer, &fields, &record.path);
            rewritten.insert(record.path.clone());
        }
        let mut pending = Vec::new();
        let reading = Reading {
            tasks: &plan.tasks,
            roots: &self.roots.clone(),
            fields: &fields,
            analyzer: &analyzer,
            extractor: &self.options.extractor,
            progress: self.progress,
            jobs,
            stop,
        };
        let job = &mut *self;
        // The entries of files go in together, at the end: the next run reads all of them and little else.
        let mut files: Vec<(FileRecord, bool)> = Vec::new();
        let mut facts = Batch::default();
        let read = reading.all(&mut |task, outcome| {
            match outcome {
                Outcome::Unchanged(record) => {
                    job.report.unchanged += 1;
                    count(&mut counts, &record);
                    files.push((record, task.known.is_some()));
                }
                Outcome::Failed(record) => {
                    job.note_failures(&record);
                    count(&mut counts, &record);
                    files.push((record, task.known.is_some()));
                }
                Outcome::Read(record, documents) => {
                    if task.known.is_some() {
                        remove_file(&writer, &fields, &record.path);
                        rewritten.insert(record.path.clone());
                    }
                    job.note_failures(&record);
                    let path = job.shown(&record.path);
                    job.read.push(Touched {
                        path: path.clone(),
                        hash: record.hash.clone(),
                    });
                    if task.known.is_none()
                        && let Some(old) = gone.remove(&record.hash)
                    {
                        let old = job.shown(&old);
                        job.report.moved.push((old, path.clone()));
                    }
                    job.report
                        .warnings
                        .extend(record.warnings.iter().map(|message| Warning {
                            path: path.clone(),
                            message: message.clone(),
                        }));
                    if task.known.is_some() {
                        job.report.updated.push(path);
                    } else {
                        job.report.added.push(path);
                    }
                    for mut document in documents {
                        put_text(&writer, &fields, &mut document, &mut facts)?;
                        pending.push(Pending {
                            card: document.card,
                            facts: document.facts,
                            fresh: true,
                            dirty: true,
                        });
                    }
                    count(&mut counts, &record);
                    files.push((record, task.known.is_some()));
                }
            }
            Ok(())
        });
        if let Err(IndexError::Engine(error)) = read {
            // A full disk shows first as a dead worker; what killed it is known when it is joined.
            return Err(writer
                .inner()
                .prepare_commit()
                .err()
                .unwrap_or(error)
                .into());
        }
        read?;
        facts.finish(&writer)?;
        for (record, is_known) in files {
            put_file(&writer, &fields, &record, is_known)?;
        }
        self.progress.stage("核对文件之间的废止与修改关系");
        if let Some(reader) = base {
            for (card, facts) in reader.cards_and_facts()? {
                if rewritten.contains(&card.path) {
                    continue;
                }
                pending.push(Pending {
                    card,
                    facts,
                    fresh: false,
                    dirty: false,
                });
            }
        }
        for document in &mut pending {
            let now = role(&document.card.path, &self.roots);
            document.dirty |= document.card.role != now;
            document.card.role = now;
        }
        pending
            .sort_by(|a, b| (&a.card.path, a.card.position).cmp(&(&b.card.path, b.card.position)));
        let changes = settle(&mut pending);
        for change in &changes {
            let document = &pending[change.document];
            put_card(
                &writer,
                &fields,
                &document.card,
                &document.facts,
                !document.fresh,
            )?;
        }
        let cards = || pending.iter().map(|document| &document.card);
        let standings = Standings::table(cards());
        put_table(&writer, &fields, entry_kind::STANDING, &standings)?;
        let summaries = Summaries::table(cards());
        put_table(&writer, &fields, entry_kind::SUMMARY, &summaries)?;
        if let Some(reader) = base {
            let mut effects = effects(reader, &pending, &changes)?;
            for effect in &mut effects {
                effect.path = self.shown(&effect.path);
            }
            self.report.effects = effects;
        }
        if stop() {
            return Err(IndexError::Interrupted);
        }
        counts.documents = pending.len() as u64;
        for Pending { card, .. } in &pending {
            counts.clauses += u64::from(card.clauses);
            counts.articles += u64::from(card.articles);
        }
        drop(pending);
        self.progress.stage("写入磁盘");
        self.commit(writer, number, versions, counts, runs, begun, stop)
    }

    #[expect(clippy::too_many_arguments, reason = "one call, the parts of a commit")]
    fn commit(
        &mut self,
        mut writer: Writer,
        generation: u64,
        versions: Versions,
        counts: Counts,
        mut runs: Vec<Run>,
        begun: Instant,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Payload, IndexError> {
        runs.push(Run {
            at: self.options.now.clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            added: self.report.added.len() as u64,
            updated: self.report.updated.len() as u64,
            unchanged: self.report.unchanged,
            removed: self.report.removed.len() as u64,
            failed: self.report.failed.len() as u64,
            elapsed_ms: begun.elapsed().as_millis() as u64,
        });
        let surplus = runs.len().saturating_sub(REMEMBERED_RUNS);
        runs.drain(..surplus);
        let payload = Payload {
            versions,
            generation,
            roots: self.roots.clone(),
            counts,
            runs,
        };
        let text = serde_json::to_string(&payload)
            .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        let mut prepared = writer.inner().prepare_commit()?;
        if stop() {
            prepared.abort()?;
            return Err(IndexError::Interrupted);
        }
        prepared.set_payload(&text);
        prepared.commit()?;
        writer.close()?;
        Ok(payload)
    }

    fn jobs(&self) -> usize {
        match self.options.jobs {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            jobs => jobs,
        }
    }

    fn finish(mut self, begun: Instant) -> SyncReport {
        let report = &mut self.report;
        report.roots = self.roots;
        report.moved.sort();
        report.added.sort();
        report.updated.sort();
        report.removed.sort();
        report.failed.sort_by(|a, b| a.path.cmp(&b.path));
        report
            .warnings
            .sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
        report.elapsed_ms = begun.elapsed().as_millis() as u64;
        self.report
    }
}

/// Counts a file that stays in the index.
fn count(counts: &mut Counts, record: &FileRecord) {
    if record.documents > 0 {
        counts.files += 1;
        counts.bytes += record.size;
    }
    counts.failed += u64::from(record.failure.is_some());
}
