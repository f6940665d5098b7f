//! The index that stays: what an insert and a query take, beside the clusters of the same texts in the same run, and how many bytes
//! a text takes with all that is held for it.
//!
//! Texts of 80 words are generated before the clock starts; one thread. `cargo bench --bench index -- 2000000` takes more of them.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

#[path = "../tests/allocator/mod.rs"]
mod allocator;
#[path = "../tests/generator/mod.rs"]
mod generator;

use core::hint::black_box;
use std::time::Instant;

use allocator::taken;
use paradup::index::{Index, Query};
use paradup::{Detector, Kernel};

/// Texts that are asked for, or inserted one by one.
const ASKED: usize = 20_000;

/// Words in each text.
const LENGTH: usize = 80;

/// What some work returns, after its microseconds for each of `count` are printed.
fn timed<O>(what: &str, count: usize, work: impl FnOnce() -> O) -> O {
    let (start, start_on_processor) = (Instant::now(), on_processor());
    let output = black_box(work());
    let elapsed = match (start_on_processor, on_processor()) {
        (Some(start), Some(end)) => end - start,
        _ => start.elapsed().as_secs_f64(),
    };
    println!("| {what} | {:.2} µs |", elapsed * 1e6 / count as f64);
    output
}

/// The seconds that this thread has been on a processor, where the system tells: on a busy machine a clock also counts how long it
/// waits for one.
fn on_processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(stat.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

fn measure(detector: &Detector, texts: &[(u64, String)], misses: &[String]) {
    let slices: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    timed("clusters of the same texts", texts.len(), || detector.clusters(&slices));
    let mut index = detector.index().expect("settings that it serves");
    let (batched, last) = texts.split_at(texts.len() - ASKED);
    let ((), held) = taken(|| {
        timed("insert, batched", batched.len(), || index.extend(batched).expect("new ids"));
    });
    timed("insert, one by one", last.len(), || {
        last.iter().for_each(|(id, text)| index.insert(*id, text).expect("new ids"));
    });
    println!("| held for each, text included | {} B |", held.stays / batched.len());
    ask(&index, misses, &slices);
    let mut stored = Vec::new();
    timed("save, in memory", texts.len(), || index.write_to(&mut stored).expect("memory"));
    timed("open", texts.len(), || Index::read_from(detector, &stored[..]).expect("whole"));
    timed("remove, swept out at a quarter", texts.len() / 3, || {
        texts[..texts.len() / 3].iter().for_each(|(id, _)| assert!(index.remove(*id)));
    });
}

fn ask(index: &Index, misses: &[String], hits: &[&str]) {
    let missed =
        timed("query that misses, batched", ASKED, || index.query_batch(misses, &Query::new()));
    timed("query that misses, alone", ASKED, || {
        misses.iter().map(|text| index.query(text).matches.len()).sum::<usize>()
    });
    println!("| matches of a miss | {:.2} |", matches(&missed));
    let hits: Vec<&str> = hits.iter().step_by(hits.len() / ASKED).copied().collect();
    let hit =
        timed("query that hits, batched", hits.len(), || index.query_batch(&hits, &Query::new()));
    timed("query that hits, alone", hits.len(), || {
        hits.iter().map(|text| index.query(text).matches.len()).sum::<usize>()
    });
    assert!(hit.iter().all(|answer| !answer.matches.is_empty()));
    println!("| matches of a hit | {:.2} |", matches(&hit));
}

fn matches(answers: &[paradup::index::Answer]) -> f64 {
    let matches: usize = answers.iter().map(|answer| answer.matches.len()).sum();
    matches as f64 / answers.len() as f64
}

fn main() {
    let given = std::env::args().find_map(|argument| argument.parse().ok());
    let texts: Vec<(u64, String)> =
        (0..).zip(generator::paragraphs(given.unwrap_or(500_000), LENGTH, 3)).collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let misses = generator::paragraphs(ASKED, LENGTH, 4);
    println!("{} texts, {} B each\n", texts.len(), bytes / texts.len());
    for kernel in Kernel::available() {
        for near in [0.7, 0.8] {
            let detector = Detector::builder().near(near).relations(Index::RELATIONS);
            let detector = detector.kernel(kernel).build().expect("in range");
            println!("| near at {near}, kernel {} | each |\n|---|---|", kernel.name());
            measure(&detector, &texts, &misses);
            println!();
        }
    }
}
