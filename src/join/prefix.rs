//! The shingles that a set offers, in the order of the join: the rarer class first, then by hash.

use super::frequency::{CLASSES, Frequencies};

/// Shingles that are looked up at a time.
const BLOCK: usize = 8;

/// A shingle of a prefix, and its place in the order of the join, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PrefixShingle {
    pub(super) hash: u64,
    pub(super) place: u32,
}

/// Holds the prefix of one set at a time; reused from set to set.
#[derive(Default)]
pub(super) struct PrefixBuffer {
    prefix: Vec<PrefixShingle>,
    /// The classes of the set's first shingles, as far as they have been looked up.
    classes: Vec<u8>,
}

impl PrefixBuffer {
    /// The first `len` shingles of a set, sorted by hash. O(n).
    pub(super) fn fill(
        &mut self,
        set: &[u64],
        len: usize,
        frequencies: &Frequencies,
    ) -> &[PrefixShingle] {
        self.take_rarest_class(set, len, frequencies);
        if self.prefix.len() < len {
            self.rank(set, len);
        }
        &self.prefix
    }

    /// Takes shingles of the rarest class, which is all where there are enough: the set is sorted by hash
    /// already.
    fn take_rarest_class(&mut self, set: &[u64], len: usize, frequencies: &Frequencies) {
        self.prefix.resize(len + BLOCK, PrefixShingle { hash: 0, place: 0 });
        self.classes.resize(set.len(), 0);
        let mut taken = 0;
        for (block, classes) in set.chunks(BLOCK).zip(self.classes.chunks_mut(BLOCK)) {
            if taken >= len {
                break;
            }
            // Each is written, and the next one over it unless it counts. The reads miss the cache, and
            // behind a branch that is guessed wrongly the next ones would have to wait.
            for (hash, class) in block.iter().zip(classes) {
                *class = frequencies.class(*hash);
                self.prefix[taken] = PrefixShingle { hash: *hash, place: taken as u32 };
                taken += usize::from(*class == 0);
            }
        }
        self.prefix.truncate(taken.min(len));
    }

    /// Reads the set again where the rarest class has too few. Once the shingles of each class are counted,
    /// each one's place is known: within a class they stand by hash already.
    fn rank(&mut self, set: &[u64], len: usize) {
        let mut next = self.first_places();
        self.prefix.clear();
        for (hash, class) in set.iter().zip(&self.classes) {
            let place = &mut next[usize::from(*class)];
            if (*place as usize) < len {
                self.prefix.push(PrefixShingle { hash: *hash, place: *place });
                *place += 1;
            }
        }
    }

    /// The place of the first shingle of each class.
    fn first_places(&self) -> [u32; CLASSES] {
        let mut first = 0;
        core::array::from_fn(|class| {
            let behind = first + count(&self.classes, class as u8);
            core::mem::replace(&mut first, behind)
        })
    }
}

/// How many are of this class. Counted class by class, because the processor adds up many bytes at once: a
/// table of counts in memory waits for the count before it, and where all shingles are of one class that
/// would be all the time that ranking takes.
fn count(classes: &[u8], class: u8) -> u32 {
    let chunks = classes.chunks(usize::from(u8::MAX));
    chunks
        .map(|chunk| u32::from(chunk.iter().map(|other| u8::from(*other == class)).sum::<u8>()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shingle::Sets;
    use proptest::prelude::*;

    /// The naive reference: sorts the whole set.
    fn sorted(set: &[u64], len: usize, frequencies: &Frequencies) -> Vec<PrefixShingle> {
        let mut ranked: Vec<(u8, u64)> =
            set.iter().map(|hash| (frequencies.class(*hash), *hash)).collect();
        ranked.sort_unstable();
        let prefix = ranked[..len].iter().zip(0..);
        let mut prefix: Vec<PrefixShingle> =
            prefix.map(|((_, hash), place)| PrefixShingle { hash: *hash, place }).collect();
        prefix.sort_unstable();
        prefix
    }

    proptest! {
        #[test]
        fn the_first_of_all(
            sets in prop::collection::vec(prop::collection::btree_set(0..60_u64, 1..30), 1..20),
        ) {
            let sets: Vec<Vec<u64>> = sets.into_iter().map(|set| set.into_iter().collect()).collect();
            let slices: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
            let frequencies =
                Frequencies::sample(crate::executor::Serial, &Sets::stored(slices.clone())).unwrap();
            let mut buffer = PrefixBuffer::default();
            for set in slices {
                for len in 0..=set.len() {
                    let found = buffer.fill(set, len, &frequencies);
                    prop_assert_eq!(found, sorted(set, len, &frequencies));
                }
            }
        }
    }
}
