//! The two engines over the thresholds: what `Engine::Auto` rests on.
//!
//! Timed is the whole way from texts in memory to the report, for near pairs alone, on one thread.
//! Each `elements` figure counts paragraphs.

#[path = "../tests/generator/mod.rs"]
mod generator;

use core::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use paradup::shingle::Shingling;
use paradup::{Detector, Engine, Relation};

/// Paragraphs of word shingles; of single words and of characters, whose shingles are so common that the
/// join comes close to comparing all pairs.
const PARAGRAPHS: [usize; 4] = [20_000, 20_000, 2_000, 2_000];

/// Words in each paragraph.
const LENGTH: usize = 80;

fn detector(engine: Engine, shingling: Shingling, near: f64) -> Detector {
    let builder = Detector::builder().engine(engine).shingling(shingling).near(near);
    builder.relations([Relation::Near]).num_perm(256).build().expect("in range")
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let shinglings = [
        ("words", Shingling::default()),
        ("pairs of words", Shingling::words(2).expect("in range")),
        ("single words", Shingling::words(1).expect("in range")),
        ("characters", Shingling::characters(5).expect("in range")),
    ];
    for ((name, shingling), paragraphs) in shinglings.into_iter().zip(PARAGRAPHS) {
        let texts = generator::paragraphs(paragraphs, LENGTH, 3);
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).measurement_time(Duration::from_secs(2));
        group.throughput(Throughput::Elements(texts.len() as u64));
        for near in [0.3, 0.5, 0.6, 0.7, 0.8, 0.9] {
            for engine in [Engine::Exact, Engine::Lsh] {
                let detector = detector(engine, shingling, near);
                let id = BenchmarkId::new(format!("{engine:?}"), near);
                group.bench_function(id, |b| b.iter(|| detector.detect(&texts)));
            }
        }
        group.finish();
    }
    criterion.final_summary();
}
