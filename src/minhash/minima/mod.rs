//! The inner loop of sketching: for each row, the minimum of an affine function over all hashes.
//!
//! See the README beside this file for the arithmetic, the layout and the attempts that lost.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

pub(super) use self::portable::Coefficients;
use crate::kernel::{Kernel, Leaf};

/// Lowers each row i to the minimum of aᵢ·h + bᵢ mod 2³² over all `hashes` h.
pub(super) fn fold_min(
    kernel: Kernel,
    rows: &mut [u32],
    coefficients: &Coefficients,
    hashes: &[u32],
) {
    debug_assert!(rows.len() <= coefficients.rows(), "every row has its coefficients");
    match kernel.leaf() {
        Leaf::Portable => portable::fold_min(rows, coefficients, hashes),
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx2(leaf) => avx2::fold_min(leaf, rows, coefficients, hashes),
        #[cfg(target_arch = "x86_64")]
        Leaf::Avx512(leaf) => avx512::fold_min(leaf, rows, coefficients, hashes),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::portable::affine;
    use super::*;

    /// The naive reference: one row at a time, one hash at a time.
    fn naive(rows: &mut [u32], seed: u64, hashes: &[u32]) {
        for (i, row) in (0..).zip(rows) {
            let (a, b) = affine(i, seed);
            for hash in hashes {
                *row = (*row).min(a.wrapping_mul(*hash).wrapping_add(b));
            }
        }
    }

    fn row_counts() -> impl Strategy<Value = usize> {
        prop::sample::select(vec![1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129, 256])
    }

    proptest! {
        #[test]
        fn every_kernel_equals_the_naive_loop(
            count in row_counts(),
            seed: u64,
            start: u32,
            hashes in prop::collection::vec(any::<u32>(), 0..=200),
        ) {
            let mut expected = vec![start; count];
            naive(&mut expected, seed, &hashes);
            for kernel in Kernel::available() {
                let mut rows = vec![start; count];
                fold_min(kernel, &mut rows, &Coefficients::derive(count, seed), &hashes);
                prop_assert_eq!(&rows, &expected, "{}", kernel.name());
            }
        }
    }
}
