//! Signatures propose, exact shingle sets decide.

use core::ops::Range;

use crate::Relation;
use crate::executor::Executor;
use crate::relation::Thresholds;
use crate::shingle::{Overlap, Room, Sets};

/// Pairs verified in one piece of work.
const CHUNK: usize = 512;

/// How many pairs ahead memory is asked for.
const AHEAD: usize = 1;

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

/// The candidates that hold, and whose relation is one of those asked for, in their order. Each costs a
/// merge of two sets, cut short as soon as no relation can hold any more.
pub(crate) fn verify<E: Executor>(
    executor: E,
    sets: &Sets<'_>,
    candidates: &[(u32, u32)],
    thresholds: Thresholds,
    is_asked_for: impl Fn(Relation) -> bool + Sync,
) -> Vec<VerifiedPair> {
    let verify_range = |range: Range<usize>| -> Vec<VerifiedPair> {
        let mut verifier = Verifier::new(sets, thresholds);
        let candidates = &candidates[range];
        let holding = candidates.iter().enumerate().filter_map(|(at, pair)| {
            if let Some((a, b)) = candidates.get(at + AHEAD) {
                sets.prefetch(*a as usize, usize::MAX);
                sets.prefetch(*b as usize, usize::MAX);
            }
            verifier.verify(*pair)
        });
        holding.filter(|pair| is_asked_for(pair.relation)).collect()
    };
    executor.map_chunks(candidates.len(), CHUNK, verify_range).concat()
}

/// Counts what two sets share, pair after pair.
pub(crate) struct Verifier<'s> {
    sets: &'s Sets<'s>,
    thresholds: Thresholds,
    rooms: [Room; 2],
}

impl<'s> Verifier<'s> {
    pub(crate) fn new(sets: &'s Sets<'s>, thresholds: Thresholds) -> Verifier<'s> {
        Verifier { sets, thresholds, rooms: Default::default() }
    }

    /// The pair with its relation, if one holds.
    pub(crate) fn verify(&mut self, (a, b): (u32, u32)) -> Option<VerifiedPair> {
        let [room, other_room] = &mut self.rooms;
        let sets = (self.sets.get(a as usize, room), self.sets.get(b as usize, other_room));
        let least = self.thresholds.least_shared(sets.0.len(), sets.1.len());
        let overlap = Overlap::at_least(sets.0, sets.1, least)?;
        let relation = self.thresholds.of_shingles(overlap)?;
        Some(VerifiedPair { a, b, relation, overlap })
    }
}
