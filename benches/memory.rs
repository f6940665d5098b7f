//! Memory beyond the text: bytes for a paragraph at the peak and in the report that stays.
//!
//! A counting allocator sees every allocation between the texts in memory and the clusters or the report. Serial, for
//! threads add scratch of their own. `cargo bench --bench memory -- 1000000` takes more paragraphs.

#![expect(clippy::print_stdout, reason = "its figures are no times, so it prints them itself")]

#[path = "../tests/allocator/mod.rs"]
mod allocator;
#[path = "../tests/generator/mod.rs"]
mod generator;

use allocator::{Taken, taken};
use paradup::{Detector, DetectorBuilder, Engine, Relation};

fn measure(name: &str, builder: DetectorBuilder, texts: &[String]) {
    let detector = builder.near(0.8).build().expect("in range");
    let each = |bytes: usize| bytes as f64 / texts.len() as f64;
    let (_, Taken { peak, .. }) = taken(|| detector.clusters(texts));
    println!("{name}, clusters: peak {:.0} B", each(peak));
    let (report, Taken { peak, stays, allocations }) = taken(|| detector.detect(texts));
    println!(
        "{name}, report: peak {:.0} B, of which stay {:.0} B, {:.2} allocations a paragraph, {} findings",
        each(peak),
        each(stays),
        each(allocations),
        report.findings.len(),
    );
}

fn main() {
    let given = std::env::args().find_map(|argument| argument.parse().ok());
    let texts = generator::paragraphs(given.unwrap_or(100_000), 80, 3);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} paragraphs, {} B of text each", texts.len(), bytes / texts.len());
    let copies = [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];
    for (name, relations) in [("near", &copies[..3]), ("near and contained", &copies)] {
        let builder =
            |engine| Detector::builder().engine(engine).relations(relations.iter().copied());
        measure(&format!("{name}, Exact"), builder(Engine::Exact), &texts);
        let low = builder(Engine::Exact).low_memory(true);
        measure(&format!("{name}, Exact, low memory"), low, &texts);
        measure(&format!("{name}, Lsh"), builder(Engine::Lsh), &texts);
    }
}
