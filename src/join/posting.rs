//! A set under one of its shingles, in eight bytes.

use super::prefix::PrefixShingle;
use crate::id::SetId;

/// Postings of a part: with the filters of the part they fit in a usual L2 cache.
const PART: usize = 8192;

/// With more parts, each would get few postings from a block of sets.
const MAX_PART_BITS: u32 = 13;

/// Bits of a key behind those of its part.
pub(super) const SUFFIX_BITS: u32 = 24;

/// How shingles become keys: a key is the first bits of a shingle's hash, rotated. Shingles with one key
/// collide as if they were the same, which costs time alone.
///
/// The halves of the hash are exchanged: of shingles of one class a set offers those with the smallest
/// hashes, so that their first bits tell little apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    part_bits: u32,
}

impl Keys {
    /// Keys with parts of a good size for this many postings.
    pub(super) fn for_postings(postings: usize) -> Keys {
        Keys { part_bits: (postings / PART).max(1).ilog2().min(MAX_PART_BITS) }
    }

    /// How many parts.
    pub(super) fn parts(self) -> usize {
        1 << self.part_bits
    }

    /// Bits of a key, those of the part first.
    pub(super) fn bits(self) -> u32 {
        self.part_bits + SUFFIX_BITS
    }

    #[inline]
    pub(super) fn key(self, hash: u64) -> u64 {
        hash.rotate_left(32) >> (u64::BITS - self.bits())
    }

    #[inline]
    pub(super) fn part(self, posting: &RawPosting) -> usize {
        (self.key(posting.hash) >> SUFFIX_BITS) as usize
    }
}

/// A posting with the whole hash, before it is known to which part it goes. 16 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawPosting {
    hash: u64,
    /// The place and the set, packed as in a [`Posting`]. As fields of their own they would be written one
    /// by one and then moved together, and that read waits for all the writes: 4 ns.
    low: u64,
}

impl RawPosting {
    /// A shingle that the set offers.
    #[inline]
    pub(super) fn offered(set: SetId, shingle: PrefixShingle) -> RawPosting {
        // A byte is enough: clamping a place to a nearer one keeps every bound valid.
        let place = shingle.place.min(u32::from(BEHIND) - 1) as u8;
        RawPosting { hash: shingle.hash, low: pack(place, set) }
    }

    /// A shingle behind the prefix, under which the set may collide with one that offers it.
    #[inline]
    pub(super) fn behind(set: SetId, hash: u64) -> RawPosting {
        RawPosting { hash, low: pack(BEHIND, set) }
    }
}

/// The place and the set, as a posting holds them behind its key.
#[inline]
fn pack(place: u8, set: SetId) -> u64 {
    u64::from(place) << PLACE_SHIFT | u64::from(u32::from(set))
}

/// The place of every shingle that is not offered: behind all that are.
const BEHIND: u8 = u8::MAX;

/// A set under one key of a part: first the suffix of the key, then the place of the shingle in the
/// set's prefix, then the set. So postings of one key stand together when sorted as numbers, those that
/// are offered first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u64);

/// Bits of a posting behind the key's suffix, and behind the place.
const SUFFIX_SHIFT: u32 = u64::BITS - SUFFIX_BITS;
const PLACE_SHIFT: u32 = u32::BITS;

impl Posting {
    #[inline]
    pub(super) fn new(keys: Keys, raw: &RawPosting) -> Posting {
        Posting(keys.key(raw.hash) << SUFFIX_SHIFT | raw.low)
    }

    /// The key but for its part.
    #[inline]
    pub(super) fn key_suffix(self) -> u64 {
        self.0 >> SUFFIX_SHIFT
    }

    /// The whole key, given the part in which the posting stands.
    pub(super) fn key(self, part: usize) -> u64 {
        (part as u64) << SUFFIX_BITS | self.key_suffix()
    }

    /// The place in the prefix; none for a shingle that is not offered.
    #[inline]
    pub(super) fn place(self) -> Option<usize> {
        let place = (self.0 >> PLACE_SHIFT) as u8;
        (place != BEHIND).then_some(usize::from(place))
    }

    #[inline]
    pub(super) fn set(self) -> SetId {
        SetId::from(self.0 as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posting_holds_what_it_is_made_of() {
        for postings in [0, 1, 100_000, 1 << 40] {
            let keys = Keys::for_postings(postings);
            for hash in [0, 1, u64::MAX, 0x0123_4567_89ab_cdef] {
                let raw = RawPosting::offered(SetId::from(7), PrefixShingle { hash, place: 12 });
                let offered = Posting::new(keys, &raw);
                assert_eq!((offered.place(), offered.set()), (Some(12), SetId::from(7)));
                assert_eq!(offered.key(keys.part(&raw)), keys.key(hash));
                let last = SetId::from(u32::MAX);
                let behind = Posting::new(keys, &RawPosting::behind(last, hash));
                assert_eq!((behind.place(), behind.set()), (None, last));
                assert!(offered < behind);
            }
            let far = RawPosting::offered(SetId::from(7), PrefixShingle { hash: 1, place: 1000 });
            assert_eq!(Posting::new(keys, &far).place(), Some(254));
        }
    }
}
