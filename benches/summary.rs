//! One short table: how long a paragraph takes in each use, from texts in memory to the result.
//!
//! Texts are generated before the clock starts and are the same in every run. Each row is the best of several runs on one
//! thread, except where it says otherwise. The other benches look into each row: `cargo bench --bench pipeline` and so on.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

#[path = "../tests/generator/mod.rs"]
mod generator;

use core::hint::black_box;
use core::time::Duration;
use std::time::Instant;

use generator::Random;
use paradup::{Detector, DetectorBuilder, Kernel, Relation};

/// Paragraphs of a collection.
const PARAGRAPHS: usize = 100_000;

/// Words in each paragraph.
const LENGTH: usize = 80;

/// A row is run until this time has passed, and at least twice.
const ENOUGH: Duration = Duration::from_secs(2);

const COPIES: [Relation; 4] =
    [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];

fn near() -> DetectorBuilder {
    Detector::builder().near(0.8).relations(COPIES[..3].iter().copied())
}

fn near_and_contained() -> DetectorBuilder {
    Detector::builder().near(0.8).relations(COPIES)
}

fn build(builder: DetectorBuilder) -> Detector {
    builder.build().expect("in range")
}

/// Prints the microseconds per paragraph of the best run.
fn row<T>(what: &str, paragraphs: usize, run: impl Fn() -> T) {
    let begun = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < 2 || begun.elapsed() < ENOUGH {
        let start = Instant::now();
        black_box(run());
        best = best.min(start.elapsed());
        runs += 1;
    }
    println!("| {what} | {:.2} |", best.as_secs_f64() * 1e6 / paragraphs as f64);
}

/// One template with a number in each instance.
fn instances(count: usize) -> Vec<String> {
    let template = generator::prose(&generator::words(&mut Random::new(5), LENGTH - 4));
    (0..count).map(|number| format!("{template} Order {number} was paid.")).collect()
}

fn collection() {
    let texts = generator::paragraphs(PARAGRAPHS, LENGTH, 3);
    let (near, low) = (build(near()), build(near().low_memory(true)));
    assert!(near.detect(&texts).counts.near > 1_000);
    row("clusters of near paragraphs", PARAGRAPHS, || near.clusters(&texts));
    #[cfg(feature = "rayon")]
    row("the same on all threads", PARAGRAPHS, || near.parallel().clusters(&texts));
    row("the same on one thread with low memory", PARAGRAPHS, || low.clusters(&texts));
    index(&texts, &near);
    let copies = build(near_and_contained());
    row("clusters of near and contained paragraphs", PARAGRAPHS, || copies.clusters(&texts));
    row("report on near and contained paragraphs", PARAGRAPHS, || copies.detect(&texts));
    let all = Detector::default();
    row("report on all relations", PARAGRAPHS, || all.detect(&texts));
    #[cfg(feature = "rayon")]
    row("the same on all threads", PARAGRAPHS, || all.parallel().detect(&texts));
    let templates = instances(PARAGRAPHS / 2);
    row("report on instances of one template", templates.len(), || copies.detect(&templates));
}

/// An index of the same texts, by signatures.
fn index(texts: &[String], detector: &Detector) {
    let misses = generator::paragraphs(10_000, LENGTH, 4);
    let numbered: Vec<(u64, &str)> = (0..).zip(texts.iter().map(String::as_str)).collect();
    let filled = || {
        let mut index = detector.index().expect("settings that it serves");
        index.extend(&numbered).expect("each id once");
        index
    };
    row("insert into an index, all at once", PARAGRAPHS, filled);
    let index = filled();
    row("query of it that finds nothing", misses.len(), || {
        misses.iter().map(|text| index.query(text).matches.len()).sum::<usize>()
    });
}

fn article() {
    let article = generator::paragraphs(100, LENGTH, 2).join("\n\n");
    let detector = Detector::default();
    assert_eq!(detector.detect_article(&article).counts.paragraphs, 100);
    row("an article of 100 paragraphs, all relations", 100, || detector.detect_article(&article));
}

fn main() {
    println!("kernel {}, paragraphs of {LENGTH} words\n", Kernel::detect().name());
    println!("| what | µs per paragraph |\n|---|---|");
    article();
    collection();
}
