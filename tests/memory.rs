//! How much memory a collection takes beyond its texts. Alone in its program, for it counts all
//! allocations.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod allocator;
mod generator;

use allocator::taken;
use paradup::{Detector, Relation};

/// Bytes for each paragraph of 80 words at the peak.
fn peak(texts: &[String], low_memory: bool) -> usize {
    let copies = [Relation::Identical, Relation::Reformatted, Relation::Near, Relation::Contained];
    let builder = Detector::builder().near(0.8).relations(copies).low_memory(low_memory);
    let detector = builder.build().unwrap();
    let (clusters, taken) = taken(|| detector.clusters(texts));
    assert!(clusters.len() > texts.len() / 20);
    taken.peak / texts.len()
}

#[test]
fn a_paragraph_takes_less_than_a_kilobyte_and_with_low_memory_less_than_150_bytes() {
    let texts = generator::paragraphs(100_000, 80, 3);
    let (held, low) = (peak(&texts, false), peak(&texts, true));
    assert!(held < 1000, "{held} B");
    assert!(low < 150, "{low} B");
}
