//! Shingles that so many sets offer that their pairs are too many to list.

use super::bound::{Bounds, Spot};
use super::candidate::Join;
use super::filter::KeyFilter;
use super::prefix::Prefix;
use crate::shingle::SetBuffer;

/// Sets that may offer one shingle before they are held against representatives only. The pairs that
/// are listed for one shingle are at most half of this for each of its sets.
pub(crate) const HOT: usize = 256;

/// Sets that are kept under one shingle, on each side, where others may be passed over.
const FIRST: usize = 64;

/// Sets that are kept besides for each set that holds no hot shingle, shared by those that do.
const SPARED: usize = 1024;

/// The sets kept so far, under each hot shingle that they hold.
pub(crate) struct HotShingles<'j> {
    join: &'j Join<'j>,
    /// Tells most others from these at once.
    filter: KeyFilter,
    kept: Vec<Kept>,
    /// So many are kept on a side; more are only counted.
    most: usize,
}

/// The sets kept under one shingle. Of two that are related the smaller offers a shingle that both
/// hold, so those that do not offer this one need not meet each other: in a notice that ends many
/// paragraphs these are nearly all.
#[derive(Clone, Default)]
struct Kept {
    offering: Side,
    others: Side,
}

#[derive(Clone, Default)]
struct Side {
    guests: Vec<Guest>,
    /// How many of them were kept before the last [`HotShingles::settle`].
    settled: usize,
    /// How many are passed over.
    others: u64,
}

/// A set as it meets others under one shingle.
#[derive(Clone, Copy)]
struct Guest {
    id: u32,
    spot: Spot,
    outline: Outline,
}

/// A set that comes to meet those that are kept.
pub(crate) struct Visitor {
    id: u32,
    outline: Outline,
    held: Vec<Held>,
}

/// A hot shingle of a set.
struct Held {
    shingle: usize,
    spot: Spot,
    offered: bool,
}

