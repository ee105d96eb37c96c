//! How long a key takes until the screen is drawn: `cargo bench --bench browse -- INDEX`.
//!
//! Types queries of twelve Chinese characters one by one, at two sizes, and fails where a key takes more than
//! 20 ms of processor time (of the clock where the system does not tell). The terminal itself is not in it.

#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use jiff::civil::date;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tiaowen::browse::key::{Code, Input, Key};
use tiaowen::browse::library::Library;
use tiaowen::browse::shelf::Shelf;
use tiaowen::browse::state::{Start, State};
use tiaowen::browse::{advance, view};
use tiaowen::index::Reader;
use tiaowen::search::Engine;

/// What a key may take.
const LIMIT: Duration = Duration::from_millis(20);

const QUERIES: [&str; 6] = [
    "科技企业孵化器认定条件法",
    "行政许可申请材料不予受理",
    "国家机关工作人员滥用职权",
    "固定资产投资项目节能审查",
    "高新技术企业认定管理办法",
    "法律责任罚款没收违法所得",
];

fn main() -> ExitCode {
    let Some(index) = std::env::args()
        .skip(1)
        .find(|arg| !arg.starts_with('-'))
        .map(PathBuf::from)
    else {
        println!("cargo bench --bench browse -- INDEX");
        return ExitCode::SUCCESS;
    };
    let reader = match Reader::open(&index) {
        Ok(reader) => reader,
        Err(error) => {
            println!("{}: {error}", index.display());
            return ExitCode::FAILURE;
        }
    };
    println!("{} clauses", reader.payload().counts.clauses);
    let mut all: Vec<Duration> = Vec::new();
    for size in [(80, 24), (160, 50)] {
        for filter in ["", " status:in_force"] {
            for query in QUERIES {
                let mut times = typed(&reader, size, filter, query);
                all.extend(&times);
                let line: Vec<String> = times.iter().map(|&time| shown(time)).collect();
                times.sort();
                println!(
                    "{}x{}{filter} {query}: {} ms, worst {}",
                    size.0,
                    size.1,
                    line.join(" "),
                    times.last().map_or_else(String::new, |&time| shown(time))
                );
            }
        }
    }
    all.sort();
    let at = |share: usize| shown(all[(all.len() - 1) * share / 100]);
    println!(
        "{} keys: median {} ms, 95 % {} ms, worst {} ms",
        all.len(),
        at(50),
        at(95),
        at(100)
    );
    if all.last().is_some_and(|&worst| worst > LIMIT) {
        println!("a key took more than {} ms", LIMIT.as_millis());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn shown(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

/// The time this thread has worked: a busy machine does not count.
fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = stat.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// Types a query; the time of each key until the screen is drawn.
fn typed(reader: &Reader, size: (u16, u16), given: &str, query: &str) -> Vec<Duration> {
    let shelf = Shelf::default();
    let references = OnceLock::new();
    let as_of = date(2026, 11, 22);
    let mut library = Library::new(
        reader,
        Engine::new(reader),
        &shelf,
        &references,
        as_of,
        Vec::new(),
    );
    let mut state = State::new(Start {
        query: String::new(),
        given: given.to_owned(),
        as_of,
        color: true,
        size,
        counts: reader.payload().counts,
        example: None,
        notes: Vec::new(),
    });
    let Ok(mut terminal) = Terminal::new(TestBackend::new(size.0, size.1));
    query
        .chars()
        .map(|c| {
            let (begun, worked) = (Instant::now(), processor_time());
            let key = Input::Key(Key::plain(Code::Char(c)));
            let outside = advance(&mut state, &mut library, [key]);
            assert!(outside.is_empty());
            let Ok(_) = terminal.draw(|frame| view::draw(frame, &state));
            match (worked, processor_time()) {
                (Some(before), Some(after)) => after.saturating_sub(before),
                _ => begun.elapsed(),
            }
        })
        .collect()
}
