//! Pairs in which one set may stand inside the other.

use core::ops::Range;

use super::frequency::{CommonShingle, CommonShingles};
use crate::executor::Executor;
use crate::shingle::ShingleSet;

/// Sets looked up in one piece of work.
const CHUNK: usize = 1024;

/// All pairs `(a, b)`, `a < b`, sorted and distinct, that may have the smaller set contained in the
/// larger by at least `containment`, and some that have not: the caller verifies.
///
/// `eligible(smaller, larger)` says from the sizes alone which pairs are worth looking at; it must
/// not hold both ways round, so that each pair comes up once.
pub(crate) fn contained_candidates<E: Executor>(
    executor: E,
    sets: &[&ShingleSet],
    containment: f64,
    eligible: impl Fn(usize, usize) -> bool + Sync,
) -> Vec<(u32, u32)> {
    let common = CommonShingles::of(executor, sets);
    let index = PrefixIndex::build(executor, sets, &common, containment);
    let search = |range: Range<usize>| {
        let (mut pairs, mut found) = (Vec::new(), Vec::new());
        for larger in range {
            index.search(common.get(larger), &mut found);
            found.retain(|smaller| eligible(sets[*smaller].len(), sets[larger].len()));
            pairs.extend(found.drain(..).map(|smaller| ordered(smaller, larger)));
        }
        pairs
    };
    let mut pairs = executor.map_chunks(sets.len(), CHUNK, search).concat();
    executor.sort(&mut pairs);
    pairs
}

fn ordered(a: usize, b: usize) -> (u32, u32) {
    (a.min(b) as u32, a.max(b) as u32)
}

/// The prefix shingles of all sets, sorted by hash, with a directory over the leading bits.
struct PrefixIndex {
    entries: Vec<(u64, u32)>,
    starts: Vec<u32>,
    shift: u32,
}

impl PrefixIndex {
    fn build<E: Executor>(
        executor: E,
        sets: &[&ShingleSet],
        common: &CommonShingles,
        containment: f64,
    ) -> PrefixIndex {
        let offer = |range: Range<usize>| {
            let mut entries = Vec::new();
            for id in range.filter(|id| !sets[*id].is_empty()) {
                let prefix = sets[id].len() - needed(sets[id].len(), containment) + 1;
                let offered = rarest(common.get(id), prefix, sets[id].len());
                entries.extend(offered.into_iter().map(|shingle| (shingle.hash, id as u32)));
            }
            entries
        };
        let mut entries = executor.map_chunks(sets.len(), CHUNK, offer).concat();
        executor.sort(&mut entries);
        PrefixIndex::with_directory(entries)
    }

    /// About one entry for each slot of the directory, so a look-up is two reads.
    fn with_directory(entries: Vec<(u64, u32)>) -> PrefixIndex {
        let bits = entries.len().next_power_of_two().trailing_zeros().clamp(1, 24);
        let shift = u64::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for (hash, _) in &entries {
            starts[(hash >> shift) as usize + 1] += 1;
        }
        for slot in 1..starts.len() {
            starts[slot] += starts[slot - 1];
        }
        PrefixIndex { entries, starts, shift }
    }

    /// The sets that offer this shingle.
    fn offering(&self, hash: u64) -> impl Iterator<Item = usize> + '_ {
        let slot = (hash >> self.shift) as usize;
        let bucket = &self.entries[self.starts[slot] as usize..self.starts[slot + 1] as usize];
        bucket.iter().filter(move |entry| entry.0 == hash).map(|entry| entry.1 as usize)
    }

    /// The distinct sets that offer any of these shingles.
    fn search(&self, shingles: &[CommonShingle], found: &mut Vec<usize>) {
        found.extend(shingles.iter().flat_map(|shingle| self.offering(shingle.hash)));
        found.sort_unstable();
        found.dedup();
    }
}

/// Those of the `prefix` rarest shingles of a set of `len` that another set may hold. The set's
/// other shingles are rarer than all of them and come first, but need no entry.
fn rarest(common: &[CommonShingle], prefix: usize, len: usize) -> Vec<CommonShingle> {
    let unique = len - common.len();
    let mut rarest_first = common.to_vec();
    let offered = prefix.saturating_sub(unique);
    if offered > 0 && offered < common.len() {
        rarest_first.select_nth_unstable(offered - 1);
    }
    rarest_first.truncate(offered);
    rarest_first
}

/// The fewest shingles, at least one, that make up `share` of `len`. Rounded down a hair where the
/// product is a whole number but for rounding: one shingle too few costs time, one too many a pair.
fn needed(len: usize, share: f64) -> usize {
    ((len as f64 * share - 1e-9).ceil() as usize).clamp(1, len)
}