impl<'j> HotShingles<'j> {
    pub(super) fn new(join: &'j Join<'j>) -> HotShingles<'j> {
        let keys = join.hot_keys();
        let filter = KeyFilter::of_keys(join.keys(), keys);
        HotShingles { join, filter, kept: vec![Kept::default(); keys.len()], most: usize::MAX }
    }

    /// Keeps no more than the first few under each shingle, so that the cost is linear in all sets: more
    /// where only some of them, as many as `holders`, hold hot shingles.
    pub(crate) fn first_only(self, holders: usize) -> HotShingles<'j> {
        let others = self.join.sets().len() - holders;
        let most = FIRST + SPARED * others / holders.max(1);
        HotShingles { most, ..self }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether a set holds any.
    pub(super) fn are_held(&self, set: &[u64]) -> bool {
        set.iter().any(|hash| self.number(*hash).is_some())
    }

    /// The number of a shingle that is hot.
    fn number(&self, hash: u64) -> Option<usize> {
        let key = self.join.keys().key(hash);
        let known =
            self.filter.may_hold(key).then(|| self.join.hot_keys().binary_search(&key).ok());
        known.flatten()
    }

    /// The hot shingles of a set by their numbers, ascending, and whether the set offers each: two sets
    /// that are related share one that the smaller of them offers, or else some other shingle.
    #[cfg(test)]
    pub(super) fn holdings(&self, id: u32) -> Vec<(u32, bool)> {
        let held = self.held(self.join.sets().get(id as usize, &mut SetBuffer::default()));
        let holding = |held: &Held| (held.shingle as u32, held.offered);
        let mut holdings: Vec<(u32, bool)> = held.iter().map(holding).collect();
        holdings.sort_unstable();
        holdings
    }

    /// A set with what it holds of these shingles.
    pub(crate) fn visitor(&self, id: u32, room: &mut SetBuffer) -> Visitor {
        let set = self.join.sets().get(id as usize, room);
        let spare = self.join.bounds().prefix(set.len()).saturating_sub(1);
        Visitor { id, outline: Outline::of(set, spare), held: self.held(set) }
    }

    /// The kept sets that meet this one under a hot shingle and may be related to it, ascending.
    pub(crate) fn met(&self, visitor: &Visitor) -> Vec<u32> {
        self.met_among(visitor, |side| &side.guests)
    }

    /// Those of [`met`](HotShingles::met) that were kept since the others were settled.
    pub(crate) fn met_lately(&self, visitor: &Visitor) -> Vec<u32> {
        self.met_among(visitor, |side| &side.guests[side.settled..])
    }

    fn met_among(&self, visitor: &Visitor, among: impl Fn(&Side) -> &[Guest]) -> Vec<u32> {
        let mut met = Vec::new();
        for held in &visitor.held {
            let kept = &self.kept[held.shingle];
            let others = if held.offered { among(&kept.others) } else { &[] };
            let guest = visitor.guest(held);
            let open = |other: &&Guest| may_relate(self.join.bounds(), &guest, other);
            met.extend(
                among(&kept.offering).iter().chain(others).filter(open).map(|other| other.id),
            );
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    /// How many kept sets are passed over that this one would meet, each as often as they share a hot shingle.
    pub(crate) fn passed_over(&self, visitor: &Visitor) -> u64 {
        let under = |held: &Held| {
            let kept = &self.kept[held.shingle];
            kept.offering.others + if held.offered { kept.others.others } else { 0 }
        };
        visitor.held.iter().map(under).sum()
    }

    /// Keeps a set, for those to come.
    pub(crate) fn keep(&mut self, visitor: &Visitor) {
        for held in &visitor.held {
            let kept = &mut self.kept[held.shingle];
            let side = if held.offered { &mut kept.offering } else { &mut kept.others };
            if side.guests.len() < self.most {
                side.guests.push(visitor.guest(held));
            } else {
                side.others += 1;
            }
        }
    }

    /// Those kept so far are settled.
    pub(crate) fn settle(&mut self) {
        for side in self.kept.iter_mut().flat_map(|kept| [&mut kept.offering, &mut kept.others]) {
            side.settled = side.guests.len();
        }
    }

    fn held(&self, set: &[u64]) -> Vec<Held> {
        let mut scratch = Prefix::default();
        let prefix = self.join.prefix(set, &mut scratch);
        let held = |hash: &u64| {
            let shingle = self.number(*hash)?;
            let offered = prefix.binary_search_by_key(hash, |placed| placed.hash).ok();
            // What is not offered stands behind all that is.
            let place = offered.map_or(prefix.len(), |at| prefix[at].place as usize);
            let spot = self.join.bounds().spot(set.len(), place);
            Some(Held { shingle, spot, offered: offered.is_some() })
        };
        set.iter().filter_map(held).collect()
    }
}

impl Visitor {
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    fn guest(&self, held: &Held) -> Guest {
        Guest { id: self.id, spot: held.spot, outline: self.outline }
    }
}

fn may_relate(bounds: Bounds, one: &Guest, other: &Guest) -> bool {
    let one_is_smaller = (one.spot.len, one.id) < (other.spot.len, other.id);
    let (smaller, larger) = if one_is_smaller { (one, other) } else { (other, one) };
    smaller.outline.may_stand_in(larger.outline) && bounds.open(smaller.spot, larger.spot).any()
}

/// Which first bytes the shingles of a set have, and how many of its shingles a larger set may lack
/// and still be related to it. Refuses in a few nanoseconds what takes a hundred to merge, and where
/// many unlike paragraphs share one phrase that is nearly everything.
#[derive(Clone, Copy)]
struct Outline {
    bytes: [u64; 4],
    spare: u32,
}

impl Outline {
    fn of(set: &[u64], spare: usize) -> Outline {
        let mut bytes = [0; 4];
        for hash in set {
            bytes[(hash >> 62) as usize] |= 1 << (hash >> 56 & 63);
        }
        Outline { bytes, spare: spare as u32 }
    }

    /// Certain where it is false: each byte that the larger set has not is that of a shingle, or of
    /// more, that it has not.
    fn may_stand_in(&self, larger: Outline) -> bool {
        let bytes = self.bytes.iter().zip(larger.bytes);
        let missing: u32 = bytes.map(|(smaller, larger)| (smaller & !larger).count_ones()).sum();
        missing <= self.spare
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;
    use proptest::prelude::*;

    /// Forty shingles have some 37 first bytes of 256, of which forty others have about six.
    #[test]
    fn an_outline_refuses_most_that_share_nothing() {
        let set = |number: u64| -> Vec<u64> { (0..40).map(|at| mix(number * 40 + at)).collect() };
        let stands = |number: &u64| {
            Outline::of(&set(2 * number), 10).may_stand_in(Outline::of(&set(2 * number + 1), 0))
        };
        assert!((0..100).filter(stands).count() < 2);
    }

    proptest! {
        #[test]
        fn an_outline_refuses_only_what_lacks_too_much(
            smaller in prop::collection::btree_set(any::<u64>(), 0..40),
            kept in 0..40_usize,
            others in prop::collection::btree_set(any::<u64>(), 0..40),
            spare in 0..10_usize,
        ) {
            let smaller: Vec<u64> = smaller.into_iter().collect();
            let larger: Vec<u64> = smaller.iter().take(kept).copied().chain(others).collect();
            let lacking = smaller.iter().filter(|hash| !larger.contains(hash)).count();
            let stands = Outline::of(&smaller, spare).may_stand_in(Outline::of(&larger, 0));
            prop_assert!(stands || lacking > spare);
        }
    }
}
