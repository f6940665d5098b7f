//! The shingle sets of many paragraphs, side by side.

/// Sets without an allocation each: 8 bytes a shingle and 4 a set. (A boxed slice for each set costs
/// an allocation, a copy and a pointer more, together a tenth of the whole way to clusters.)
///
/// Kept in the pieces in which they were made, for joining the pieces would write them twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShingleSets {
    pieces: Vec<Piece>,
    /// Sets in each piece but the last.
    chunk: usize,
}

impl ShingleSets {
    /// Pieces of `chunk` sets each, but the last.
    pub(crate) fn of_pieces(pieces: Vec<Piece>, chunk: usize) -> ShingleSets {
        ShingleSets { pieces, chunk }
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
    ends: Vec<u32>,
}

impl Piece {
    /// Adds the set of all that `fill` appends.
    pub(crate) fn push_with(&mut self, fill: impl FnOnce(&mut Vec<u64>)) {
        let start = self.hashes.len();
        fill(&mut self.hashes);
        settle(&mut self.hashes, start);
        self.ends.push(self.hashes.len() as u32);
    }

    fn get(&self, id: usize) -> &[u64] {
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.hashes[start as usize..self.ends[id] as usize]
    }
}

/// Sorts what stands from `start` on, and drops what is there twice.
pub(super) fn settle(hashes: &mut Vec<u64>, start: usize) {
    hashes[start..].sort_unstable();
    let mut kept = start;
    for next in start..hashes.len() {
        let hash = hashes[next];
        if kept == start || hashes[kept - 1] != hash {
            hashes[kept] = hash;
            kept += 1;
        }
    }
    hashes.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_sorted_distinct_and_apart() {
        let mut piece = Piece::default();
        for set in [&[3, 1, 3][..], &[], &[1, 2]] {
            piece.push_with(|hashes| hashes.extend(set));
        }
        let sets = ShingleSets::of_pieces(vec![piece.clone(), piece], 3);
        let found: Vec<_> = (0..6).map(|id| sets.get(id).to_vec()).collect();
        assert_eq!(found, [vec![1, 3], vec![], vec![1, 2], vec![1, 3], vec![], vec![1, 2]]);
    }
}
