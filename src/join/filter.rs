//! Under which shingles sets may meet at all.

/// Bits for each offer in each half of a word: a shingle that nobody else holds is taken for one that
/// somebody does in fewer than one of 20 cases, as the test below asserts.
const BITS: usize = 8;

/// Two Bloom filters side by side: which shingles are offered, and which of those are asked for by
/// another set. Both bits of a shingle stand in one word, so that a question is one read.
///
/// They let most shingles go that stand in one set only, before these are sorted, kept or looked up. What they keep without need costs time, and they let nothing go that is wanted.
pub(super) struct MeetingFilter {
    /// The low half of each word is of what is offered, the high half of what is asked for.
    words: Vec<u64>,
}

impl MeetingFilter {
    pub(super) fn for_offers(offers: usize) -> MeetingFilter {
        let words = (offers * BITS).div_ceil(32).next_power_of_two();
        MeetingFilter { words: vec![0; words] }
    }

    /// One set offers the shingle. What is offered twice is asked for.
    #[inline]
    pub(super) fn offer(&mut self, hash: u64) {
        let (word, bits) = self.place(hash);
        let word = &mut self.words[word];
        let repeated = if *word & bits == bits { bits << 32 } else { 0 };
        *word |= bits | repeated;
    }

    /// A set that does not offer the shingle holds it.
    pub(super) fn ask(&mut self, hash: u64) {
        let (word, bits) = self.place(hash);
        self.words[word] |= bits << 32;
    }

    /// Certain where it is false, as with all filters.
    #[inline]
    pub(super) fn is_offered(&self, hash: u64) -> bool {
        let (word, bits) = self.place(hash);
        self.words[word] & bits == bits
    }

    /// Whether somebody offers the shingle and another set holds it. Certain where it is false.
    #[inline]
    pub(super) fn is_asked_for(&self, hash: u64) -> bool {
        let (word, bits) = self.place(hash);
        self.words[word] >> 32 & bits == bits
    }

    /// Adds what other sets offer, counted in as many words.
    pub(super) fn merge(mut self, other: &MeetingFilter) -> MeetingFilter {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= *other | (*word & *other) << 32;
        }
        self
    }

    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        // The words are a power of two, so the mask keeps the index in range.
        let word = (hash >> 10) as usize & (self.words.len() - 1);
        (word, 1 << (hash & 31) | 1 << (hash >> 5 & 31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;

    #[test]
    fn nothing_wanted_is_let_go() {
        let offered = |range: core::ops::Range<u64>| {
            let mut filter = MeetingFilter::for_offers(4000);
            range.for_each(|number| filter.offer(mix(number)));
            filter
        };
        let mut filter = offered(0..2000).merge(&offered(1900..3000));
        (100..200).for_each(|number| filter.ask(mix(number)));
        assert!((0..3000).all(|number| filter.is_offered(mix(number))));
        assert!((100..200).chain(1900..2000).all(|number| filter.is_asked_for(mix(number))));
        let strangers = (3000..103_000).filter(|number| filter.is_offered(mix(*number)));
        assert!(strangers.count() < 5000);
        let alone = (2000..3000).filter(|number| filter.is_asked_for(mix(*number)));
        assert!(alone.count() < 50);
    }
}
