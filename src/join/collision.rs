//! From postings of one key to collisions of two sets.

use super::bounds::{Bounds, PrefixPosition};
use super::posting::{Posting, SUFFIX_BITS};
use crate::id::SetId;

/// Two sets that collide under a shingle, the lower number first; sorted as pairs are. Eight bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Collision(u64);

impl Collision {
    fn new(one: SetId, other: SetId) -> Collision {
        let [low, high] = [one.min(other), one.max(other)].map(u32::from);
        Collision(u64::from(low) << 32 | u64::from(high))
    }

    /// Both sets, the lower number first.
    #[inline]
    pub(super) fn sets(self) -> [SetId; 2] {
        [(self.0 >> 32) as u32, self.0 as u32].map(SetId::from)
    }
}

/// Collects the collisions under the keys of some parts, with buffers that are used again from part to
/// part.
pub(super) struct CollisionCollector<'l> {
    bounds: Bounds,
    lens: &'l [u32],
    repeated: Repeated,
    postings: Vec<Posting>,
    bucket: Vec<SizedPosting>,
    /// Each as often as the pair collides, and more often where the pair need not share much.
    pub(super) collisions: Vec<Collision>,
    /// The keys that more sets offer than may collide in pairs.
    pub(super) hot_keys: Vec<u64>,
}

impl<'l> CollisionCollector<'l> {
    /// A collector for sets of these sizes.
    pub(super) fn new(bounds: Bounds, lens: &'l [u32]) -> CollisionCollector<'l> {
        CollisionCollector {
            bounds,
            lens,
            repeated: Repeated::default(),
            postings: Vec::new(),
            bucket: Vec::new(),
            collisions: Vec::new(),
            hot_keys: Vec::new(),
        }
    }

    /// Adds the collisions of a part, whose postings come in several pieces.
    pub(super) fn add_part<'p>(
        &mut self,
        part: usize,
        pieces: impl Iterator<Item = &'p [Posting]> + Clone,
    ) {
        let count = pieces.clone().map(<[Posting]>::len).sum::<usize>();
        self.repeated.reset(count);
        pieces.clone().flatten().for_each(|posting| self.repeated.see(*posting));
        // Taken out, because `self` is borrowed as a whole while its buckets are added.
        let mut postings = core::mem::take(&mut self.postings);
        // Never shrunk: to write zeros over all of it again, part by part, would cost a pass.
        postings.resize(postings.len().max(count + 1), Posting::default());
        let kept = self.keep_repeated(pieces, &mut postings);
        // (To sort by counting, as copies are, took as long.)
        postings[..kept].sort_unstable();
        for bucket in postings[..kept].chunk_by(|a, b| a.key_suffix() == b.key_suffix()) {
            self.add_bucket(part, bucket);
        }
        self.postings = postings;
    }

    /// Moves the postings whose key is seen again to the beginning of `kept`, which has room for all and
    /// one more, and returns how many they are.
    fn keep_repeated<'p>(
        &self,
        pieces: impl Iterator<Item = &'p [Posting]>,
        kept: &mut [Posting],
    ) -> usize {
        let mut count = 0;
        // Two loops, because the step of a flattened one is a call.
        for piece in pieces {
            for posting in piece {
                // Each is written, and the next one over it unless it stays: which ones do cannot be guessed,
                // and a branch that is guessed wrongly costs more than a write.
                kept[count] = *posting;
                count += usize::from(self.repeated.is_seen_again(*posting));
            }
        }
        count
    }

    /// Adds the collisions under one key: of each set that offers it with all others.
    fn add_bucket(&mut self, part: usize, postings: &[Posting]) {
        // Postings are sorted by place, and what is not offered stands behind all places.
        let offers = postings.partition_point(|posting| posting.place().is_some());
        if offers > self.bounds.hot {
            self.hot_keys.push(postings[0].key(part));
            return;
        }
        let mut bucket = core::mem::take(&mut self.bucket);
        bucket.clear();
        bucket.extend(
            postings.iter().map(|posting| SizedPosting::new(*posting, self.lens, self.bounds)),
        );
        // Each pair once; of two that are behind their prefixes neither asks for the other.
        for (at, offer) in bucket[..offers].iter().enumerate() {
            for other in &bucket[at + 1..] {
                self.collide(offer, other);
            }
        }
        self.bucket = bucket;
    }

    fn collide(&mut self, offer: &SizedPosting, other: &SizedPosting) {
        let (smaller, larger) =
            if offer.rank() < other.rank() { (offer, other) } else { (other, offer) };
        // Two shingles of one set may have one key.
        if offer.set == other.set || !self.may_relate(smaller, larger) {
            return;
        }
        let collision = Collision::new(offer.set, other.set);
        for _ in 0..self.bounds.multiplicity(smaller.len, larger.len) {
            self.collisions.push(collision);
        }
    }

    /// Behind its prefix a set can only be the larger one, and contain the other.
    fn may_relate(&self, smaller: &SizedPosting, larger: &SizedPosting) -> bool {
        match (smaller.position, larger.position) {
            (Some(smaller), Some(larger)) => self.bounds.may_relate(smaller, larger),
            (Some(smaller), None) => smaller.may_be_contained_in(larger.len),
            (None, _) => false,
        }
    }
}

