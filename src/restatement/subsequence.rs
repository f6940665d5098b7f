//! How many words stand in the same order in two texts.

/// For each stem of a text the places where it stands, as bits.
#[derive(Debug)]
pub(super) struct Masks {
    /// For each stem where its bits begin, in steps of a mask; 0 where it has none.
    slots: Vec<u32>,
    bits: Vec<u64>,
}

impl Masks {
    /// Masks for texts with stems below this number.
    pub(super) fn new(stems: usize) -> Masks {
        Masks { slots: vec![0; stems], bits: Vec::new() }
    }

    /// Length of the longest common subsequence, 64 words of `short` at a time (Hyyrö 2004,
    /// "Bit-parallel LCS-length computation revisited").
    pub(super) fn common_subsequence(&mut self, short: &[u32], long: &[u32]) -> usize {
        let blocks = short.len().div_ceil(64);
        self.fill(short, blocks);
        let mut row = vec![u64::MAX; blocks];
        for stem in long {
            let slot = self.slots[*stem as usize] as usize;
            if slot > 0 {
                step(&mut row, &self.bits[slot * blocks..(slot + 1) * blocks]);
            }
        }
        // Only what was filled is cleared: there are far more stems than words in a paragraph.
        for stem in short {
            self.slots[*stem as usize] = 0;
        }
        row.iter().map(|bits| bits.count_zeros() as usize).sum()
    }

    fn fill(&mut self, text: &[u32], blocks: usize) {
        // The first mask stays empty, so that slot 0 can mean none.
        self.bits.clear();
        self.bits.resize(blocks, 0);
        for (place, stem) in text.iter().enumerate() {
            let slot = &mut self.slots[*stem as usize];
            if *slot == 0 {
                *slot = (self.bits.len() / blocks) as u32;
                self.bits.resize(self.bits.len() + blocks, 0);
            }
            self.bits[*slot as usize * blocks + place / 64] |= 1 << (place % 64);
        }
    }
}

/// One word of the longer text: row = (row + (row & mask)) | (row & !mask), with carries.
fn step(row: &mut [u64], mask: &[u64]) {
    let mut carry = false;
    for (bits, mask) in row.iter_mut().zip(mask) {
        let matched = *bits & mask;
        let (sum, first) = bits.overflowing_add(matched);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        carry = first || second;
        *bits = sum | (*bits & !mask);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The naive reference fills the whole table.
    fn table(a: &[u32], b: &[u32]) -> usize {
        let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
        for (i, x) in a.iter().enumerate() {
            for (j, y) in b.iter().enumerate() {
                rows[i + 1][j + 1] =
                    if x == y { rows[i][j] + 1 } else { rows[i][j + 1].max(rows[i + 1][j]) };
            }
        }
        rows[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn bits_equal_the_table(
            a in prop::collection::vec(0..9_u32, 1..200),
            b in prop::collection::vec(0..9_u32, 1..200),
        ) {
            let mut masks = Masks::new(9);
            prop_assert_eq!(masks.common_subsequence(&a, &b), table(&a, &b));
            prop_assert_eq!(masks.common_subsequence(&b, &a), table(&a, &b));
        }
    }
}
