//! Hot keys, which very many paragraphs share: to list all their pairs would be quadratic.
//!
//! Each case is printed as a report and as removals, beside ordinary text of the same number of paragraphs: microseconds for a
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

fn report(texts: &[String]) -> Counts {
    detector().detect(texts).counts
}

fn removals(texts: &[String]) -> Counts {
    detector().removals(texts).counts
}

/// Microseconds for a paragraph, and what was counted.
fn measure(texts: &[String], count: impl Fn(&[String]) -> Counts) -> (f64, Counts) {
    let run = || {
        let start = Instant::now();
        let counts = count(texts);
        (start.elapsed().as_secs_f64() * 1e6 / texts.len() as f64, counts)
    };
    (0..RUNS).map(|_| run()).min_by(|left, right| left.0.total_cmp(&right.0)).expect("RUNS > 0")
}

/// What ordinary text takes.
struct Ordinary {
    report: f64,
    removals: f64,
}

impl Ordinary {
    fn measure(texts: &[String]) -> Ordinary {
        Ordinary { report: measure(texts, report).0, removals: measure(texts, removals).0 }
    }

    /// What a report on these texts counts, and what removals count.
    fn show(&self, name: &str, texts: &[String]) -> (Counts, Counts) {
        let (microseconds, reported) = measure(texts, report);
        println!("{name}: {microseconds:.2} us, {:.2} x ordinary", microseconds / self.report);
        println!("    {reported:?}");
        let (microseconds, removed) = measure(texts, removals);
        println!(
            "  removals: {microseconds:.2} us, {:.2} x ordinary",
            microseconds / self.removals
        );
        println!("    {removed:?}");
        (reported, removed)
    }
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
    let ordinary = Ordinary::measure(&generator::paragraphs(paragraphs, LENGTH, 3));
    let Ordinary { report, removals } = ordinary;
    println!("{paragraphs} ordinary paragraphs: {report:.2} us, removals {removals:.2} us");

    let text = generator::prose(&generator::words(&mut Random::new(1), LENGTH));
    let (reported, removed) = ordinary.show("identical", &vec![text; paragraphs]);
    assert_eq!((reported.distinct, reported.identical), (1, paragraphs as u64 - 1));
    assert_eq!(removed.identical, reported.identical);

    let (reported, removed) = ordinary.show("one template", &instances(paragraphs));
    assert_eq!(reported.near, paragraphs as u64 - 1);
    assert_eq!(reported.facts_differ, reported.near);
    assert_eq!((removed.near, removed.contained), (0, 0));

    let texts = with_disclaimer(paragraphs / 5);
    let (reported, removed) = ordinary.show("the same 60 words at the end", &texts);
    assert_eq!((reported.near, reported.contained), (0, 0));
    assert_eq!((removed.near, removed.contained), (0, 0));
}
