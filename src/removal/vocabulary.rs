//! In how many paragraphs a word stands.

use core::ops::Range;

use crate::Cancelled;
use crate::evidence::turning_words;
use crate::executor::Executor;
use crate::hash::{hash_word, mix};
use crate::shingle::Shingler;

/// Paragraphs in which a word may stand and still tell something by itself. In a smaller collection
/// every word does.
const MAX_RARE: u16 = 10_000;

/// Slots of each row: about one a word, and at most 32 MiB a row.
const SLOTS: Range<usize> = 1 << 10..1 << 24;

/// Texts whose words are counted before it is asked again whether to go on.
const TEXTS_PER_CHECK: usize = 1024;

/// Slots in a word of bits.
const PACKED: usize = 64;

/// Words counted by two independent slots each, of which the smaller count is nearer the truth: a rare
/// word is taken for a common one only where it meets common words in both.
pub(super) struct Vocabulary {
    /// A bit for each slot of a row, set where the count is not that of a rare word: a sixteenth of the counts, so that it
    /// stays in the cache.
    common: [Vec<u64>; 2],
    turning: Turning,
}

impl Vocabulary {
    /// Counts the words of paragraphs, each word once in a paragraph. Linear in the bytes.
    pub(super) fn count<E: Executor>(
        executor: E,
        shingler: Shingler,
        texts: &[&str],
    ) -> Result<Vocabulary, Cancelled> {
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        // With the space behind it a word is seldom shorter than four bytes.
        let slots = (bytes / 4).next_power_of_two().clamp(SLOTS.start, SLOTS.end);
        let counts = executor.map_parts(texts.len(), |range| {
            let mut counts = Counts::new(slots);
            // A part is long, for it takes memory: of many texts it would not be stopped soon.
            for texts in texts[range].chunks(TEXTS_PER_CHECK) {
                executor.check()?;
                counts.add_texts(shingler, texts);
            }
            Ok(counts)
        })?;
        let counts = counts.into_iter().collect::<Result<Vec<Counts>, Cancelled>>()?;
        let counts = counts.into_iter().reduce(Counts::add_all);
        let counts = counts.unwrap_or_else(|| Counts::new(slots));
        Ok(Vocabulary { common: counts.rows.map(|row| common(&row)), turning: Turning::new() })
    }

    /// Sums do not depend on the order of the paragraphs, nor on how threads share them.
    pub(super) fn is_rare(&self, word: u64) -> bool {
        let slots = slots(word, self.common[0].len() * PACKED);
        let is_common =
            |(row, slot): (&Vec<u64>, usize)| row[slot / PACKED] >> (slot % PACKED) & 1 == 1;
        !self.common.iter().zip(slots).all(is_common)
    }

    /// Whether a word denies or obliges.
    pub(super) fn turns(&self, word: u64) -> bool {
        self.turning.holds(word)
    }
}

/// The slot of a word in each row.
fn slots(word: u64, slots: usize) -> [usize; 2] {
    // The slots are a power of two, so the mask keeps the places in range.
    [word as usize & (slots - 1), mix(word) as usize & (slots - 1)]
}

/// Whether the words of each slot stand in many paragraphs, the first in the lowest bit.
fn common(counts: &[u16]) -> Vec<u64> {
    let packed = counts.chunks(PACKED).map(|counts| {
        counts.iter().rev().fold(0, |bits, count| bits << 1 | u64::from(*count > MAX_RARE))
    });
    packed.collect()
}

/// How many paragraphs have the words of each slot. (Of counts that threads share each addition waits for the one
/// before: that took twice the time of all.)
struct Counts {
    rows: [Vec<u16>; 2],
}

impl Counts {
    fn new(slots: usize) -> Counts {
        Counts { rows: [vec![0; slots], vec![0; slots]] }
    }

    fn add_texts(&mut self, shingler: Shingler, texts: &[&str]) {
        let (mut words, mut seen) = (Vec::new(), Seen::default());
        for text in texts {
            words.clear();
            shingler.normalizer().hash_words(text, 0, shingler.kernel(), &mut words);
            seen.begin(words.len());
            // Once in a paragraph: the count is of paragraphs that have a word.
            words.iter().filter(|word| seen.is_new(**word)).for_each(|word| self.add(*word));
        }
    }

