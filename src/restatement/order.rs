//! Counting the words that stand in the same order in two paragraphs.

use super::background::Background;

/// Words whose places one mask holds.
const BLOCK: usize = 64;

/// The earlier paragraph of a pair stays marked for the next pair if it has at most so many blocks of words. In longer ones
/// the marks would take much more memory than in the shorter paragraph of the pair.
const MAX_KEPT_BLOCKS: usize = 4;

/// For each stem of a paragraph the places where it stands, as bits; kept for as many pairs as it stands in.
#[derive(Debug)]
pub(super) struct Masks {
    /// For each stem which masks are its own; 0 where it has none.
    slots: Vec<u32>,
    /// The masks of each slot, one for each block of words. The first slot's are empty.
    bits: Vec<u64>,
    blocks: usize,
    /// Which stems have slots.
    stems: Vec<u32>,
    paragraph: Option<usize>,
}

impl Masks {
    /// Masks for texts with stems below this number.
    pub(super) fn new(stems: usize) -> Masks {
        Masks {
            slots: vec![0; stems],
            bits: Vec::new(),
            blocks: 0,
            stems: Vec::new(),
            paragraph: None,
        }
    }

    /// Length of the longest common subsequence of two paragraphs. The product of their lengths / 64.
    pub(super) fn common_subsequence(
        &mut self,
        background: &Background,
        (a, b): (usize, usize),
    ) -> usize {
        let [words_a, words_b] = [a, b].map(|paragraph| background.tokens(paragraph).len());
        let is_a_marked = words_a <= MAX_KEPT_BLOCKS * BLOCK || words_a <= words_b;
        let (marked, other) = if is_a_marked { (a, b) } else { (b, a) };
        if self.paragraph.replace(marked) != Some(marked) {
            self.mark(background.tokens(marked));
        }
        self.common_with(background.tokens(other))
    }

    fn mark(&mut self, text: &[u32]) {
        // Only what was marked is cleared: there are far more stems than words in a paragraph.
        for stem in self.stems.drain(..) {
            self.slots[stem as usize] = 0;
        }
        self.blocks = text.len().div_ceil(BLOCK);
        // The first slot stays empty, so that it can be that of all stems without one.
        self.bits.clear();
        self.bits.resize(self.blocks, 0);
        for (place, stem) in text.iter().enumerate() {
            let slot = &mut self.slots[*stem as usize];
            if *slot == 0 {
                self.stems.push(*stem);
                *slot = self.stems.len() as u32;
                self.bits.resize(self.bits.len() + self.blocks, 0);
            }
            self.bits[*slot as usize * self.blocks + place / BLOCK] |= 1 << (place % BLOCK);
        }
    }

    /// Length of the longest common subsequence of what is marked and this text, [`BLOCK`] words at a time (Hyyrö 2004,
    /// "Bit-parallel LCS-length computation revisited").
    fn common_with(&self, text: &[u32]) -> usize {
        // A row whose length is known stays in registers, which is twice as fast.
        match self.blocks {
            1 => self.common_in_blocks::<1>(text),
            2 => self.common_in_blocks::<2>(text),
            3 => self.common_in_blocks::<3>(text),
            4 => self.common_in_blocks::<4>(text),
            blocks => {
                let mut row = vec![u64::MAX; blocks];
                for stem in text {
                    let start = self.slots[*stem as usize] as usize * blocks;
                    step(&mut row, &self.bits[start..start + blocks]);
                }
                count_zeros(&row)
            }
        }
    }

    fn common_in_blocks<const BLOCKS: usize>(&self, text: &[u32]) -> usize {
        let masks = self.bits.as_chunks::<BLOCKS>().0;
        let mut row = [u64::MAX; BLOCKS];
        for stem in text {
            // Also where the masks are empty, and nothing changes: whether they are cannot be guessed.
            step(&mut row, &masks[self.slots[*stem as usize] as usize]);
        }
        count_zeros(&row)
    }
}

/// One word of the other text: row = (row + (row & mask)) | (row & !mask), with carries.
#[inline]
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

fn count_zeros(row: &[u64]) -> usize {
    row.iter().map(|bits| bits.count_zeros() as usize).sum()
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
        /// One after another in the same memory, of every number of blocks.
        #[test]
        fn bits_equal_the_table(
            texts in prop::collection::vec(prop::collection::vec(0..9_u32, 0..330), 2..4),
        ) {
            let mut masks = Masks::new(9);
            for a in &texts {
                masks.mark(a);
                for b in &texts {
                    prop_assert_eq!(masks.common_with(b), table(a, b));
                }
            }
        }
    }
}
