//! The shingle sets of many paragraphs, side by side in memory.

use super::settling::settle;
use crate::kernel::Kernel;

/// Sets without an allocation each: 8 bytes a shingle and 8 a set. (A boxed slice for each set costs
/// an allocation, a copy and a pointer more, together a tenth of the whole way to clusters.)
///
/// Kept in the pieces in which they were made, for joining the pieces would write them twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeldSets {
    pieces: Vec<Piece>,
    /// Sets in each piece but the last.
    chunk: usize,
}

impl HeldSets {
    /// Pieces of `chunk` sets each, but the last.
    pub(crate) fn of_pieces(pieces: Vec<Piece>, chunk: usize) -> HeldSets {
        HeldSets { pieces, chunk }
    }

    /// The hashes of one set, ascending and distinct.
    pub(crate) fn get(&self, id: usize) -> &[u64] {
        self.pieces[id / self.chunk].get(id % self.chunk)
    }
}

/// Some sets in a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    hashes: Vec<u64>,
    ends: Vec<usize>,
}

impl Piece {
    /// With room for some sets of so many hashes in all. (Room that grows is written twice.)
    pub(crate) fn with_capacity(sets: usize, hashes: usize) -> Piece {
        Piece { hashes: Vec::with_capacity(hashes), ends: Vec::with_capacity(sets) }
    }

    /// Adds the set of these shingles, and says how many are distinct.
    pub(crate) fn push(&mut self, kernel: Kernel, shingles: &[u64]) -> usize {
        let start = self.hashes.len();
        settle(kernel, shingles, &mut self.hashes);
        self.ends.push(self.hashes.len());
        self.hashes.len() - start
    }

    /// Without its sets; the room stays.
    pub(crate) fn clear(&mut self) {
        self.hashes.clear();
        self.ends.clear();
    }

    /// The same without room for more.
    pub(crate) fn shrunk(mut self) -> Piece {
        self.hashes.shrink_to_fit();
        self
    }

    fn get(&self, id: usize) -> &[u64] {
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.hashes[start..self.ends[id]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_sorted_distinct_and_apart() {
        let mut piece = Piece::default();
        let sizes = [&[3, 1, 3][..], &[], &[1, 2]].map(|set| piece.push(Kernel::detect(), set));
        assert_eq!(sizes, [2, 0, 2]);
        let sets = HeldSets::of_pieces(vec![piece.clone(), piece], 3);
        let found: Vec<_> = (0..6).map(|id| sets.get(id).to_vec()).collect();
        assert_eq!(found, [vec![1, 3], vec![], vec![1, 2], vec![1, 3], vec![], vec![1, 2]]);
    }
}
