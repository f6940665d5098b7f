//! How common each shingle is, about.

use core::ops::Range;

use crate::executor::Executor;

/// Sets looked at in one piece of work.
const CHUNK: usize = 1024;

/// Counts up to 255 by the low bits of the hash. Shingles that fall together are counted together,
/// so a count below 255 is never too low: what counts once stands in one set only. (Wider counters
/// order the commonest shingles better, and miss the cache more often than that is worth.)
struct FrequencyTable {
    counts: Vec<u8>,
}

impl FrequencyTable {
    /// One byte a slot, about two slots a shingle, at most 256 MiB: past 10^8 shingles the table is
    /// fuller, and more of what is unique is looked up in vain.
    const MAX_SLOTS: usize = 1 << 28;

    fn of(sets: &[&[u64]]) -> FrequencyTable {
        let total: usize = sets.iter().map(|set| set.len()).sum();
        let slots = (2 * total).next_power_of_two().min(FrequencyTable::MAX_SLOTS);
        let mut table = FrequencyTable { counts: vec![0; slots] };
        for hash in sets.iter().copied().flatten() {
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

/// A shingle under its place in the order of the join: the rarer first, then by hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RankedShingle {
    /// About how many sets hold it.
    pub(super) count: u8,
    pub(super) hash: u64,
}

/// A count for each shingle of each set: the one pass over the table that serves all look-ups. One
/// byte a shingle. (The shingles that two sets may hold, copied out with their counts, are sixteen
/// each, and in templates they are nearly all.)
pub(super) struct Frequencies<'s> {
    sets: &'s [&'s [u64]],
    counts: Vec<Vec<u8>>,
    starts: Vec<u32>,
}

impl<'s> Frequencies<'s> {
    pub(super) fn of<E: Executor>(executor: E, sets: &'s [&'s [u64]]) -> Frequencies<'s> {
        let table = FrequencyTable::of(sets);
        let count = |range: Range<usize>| -> Vec<u8> {
            sets[range].iter().copied().flatten().map(|hash| table.count(*hash)).collect()
        };
        let counts = executor.map_chunks(sets.len(), CHUNK, count);
        let starts = sets.chunks(CHUNK).flat_map(|sets| {
            sets.iter().scan(0, |end, set| Some(core::mem::replace(end, *end + set.len() as u32)))
        });
        Frequencies { sets, counts, starts: starts.collect() }
    }

    /// The shingles of a set with their counts, by hash.
    pub(super) fn of_set(&self, id: usize) -> impl Iterator<Item = RankedShingle> + '_ {
        let (hashes, start) = (self.sets[id], self.starts[id] as usize);
        let counts = &self.counts[id / CHUNK][start..start + hashes.len()];
        hashes.iter().zip(counts).map(|(hash, count)| RankedShingle { count: *count, hash: *hash })
    }

    /// Puts the common shingles of a set into `common`, and returns how many unique ones stand before
    /// them. The first `prefix` of all are in order, the others are not.
    pub(super) fn order(&self, id: usize, prefix: usize, common: &mut Vec<RankedShingle>) -> usize {
        common.clear();
        common.extend(self.of_set(id).filter(|shingle| shingle.count > 1));
        let unique = self.sets[id].len() - common.len();
        let offered = prefix.saturating_sub(unique).min(common.len());
        if offered > 0 && offered < common.len() {
            common.select_nth_unstable(offered - 1);
        }
        common[..offered].sort_unstable();
        unique
    }
}
