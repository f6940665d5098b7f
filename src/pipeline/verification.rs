//! Candidates are proposals; exact shingle sets decide.

use super::Pair;
use crate::Cancelled;
use crate::executor::Executor;
use crate::id::Original;
use crate::relation::{Criteria, Relation};
use crate::shingle::{Overlap, SetBuffer, Sets};

/// Pairs verified in one piece of work.
const CHUNK: usize = 512;

/// How many pairs ahead sets are asked for.
const AHEAD: usize = 2;

/// How many pairs ahead the places of sets are asked for.
const FAR_AHEAD: usize = 8;

/// The candidates, pairs of sets, whose relation holds and is asked for, in their order. Each costs a
/// merge of two sets, cut short as soon as no relation can hold any more.
pub(super) fn verify<E: Executor>(
    executor: E,
    sets: &Sets<'_>,
    candidates: &[(u32, u32)],
    criteria: &Criteria,
) -> Result<Vec<Pair>, Cancelled> {
    let pieces = executor.map_chunks(candidates.len(), CHUNK, |range| {
        Verifier::new(sets, criteria).verify_all(&candidates[range])
    })?;
    Ok(pieces.concat())
}

/// Counts what two sets share, pair after pair.
pub(super) struct Verifier<'s> {
    sets: &'s Sets<'s>,
    criteria: &'s Criteria,
    buffers: [SetBuffer; 2],
}

impl<'s> Verifier<'s> {
    pub(super) fn new(sets: &'s Sets<'s>, criteria: &'s Criteria) -> Verifier<'s> {
        Verifier { sets, criteria, buffers: Default::default() }
    }

    /// The pairs whose relation holds and is asked for, in their order.
    pub(super) fn verify_all(&mut self, candidates: &[(u32, u32)]) -> Vec<Pair> {
        let mut holding = Vec::new();
        for (at, (a, b)) in candidates.iter().enumerate() {
            // The sets lie all over the memory: the next are on their way while this one is merged.
            if let Some((a, b)) = candidates.get(at + FAR_AHEAD) {
                self.sets.prefetch_place(*a as usize);
                self.sets.prefetch_place(*b as usize);
            }
            if let Some((a, b)) = candidates.get(at + AHEAD) {
                self.sets.prefetch(*a as usize, usize::MAX);
                self.sets.prefetch(*b as usize, usize::MAX);
            }
            holding.extend(self.verify((Original(*a), Original(*b))));
        }
        holding
    }

    /// The pair with its relation, if one holds that is asked for. What bands propose as near may happen to
    /// be contained; where nobody asked for that, it is no reason for a cluster either.
    fn verify(&mut self, (a, b): (Original, Original)) -> Option<Pair> {
        let [buffer, other_buffer] = &mut self.buffers;
        let (left, right) =
            (self.sets.get(a.index(), buffer), self.sets.get(b.index(), other_buffer));
        let (relation, overlap) = relation_of_sets(self.criteria, left, right)?;
        Some(Pair { a, b, relation, overlap })
    }
}

/// The relation of two sets, if one holds that is asked for, and what they share.
pub(crate) fn relation_of_sets(
    criteria: &Criteria,
    left: &[u64],
    right: &[u64],
) -> Option<(Relation, Overlap)> {
    // The merge of the two ends where so few can still be shared that no relation could hold.
    let least = criteria.thresholds.least_shared(left.len(), right.len());
    let overlap = Overlap::at_least(left, right, least)?;
    Some((criteria.of_shingles(overlap)?, overlap))
}
