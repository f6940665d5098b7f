//! Shingles that so many sets offer that their pairs are too many to list.

use super::bound::{Bounds, Spot};
use super::candidate::Join;
use super::frequency::RankedShingle;

/// Sets that may offer one shingle before they are held against representatives only. The pairs that
/// are listed for one shingle are at most half of this for each of its sets.
///
/// At least 255: a hot shingle's count is saturated, so that all others need no second look.
pub(crate) const HOT: usize = 256;

/// The sets kept so far, under each hot shingle that they hold.
pub(crate) struct HotShingles<'j> {
    join: &'j Join<'j>,
    hashes: Vec<u64>,
    kept: Vec<Vec<(u32, Spot)>>,
    common: Vec<RankedShingle>,
}

impl<'j> HotShingles<'j> {
    pub(super) fn new(join: &'j Join<'j>, hashes: Vec<u64>) -> HotShingles<'j> {
        let kept = vec![Vec::new(); hashes.len()];
        HotShingles { join, hashes, kept, common: Vec::new() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The hot shingles of a set by their numbers, ascending, and whether the set offers each: two sets
    /// that are related share one that the smaller of them offers, or else some other shingle.
    pub(crate) fn holdings(&self, id: u32) -> Vec<(u32, bool)> {
        let mut common = Vec::new();
        let (_, prefix, unique) = self.join.order(id as usize, &mut common);
        let number = |hash: u64| self.hashes.binary_search(&hash).ok();
        let shingles = (unique..).zip(&common).filter(|(_, shingle)| shingle.count == u8::MAX);
        let mut holdings: Vec<(u32, bool)> = shingles
            .filter_map(|(place, shingle)| Some((number(shingle.hash)? as u32, place < prefix)))
            .collect();
        holdings.sort_unstable();
        holdings
    }

    /// The kept sets that meet this one under a hot shingle and may be related to it, ascending.
    pub(crate) fn met(&mut self, id: u32) -> Vec<u32> {
        let mut met = Vec::new();
        for (shingle, spot) in self.held(id) {
            let open = |other: &&(u32, Spot)| may_relate(self.join.bounds(), (id, spot), **other);
            met.extend(self.kept[shingle].iter().filter(open).map(|other| other.0));
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    /// Keeps a set, for those to come.
    pub(crate) fn keep(&mut self, id: u32) {
        for (shingle, spot) in self.held(id) {
            self.kept[shingle].push((id, spot));
        }
    }

    /// The hot shingles of a set and their places; behind the prefix all stand at its end, for of
    /// them no bound asks more than that.
    fn held(&mut self, id: u32) -> Vec<(usize, Spot)> {
        let (len, prefix, unique) = self.join.order(id as usize, &mut self.common);
        let places = (unique..).map(|place| Spot { len, place: place.min(prefix) });
        let shingles = places.zip(&self.common).filter(|(_, shingle)| shingle.count == u8::MAX);
        let number = |hash: u64| self.hashes.binary_search(&hash).ok();
        shingles.filter_map(|(spot, shingle)| Some((number(shingle.hash)?, spot))).collect()
    }
}

fn may_relate(bounds: Bounds, one: (u32, Spot), other: (u32, Spot)) -> bool {
    let one_is_smaller = (one.1.len, one.0) < (other.1.len, other.0);
    let (smaller, larger) = if one_is_smaller { (one.1, other.1) } else { (other.1, one.1) };
    bounds.open(smaller, larger).any()
}
