//! How common each shingle is, about.

use core::ops::Range;

use crate::executor::Executor;
use crate::shingle::ShingleSet;

/// Sets looked at in one piece of work.
const CHUNK: usize = 1024;

/// Counts up to 255 by the low bits of the hash. Shingles that fall together are counted together,
/// so a count below 255 is never too low: what counts once stands in one set only. (Wider counters
/// order the commonest shingles better, and miss the cache more often than that is worth.)
struct FrequencyTable {
    counts: Vec<u8>,
}

impl FrequencyTable {
    /// One byte a slot, about two slots a shingle, at most 16 MiB.
    const MAX_SLOTS: usize = 1 << 24;

    fn of(sets: &[&ShingleSet]) -> FrequencyTable {
        let total: usize = sets.iter().map(|set| set.len()).sum();
        let slots = (2 * total).next_power_of_two().min(FrequencyTable::MAX_SLOTS);
        let mut table = FrequencyTable { counts: vec![0; slots] };
        for hash in sets.iter().flat_map(|set| set.as_slice()) {
            let slot = table.slot(*hash);
            table.counts[slot] = table.counts[slot].saturating_add(1);
        }
        table
    }

    fn count(&self, hash: u64) -> u8 {
        self.counts[self.slot(hash)]
    }

    fn slot(&self, hash: u64) -> usize {
        // The slots are a power of two, so the mask keeps the index in range.
        hash as usize & (self.counts.len() - 1)
    }
}

/// A shingle that more than one set may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CommonShingle {
    /// About how many sets hold it.
    pub(crate) count: u8,
    pub(crate) hash: u64,
}

/// The shingles of each set that another set may hold: in ordinary text a small part of all, and
/// the only ones a join has to look at.
pub(crate) struct CommonShingles {
    shingles: Vec<CommonShingle>,
    ends: Vec<usize>,
}

impl CommonShingles {
    pub(crate) fn of<E: Executor>(executor: E, sets: &[&ShingleSet]) -> CommonShingles {
        let frequencies = FrequencyTable::of(sets);
        let select = |range: Range<usize>| {
            let mut selected = CommonShingles { shingles: Vec::new(), ends: Vec::new() };
            for set in &sets[range] {
                selected.push(set, &frequencies);
            }
            selected
        };
        let mut all = CommonShingles { shingles: Vec::new(), ends: Vec::with_capacity(sets.len()) };
        for selected in executor.map_chunks(sets.len(), CHUNK, select) {
            let before = all.shingles.len();
            all.shingles.extend(selected.shingles);
            all.ends.extend(selected.ends.iter().map(|end| before + end));
        }
        all
    }

    pub(crate) fn get(&self, set: usize) -> &[CommonShingle] {
        let start = if set == 0 { 0 } else { self.ends[set - 1] };
        &self.shingles[start..self.ends[set]]
    }

    fn push(&mut self, set: &ShingleSet, frequencies: &FrequencyTable) {
        for hash in set.as_slice() {
            let count = frequencies.count(*hash);
            if count > 1 {
                self.shingles.push(CommonShingle { count, hash: *hash });
            }
        }
        self.ends.push(self.shingles.len());
    }
}
