//! Each kernel of this CPU on usual paragraphs.
//!
//! `sketch`: the premix of 80 shingles and the fold; no allocation. An element is one shingle in one
//! row. `shingles`: 2,000 paragraphs from text to shingle sets, as the stage of the bench `pipeline`.

#[path = "../tests/generator/mod.rs"]
mod generator;

use core::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use paradup::Kernel;
use paradup::minhash::{Scheme, Sketcher};
use paradup::shingle::Shingler;

const SHINGLES: usize = 80;

/// Words of a usual paragraph.
const WORDS: usize = 80;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    sketch(&mut criterion);
    shingles(&mut criterion);
    criterion.final_summary();
}

fn sketch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sketch");
    let shingles: Vec<u64> =
        (0..SHINGLES as u64).map(|i| paradup::hash::hash_bytes(&i.to_le_bytes(), 0)).collect();
    for num_perm in [64, 128, 256] {
        group.throughput(Throughput::Elements((SHINGLES * num_perm) as u64));
        let scheme = Scheme::builder().num_perm(num_perm).build().expect("in range");
        let expected = Sketcher::new(scheme).sketch(&shingles.iter().copied().collect());
        for kernel in Kernel::available() {
            let sketcher = Sketcher::with_kernel(scheme, kernel);
            let mut rows = vec![0; num_perm];
            sketcher.sketch_into(&shingles, &mut rows);
            assert_eq!(rows, expected.rows(), "{}", kernel.name());
            group.bench_function(BenchmarkId::new(kernel.name(), num_perm), |bencher| {
                bencher.iter(|| sketcher.sketch_into(black_box(&shingles), black_box(&mut rows)));
            });
        }
    }
    group.finish();
}

fn shingles(criterion: &mut Criterion) {
    let texts = generator::paragraphs(2_000, WORDS, 1);
    let mut group = criterion.benchmark_group("shingles");
    group.throughput(Throughput::Bytes(texts.iter().map(String::len).sum::<usize>() as u64));
    for kernel in Kernel::available() {
        let shingler = Shingler::default().with_kernel(kernel);
        assert_eq!(shingler.shingles(&texts[0]), Shingler::default().shingles(&texts[0]));
        group.bench_function(kernel.name(), |bencher| {
            bencher.iter(|| texts.iter().map(|text| shingler.shingles(text).len()).sum::<usize>());
        });
    }
    group.finish();
}
