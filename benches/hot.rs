//! Hot keys: what so many paragraphs share that listing all pairs would be quadratic.
//!
//! Each case is printed beside ordinary text of the same number of paragraphs: microseconds for a
//! paragraph, the ratio, and the counts of the report. Texts are made before the clock starts; one
//! thread; the best of a few runs. `cargo bench --bench hot -- 100000` runs smaller cases.

#![expect(clippy::print_stdout, reason = "it prints ratios and counts, not times alone")]

#[path = "../tests/generator/mod.rs"]
mod generator;

use std::time::Instant;

use generator::Random;
use paradup::report::Counts;
use paradup::{Detector, Relation};

/// Paragraphs of the largest cases.
const PARAGRAPHS: usize = 1_000_000;

/// Words in each paragraph.
const LENGTH: usize = 80;

const RUNS: usize = 2;

fn detector() -> Detector {
    let copies = [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];
    Detector::builder().near(0.8).relations(copies).build().expect("in range")
}

/// Microseconds for a paragraph, and what was counted.
fn measure(texts: &[String]) -> (f64, Counts) {
    let detector = detector();
    let run = || {
        let start = Instant::now();
        let counts = detector.detect(texts).counts;
        (start.elapsed().as_secs_f64() * 1e6 / texts.len() as f64, counts)
    };
    (0..RUNS).map(|_| run()).min_by(|left, right| left.0.total_cmp(&right.0)).expect("RUNS > 0")
}

fn show(name: &str, ordinary: f64, texts: &[String]) -> Counts {
    let (microseconds, counts) = measure(texts);
    println!("{name}: {microseconds:.2} us, {:.2} x ordinary", microseconds / ordinary);
    println!("    {counts:?}");
    counts
}

fn instances(count: usize) -> Vec<String> {
    let template = generator::prose(&generator::words(&mut Random::new(5), LENGTH - 4));
    (0..count).map(|number| format!("{template} Order {number} was paid.")).collect()
}

fn with_disclaimer(count: usize) -> Vec<String> {
    let mut random = Random::new(9);
    let disclaimer = generator::prose(&generator::words(&mut random, 60));
    let mut body = || generator::prose(&generator::words(&mut random, LENGTH));
    (0..count).map(|_| body() + " " + &disclaimer).collect()
}

fn main() {
    let given = std::env::args().find_map(|argument| argument.parse().ok());
    let paragraphs: usize = given.unwrap_or(PARAGRAPHS);
    let (ordinary, _) = measure(&generator::paragraphs(paragraphs, LENGTH, 3));
    println!("{paragraphs} ordinary paragraphs: {ordinary:.2} us");

    let text = generator::prose(&generator::words(&mut Random::new(1), LENGTH));
    let counts = show("identical", ordinary, &vec![text; paragraphs]);
    assert_eq!((counts.distinct, counts.identical), (1, paragraphs as u64 - 1));

    let counts = show("one template", ordinary, &instances(paragraphs));
    assert_eq!(counts.near, paragraphs as u64 - 1);
    assert_eq!(counts.facts_differ, counts.near);

    let counts = show("the same 60 words at the end", ordinary, &with_disclaimer(paragraphs / 5));
    assert_eq!((counts.near, counts.contained), (0, 0));
}
