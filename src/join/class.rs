//! How common each shingle is, about.

use core::ops::Range;

use crate::executor::Executor;

/// Sets that are counted at least, where there are so many.
const LEAST_SAMPLE: usize = 4096;

/// Larger collections have one set in this many counted. On 150,000 paragraphs of real prose, for
/// near 0.8 and contained 0.8, the join proposed 131 thousand pairs with all sets counted, 215 with
/// every second, 314 with every fourth and 538 with every eighth.
const SPARSEST_SAMPLE: usize = 2;

/// Counts of the shingles of some sets, up to 255, by the low bits of the hash. Shingles that fall
/// together are counted together.
///
/// The class of a shingle is a pure function of its hash, so the order that it makes is the same for
/// all sets, and how good it is decides about time and never about a pair. (Counting all
/// sets, and keeping the count of every shingle, cost a third of the whole join: two passes over a
/// table that fits in no cache.)
pub(super) struct Classes {
    counts: Vec<u8>,
}

impl Classes {
    pub(super) fn sample<E: Executor>(executor: E, sets: &[&[u64]]) -> Classes {
        let step = (sets.len() / LEAST_SAMPLE).clamp(1, SPARSEST_SAMPLE);
        let sampled: Vec<&[u64]> = sets.iter().copied().step_by(step).collect();
        let shingles: usize = sampled.iter().map(|set| set.len()).sum();
        let count = |range: Range<usize>| {
            let mut classes = Classes { counts: vec![0; shingles.next_power_of_two()] };
            sampled[range].iter().copied().flatten().for_each(|hash| classes.add(*hash));
            classes
        };
        let pieces = executor.map_parts(sampled.len(), count).into_iter();
        pieces.reduce(Classes::merge).unwrap_or(Classes { counts: vec![0] })
    }

    fn add(&mut self, hash: u64) {
        let slot = self.slot(hash);
        self.counts[slot] = self.counts[slot].saturating_add(1);
    }

    fn merge(mut self, other: Classes) -> Classes {
        for (count, other) in self.counts.iter_mut().zip(other.counts) {
            *count = count.saturating_add(other);
        }
        self
    }

    /// 0 for what is rarest. That is also what stands in one of the sets that are counted, or else these
    /// would have nothing rare.
    #[inline]
    pub(super) fn of(&self, hash: u64) -> u8 {
        self.counts[self.slot(hash)].saturating_sub(1)
    }

    fn slot(&self, hash: u64) -> usize {
        // The slots are a power of two, so the mask keeps the index in range.
        hash as usize & (self.counts.len() - 1)
    }
}
