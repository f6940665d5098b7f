//! Restatements: all pairs of small collections, the search by rare words of large ones.
//!
//! The clock covers reading the paragraphs, weighing their words, proposing, scoring, and the
//! evidence of what is found. The stand-in for prose has Zipf's frequencies but no topics; a tenth
//! of it are copies, edited.

#[path = "../tests/generator/mod.rs"]
mod generator;

#[cfg(feature = "rayon")]
use core::time::Duration;

use criterion::{Criterion, Throughput};
use paradup::{Detector, Relation};

fn detector() -> Detector {
    Detector::builder().relations([Relation::Restated]).build().expect("in range")
}

/// Pairs per second.
fn all_pairs(c: &mut Criterion) {
    let detector = detector();
    let mut group = c.benchmark_group("all pairs");
    group.sample_size(10);
    for count in [100, 2_000] {
        let texts = generator::paragraphs(count, 80, 5);
        group.throughput(Throughput::Elements((count * (count - 1) / 2) as u64));
        group.bench_function(format!("{count} paragraphs"), |b| b.iter(|| detector.detect(&texts)));
        #[cfg(feature = "rayon")]
        group.bench_function(format!("{count} paragraphs, par"), |b| {
            b.iter(|| detector.parallel().detect(&texts));
        });
    }
    group.finish();
}

/// Paragraphs per second.
#[cfg(feature = "rayon")]
fn by_rare_words(c: &mut Criterion) {
    let detector = detector();
    let mut group = c.benchmark_group("by rare words");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    for count in [20_000, 200_000] {
        let texts = generator::paragraphs(count, 80, 5);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(format!("{count} paragraphs, par"), |b| {
            b.iter(|| detector.parallel().detect(&texts));
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    all_pairs(&mut criterion);
    #[cfg(feature = "rayon")]
    by_rare_words(&mut criterion);
    criterion.final_summary();
}