/// A posting with the size of its set, which is looked up once, for it lies anywhere in memory.
struct SizedPosting {
    set: SetId,
    len: usize,
    /// None behind the prefix.
    position: Option<PrefixPosition>,
}

impl SizedPosting {
    fn new(posting: Posting, lens: &[u32], bounds: Bounds) -> SizedPosting {
        let set = posting.set();
        let len = lens[set.index()] as usize;
        let position = posting.place().map(|place| bounds.position(len, place));
        SizedPosting { set, len, position }
    }

    /// The order by size; of equal sizes the earlier set counts as the smaller.
    fn rank(&self) -> (usize, SetId) {
        (self.len, self.set)
    }
}

/// Bits of [`Repeated`] for each posting, in either half of its words.
const BITS: usize = 8;

/// Whether postings share their key with others of their part.
///
/// Most shingles are in one set only. These are dropped before anything is sorted: two bits for each
/// posting are set while the part is read, and one posting of eight is kept without need.
#[derive(Default)]
struct Repeated {
    /// The low half of each word is of keys that were seen, the high half of those seen again.
    words: Vec<u64>,
    shift: u32,
}

impl Repeated {
    /// Forgets all, and makes room for this many postings.
    fn reset(&mut self, postings: usize) {
        let word_bits = (postings * BITS / 32).next_power_of_two().ilog2().min(SUFFIX_BITS);
        self.words.clear();
        self.words.resize(1 << word_bits, 0);
        self.shift = SUFFIX_BITS - word_bits;
    }

    #[inline]
    fn see(&mut self, posting: Posting) {
        let (word, bit) = self.place(posting);
        let word = &mut self.words[word];
        // A bit that is set already sets its counterpart in the high half: no branch on what cannot be guessed.
        *word |= bit | (*word & bit) << 32;
    }

    #[inline]
    fn is_seen_again(&self, posting: Posting) -> bool {
        let (word, bit) = self.place(posting);
        self.words[word] >> 32 & bit != 0
    }

    #[inline]
    fn place(&self, posting: Posting) -> (usize, u64) {
        let suffix = posting.key_suffix();
        ((suffix >> self.shift) as usize, 1 << (suffix & 31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;
    use crate::join::posting::{Keys, RawPosting};

    #[test]
    fn what_is_seen_twice_is_seen_again() {
        let keys = Keys::for_postings(0);
        let mut repeated = Repeated::default();
        for _ in 0..2 {
            repeated.reset(4000);
            (0..4000).chain(3000..3100).for_each(|number| repeated.see(posting(keys, number)));
            let again = |number: &u64| repeated.is_seen_again(posting(keys, *number));
            assert_eq!((3000..3100).filter(again).count(), 100);
            assert!((0..3000).filter(again).count() < 450);
        }
    }

    fn posting(keys: Keys, number: u64) -> Posting {
        Posting::new(keys, &RawPosting::behind(SetId::default(), mix(number)))
    }
}
