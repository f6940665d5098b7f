//! The index in a folder: what inserts that are committed or synced take, how long it takes to open, and how large the files are.
//!
//! Texts of 80 words are generated before the clock starts; one thread. `cargo bench --bench durable -- 1000000 FOLDER` takes so many, and a
//! folder on the disk that is meant. As root on Linux it also opens with nothing of the files in memory.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

#[path = "../tests/generator/mod.rs"]
mod generator;

use core::hint::black_box;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use paradup::durable::DurableIndex;
use paradup::index::{Index, Query};
use paradup::{Detector, OpenError};

/// Texts inserted between commits.
const BATCH: usize = 1000;

/// Texts that are asked for.
const ASKED: usize = 20_000;

/// Words in each text.
const LENGTH: usize = 80;

/// The seconds that this thread has been on a processor, where the system tells.
fn on_processor() -> Option<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(stat.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

/// What some work returns, after its microseconds for each of `count` are printed: on the clock, and on a processor.
fn timed<O>(what: &str, count: usize, work: impl FnOnce() -> O) -> O {
    let (start, start_on_processor) = (Instant::now(), on_processor());
    let output = black_box(work());
    let each = |seconds: f64| format!("{:.2} µs", seconds * 1e6 / count as f64);
    let on_processor = start_on_processor.zip(on_processor()).map(|(start, end)| each(end - start));
    let elapsed = each(start.elapsed().as_secs_f64());
    println!("| {what} | {elapsed} | {} |", on_processor.unwrap_or_default());
    output
}

fn bytes_of(folder: &Path) -> io::Result<u64> {
    let files = fs::read_dir(folder)?;
    files.map(|file| Ok(file?.metadata()?.len())).sum()
}

fn insert(
    index: &mut DurableIndex,
    texts: &[(u64, String)],
    end: impl Fn(&mut DurableIndex) -> io::Result<()>,
) {
    for batch in texts.chunks(BATCH) {
        index.extend(batch).expect("new ids");
        end(index).expect("room on the disk");
    }
}

fn measure(detector: &Detector, folder: &Path, texts: &[(u64, String)]) -> Result<(), OpenError> {
    let mut index = DurableIndex::open(detector, folder)?;
    let (committed, synced) = texts.split_at(texts.len() - texts.len() / 10);
    timed("insert, a commit each 1,000", committed.len(), || {
        insert(&mut index, committed, DurableIndex::commit);
    });
    timed("insert, a sync each 1,000", synced.len(), || {
        insert(&mut index, synced, DurableIndex::sync);
    });
    println!("| bytes of the files | {} | |", bytes_of(folder)? / texts.len() as u64);
    drop(index);
    let mut index =
        timed("open, as inserting left it", texts.len(), || DurableIndex::open(detector, folder))?;
    timed("compact", texts.len(), || index.compact())?;
    println!("| bytes of the files | {} | |", bytes_of(folder)? / texts.len() as u64);
    drop(index);
    if fs::write("/proc/sys/vm/drop_caches", "3").is_ok() {
        timed("open, nothing in memory", texts.len(), || {
            DurableIndex::open(detector, folder).map(drop)
        })?;
    }
    let index =
        timed("open, files in memory", texts.len(), || DurableIndex::open(detector, folder))?;
    let misses = generator::paragraphs(ASKED, LENGTH, 4);
    timed("query that misses", ASKED, || index.index().query_batch(&misses, &Query::new()));
    let hits: Vec<&str> = texts.iter().step_by(texts.len() / ASKED).map(|text| &*text.1).collect();
    timed("query that hits", hits.len(), || index.index().query_batch(&hits, &Query::new()));
    Ok(())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(500_000);
    let parent = arguments.iter().map(PathBuf::from).find(|path| path.is_dir());
    let folder = parent.unwrap_or_else(std::env::temp_dir).join("paradup-durable-bench");
    fs::remove_dir_all(&folder).ok();
    let texts: Vec<(u64, String)> = (0..).zip(generator::paragraphs(count, LENGTH, 3)).collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    println!(
        "{} texts, {} B each\n\n| | each | on a processor |\n|---|---|---|",
        count,
        bytes / count
    );
    let detector = Detector::builder().relations(Index::RELATIONS).build().expect("in range");
    measure(&detector, &folder, &texts).expect("a folder that can be written");
    fs::remove_dir_all(folder).expect("as it was made");
}
