//! The coefficients of the rows, derived from the seed.

use crate::hash::hash_bytes;

/// Rows that are folded together: their minima and coefficients stay in registers.
pub(super) const BLOCK: usize = 64;

/// The aᵢ and bᵢ of every row, in blocks; the last block goes on beyond the rows that are used.
#[derive(Clone, Debug)]
pub(in crate::minhash) struct Coefficients {
    pub(super) blocks: Box<[Block]>,
}

/// The coefficients of [`BLOCK`] rows.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) multipliers: [u32; BLOCK],
    pub(super) offsets: [u32; BLOCK],
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
