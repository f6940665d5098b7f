//! In how many paragraphs a word stands.

use core::array::from_fn;
use core::ops::Range;
use core::sync::atomic::{AtomicU32, Ordering};

use crate::evidence::turning_words;
use crate::executor::Executor;
use crate::hash::{hash_word, mix};
use crate::shingle::Shingler;

/// Paragraphs read in one piece of work.
const CHUNK: usize = 256;

/// Paragraphs in which a word may stand and still tell something by itself. In a smaller collection
/// every word does.
const MAX_RARE: u32 = 10_000;

/// Slots of each row: about one a word, and at most 64 MiB a row.
const SLOTS: Range<usize> = 1 << 10..1 << 24;

/// Words counted by two independent slots each, of which the smaller count is nearer the truth: a rare
/// word is taken for a common one only where it meets common words in both.
pub(super) struct Vocabulary {
    rows: [Vec<AtomicU32>; 2],
    /// The words that deny or oblige, ascending.
    turning: Vec<u64>,
}

impl Vocabulary {
    /// Counts the words of paragraphs, each word once in a paragraph. Linear in the bytes.
    pub(super) fn count<E: Executor>(
        executor: E,
        shingler: Shingler,
        texts: &[&str],
    ) -> Vocabulary {
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        // With the space behind it a word is seldom shorter than four bytes.
        let slots = (bytes / 4).next_power_of_two().clamp(SLOTS.start, SLOTS.end);
        let vocabulary = Vocabulary::with_slots(slots);
        executor
            .map_chunks(texts.len(), CHUNK, |range| vocabulary.add_texts(shingler, &texts[range]));
        vocabulary
    }

    fn add_texts(&self, shingler: Shingler, texts: &[&str]) {
        let (mut words, normalizer) = (Vec::new(), shingler.normalizer());
        for text in texts {
            words.clear();
            normalizer.hash_words(text, 0, shingler.kernel(), &mut words);
            // Once in a paragraph: the count is of paragraphs that have a word.
            words.sort_unstable();
            words.dedup();
            for word in &words {
                self.add(*word);
            }
        }
    }

    fn with_slots(slots: usize) -> Vocabulary {
        let rows = from_fn(|_| (0..slots).map(|_| AtomicU32::new(0)).collect());
        Vocabulary { rows, turning: turning_hashes() }
    }

    /// Sums do not depend on the order in which threads add.
    fn add(&self, word: u64) {
        for (row, slot) in self.rows.iter().zip(self.slots(word)) {
            row[slot].fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn is_rare(&self, word: u64) -> bool {
        let counts = self.rows.iter().zip(self.slots(word));
        counts.map(|(row, slot)| row[slot].load(Ordering::Relaxed)).min() <= Some(MAX_RARE)
    }

    /// Whether a word denies or obliges.
    pub(super) fn turns(&self, word: u64) -> bool {
        self.turning.binary_search(&word).is_ok()
    }

    fn slots(&self, word: u64) -> [usize; 2] {
        // The slots are a power of two, so the mask keeps the places in range.
        let mask = self.rows[0].len() - 1;
        [word as usize & mask, mix(word) as usize & mask]
    }
}

fn turning_hashes() -> Vec<u64> {
    let mut hashes: Vec<u64> =
        turning_words().map(|word| hash_word(word.as_bytes(), 0..word.len(), 0)).collect();
    hashes.sort_unstable();
    hashes
}
