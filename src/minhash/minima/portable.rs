//! The loop in plain Rust, shaped so that the compiler turns it into vector instructions.

use super::{BLOCK, Block, Coefficients};

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
