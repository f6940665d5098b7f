//! A set under one of its shingles, in eight bytes.

use super::prefix::Placed;

/// Entries of a part: with the filters of the part they fit in a usual L2 cache.
const PART: usize = 8192;

/// More parts than these would each get few entries from a block of sets.
const MOST_PART_BITS: u32 = 13;

/// Bits of a key beside its part.
pub(super) const REST_BITS: u32 = 24;

/// What stands for a shingle in the join: so many bits of its hash. Shingles with one key meet as if
/// they were the same, which costs time alone.
///
/// The halves of the hash are exchanged: of shingles of one class a set offers those with the least
/// hashes, so that their first bits tell little apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    part_bits: u32,
}

impl Keys {
    /// Fit for so many entries.
    pub(super) fn for_entries(entries: usize) -> Keys {
        Keys { part_bits: (entries / PART).max(1).ilog2().min(MOST_PART_BITS) }
    }

    /// How many parts.
    pub(super) fn parts(self) -> usize {
        1 << self.part_bits
    }

    /// Bits of a key, those of the part first.
    pub(super) fn bits(self) -> u32 {
        self.part_bits + REST_BITS
    }

    #[inline]
    pub(super) fn key(self, hash: u64) -> u64 {
        hash.rotate_left(32) >> (u64::BITS - self.bits())
    }

    #[inline]
    pub(super) fn part(self, holding: &Holding) -> usize {
        (self.key(holding.hash) >> REST_BITS) as usize
    }
}

/// A set holds a shingle, under which it may meet others. 16 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holding {
    hash: u64,
    /// The place and the set's number, as in an entry. (As fields of their own they are written one by one
    /// and then moved together, and that read waits for all the writes: 4 ns.)
    low: u64,
}

impl Holding {
    /// A shingle that the set offers. Far places are taken for nearer ones, which no bound takes amiss.
    #[inline]
    pub(super) fn offered(id: u32, placed: Placed) -> Holding {
        let place = placed.place.min(u32::from(BEHIND) - 1) as u8;
        Holding { hash: placed.hash, low: low(place, id) }
    }

    /// A shingle behind the prefix, under which the set may meet one that offers it.
    #[inline]
    pub(super) fn behind(id: u32, hash: u64) -> Holding {
        Holding { hash, low: low(BEHIND, id) }
    }
}

/// What an entry holds behind its key.
#[inline]
fn low(place: u8, id: u32) -> u64 {
    u64::from(place) << AFTER_PLACE | u64::from(id)
}

/// The place of all that is not offered.
const BEHIND: u8 = u8::MAX;

/// A set under one key of a part: first what is left of the key, then the place of the shingle in the
/// set's prefix, then the set's number. So entries of one key stand together when sorted, those that
/// are offered first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u64);

/// Bits of an entry behind its key, and behind the place.
const AFTER_REST: u32 = u64::BITS - REST_BITS;
const AFTER_PLACE: u32 = u32::BITS;

impl Entry {
    #[inline]
    pub(super) fn of(keys: Keys, holding: &Holding) -> Entry {
        Entry(keys.key(holding.hash) << AFTER_REST | holding.low)
    }

    /// The key but for its part.
    #[inline]
    pub(super) fn rest(self) -> u64 {
        self.0 >> AFTER_REST
    }

    /// The whole key, where the entry stands in this part.
    pub(super) fn key(self, part: usize) -> u64 {
        (part as u64) << REST_BITS | self.rest()
    }

    /// The place in the prefix of a shingle that is offered.
    #[inline]
    pub(super) fn place(self) -> Option<usize> {
        let place = (self.0 >> AFTER_PLACE) as u8;
        (place != BEHIND).then_some(usize::from(place))
    }

    #[inline]
    pub(super) fn id(self) -> u32 {
        self.0 as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_holds_what_it_is_made_of() {
        for entries in [0, 1, 100_000, 1 << 40] {
            let keys = Keys::for_entries(entries);
            for hash in [0, 1, u64::MAX, 0x0123_4567_89ab_cdef] {
                let holding = Holding::offered(7, Placed { hash, place: 12 });
                let offered = Entry::of(keys, &holding);
                assert_eq!((offered.place(), offered.id()), (Some(12), 7));
                assert_eq!(offered.key(keys.part(&holding)), keys.key(hash));
                let behind = Entry::of(keys, &Holding::behind(u32::MAX, hash));
                assert_eq!((behind.place(), behind.id()), (None, u32::MAX));
                assert!(offered < behind);
            }
            let far = Holding::offered(7, Placed { hash: 1, place: 1000 });
            assert_eq!(Entry::of(keys, &far).place(), Some(254));
        }
    }
}
