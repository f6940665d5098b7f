//! Pairs under hot shingles: each set against the representatives alone.

use super::Detector;
use super::scan::{RelatedPair, stands_for};
use crate::cluster::{Arrivals, StandsFor};
use crate::join::{HotShingles, Join};
use crate::shingle::Room;
use crate::verification::{VerifiedPair, Verifier};

/// Verifies, as the clusters are made, what meets under hot shingles.
pub(super) struct HotPairs<'j> {
    detector: &'j Detector,
    shingles: HotShingles<'j>,
    verifier: Verifier<'j>,
    room: Room,
    is_hot: Vec<bool>,
    candidates: u64,
    pairs: Vec<VerifiedPair>,
}

impl<'j> HotPairs<'j> {
    /// For these sets, which hold hot shingles.
    pub(super) fn new(detector: &'j Detector, join: &'j Join<'j>, hot: &[u32]) -> HotPairs<'j> {
        let mut is_hot = vec![false; join.sets().len()];
        for id in hot {
            is_hot[*id as usize] = true;
        }
        HotPairs {
            detector,
            shingles: join.hot_shingles(),
            verifier: Verifier::new(join.sets(), detector.thresholds),
            room: Room::default(),
            is_hot,
            candidates: 0,
            pairs: Vec::new(),
        }
    }

    pub(super) fn shingles(&self) -> u64 {
        self.shingles.len() as u64
    }

    /// Pairs verified.
    pub(super) fn candidates(&self) -> u64 {
        self.candidates
    }

    /// The pairs that hold.
    pub(super) fn into_pairs(self) -> Vec<VerifiedPair> {
        self.pairs
    }
}

impl Arrivals for HotPairs<'_> {
    fn arrive(&mut self, item: u32) -> Vec<StandsFor> {
        if !self.is_hot[item as usize] {
            return Vec::new();
        }
        let met = self.shingles.met(item, &mut self.room);
        self.candidates += met.len() as u64;
        let before = self.pairs.len();
        let pairs = met.iter().map(|other| (item.min(*other), item.max(*other)));
        let verified = pairs.filter_map(|pair| self.verifier.verify(pair));
        self.pairs.extend(verified.filter(|pair| self.detector.reports(pair.relation)));
        let related = self.pairs[before..].iter().map(|pair| RelatedPair::from(*pair));
        related.flat_map(|pair| stands_for(&pair)).collect()
    }

    fn keep(&mut self, item: u32) {
        if self.is_hot[item as usize] {
            self.shingles.keep(item, &mut self.room);
        }
    }
}
