//! Signatures propose, exact shingle sets decide.

use core::ops::Range;

use crate::Relation;
use crate::executor::Executor;
use crate::relation::Thresholds;
use crate::shingle::Overlap;

/// Pairs verified in one piece of work.
const CHUNK: usize = 4096;

/// A candidate pair whose relation holds, by exact count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VerifiedPair {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) relation: Relation,
    pub(crate) overlap: Overlap,
}

impl VerifiedPair {
    pub(crate) fn place(&self) -> (u32, u32) {
        (self.a, self.b)
    }
}

/// The candidates that hold, in their order. Each costs a merge of two sets, cut short as soon as no
/// relation can hold any more.
pub(crate) fn verify<E: Executor>(
    executor: E,
    sets: &[&[u64]],
    candidates: &[(u32, u32)],
    thresholds: Thresholds,
) -> Vec<VerifiedPair> {
    let verify_range = |range: Range<usize>| -> Vec<VerifiedPair> {
        candidates[range].iter().filter_map(|pair| verify_pair(sets, *pair, thresholds)).collect()
    };
    executor.map_chunks(candidates.len(), CHUNK, verify_range).concat()
}

pub(crate) fn verify_pair(
    sets: &[&[u64]],
    pair: (u32, u32),
    thresholds: Thresholds,
) -> Option<VerifiedPair> {
    let (a, b) = (sets[pair.0 as usize], sets[pair.1 as usize]);
    let overlap = Overlap::at_least(a, b, thresholds.least_shared(a.len(), b.len()))?;
    let relation = thresholds.of_shingles(overlap)?;
    Some(VerifiedPair { a: pair.0, b: pair.1, relation, overlap })
}
