//! The pipeline stage by stage, then end to end.
//!
//! Texts are generated before the clock starts and are the same in every run. Each `elements` figure
//! counts paragraphs, each `bytes` figure the bytes of their texts. Everything runs on one thread
//! but where the name says `par`.

#![expect(clippy::print_stderr, reason = "what is skipped should be seen")]

#[path = "../tests/generator/mod.rs"]
mod generator;

use core::hint::black_box;
use core::time::Duration;

use criterion::{Criterion, Throughput};
use paradup::lsh::{Banding, candidate_pairs};
use paradup::minhash::{Scheme, Signature, Sketcher};
use paradup::shingle::{ShingleSet, Shingler};
use paradup::text::Normalizer;
use paradup::{Detector, Engine, Kernel, Relation};

/// Words in each paragraph.
const LENGTH: usize = 80;

fn stages(c: &mut Criterion) {
    let texts = generator::paragraphs(2_000, LENGTH, 1);
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut group = c.benchmark_group("stage");
    group.throughput(Throughput::Bytes(bytes as u64));

    let normalizer = Normalizer::new();
    group.bench_function("canonical", |b| {
        b.iter(|| texts.iter().map(|text| normalizer.canonical(text).len()).sum::<usize>());
    });
    let shingler = Shingler::default();
    group.bench_function("shingles", |b| {
        b.iter(|| texts.iter().map(|text| shingler.shingles(text).len()).sum::<usize>());
    });

    group.throughput(Throughput::Elements(texts.len() as u64));
    let sets: Vec<ShingleSet> = texts.iter().map(|text| shingler.shingles(text)).collect();
    let sketcher = Sketcher::new(Scheme::default());
    group.bench_function("sketch", |b| {
        b.iter(|| sets.iter().map(|set| sketcher.sketch(set).rows()[0]).fold(0, u32::wrapping_add));
    });
    let signatures: Vec<Signature> = sets.iter().map(|set| sketcher.sketch(set)).collect();
    let banding = Banding::for_threshold(0.8, 0.999, 128).expect("fits in 128 rows");
    group.bench_function("candidates", |b| {
        b.iter(|| candidate_pairs(&signatures, banding).expect("one scheme").len());
    });
    group.throughput(Throughput::Elements(sets.len() as u64 - 1));
    group.bench_function("jaccard", |b| {
        b.iter(|| sets.windows(2).map(|pair| pair[0].jaccard(&pair[1]).get()).sum::<f64>());
    });
    group.finish();
}

/// Texts in many scripts, where they are at hand: lines of `{"text": …}`.
const MULTILINGUAL: &str = "../shared/data/multilingual.jsonl";

/// Normalising, words and shingles beyond ASCII.
fn scripts(c: &mut Criterion) {
    let Ok(lines) = std::fs::read_to_string(MULTILINGUAL) else {
        eprintln!("skipped: shingles of many scripts, for {MULTILINGUAL} is not here");
        return;
    };
    let text = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        value["text"].as_str().expect("a text").to_owned()
    };
    let texts: Vec<String> = lines.lines().map(text).collect();
    let mut group = c.benchmark_group("stage");
    group.throughput(Throughput::Bytes(texts.iter().map(String::len).sum::<usize>() as u64));
    let shingler = Shingler::default();
    group.sample_size(10).bench_function("shingles, many scripts", |b| {
        b.iter(|| texts.iter().map(|text| shingler.shingles(text).len()).sum::<usize>());
    });
    group.finish();
}

fn article(c: &mut Criterion) {
    let article = generator::paragraphs(100, LENGTH, 2).join("\n\n");
    let detector = Detector::default();
    assert_eq!(detector.detect_article(&article).counts.paragraphs, 100);
    let mut group = c.benchmark_group("article");
    group.throughput(Throughput::Elements(100));
    group.bench_function("100 paragraphs, all relations", |b| {
        b.iter(|| detector.detect_article(black_box(&article)));
    });
    group.finish();
}

fn batch(c: &mut Criterion) {
    let texts = generator::paragraphs(100_000, LENGTH, 3);
    let near = [Relation::Identical, Relation::Reformatted, Relation::Near];
    let copies = [near[0], near[1], near[2], Relation::Contained];
    let mut group = c.benchmark_group("batch of 100000");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Elements(texts.len() as u64));
    for (name, relations) in [("near", &near[..]), ("near and contained", &copies[..])] {
        let builder = || Detector::builder().near(0.8).relations(relations.iter().copied());
        let detector = builder().build().expect("in range");
        assert!(detector.detect(&texts).counts.near > 1_000);
        group.bench_function(format!("{name}, clusters"), |b| b.iter(|| detector.clusters(&texts)));
        let low = builder().low_memory(true).build().expect("in range");
        group.bench_function(format!("{name}, clusters, low memory"), |b| {
            b.iter(|| low.clusters(&texts));
        });
        group.bench_function(format!("{name}, report"), |b| b.iter(|| detector.detect(&texts)));
        #[cfg(feature = "rayon")]
        group.bench_function(format!("{name}, clusters, par"), |b| {
            b.iter(|| detector.parallel().clusters(&texts));
        });
        #[cfg(feature = "rayon")]
        group.bench_function(format!("{name}, report, par"), |b| {
            b.iter(|| detector.parallel().detect(&texts));
        });
    }
    group.finish();
}

/// Each engine with each kernel of this CPU forced.
fn kernels(c: &mut Criterion) {
    let texts = generator::paragraphs(100_000, LENGTH, 3);
    let near = [Relation::Identical, Relation::Reformatted, Relation::Near];
    let mut group = c.benchmark_group("kernels");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Elements(texts.len() as u64));
    for engine in [Engine::Exact, Engine::Lsh] {
        for kernel in Kernel::available() {
            let builder = Detector::builder().near(0.8).relations(near).engine(engine);
            let detector = builder.kernel(kernel).build().expect("in range");
            group.bench_function(format!("near, clusters, {engine:?}, {}", kernel.name()), |b| {
                b.iter(|| detector.clusters(&texts));
            });
        }
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    stages(&mut criterion);
    scripts(&mut criterion);
    article(&mut criterion);
    batch(&mut criterion);
    kernels(&mut criterion);
    criterion.final_summary();
}
