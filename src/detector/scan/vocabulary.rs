//! How often words stand in paragraphs that are alike.

use core::ops::Range;

use crate::evidence::{outline, words};
use crate::executor::Executor;
use crate::text::Normalizer;

/// Paragraphs read in one piece of work.
const CHUNK: usize = 256;

/// Paragraphs whose words are held at once.
const BLOCK: usize = 64 * CHUNK;

/// A paragraph that holds hot shingles.
#[derive(Clone, Debug)]
pub(super) struct Instance<'t> {
    pub(super) variant: u32,
    pub(super) text: &'t str,
    /// How many words it has.
    pub(super) words: usize,
    /// How many shingles it has.
    pub(super) shingles: usize,
}

/// Words by the low bits of their numbers, counted up to 255. Those that fall together are counted
/// together, so that no word is held to be rarer than it is.
pub(super) struct Vocabulary {
    normalizer: Normalizer,
    counts: Vec<u8>,
}

impl Vocabulary {
    /// A word that stands more often is part of what the paragraphs have in common. Fewer would make
    /// more templates, which are compared in pairs; more would have more paragraphs share a rare
    /// word, which are compared one by one.
    const RARE: u8 = 32;

    /// One byte a slot, about two slots a word, at most 64 MiB: past 3·10^7 words rare ones may be
    /// taken for common, which costs time alone.
    const SLOTS: Range<usize> = 1 << 10..1 << 26;

    pub(super) fn of<E: Executor>(
        executor: E,
        normalizer: Normalizer,
        instances: &[Instance<'_>],
    ) -> Vocabulary {
        let total: usize = instances.iter().map(|instance| instance.words).sum();
        let Range { start: least, end: most } = Vocabulary::SLOTS;
        let slots = (2 * total).next_power_of_two().clamp(least, most);
        let mut vocabulary = Vocabulary { normalizer, counts: vec![0; slots] };
        for block in instances.chunks(BLOCK) {
            let read = |range: Range<usize>| {
                let mut numbers = Vec::new();
                block[range].iter().for_each(|one| words(normalizer, one.text, &mut numbers));
                numbers
            };
            for number in executor.map_chunks(block.len(), CHUNK, read).into_iter().flatten() {
                vocabulary.add(number);
            }
        }
        vocabulary
    }

    /// One in which every word is common.
    pub(super) fn without_rare_words(normalizer: Normalizer) -> Vocabulary {
        Vocabulary { normalizer, counts: vec![u8::MAX] }
    }

    /// A hash of a paragraph without its rare words; those of them that may stand in others too go
    /// into `repeated`.
    pub(super) fn outline(&self, instance: &Instance<'_>, repeated: &mut Vec<(u64, u32)>) -> u64 {
        let mut rare = Vec::new();
        let is_rare = |number: u64| self.count(number) <= Vocabulary::RARE;
        let outline = outline(self.normalizer, instance.text, is_rare, &mut rare);
        rare.retain(|number| self.count(*number) > 1);
        repeated.extend(rare.into_iter().map(|number| (number, instance.variant)));
        outline
    }

    fn count(&self, number: u64) -> u8 {
        self.counts[self.slot(number)]
    }

    fn add(&mut self, number: u64) {
        let slot = self.slot(number);
        self.counts[slot] = self.counts[slot].saturating_add(1);
    }

    fn slot(&self, number: u64) -> usize {
        // The slots are a power of two, so the mask keeps the index in range.
        number as usize & (self.counts.len() - 1)
    }
}
