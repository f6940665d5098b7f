//! The inner loop of sketching: for each row, the minimum of an affine function over all hashes.
//!
//! See the README beside this file for the arithmetic, the layout and the attempts that lost.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

use crate::hash::hash_bytes;
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

/// Rows that are folded together: their minima and coefficients stay in registers.
const BLOCK: usize = 64;

/// The aᵢ and bᵢ of every row, in blocks; the last block goes on beyond the rows that are used.
#[derive(Clone, Debug)]
pub(super) struct Coefficients {
    blocks: Box<[Block]>,
}

/// The coefficients of [`BLOCK`] rows.
#[derive(Clone, Debug)]
struct Block {
    multipliers: [u32; BLOCK],
    offsets: [u32; BLOCK],
}

impl Coefficients {
    /// The coefficients of `num_perm` rows. Frozen, like everything that a stored signature depends on.
    pub(super) fn derive(num_perm: usize, seed: u64) -> Coefficients {
        let blocks = (0..).step_by(BLOCK).take(num_perm.div_ceil(BLOCK));
        Coefficients { blocks: blocks.map(|first_row| Block::derive(first_row, seed)).collect() }
    }

    /// How many rows have coefficients.
    fn rows(&self) -> usize {
        self.blocks.len() * BLOCK
    }
}

impl Block {
    fn derive(first_row: u32, seed: u64) -> Block {
        let mut block = Block { multipliers: [0; BLOCK], offsets: [0; BLOCK] };
        for ((row, a), b) in (first_row..).zip(&mut block.multipliers).zip(&mut block.offsets) {
            (*a, *b) = affine(row, seed);
        }
        block
    }
}

/// The (a, b) of one row. a is odd, so that a·h + b permutes the 32-bit numbers.
fn affine(row: u32, seed: u64) -> (u32, u32) {
    let random = hash_bytes(&row.to_le_bytes(), seed);
    ((random & 0xffff_ffff) as u32 | 1, (random >> 32) as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    #[test]
    fn known_coefficients() {
        // Reproduced with another implementation of XXH3 (python-xxhash).
        assert_eq!(affine(0, 0), (385_620_285, 1_219_676_454));
        assert_eq!(affine(127, 7), (3_238_883_545, 856_614_143));
    }
}
