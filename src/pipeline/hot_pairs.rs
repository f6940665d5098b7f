//! Pairs under hot shingles: each set against the representatives alone.

use std::collections::VecDeque;

use super::verification::Verifier;
use super::{Pair, Settings};
use crate::Cancelled;
use crate::cluster::{KnownRelations, Representatives, StandsFor};
use crate::executor::Executor;
use crate::id::Original;
use crate::join::{Bands, HotQuery, HotShingles, JoinIndex};
use crate::observer::Stage;
use crate::relation::Relation;
use crate::report::Counts;
use crate::shingle::SetBuffer;

/// Sets that are held at once against the representatives before them; against those among them, one
/// by one.
const BLOCK: usize = 256;

/// Sets in a piece of work.
const CHUNK: usize = 16;

/// Representatives by relations that are known, and by those found under hot shingles on the walk.
pub(super) struct HotPairs<'j, F> {
    known: KnownRelations<F>,
    settings: &'j Settings,
    join: &'j JoinIndex<'j>,
    shingles: HotShingles<'j>,
    /// Where most of what is kept may be passed over: what is probably near.
    bands: Option<Bands>,
    verifier: Verifier<'j>,
    /// How many sets there are in all.
    sets: usize,
    /// The sets to come after those of `waiting`.
    order: &'j [Original],
    waiting: VecDeque<Arrived>,
    /// The last that arrived, for it may be kept, and the keys of its bands.
    last: Option<(HotQuery, Vec<u64>)>,
    /// Pairs verified.
    candidates: u64,
    /// Meetings with kept sets that were left out.
    passed_over: u64,
    /// The pairs that hold.
    pairs: Vec<Pair>,
}

/// A set that has been held against the representatives before its block.
struct Arrived {
    query: HotQuery,
    /// The keys of its bands, where those are looked up.
    keys: Vec<u64>,
    candidates: u64,
    pairs: Vec<Pair>,
}

impl<'j, F: Fn(Original) -> bool + Sync> HotPairs<'j, F> {
    /// For originals that hold hot shingles, in the order in which the walk will come to them. All must be
    /// there, and in no other order: one out of turn would be taken for one that holds none.
    pub(super) fn new(
        settings: &'j Settings,
        join: &'j JoinIndex<'j>,
        order: &'j [Original],
        known: KnownRelations<F>,
    ) -> HotPairs<'j, F> {
        HotPairs {
            known,
            settings,
            join,
            shingles: HotShingles::new(join),
            bands: None,
            verifier: Verifier::new(join.sets(), &settings.criteria),
            sets: order.len(),
            order,
            waiting: VecDeque::new(),
            last: None,
            candidates: 0,
            passed_over: 0,
            pairs: Vec::new(),
        }
    }

    /// Holds each set against few: the first that are kept under each of its hot shingles, and those that
    /// bands of signatures name. What a set costs then has a bound, and a pair may be lost.
    pub(super) fn against_few(self) -> HotPairs<'j, F> {
        let Settings { criteria, shingler, .. } = self.settings;
        let near = criteria.asks_for(Relation::Near);
        let bands = near.then(|| Bands::new(criteria.thresholds.near, shingler.kernel())).flatten();
        let shingles = self.shingles.first_only(self.order.len());
        HotPairs { shingles, bands, ..self }
    }

    /// Ends the walk: counts what was held against what, and returns the pairs that hold.
    pub(super) fn finish(self, counts: &mut Counts) -> Vec<Pair> {
        counts.hot_shingles = self.shingles.len() as u64;
        counts.hot_candidates = self.candidates;
        counts.alike_passed_over = self.passed_over;
        self.pairs
    }

    fn is_next(&self, item: Original) -> bool {
        let waiting = self.waiting.front().map(|arrived| Original(arrived.query.set()));
        waiting.or(self.order.first().copied()) == Some(item)
    }

    /// Holds the next block against the representatives so far.
    fn receive_block(&mut self) -> Result<(), Cancelled> {
        let (block, others) = self.order.split_at(BLOCK.min(self.order.len()));
        self.order = others;
        // What is kept from here on is met in turn: so the threads see one state, and nobody is met twice.
        self.shingles.snapshot();
        let receiving = self.settings.executor(Stage::Representing);
        let received = receiving
            .silent()
            .map_chunks(block.len(), CHUNK, |range| self.receive(&block[range]))?;
        receiving.tell(self.sets - others.len(), self.sets);
        self.waiting.extend(received.into_iter().flatten());
        Ok(())
    }

    fn receive(&self, originals: &[Original]) -> Vec<Arrived> {
        let mut verifier = Verifier::new(self.join.sets(), &self.settings.criteria);
        let mut buffer = SetBuffer::default();
        let mut arrived = Vec::with_capacity(originals.len());
        for original in originals {
            let keys = self.keys(*original, &mut buffer);
            let query = self.shingles.query(original.0, &mut buffer);
            arrived.push(self.arrived(query, keys, &mut verifier));
        }
        arrived
    }

    fn keys(&self, original: Original, buffer: &mut SetBuffer) -> Vec<u64> {
        match &self.bands {
            Some(bands) => bands.keys(self.join.sets().get(original.index(), buffer)),
            None => Vec::new(),
        }
    }

    /// Who has been kept since a set's block was held against those before, and whom its bands name.
    fn met_in_turn(&self, query: &HotQuery, keys: &[u64]) -> Vec<u32> {
        let mut met = self.shingles.candidates_since_snapshot(query);
        if let Some(bands) = &self.bands {
            // Bands have no snapshot: a set before the block may be named that was met under hot shingles.
            met.extend(bands.candidates(keys));
            met.sort_unstable();
            met.dedup();
        }
        met
    }

    fn arrived(&self, query: HotQuery, keys: Vec<u64>, verifier: &mut Verifier<'_>) -> Arrived {
        let met = self.shingles.candidates(&query);
        let pairs = verified(verifier, query.set(), &met);
        Arrived { query, keys, candidates: met.len() as u64, pairs }
    }

    /// The pairs of an original with the representatives that it meets under hot shingles.
    fn arrive(&mut self, item: Original) -> Result<Vec<Pair>, Cancelled> {
        // The one before was not kept if it still stands here.
        self.last = None;
        if !self.is_next(item) {
            return Ok(Vec::new());
        }
        if self.waiting.is_empty() {
            self.receive_block()?;
        }
        let Some(Arrived { query, keys, candidates, mut pairs }) = self.waiting.pop_front() else {
            return Ok(Vec::new());
        };
        let met = self.met_in_turn(&query, &keys);
        pairs.extend(verified(&mut self.verifier, item.0, &met));
        self.candidates += candidates + met.len() as u64;
        self.passed_over += self.shingles.passed_over(&query);
        self.last = Some((query, keys));
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
        if let Some((query, keys)) = self.last.take_if(|(query, _)| query.set() == item.0) {
            self.shingles.keep(&query);
            if let Some(bands) = &mut self.bands {
                bands.keep(item.0, &keys);
            }
        }
    }
}
