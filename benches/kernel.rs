//! Each kernel of this CPU on the 80 shingles of a usual paragraph.
//!
//! Inside the timed region: the premix of the shingles and the fold; no allocation. An element is
//! one shingle in one row.

use core::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use paradup::Kernel;
use paradup::minhash::{Scheme, Sketcher};

const SHINGLES: usize = 80;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    sketch(&mut criterion);
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
