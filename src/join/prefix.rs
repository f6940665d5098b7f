//! The shingles that a set offers, in the order of the join: the rarer class first, then by hash.

use super::class::{CLASSES, Classes};

/// Shingles that are looked up at a time.
const BLOCK: usize = 8;

/// A shingle of a prefix, and its place in the order of the join, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed {
    pub(super) hash: u64,
    pub(super) place: u32,
}

/// The first shingles of one set at a time; reused from set to set.
#[derive(Default)]
pub(super) struct Prefix {
    placed: Vec<Placed>,
    /// Of the shingles of the set that have been looked at.
    classes: Vec<u8>,
}

impl Prefix {
    /// The first `len` shingles of a set, sorted by hash. O(n).
    pub(super) fn of(&mut self, set: &[u64], len: usize, classes: &Classes) -> &[Placed] {
        self.take_rarest_class(set, len, classes);
        if self.placed.len() < len {
            self.rank(set, len);
        }
        &self.placed
    }

    /// All that is needed where the rarest class has enough: the set is sorted by hash already. Some
    /// are looked up at a time, and without a branch for each: the reads miss the cache, and where the
    /// branch is guessed wrongly those behind it wait.
    fn take_rarest_class(&mut self, set: &[u64], len: usize, classes: &Classes) {
        self.placed.resize(len + BLOCK, Placed { hash: 0, place: 0 });
        self.classes.resize(set.len(), 0);
        let mut taken = 0;
        for (block, known) in set.chunks(BLOCK).zip(self.classes.chunks_mut(BLOCK)) {
            if taken >= len {
                break;
            }
            for (hash, known) in block.iter().zip(known) {
                *known = classes.of(*hash);
                self.placed[taken] = Placed { hash: *hash, place: taken as u32 };
                taken += usize::from(*known == 0);
            }
        }
        self.placed.truncate(taken.min(len));
    }

    /// Counts each class, so that the place of a shingle is known as the set is read again: within a
    /// class they stand by hash already. (What is counted in memory waits for the count before it, and
    /// where all shingles are of one class that is all the time that this takes.)
    fn rank(&mut self, set: &[u64], len: usize) {
        let mut next = self.first_places();
        self.placed.clear();
        for (hash, class) in set.iter().zip(&self.classes) {
            let place = &mut next[usize::from(*class)];
            if (*place as usize) < len {
                self.placed.push(Placed { hash: *hash, place: *place });
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

/// How many are of this class: counted in bytes, of which the processor adds up many at once.
fn count(classes: &[u8], class: u8) -> u32 {
    let counts = classes.chunks(usize::from(u8::MAX));
    counts
        .map(|some| u32::from(some.iter().map(|other| u8::from(*other == class)).sum::<u8>()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shingle::Sets;
    use proptest::prelude::*;

    /// The dull twin: sorts the whole set.
    fn sorted(set: &[u64], len: usize, classes: &Classes) -> Vec<Placed> {
        let mut ranked: Vec<(u8, u64)> =
            set.iter().map(|hash| (classes.of(*hash), *hash)).collect();
        ranked.sort_unstable();
        let placed = ranked[..len].iter().zip(0..);
        let mut placed: Vec<Placed> =
            placed.map(|((_, hash), place)| Placed { hash: *hash, place }).collect();
        placed.sort_unstable();
        placed
    }

    proptest! {
        #[test]
        fn the_first_of_all(
            sets in prop::collection::vec(prop::collection::btree_set(0..60_u64, 1..30), 1..20),
        ) {
            let sets: Vec<Vec<u64>> = sets.into_iter().map(|set| set.into_iter().collect()).collect();
            let slices: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
            let classes = Classes::sample(crate::executor::Serial, &Sets::stored(slices.clone()));
            let mut prefix = Prefix::default();
            for set in slices {
                for len in 0..=set.len() {
                    prop_assert_eq!(prefix.of(set, len, &classes), sorted(set, len, &classes));
                }
            }
        }
    }
}
