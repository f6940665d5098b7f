//! Under which keys sets may meet at all.

use core::ops::Range;

use super::entry::{Entry, Keys, REST_BITS};
use crate::executor::Executor;

/// Bits for each key that is offered: one that nobody offers is taken for one that somebody does in
/// fewer than one of 10 cases, as the test below asserts.
const BITS: usize = 8;

/// A Bloom filter of keys. Both bits of a key stand in one word, so that a question is one read.
///
/// Lets most shingles go that no set offers, before anything is kept for them. What it keeps without
/// need costs time, and it lets nothing go that is wanted.
pub(super) struct KeyFilter {
    words: Vec<u64>,
    /// The bits of a key that do not tell its word.
    shift: u32,
    /// Words of keys before those that it is for.
    first: usize,
}

impl KeyFilter {
    /// Of these keys.
    pub(super) fn of_keys(keys: Keys, members: &[u64]) -> KeyFilter {
        let mut filter = KeyFilter::empty(keys, &(0..keys.parts()), members.len());
        for key in members {
            let (word, bits) = filter.place(*key);
            filter.words[word] |= bits;
        }
        filter
    }

    /// Of the keys of these parts, where all parts have so many `members`: each part has words of its
    /// own, which fit in the cache.
    pub(super) fn of_parts<E: Executor, I: Iterator<Item = Entry>>(
        executor: E,
        keys: Keys,
        (parts, members): (&Range<usize>, usize),
        part: impl Fn(usize) -> I + Sync,
    ) -> KeyFilter {
        let mut filter = KeyFilter::empty(keys, parts, members);
        let mut words = core::mem::take(&mut filter.words);
        let words_of_part = words.len() / parts.len();
        executor.fill_chunks(&mut words, words_of_part, |start, words| {
            let number = parts.start + start / words_of_part;
            for entry in part(number) {
                let (word, bits) = filter.place(entry.key(number));
                words[word - start] |= bits;
            }
        });
        KeyFilter { words, ..filter }
    }

    /// At least one word for each part.
    fn empty(keys: Keys, parts: &Range<usize>, members: usize) -> KeyFilter {
        let words = (members * BITS / 64).next_power_of_two().max(keys.parts());
        let word_bits = words.ilog2().min(keys.bits());
        let words_of_part = (1 << word_bits) / keys.parts();
        KeyFilter {
            words: vec![0; words_of_part * parts.len()],
            shift: keys.bits() - word_bits,
            first: words_of_part * parts.start,
        }
    }

    /// Certain where it is false, as with all filters. Keys of other parts it holds none.
    #[inline]
    pub(super) fn may_hold(&self, key: u64) -> bool {
        let (word, bits) = self.place(key);
        self.words.get(word).is_some_and(|word| word & bits == bits)
    }

    /// Which of up to 64 keys it may hold, a bit for each. No branch for each, so that the reads, which
    /// miss the cache, do not wait for each other.
    #[inline]
    pub(super) fn which_may_hold(&self, keys: impl Iterator<Item = u64>) -> u64 {
        keys.zip(0..).fold(0, |bits, (key, at)| bits | u64::from(self.may_hold(key)) << at)
    }

    #[inline]
    fn place(&self, key: u64) -> (usize, u64) {
        let word = ((key >> self.shift) as usize).wrapping_sub(self.first);
        (word, 1 << (key & 63) | 1 << (key >> 6 & 63))
    }
}

/// Whether entries share their key with others of their part.
///
/// Most shingles stand in one set only. These are let go before anything is sorted: two bits for each
/// entry are set while the part is read, and one of eight is kept without need.
#[derive(Default)]
pub(super) struct Repeated {
    /// The low half of each word is of keys that were seen, the high half of those seen again.
    words: Vec<u64>,
    shift: u32,
}

impl Repeated {
    /// Ready for so many entries.
    pub(super) fn clear(&mut self, entries: usize) {
        let word_bits = (entries * BITS / 32).next_power_of_two().ilog2().min(REST_BITS);
        self.words.clear();
        self.words.resize(1 << word_bits, 0);
        self.shift = REST_BITS - word_bits;
    }

    #[inline]
    pub(super) fn see(&mut self, entry: Entry) {
        let (word, bit) = self.place(entry);
        let word = &mut self.words[word];
        *word |= bit | (*word & bit) << 32;
    }

    #[inline]
    pub(super) fn is_seen_again(&self, entry: Entry) -> bool {
        let (word, bit) = self.place(entry);
        self.words[word] >> 32 & bit != 0
    }

    #[inline]
    fn place(&self, entry: Entry) -> (usize, u64) {
        let rest = entry.rest();
        ((rest >> self.shift) as usize, 1 << (rest & 31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Serial;
    use crate::hash::mix;
    use crate::join::entry::Holding;

    fn holding(number: u64) -> Holding {
        Holding::behind(0, mix(number))
    }

    fn entry(keys: Keys, number: u64) -> Entry {
        Entry::of(keys, &holding(number))
    }

    #[test]
    fn nothing_wanted_is_let_go() {
        let keys = Keys::for_entries(100_000);
        let members: Vec<u64> = (0..4000).map(|number| keys.key(mix(number))).collect();
        let of_part = |part: usize| {
            let numbers = (0..4000).filter(move |number| keys.part(&holding(*number)) == part);
            numbers.map(|number| entry(keys, number))
        };
        let all = 0..keys.parts();
        let by_parts = KeyFilter::of_parts(Serial, keys, (&all, 4000), of_part);
        for filter in [KeyFilter::of_keys(keys, &members), by_parts] {
            assert!(members.iter().all(|key| filter.may_hold(*key)));
            let strangers = (4000..104_000).map(|number| keys.key(mix(number)));
            assert!(strangers.filter(|key| filter.may_hold(*key)).count() < 10_000);
            let some = members.iter().copied().chain((4000..8000).map(|n| keys.key(mix(n))));
            let some: Vec<u64> = some.step_by(125).collect();
            let which = filter.which_may_hold(some.iter().copied());
            for (at, key) in some.iter().enumerate() {
                assert_eq!(which >> at & 1 == 1, filter.may_hold(*key));
            }
        }
    }

    #[test]
    fn what_is_seen_twice_is_seen_again() {
        let keys = Keys::for_entries(0);
        let mut repeated = Repeated::default();
        for _ in 0..2 {
            repeated.clear(4000);
            (0..4000).chain(3000..3100).for_each(|number| repeated.see(entry(keys, number)));
            let again = |number: &u64| repeated.is_seen_again(entry(keys, *number));
            assert_eq!((3000..3100).filter(again).count(), 100);
            assert!((0..3000).filter(again).count() < 450);
        }
    }
}
