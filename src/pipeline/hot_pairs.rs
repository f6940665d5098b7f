//! Pairs under hot shingles and in hot buckets: each set against the representatives alone.

use std::collections::VecDeque;

use super::hot_candidates::{HotCandidates, Query};
use super::verification::Verifier;
use super::{Pair, Settings};
use crate::Cancelled;
use crate::cluster::{KnownRelations, Representatives, StandsFor};
use crate::executor::Executor;
use crate::id::Original;
use crate::observer::Stage;
use crate::report::Counts;
use crate::shingle::SetBuffer;

/// Sets that are held at once against the representatives before them; against those among them, one
/// by one.
const BLOCK: usize = 256;

/// Sets in a piece of work.
const CHUNK: usize = 16;

/// Representatives by relations that are known, and by those found under hot shingles and in hot buckets on the walk.
pub(super) struct HotPairs<'j, F> {
    known: KnownRelations<F>,
    settings: &'j Settings,
    kept: HotCandidates<'j>,
    verifier: Verifier<'j>,
    /// How many sets there are in all.
    sets: usize,
    /// The sets to come after those of `waiting`.
    order: &'j [Original],
    waiting: VecDeque<Arrived>,
    /// The last that arrived, for it may be kept.
    last: Option<Query>,
    /// Pairs verified.
    candidates: u64,
    /// Meetings with kept sets that were left out.
    passed_over: u64,
    /// The pairs that hold.
    pairs: Vec<Pair>,
}

/// A set that has been held against the representatives before its block.
struct Arrived {
    query: Query,
    candidates: u64,
    pairs: Vec<Pair>,
}

impl<'j, F: Fn(Original) -> bool + Sync> HotPairs<'j, F> {
    /// For the originals that are hot, in the order in which the walk will come to them. All must be
    /// there, and in no other order: one out of turn would be taken for one that is not.
    pub(super) fn new(
        settings: &'j Settings,
        kept: HotCandidates<'j>,
        order: &'j [Original],
        known: KnownRelations<F>,
    ) -> HotPairs<'j, F> {
        let verifier = Verifier::new(kept.sets(), &settings.criteria);
        HotPairs {
            known,
            settings,
            kept,
            verifier,
            sets: order.len(),
            order,
            waiting: VecDeque::new(),
            last: None,
            candidates: 0,
            passed_over: 0,
            pairs: Vec::new(),
        }
    }

    /// Ends the walk: counts what was held against what, and returns the pairs that hold.
    pub(super) fn finish(self, counts: &mut Counts) -> Vec<Pair> {
        counts.hot_shingles = self.kept.len() as u64;
        counts.hot_candidates = self.candidates;
        counts.alike_passed_over = self.passed_over;
        self.pairs
    }

    fn is_next(&self, item: Original) -> bool {
        let waiting = self.waiting.front().map(|arrived| Original(arrived.query.set));
        waiting.or(self.order.first().copied()) == Some(item)
    }

    /// Holds the next block against the representatives so far.
    fn receive_block(&mut self) -> Result<(), Cancelled> {
        let (block, others) = self.order.split_at(BLOCK.min(self.order.len()));
        self.order = others;
        // What is kept from here on is met in turn: so the threads see one state, and nobody is met twice.
        self.kept.snapshot();
        let receiving = self.settings.executor(Stage::Representing);
        let received = receiving
            .silent()
            .map_chunks(block.len(), CHUNK, |range| self.receive(&block[range]))?;
        receiving.tell(self.sets - others.len(), self.sets);
        self.waiting.extend(received.into_iter().flatten());
        Ok(())
    }

    fn receive(&self, originals: &[Original]) -> Vec<Arrived> {
        let mut verifier = Verifier::new(self.kept.sets(), &self.settings.criteria);
        let mut buffer = SetBuffer::default();
        let mut arrived = Vec::with_capacity(originals.len());
        for original in originals {
            let query = self.kept.query(original.0, &mut buffer);
            let met = self.kept.candidates(&query);
            let pairs = verified(&mut verifier, query.set, &met);
            arrived.push(Arrived { query, candidates: met.len() as u64, pairs });
        }
        arrived
    }

    /// The pairs of an original with the representatives that it meets.
    fn arrive(&mut self, item: Original) -> Result<Vec<Pair>, Cancelled> {
        // The one before was not kept if it still stands here.
        self.last = None;
        if !self.is_next(item) {
            return Ok(Vec::new());
        }
        if self.waiting.is_empty() {
            self.receive_block()?;
        }
        let Some(Arrived { query, candidates, mut pairs }) = self.waiting.pop_front() else {
            return Ok(Vec::new());
        };
        let met = self.kept.candidates_since_snapshot(&query);
        pairs.extend(verified(&mut self.verifier, item.0, &met));
        self.candidates += candidates + met.len() as u64;
        self.passed_over += self.kept.passed_over(&query);
        self.last = Some(query);
        self.pairs.extend(&pairs);
        Ok(pairs)
    }
}

/// The pairs of a set with some others whose relation holds and is asked for.
fn verified(verifier: &mut Verifier<'_>, id: u32, others: &[u32]) -> Vec<Pair> {
    let pairs = others.iter().map(|other| (id.min(*other), id.max(*other)));
    verifier.verify_all(&pairs.collect::<Vec<_>>())
}

impl<F: Fn(Original) -> bool + Sync> Representatives for HotPairs<'_, F> {
    type Item = Original;
    type Found = StandsFor;

    fn find(&mut self, item: &Original) -> Result<Option<StandsFor>, Cancelled> {
        let pairs = self.arrive(*item)?;
        let standing = pairs.iter().flat_map(Pair::stands_for);
        let standing = standing.filter(|relation| relation.member == *item);
        Ok(self.known.best(*item, standing.map(|relation| relation.representative)))
    }

    fn add(&mut self, item: Original) {
        self.known.add(item);
        if let Some(query) = self.last.take_if(|query| query.set == item.0) {
            self.kept.keep(&query);
        }
    }
}
