//! The sets that offer each shingle.

use crate::executor::Executor;

/// A set under one shingle of its prefix. 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Offer {
    /// See [`key`].
    key: u64,
    pub(super) id: u32,
    /// The shingle's place in the set, counted from 0 in the order of the join.
    pub(super) place: u32,
}

impl Offer {
    pub(super) fn new(hash: u64, id: u32, place: u32) -> Offer {
        Offer { key: key(hash), id, place }
    }
}

/// The halves of the hash exchanged: of shingles of one class a set offers those with the least
/// hashes, so that their first bits tell little apart.
fn key(hash: u64) -> u64 {
    hash.rotate_left(32)
}

/// Offers sorted by shingle, with a directory over the leading bits.
pub(super) struct OfferIndex {
    offers: Vec<Offer>,
    starts: Vec<u32>,
    shift: u32,
}

impl OfferIndex {
    /// About one offer for each slot of the directory, so a look-up is two reads.
    pub(super) fn build<E: Executor>(executor: E, mut offers: Vec<Offer>) -> OfferIndex {
        executor.sort(&mut offers);
        let bits = offers.len().next_power_of_two().trailing_zeros().clamp(1, 24);
        let shift = u64::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for offer in &offers {
            starts[(offer.key >> shift) as usize + 1] += 1;
        }
        for slot in 1..starts.len() {
            starts[slot] += starts[slot - 1];
        }
        OfferIndex { offers, starts, shift }
    }

    /// The sets that offer this shingle.
    pub(super) fn offering(&self, hash: u64) -> &[Offer] {
        let key = key(hash);
        let slot = (key >> self.shift) as usize;
        let slot = &self.offers[self.starts[slot] as usize..self.starts[slot + 1] as usize];
        let before = slot.partition_point(|offer| offer.key < key);
        let same = slot[before..].partition_point(|offer| offer.key == key);
        &slot[before..before + same]
    }

    /// The shingles that more than `most` sets offer, ascending.
    pub(super) fn offered_by_more_than(&self, most: usize) -> Vec<u64> {
        let groups = self.offers.chunk_by(|left, right| left.key == right.key);
        let hot = groups.filter(|group| group.len() > most);
        let mut hashes: Vec<u64> = hot.map(|group| group[0].key.rotate_right(32)).collect();
        hashes.sort_unstable();
        hashes
    }
}
