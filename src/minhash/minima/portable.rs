//! The loop in plain Rust, shaped so that the compiler turns it into vector instructions, and the coefficients of
//! the rows as it reads them.

use crate::hash::hash_bytes;

/// Rows that are folded together: their minima and coefficients stay in registers.
const BLOCK: usize = 64;

/// The aᵢ and bᵢ of every row, in blocks; the last block goes on beyond the rows that are used.
#[derive(Clone, Debug)]
pub(in crate::minhash) struct Coefficients {
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
    pub(in crate::minhash) fn derive(num_perm: usize, seed: u64) -> Coefficients {
        let blocks = (0..).step_by(BLOCK).take(num_perm.div_ceil(BLOCK));
        Coefficients { blocks: blocks.map(|first_row| Block::derive(first_row, seed)).collect() }
    }

    /// How many rows have coefficients.
    pub(super) fn rows(&self) -> usize {
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
pub(super) fn affine(row: u32, seed: u64) -> (u32, u32) {
    let random = hash_bytes(&row.to_le_bytes(), seed);
    ((random & 0xffff_ffff) as u32 | 1, (random >> 32) as u32)
}

/// Inlined into each leaf, which compiles it again for its own instructions.
#[expect(
    clippy::inline_always,
    reason = "a function that is not inlined keeps the baseline's instructions"
)]
#[inline(always)]
pub(super) fn fold_min(rows: &mut [u32], coefficients: &Coefficients, hashes: &[u32]) {
    for (rows, block) in rows.chunks_mut(BLOCK).zip(&coefficients.blocks) {
        // A short last block is folded in full: cheaper than a second loop, and one loop to trust.
        let mut minima = [u32::MAX; BLOCK];
        minima[..rows.len()].copy_from_slice(rows);
        fold_block(&mut minima, block, hashes);
        rows.copy_from_slice(&minima[..rows.len()]);
    }
}

#[expect(
    clippy::inline_always,
    reason = "a function that is not inlined keeps the baseline's instructions"
)]
#[inline(always)]
fn fold_block(minima: &mut [u32; BLOCK], block: &Block, hashes: &[u32]) {
    for &hash in hashes {
        for ((minimum, a), &b) in minima.iter_mut().zip(&block.multipliers).zip(&block.offsets) {
            *minimum = (*minimum).min(a.wrapping_mul(hash).wrapping_add(b));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_coefficients() {
        // Reproduced with another implementation of XXH3 (python-xxhash).
        assert_eq!(affine(0, 0), (385_620_285, 1_219_676_454));
        assert_eq!(affine(127, 7), (3_238_883_545, 856_614_143));
    }
}
