//! Under which keys sets may collide at all.

use core::ops::Range;

use super::posting::{Keys, Posting};
use crate::Cancelled;
use crate::executor::Executor;

/// Bits for each key that is offered. A key that no set offers then passes in fewer than one of 10 cases,
/// as the test below asserts.
const BITS: usize = 8;

/// A Bloom filter of keys. Both bits of a key stand in one word, so that a look-up is one read.
///
/// Drops most shingles that no set offers, before anything is stored for them. A false positive costs
/// time; there are no false negatives.
pub(super) struct KeyFilter {
    words: Vec<u64>,
    /// The bits of a key that do not tell its word.
    shift: u32,
    /// Words of keys before those that it is for.
    first: usize,
}

impl KeyFilter {
    /// A filter of these keys.
    pub(super) fn from_keys(keys: Keys, members: &[u64]) -> KeyFilter {
        let mut filter = KeyFilter::for_members(keys, &(0..keys.parts()), members.len());
        for key in members {
            let (word, bits) = filter.place(*key);
            filter.words[word] |= bits;
        }
        filter
    }

    /// A filter of the keys in some parts, where all parts together have this many `members`; `postings`
    /// gives those of a part by its number.
    pub(super) fn from_parts<E: Executor, I: Iterator<Item = Posting>>(
        executor: E,
        keys: Keys,
        parts: &Range<usize>,
        members: usize,
        postings: impl Fn(usize) -> I + Sync,
    ) -> Result<KeyFilter, Cancelled> {
        let mut filter = KeyFilter::for_members(keys, parts, members);
        let mut words = core::mem::take(&mut filter.words);
        // The first bits of a key choose its part and its word, so each part has words of its own. They
        // fit in the cache, and threads need no locks.
        let words_per_part = words.len() / parts.len();
        executor.fill_chunks(&mut words, words_per_part, |start, words| {
            let part = parts.start + start / words_per_part;
            for posting in postings(part) {
                let (word, bits) = filter.place(posting.key(part));
                words[word - start] |= bits;
            }
        })?;
        Ok(KeyFilter { words, ..filter })
    }

    /// An empty filter, with at least one word for each part.
    fn for_members(keys: Keys, parts: &Range<usize>, members: usize) -> KeyFilter {
        let words = (members * BITS / 64).next_power_of_two().max(keys.parts());
        let word_bits = words.ilog2().min(keys.bits());
        let words_per_part = (1 << word_bits) / keys.parts();
        KeyFilter {
            words: vec![0; words_per_part * parts.len()],
            shift: keys.bits() - word_bits,
            first: words_per_part * parts.start,
        }
    }

    /// Whether a key may be a member. `false` is certain; keys of other parts are no members.
    #[inline]
    pub(super) fn may_contain(&self, key: u64) -> bool {
        let (word, bits) = self.place(key);
        self.words.get(word).is_some_and(|word| word & bits == bits)
    }

    /// [`may_contain`](KeyFilter::may_contain) of up to 64 keys, a bit for each.
    #[inline]
    pub(super) fn which_may_contain(&self, keys: impl Iterator<Item = u64>) -> u64 {
        // No branch for each, so that the reads, which miss the cache, do not wait for each other.
        keys.zip(0..).fold(0, |bits, (key, at)| bits | u64::from(self.may_contain(key)) << at)
    }

    /// The word of a key, and its two bits there. Words before the first wrap around to ones that are not
    /// there.
    #[inline]
    fn place(&self, key: u64) -> (usize, u64) {
        let word = ((key >> self.shift) as usize).wrapping_sub(self.first);
        (word, 1 << (key & 63) | 1 << (key >> 6 & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::hash::mix;
    use crate::id::SetId;
    use crate::join::posting::RawPosting;

    fn raw(number: u64) -> RawPosting {
        RawPosting::behind(SetId::default(), mix(number))
    }

    fn posting(keys: Keys, number: u64) -> Posting {
        Posting::new(keys, &raw(number))
    }

    #[test]
    fn no_member_is_dropped() {
        let keys = Keys::for_postings(100_000);
        let members: Vec<u64> = (0..4000).map(|number| keys.key(mix(number))).collect();
        let of_part = |part: usize| {
            let numbers = (0..4000).filter(move |number| keys.part(&raw(*number)) == part);
            numbers.map(|number| posting(keys, number))
        };
        let all = 0..keys.parts();
        let by_parts = KeyFilter::from_parts(Serial, keys, &all, 4000, of_part).unwrap();
        for filter in [KeyFilter::from_keys(keys, &members), by_parts] {
            assert!(members.iter().all(|key| filter.may_contain(*key)));
            let strangers = (4000..104_000).map(|number| keys.key(mix(number)));
            assert!(strangers.filter(|key| filter.may_contain(*key)).count() < 10_000);
            let some = members.iter().copied().chain((4000..8000).map(|n| keys.key(mix(n))));
            let some: Vec<u64> = some.step_by(125).collect();
            let which = filter.which_may_contain(some.iter().copied());
            for (at, key) in some.iter().enumerate() {
                assert_eq!(which >> at & 1 == 1, filter.may_contain(*key));
            }
        }
    }
}
