//! Kept sets that are probably near, found without going through all that share a shingle.

use core::iter::once;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::Kernel;
use crate::id::SetId;
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
    lists: HashMap<u64, BandList>,
    /// The sets behind the first of each list that has more. (Linked one by one, each was a read that missed the cache and
    /// that the next had to wait for: in a large collection of few words nearly a third of the time.)
    more: Vec<[SetId; MAX_LISTED - 1]>,
}

/// The sets under a band key: most have one, and a vector for each would be an allocation.
struct BandList {
    first: SetId,
    /// How many come behind the first.
    others: u8,
    /// Where these are; of no use where there are none.
    more: u32,
}

impl Bands {
    /// Bands for near pairs at this threshold; none where it is too low for any banding.
    pub(crate) fn new(near: f64, kernel: Kernel) -> Option<Bands> {
        let banding = Banding::for_threshold(near, RECALL, NUM_PERM).ok()?;
        let scheme = Scheme::builder().num_perm(NUM_PERM).build().ok()?;
        let sketcher = Sketcher::with_kernel(scheme, kernel);
        Some(Bands { sketcher, banding, lists: HashMap::new(), more: Vec::new() })
    }

    /// The band keys of a set. O(shingles).
    pub(crate) fn keys(&self, set: &[u64]) -> Vec<u64> {
        let mut rows = [0; NUM_PERM];
        self.sketcher.sketch_into(set, &mut rows);
        self.banding.keys(&rows).collect()
    }

    /// The kept sets listed under these keys, in no order, some of them more than once.
    pub(crate) fn candidates<'b>(&'b self, keys: &'b [u64]) -> impl Iterator<Item = u32> + 'b {
        let lists = keys.iter().filter_map(|key| self.lists.get(key));
        lists.flat_map(|list| self.sets(list)).map(u32::from)
    }

    /// Keeps a set under its keys, behind those that are kept there.
    pub(crate) fn keep(&mut self, set: u32, keys: &[u64]) {
        let set = SetId::from(set);
        for key in keys {
            match self.lists.entry(*key) {
                Entry::Vacant(free) => _ = free.insert(BandList { first: set, others: 0, more: 0 }),
                Entry::Occupied(mut list) => append(list.get_mut(), &mut self.more, set),
            }
        }
    }

    /// The sets of a list, in the order in which they were kept.
    fn sets(&self, list: &BandList) -> impl Iterator<Item = SetId> + use<'_> {
        let others = usize::from(list.others);
        let more = if others > 0 { &self.more[list.more as usize][..others] } else { &[] };
        once(list.first).chain(more.iter().copied())
    }
}

/// Adds a set to a list, unless it is full of higher-ranked ones.
fn append(list: &mut BandList, more: &mut Vec<[SetId; MAX_LISTED - 1]>, set: SetId) {
    let others = usize::from(list.others);
    if others == 0 {
        list.more = more.len() as u32;
        more.push([set; MAX_LISTED - 1]);
    } else if let Some(place) = more[list.more as usize].get_mut(others) {
        *place = set;
    } else {
        return;
    }
    list.others += 1;
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
