//! Candidates are proposals; exact shingle sets decide.

use core::ops::Range;

use super::pair::Pair;
use crate::executor::Executor;
use crate::position::Original;
use crate::relation::Criteria;
use crate::shingle::{Overlap, SetBuffer, Sets};

/// Pairs verified in one piece of work.
const CHUNK: usize = 512;

/// How many pairs ahead memory is asked for.
const AHEAD: usize = 1;

/// The candidates, pairs of sets, whose relation holds and is asked for, in their order. Each costs a
/// merge of two sets, cut short as soon as no relation can hold any more.
pub(super) fn verify<E: Executor>(
    executor: E,
    sets: &Sets<'_>,
    candidates: &[(u32, u32)],
    criteria: &Criteria,
) -> Vec<Pair> {
    let verify_range = |range: Range<usize>| -> Vec<Pair> {
        let mut verifier = Verifier::new(sets, criteria);
        let candidates = &candidates[range];
        let holding = candidates.iter().enumerate().filter_map(|(at, pair)| {
            if let Some((a, b)) = candidates.get(at + AHEAD) {
                sets.prefetch(*a as usize, usize::MAX);
                sets.prefetch(*b as usize, usize::MAX);
            }
            verifier.verify((Original(pair.0), Original(pair.1)))
        });
        holding.collect()
    };
    executor.map_chunks(candidates.len(), CHUNK, verify_range).concat()
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

    /// The pair with its relation, if one holds that is asked for. What bands propose as near may happen to
    /// be contained; where nobody asked for that, it is no reason for a cluster either.
    pub(super) fn verify(&mut self, (a, b): (Original, Original)) -> Option<Pair> {
        let [buffer, other_buffer] = &mut self.buffers;
        let (left, right) =
            (self.sets.get(a.index(), buffer), self.sets.get(b.index(), other_buffer));
        let least = self.criteria.thresholds.least_shared(left.len(), right.len());
        let overlap = Overlap::at_least(left, right, least)?;
        let relation = self.criteria.of_shingles(overlap)?;
        Some(Pair { a, b, relation, overlap })
    }
}
