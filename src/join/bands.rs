//! Kept sets that are probably near, found without going through all that share a shingle.

use core::iter::successors;
use std::collections::HashMap;

use crate::Kernel;
use crate::id::{PostingId, SetId};
use crate::lsh::Banding;
use crate::minhash::{Scheme, Sketcher};

/// Rows of the signatures: at a threshold of 0.7, 26 bands of 4.
const NUM_PERM: usize = 128;

/// The probability that a pair at the threshold agrees in a band.
const RECALL: f64 = 0.999;

/// Kept sets that are listed under one band key, the first ones, which are the highest-ranked.
const MAX_LISTED: usize = 8;

/// The kept sets by the band keys of their signatures.
pub(crate) struct Bands {
    sketcher: Sketcher,
    banding: Banding,
    /// The first posting of each key.
    first: HashMap<u64, PostingId>,
    /// Lists of all keys, linked: most keys have one set, and a vector for each would be an allocation.
    postings: Vec<BandPosting>,
}

/// A set under a band key, and the next posting under it.
struct BandPosting {
    set: SetId,
    next: Option<PostingId>,
}

impl Bands {
    /// Bands for near pairs at this threshold; none where it is too low for any banding.
    pub(crate) fn new(near: f64, kernel: Kernel) -> Option<Bands> {
        let banding = Banding::for_threshold(near, RECALL, NUM_PERM).ok()?;
        let scheme = Scheme::builder().num_perm(NUM_PERM).build().ok()?;
        let sketcher = Sketcher::with_kernel(scheme, kernel);
        Some(Bands { sketcher, banding, first: HashMap::new(), postings: Vec::new() })
    }

    /// The band keys of a set. O(shingles).
    pub(crate) fn keys(&self, set: &[u64]) -> Vec<u64> {
        let mut rows = [0; NUM_PERM];
        self.sketcher.sketch_into(set, &mut rows);
        self.banding.keys(&rows).collect()
    }

    /// The kept sets listed under these keys, in no order, some of them more than once.
    pub(crate) fn candidates<'b>(&'b self, keys: &'b [u64]) -> impl Iterator<Item = u32> + 'b {
        let postings = keys.iter().flat_map(|key| self.list(*key));
        postings.map(|id| self.postings[id.index()].set.into())
    }

    /// Keeps a set under its keys, behind those that are kept there.
    pub(crate) fn keep(&mut self, set: u32, keys: &[u64]) {
        for key in keys {
            let (count, last) = (self.list(*key).count(), self.list(*key).last());
            let new = PostingId::from_index(self.postings.len());
            match last {
                // The list is full of higher-ranked sets.
                _ if count == MAX_LISTED => continue,
                Some(last) => self.postings[last.index()].next = Some(new),
                None => _ = self.first.insert(*key, new),
            }
            self.postings.push(BandPosting { set: SetId::from(set), next: None });
        }
    }

    /// The postings under a key, in the order in which they were kept.
    fn list(&self, key: u64) -> impl Iterator<Item = PostingId> + '_ {
        successors(self.first.get(&key).copied(), |id| self.postings[id.index()].next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;

    fn set(numbers: core::ops::Range<u64>) -> Vec<u64> {
        let mut set: Vec<u64> = numbers.map(mix).collect();
        set.sort_unstable();
        set
    }

    #[test]
    fn near_sets_are_found_and_others_are_not() {
        let mut bands = Bands::new(0.7, Kernel::detect()).unwrap();
        for id in 0..100 {
            let keys = bands.keys(&set(id * 100..id * 100 + 50));
            bands.keep(id as u32, &keys);
        }
        for id in 0..100 {
            let keys = bands.keys(&set(id * 100 + 2..id * 100 + 52));
            let mut found: Vec<u32> = bands.candidates(&keys).collect();
            found.dedup();
            assert_eq!(found, [id as u32]);
        }
    }

    #[test]
    fn the_first_of_many_are_listed() {
        let mut bands = Bands::new(0.7, Kernel::detect()).unwrap();
        let keys = bands.keys(&set(0..50));
        (0..20).for_each(|id| bands.keep(id, &keys));
        assert!(bands.candidates(&keys[..1]).eq(0..8));
    }

    #[test]
    fn a_threshold_may_be_too_low() {
        assert!(Bands::new(0.01, Kernel::detect()).is_none());
    }
}
