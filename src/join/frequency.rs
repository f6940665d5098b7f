//! How common each shingle is, about.

use crate::shingle::ShingleSet;

/// Counts up to 255 by the low bits of the hash. Shingles that fall together are counted together,
/// so a count below 255 is never too low: what counts once stands in one set only. (Wider counters
/// order the commonest shingles better, and miss the cache more often than that is worth.)
pub(crate) struct FrequencyTable {
    counts: Vec<u8>,
}

impl FrequencyTable {
    /// One byte a slot, about two slots a shingle, at most 16 MiB.
    const MAX_SLOTS: usize = 1 << 24;

    pub(crate) fn of(sets: &[&ShingleSet]) -> FrequencyTable {
        let total: usize = sets.iter().map(|set| set.len()).sum();
        let slots = (2 * total).next_power_of_two().min(FrequencyTable::MAX_SLOTS);
        let mut table = FrequencyTable { counts: vec![0; slots] };
        for hash in sets.iter().flat_map(|set| set.as_slice()) {
            let slot = table.slot(*hash);
            table.counts[slot] = table.counts[slot].saturating_add(1);
        }
        table
    }

    /// At least the number of sets that hold the shingle, or 255.
    pub(crate) fn count(&self, hash: u64) -> u8 {
        self.counts[self.slot(hash)]
    }

    /// Whether at most one set holds the shingle.
    pub(crate) fn is_unique(&self, hash: u64) -> bool {
        self.count(hash) <= 1
    }

    fn slot(&self, hash: u64) -> usize {
        // The slots are a power of two, so the mask keeps the index in range.
        hash as usize & (self.counts.len() - 1)
    }
}
