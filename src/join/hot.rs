//! Shingles that so many sets offer that their pairs are too many to list.

use super::bound::{Bounds, Spot};
use super::candidate::{Join, behind};
use super::meeting::Meetings;
use super::prefix::Prefix;

/// Sets that may offer one shingle before they are held against representatives only. The pairs that
/// are listed for one shingle are at most half of this for each of its sets.
pub(crate) const HOT: usize = 256;

/// The sets kept so far, under each hot shingle that they hold.
pub(crate) struct HotShingles<'j> {
    join: &'j Join<'j>,
    hashes: Vec<u64>,
    /// Tells most others from these at once.
    filter: Meetings,
    kept: Vec<Vec<(u32, Spot)>>,
    prefix: Prefix,
}

impl<'j> HotShingles<'j> {
    pub(super) fn new(join: &'j Join<'j>, hashes: Vec<u64>) -> HotShingles<'j> {
        let kept = vec![Vec::new(); hashes.len()];
        let mut filter = Meetings::for_offers(hashes.len());
        hashes.iter().for_each(|hash| filter.offer(*hash));
        HotShingles { join, hashes, filter, kept, prefix: Prefix::default() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
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

    /// The hot shingles of a set and their places.
    fn held(&mut self, id: u32) -> Vec<(usize, Spot)> {
        let set = self.join.sets()[id as usize];
        let len = self.join.bounds().prefix(set.len());
        let prefix = self.prefix.of(set, len, self.join.classes());
        let placed = prefix.iter().copied().chain(behind(set, prefix));
        let hot = placed.filter(|placed| self.filter.is_offered(placed.hash));
        let numbered = hot.filter_map(|placed| {
            let number = self.hashes.binary_search(&placed.hash).ok()?;
            Some((number, Spot { len: set.len(), place: placed.place as usize }))
        });
        numbered.collect()
    }
}

fn may_relate(bounds: Bounds, one: (u32, Spot), other: (u32, Spot)) -> bool {
    let one_is_smaller = (one.1.len, one.0) < (other.1.len, other.0);
    let (smaller, larger) = if one_is_smaller { (one.1, other.1) } else { (other.1, one.1) };
    bounds.open(smaller, larger).any()
}
