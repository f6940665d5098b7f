//! The index of what each set offers.

use core::ops::Range;

use super::bound::Bounds;
use super::frequency::Frequencies;
use crate::executor::Executor;

/// Sets indexed in one piece of work.
const CHUNK: usize = 1024;

/// A set under one shingle of its prefix. 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Offer {
    pub(super) hash: u64,
    pub(super) id: u32,
    /// The shingle's place in the set, counted from 0 in the order of the join.
    pub(super) place: u32,
}

/// The prefix shingles of all sets that another set may hold, sorted by hash, with a directory over
/// the leading bits.
pub(super) struct PrefixIndex {
    offers: Vec<Offer>,
    starts: Vec<u32>,
    shift: u32,
}

impl PrefixIndex {
    pub(super) fn build<E: Executor>(
        executor: E,
        sets: &[&[u64]],
        frequencies: &Frequencies<'_>,
        bounds: Bounds,
    ) -> PrefixIndex {
        let offer = |range: Range<usize>| {
            let (mut offers, mut common) = (Vec::new(), Vec::new());
            for id in range {
                let prefix = bounds.prefix(sets[id].len());
                let unique = frequencies.order(id, prefix, &mut common);
                let places = (unique..prefix).zip(&common);
                offers.extend(places.map(|(place, shingle)| Offer {
                    hash: shingle.hash,
                    id: id as u32,
                    place: place as u32,
                }));
            }
            offers
        };
        let mut offers = executor.map_chunks(sets.len(), CHUNK, offer).concat();
        executor.sort(&mut offers);
        PrefixIndex::with_directory(offers)
    }

    /// About one offer for each slot of the directory, so a look-up is two reads.
    fn with_directory(offers: Vec<Offer>) -> PrefixIndex {
        let bits = offers.len().next_power_of_two().trailing_zeros().clamp(1, 24);
        let shift = u64::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for offer in &offers {
            starts[(offer.hash >> shift) as usize + 1] += 1;
        }
        for slot in 1..starts.len() {
            starts[slot] += starts[slot - 1];
        }
        PrefixIndex { offers, starts, shift }
    }

    /// The sets that offer this shingle.
    pub(super) fn offering(&self, hash: u64) -> &[Offer] {
        let slot = (hash >> self.shift) as usize;
        let slot = &self.offers[self.starts[slot] as usize..self.starts[slot + 1] as usize];
        let before = slot.partition_point(|offer| offer.hash < hash);
        let same = slot[before..].partition_point(|offer| offer.hash == hash);
        &slot[before..before + same]
    }

    /// The shingles that more than `most` sets offer, ascending.
    pub(super) fn offered_by_more_than(&self, most: usize) -> Vec<u64> {
        let groups = self.offers.chunk_by(|left, right| left.hash == right.hash);
        groups.filter(|group| group.len() > most).map(|group| group[0].hash).collect()
    }
}
