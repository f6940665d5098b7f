//! Pairs under hot shingles: each set against the representatives alone.

use core::ops::Range;
use std::collections::VecDeque;

use super::Detector;
use super::scan::stands_for;
use crate::Relation;
use crate::cluster::{Arrivals, StandsFor};
use crate::executor::Executor;
use crate::join::{Bands, HotQuery, HotShingles, JoinIndex};
use crate::shingle::Room;
use crate::verification::{VerifiedPair, Verifier};

/// Sets that are held at once against the representatives before them; against those among them, one
/// by one.
const BLOCK: usize = 256;

/// Sets in a piece of work.
const CHUNK: usize = 16;

/// Verifies, as the clusters are made, what meets under hot shingles.
pub(super) struct HotPairs<'j, E> {
    detector: &'j Detector,
    executor: E,
    join: &'j JoinIndex<'j>,
    shingles: HotShingles<'j>,
    /// Where most of what is kept may be passed over: what is probably near.
    bands: Option<Bands>,
    verifier: Verifier<'j>,
    /// The sets to come after those of `waiting`.
    order: &'j [u32],
    waiting: VecDeque<Arrived>,
    /// The last that arrived, for it may be kept, and the keys of its bands.
    last: Option<(HotQuery, Vec<u64>)>,
    candidates: u64,
    passed_over: u64,
    pairs: Vec<VerifiedPair>,
}

/// A set that has been held against the representatives before its block.
struct Arrived {
    query: HotQuery,
    /// The keys of its bands, where those are looked up.
    keys: Vec<u64>,
    candidates: u64,
    pairs: Vec<VerifiedPair>,
}

impl<'j, E: Executor> HotPairs<'j, E> {
    /// For sets that hold hot shingles, in the order in which they will arrive. All must, and in no other
    /// order: one that comes out of turn would be taken for one that holds none.
    pub(super) fn new(
        detector: &'j Detector,
        executor: E,
        join: &'j JoinIndex<'j>,
        order: &'j [u32],
    ) -> HotPairs<'j, E> {
        HotPairs {
            detector,
            executor,
            join,
            shingles: HotShingles::new(join),
            bands: None,
            verifier: Verifier::new(join.sets(), detector.thresholds),
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
    pub(super) fn against_few(self) -> HotPairs<'j, E> {
        let Detector { thresholds, shingler, .. } = self.detector;
        let near = self.detector.reports(Relation::Near);
        let bands = near.then(|| Bands::new(thresholds.near, shingler.kernel())).flatten();
        let shingles = self.shingles.first_only(self.order.len());
        HotPairs { shingles, bands, ..self }
    }

    pub(super) fn shingles(&self) -> u64 {
        self.shingles.len() as u64
    }

    /// Pairs verified.
    pub(super) fn candidates(&self) -> u64 {
        self.candidates
    }

    /// Meetings with kept sets that were left out.
    pub(super) fn passed_over(&self) -> u64 {
        self.passed_over
    }

    /// The pairs that hold.
    pub(super) fn into_pairs(self) -> Vec<VerifiedPair> {
        self.pairs
    }

    fn is_next(&self, item: u32) -> bool {
        let waiting = self.waiting.front().map(|arrived| arrived.query.set());
        waiting.or(self.order.first().copied()) == Some(item)
    }

    /// Holds the next block against the representatives so far.
    fn receive_block(&mut self) {
        let (block, others) = self.order.split_at(BLOCK.min(self.order.len()));
        self.order = others;
        self.shingles.snapshot();
        let receive = |range: Range<usize>| -> Vec<Arrived> {
            let mut verifier = Verifier::new(self.join.sets(), self.detector.thresholds);
            let mut room = Room::default();
            let ids = block[range].iter();
            let mut arrived = |id: &u32| {
                let keys = self.keys(*id, &mut room);
                self.arrived(self.shingles.query(*id, &mut room), keys, &mut verifier)
            };
            ids.map(&mut arrived).collect()
        };
        let received = self.executor.map_chunks(block.len(), CHUNK, receive);
        self.waiting.extend(received.into_iter().flatten());
    }

    fn keys(&self, id: u32, room: &mut Room) -> Vec<u64> {
        let keys = |bands: &Bands| bands.keys(self.join.sets().get(id as usize, room));
        self.bands.as_ref().map(keys).unwrap_or_default()
    }

    /// Who has been kept since a set's block was held against those before, and whom its bands name.
    fn met_in_turn(&self, query: &HotQuery, keys: &[u64]) -> Vec<u32> {
        let mut met = self.shingles.candidates_since_snapshot(query);
        if let Some(bands) = &self.bands {
            met.extend(bands.candidates(keys));
            met.sort_unstable();
            met.dedup();
        }
        met
    }

    fn arrived(&self, query: HotQuery, keys: Vec<u64>, verifier: &mut Verifier<'_>) -> Arrived {
        let met = self.shingles.candidates(&query);
        let pairs = verified(self.detector, verifier, query.set(), &met).collect();
        Arrived { query, keys, candidates: met.len() as u64, pairs }
    }
}

/// The pairs of a set with some others whose relation holds and is asked for.
fn verified<'v>(
    detector: &'v Detector,
    verifier: &'v mut Verifier<'_>,
    id: u32,
    others: &'v [u32],
) -> impl Iterator<Item = VerifiedPair> + 'v {
    let pairs = others.iter().map(move |other| (id.min(*other), id.max(*other)));
    let holding = pairs.filter_map(|pair| verifier.verify(pair));
    holding.filter(|pair| detector.reports(pair.relation))
}

impl<E: Executor> Arrivals for HotPairs<'_, E> {
    fn arrive(&mut self, item: u32) -> Vec<StandsFor> {
        self.last = None;
        if !self.is_next(item) {
            return Vec::new();
        }
        if self.waiting.is_empty() {
            self.receive_block();
        }
        let Some(Arrived { query, keys, candidates, mut pairs }) = self.waiting.pop_front() else {
            return Vec::new();
        };
        let met = self.met_in_turn(&query, &keys);
        pairs.extend(verified(self.detector, &mut self.verifier, item, &met));
        self.candidates += candidates + met.len() as u64;
        self.passed_over += self.shingles.passed_over(&query);
        self.last = Some((query, keys));
        self.pairs.extend(&pairs);
        pairs.iter().flat_map(stands_for).collect()
    }

    fn keep(&mut self, item: u32) {
        if let Some((query, keys)) = self.last.take_if(|(query, _)| query.set() == item) {
            self.shingles.keep(&query);
            if let Some(bands) = &mut self.bands {
                bands.keep(item, &keys);
            }
        }
    }
}