    fn add(&mut self, word: u64) {
        let slots = slots(word, self.rows[0].len());
        for (row, slot) in self.rows.iter_mut().zip(slots) {
            row[slot] = row[slot].saturating_add(1);
        }
    }

    /// What is counted further than it goes is common on either side of the sum.
    fn add_all(mut self, other: Counts) -> Counts {
        for (row, others) in self.rows.iter_mut().zip(other.rows) {
            for (count, other) in row.iter_mut().zip(others) {
                *count = count.saturating_add(other);
            }
        }
        self
    }
}

/// The words of one text that were met, in a table that is used again from text to text and never cleared.
#[derive(Default)]
struct Seen {
    /// Words by their last bits, or behind those that have the same, each with the number of its text.
    slots: Vec<(u64, u32)>,
    text: u32,
}

impl Seen {
    /// Forgets all, and makes room for this many words.
    fn begin(&mut self, words: usize) {
        let slots = (2 * words).next_power_of_two();
        self.text = self.text.wrapping_add(1);
        if slots > self.slots.len() || self.text == 0 {
            // Text 0 is none.
            self.slots = vec![(0, 0); slots.max(self.slots.len())];
            self.text = 1;
        }
    }

    fn is_new(&mut self, word: u64) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = word as usize & mask;
        // Half of the slots are free, so that one is found.
        while self.slots[at].1 == self.text {
            if self.slots[at].0 == word {
                return false;
            }
            at = (at + 1) & mask;
        }
        self.slots[at] = (word, self.text);
        true
    }
}

/// The words that deny or oblige.
struct Turning {
    /// A bit for the last bits of each, because nearly no word is among them.
    may_hold: [u64; 64],
    /// Ascending.
    words: Vec<u64>,
}

impl Turning {
    fn new() -> Turning {
        let words = turning_hashes();
        let mut may_hold = [0; 64];
        for word in &words {
            let (at, bit) = Turning::place(*word);
            may_hold[at] |= bit;
        }
        Turning { may_hold, words }
    }

    fn holds(&self, word: u64) -> bool {
        let (at, bit) = Turning::place(word);
        self.may_hold[at] & bit != 0 && self.words.binary_search(&word).is_ok()
    }

    fn place(word: u64) -> (usize, u64) {
        (word as usize >> 6 & 63, 1 << (word & 63))
    }
}

fn turning_hashes() -> Vec<u64> {
    let mut hashes: Vec<u64> =
        turning_words().map(|word| hash_word(word.as_bytes(), 0..word.len(), 0)).collect();
    hashes.sort_unstable();
    hashes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::executor::Threads;

    fn check(threads: Threads) {
        let texts: Vec<&str> =
            (0..=MAX_RARE).map(|at| if at == 0 { "one" } else { "two two" }).collect();
        let word = |word: &str| hash_word(word.as_bytes(), 0..word.len(), 0);
        let count =
            |texts: &[&str]| Vocabulary::count(threads, Shingler::default(), texts).unwrap();
        assert!(count(&texts).is_rare(word("one")) && count(&texts).is_rare(word("two")));
        let more = [&texts[..], &["One two"]].concat();
        assert!(count(&more).is_rare(word("one")) && !count(&more).is_rare(word("two")));
    }

    #[test]
    fn what_stands_in_many_paragraphs_is_common() {
        check(Threads::One);
        #[cfg(feature = "rayon")]
        check(Threads::All);
    }

    #[test]
    fn words_turn_or_not() {
        let turning = Turning::new();
        assert!(turning_hashes().iter().all(|word| turning.holds(*word)));
        assert!(!(0..10_000).any(|number| turning.holds(mix(number))));
    }

    proptest! {
        #[test]
        fn words_are_new_once(texts in prop::collection::vec(prop::collection::vec(0..40_u64, 0..40), 0..5)) {
            let mut seen = Seen::default();
            for words in texts {
                seen.begin(words.len());
                let mut known = BTreeSet::new();
                for word in words {
                    prop_assert_eq!(seen.is_new(word << 4), known.insert(word));
                }
            }
        }
    }
}
